import Foundation
import TestSupport
import Testing

@Suite("What is no input, and output that goes nowhere") struct RobustnessTests {
    private static let capture = "Topologies/captures/lan-flap.pcap"

    @Test(
        "One message and exit code 2",
        arguments: [
            (["inspect", "/dev/zero"], "not a capture file"),
            (["replay", capture, "--limit", "20", "--after", "2500000h"], "longer than 7 days"),
            (["replay", capture, "--limit", "20", "--speed", "1e-300"], "no factor from 0.001"),
            (["run", "Topologies/examples/triangle-cut.yaml", "--until", "2500000h"], "longer than 7 days"),
        ])
    func isRefused(_ arguments: [String], _ words: String) throws {
        let outcome = try CommandLineProgram.run(arguments)
        #expect(outcome.code == 2 && outcome.errors.contains(words))
    }

    @Test func `Moments near the end of time are moments`() throws {
        let outcome = try CommandLineProgram.run(["inspect", Self.capture, "--at", "2562047h"])
        #expect(outcome.code == 0)
    }

    @Test(
        "A full disk is an error, whoever prints",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
        arguments: [["run", "Topologies/examples/triangle-cut.yaml"], ["presets"], ["--help"]])
    func diskIsFull(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = CommandLineProgram.executable
        process.arguments = arguments
        process.currentDirectoryURL = TestData.projectRoot
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2 && text.contains("standard output: cannot be written"))
    }
}
