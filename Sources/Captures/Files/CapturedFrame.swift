import NetworkPrimitives

/// One frame of a capture file, as it was recorded.
public struct CapturedFrame: Hashable, Sendable {
    /// From 1, in the order of the file.
    public var number: Int
    /// Nanoseconds since 1970-01-01 UTC; 0 where the file has no time for the frame.
    public var time: Instant
    /// Index into the reader's interfaces.
    public var interface: Int
    public var linkType: LinkType
    /// Octets of the frame on the wire; more than were captured where the snap length cut it.
    public var originalLength: Int
    public var octets: [UInt8]

    public init(
        number: Int, time: Instant, interface: Int = 0, linkType: LinkType = .ethernet, originalLength: Int? = nil,
        octets: [UInt8]
    ) {
        self.number = number
        self.time = time
        self.interface = interface
        self.linkType = linkType
        self.originalLength = max(originalLength ?? octets.count, octets.count)
        self.octets = octets
    }
}

/// An interface that frames of a file were captured on.
public struct CaptureInterface: Hashable, Sendable {
    /// The name that a pcapng file may give; a classic file has none.
    public var name: String?
    public var linkType: LinkType
    /// 0 means no limit.
    public var snapLength: UInt32

    public init(name: String? = nil, linkType: LinkType = .ethernet, snapLength: UInt32 = 0) {
        self.name = name
        self.linkType = linkType
        self.snapLength = snapLength
    }
}

/// The format of a capture file.
public enum CaptureFormat: Hashable, Sendable {
    case pcap(nanoseconds: Bool, bigEndian: Bool)
    case pcapng
    /// So many files, by time.
    case merged(Int)
}

extension CaptureFormat: CustomStringConvertible {
    public var description: String {
        switch self {
        case .pcap(let nanoseconds, let bigEndian):
            "pcap, \(nanoseconds ? "nanoseconds" : "microseconds")\(bigEndian ? ", big-endian" : "")"
        case .pcapng: "pcapng"
        case .merged(let count): "\(count) files merged by time"
        }
    }
}

/// How a file ended, once every complete frame was delivered.
public enum CaptureEnd: Hashable, Sendable {
    /// Right after the last record.
    case complete
    /// In the middle of the record that begins at `byte`.
    case cutOff(atByte: Int)
    /// At the record that begins at `byte`, which cannot be right, so that nothing after it can be found.
    case damaged(atByte: Int, reason: String)
}

extension CaptureEnd: CustomStringConvertible {
    public var description: String {
        switch self {
        case .complete: "complete"
        case .cutOff(let byte): "the file is cut off in the middle of the record at byte \(byte)"
        case .damaged(let byte, let reason): "the file is damaged at byte \(byte): \(reason)"
        }
    }
}

/// The link layer that frames begin with: a LINKTYPE_ value of the pcap registry.
public struct LinkType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let null = LinkType(rawValue: 0)
    public static let ethernet = LinkType(rawValue: 1)
    public static let ppp = LinkType(rawValue: 9)
    public static let pppHDLC = LinkType(rawValue: 50)
    public static let pppEther = LinkType(rawValue: 51)
    public static let raw = LinkType(rawValue: 101)
    public static let ciscoHDLC = LinkType(rawValue: 104)
    public static let frameRelay = LinkType(rawValue: 107)
    public static let loop = LinkType(rawValue: 108)
    public static let linuxCooked = LinkType(rawValue: 113)
    public static let encapsulating = LinkType(rawValue: 109)
    public static let packetFilterLog = LinkType(rawValue: 117)
    public static let juniperEthernet = LinkType(rawValue: 178)
    public static let juniperPPP = LinkType(rawValue: 179)
    public static let juniperFrameRelay = LinkType(rawValue: 180)
    public static let juniperCiscoHDLC = LinkType(rawValue: 181)
    public static let netfilterLog = LinkType(rawValue: 239)
    public static let packetTap = LinkType(rawValue: 258)
    public static let ipv4 = LinkType(rawValue: 228)
    public static let ipv6 = LinkType(rawValue: 229)
    public static let linuxCookedV2 = LinkType(rawValue: 276)

    /// Whether frames begin with an IP header. 12 and 14 are what raw IP is called on one system or another.
    var isRawIP: Bool { [12, 14, 101, 228, 229].contains(rawValue) }
}

extension LinkType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .null: "BSD null"
        case .ethernet: "Ethernet"
        case .ppp, .pppHDLC: "PPP"
        case .pppEther: "PPPoE"
        case .ciscoHDLC: "Cisco HDLC"
        case .frameRelay: "Frame Relay"
        case .loop: "BSD loop"
        case .linuxCooked: "Linux cooked v1"
        case .linuxCookedV2: "Linux cooked v2"
        case .encapsulating: "OpenBSD encapsulation"
        case .packetFilterLog: "OpenBSD packet filter log"
        case .juniperEthernet: "Juniper Ethernet"
        case .juniperPPP: "Juniper PPP"
        case .juniperFrameRelay: "Juniper Frame Relay"
        case .juniperCiscoHDLC: "Juniper Cisco HDLC"
        case .netfilterLog: "Linux netfilter log"
        case .packetTap: "Apple packet tap"
        case _ where isRawIP: "raw IP"
        default: "link type \(rawValue)"
        }
    }
}
