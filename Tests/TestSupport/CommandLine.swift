import Foundation

/// The program, run as a user runs it, from the root of the project.
public enum CommandLineProgram {
    public struct Outcome: Sendable {
        public let code: Int32
        public let output: String
        public let errors: String
    }

    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// The program that the environment's `SPILLWAY` names, or the one that was built together with these tests.
    public static let executable: URL = {
        if let named = ProcessInfo.processInfo.environment["SPILLWAY"] { return URL(fileURLWithPath: named) }
        #if DEBUG
            let configuration = "debug"
        #else
            let configuration = "release"
        #endif
        return TestData.projectRoot.appendingPathComponent(".build/\(configuration)/spillway")
    }()

    /// Runs the program to its end.
    /// - Throws: where it has not been built.
    public static func run(_ arguments: [String]) throws -> Outcome { try run(executable, arguments) }

    /// Runs a line of a shell to its end, in which `"$0"` is the program.
    /// - Throws: where it has not been built.
    public static func run(shell line: String) throws -> Outcome {
        try run(URL(fileURLWithPath: "/bin/sh"), ["-c", line, executable.path])
    }

    private static func run(_ program: URL, _ arguments: [String]) throws -> Outcome {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            throw Missing(description: "the command is built together with the tests, at \(executable.path)")
        }
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = TestData.projectRoot
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: text, errors: complaints)
    }
}
