import Foundation
import TestSupport
import Testing

@Suite("Whatever ends a run, its files are whole or not there", .serialized) struct InterruptionTests {
    private static let scenario = "Topologies/examples/triangle-cut.yaml"

    private static func arguments(_ folder: String, extra: [String] = []) -> [String] {
        [
            "run", scenario, "--quiet", "--trace", folder + "/trace", "--capture", folder + "/capture", "--checkpoints",
            folder + "/checkpoints",
        ] + extra
    }

    /// What a run leaves that nothing disturbs, by path, and how long it takes.
    private static let undisturbed: (files: [String: Data], seconds: Double) = {
        var files: [String: Data] = [:]
        var seconds = 0.0
        try? TemporaryFolder.with { folder in
            let start = ContinuousClock.now
            _ = try CommandLineProgram.run(arguments(folder))
            let time = (ContinuousClock.now - start).components
            seconds = Double(time.seconds) + Double(time.attoseconds) / 1e18
            files = try TemporaryFolder.contents(folder)
        }
        return (files, seconds)
    }()

    /// Without the header of a trace, which has the command and so the folder.
    private static func content(of data: Data) -> Data {
        guard data.starts(with: Data("{\"format\"".utf8)), let end = data.firstIndex(of: 10) else { return data }
        return data[end...]
    }

    /// SplitMix64, so that the moments are the same everywhere.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    @Test("At 50 random moments", arguments: [SIGTERM, SIGKILL, SIGHUP, SIGINT])
    func signals(_ signal: Int32) throws {
        let (whole, seconds) = Self.undisturbed
        #expect(whole.count > 9 && whole["trace"]?.isEmpty == false)
        var dice = Dice(state: UInt64(signal))
        let old = Data("old\n".utf8)
        var (completed, cutOff) = (0, 0)
        for round in 0..<(signal == SIGTERM || signal == SIGKILL ? 50 : 10) {
            try TemporaryFolder.with { folder in
                let hadOld = round % 2 == 0
                if hadOld { try old.write(to: URL(fileURLWithPath: folder + "/trace")) }
                let process = try CommandLineProgram.process(Self.arguments(folder))
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                usleep(UInt32(Double.random(in: 0...seconds * 1.1, using: &dice) * 1_000_000))
                kill(process.processIdentifier, signal)
                process.waitUntilExit()
                for (path, data) in try TemporaryFolder.contents(folder) {
                    if path.hasSuffix(".partial"), signal == SIGKILL { continue }
                    let isOld = path == "trace" && hadOld && data == old
                    let isWhole = Self.content(of: data) == whole[path].map(Self.content)
                    #expect(isOld || isWhole, "round \(round): \(path) of \(data.count) octets")
                    if path == "trace" { if isOld { cutOff += 1 } else { completed += 1 } }
                }
                if process.terminationReason == .uncaughtSignal { #expect(process.terminationStatus == signal) }
            }
        }
        #expect(cutOff > 0, "all \(completed) runs were over before the signal")
    }

    @Test func `Two runs into one folder: each is whole, or says that the other is there`() throws {
        let whole = Self.undisturbed.files
        for _ in 0..<5 {
            try TemporaryFolder.with { folder in
                let errors = [Pipe(), Pipe()]
                let processes = try errors.map { pipe in
                    let process = try CommandLineProgram.process(Self.arguments(folder))
                    process.standardOutput = FileHandle.nullDevice
                    process.standardError = pipe
                    return process
                }
                for process in processes { try process.run() }
                let texts = errors.map {
                    String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                }
                for process in processes { process.waitUntilExit() }
                let codes = processes.map(\.terminationStatus)
                #expect(codes.contains(0) && codes.allSatisfy { [0, 2].contains($0) }, "\(texts)")
                for (code, text) in zip(codes, texts) where code == 2 {
                    #expect(
                        text.contains("another run is writing into this directory") || text.contains("is not empty"))
                }
                let files = try TemporaryFolder.contents(folder)
                #expect(files.mapValues(Self.content) == whole.mapValues(Self.content))
            }
        }
    }

    @Test func `A signal that the program was started to ignore stays ignored`() throws {
        try TemporaryFolder.with { folder in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.currentDirectoryURL = TestData.projectRoot
            process.arguments =
                ["-c", "trap '' HUP; exec \"$0\" \"$@\"", CommandLineProgram.executable.path] + Self.arguments(folder)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            for _ in 0..<5 {
                usleep(4_000)
                kill(process.processIdentifier, SIGHUP)
            }
            process.waitUntilExit()
            // The shell itself may have been too slow to ignore it.
            if process.terminationReason == .exit { #expect(process.terminationStatus == 0) }
        }
    }
}
