import Captures
import Foundation
import NetworkPrimitives
import Testing

@Suite("Damaged files") struct DamagedFileTests {
    /// Reads to the end; `nil` where the file is refused.
    private func read(_ octets: [UInt8]) -> (frames: Int, totals: Int, end: CaptureEnd?)? {
        guard let reader = try? CaptureReader(octets: octets) else { return nil }
        var analysis = CaptureAnalysis()
        var frames = 0
        while let frame = reader.next() {
            frames += 1
            analysis.add(frame)
        }
        let summary = analysis.summary(of: reader)
        return (frames, summary.totals.sum, reader.end)
    }

    @Test("Every prefix: all complete frames, and a cut that is reported", arguments: [false, true])
    func prefixes(isPcapng: Bool) throws {
        let octets = isPcapng ? try OwnCaptures.pcapng(OwnCaptures.fiveTypes) : OwnCaptures.fiveTypes
        let all = try #require(read(octets))
        #expect(all.frames == 11 && all.end == .complete)
        var previous = 0
        for count in octets.indices {
            guard let result = read(Array(octets.prefix(count))) else {
                #expect(count < 28, "\(count) octets")
                continue
            }
            #expect(result.frames == result.totals)
            #expect(result.frames >= previous && result.frames <= 11)
            if result.end == .complete { #expect(result.frames >= previous) }
            previous = result.frames
        }
        let last = try #require(read(Array(octets.dropLast())))
        #expect(last.frames == 10)
        guard case .cutOff = last.end else {
            Issue.record("the cut is not reported: \(String(describing: last.end))")
            return
        }
    }

    @Test("Every octet damaged: no crash, and the totals add up", arguments: [false, true])
    func damagedOctets(isPcapng: Bool) throws {
        let octets = isPcapng ? try OwnCaptures.pcapng(OwnCaptures.fiveTypes) : OwnCaptures.fiveTypes
        for position in octets.indices {
            for value in [~octets[position], octets[position] ^ 1, 0xFF] {
                var damaged = octets
                damaged[position] = value
                guard let result = read(damaged) else { continue }
                #expect(result.frames == result.totals, "octet \(position) is \(value)")
            }
        }
    }

    @Test(
        "A file that is no capture is refused with one message",
        arguments: [
            ([], "the file is empty"),
            ([1, 2, 3, 4, 5], "not a capture file: it begins like neither pcap nor pcapng"),
            ([0x1F, 0x8B, 8, 0], "the file's header is damaged: gzip cannot decompress it"),
            ([0xD4, 0xC3, 0xB2, 0xA1, 2, 0], "the file ends inside its own header"),
            ([0x0A, 0x0D, 0x0D, 0x0A, 2, 0], "the file ends inside its own header"),
        ] as [([UInt8], String)])
    func refusals(octets: [UInt8], message: String) {
        do {
            _ = try CaptureReader(octets: octets)
            Issue.record("accepted")
        } catch {
            #expect("\(error)" == message)
        }
    }

    @Test func `A missing file and a directory are told apart`() {
        #expect(throws: CaptureError.noSuchFile) { try CaptureReader(path: "/no/such/file") }
        #expect(throws: CaptureError.isDirectory) { try CaptureReader(path: "/") }
    }
}
