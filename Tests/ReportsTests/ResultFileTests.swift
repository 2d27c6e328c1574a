import Foundation
import Reports
import Results
import TestSupport
import Testing

@Suite("Results are read back") struct ResultFileTests {
    private static let readable = ["run", "compare", "plan", "limits", "replay"]

    /// A result without members that are null, members by name: what does not depend on how it was written.
    private static func normal(_ tree: JSONTree) -> JSONTree {
        switch tree {
        case .array(let items): .array(items.map(normal))
        case .object(let members):
            .object(
                members.filter { $0.value != .null }
                    .map { JSONTree.Member(name: $0.name, value: normal($0.value)) }
                    .sorted { $0.name < $1.name })
        default: tree
        }
    }

    private static func result(_ arguments: [String]) throws -> String {
        try CommandLineProgram.run(arguments + ["--format", "json"]).output
    }

    @Test(arguments: ResultSchemaTests.commands.filter { readable.contains($0[0]) })
    func `Everything that was written is read, and nothing else`(arguments: [String]) throws {
        let text = try Self.result(arguments)
        let file = try ResultFile(reading: Array(text.utf8))
        #expect(try Self.normal(JSONTree(file.json)) == Self.normal(JSONTree(text)))
        #expect(try ResultFile(reading: Array(file.json.utf8)) == file)
    }

    private static func run(_ text: String) throws -> RunDocument {
        let file = try ResultFile(reading: Array(text.utf8))
        guard case .run(let document) = file else { throw JSONTree.Mistake(description: "no run") }
        return document
    }

    private static let cut = Result { try result(["run", "Topologies/examples/triangle-cut.yaml"]) }

    @Test func `Another number in the file is another number in what is read`() throws {
        let text = try Self.cut.get()
        let run = try Self.run(text)
        let other = try Self.run(text.replacing("\"states\":[[0,0],", with: "\"states\":[[0,0,70000,3],"))
        #expect(run.series?.states[0] == [0, 0] && other.series?.states[0] == [0, 0, 70_000, 3])
        var same = other
        same.series?.states[0] = [0, 0]
        #expect(same == run)
    }

    @Test func `Files of versions that knew no series are read without them`() throws {
        var tree = try JSONTree(try Self.cut.get())
        for name in ["topology", "presets", "defects", "actions", "series"] { tree[name] = nil }
        var verdicts = tree["verdicts"]?.items ?? []
        for index in verdicts.indices {
            for name in ["rule", "probe", "comparison", "threshold_ns"] { verdicts[index][name] = nil }
        }
        tree["verdicts"] = .array(verdicts)
        let text = try JSONSerialization.data(withJSONObject: Self.plain(tree))
        let run = try Self.run(String(decoding: text, as: UTF8.self))
        #expect(run.series == nil && run.topology == nil && run.verdicts[0].rule == nil)
        #expect(run.name == tree["name"]?.text && run.probes.count == tree["probes"]?.items.count)
    }

    private static func plain(_ tree: JSONTree) -> Any {
        switch tree {
        case .null: NSNull()
        case .bool(let truth): truth
        case .integer(let number): NSNumber(value: Int64(clamping: number))
        case .number(let text): text
        case .string(let text): text
        case .array(let items): items.map(plain)
        case .object(let members):
            Dictionary(members.map { ($0.name, plain($0.value)) }) { first, _ in first }
        }
    }

    @Test(arguments: [
        (
            "{\"format\":\"spillway-result/1\"}",
            "the format 'spillway-result/1' is of an older version of the program: make the result again, as its field 'command' says"
        ),
        (
            "{\"format\":\"spillway-result/99\"}",
            "the format 'spillway-result/99' is not known: this version of the program reads 'spillway-result/2'"
        ),
        (
            "{\"format\":\"spillway-inspection/1\"}",
            "no result of a run is in the format 'spillway-inspection/1': it is one of spillway-result, spillway-comparison, spillway-plan, spillway-limits, spillway-replay, spillway-replay-comparison"
        ),
        ("{\"format\":\"spillway-result/2\"}", "no result: 'name' is missing"),
        ("{}", "no result: 'format' is missing"), ("[]", "no result: the whole has another form"),
        ("PASS\n", "no result: the file is not JSON"), ("", "no result: the file is not JSON"),
        ("{\"format\":2}", "no result: 'format' has another form"),
    ])
    func `What is no result is refused by name`(text: String, message: String) {
        #expect(throws: ResultFileError.self) { try ResultFile(reading: Array(text.utf8)) }
        do { _ = try ResultFile(reading: Array(text.utf8)) } catch { #expect(error.description == message) }
    }

    @Test func `The formats that are read are those that are written`() {
        #expect(
            ResultFile.formats
                == [ResultKind.run, .comparison, .plan, .limits, .replay, .replayComparison].map(\.rawValue))
    }

    @Test func `Flat arrays are times and values`() {
        #expect(Steps([0, 0, 120, 5, 7, 1]).map { [$0.milliseconds, $0.value] } == [[0, 0], [120, 5], [127, 1]])
        #expect(
            Steps(differences: [-5, 1_206, 120, -901]).map { [$0.milliseconds, $0.value] } == [
                [-5, 1_206], [115, 305],
            ])
        #expect(Array(Steps([7])).isEmpty && Array(Steps([])).isEmpty)
    }
}
