import Captures
import Foundation
import NetworkPrimitives
import OSPFWire
import Testing

@Suite("Capture writers") struct WriterTests {
    private let frames: [(time: Instant, octets: [UInt8])] = (0..<20).map { number in
        let hello = Hello(
            networkMask: IPv4Address("255.255.255.0")!, helloInterval: 10, options: [.external], routerPriority: 1,
            routerDeadInterval: 40, neighbors: (0..<UInt32(number)).map { RouterID(bits: $0 + 1) })
        let packet = OSPFPacket(routerID: RouterID(bits: 9), areaID: .backbone, body: .hello(hello))
        let frame = OSPFFrame.ethernet(packet.encoded(), from: IPv4Address("10.0.0.1")!, to: .allSPFRouters)
        return (Instant(nanoseconds: 1_700_000_000_123_456_000 + Int64(number) * 1_000_001_000), frame)
    }

    @Test(
        "What is written reads back",
        arguments: [
            CaptureWriter.Format.pcapMicroseconds, .pcapNanoseconds, .pcapng,
        ])
    func roundTrip(format: CaptureWriter.Format) throws {
        try OwnCaptures.withTemporaryFile { file in
            let writer = try CaptureWriter(path: file.path, format: format)
            for frame in frames { try writer.write(frame.octets, at: frame.time) }
            #expect(!FileManager.default.fileExists(atPath: file.path), "the name belongs to the whole file")
            try writer.close()
            let reader = try CaptureReader(path: file.path)
            var classifier = FrameClassifier()
            for expected in frames {
                let frame = try #require(reader.next())
                #expect(frame.octets == expected.octets && frame.time == expected.time)
                #expect(classifier.classify(frame).frameClass == .used)
            }
            #expect(reader.next() == nil && reader.end == .complete)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path).count == 1)
        }
    }

    @Test func `pcapng keeps names, link types and nanoseconds`() throws {
        try OwnCaptures.withTemporaryFile { file in
            let faces = [CaptureInterface(name: "lan1"), CaptureInterface(name: "wan", linkType: .raw)]
            let writer = try CaptureWriter(path: file.path, format: .pcapng, interfaces: faces)
            try writer.write([1, 2, 3], at: Instant(nanoseconds: 7), interface: 1, originalLength: 100)
            try writer.close()
            let reader = try CaptureReader(path: file.path)
            let frame = try #require(reader.next())
            #expect(reader.interfaces == faces)
            #expect(frame.linkType == .raw && frame.interface == 1 && frame.time.nanoseconds == 7)
            #expect(frame.octets == [1, 2, 3] && frame.originalLength == 100)
        }
    }

    @Test func `A writer that is not closed leaves nothing behind`() throws {
        try OwnCaptures.withTemporaryFile { file in
            do {
                let writer = try CaptureWriter(path: file.path)
                try writer.write([1], at: .origin)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path).isEmpty)
        }
    }

    @Test func `Frames are what routers send`() {
        let frame = OSPFFrame.ethernet([1, 2, 3, 4], from: IPv4Address("10.0.0.1")!, to: .allDRouters)
        #expect(Array(frame[0..<6]) == [0x01, 0x00, 0x5E, 0, 0, 6])
        #expect(frame[15] == 0xC0 && frame[22] == 1 && frame[23] == 89)
        #expect(internetChecksum(Array(frame[14..<34])) == 0)
        #expect(OSPFFrame.multicastMAC(for: IPv4Address("10.0.0.1")!) == nil)
    }
}
