import Foundation
import TestSupport
import Testing

@Suite("Exit codes of the commands") struct CommandTests {
    /// The executable beside the tests, or `nil` where it was not built.
    private static let executable: URL? = {
        let url = TestData.projectRoot.appendingPathComponent(".build/debug/spillway")
        return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
    }()

    private func run(_ arguments: String...) throws -> (code: Int32, output: String, errors: String)? {
        guard let executable = Self.executable else {
            print("SKIPPED: the command has not been built")
            return nil
        }
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = TestData.projectRoot
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, complaints)
    }

    private let triangle = "Topologies/examples/triangle-cut.yaml"

    @Test func `0 where every expectation holds`() throws {
        guard let result = try run("run", triangle) else { return }
        #expect(result.code == 0)
        #expect(result.output.contains("expectations hold"))
        #expect(result.errors.isEmpty)
    }

    @Test func `1 where one is broken`() throws {
        guard let result = try run("run", "Topologies/par/incident.yaml", "--quiet") else { return }
        #expect(result.code == 1)
        #expect(result.output.contains("BROKEN"))
    }

    @Test func `2 where the input is wrong`() throws {
        for arguments in [
            ["run", "no-such.yaml"], ["run", triangle, "--until", "soon"], ["run", triangle, "--why", "rome"],
        ] {
            let result =
                switch arguments.count {
                case 2: try run(arguments[0], arguments[1])
                default: try run(arguments[0], arguments[1], arguments[2], arguments[3])
                }
            guard let result else { return }
            #expect(result.code == 2)
            #expect(result.output.isEmpty)
            #expect(!result.errors.isEmpty)
        }
    }

    @Test func `a trace appears when it is complete`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("trace.jsonl").path
        guard let result = try run("run", triangle, "--trace", path) else { return }
        #expect(result.code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["trace.jsonl"])
    }

    @Test func `a comparison has a row for each policy and names the best`() throws {
        guard let result = try run("compare", triangle, "--policy", "configured,none") else { return }
        #expect(result.code == 0)
        #expect(result.output.contains("as configured"))
        #expect(result.output.contains("Least harm: as configured"))
        guard let wrong = try run("compare", triangle, "--policy", "explode") else { return }
        #expect(wrong.code == 2)
    }
}
