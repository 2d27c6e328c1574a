import Captures
import Foundation
import NetworkPrimitives
import Replays
import TestSupport
import Testing

@Suite("Gaps in captures") struct GapTests {
    /// A capture of the project, whose clock is set forward by 56 years in the middle.
    private func capture() throws -> String {
        let source = TestData.projectRoot.appendingPathComponent("Topologies/captures/lan-flap.pcap").path
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("gap-\(UUID()).pcap").path
        let (reader, writer) = (try CaptureReader(path: source), try CaptureWriter(path: path))
        while let frame = reader.next() {
            let shift = frame.number > 200 ? Duration.seconds(56 * 365 * 86_400) : .zero
            try writer.write(Array(frame.octets), at: Instant(nanoseconds: frame.time.nanoseconds / 2) + shift)
        }
        try writer.close()
        return path
    }

    @Test func `A span of years without a frame is skipped and said, unless it is to be kept`() throws {
        let path = try capture()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let skipping = CapturedUpdates(try CaptureReader(path: path))
        #expect(skipping.gaps.map(\.frame) == [201])
        #expect(skipping.lastOffset < .seconds(100))
        let keeping = CapturedUpdates(try CaptureReader(path: path), keepingGaps: true)
        #expect(keeping.gaps.isEmpty && keeping.lastOffset > .seconds(56 * 365 * 86_400))
        #expect(keeping.updates.count == skipping.updates.count)
    }
}
