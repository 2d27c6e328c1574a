import Foundation
import Testing

@Suite("Modules") struct ModuleTests {
    /// What each module may import: the arrows of ARCHITECTURE.md.
    static let arrows: [String: Set<String>] = {
        let engine: Set<String> = ["Emulation", "OSPF", "OSPFWire", "NetworkPrimitives"]
        let system: Set<String> = ["Glibc", "Musl", "Darwin"]
        return [
            "NetworkPrimitives": [],
            "Files": system.union(["Crypto", "Synchronization"]),
            "OSPFWire": ["NetworkPrimitives"],
            "OSPF": ["OSPFWire", "NetworkPrimitives"],
            "Emulation": ["OSPF", "OSPFWire", "NetworkPrimitives"],
            "Captures": system.union(["CLibpcap", "CZlib", "Files", "Crypto", "OSPFWire", "NetworkPrimitives"]),
            "Replays": engine.union(["Analysis", "Captures", "Files", "Synchronization"]),
            "Analysis": ["Emulation", "OSPF", "NetworkPrimitives"],
            "Services": ["Analysis", "Emulation", "OSPF", "NetworkPrimitives"],
            "Checkpoints": engine.union(["Analysis", "Files", "Foundation", "Synchronization"]),
            "Scenarios": [
                "Services", "Analysis", "Files", "Emulation", "OSPF", "NetworkPrimitives", "Yams", "Foundation",
            ],
            "Imports": engine.union(["Scenarios", "Captures", "Files"]),
            "Labs": engine.union([
                "Scenarios", "Checkpoints", "Analysis", "Captures", "Files", "Foundation", "Synchronization",
            ]),
            "Results": ["Foundation"],
            "Exports": ["Results", "Reports", "Files", "NetworkPrimitives"],
            "Reports": engine.union(["Scenarios", "Services", "Analysis", "Replays", "Captures", "Foundation"]),
            "Pages": ["Results", "Reports", "Files", "NetworkPrimitives", "Crypto", "Foundation"],
            "Spillway": engine.union([
                "Reports", "Replays", "Checkpoints", "Analysis", "Scenarios", "Captures", "Files", "Synchronization",
            ]),
            "Benchmarks": engine.union(system).union(["Captures"]),
            "SpillwayCommand": engine.union(system).union([
                "Spillway", "Pages", "Exports", "Reports", "Results", "Labs", "Imports", "Replays", "Checkpoints",
                "Analysis", "Scenarios", "Services",
                "Captures",
                "ArgumentParser", "Files", "Foundation", "Synchronization", "Dispatch",
            ]),
        ]
    }()

    /// No I/O, no time, no chance: the modules that decide what happens.
    static let engine = ["NetworkPrimitives", "OSPFWire", "OSPF", "Emulation", "Services"]

    @Test func `every module has its arrows`() {
        let modules = Set(SourceTree.swiftFiles.compactMap(\.module))
        #expect(modules.subtracting(Self.arrows.keys) == [])
    }

    @Test("imports follow the arrows", arguments: ModuleTests.arrows.keys.sorted())
    func followsArrows(_ module: String) {
        var found: [String] = []
        for file in SourceTree.swiftFiles(of: module) {
            for (number, line) in file.code.enumerated() {
                let words = line.split(separator: " ")
                guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
                    words[..<position].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" })
                else { continue }
                let name = words[position + 1].split(separator: ".")[0]
                if Self.arrows[module]?.contains(String(name)) != true {
                    found.append(place(file, number, "\(module) imports \(name)"))
                }
            }
        }
        #expect(found == [])
    }

    @Test func `commands print through the one writer that notices errors`() {
        var found: [String] = []
        for file in SourceTree.swiftFiles(of: "SpillwayCommand") {
            for (number, line) in file.code.enumerated() where line.contains(/\bprint\(/) {
                found.append(place(file, number, "print in place of StandardOutput.write"))
            }
        }
        #expect(found == [])
    }

    @Test func `files are opened in Files alone, which bounds what is read and notices what is not written`() {
        let words: Set<String> = [
            "FileManager", "FileHandle", "InputStream", "OutputStream", "contentsOfFile", "toFile",
            "fopen",
            "freopen", "creat", "opendir", "mkdir", "rename", "unlink", "fputs", "puts", "printf", "print",
        ]
        var found: [String] = []
        for file in SourceTree.swiftFiles where !["Files", "Benchmarks", nil].contains(file.module) {
            for (number, line) in file.code.enumerated() {
                for part in line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
                where words.contains(String(part)) {
                    found.append(place(file, number, String(part)))
                }
                if line.contains(/(^|[^.\w])open\(|(Data|String)\(contentsOf:/) {
                    found.append(place(file, number, "open"))
                }
            }
        }
        #expect(found == [])
    }

    @Test("the engine reads no clock and no global, and does no I/O", arguments: ModuleTests.engine)
    func isPure(_ module: String) {
        let words: Set<String> = [
            "async", "await", "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday", "DispatchTime",
            "SystemRandomNumberGenerator", "shuffled", "randomElement", "FileManager", "FileHandle", "print",
            "readLine",
        ]
        var found: [String] = []
        for file in SourceTree.swiftFiles(of: module) {
            for (number, line) in file.code.enumerated() {
                let parts = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                for part in parts where words.contains(String(part)) {
                    found.append(place(file, number, String(part)))
                }
                if Self.declaresGlobalVariable(line) { found.append(place(file, number, "a global variable")) }
            }
        }
        #expect(found == [])
    }

    /// A `var` at the left margin, or a stored `static var`.
    private static func declaresGlobalVariable(_ line: String) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard let position = words.firstIndex(of: "var") else { return false }
        let modifiers = words[..<position]
        if modifiers.contains("static") { return line.contains("=") && !line.contains("{") }
        return !line.hasPrefix(" ")
            && modifiers.allSatisfy { ["public", "package", "private", "fileprivate", "internal"].contains($0) }
    }

    @Test func `no type is named like its module`() {
        var found: [String] = []
        for file in SourceTree.swiftFiles {
            guard let module = file.module else { continue }
            for (number, line) in file.code.enumerated() {
                let words = line.split { !$0.isLetter && !$0.isNumber }
                for (keyword, name) in zip(words, words.dropFirst()) where name == module {
                    if ["struct", "class", "enum", "actor", "protocol", "typealias"].contains(keyword) {
                        found.append(place(file, number, "\(keyword) \(name)"))
                    }
                }
            }
        }
        #expect(found == [])
    }
}
