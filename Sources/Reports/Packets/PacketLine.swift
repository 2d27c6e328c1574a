import Captures
import NetworkPrimitives
import OSPFWire

/// One OSPF packet of a capture as one line of JSON: every field that is legible, also of packets that are cut short
/// or damaged.
///
/// The keys, in this order: `frame`, `index` (from 0 within the frame), `time_ns`, `src`, `dst`, `encap`, `quoted`
/// (quoted by an ICMP error), `version`, `type`, `type_name`, `length`, `router_id`, `area_id`, `checksum`,
/// `checksum_ok` (`null` where there is none to check: cryptographic authentication and packets that are cut short),
/// `auth`, `malformed`, `notes`; then by type `hello`, `dd`, `requests`, `lsa_count`, `lsas`, `opaque` (what each opaque LSA of
/// `lsas` carries); then `lls`.
public struct PacketLine: Sendable {
    private let frame: CapturedFrame
    private let index: Int
    private let packet: FoundPacket
    private let authenticator: (any PacketAuthenticator)?

    private let opensOpaque: Bool

    /// - Parameters:
    ///   - authenticator: verifies digests; without one, lines have no verdict on them.
    ///   - opensOpaque: whether the lines have `opaque`.
    public init(
        frame: CapturedFrame, index: Int, packet: FoundPacket, authenticator: (any PacketAuthenticator)? = nil,
        opensOpaque: Bool = false
    ) {
        self.authenticator = authenticator
        self.opensOpaque = opensOpaque
        self.frame = frame
        self.index = index
        self.packet = packet
    }

    /// The line, without a line break.
    public var json: String {
        var body = CompactJSON()
        var legible = PacketLegibility(packet)
        legible.readBody()
        if let authenticator, let decoded = try? OSPFPacket(decoding: packet.octets) {
            legible.authenticationVerdict = authenticator.verdict(
                on: decoded, octets: packet.octets, source: packet.source)
        }
        body.object { line in
            line.field("frame", frame.number)
            line.field("index", index)
            line.field("time_ns", frame.time.nanoseconds)
            line.field("src", packet.source.description)
            line.field("dst", packet.destination.description)
            line.field("encap", packet.layers.map(\.rawValue).joined(separator: ":"))
            line.field("quoted", packet.isQuoted)
            legible.writeHeader(into: &line)
            line.field("malformed", !legible.notes.isEmpty)
            line.key("notes")
            line.array { list in legible.notes.forEach { list.value($0) } }
            legible.writeBody(into: &line, opensOpaque: opensOpaque)
        }
        return body.text
    }
}
