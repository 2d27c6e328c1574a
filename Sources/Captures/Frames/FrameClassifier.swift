import NetworkPrimitives
import OSPFWire

/// A frame with its class and what was decoded of it.
public struct ClassifiedFrame: Sendable {
    public var frame: CapturedFrame
    public var frameClass: FrameClass
    /// Every OSPF packet in the frame, sound or not; almost always one or none.
    public var packets: [FoundPacket] = []
    /// The first packet, decoded, where the frame is used.
    public var decoded: OSPFPacket?
    /// The packet where it is not used because of its digest.
    public var refused: OSPFPacket?
    /// Where the frame carries OSPFv3.
    public var ospfv3: OSPFv3Packet?
    /// What is malformed, and where.
    public var error: DecodeError?
    /// LSAs of an update, by position, whose checksum is wrong.
    public var badLSAs: [Int] = []
}

/// Whether a packet is from a router that knows the secret (RFC 2328 §D, RFC 5709).
public enum AuthenticationVerdict: Hashable, Sendable {
    case verified
    /// Nobody asked for a check.
    case notChecked
    case failed
    case keyUnknown
}

/// Checks the authentication of packets.
public protocol PacketAuthenticator: Sendable {
    /// - Parameters:
    ///   - octets: the packet with all that follows it in its datagram.
    ///   - source: the datagram's.
    func verdict(on packet: OSPFPacket, octets: [UInt8], source: IPv4Address) -> AuthenticationVerdict
}

/// Puts each frame of a file in its class, and keeps the totals.
public struct FrameClassifier: Sendable {
    private var dissector = FrameDissector()
    private let authenticator: (any PacketAuthenticator)?
    public private(set) var totals = FrameTotals()

    /// - Parameter authenticator: `nil` takes packets as they come.
    public init(authenticator: (any PacketAuthenticator)? = nil) { self.authenticator = authenticator }

    /// Classifies the next frame of the file.
    public mutating func classify(_ frame: CapturedFrame) -> ClassifiedFrame {
        var result = ClassifiedFrame(frame: frame, frameClass: .notIP)
        switch dissector.dissect(frame) {
        case .packets(let packets):
            result.packets = packets
            classify(packets[0], into: &result)
            totals.move(packets[0].earlierFrames.count, from: .incompleteFragment, to: .fragmentOfLaterPacket)
        case .ospfv3(let packet):
            result.frameClass = .ospfv3
            result.ospfv3 = packet
        case .notIP: result.frameClass = .notIP
        case .notOSPF: result.frameClass = .notOSPF
        case .fragment: result.frameClass = .incompleteFragment
        case .truncated: result.frameClass = .truncated
        case .ambiguous: result.frameClass = .ambiguous
        case .unknownLinkType: result.frameClass = .unknownLinkType
        case .malformed(let error):
            result.frameClass = .malformed
            result.error = error
        }
        totals.count(result.frameClass)
        return result
    }

    /// The checks in the order of RFC 2328 §8.2: what carries the packet, its checksum, its fields, its sender.
    private func classify(_ packet: FoundPacket, into result: inout ClassifiedFrame) {
        guard !packet.isQuoted else { return result.frameClass = .quoted }
        guard packet.isHeaderChecksumValid else { return result.frameClass = .badIPChecksum }
        guard !packet.isCut else { return result.frameClass = .truncated }
        guard !hasBadChecksum(packet.octets) else { return result.frameClass = .badPacketChecksum }
        let decoded: OSPFPacket
        do {
            decoded = try OSPFPacket(decoding: packet.octets)
        } catch {
            result.error = error
            return result.frameClass = .malformed
        }
        switch authenticator?.verdict(on: decoded, octets: packet.octets, source: packet.source) {
        case .failed:
            result.refused = decoded
            return result.frameClass = .authenticationFailed
        case .keyUnknown:
            result.refused = decoded
            return result.frameClass = .keyUnknown
        case .verified, .notChecked, nil: break
        }
        result.decoded = decoded
        if case .linkStateUpdate = decoded.body {
            result.badLSAs = Self.badLSAs(in: packet.octets, length: Int(decoded.header.length))
        }
        result.frameClass = result.badLSAs.isEmpty ? .used : .badLSAChecksum
    }

    /// The positions of LSAs whose checksum is wrong, in an update that was decoded.
    private static func badLSAs(in packet: [UInt8], length: Int) -> [Int] {
        var bad: [Int] = []
        let octets = packet.span.bytes
        guard var cursor = try? LinkStateUpdateCursor(body: octets, in: PacketHeader.size..<length) else { return bad }
        var position = 0
        while let lsa = try? cursor.next(in: octets) {
            if !lsa.isChecksumValid(in: octets) { bad.append(position) }
            position += 1
        }
        return bad
    }

    /// Whether the packet has a checksum to check, which is wrong (RFC 2328 §D.5.1, §D.5.2 (1)). Cryptographic
    /// authentication has none.
    private func hasBadChecksum(_ octets: [UInt8]) -> Bool {
        guard octets.count >= PacketHeader.size, octets[0] == 2 else { return false }
        let length = Int(octets[2]) << 8 | Int(octets[3])
        let isCryptographic = octets[14] == 0 && (octets[15] == 2 || octets[15] == 3)
        guard !isCryptographic, (PacketHeader.size...octets.count).contains(length) else { return false }
        return packetChecksum(octets.span.bytes.extracting(0..<length)) != 0
    }
}
