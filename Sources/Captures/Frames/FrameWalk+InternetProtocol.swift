import NetworkPrimitives
import OSPFWire

/// IP protocol numbers that lead to OSPF.
private enum IPProtocol {
    static let hopByHop: UInt8 = 0
    static let icmp: UInt8 = 1
    static let ipv4: UInt8 = 4
    static let udp: UInt8 = 17
    static let ipv6: UInt8 = 41
    static let routing: UInt8 = 43
    static let fragment: UInt8 = 44
    static let gre: UInt8 = 47
    static let authentication: UInt8 = 51
    static let destinationOptions: UInt8 = 60
    static let ospf: UInt8 = 89

    /// Fragments of anything else cannot hold OSPF and are not kept.
    static let reassembled: Set<UInt8> = [ipv4, ipv6, gre, authentication, ospf]
}

/// The fields of an IPv4 header that are needed (RFC 791 §3.1).
struct IPv4Header {
    var source: IPv4Address
    var destination: IPv4Address
    var identification: UInt16
    var protocolNumber: UInt8
    var timeToLive: UInt8
    var isChecksumValid: Bool
    /// Octets before this fragment's payload in the datagram.
    var fragmentOffset: Int
    var moreFragments: Bool

    var isFragment: Bool { fragmentOffset > 0 || moreFragments }
}

extension FrameWalk {
    mutating func internetProtocol(_ octets: ArraySlice<UInt8>) {
        switch (octets.first ?? 0) >> 4 {
        case 4: ipv4(octets)
        case 6: ipv6(octets)
        default: octets.isEmpty ? tooShort("IP header", octets, needs: 20) : conclude(.notIP)
        }
    }

    mutating func ipv4(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 20 else { return tooShort("IPv4 header", octets, needs: 20) }
        guard enter(.ipv4) else { return }
        guard octets.octet(0) >> 4 == 4 else {
            return malformed("IP version", octets, .unsupportedVersion(octets.octet(0) >> 4))
        }
        let headerLength = Int(octets.octet(0) & 15) * 4
        // A total length of 0 is what a sender leaves that lets its network card cut segments.
        let totalLength = octets.uint16(2) == 0 ? octets.count : Int(octets.uint16(2))
        guard headerLength >= 20 else { return malformed("IHL", octets, .invalidLength(headerLength)) }
        guard totalLength >= headerLength else {
            return malformed("Total Length", octets, .invalidLength(totalLength))
        }
        guard octets.count >= headerLength else { return tooShort("IPv4 options", octets, needs: headerLength) }
        let fragment = octets.uint16(6)
        let header = IPv4Header(
            source: IPv4Address(bits: octets.uint32(12)), destination: IPv4Address(bits: octets.uint32(16)),
            identification: octets.uint16(4), protocolNumber: octets.octet(9), timeToLive: octets.octet(8),
            isChecksumValid: internetChecksum(Array(octets.prefix(headerLength))) == 0,
            fragmentOffset: Int(fragment & 0x1FFF) * 8, moreFragments: fragment & 0x2000 != 0)
        let payload = octets.dropFirst(headerLength).prefix(totalLength - headerLength)
        ipv4Payload(payload, length: totalLength - headerLength, header)
    }

    private mutating func ipv4Payload(_ payload: ArraySlice<UInt8>, length: Int, _ header: IPv4Header) {
        conclude(.notOSPF)
        guard header.isFragment else { return transport(payload, length: length, header, earlierFrames: []) }
        guard IPProtocol.reassembled.contains(header.protocolNumber) else { return }
        if isQuoted {
            // The quoted datagram's other fragments never came here; its first one may hold a packet's header.
            guard header.fragmentOffset == 0 else { return }
            return transport(payload, length: length, header, earlierFrames: [])
        }
        guard payload.count == length else { return conclude(.truncated) }
        switch reassembly.add(payload, header, frame: frame.number, at: frame.time) {
        case .waiting: conclude(.fragment)
        case .refused(let error): conclude(.malformed(error))
        case .complete(let datagram, let frames):
            transport(datagram[...], length: datagram.count, header, earlierFrames: frames)
        }
    }

