import Captures
import Foundation
import Reports
import TestSupport
import Testing

@Suite("The schema of results holds for whatever captures hold") struct CaptureSchemaTests {
    @Test func `Summaries and packets of public captures are as it says`() throws {
        let header = ResultHeader(version: "1", command: "spillway inspect", inputs: [])
        let validator = try JSONSchemaValidator(try JSONTree(ResultSchema.text))
        for file in GoldenCaptures.files {
            let (frames, _) = try GoldenCaptures.frames(of: file)
            // Larger ones have nothing that others lack.
            guard frames.count < 500 else { continue }
            let summary = CaptureAnalysis.summary(of: try CaptureReader(path: file.path))
            let text = CaptureSummaryJSON(name: "a", summary: summary).text(under: header)
            let found = try validator.mistakes(in: JSONTree(text), as: "spillway-inspection")
            #expect(found.prefix(5) == [], "\(file.lastPathComponent)")
            var dissector = FrameDissector()
            for frame in frames {
                guard case .packets(let packets) = dissector.dissect(frame) else { continue }
                for (index, packet) in packets.enumerated() {
                    let line = PacketLine(frame: frame, index: index, packet: packet, opensOpaque: true).json
                    let found = try validator.mistakes(in: JSONTree(line), as: "packet-line")
                    #expect(found == [], "\(file.lastPathComponent), frame \(frame.number)")
                }
            }
        }
    }
}
