/// The labels with which lines of the IOS family begin.
enum CiscoLabel {
    case router, heading, age, options, type, linkStateID, advertisingRouter, sequenceNumber, checksum, length, flags
    case areaBorderRouter, boundaryRouter, virtualEndpoint, translator, linkCount
    case link, linkID, linkData, mask, attachedRouter, tos, metric, metricType, forwardAddress, tag
    /// Known, and of no use here.
    case noise

    /// Labels by their first letter, in lower case; the longer of two comes first.
    private static let table: [UInt8: [(StaticString, CiscoLabel)]] = [
        UInt8(ascii: "("): [("(Link ID)", .linkID), ("(Link Data)", .linkData)],
        UInt8(ascii: "a"): [
            ("Advertising Router:", .advertisingRouter), ("Advertising Router :", .advertisingRouter),
            ("Attached Router:", .attachedRouter), ("Attached Router :", .attachedRouter),
            ("Area Border Router", .areaBorderRouter),
            ("AS Boundary Router", .boundaryRouter), ("AS Border Router", .boundaryRouter),
        ],
        UInt8(ascii: "c"): [("Checksum:", .checksum), ("Checksum :", .checksum)],
        UInt8(ascii: "e"): [
            ("External Route Tag:", .tag), ("External Route Tag :", .tag), ("Exception Flag:", .noise),
        ],
        UInt8(ascii: "f"): [
            ("Flags:", .flags), ("Forward Address:", .forwardAddress), ("Forward Address :", .forwardAddress),
            ("Forwarding Address:", .forwardAddress), ("Forwarding Address :", .forwardAddress),
            ("Fragment number", .noise),
        ],
        UInt8(ascii: "l"): [
            ("LS age:", .age), ("LS age :", .age), ("LS Type:", .type), ("LS Type :", .type),
            ("LS Seq Number:", .sequenceNumber), ("LS Seq Number :", .sequenceNumber), ("LS Flags:", .noise),
            ("Link State ID:", .linkStateID), ("Link State ID :", .linkStateID), ("Link connected to:", .link),
            ("Link connected to :", .link), ("Link ID ", .noise), ("Length:", .length), ("Length :", .length),
        ],
        UInt8(ascii: "m"): [
            ("Metric Type:", .metricType), ("Metric Type :", .metricType), ("Metrics:", .metric), ("Metric:", .metric),
            ("Metric :", .metric), ("MTID", .tos),
        ],
        UInt8(ascii: "n"): [
            ("Number of TOS metrics", .noise), ("Number of MTID metrics", .noise), ("Number of Links:", .linkCount),
            ("Number of Links :", .linkCount), ("Network Mask:", .mask), ("Network Mask :", .mask),
            ("NSSA: Forward Address:", .forwardAddress), ("NSSA Translator", .translator),
            ("NSSA Unconditional Translator", .translator), ("Unconditional NSSA translator", .translator),
        ],
        UInt8(ascii: "o"): [
            ("Options:", .options), ("Options :", .options), ("Opaque Type", .noise), ("Opaque ID", .noise),
            ("OSPF Router with ID", .router),
        ],
        UInt8(ascii: "r"): [("Routing Bit Set", .noise)],
        UInt8(ascii: "t"): [("TOS", .tos)],
        UInt8(ascii: "u"): [("Unconditional NSSA translator", .translator)],
        UInt8(ascii: "v"): [("Virtual Link Endpoint", .virtualEndpoint), ("Virtual Link endpoint", .virtualEndpoint)],
    ]

    /// Indexed by the octet, as most lines of a large file are looked up here.
    private static let byOctet: [[(StaticString, CiscoLabel)]] = (0..<256).map { table[UInt8($0)] ?? [] }

    init?(_ line: TextCursor) {
        var copy = line
        self.init(taking: &copy)
    }

    /// The label at the beginning of a line; `line` is after it then.
    init?(taking line: inout TextCursor) {
        guard let octet = line.next else { return nil }
        for (text, label) in Self.byOctet[Int(TextCursor.lowercase(octet))] where line.take(text) {
            self = label
            return
        }
        guard
            line.contains("Link States") || line.contains("-Local Opaque-LSA (")
                || line.starts(with: "AS-Global Opaque-LSA")
        else { return nil }
        self = .heading
    }
}
