import Foundation
import TestSupport
import Testing

@Suite("What is no input, and output that goes nowhere") struct RobustnessTests {
    private static let capture = "Topologies/captures/lan-flap.pcap"
    private static let triangle = "Topologies/examples/triangle-cut.yaml"

    @Test(
        "One message and exit code 2",
        arguments: [
            (["inspect", "/dev/zero"], "not a capture file"),
            (["run", "/dev/zero"], "larger than 16 MiB"),
            (["import", "--from", "neutral", "/dev/zero"], "larger than 16 MiB"),
            (["replay", capture, "--limit", "20", "--after", "2500000h"], "longer than 7 days"),
            (["replay", capture, "--limit", "20", "--speed", "1e-300"], "a factor from 0.001"),
            (["run", triangle, "--until", "2500000h"], "longer than 7 days"),
        ])
    func isRefused(_ arguments: [String], _ words: String) throws {
        let outcome = try CommandLineProgram.run(arguments)
        #expect(outcome.code == 2 && outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test func `Moments near the end of time are moments`() throws {
        let outcome = try CommandLineProgram.run(["inspect", Self.capture, "--at", "2562047h"])
        #expect(outcome.code == 0)
    }

    // MARK: Standard output

    /// Everything that prints.
    private static let printing = [
        ["run", triangle], ["run", triangle, "--format", "json"], ["compare", triangle, "--policy", "configured,none"],
        ["compare", "--capture", capture, "--limit", "20"], ["plan", triangle, "--change", "stop-ospf amsterdam"],
        ["limits", triangle], ["inspect", capture], ["inspect", capture, "--packets"],
        ["inspect", capture, "--format", "json"], ["replay", capture, "--limit", "20"],
        ["replay", capture, "--until", "9s", "--then", "run 1s"], ["import", capture], ["validate", triangle],
        ["validate", triangle, "--format", "json"], ["presets"], ["presets", "cisco-ios-xe", "--format", "json"],
        ["lab-random", "7", "--daemon", "frr"], ["--help"], ["help", "run"], ["--version"],
    ]

    @Test(
        "A full disk is an error, whoever prints", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
        arguments: printing)
    func diskIsFull(_ arguments: [String]) throws {
        let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
        let outcome = try CommandLineProgram.run(arguments, output: full)
        #expect(
            outcome.code == 2 && outcome.errors.contains("cannot be written (standard output)"), "\(outcome.errors)")
    }

    @Test("A reader that has gone ends the program with 141, without a word", arguments: printing)
    func readerIsGone(_ arguments: [String]) throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let outcome = try CommandLineProgram.run(arguments, output: pipe.fileHandleForWriting)
        #expect(outcome.code == 141 && !outcome.errors.contains("error"), "\(outcome.code): \(outcome.errors)")
    }

    // MARK: Files and folders

    /// Everything that writes into a file, whose path comes last.
    private static let writing = [["run", triangle, "--quiet", "--trace"], ["import", capture, "-o"]]
    /// Everything that writes into a folder, whose path comes last.
    private static let filling = [
        ["run", triangle, "--quiet", "--capture"], ["run", triangle, "--quiet", "--checkpoints"],
        ["lab-config", triangle, "--daemon", "frr", "-o"],
    ]

    @Test(
        "A full disk is an error of every file", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
        arguments: writing)
    func fileIsFull(_ arguments: [String]) throws {
        let outcome = try CommandLineProgram.run(arguments + ["/dev/full"])
        #expect(outcome.code == 2 && outcome.errors.contains("cannot be written (/dev/full): no space"))
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/full")[.type] as? FileAttributeType
        #expect(type == .typeCharacterSpecial)
    }

    /// Root may write everywhere but where the kernel writes alone.
    @Test(
        "A folder that nobody may write into is an error",
        .enabled(if: FileManager.default.fileExists(atPath: "/sys/kernel")), arguments: writing + filling)
    func folderIsReadOnly(_ arguments: [String]) throws {
        let outcome = try CommandLineProgram.run(arguments + ["/sys/kernel/spillway"])
        #expect(outcome.code == 2 && outcome.errors.contains("cannot be written (/sys/kernel/spillway)"))
    }

    @Test("A folder is no file, and a file no folder", arguments: writing + filling)
    func wrongKind(_ arguments: [String]) throws {
        try TemporaryFolder.with { folder in
            let path = folder + "/x"
            if Self.writing.contains(arguments) {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            } else {
                try "old".write(toFile: path, atomically: false, encoding: .utf8)
            }
            let outcome = try CommandLineProgram.run(arguments + [path])
            #expect(
                outcome.code == 2 && outcome.errors.contains("cannot be written (") && outcome.errors.contains("x)"),
                "\(outcome.errors)")
            #expect(
                try TemporaryFolder.contents(folder)
                    == (Self.writing.contains(arguments) ? [:] : ["x": Data("old".utf8)]))
        }
    }

    @Test("Links are followed, and a FIFO is written into", arguments: writing)
    func linksAndFIFOs(_ arguments: [String]) throws {
        try TemporaryFolder.with { folder in
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "target")
            #expect(try CommandLineProgram.run(arguments + [folder + "/link"]).code == 0)
            let text = try String(contentsOfFile: folder + "/target", encoding: .utf8)
            #expect(text.count > 100)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "target")
            #expect(mkfifo(folder + "/fifo", 0o600) == 0)
            let reader = Process()
            reader.executableURL = URL(fileURLWithPath: "/bin/sh")
            reader.arguments = ["-c", "cat \"$0\"/fifo > \"$0\"/copy", folder]
            try reader.run()
            #expect(try CommandLineProgram.run(arguments + [folder + "/fifo"]).code == 0)
            reader.waitUntilExit()
            // But for the line in which the command names its file.
            let copy = try String(contentsOfFile: folder + "/copy", encoding: .utf8)
            #expect(copy.split(separator: "\n").dropFirst() == text.split(separator: "\n").dropFirst())
            var status = stat()
            #expect(stat(folder + "/fifo", &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        }
    }

    @Test(
        "A FIFO that nobody opens at the other end is given up",
        arguments: [["import", capture, "-o"], ["run"], ["inspect"]])
    func lonelyFIFO(_ arguments: [String]) throws {
        try TemporaryFolder.with { folder in
            #expect(mkfifo(folder + "/fifo", 0o600) == 0)
            let outcome = try CommandLineProgram.run(arguments + [folder + "/fifo"])
            #expect(outcome.code == 2 && outcome.errors.contains("this FIFO"), "\(outcome.errors)")
        }
    }
}
