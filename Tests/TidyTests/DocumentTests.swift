import Foundation
import TestSupport
import Testing

@Suite("Documents") struct DocumentTests {
    @Test func `links to files lead somewhere`() throws {
        let link = /\]\(([^)\s]+)\)/
        var found: [String] = []
        for document in SourceTree.documents {
            let folder = SourceTree.root.appendingPathComponent(document.path).deletingLastPathComponent()
            for (number, line) in document.lines.enumerated() {
                for match in line.matches(of: link) {
                    let target = match.1.split(separator: "#", omittingEmptySubsequences: false)[0]
                    guard !target.isEmpty, !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
                    let path = folder.appendingPathComponent(String(target)).path
                    if !FileManager.default.fileExists(atPath: path) {
                        found.append(place(document, number, "there is no \(target)"))
                    }
                }
            }
        }
        #expect(found == [])
    }

    @Test func `the functions that the pictures of a turn name exist`() throws {
        let page = try #require(SourceTree.documents.first { $0.path == "docs/turn.md" })
        let named = Set(page.text.matches(of: /([a-z]\w+)\(\)/).map { String($0.1) })
        let engine = ModuleTests.engine.flatMap(SourceTree.swiftFiles(of:)).map(\.text).joined(separator: "\n")
        #expect(named.count > 30)
        #expect(named.filter { !engine.contains("func \($0)(") }.sorted() == [])
    }

    /// `Scripts/docs` sets `SPILLWAY_DOCS` to `write`, and the blocks are brought up to date rather than checked.
    @Test func `examples are what the program prints`() throws {
        let binary = CommandLineProgram.executable
        let writes = ProcessInfo.processInfo.environment["SPILLWAY_DOCS"] == "write"
        for document in SourceTree.documents {
            var lines = document.lines
            let blocks: [ExampleBlock]
            do {
                blocks = try ExampleBlock.blocks(in: lines)
            } catch {
                Issue.record("\(document.path): \(error)")
                continue
            }
            for block in blocks.reversed() {
                do {
                    let expected = try block.expected(by: binary)
                    let isCurrent = Array(lines[block.content]) == expected
                    if writes { lines.replaceSubrange(block.content, with: expected) }
                    #expect(
                        isCurrent || writes,
                        "\(place(document, block.content.lowerBound, "'\(block.command)' prints something else; run Scripts/docs"))"
                    )
                } catch {
                    Issue.record("\(document.path):\(block.content.lowerBound): \(error)")
                }
            }
            let text = lines.joined(separator: "\n")
            if writes, text != document.text {
                let file = SourceTree.root.appendingPathComponent(document.path)
                try text.write(to: file, atomically: true, encoding: .utf8)
                print("\(document.path) is up to date")
            }
        }
    }
}
