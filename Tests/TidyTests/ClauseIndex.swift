import Foundation

/// Where the sources and the tests name the clauses that `ListedClause` lists.
enum ClauseIndex {
    /// Those of comments in `Sources`, in the order of `modules`.
    static let code = SourceTree.swiftFiles.filter { $0.module != nil }.sorted { rank($0) < rank($1) }.flatMap { file in
        file.comments.flatMap { block in
            CitedText(block.text).clauses.map {
                Citation(
                    clause: $0.clause, path: file.path, line: block.line(ofOffset: $0.offset) + 1,
                    symbol: file.symbol(of: block))
            }
        }
    }

    /// Those of names of tests and suites, of comments in tests, and of conformance cases. A suite's RFC is that of its tests.
    static let tests = SourceTree.files.filter(isTest).flatMap { file in
        var rfc: Int?
        return named(in: file).flatMap { block -> [Citation] in
            let cited = CitedText(block.text, rfc: rfc)
            if block.text.contains("@Suite(") { rfc = cited.rfc }
            return cited.clauses.map {
                Citation(
                    clause: $0.clause, path: file.path, line: block.line(ofOffset: $0.offset) + 1, symbol: nil)
            }
        }
    }

    /// The modules that do what the RFCs say; others speak of it.
    private static let modules = ["OSPF", "OSPFWire", "Emulation", "Captures", "Replays", "NetworkPrimitives"]

    /// What the protocol does comes before what it is configured with.
    private static func rank(_ file: SourceTree.File) -> (Int, Int, String) {
        let isAction = !file.path.contains("/Configuration/") && !file.path.contains("/Context/")
        return (modules.firstIndex(of: file.module ?? "") ?? modules.count, isAction ? 0 : 1, file.path)
    }

    private static func isTest(_ file: SourceTree.File) -> Bool {
        file.path.hasPrefix("Tests/") && (file.path.hasSuffix(".swift") || file.path.hasSuffix("/case.json"))
    }

    private static func named(in file: SourceTree.File) -> [CommentBlock] {
        let beginnings = ["@Test", "@Suite", "func `", "\"RFC ", "\"clause\":"]
        let names = file.lines.enumerated().filter { _, line in
            let bare = line.trimmingCharacters(in: .whitespaces)
            return beginnings.contains { bare.hasPrefix($0) }
        }.map { CommentBlock(firstLine: $0, lines: [String($1)], isDocumentation: false) }
        return (names + file.comments).sorted { $0.firstLine < $1.firstLine }
    }

    private static let codeByClause = Dictionary(
        grouping: code.filter { citation in modules.contains { citation.path.hasPrefix("Sources/\($0)/") } },
        by: \.clause)
    private static let testsByClause = Dictionary(grouping: tests, by: \.clause)
    /// Clauses a part of which is named.
    private static let withParts: Set<Clause> = {
        var found: Set<Clause> = []
        for citation in code + tests {
            var clause = citation.clause.parent
            while let parent = clause, found.insert(parent).inserted { clause = parent.parent }
        }
        return found
    }()

    static func code(of clause: Clause) -> [Citation] { code.filter { $0.clause == clause } }
    static func isNamed(_ clause: Clause) -> Bool { codeByClause[clause] != nil || testsByClause[clause] != nil }
    static func hasNamedParts(_ clause: Clause) -> Bool { withParts.contains(clause) }

    /// The page, in Markdown.
    static var page: String {
        var lines = [
            "# The clauses of the RFCs, and where they are",
            "",
            "Every numbered section and step of the RFCs that the program follows; of RFC 2328 chapters 8 to 16 and appendices C to",
            "E. Code: comments that stand at what implements the clause. Tests: those that name it. A clause of which only parts are",
            "named says so. What knowingly differs is in [ARCHITECTURE.md](../ARCHITECTURE.md#deviations-from-rfc-2328).",
            "",
            "This page is written by `Scripts/docs` from comments and from `Tests/Data/rfc-clauses.txt`, and a test compares it, but for",
            "the numbers of lines: these change with every edit above them, and are right when the page was last written.",
        ]
        var rfc = 0
        for listed in ListedClause.all {
            if listed.clause.rfc != rfc {
                rfc = listed.clause.rfc
                lines += ["", "## RFC \(rfc)", "", "| clause | what | code | tests |", "| --- | --- | --- | --- |"]
            }
            lines.append(row(listed))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ listed: ListedClause) -> String {
        let clause = listed.clause
        var code = places(codeByClause[clause] ?? [], atMost: 4)
        let tests = places(testsByClause[clause] ?? [], atMost: 3)
        if let reason = listed.reason {
            let isPlain = ["explains", "no rule", "an example", "see its steps"].contains(reason)
            code = isPlain ? reason : "not modeled: \(reason)"
        } else if !isNamed(clause) {
            code = "in its parts"
        }
        return "| §\(clause.name) | \(listed.title) | \(code) | \(tests) |"
    }

    /// One place for each function, or for each file of tests.
    private static func places(_ citations: [Citation], atMost limit: Int) -> String {
        var seen: Set<String> = []
        let places = citations.filter { seen.insert("\($0.path) \($0.symbol ?? "")").inserted }
        return places.prefix(limit).map { place in
            let parts = place.path.split(separator: "/")
            // A case is known by its folder.
            let file = parts.last == "case.json" ? parts.suffix(2).joined(separator: "/") : String(parts.last ?? "")
            let link = "[\(file):\(place.line)](../\(place.path)#L\(place.line))"
            return place.symbol.map { "\(link) `\($0)`" } ?? link
        }.joined(separator: ", ")
    }

    /// A page without the numbers of lines.
    static func withoutLines(_ page: String) -> String {
        page.replacing(/:\d+\]\(/, with: "](").replacing(/#L\d+\)/, with: ")")
    }
}
