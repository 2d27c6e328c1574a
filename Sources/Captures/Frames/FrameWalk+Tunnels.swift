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

    /// UDP, in which only VXLAN is looked into (RFC 7348 §5).
    mutating func udp(_ octets: ArraySlice<UInt8>) {
        guard octets.count >= 16, octets.uint16(2) == 4789, octets.octet(8) & 0x08 != 0, enter(.udp, .vxlan) else {
            return
        }
        ethernet(octets.dropFirst(16))
        if case .notIP = content { conclude(.notOSPF) }
    }
}
