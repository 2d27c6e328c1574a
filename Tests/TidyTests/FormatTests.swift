import Foundation
import Testing

@Suite("Formatting") struct FormatTests {
    private static let hasFormatter = Tool.run(["swift", "format", "--version"], in: SourceTree.root)?.status == 0

    @Test(.enabled(if: hasFormatter, "this toolchain has no 'swift format'")) func `swift format lint is silent`()
        throws
    {
        let command = ["swift", "format", "lint", "--strict", "-r", "Sources", "Tests", "Package.swift"]
        let outcome = try #require(Tool.run(command, in: SourceTree.root))
        #expect(outcome.output + outcome.errors == "")
        #expect(outcome.status == 0)
    }

    @Test func `no Swift file has more than 600 lines`() {
        let long = SourceTree.swiftFiles.filter { $0.lines.count > 601 }
        #expect(long.map { "\($0.path): \($0.lines.count - 1) lines" } == [])
    }

    @Test func `nothing is left for later`() {
        // Put together here, so that this file does not find itself.
        let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "place" + "holder"]
        var found: [String] = []
        for file in SourceTree.files {
            for (number, line) in file.lines.enumerated() {
                let parts = line.split { !$0.isLetter }
                for word in words where parts.contains(where: { $0 == word }) {
                    found.append(place(file, number, word))
                }
            }
        }
        #expect(found == [])
    }

    @Test func `no path of somebody's machine`() {
        let roots = ["home", "root", "Users", "work", "tmp"].map { "/" + $0 + "/" }
        var found: [String] = []
        for file in SourceTree.files {
            for (number, line) in file.lines.enumerated() {
                for root in roots where Self.hasPath(root, line) { found.append(place(file, number, root)) }
            }
        }
        #expect(found == [])
    }

    /// Whether the folder stands at the beginning of a path, rather than within one.
    private static func hasPath(_ folder: String, _ line: Substring) -> Bool {
        line.ranges(of: folder).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && !".-_/*".contains(before)
        }
    }
}
