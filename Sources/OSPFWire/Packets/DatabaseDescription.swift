/// The body of a Database Description packet (RFC 2328 §A.3.3).
public struct DatabaseDescription: Hashable, Sendable {
    /// The bits I, M and MS, and R of RFC 4811.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

        @inlinable public static var master: Flags { Flags(rawValue: 0x01) }
        @inlinable public static var more: Flags { Flags(rawValue: 0x02) }
        @inlinable public static var initial: Flags { Flags(rawValue: 0x04) }
        /// Those of an empty packet that offers to be the master (RFC 2328 §10.8).
        @inlinable public static var negotiation: Flags { [.initial, .more, .master] }
    }

    /// The largest IP datagram that the interface sends without fragmentation; 0 on virtual links.
    public var interfaceMTU: UInt16
    public var options: Options
    public var flags: Flags
    public var ddSequenceNumber: UInt32
    public var lsaHeaders: [LSAHeader]

    public init(
        interfaceMTU: UInt16, options: Options, flags: Flags, ddSequenceNumber: UInt32, lsaHeaders: [LSAHeader] = []
    ) {
        self.interfaceMTU = interfaceMTU
        self.options = options
        self.flags = flags
        self.ddSequenceNumber = ddSequenceNumber
        self.lsaHeaders = lsaHeaders
    }

    init(reading octets: inout OctetReader) throws(DecodeError) {
        interfaceMTU = try octets.uint16("Interface MTU")
        options = Options(rawValue: try octets.uint8("Options"))
        flags = Flags(rawValue: try octets.uint8("DD flags"))
        ddSequenceNumber = try octets.uint32("DD sequence number")
        lsaHeaders = []
        lsaHeaders.reserveCapacity(octets.remaining / LSAHeader.size)
        while octets.remaining > 0 { lsaHeaders.append(try LSAHeader(reading: &octets)) }
    }

    func encode(into octets: inout [UInt8]) {
        octets.append(interfaceMTU)
        octets.append(options.rawValue)
        octets.append(flags.rawValue)
        octets.append(ddSequenceNumber)
        for header in lsaHeaders { header.encode(into: &octets) }
    }
}
