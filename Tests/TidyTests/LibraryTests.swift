import Testing

@Suite("The library") struct LibraryTests {
    private static let files = SourceTree.swiftFiles(of: "Spillway")

    /// Public declarations, each with the documentation above it.
    private static var declarations: [(place: String, comment: [Substring], signature: String)] {
        files.flatMap { file in
            let lines = file.lines
            return lines.indices.filter { isDeclaration(lines[$0]) }.map { number in
                var first = number
                while first > 0, lines[first - 1].trimmed.hasPrefix("@") { first -= 1 }
                let comment = lines[..<first].reversed().prefix { $0.trimmed.hasPrefix("///") }.reversed()
                return (place(file, number, ""), Array(comment), signature(lines[number...]))
            }
        }
    }

    private static func isDeclaration(_ line: Substring) -> Bool {
        // A case of an enumeration, not of a switch, whose patterns begin with a dot.
        line.trimmed.hasPrefix("public ") || line.trimmed.hasPrefix("case ") && line.trimmed.dropFirst(5).first != "."
    }

    /// From the first line to where its parentheses are closed, without the body.
    private static func signature(_ lines: ArraySlice<Substring>) -> String {
        var text = ""
        for line in lines {
            text += line
            if text.count(where: { $0 == "(" }) == text.count(where: { $0 == ")" }) { break }
        }
        return String(text.prefix { $0 != "{" })
    }

    @Test func `every public symbol says what it is`() {
        let silent = Self.declarations.filter { $0.comment.isEmpty }.map(\.place)
        #expect(silent == [])
        #expect(Self.declarations.count > 90)
    }

    @Test func `what can fail says how`() {
        let silent = Self.declarations.filter { declaration in
            declaration.signature.contains("throws") && !declaration.comment.contains { $0.contains("- Throws:") }
        }
        #expect(silent.map(\.place) == [])
    }

    @Test func `no other module is in a public signature`() {
        let inner = ["NetworkPrimitives.", "Emulation.", "Analysis.", "Scenarios.", "Reports."]
        let seen = Self.declarations.filter { declaration in inner.contains { declaration.signature.contains($0) } }
        #expect(seen.map(\.place) == [])
    }
}

extension Substring {
    fileprivate var trimmed: Substring { drop { $0 == " " } }
}
