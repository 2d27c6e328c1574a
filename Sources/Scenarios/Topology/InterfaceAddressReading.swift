import NetworkPrimitives

/// Reads an interface's own mask, which other members of its network may not share.
struct InterfaceAddressReading {
    let sink: DiagnosticSink

    /// The network that the mask beside an address makes of it: `address: 192.0.2.1/25`, or `mask: 255.255.255.128`.
    /// - Returns: `nil` where nothing is said.
    func ownPrefix(of end: Value, _ address: IPv4Address) -> IPv4Prefix? {
        let length = end["address"]?.interfaceAddress?.length
        let mask = end["mask"]?.maskLength
        if let length, let mask, length != mask, let position = end["mask"]?.position {
            sink.error("the address has the mask of /\(length), and 'mask' is that of /\(mask)", at: position)
        }
        return (mask ?? length).map { IPv4Prefix(address, length: $0) }
    }
}

extension IPv4Prefix {
    /// The addresses that an interface can have: where there is room, without the first and the last.
    var hosts: ClosedRange<UInt64> {
        let margin: UInt64 = length <= 30 ? 1 : 0
        return UInt64(address.bits) + margin...UInt64(lastAddress.bits) - margin
    }

    func hasHost(_ address: IPv4Address) -> Bool { hosts.contains(UInt64(address.bits)) }
}
