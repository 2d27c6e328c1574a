import Foundation
import TestSupport
import Testing

@Suite("Conformance cases: what one router answers, clause by clause") struct ConformanceTests {
    private static let cases: [ConformanceCase] = {
        let root = TestData.projectRoot.appendingPathComponent("Tests/OSPFTests/Cases")
        let folders = try! FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
        return folders.filter { !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.path < $1.path }
            .map { try! ConformanceCase($0) }
    }()

    // To accept what routers send now, and see it as a difference: SPILLWAY_BLESS=1 swift test --filter ConformanceTests
    @Test("what is sent is what the case says", arguments: cases.map(\.name)) func isMet(name: String) throws {
        let one = Self.cases.first { $0.name == name }!
        let file = one.folder.appendingPathComponent("output.jsonl")
        let output = try one.output()
        if ProcessInfo.processInfo.environment["SPILLWAY_BLESS"] != nil {
            try output.map { $0 + "\n" }.joined().write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try ConformanceCase.lines(of: file)
        for (line, (sent, wanted)) in zip(output, expected).enumerated() where sent != wanted {
            Issue.record(
                "\(one.clause): line \(line + 1) of the output differs\n  sent:   \(sent)\n  wanted: \(wanted)")
        }
        #expect(output.count == expected.count, "\(one.clause): \(one.says)")
    }

    @Test func `folders are named by their clauses, and each says something`() {
        #expect(Self.cases.count >= 40)
        for one in Self.cases {
            #expect(one.name.hasPrefix(one.number + "-"), "\(one.clause)")
            #expect(one.says.hasSuffix("."), "\(one.name)")
        }
    }
}
