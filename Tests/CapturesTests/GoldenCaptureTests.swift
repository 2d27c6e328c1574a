import Captures
import Foundation
import OSPFWire
import Reports
import TestSupport
import Testing

/// The public captures and what an independent decoder sees in them.
enum GoldenCaptures {
    static let files: [URL] = {
        guard let folder = TestData.shared("captures/public") else { return [] }
        let all = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return all.filter { $0.path.hasSuffix(".golden.jsonl") }
            .map { URL(fileURLWithPath: String($0.path.dropLast(".golden.jsonl".count))) }
            .sorted { $0.path < $1.path }
    }()

    static func frames(of file: URL) throws -> (frames: [CapturedFrame], end: CaptureEnd?) {
        let reader = try CaptureReader(path: file.path)
        var frames: [CapturedFrame] = []
        while let frame = reader.next() { frames.append(frame) }
        return (frames, reader.end)
    }
}

@Suite(
    "Golden captures", .enabled(if: TestData.has("captures/public"), "the reference data is not beside this checkout"))
struct GoldenCaptureTests {
    @Test func `Every packet has the fields that the golden decode has`() throws {
        #expect(!GoldenCaptures.files.isEmpty)
        var (equalFiles, equalPackets, allPackets) = (0, 0, 0)
        for file in GoldenCaptures.files {
            let golden = try String(contentsOf: URL(fileURLWithPath: file.path + ".golden.jsonl"), encoding: .utf8)
                .split(separator: "\n").map(String.init)
            let mine = try lines(of: file)
            #expect(mine.count == golden.count, "\(file.lastPathComponent)")
            var equal = 0
            for (ours, theirs) in zip(mine, golden) {
                let difference = try difference(ours, theirs)
                #expect(difference == nil, "\(file.lastPathComponent): \(difference ?? "")")
                if difference == nil { equal += 1 }
            }
            allPackets += golden.count
            equalPackets += equal
            if equal == golden.count, mine.count == golden.count { equalFiles += 1 }
        }
        print("\(equalFiles) of \(GoldenCaptures.files.count) captures, \(equalPackets) of \(allPackets) packets equal")
    }

    private func lines(of file: URL) throws -> [String] {
        var dissector = FrameDissector()
        return try GoldenCaptures.frames(of: file).frames.flatMap { frame -> [String] in
            guard case .packets(let packets) = dissector.dissect(frame) else { return [] }
            return packets.enumerated().map { PacketLine(frame: frame, index: $0, packet: $1).json }
        }
    }

    /// The first key that differs. How a tool names layers and what it remarks are its own affair.
    private func difference(_ ours: String, _ theirs: String) throws -> String? {
        let mine = try #require(try JSONSerialization.jsonObject(with: Data(ours.utf8)) as? NSDictionary)
        let golden = try #require(try JSONSerialization.jsonObject(with: Data(theirs.utf8)) as? NSDictionary)
        let keys = Set((mine.allKeys + golden.allKeys).compactMap { $0 as? String }).subtracting(["encap", "notes"])
        for key in keys.sorted() where !((mine[key] as? NSObject)?.isEqual(golden[key]) ?? (golden[key] == nil)) {
            return
                "frame \(golden["frame"] ?? "?"): \(key): \(mine[key] ?? "nothing"), golden \(golden[key] ?? "nothing")"
        }
        return nil
    }

    @Test func `What decodes encodes to the same octets`() throws {
        var (packets, refused) = (0, 0)
        for file in GoldenCaptures.files {
            var dissector = FrameDissector()
            for frame in try GoldenCaptures.frames(of: file).frames {
                guard case .packets(let found) = dissector.dissect(frame) else { continue }
                for packet in found {
                    guard let decoded = try? OSPFPacket(decoding: packet.octets) else {
                        refused += 1
                        continue
                    }
                    packets += 1
                    #expect(decoded.encoded() == packet.octets, "\(file.lastPathComponent), frame \(frame.number)")
                    try checkBodies(of: decoded)
                }
            }
        }
        if packets > 0 {
            print("\(packets) packets decode and encode to the same octets; \(refused) damaged ones refused")
        }
    }

    private func checkBodies(of packet: OSPFPacket) throws {
        guard case .linkStateUpdate(let update) = packet.body else { return }
        for lsa in update.lsas {
            guard let body = try? lsa.decodedBody() else { continue }
            #expect(body.encoded() == lsa.body, "\(lsa.header.key)")
            if lsa.isChecksumValid { #expect(lsaChecksum(lsa.encoded()) == lsa.header.checksum) }
        }
    }

    @Test func `Every frame is in one class, and the totals add up`() throws {
        for file in GoldenCaptures.files {
            let (frames, end) = try GoldenCaptures.frames(of: file)
            var classifier = FrameClassifier()
            for frame in frames { _ = classifier.classify(frame) }
            #expect(classifier.totals.sum == frames.count, "\(file.lastPathComponent)")
            #expect((end == .complete) == !file.path.contains("derived--cut"), "\(file.lastPathComponent)")
        }
    }
}
