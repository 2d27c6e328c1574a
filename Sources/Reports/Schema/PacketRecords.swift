import OSPF
import OSPFWire

// Lines: packets of a capture, and events of a trace.
extension ResultRecord {
    static let packetsHeader = ResultRecord(
        .packets, "the first line of inspect --packets --format json; every other line is a packet-line", [])

    static let packetLine = ResultRecord(
        "packet-line", "an OSPFv2 packet of a capture; null is what is not legible",
        [
            ResultField("frame", .count, "the frame's number, from 1"),
            ResultField("index", .count, "of the packet in its frame, from 0"),
            ResultField("time_ns", .signed(.captured), "of the frame"), ResultField("src", .quad, "source address"),
            ResultField("dst", .quad, "destination address"),
            ResultField("encap", .text, "what carries it, outermost first"),
            ResultField("quoted", .boolean, "quoted by an ICMP error"),
            ResultField("version", .optional(.count), "Version"), ResultField("type", .optional(.count), "Type"),
            ResultField("type_name", .word(["hello", "dd", "lsr", "lsu", "lsack", "unknown"]), "its name"),
            ResultField("length", .optional(.count), "Packet length; octets"),
            ResultField("router_id", .optional(.quad), "Router ID"),
            ResultField("area_id", .optional(.quad), "Area ID"),
            ResultField("checksum", .optional(.hexadecimal), "Checksum"),
            ResultField("checksum_ok", .optional(.boolean), "null where there is none to check"),
            ResultField("auth", .record(authentication), "Authentication"),
            ResultField("malformed", .boolean, "there are notes"),
            ResultField("notes", .texts, "what is wrong with it"),
            ResultField("hello", .record(hello), "of a Hello", canBeLeftOut: true),
            ResultField("dd", .record(description), "of a Database Description", canBeLeftOut: true),
            ResultField("requests", .list(.record(request)), "of a Link State Request", canBeLeftOut: true),
            ResultField(
                "lsa_count", .count, "of a Link State Update: how many LSAs it says it has", canBeLeftOut: true),
            ResultField("lsas", .list(.record(lsa)), "LSAs, or their headers", canBeLeftOut: true),
            ResultField("opaque", .list(.record(opaque)), "what opaque LSAs carry", canBeLeftOut: true),
            ResultField("lls", .record(signaling), "the LLS data block (RFC 5613)", canBeLeftOut: true),
        ])
    private static let authentication = ResultRecord(
        "packet-authentication", "how a packet is authenticated (RFC 2328 appendix D)",
        [
            ResultField("type", .optional(.count), "AuType"),
            ResultField("password", .optional(.text), "of simple authentication", canBeLeftOut: true),
            ResultField("key_id", .optional(.count), "Key ID", canBeLeftOut: true),
            ResultField("digest_length", .optional(.count), "Auth Data Len; octets", canBeLeftOut: true),
            ResultField("sequence", .optional(.count), "Cryptographic sequence number", canBeLeftOut: true),
            ResultField("digest", .optional(.octets), "in hexadecimal", canBeLeftOut: true),
            ResultField(
                "verdict", .word(["verified", "failed", "key unknown"]), "what --key says of it", canBeLeftOut: true),
        ])
    private static let hello = ResultRecord(
        "packet-hello", "the fields of a Hello (RFC 2328 §A.3.2)",
        [
            ResultField("mask", .optional(.quad), "Network mask"),
            ResultField("hello_interval", .optional(.number(.seconds)), "HelloInterval"),
            ResultField("options", .optional(.count), "Options"), ResultField("priority", .optional(.count), "Rtr Pri"),
            ResultField("dead_interval", .optional(.number(.seconds)), "RouterDeadInterval"),
            ResultField("dr", .optional(.quad), "Designated Router"),
            ResultField("bdr", .optional(.quad), "Backup Designated Router"),
            ResultField("neighbors", .quads, "Neighbor"),
        ])
    private static let description = ResultRecord(
        "packet-description", "the fields of a Database Description (RFC 2328 §A.3.3)",
        [
            ResultField("mtu", .optional(.count), "Interface MTU; octets"),
            ResultField("options", .optional(.count), "Options"),
            ResultField("flags", .optional(.count), "I, M and MS"),
            ResultField("sequence", .optional(.count), "DD sequence number"),
        ])
    private static let request = ResultRecord(
        "packet-request", "an item of a Link State Request (RFC 2328 §A.3.4)",
        [
            ResultField("type", .optional(.count), "LS type"),
            ResultField("link_state_id", .optional(.quad), "Link State ID"),
            ResultField("advertising_router", .optional(.quad), "Advertising Router"),
        ])

    // MARK: LSAs