    private mutating func transport(
        _ payload: ArraySlice<UInt8>, length: Int, _ header: IPv4Header, earlierFrames: [Int]
    ) {
        switch header.protocolNumber {
        case IPProtocol.ospf: ospf(payload, length: length, header, earlierFrames)
        case IPProtocol.gre: genericEncapsulation(payload)
        case IPProtocol.ipv4: ipv4(payload)
        case IPProtocol.ipv6: ipv6(payload)
        case IPProtocol.icmp: icmp(payload)
        case IPProtocol.udp: udp(payload)
        case IPProtocol.authentication:
            guard payload.count >= 12, payload.octet(0) == IPProtocol.ospf else { return }
            let size = (Int(payload.octet(1)) + 2) * 4
            guard payload.count >= size, enter(.authenticationHeader) else { return }
            ospf(payload.dropFirst(size), length: length - size, header, earlierFrames)
        default: break
        }
    }

    private mutating func ospf(
        _ payload: ArraySlice<UInt8>, length: Int, _ header: IPv4Header, _ earlierFrames: [Int]
    ) {
        guard enter(.ospf) else { return }
        guard payload.count >= 4 else { return tooShort("OSPF header", payload, needs: PacketHeader.size) }
        if payload.octet(0) == 3 { return ospfv3(payload) }
        // An error may quote no more than the beginning of a datagram; the quote is all that there is of it.
        let wholeLength = isQuoted && !isCut ? payload.count : length
        add(
            FoundPacket(
                source: header.source, destination: header.destination, timeToLive: header.timeToLive,
                octets: Array(payload), payloadLength: wholeLength, layers: layers, isQuoted: isQuoted,
                isHeaderChecksumValid: header.isChecksumValid, earlierFrames: earlierFrames))
    }

    /// ICMP errors quote the datagram that they are about (RFC 792).
    private mutating func icmp(_ octets: ArraySlice<UInt8>) {
        guard octets.count > 8, [3, 4, 5, 11, 12].contains(octets.octet(0)), enter(.icmp) else { return }
        isQuoted = true
        ipv4(octets.dropFirst(8))
        // An error about something else, or one that quotes too little, is sound ICMP all the same.
        if case .packets = content { return }
        conclude(.notOSPF)
    }

    mutating func ipv6(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 40 else { return tooShort("IPv6 header", octets, needs: 40) }
        guard enter(.ipv6) else { return }
        conclude(.notOSPF)
        var next = octets.octet(6)
        var rest = octets.dropFirst(40).prefix(Int(octets.uint16(4)))
        while [
            IPProtocol.hopByHop, IPProtocol.routing, IPProtocol.destinationOptions, IPProtocol.authentication,
            IPProtocol.fragment,
        ].contains(next) {
            guard rest.count >= 8 else { return tooShort("IPv6 extension header", rest, needs: 8) }
            let size =
                switch next {
                case IPProtocol.authentication: (Int(rest.octet(1)) + 2) * 4
                case IPProtocol.fragment: 8
                default: (Int(rest.octet(1)) + 1) * 8
                }
            // Only the first fragment begins with the header that is looked for.
            if next == IPProtocol.fragment, rest.uint16(2) & 0xFFF8 != 0 { return }
            next = rest.octet(0)
            rest = rest.dropFirst(size)
        }
        switch next {
        case IPProtocol.ospf: ospfv3(rest)
        case IPProtocol.gre: genericEncapsulation(rest)
        case IPProtocol.ipv4: ipv4(rest)
        case IPProtocol.ipv6: ipv6(rest)
        default: break
        }
    }

    private mutating func ospfv3(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= OSPFv3Packet.headerSize else {
            return tooShort("OSPFv3 header", octets, needs: OSPFv3Packet.headerSize)
        }
        do {
            conclude(.ospfv3(try OSPFv3Packet(decoding: Array(octets))))
        } catch {
            if case .truncated(let needed, _) = error.reason {
                return tooShort("OSPFv3 packet", octets, needs: needed)
            }
            conclude(
                .malformed(
                    DecodeError(
                        field: "OSPFv3 \(error.field)", offset: octets.startIndex + error.offset, reason: error.reason))
            )
        }
    }

    mutating func malformed(_ field: String, _ octets: ArraySlice<UInt8>, _ reason: DecodeError.Reason) {
        conclude(.malformed(DecodeError(field: field, offset: octets.startIndex, reason: reason)))
    }
}
