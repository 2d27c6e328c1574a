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

    /// The program, not yet started.
    /// - Throws: where it has not been built.
    public static func process(_ arguments: [String]) throws -> Process { try process(executable, arguments) }

    private static func process(_ program: URL, _ arguments: [String]) throws -> Process {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            throw Missing(description: "the command is built together with the tests, at \(executable.path)")
        }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = TestData.projectRoot
        return process
    }

    /// Runs the program to its end.
    /// - Parameter target: where its output goes, in place of ``Outcome/output``.
    /// - Throws: where it has not been built.
    public static func run(_ arguments: [String], output target: FileHandle? = nil) throws -> Outcome {
        try run(process(arguments), output: target)
    }

    /// Runs a line of a shell to its end, in which `"$0"` is the program.
    /// - Throws: where it has not been built.
    public static func run(shell line: String) throws -> Outcome {
        try run(process(URL(fileURLWithPath: "/bin/sh"), ["-c", line, executable.path]), output: nil)
    }

    private static func run(_ process: Process, output target: FileHandle?) throws -> Outcome {
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = target ?? output
        process.standardError = errors
        try process.run()
        if target != nil { try output.fileHandleForWriting.close() }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: text, errors: complaints)
    }
}