    private static let lsa = ResultRecord(
        "packet-lsa", "an LSA's header, and in an update its body (RFC 2328 §A.4)",
        [
            ResultField("age", .number(.seconds), "LS age"), ResultField("do_not_age", .boolean, "DoNotAge (RFC 1793)"),
            ResultField("options", .count, "Options"), ResultField("type", .count, "LS type"),
            ResultField("link_state_id", .quad, "Link State ID"),
            ResultField("advertising_router", .quad, "Advertising Router"),
            ResultField("sequence", .hexadecimal, "LS sequence number"),
            ResultField("checksum", .hexadecimal, "LS checksum"), ResultField("length", .count, "length; octets"),
            ResultField("lsa_checksum_ok", .optional(.boolean), "of a whole LSA", canBeLeftOut: true),
            ResultField("body", .oneOf(bodies), "as far as it is legible", canBeLeftOut: true),
        ])
    private static let bodies: [ResultRecord] = [
        ResultRecord(
            "body-router", "of a router-LSA",
            [
                ResultField("flags", .optional(.count), "V, E and B"), ResultField("link_count", .count, "# links"),
                ResultField("links", .list(.record(link)), "its links"),
            ]),
        ResultRecord(
            "body-network", "of a network-LSA",
            [ResultField("mask", .optional(.quad), "Network Mask"), ResultField("attached", .quads, "Attached Router")]),
        ResultRecord(
            "body-summary", "of a summary-LSA",
            [
                ResultField("mask", .optional(.quad), "Network Mask"),
                ResultField("metrics", .list(.record(metric)), "by type of service"),
            ]),
        ResultRecord(
            "body-external", "of an AS-external-LSA or NSSA-LSA",
            [
                ResultField("mask", .optional(.quad), "Network Mask"),
                ResultField("routes", .list(.record(route)), "by type of service"),
            ]),
        ResultRecord(
            "body-opaque", "of an opaque LSA (RFC 5250)",
            [ResultField("opaque_type", .count, "Opaque Type"), ResultField("opaque_id", .count, "Opaque ID")]),
    ]
    private static let link = ResultRecord(
        "packet-link", "a link of a router-LSA",
        [
            ResultField("type", .optional(.count), "Type"), ResultField("id", .optional(.quad), "Link ID"),
            ResultField("data", .optional(.quad), "Link Data"), ResultField("metric", .optional(.count), "metric"),
            ResultField("tos", .list(.record(metric)), "metrics by type of service"),
        ])
    private static let metric = ResultRecord(
        "packet-metric", "a metric of a type of service",
        [ResultField("tos", .optional(.count), "TOS"), ResultField("metric", .optional(.count), "metric")])
    private static let route = ResultRecord(
        "packet-route", "an external route",
        [
            ResultField("external_type", .count, "1 or 2"), ResultField("tos", .count, "TOS"),
            ResultField("metric", .optional(.count), "metric"),
            ResultField("forward", .optional(.quad), "Forwarding address"),
            ResultField("tag", .optional(.count), "External Route Tag"),
        ])
    private static let opaque = ResultRecord(
        "packet-opaque", "what an opaque LSA carries",
        [
            ResultField("lsa", .count, "its position in lsas"), ResultField("application", .text, "what it is for"),
            ResultField("octets", .octets, "the body, in hexadecimal"),
            ResultField("tlvs", .list(.record(triplet)), "its triplets, where the application has such"),
        ])
    private static let triplet = ResultRecord(
        "packet-tlv", "a type-length-value triplet",
        [
            ResultField("type", .count, "Type"), ResultField("name", .optional(.text), "where it is known"),
            ResultField("value", .octets, "in hexadecimal"),
            ResultField("tlvs", .list(.itself("packet-tlv")), "triplets in the value", canBeLeftOut: true),
        ])
    private static let signaling = ResultRecord(
        "packet-lls", "an LLS data block",
        [
            ResultField("length", .count, "octets"),
            ResultField("checksum_ok", .boolean, "false where it is wrong", canBeLeftOut: true),
        ])

    // MARK: Traces

    static let traceHeader = ResultRecord(
        .trace,
        "the first line of run --trace; every other line is a trace-happening or a trace-packet", [])

    static let traceHappening = ResultRecord(
        "trace-happening", "a happening of a run",
        [ResultField("time_ns", .moment, "when"), ResultField("event", .word(["happening"]), "what this line is")]
            + [ResultField("id", .count, "its number")] + happeningFields.filter { $0.name != "time_ns" }
            + [ResultField("text", .text, "of an action", canBeLeftOut: true)])
    static let tracePacket = ResultRecord(
        "trace-packet", "a packet that was sent",
        [
            ResultField("time_ns", .moment, "when"), ResultField("event", .word(["packet"]), "what this line is"),
            ResultField("type", resultWords(PacketType.allCases.map(\.word)), "of the packet"),
            ResultField("router", .text, "who sent it"), ResultField("interface", .text, "of the router"),
            ResultField("segment", .text, "where"), ResultField("to", .quad, "destination address"),
            ResultField("bytes", .count, "octets of the IP datagram"),
            ResultField("cause", .optional(.count), "the id of the happening that led to it"),
            ResultField("neighbors", .quads, "of a Hello", canBeLeftOut: true),
            ResultField("keys", .list(.record(traceKey)), "of a Link State Request", canBeLeftOut: true),
            ResultField("lsas", .list(.record(traceLSA)), "of the other types", canBeLeftOut: true),
        ])
    private static let traceKeyFields: [ResultField] = [
        ResultField("type", .count, "LS type"), ResultField("link_state_id", .quad, "Link State ID"),
        ResultField("advertising_router", .quad, "Advertising Router"),
    ]
    private static let traceKey = ResultRecord("trace-key", "an LSA that is asked for", traceKeyFields)
    private static let traceLSA = ResultRecord(
        "trace-lsa", "an LSA that is sent, or its header",
        traceKeyFields + [
            ResultField("sequence", .hexadecimal, "LS sequence number"),
            ResultField("age", .number(.seconds), "LS age"),
        ])
}
