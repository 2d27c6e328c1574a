import Captures
import Foundation
import NetworkPrimitives
import OSPFWire
import TestSupport

/// The captures of this project.
enum OwnCaptures {
    static let fiveTypes = octets("Tests/Data/five-types.pcap")
    static let pointToPoint = octets("Tests/Data/bird-point-to-point.pcap")
    static let lanFlap = octets("Topologies/captures/lan-flap.pcap")

    static func octets(_ path: String) -> [UInt8] {
        let url = TestData.projectRoot.appendingPathComponent(path)
        return (try? Data(contentsOf: url)).map(Array.init) ?? []
    }

    static func frames(_ octets: [UInt8]) throws -> [CapturedFrame] {
        let reader = try CaptureReader(octets: octets)
        var frames: [CapturedFrame] = []
        while let frame = reader.next() { frames.append(frame) }
        return frames
    }

    /// A path in a directory of its own, which is removed with its content after `body`.
    static func withTemporaryFile<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.appendingPathComponent("capture"))
    }

    /// The same frames in a pcapng file.
    static func pcapng(_ octets: [UInt8]) throws -> [UInt8] {
        let frames = try frames(octets)
        return try withTemporaryFile { file in
            let writer = try CaptureWriter(path: file.path, format: .pcapng)
            for frame in frames { try writer.write(frame.octets, at: frame.time, originalLength: frame.originalLength) }
            try writer.close()
            return Array(try Data(contentsOf: file))
        }
    }
}
