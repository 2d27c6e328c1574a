import Foundation
import Replays
import Scenarios
import Testing

/// Where tshark lies on this machine, or `nil`.
private let tsharkPath = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/tshark" }.first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite("What tshark thinks of exported captures") struct TsharkTests {
    @Test(.enabled(if: tsharkPath != nil, "tshark is not installed"))
    func `It finds no malformed packet and no wrong checksum`() throws {
        try SimulatedTrace.withFolder { folder in
            let trace = try SimulatedTrace.captured(into: folder)
            for (segment, file) in trace.files.enumerated() {
                let path = folder.appendingPathComponent(file.name).path
                #expect(try lines(of: path, "-T", "fields", "-e", "frame.number").count == file.frames)
                let complaint = "_ws.malformed || _ws.expert.severity >= 6291456 || ip.checksum.status == 0"
                #expect(try lines(of: path, "-Y", complaint) == [])
                let ospf = try lines(of: path, "-Y", "ospf", "-T", "fields", "-e", "frame.number")
                #expect(ospf.count == trace.sent[segment].count)
                let verdicts = try lines(of: path, "-V").filter { $0.contains("Checksum: 0x") }
                #expect(verdicts.count { $0.contains("[correct]") } >= 2 * ospf.count)
                #expect(verdicts.filter { $0.contains("incorrect") || $0.contains("should be") } == [])
            }
        }
    }

    @Test(.enabled(if: tsharkPath != nil, "tshark is not installed"))
    func `It takes signed packets as they are, and their LSAs as right`() throws {
        let text = """
            routers: [a, b, c]
            links:
              - {link: [a, b], authentication: {type: md5, key-id: 1, key: secret}}
              - {link: [b, c], authentication: {type: hmac-sha-256, key-id: 7, key: other}}
            """
        let configuration = try #require(
            ScenarioLoader.loadTopology(path: "t.yaml", files: .memory(["t.yaml": text])).content)
        try SimulatedTrace.withFolder { folder in
            let captures = SegmentCaptures(directory: folder.path, of: configuration)
            _ = try #require(try captures.converged(configuration, within: .seconds(300)))
            for file in try captures.close() {
                let path = folder.appendingPathComponent(file.name).path
                #expect(try lines(of: path, "-Y", "_ws.malformed || ip.checksum.status == 0") == [])
                let types = try lines(of: path, "-Y", "ospf", "-T", "fields", "-e", "ospf.auth.type")
                #expect(types.count == file.frames && Set(types) == ["2"])
                let verdicts = try lines(of: path, "-V").filter { $0.contains("Checksum: 0x") }
                #expect(verdicts.filter { $0.contains("incorrect") || $0.contains("should be") } == [])
            }
        }
    }

    private func lines(of path: String, _ arguments: String...) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(tsharkPath))
        process.arguments = ["-r", path, "-o", "ip.check_checksum:TRUE"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
