@testable import Files
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

    @Test func `a file that has a name before it is complete is as good, and leaves none behind`() throws {
        try Self.withFolder { folder in
            for (old, text) in [(nil, "one"), ("one", "two")] {
                let file = try OutputFile(path: folder + "/a", mayBeNameless: false)
                try file.write(text)
                #expect(try Self.names(in: folder).count == (old == nil ? 1 : 2))
                #expect((try? Self.text(folder + "/a")) == old)
                try file.close()
                #expect(try Self.text(folder + "/a") == text)
                #expect(try Self.names(in: folder) == ["a"])
            }
            do { _ = try OutputFile(path: folder + "/b", mayBeNameless: false) }
            #expect(try Self.names(in: folder) == ["a"])
        }
    }

    @Test func `what is read is bounded, and says what it is not`() throws {
        try Self.withFolder { folder in
            try "abc".write(toFile: folder + "/a", atomically: false, encoding: .utf8)
            #expect(try FileInput.octets(of: folder + "/a", upTo: 3) == Array("abc".utf8))
            #expect(throws: InputError.tooLarge) { try FileInput.octets(of: folder + "/a", upTo: 2) }
            #expect(throws: InputError.tooLarge) { try FileInput.octets(of: "/dev/zero", upTo: 1 << 20) }
            #expect(throws: InputError.isDirectory) { try FileInput.octets(of: folder, upTo: 2) }
            #expect(throws: InputError.missing) { try FileInput.octets(of: folder + "/a/b", upTo: 2) }
            #expect(FileInput.names(in: folder) == ["a"] && FileInput.names(in: folder + "/b") == nil)
        }
    }

    @Test func `names of files are safe, lead back to one name only, and are not too long`() {
        #expect(FileName.of("par4-core_1.x y") == "par4-core_1.x y")
        #expect(FileName.of("../a") == "%2E.%2Fa" && FileName.of("..") == "%2E." && FileName.of("a\n") == "a%0A")
        #expect(FileName.of("a%2F") == "a%252F" && FileName.of("é") == "é" && FileName.of("\u{202E}") == "%E2%80%AE")
        let long = ["x", "y"].map { FileName.of(String(repeating: "🏴", count: 99) + $0) }
        #expect(long[0] != long[1] && long.allSatisfy { $0.utf8.count <= 180 })
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
