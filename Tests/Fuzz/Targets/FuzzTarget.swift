import Captures
import NetworkPrimitives
import OSPFWire

/// What `Scripts/fuzz` throws octets at. Each target returns a broken promise in words, or `nil`; a trap speaks for itself.
///
/// The ordinary tests replay the stored inputs through the same functions.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// A whole file: containers, link layers, IP, fragments, packets, the analysis, and the quick way beside the thorough.
    case captures
    /// The payload of a datagram of protocol 89.
    case packets
    /// An LSA: its first octet is the type, the next four are the Link State ID, the rest is the body.
    case lsas
    /// A scenario file, with its timeline, expectations and changes.
    case scenarios
    /// A description of a network in another format, or a capture: what `import` makes a scenario of.
    case imports
    /// Text of a network: databases that routers print, configurations, labs, graphs, each read as every kind that there is.
    case texts
    /// What is read back: a router's state at a checkpoint, or what real routers answered.
    case results

    public func run(_ octets: [UInt8]) -> String? {
        switch self {
        case .captures: Self.readCapture(octets)
        case .packets: Self.decodePacket(octets)
        case .lsas: Self.decodeLSA(octets)
        case .scenarios: Self.loadScenario(octets)
        case .imports: Self.importNetwork(octets)
        case .texts: Self.importText(octets)
        case .results: Self.readResult(octets)
        }
    }

    private static func readCapture(_ octets: [UInt8]) -> String? {
        guard let reader = try? CaptureReader(octets: octets) else { return nil }
        var analysis = CaptureAnalysis()
        var frames = 0
        while let frame = reader.next() {
            frames += 1
            analysis.add(frame)
        }
        let summary = analysis.summary(of: reader)
        guard reader.end != nil else { return "the reader does not say how the file ended" }
        guard summary.totals.sum == frames else { return "the totals do not add up" }
        guard let again = try? CaptureReader(octets: octets) else { return "the file opens once only" }
        var reading = BulkReading()
        reading.read(again)
        let isEqual = FrameClass.allCases.allSatisfy { reading.totals[$0] == summary.totals[$0] }
        return isEqual ? nil : "the quick way and the thorough way differ"
    }

    private static func decodePacket(_ octets: [UInt8]) -> String? {
        guard let packet = try? OSPFPacket(decoding: octets) else { return nil }
        guard packet.encoded() == octets else { return "the packet encodes to other octets" }
        guard case .linkStateUpdate(let update) = packet.body else { return nil }
        for lsa in update.lsas {
            _ = lsa.isChecksumValid
            _ = try? lsa.decodedBody()
        }
        return nil
    }

    private static func decodeLSA(_ octets: [UInt8]) -> String? {
        guard octets.count >= 5 else { return nil }
        let type = LSType(rawValue: octets[0])
        let linkStateID = IPv4Address(bits: octets[1..<5].reduce(0) { $0 << 8 | UInt32($1) })
        let octets = Array(octets[5...])
        guard let body = try? LSABody(decoding: octets, type: type, linkStateID: linkStateID) else { return nil }
        // Reserved fields are not kept, so that the octets may differ; what they mean may not.
        let again = try? LSABody(decoding: body.encoded(), type: type, linkStateID: linkStateID)
        return again == body ? nil : "the body does not survive encoding and decoding"
    }
}
