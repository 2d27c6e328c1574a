import OSPFWire

/// EtherTypes that lead to IP.
private enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let ipv6: UInt16 = 0x86DD
    static let vlanTags: Set<UInt16> = [0x8100, 0x88A8, 0x9100, 0x9200]
    /// The outer tag of IEEE 802.1ad.
    static let serviceTag: UInt16 = 0x88A8
    static let mpls: Set<UInt16> = [0x8847, 0x8848]
    static let pppoeSession: UInt16 = 0x8864
    static let providerBackboneBridge: UInt16 = 0x88E7
    static let transparentEthernet: UInt16 = 0x6558
    /// Lengths of IEEE 802.3 end here; what is larger is a type.
    static let smallest: UInt16 = 0x0600
}

extension FrameWalk {
    /// Reads the layer that the file's link type names.
    mutating func linkLayer() { linkLayer(frame.linkType, frame.octets[...]) }

    mutating func linkLayer(_ type: LinkType, _ octets: ArraySlice<UInt8>) {
        switch type {
        case .ethernet: ethernet(octets)
        case .null, .loop: addressFamily(octets)
        case .linuxCooked: linuxCooked(octets, protocolAt: 14, headerSize: 16)
        case .linuxCookedV2: linuxCooked(octets, protocolAt: 0, headerSize: 20)
        case .ciscoHDLC: ciscoHDLC(octets)
        case .frameRelay: frameRelay(octets)
        case .ppp: pointToPoint(octets)
        case .pppHDLC: octets.first == 0x0F || octets.first == 0x8F ? ciscoHDLC(octets) : pointToPoint(octets)
        case .pppEther: pppoe(octets)
        case .juniperEthernet, .juniperPPP, .juniperFrameRelay, .juniperCiscoHDLC: juniper(type, octets)
        case .packetFilterLog: packetFilterLog(octets)
        case .encapsulating: encapsulating(octets)
        case .netfilterLog: netfilterLog(octets)
        case .packetTap: packetTap(octets)
        case _ where type.isRawIP:
            if type != .ipv4, type != .ipv6, !enter(.rawIP) { return }
            internetProtocol(octets)
        default: conclude(.unknownLinkType(type))
        }
    }

    mutating func ethernet(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 14 else { return tooShort("Ethernet header", octets, needs: 14) }
        guard enter(.ethernet) else { return }
        let type = octets.uint16(12)
        guard type >= EtherType.smallest else { return logicalLinkControl(octets.dropFirst(14)) }
        etherType(type, octets.dropFirst(14))
    }

    mutating func etherType(_ type: UInt16, _ octets: ArraySlice<UInt8>) {
        guard enter(.etherType) else { return }
        switch type {
        case EtherType.ipv4: ipv4(octets)
        case EtherType.ipv6: ipv6(octets)
        case let tag where EtherType.vlanTags.contains(tag):
            guard octets.count >= 4 else { return tooShort("VLAN tag", octets, needs: 4) }
            guard enter(tag == EtherType.serviceTag ? .serviceVLAN : .vlan) else { return }
            let inner = octets.uint16(2)
            inner < EtherType.smallest ? logicalLinkControl(octets.dropFirst(4)) : etherType(inner, octets.dropFirst(4))
        case EtherType.providerBackboneBridge:
            guard octets.count >= 4 else { return tooShort("Service instance tag", octets, needs: 4) }
            guard enter(.providerBridge) else { return }
            ethernet(octets.dropFirst(4))
        case let type where EtherType.mpls.contains(type): multiprotocolLabels(octets)
        case EtherType.pppoeSession: pppoe(octets)
        case EtherType.transparentEthernet: ethernet(octets)
        default: conclude(.notIP)
        }
    }

    /// IEEE 802.2, which carries IP only behind a SNAP header (RFC 1042).
    private mutating func logicalLinkControl(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 8, octets.uint32(0) >> 8 == 0xAAAA03, octets.uint16(3) == 0, octets.octet(5) == 0 else {
            // Spanning tree and IS-IS live here; they are short and are no IP.
            return conclude(.notIP)
        }
        guard enter(.llc) else { return }
        payload(octets.uint16(6), octets.dropFirst(8))
    }

    private mutating func linuxCooked(_ octets: ArraySlice<UInt8>, protocolAt offset: Int, headerSize: Int) {
        guard octets.count >= headerSize else { return tooShort("Linux cooked header", octets, needs: headerSize) }
        guard enter(.linuxCooked) else { return }
        etherType(octets.uint16(offset), octets.dropFirst(headerSize))
    }

    /// BSD null and loop. The family's number and byte order differ between systems; the payload
    /// distinguishes IPv4 from IPv6.
    private mutating func addressFamily(_ octets: ArraySlice<UInt8>) {
        guard octets.count > 4 else { return tooShort("Address family", octets, needs: 5) }
        guard enter(.bsdNull) else { return }
        internetProtocol(octets.dropFirst(4))
    }

    mutating func ciscoHDLC(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 4 else { return tooShort("Cisco HDLC header", octets, needs: 4) }
        guard enter(.ciscoHDLC) else { return }
        payload(octets.uint16(2), octets.dropFirst(4))
    }

