import Foundation
import TestSupport
import Testing

@Suite("What a result says of where it comes from") struct ResultHeaderTests {
    private let triangle = "Topologies/examples/triangle-cut.yaml"
    private let flap = "Topologies/captures/lan-flap.pcap"

    private func header(_ arguments: String...) throws -> JSONTree {
        try JSONTree(try CommandLineProgram.run(arguments + ["--format", "json"]).output)
    }

    private func files(_ result: JSONTree) -> [String] { result["inputs"]?.items.compactMap { $0["file"]?.text } ?? [] }

    @Test func `The command gives the same octets again`() throws {
        for arguments in [
            ["run", triangle, "--why", "amsterdam to berlin"], ["replay", flap, "--limit=20", "--policy", "reject"],
            ["plan", triangle, "--change", "cut amsterdam-berlin; run 1m", "--fail-if", "loops > 0"],
        ] {
            let first = try CommandLineProgram.run(arguments + ["--format", "json"]).output
            let command = try #require(try JSONTree(first)["command"]?.text)
            let again = try CommandLineProgram.run(
                shell: command.replacing("spillway ", with: "\"$0\" ", maxReplacements: 1))
            #expect(again.output == first)
        }
    }

    @Test func `Words are quoted as a shell wants them`() throws {
        let result = try header("run", triangle, "--why", "amsterdam to berlin", "--why", "everyone")
        #expect(
            result["command"]?.text
                == "spillway run \(triangle) --why 'amsterdam to berlin' --why everyone --format json")
    }

    @Test func `What changes nothing and what is secret is left out`() throws {
        let jobs = try header("compare", triangle, "--policy", "none", "--jobs", "2", "--seeds", "2")
        #expect(jobs["command"]?.text == "spillway compare \(triangle) --policy none --seeds 2 --format json")
        let keys = try CommandLineProgram.run([
            "inspect", flap, "--key", "1=sesame", "--key=10.0.0.1/2=open=sesame", "--format", "json",
        ]).output
        #expect(!keys.contains("sesame"))
        #expect(keys.contains("--key '1=***' '--key=10.0.0.1/2=***'"))
    }

    @Test func `Every file that was read is there, as it was named`() throws {
        #expect(files(try header("run", triangle)) == [triangle, "Topologies/examples/triangle.yaml"])
        let capture = "Topologies/examples/../captures/lan-flap.pcap"
        let hears = ["Topologies/examples/lan-hears-capture.yaml", "Topologies/examples/lan.yaml", capture]
        #expect(files(try header("run", hears[0])) == hears)
        #expect(files(try header("validate", hears[0], triangle)).count == 5)
        let lan = "Topologies/examples/lan.yaml"
        #expect(files(try header("inspect", flap, "Tests/Data/five-types.pcap", "--names", lan)).count == 3)
        #expect(files(try header("replay", flap, "--into", lan, "--at", "office")) == [flap, lan])
        #expect(files(try header("replay", flap, "--until", "60s", "--then", "run 1m")) == [flap])
        #expect(files(try header("compare", "--capture", flap, "--limit", "20")) == [flap])
        #expect(files(try header("compare", triangle, lan)) == [triangle, "Topologies/examples/triangle.yaml", lan])
        #expect(files(try header("presets", "--topology", lan)) == [lan])
        #expect(files(try header("presets")) == [])
        #expect(files(try header("plan", lan, "--change", "stop-ospf dr")) == [lan])
        #expect(files(try header("limits", lan)) == [lan])
    }

    @Test func `Digests are of the octets as they are read`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "abc".write(toFile: path, atomically: true, encoding: .utf8)
        // FIPS 180-4's own example.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(try header("validate", path)["inputs"]?.items.first?["sha256"]?.text == digest)
        // By file, by standard input and by a pipe that cannot be rewound, it is the same capture.
        let named = try header("replay", flap, "--limit", "20")["inputs"]?.items.first?["sha256"]
        for line in [
            "\"$0\" replay - --limit 20 --format json < \(flap)",
            "cat \(flap) | \"$0\" replay - --limit 20 --format json",
        ] {
            let piped = try JSONTree(try CommandLineProgram.run(shell: line).output)
            #expect(named != nil && piped["inputs"]?.items.first?["sha256"] == named)
            #expect(files(piped) == ["-"])
        }
    }

    private static let hasTools =
        (try? CommandLineProgram.run(shell: "command -v gzip && command -v sha256sum"))?.code == 0

    @Test(.enabled(if: hasTools, "there is no gzip or no sha256sum"))
    func `The digest of a compressed file is that of the file as it lies there`() throws {
        let path = NSTemporaryDirectory() + "spillway-digest-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let packed = "gzip -c \(flap) > \(path) && \"$0\" inspect \(path) --format json && sha256sum \(path) >&2"
        let outcome = try CommandLineProgram.run(shell: packed)
        try #require(outcome.code == 0, "\(outcome.errors)")
        let own = try #require(try JSONTree(outcome.output)["inputs"]?.items.first?["sha256"]?.text)
        #expect(outcome.errors.hasPrefix(own))
    }
}
