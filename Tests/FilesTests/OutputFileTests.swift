import Files
import Foundation
import Testing

@Suite("Output files") struct OutputFileTests {
    /// A folder of its own for each test.
    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `a file has its name when it is complete, and nothing is left of one that is not`() throws {
        try Self.withFolder { folder in
            let file = try OutputFile(path: folder + "/a")
            try file.write("one\n")
            #expect(try !Self.names(in: folder).contains("a"))
            try file.close()
            #expect(try Self.text(folder + "/a") == "one\n")
            let other = try OutputFile(path: folder + "/b")
            try other.write("half")
            other.discard()
            #expect(try Self.names(in: folder) == ["a"])
        }
    }

    @Test func `a file that is replaced keeps its permissions, and is whole until then`() throws {
        try Self.withFolder { folder in
            let path = folder + "/a"
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            let file = try OutputFile(path: path)
            try file.write("new")
            #expect(try Self.text(path) == "old")
            try file.close()
            #expect(try Self.text(path) == "new")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o640)
            #expect(try Self.names(in: folder) == ["a"])
        }
    }

    @Test func `a symbolic link is followed and stays`() throws {
        try Self.withFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: "target")
            let file = try OutputFile(path: folder + "/link")
            try file.write("x")
            try file.close()
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "target")
            #expect(try Self.text(folder + "/target") == "x")
        }
    }

    @Test func `a device is written into and stays one`() throws {
        let file = try OutputFile(path: "/dev/null")
        try file.write("x")
        try file.close()
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(type == .typeCharacterSpecial)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func `a full disk is an error`() throws {
        let file = try OutputFile(path: "/dev/full")
        #expect(throws: OutputError(path: "/dev/full", reason: "No space left on device")) {
            try file.write(String(repeating: "x", count: 1 << 20))
        }
        #expect(throws: OutputError.self) { try file.close() }
    }

    @Test func `a folder is no file, and a file in a missing folder cannot be begun`() throws {
        try Self.withFolder { folder in
            #expect(throws: OutputError.self) { try OutputFile(path: folder) }
            #expect(throws: OutputError.self) { try OutputFile(path: folder + "/missing/a") }
        }
    }

    @Test func `a folder for output is made, is empty, and belongs to one run`() throws {
        try Self.withFolder { folder in
            let path = folder + "/a/b"
            do {
                let first = try OutputFolder(path: path)
                #expect(throws: OutputError(path: path, reason: "another run is writing into this directory")) {
                    try OutputFolder(path: path)
                }
                #expect(first.path == path)
            }
            try "x".write(toFile: path + "/old", atomically: false, encoding: .utf8)
            #expect(
                throws: OutputError(path: path, reason: "the directory is not empty; name a new one, or empty it")
            ) { try OutputFolder(path: path) }
            _ = try OutputFolder(path: path) { $0 == "old" }
        }
    }
}
