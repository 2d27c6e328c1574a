import Captures
import Foundation
import NetworkPrimitives
import OSPFWire
import Reports
import Testing

@Suite("Several files, compressed files, and times on the clock") struct SeveralFilesTests {
    /// The octets as gzip stores what it cannot compress (RFC 1951 §3.2.4, RFC 1952 §2.3).
    private func gzip(_ octets: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for octet in octets {
            crc ^= UInt32(octet)
            for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        for start in stride(from: 0, to: octets.count, by: 60_000) {
            let part = octets[start..<min(octets.count, start + 60_000)]
            let size = UInt16(part.count)
            file.append(start + part.count == octets.count ? 1 : 0)
            file += [UInt8(size & 0xFF), UInt8(size >> 8), UInt8(~size & 0xFF), UInt8(~size >> 8)] + part
        }
        return file + little(~crc) + little(UInt32(octets.count))
    }

    @Test func `A file that gzip has compressed is read as what it holds`() throws {
        let plain = try OwnCaptures.frames(OwnCaptures.lanFlap)
        #expect(try OwnCaptures.frames(gzip(OwnCaptures.lanFlap)) == plain)
        // What is no capture is none when compressed either.
        #expect(throws: CaptureError.notACapture) { try CaptureReader(octets: gzip([UInt8](repeating: 7, count: 100))) }
    }

    @Test func `A compressed file that ends too early is read to there, and said to be cut off`() throws {
        let whole = gzip(OwnCaptures.lanFlap)
        let reader = try CaptureReader(octets: Array(whole.prefix(whole.count / 2)))
        var count = 0
        while reader.next() != nil { count += 1 }
        #expect(count > 100 && count < 496)
        #expect(reader.end != .complete)
    }

    @Test func `Files are merged by time, and numbered as mergecap would`() throws {
        let frames = try OwnCaptures.frames(OwnCaptures.lanFlap)
        try OwnCaptures.withTemporaryFile { file in
            let paths = ["a", "b"].map { file.path + $0 }
            defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
            for (number, path) in paths.enumerated() {
                let writer = try CaptureWriter(path: path, format: .pcapng)
                for frame in frames where frame.number % 2 == number { try writer.write(frame.octets, at: frame.time) }
                try writer.close()
            }
            let reader = try CaptureReader(paths: paths)
            var merged: [CapturedFrame] = []
            while let frame = reader.next() { merged.append(frame) }
            #expect(merged.map(\.octets) == frames.map(\.octets))
            #expect(merged.map(\.number) == Array(1...496))
            #expect(reader.interfaces.compactMap(\.name) == paths.reversed().map { ($0 as NSString).lastPathComponent })
            #expect(reader.end == .complete)
            var bulk = BulkReading()
            bulk.read(try CaptureReader(paths: paths))
            #expect(bulk.totals[.used] == 496)
        }
        do {
            _ = try CaptureReader(paths: ["/no/such/file"])
            Issue.record("opened")
        } catch {
            #expect(error.number == 0 && error.error == .noSuchFile)
        }
    }

    @Test func `Times are read as they are printed`() throws {
        let first = Instant(nanoseconds: 1795221482832000000)
        let clock = CaptureClock(from: first, to: first + .seconds(100))
        let event = first + .seconds(73)
        #expect(clock.dateAndTime(first) == "2026-11-21 00:38:02.832")
        let short = try #require(CaptureClock.read(clock.time(event), isLocal: false, from: first))
        #expect(short.moment <= event && event < short.moment + short.span)
        let exact = try #require(CaptureClock.read(clock.exactTime(event), isLocal: false, from: first))
        #expect(exact.moment == event && exact.span == .zero)
        #expect(
            CaptureClock.read(clock.dateAndTime(event), isLocal: false, from: .origin)?.moment == event)
        #expect(CaptureClock.read("2026-11-21T00:39:15.832Z", isLocal: true, from: .origin)?.moment == event)
        // The first line's own time, and one past midnight.
        #expect(CaptureClock.read(clock.time(first), isLocal: false, from: first)!.moment < first)
        #expect(CaptureClock.read("00:10:00", isLocal: false, from: first)!.moment > first)
        for wrong in ["24:00:00", "1:00:00", "00:60", "2026-02-30 00:00:00", "tomorrow", "00:00:00 Z1"] {
            #expect(CaptureClock.read(wrong, isLocal: false, from: first) == nil, "\(wrong)")
        }
    }

    @Test func `The clock of the machine is read as it is printed, too`() throws {
        let first = Instant(nanoseconds: 1795221482832000000)
        let clock = CaptureClock(isLocal: true, from: first, to: first)
        #expect(CaptureClock.read(clock.exactTime(first), isLocal: true, from: first)?.moment == first)
    }

    @Test("RFC 2328 §D.3: a wrong secret is a failed authentication, and nobody is silent for it")
    func wrongKey() throws {
        let secret = Array("right".utf8)
        let hello = Hello(
            networkMask: IPv4Address("255.255.255.0")!, helloInterval: 10, options: [.external], routerPriority: 1,
            routerDeadInterval: 40)
        var frames: [CapturedFrame] = []
        for number in 0..<20 {
            // From the eleventh on, another secret.
            let key = number < 10 ? secret : Array("other".utf8)
            var packet = OSPFPacket(
                routerID: RouterID(bits: 1), areaID: .backbone, body: .hello(hello),
                authentication: .cryptographic(reserved: 0, keyID: 1, digestLength: 16, sequenceNumber: UInt32(number)))
            packet.digest = MessageDigest.of(
                packet.encoded(), .keyedMD5, .rfc5709, key: key, source: IPv4Address("10.0.0.1")!)
            frames.append(
                CapturedFrame(
                    number: number + 1, time: .origin + .seconds(Int64(number) * 10),
                    octets: OSPFFrame.ethernet(packet.encoded(), from: IPv4Address("10.0.0.1")!, to: .allSPFRouters)))
        }
        var analysis = CaptureAnalysis(authenticator: AuthenticationKeys([1: secret]))
        for frame in frames { analysis.add(frame) }
        let summary = analysis.summary(of: try CaptureReader(octets: OwnCaptures.fiveTypes))
        #expect(summary.authenticationFailures.map(\.count) == [10])
        #expect(summary.authenticationFailures.map(\.accepted) == [10])
        #expect(!summary.lacksHellos && summary.outages.isEmpty)
        let text = CaptureSummaryText(name: "x", summary: summary).text
        #expect(text.contains("packets of 1 sender fail authentication"))
        let line = PacketLine(
            frame: frames[12], index: 0,
            packet: try #require(
                { if case .packets(let found) = FrameClassifier().dissected(frames[12]) { found.first } else { nil } }()
            ),
            authenticator: AuthenticationKeys([1: secret]))
        #expect(line.json.contains("\"verdict\":\"failed\""))
    }
}

extension FrameClassifier {
    fileprivate func dissected(_ frame: CapturedFrame) -> FrameContent {
        var dissector = FrameDissector()
        return dissector.dissect(frame)
    }
}
