import NetworkPrimitives
import OSPFWire

/// Puts OSPF packets into IPv4 datagrams and Ethernet frames as routers send them.
public enum OSPFFrame {
    /// The six octets of an Ethernet address.
    public typealias MACAddress = [UInt8]

    /// An IPv4 datagram of protocol 89 with precedence "internetwork control" (RFC 2328 §A.1).
    ///
    /// - Parameters:
    ///   - packet: the encoded packet with all that follows it.
    ///   - timeToLive: 1, except on virtual links.
    /// - Precondition: the datagram has at most 65,535 octets.
    public static func datagram(
        _ packet: [UInt8], from source: IPv4Address, to destination: IPv4Address, identification: UInt16 = 0,
        timeToLive: UInt8 = 1
    ) -> [UInt8] {
        precondition(packet.count <= 65_515, "an IPv4 datagram has at most 65,535 octets")
        let envelope = Envelope(
            source: source, destination: destination, identification: identification, timeToLive: timeToLive)
        return envelope.header(payloadLength: packet.count, fragment: 0) + packet
    }

    /// Ethernet frames of one datagram, in IP fragments where it is larger than the MTU (RFC 791 §3.2).
    ///
    /// - Parameters:
    ///   - mtu: the largest IP datagram in octets, at least 68.
    ///   - timeToLive: 1, except on virtual links.
    ///   - hop: whose interfaces the frame goes from and to, where these are not the datagram's source and destination.
    /// - Returns: one frame, or the fragments in order of their offsets; all but the last hold a multiple of eight octets.
    public static func ethernet(
        _ packet: [UInt8], from source: IPv4Address, to destination: IPv4Address, identification: UInt16, mtu: UInt16,
        timeToLive: UInt8 = 1, hop: (from: IPv4Address, to: IPv4Address)? = nil
    ) -> [[UInt8]] {
        precondition(mtu >= 68, "every network passes datagrams of 68 octets")
        precondition(packet.count <= 65_515, "an IPv4 datagram has at most 65,535 octets")
        let link =
            (multicastMAC(for: destination) ?? madeUpMAC(for: hop?.to ?? destination))
            + madeUpMAC(for: hop?.from ?? source) + [0x08, 0x00]
        let envelope = Envelope(
            source: source, destination: destination, identification: identification, timeToLive: timeToLive)
        guard packet.count + 20 > Int(mtu) else {
            return [link + envelope.header(payloadLength: packet.count, fragment: 0) + packet]
        }
        let step = (Int(mtu) - 20) / 8 * 8
        return stride(from: 0, to: packet.count, by: step).map { start in
            let end = min(start + step, packet.count)
            let moreFragments: UInt16 = end < packet.count ? 0x2000 : 0
            let header = envelope.header(payloadLength: end - start, fragment: UInt16(start / 8) | moreFragments)
            return link + header + packet[start..<end]
        }
    }

    /// What the headers of all fragments of a datagram have in common.
    private struct Envelope {
        let source: IPv4Address
        let destination: IPv4Address
        let identification: UInt16
        let timeToLive: UInt8

        /// - Parameter fragment: the flags and the fragment offset.
        func header(payloadLength: Int, fragment: UInt16) -> [UInt8] {
            let length = UInt16(20 + payloadLength)
            var octets: [UInt8] = [0x45, 0xC0, UInt8(length >> 8), UInt8(truncatingIfNeeded: length)]
            octets += [UInt8(identification >> 8), UInt8(truncatingIfNeeded: identification)]
            octets += [UInt8(fragment >> 8), UInt8(truncatingIfNeeded: fragment), timeToLive, 89, 0, 0]
            octets += bytes(of: source) + bytes(of: destination)
            let checksum = internetChecksum(octets)
            (octets[10], octets[11]) = (UInt8(checksum >> 8), UInt8(truncatingIfNeeded: checksum))
            return octets
        }
    }

    /// An Ethernet frame around ``datagram(_:from:to:identification:timeToLive:)``.
    ///
    /// - Parameters:
    ///   - sourceMAC: by default an address made from the source, see ``madeUpMAC(for:)``.
    ///   - destinationMAC: by default that of the multicast group, or one made from the destination.
    public static func ethernet(
        _ packet: [UInt8], from source: IPv4Address, to destination: IPv4Address, sourceMAC: MACAddress? = nil,
        destinationMAC: MACAddress? = nil, identification: UInt16 = 0, timeToLive: UInt8 = 1
    ) -> [UInt8] {
        let target = destinationMAC ?? multicastMAC(for: destination) ?? madeUpMAC(for: destination)
        return target + (sourceMAC ?? madeUpMAC(for: source)) + [0x08, 0x00]
            + datagram(packet, from: source, to: destination, identification: identification, timeToLive: timeToLive)
    }

    /// The Ethernet address of an IPv4 multicast group: `01:00:5e` and the low 23 bits (RFC 1112 §6.4); `nil` for
    /// other addresses.
    public static func multicastMAC(for address: IPv4Address) -> MACAddress? {
        guard address.bits >> 28 == 0xE else { return nil }
        let bytes = bytes(of: address)
        return [0x01, 0x00, 0x5E, bytes[1] & 0x7F, bytes[2], bytes[3]]
    }

    /// A locally administered address, the same for the same interface in every file.
    public static func madeUpMAC(for address: IPv4Address) -> MACAddress { [0x02, 0x00] + bytes(of: address) }

    private static func bytes(of address: IPv4Address) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: address.bits >> $0) }
    }
}