    /// The address of two to four octets, then Cisco's EtherType or the NLPID of RFC 2427.
    mutating func frameRelay(_ octets: ArraySlice<UInt8>) {
        guard let last = octets.prefix(4).firstIndex(where: { $0 & 1 != 0 }) else {
            return tooShort("Frame Relay address", octets, needs: 4)
        }
        guard enter(.frameRelay) else { return }
        var rest = octets[(last + 1)...]
        guard rest.first == 0x03 else {
            guard rest.count >= 2 else { return tooShort("Frame Relay type", rest, needs: 2) }
            return payload(rest.uint16(0), rest.dropFirst(2))
        }
        rest = rest.dropFirst()
        if rest.first == 0 { rest = rest.dropFirst() }
        switch rest.first {
        case 0xCC: ipv4(rest.dropFirst())
        case 0x8E: ipv6(rest.dropFirst())
        case 0x80 where rest.count >= 6: payload(rest.uint16(4), rest.dropFirst(6))
        case nil: tooShort("Frame Relay NLPID", rest, needs: 1)
        default: conclude(.notIP)
        }
    }

    mutating func pppoe(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 6 else { return tooShort("PPPoE header", octets, needs: 6) }
        guard enter(.pppoe) else { return }
        pointToPoint(octets.dropFirst(6))
    }

    /// PPP, whose address, control and the protocol's high octet may all be left out (RFC 1661 §6.5).
    mutating func pointToPoint(_ octets: ArraySlice<UInt8>) {
        var rest = octets
        if rest.count >= 2, rest.uint16(0) == 0xFF03 { rest = rest.dropFirst(2) }
        guard let first = rest.first, first & 1 != 0 || rest.count >= 2 else {
            return tooShort("PPP protocol", rest, needs: 2)
        }
        guard enter(.ppp) else { return }
        let number = first & 1 != 0 ? UInt16(first) : rest.uint16(0)
        rest = rest.dropFirst(first & 1 != 0 ? 1 : 2)
        switch number {
        case 0x0021: ipv4(rest)
        case 0x0057: ipv6(rest)
        case 0x0281, 0x0283: multiprotocolLabels(rest)
        default: conclude(.notIP)
        }
    }

    /// MPLS labels down to the bottom of the stack.
    mutating func multiprotocolLabels(_ octets: ArraySlice<UInt8>) {
        guard enter(.mpls) else { return }
        var rest = octets
        var isBottom = false
        while !isBottom {
            guard rest.count >= 4 else { return tooShort("MPLS label", rest, needs: 4) }
            isBottom = rest.octet(2) & 1 != 0
            rest = rest.dropFirst(4)
        }
        labeled(rest)
    }

    /// Under the last label lies IP, or an Ethernet frame behind a control word or without one, and nothing says which. The
    /// first four bits are those of an IP version, zero for a control word (RFC 4385 §3), and any in an address.
    private mutating func labeled(_ octets: ArraySlice<UInt8>) {
        let first = (octets.first ?? 0) >> 4
        var readings: [FrameWalk] = []
        if first == 4 || first == 6 { readings.append(reading { $0.internetProtocol(octets) }) }
        if first == 0 { readings.append(reading { $0.ethernet(octets.dropFirst(4)) }) }
        readings.append(reading { $0.ethernet(octets) })
        var sound = readings.filter(\.isSound)
        if sound.isEmpty { sound = readings.filter(\.mayBeSound) }
        // A tag in place of a control word leads to the same packet.
        guard sound.dropFirst().allSatisfy({ $0.content.isSamePacket(as: sound[0].content) }) else {
            return conclude(.ambiguous)
        }
        // A damaged packet is reported as what its first bits say that it is.
        self = sound.first ?? readings[0]
        if sound.isEmpty, first != 4, first != 6, case .malformed = content { conclude(.notIP) }
    }

    private func reading(_ read: (inout FrameWalk) -> Void) -> FrameWalk {
        var walk = self
        read(&walk)
        return walk
    }

    /// Whether there is OSPF in a datagram whose header is right.
    private var isSound: Bool {
        if case .packets(let packets) = content { packets.allSatisfy(\.isHeaderChecksumValid) } else { false }
    }

    /// Whether there may be, where nothing has a checksum of its own.
    private var mayBeSound: Bool {
        switch content {
        case .ospfv3, .fragment: true
        default: false
        }
    }

    /// A payload that the layer above names by an EtherType in its own header, which makes no layer of the chain.
    mutating func payload(_ type: UInt16, _ octets: ArraySlice<UInt8>) {
        switch type {
        case EtherType.ipv4: ipv4(octets)
        case EtherType.ipv6: ipv6(octets)
        case EtherType.transparentEthernet: ethernet(octets)
        default: etherType(type, octets)
        }
    }
}

extension FrameContent {
    /// Whether both hold the same packets from the same senders, or neither holds any.
    fileprivate func isSamePacket(as other: FrameContent) -> Bool {
        switch (self, other) {
        case (.packets(let left), .packets(let right)):
            left.map(\.octets) == right.map(\.octets) && left.map(\.source) == right.map(\.source)
        default: self == other
        }
    }
}
