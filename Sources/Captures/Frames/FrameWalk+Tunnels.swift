import OSPFWire

extension FrameWalk {
    /// GRE (RFC 2784, RFC 2890) and, in it, the mirrored Ethernet of ERSPAN.
    mutating func genericEncapsulation(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 4 else { return tooShort("GRE header", octets, needs: 4) }
        guard enter(.gre) else { return }
        let flags = octets.uint16(0)
        let hasSequence = flags & 0x1000 != 0
        var size = 4
        if flags & 0xC000 != 0 { size += 4 }  // checksum or routing
        if flags & 0x2000 != 0 { size += 4 }  // key
        if hasSequence { size += 4 }
        guard octets.count >= size else { return tooShort("GRE header", octets, needs: size) }
        let payload = octets.dropFirst(size)
        switch octets.uint16(2) {
        case 0x88BE: mirrored(payload, headerSize: hasSequence ? 8 : 0)  // type I has no header, and no sequence number
        case 0x22EB: mirrored(payload, headerSize: payload.count >= 12 && payload.octet(11) & 1 != 0 ? 20 : 12)
        case let type: self.payload(type, payload)
        }
        // Whatever the tunnel carries, IP carries the tunnel.
        if case .notIP = content { conclude(.notOSPF) }
    }

    private mutating func mirrored(_ octets: ArraySlice<UInt8>, headerSize: Int) {
        guard octets.count >= headerSize else { return tooShort("ERSPAN header", octets, needs: headerSize) }
        guard enter(.erspan) else { return }
        ethernet(octets.dropFirst(headerSize))
    }

    /// UDP, in which VXLAN (RFC 7348 §5), Geneve (RFC 8926 §3.4) and TZSP are looked into.
    mutating func udp(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 16 else { return }
        let payload = octets.dropFirst(8)
        switch octets.uint16(2) {
        case 4789 where payload.octet(0) & 0x08 != 0:
            guard enter(.udp, .vxlan) else { return }
            ethernet(payload.dropFirst(8))
        case 6081 where payload.octet(0) >> 6 == 0:
            guard enter(.udp, .geneve) else { return }
            self.payload(payload.uint16(2), payload.dropFirst(8 + Int(payload.octet(0) & 0x3F) * 4))
        case 37008 where payload.octet(0) == 1 && payload.octet(1) <= 1: sniffed(payload)
        default: return
        }
        if case .notIP = content { conclude(.notOSPF) }
    }

    /// TaZmen Sniffer Protocol, by which routers mirror: four octets, tagged fields to an end mark, and the frame.
    private mutating func sniffed(_ octets: ArraySlice<UInt8>) {
        guard octets.uint16(2) == 1, enter(.udp, .tzsp) else { return }
        var rest = octets.dropFirst(4)
        while let tag = rest.first {
            switch tag {
            case 0: rest = rest.dropFirst()
            case 1: return ethernet(rest.dropFirst())
            default:
                guard rest.count >= 2 else { return tooShort("TZSP tag", rest, needs: 2) }
                rest = rest.dropFirst(2 + Int(rest.octet(1)))
            }
        }
        tooShort("TZSP end mark", rest, needs: 1)
    }
}
