import OSPFWire

/// Link layers that a system puts before what it captured: none of them was on the wire.
extension FrameWalk {
    /// The header of a Juniper router's own captures: a magic number, flags and, where these say so, extensions. A flag says
    /// that the link layer was taken off, and four octets of protocol stand in its place.
    mutating func juniper(_ type: LinkType, _ octets: ArraySlice<UInt8>) {
        guard octets.count >= 4 else { return tooShort("Juniper header", octets, needs: 4) }
        guard octets.uint32(0) >> 8 == 0x4D4743 else {
            return malformed("Juniper magic number", octets, .invalidLength(Int(octets.uint32(0) >> 8)))
        }
        let flags = octets.octet(3)
        var size = 4
        if flags & 0x80 != 0 {
            guard octets.count >= 6 else { return tooShort("Juniper extensions", octets, needs: 6) }
            size += 2 + Int(octets.uint16(4))
        }
        if flags & 0x02 != 0 { size += 4 }
        guard octets.count >= size else { return tooShort("Juniper header", octets, needs: size) }
        guard enter(.juniper) else { return }
        let rest = octets.dropFirst(size)
        guard flags & 0x02 == 0 else { return internetProtocol(rest) }
        switch type {
        case .juniperEthernet: ethernet(rest)
        case .juniperPPP: pointToPoint(rest)
        case .juniperFrameRelay: frameRelay(rest)
        default: ciscoHDLC(rest)
        }
    }

    /// OpenBSD's pflog: its first octet is the header's length without padding.
    mutating func packetFilterLog(_ octets: ArraySlice<UInt8>) {
        let size = (Int(octets.first ?? 0) + 3) & ~3
        guard size >= 4, octets.count > size else { return tooShort("pflog header", octets, needs: max(4, size) + 1) }
        guard enter(.packetFilterLog) else { return }
        internetProtocol(octets.dropFirst(size))
    }

    /// OpenBSD's enc: address family, SPI and flags.
    mutating func encapsulating(_ octets: ArraySlice<UInt8>) {
        guard octets.count > 12 else { return tooShort("enc header", octets, needs: 13) }
        guard enter(.encapsulating) else { return }
        internetProtocol(octets.dropFirst(12))
    }

    /// Linux's nflog: four octets, then fields of length, type and value in the byte order of the machine, one of which is the
    /// packet.
    mutating func netfilterLog(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 8 else { return tooShort("nflog header", octets, needs: 8) }
        guard enter(.netfilterLog) else { return }
        var rest = octets.dropFirst(4)
        // A length is at least four and less than 64 KiB in both orders: that of the first field tells.
        let isLittle = rest.uint16(0).byteSwapped <= rest.uint16(0) || Int(rest.uint16(0)) > rest.count
        func number(_ offset: Int) -> UInt16 { isLittle ? rest.uint16(offset).byteSwapped : rest.uint16(offset) }
        while rest.count >= 4 {
            let length = Int(number(0))
            guard length >= 4 else { return malformed("nflog field", rest, .invalidLength(length)) }
            if number(2) & 0x7FFF == 9 { return internetProtocol(rest.dropFirst(4).prefix(length - 4)) }
            rest = rest.dropFirst((length + 3) & ~3)
        }
        conclude(.notIP)
    }

    /// Apple's pktap: its length, the kind of record, and the link type of the frame behind it, from the least octet on.
    mutating func packetTap(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 12 else { return tooShort("pktap header", octets, needs: 12) }
        let size = Int(octets.uint32(0).byteSwapped)
        guard size >= 12 else { return malformed("pktap length", octets, .invalidLength(size)) }
        guard octets.count > size else { return tooShort("pktap header", octets, needs: size + 1) }
        guard enter(.packetTap) else { return }
        let type = LinkType(rawValue: octets.uint32(8).byteSwapped)
        guard type != .packetTap else { return conclude(.unknownLinkType(type)) }
        linkLayer(type, octets.dropFirst(size))
    }
}
