import Foundation

/// Lines of a file that are read together: a comment, or one line of a test that names something.
struct CommentBlock {
    /// Counted from 0.
    let firstLine: Int
    /// Without the slashes.
    let lines: [String]
    let isDocumentation: Bool

    var text: String { lines.joined(separator: " ") }

    /// The line of a character of `text`.
    func line(ofOffset offset: Int) -> Int {
        var rest = offset
        for (number, line) in lines.enumerated() {
            if rest <= line.count { return firstLine + number }
            rest -= line.count + 1
        }
        return firstLine + lines.count - 1
    }
}

extension SourceTree.File {
    /// The comments of a Swift file: those on lines of their own, joined where they follow each other, and those behind code.
    var comments: [CommentBlock] {
        var blocks: [CommentBlock] = []
        var open: (first: Int, lines: [String], mark: String)?
        for (number, line) in lines.enumerated() {
            let bare = line.trimmingCharacters(in: .whitespaces)
            let mark = bare.hasPrefix("///") ? "///" : bare.hasPrefix("//") ? "//" : ""
            if let block = open, block.mark != mark {
                blocks.append(
                    CommentBlock(firstLine: block.first, lines: block.lines, isDocumentation: block.mark == "///"))
                open = nil
            }
            if !mark.isEmpty {
                let text = bare.dropFirst(mark.count).trimmingCharacters(in: .whitespaces)
                open = open.map { ($0.first, $0.lines + [text], mark) } ?? (number, [text], mark)
            } else if let start = line.range(of: "  // ") {
                blocks.append(
                    CommentBlock(firstLine: number, lines: [String(line[start.upperBound...])], isDocumentation: false))
            }
        }
        return blocks
    }

    /// What the comment is about: the declaration that follows, or else the function that it stands in.
    func symbol(of block: CommentBlock) -> String? {
        let lines = lines
        var next = block.firstLine + block.lines.count
        while next < lines.count, lines[next].trimmingCharacters(in: .whitespaces).hasPrefix("@") { next += 1 }
        if next < lines.count, block.isDocumentation, let name = Self.declaration(lines[next], anywhere: true) {
            return name
        }
        if next < lines.count, let name = Self.declaration(lines[next], anywhere: false) { return name }
        var depth = Self.indentation(lines[block.firstLine])
        for number in stride(from: block.firstLine - 1, through: 0, by: -1) {
            let indentation = Self.indentation(lines[number])
            guard indentation < depth, !lines[number].isEmpty else { continue }
            if let name = Self.declaration(lines[number], anywhere: indentation <= 4) { return name }
            // The signature may go on over lines of its own.
            depth = lines[number].trimmingCharacters(in: .whitespaces).hasPrefix(")") ? indentation + 1 : indentation
        }
        return nil
    }

    private static func indentation(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }

    /// - Parameter anywhere: whether properties and cases count, too, which inside functions are others'.
    private static func declaration(_ line: Substring, anywhere: Bool) -> String? {
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.prefix(8).map(String.init)
        let keywords: Set<String> = ["func", "init", "struct", "enum", "class", "subscript"]
        for (position, word) in words.enumerated() {
            if word == "init" || word == "subscript" { return word }
            if keywords.contains(word) || anywhere && ["var", "let", "case"].contains(word) {
                return line.contains("`") ? nil : words.dropFirst(position + 1).first
            }
        }
        return nil
    }
}
