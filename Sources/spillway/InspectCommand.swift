import ArgumentParser
import Captures
import Reports

/// `spillway inspect`: what a capture holds.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Shows what a packet capture says about an OSPF network.")

    @Argument(help: "A pcap or pcapng file; - for standard input.")
    var file: String

    @Flag(help: "Print one JSON object a line for each OSPFv2 packet.")
    var packets = false

    func run() throws {
        let reader = try CaptureReader(path: file)
        var dissector = FrameDissector()
        while let frame = reader.next() {
            guard case .packets(let found) = dissector.dissect(frame) else { continue }
            for (index, packet) in found.enumerated() {
                print(PacketLine(frame: frame, index: index, packet: packet).json)
            }
        }
    }
}
