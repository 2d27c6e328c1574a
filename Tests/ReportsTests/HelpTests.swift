import Foundation
import TestSupport
import Testing

@Suite("Help that works as it stands") struct HelpTests {
    static let commands = [
        "plan", "limits", "run", "compare", "report", "inspect", "replay", "validate", "presets", "import", "export",
        "lab-config",
        "lab-random", "verify-lab", "schema",
    ]

    private func page(of command: String) throws -> String {
        let outcome = try CommandLineProgram.run(["help", command])
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        return outcome.output
    }

    /// The commands below `Examples:`; a backslash at the end of a line joins it to the next.
    private func examples(of command: String) throws -> [String] {
        let block = try page(of: command).split(separator: "Examples:\n").dropFirst().first ?? ""
        let joined = block.split(separator: "\n\n")[0].replacing(/\\\n */, with: "")
        return joined.split(separator: "\n").map { line in
            // A shell would write the output into a file.
            String(line.prefix { $0 != ">" }).trimmingCharacters(in: .whitespaces)
        }
    }

    @Test func `every command is among them`() throws {
        let listed = try CommandLineProgram.run(["--help"]).output.split(separator: "SUBCOMMANDS:\n")[1]
        let names = listed.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .map { String($0.dropFirst(2).prefix { $0 != " " }) }.filter { $0 != "See" }
        #expect(names.sorted() == Self.commands.sorted())
    }

    @Test("two examples or more, each of which runs", arguments: commands)
    func examplesRun(_ command: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let examples = try examples(of: command)
        #expect(examples.count >= 2)
        for example in examples {
            var words = Self.words(of: example)
            if let output = words.firstIndex(where: { $0 == "--output" || $0 == "-o" }) {
                words[output + 1] = folder.appendingPathComponent(words[output + 1]).path
            }
            #expect(words.starts(with: ["spillway", command]))
            let outcome = try CommandLineProgram.run(Array(words.dropFirst()))
            // Recordings of real routers come with no clone; the arguments must be right.
            let isRecorded = command == "verify-lab" && outcome.errors.contains("no recording in this directory")
            #expect(outcome.code <= 1 || isRecorded, "\(example): \(outcome.errors)")
        }
    }

    /// As a shell divides them.
    private static func words(of line: String) -> [String] {
        line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { number, part in
            number % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
    }

    @Test("lines are not wrapped twice", arguments: commands)
    func width(_ command: String) throws {
        let long = try page(of: command).split(separator: "\n").filter { $0.count > 80 && !$0.hasPrefix("USAGE") }
        #expect(long == [])
    }

    @Test func `plan lists every action with an example, and columns stay columns`() throws {
        let lines = try page(of: "plan").split(separator: "\n").map(String.init)
        #expect(lines.contains("  cut a-b                               cuts a link or LAN"))
        #expect(lines.contains("  run 5m                                lets time pass before the next action"))
        let first = try #require(lines.firstIndex { $0.hasPrefix("  black-hole") })
        #expect(lines[first].hasPrefix("  black-hole      time: the part"))
        #expect(lines[first + 1] == "                  route")
    }
}

@Suite("Mistakes in the arguments have one form") struct ArgumentMistakeTests {
    private let triangle = "Topologies/examples/triangle.yaml"

    @Test(
        "What is wrong, where, and what would be right",
        arguments: [
            (["simulate", "x"], "unknown command 'simulate': did you mean 'run'?"),
            (["lint"], "unknown command 'lint': did you mean 'validate'?"),
            (["diff"], "unknown command 'diff': did you mean 'compare'?"),
            (["what-if"], "unknown command 'what-if': did you mean 'plan'?"),
            (["pcap"], "unknown command 'pcap': did you mean 'inspect'?"),
            (["pln"], "unknown command 'pln': did you mean 'plan'?"),
            (["help", "simulate"], "unknown command 'simulate': did you mean 'run'?"),
            (["run", "--json", "x.yaml"], "unknown option '--json' (spillway run): did you mean '--format json'?"),
            (["run", "x.yaml", "--output", "y"], "unknown option '--output' (spillway run): did you mean '> FILE'?"),
            (["import", "x", "--out", "y"], "unknown option '--out' (spillway import): did you mean '--output'?"),
            (["plan", "x", "--chnage", "y"], "unknown option '--chnage' (spillway plan): did you mean '--change'?"),
            (
                ["compare", "x", "--threads", "2"],
                "unknown option '--threads' (spillway compare): did you mean '--jobs'?"
            ),
            (["run"], "missing '<file>' (spillway run): a scenario or topology file (YAML)"),
            (
                ["run", "x", "--seed"],
                "missing value for '--seed <seed>' (spillway run): override the random seed of the file"
            ),
            (
                ["run", "x", "--format", "yaml"],
                "invalid value 'yaml' for '--format <format>' (spillway run): it is one of"
            ),
            (
                ["run", "x", "--seed", "abc"],
                "invalid value 'abc' for '--seed <seed>' (spillway run): override the random"
            ),
            (["run", "x", "y"], "unexpected argument 'y' (spillway run): "),
            (["plan", "x"], "no change is given (--change): write for example --change 'decommission ROUTER'"),
            (["inspect", "x", "--limit", "0"], "'0' is not a limit (--limit): give a number of LSAs, 1 or more"),
        ])
    func mistake(_ arguments: [String], _ message: String) throws {
        let outcome = try CommandLineProgram.run(arguments)
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("spillway: error: " + message), "\(outcome.errors)")
    }

    @Test(
        "and mistakes that a command finds have the same",
        arguments: [
            (["run", "no-such.yaml"], "no such file (no-such.yaml)\n"),
            (["inspect", "no-such.pcap"], "no such file (no-such.pcap)\n"),
            (["presets", "foo"], "there is no preset 'foo': 'spillway presets' lists them\n"),
            (
                ["run", "Topologies/examples/triangle.yaml", "--until", "soon"],
                "'soon' is not a time (--until): write for example 30s, 10m or 1h\n"
            ),
            (
                ["run", "Topologies/examples/triangle.yaml", "--trace", "/no/such/folder"],
                "cannot be written (/no/such/folder): no such file or directory\n"
            ),
        ])
    func found(_ arguments: [String], _ message: String) throws {
        let outcome = try CommandLineProgram.run(arguments)
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errors == "spillway: error: " + message)
    }
}
