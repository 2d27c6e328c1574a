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
        let length = UInt16(20 + packet.count)
        var octets: [UInt8] = [0x45, 0xC0, UInt8(length >> 8), UInt8(truncatingIfNeeded: length)]
        octets += [UInt8(identification >> 8), UInt8(truncatingIfNeeded: identification), 0, 0, timeToLive, 89, 0, 0]
        octets += bytes(of: source) + bytes(of: destination)
        let checksum = internetChecksum(octets)
        (octets[10], octets[11]) = (UInt8(checksum >> 8), UInt8(truncatingIfNeeded: checksum))
        return octets + packet
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
