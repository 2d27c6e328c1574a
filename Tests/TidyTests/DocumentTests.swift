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
