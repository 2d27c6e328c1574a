import Foundation
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
        let binary = try #require(Self.binary, "the program is built together with the tests")
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

    /// The program that was built together with these tests, or the one that the environment's `SPILLWAY` names.
    private static let binary: URL? = {
        if let named = ProcessInfo.processInfo.environment["SPILLWAY"] { return URL(fileURLWithPath: named) }
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        var candidates = [SourceTree.root.appendingPathComponent(".build/debug/spillway")]
        for _ in 0..<4 {
            candidates.insert(folder.appendingPathComponent("spillway"), at: candidates.count - 1)
            folder.deleteLastPathComponent()
        }
        return candidates.first { file in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && !isFolder.boolValue
                && FileManager.default.isExecutableFile(atPath: file.path)
        }
    }()
}
