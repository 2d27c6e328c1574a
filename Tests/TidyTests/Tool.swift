import Foundation

/// Runs a program to its end.
enum Tool {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// - Parameter arguments: the program first; without a slash it is looked for in `PATH`.
    /// - Returns: `nil` where the program cannot be started.
    static func run(_ arguments: [String], in folder: URL, environment changes: [String: String] = [:]) -> Outcome? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(changes) { $1 }
        process.standardInput = FileHandle.nullDevice
        // Files rather than pipes: nothing blocks, however much is printed.
        let stem = FileManager.default.temporaryDirectory.appendingPathComponent("tidy-\(UUID().uuidString)")
        let files = ["out", "err"].map { stem.appendingPathExtension($0) }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        guard let output = try? FileHandle(forWritingTo: files[0]), let errors = try? FileHandle(forWritingTo: files[1])
        else { return nil }
        process.standardOutput = output
        process.standardError = errors
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        let texts = files.map { file in
            String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
        }
        // What `env` says of a program that it does not find.
        if process.terminationStatus == 127 { return nil }
        return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
}
