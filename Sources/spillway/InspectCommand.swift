import ArgumentParser
import Captures
import Reports

/// `spillway inspect`: what a capture holds.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows what a packet capture says about an OSPF network.",
        discussion: """
            Reads pcap and pcapng files. Every frame is accounted for, and what is damaged is named with its frame \
            number. Exits with 2 where the file cannot be read or holds no OSPFv2.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(help: "A pcap or pcapng file; - for standard input.")
    var file: String

    @Flag(help: "Print one JSON object a line for each OSPFv2 packet.")
    var packets = false

    @Option(help: "How the summary is printed.")
    var format = Format.text

    func run() throws {
        let reader: CaptureReader
        do {
            reader = try CaptureReader(path: file)
        } catch {
            throw failure("\(error)")
        }
        if packets {
            printPackets(of: reader)
        } else {
            try printSummary(of: reader)
        }
    }

    private func printPackets(of reader: CaptureReader) {
        var dissector = FrameDissector()
        while let frame = reader.next() {
            guard case .packets(let found) = dissector.dissect(frame) else { continue }
            for (index, packet) in found.enumerated() {
                print(PacketLine(frame: frame, index: index, packet: packet).json)
            }
        }
        if let end = reader.end, end != .complete { warn("\(end)") }
    }

    private func printSummary(of reader: CaptureReader) throws {
        let summary = CaptureAnalysis.summary(of: reader)
        guard summary.ospfFrameCount > 0 else { throw failure(CaptureContents(summary).withoutOSPF) }
        switch format {
        case .text: print(CaptureSummaryText(name: name, summary: summary).text)
        case .json: print(CaptureSummaryJSON(name: name, summary: summary).text)
        }
    }

    private var name: String { file == "-" ? "standard input" : file }

    private func failure(_ message: String) -> ExitCode {
        StandardError.write("spillway: error: \(name): \(message)\n")
        return ExitCode(2)
    }

    private func warn(_ message: String) { StandardError.write("spillway: warning: \(name): \(message)\n") }
}
