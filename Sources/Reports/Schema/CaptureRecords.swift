import Captures
import NetworkPrimitives
import OSPF

// The results of `inspect`, and of `replay` for a router under test.
extension ResultRecord {
    static let inspection = ResultRecord(
        .inspection, "what captures say about a network",
        [
            ResultField("file", .text, "the files, in words"), ResultField("file_format", .text, "in words"),
            ResultField("end", .text, "'complete', or how the file ends before its time"),
            ResultField("first_time_ns", .signed(.captured), "of the first frame"),
            ResultField("last_time_ns", .signed(.captured), "of the last frame"),
            ResultField("frames", .record(allFrames), "frames by what became of them"),
            ResultField("packets", .map(.count), "OSPFv2 packets by type"),
            ResultField("unchecked_digests", .count, "packets whose digest nobody checked"),
            ResultField("lacks_hellos", .boolean, "most Hellos are not in the capture, so that silence says nothing"),
            ResultField("problems", .list(.record(problem)), "frames with something wrong, the first 1,000"),
            ResultField("routers", .list(.record(capturedRouter)), "who sent packets or originated LSAs"),
            ResultField("segments", .list(.record(segment)), "where packets were captured"),
            ResultField("databases", .list(.record(database)), "at the end, or at --at"),
            ResultField("activity", .record(activity), "LSAs in link state updates"),
            ResultField("events", .list(.oneOf(events)), "what happened, in order"),
            ResultField("outages", .list(.oneOf(outages)), "links that went and routers that fell silent"),
            ResultField("authentication_failures", .list(.record(failure)), "senders whose digests are wrong"),
            ResultField("violations", .list(.record(violation)), "what RFC 2328 forbids"),
            ResultField("ospfv3", .record(ospfv3), "OSPFv3, by the headers of its packets and LSAs"),
            ResultField("limit", .record(limit), "who would have hit --limit", canBeLeftOut: true),
            ResultField("difference", .record(difference), "between the two moments of --between", canBeLeftOut: true),
        ])

    private static let frames = FrameClass.allCases.map { ResultField($0.rawValue, .count, "\($0)") }
    private static let allFrames = ResultRecord(
        "all-frames", "every frame is in one of these classes", frames + [ResultField("all", .count, "all frames")])
    private static let problem = ResultRecord(
        "problem", "a frame with something wrong",
        [
            ResultField("frame", .count, "its number, from 1"),
            ResultField("class", .word(FrameClass.allCases.map(\.rawValue)), "what became of it"),
            ResultField("detail", .text, "in words"),
        ])
    private static let capturedRouter = ResultRecord(
        "captured-router", "a router that a capture shows",
        [
            ResultField("router_id", .quad, "its Router ID"),
            ResultField("name", .text, "what --names calls it", canBeLeftOut: true),
            ResultField("hostname", .text, "what it calls itself (RFC 5642)", canBeLeftOut: true),
            ResultField("addresses", .quads, "that it sent packets from"), ResultField("areas", .quads, "it is in"),
            ResultField("flags", .count, "of its router-LSA (RFC 2328 §A.4.2)"),
            ResultField("lsas", .count, "LSAs in the databases at the end"),
            ResultField("router_lsa_changes", .count, "times that a router-LSA of it changed"),
            ResultField("router_lsa_reversions", .count, "times that one took a content again that it had had before"),
            ResultField("restarts", .count, "times that it began again"),
            ResultField("flushes", .count, "times that an LSA of it was flushed"),
            ResultField("returns", .count, "LSAs that were flushed and came back, each time counted"),
            ResultField("flapping", .boolean, "it, or what it announces, comes and goes"),
        ])
    private static let segment = ResultRecord(
        "segment", "an interface that was captured on",
        [
            ResultField("interface", .count, "of the capture"), ResultField("area", .quad, "its area"),
            ResultField("prefix", .optional(.prefix), "its network"),
            ResultField("dr", .quad, "the Designated Router's address"),
            ResultField("bdr", .quad, "the Backup's address"),
            ResultField("dr_changes", .count, "how often they changed"),
            ResultField("routers", .list(.record(greeter)), "who sent Hellos"),
        ])
    private static let greeter = ResultRecord(
        "greeter", "a router on a segment, by its Hellos",
        [
            ResultField("router_id", .quad, "its Router ID"), ResultField("address", .quad, "its address"),
            ResultField("priority", .count, "Router Priority"),
            ResultField("hello_interval", .number(.seconds), "HelloInterval"),
            ResultField("dead_interval", .number(.seconds), "RouterDeadInterval"),
            ResultField("hellos", .count, "Hellos it sent"), ResultField("silent", .boolean, "silent at the end"),
            ResultField("neighbors", .quads, "whom its last Hello lists"),
        ])

    private static let arrivals = LSAArrival.allCases.map { ("\($0)", $0.meaning) }
    private static let database = ResultRecord(
        "database", "a link state database",
        [
            ResultField("area", .optional(.quad), "null for LSAs of AS scope"),
            ResultField("live", .count, "not flushed"),
            ResultField("lsas", .list(.record(databaseLSA)), "the latest instances"),
        ])
    private static let databaseLSA = ResultRecord(
        "database-lsa", "the latest instance of an LSA, and its history",
        lsaKey + instance + [
            ResultField("age", .number(.seconds), "LS age when it was last seen"),
            ResultField("time_ns", .signed(.captured), "when it was last seen"),
            ResultField("body_seen", .boolean, "not only its header"),
        ] + arrivals.map { ResultField($0.0, .count, $0.1, canBeLeftOut: true) } + [
            ResultField("returns", .count, "times that it was flushed and came back")
        ])
    private static let lsaKey: [ResultField] = [
        ResultField("type", .count, "LS type"), ResultField("link_state_id", .quad, "Link State ID"),
        ResultField("advertising_router", .quad, "Advertising Router"),
    ]
    private static let instance: [ResultField] = [
        ResultField("sequence", .hexadecimal, "LS sequence number"),
        ResultField("checksum", .hexadecimal, "LS checksum"),
    ]
    private static let activity = ResultRecord(
        "activity", "LSAs in link state updates",
        [ResultField("updates", .count, "link state updates"), ResultField("lsas", .count, "LSAs in them")]
            + arrivals.map { ResultField($0.0, .count, $0.1) } + [
                ResultField("discarded", .count, "LSAs that every router discards"),
                ResultField("peak_per_second", .count, "LSAs in the busiest second"),
                ResultField("peak_time_ns", .signed(.captured), "when that second begins"),
            ])

    // MARK: Events

    private static func event(_ word: String, _ fields: [ResultField], suffix: String = "") -> ResultRecord {
        ResultRecord(
            "event-" + word.replacing(" ", with: "-") + suffix, "\(word), at a moment of a capture",
            [
                ResultField("time_ns", .signed(.captured), "when"),
                ResultField("frame", .optional(.count), "the frame that shows it"),
                ResultField("segment", .optional(.count), "where, as a position in segments"),
                ResultField("event", .word([word]), "what happened"),
            ] + fields)
    }

    private static let who = ResultField("router_id", .quad, "who")
    /// What a link is, by how its ends describe it.
    private static let links: [(suffix: String, fields: [ResultField])] = [
        (
            "-between",
            [
                ResultField("link", .word(["point-to-point", "transit", "virtual"]), "what kind of link"),
                ResultField("ends", .quads, "the routers"),
                ResultField("prefix", .optional(.prefix), "of a transit network"),
            ]
        ),
        (
            "-of-router",
            [
                ResultField("link", .word(["attachment", "subnet"]), "to a network, or a network of one router"),
                who, ResultField("prefix", .prefix, "the network"),
            ]
        ),
    ]
    private static let events: [ResultRecord] =
        [
            event("router appeared", [who]), event("router fell silent", [who]),
            event("router returned", [who, ResultField("after_ns", .span, "how long it was silent")]),
            event("neighbor dropped", [who, ResultField("neighbor", .quad, "whom its Hellos list no more")]),
            event(
                "designated router changed",
                [
                    ResultField("dr", .quad, "the new one's address"),
                    ResultField("bdr", .quad, "the new Backup's address"),
                ]),
            event(
                "storm",
                [ResultField("lsas", .count, "LSAs in it")] + arrivals.map { ResultField($0.0, .count, $0.1) } + [
                    ResultField("peak_per_second", .count, "LSAs in its busiest second"),
                    ResultField("until_ns", .signed(.captured), "when it ended"),
                    ResultField("busiest", .quad, "whose LSAs most of them were"),
                    ResultField("preceded_by_event", .optional(.count), "as a position in events"),
                    ResultField(
                        "cause",
                        .optional(
                            .word(["database exchange", "LSRefreshTime", "event", "withdrawal", "announcement"])),
                        "what most of the LSAs came of"),
                ]),
        ]
        + links.flatMap { suffix, fields in
            [
                event("link down", fields + [left], suffix: suffix),
                event("link up", fields + [away, announcer], suffix: suffix),
            ]
        }
    private static let left = ResultField("left", .count, "parallel links, or routers, that remain")
    private static let away = ResultField(
        "after_ns", .optional(.span), "how long it was away; null where it is new")
    private static let announcer = ResultField("by", .quad, "the one end that announces it", canBeLeftOut: true)

    private static let spans: [ResultField] = [
        ResultField("timer_ns", .optional(.span), "the timer that silences look like, such as a limit's ignore time"),
        ResultField("spans", .list(.record(span)), "each time"),
    ]
    private static let span = ResultRecord(
        "span", "a time of which something was away",
        [
            ResultField("from_ns", .signed(.captured), "from when"),
            ResultField("to_ns", .optional(.signed(.captured)), "until when; null where it did not come back"),
        ])
    private static let outages =
        links.map { ResultRecord("link-outage\($0.suffix)", "a link that went away", $0.fields + spans) } + [
            ResultRecord(
                "router-outage", "a router that fell silent",
                [who, ResultField("segment", .count, "where, as a position in segments")] + spans)
        ]

    // MARK: What is wrong

    private static let first: [ResultField] = [
        ResultField("first_frame", .count, "the first such frame"),
        ResultField("first_time_ns", .signed(.captured), "and when it was"),
    ]
    private static let failure = ResultRecord(
        "authentication-failure", "a sender whose digests are wrong",
        [
            who, ResultField("source", .quad, "its address"), ResultField("key_id", .count, "the key that it names"),
            ResultField("key_known", .boolean, "a secret was given for it"),
            ResultField("failed", .count, "packets with a wrong digest"),
            ResultField("accepted", .count, "packets with a right one"),
        ] + first)
    private static let violation = ResultRecord(
        "violation", "what RFC 2328 forbids",
        [
            ResultField("rule", .word(Violation.Rule.allCases.map(\.rawValue)), "what is not kept"),
            ResultField("detail", .text, "by whom, in words"), ResultField("count", .count, "how often"),
        ] + first)

    private static let ospfv3 = ResultRecord(
        "ospfv3", "what there is of OSPFv3",
        [
            ResultField("packets", .map(.count), "by type"),
            ResultField("unreadable", .count, "packets that could not be read"),
            ResultField("routers", .list(.record(ospfv3Router)), "who sent them"),
            ResultField("lsas", .list(.record(ospfv3LSA)), "the latest instances seen"),
        ])
    private static let ospfv3Router = ResultRecord(
        "ospfv3-router", "a router that speaks OSPFv3",
        [who, ResultField("areas", .quads, "of its packets"), ResultField("packets", .count, "that it sent")])
    private static let ospfv3LSA = ResultRecord(
        "ospfv3-lsa", "an LSA of OSPFv3, by its header",
        [
            ResultField("area", .optional(.quad), "null for LSAs of AS scope"),
            ResultField("type", .hexadecimal, "LS type"), ResultField("type_name", .text, "its name"),
            ResultField("link_state_id", .count, "Link State ID"),
            ResultField("advertising_router", .quad, "Advertising Router"),
        ] + instance + [ResultField("age", .number(.seconds), "LS age"), ResultField("length", .count, "octets")])

    // MARK: What was asked for

    private static let limit = ResultRecord(
        "captured-limit", "who would have hit a limit",
        [
            ResultField("maximum", .count, "LSAs of other routers"),
            ResultField("routers", .list(.record(limitedRouter)), "one for each router"),
        ])
    private static let limitedRouter = ResultRecord(
        "limited-router", "a router under a limit that it did not have",
        [
            who, ResultField("most", .count, "LSAs of others at the most"),
            ResultField("most_time_ns", .signed(.captured), "when"),
            ResultField("met_frame", .optional(.count), "the frame that hits the limit"),
            ResultField("met_time_ns", .optional(.signed(.captured)), "and when that was"),
            ResultField("met_by", .optional(.text), "the LSA that hits it"),
            ResultField("beyond", .count, "LSAs beyond the limit"),
            ResultField("last", .count, "LSAs of others at the end"),
        ])
    private static let difference = ResultRecord(
        "difference", "how databases changed between two moments",
        [
            ResultField("from_ns", .signed(.captured), "the first moment"),
            ResultField("to_ns", .signed(.captured), "the second"),
            ResultField("areas", .list(.record(areaDifference)), "by area"),
            ResultField("lsas", .list(.record(lsaDifference)), "what is not as it was"),
        ])
    private static let areaDifference = ResultRecord(
        "area-difference", "the size of a database at both moments",
        [
            ResultField("area", .optional(.quad), "null for LSAs of AS scope"),
            ResultField("before", .count, "LSAs then"),
            ResultField("after", .count, "LSAs later"),
        ])
    private static let lsaDifference = ResultRecord(
        "lsa-difference", "an LSA that is not as it was",
        [
            ResultField("change", .word(DatabaseDifference.Change.allCases.map(\.rawValue)), "what became of it"),
            ResultField("area", .optional(.quad), "null for LSAs of AS scope"),
            ResultField("type", .optional(.count), "LS type"),
            ResultField("link_state_id", .optional(.quad), "Link State ID"),
            ResultField("advertising_router", .optional(.quad), "Advertising Router"),
            ResultField("sequence_before", .optional(.hexadecimal), "LS sequence number then"),
            ResultField("sequence_after", .optional(.hexadecimal), "and later"),
        ])

    // MARK: Replays

    static let replay = ResultRecord(.replay, "what became of a router that heard a capture", replayFields)
    static let replayComparison = ResultRecord(
        .replayComparison, "what became of a router that heard a capture, under several policies",
        [ResultField("variants", .list(.record(replayVariant)), "one for each policy")])
    private static let replayVariant = ResultRecord(
        "replay-variant", "a policy, and what came of it",
        [ResultField("name", .text, "of the policy"), ResultField("result", .record(replayPart), "what came of it")])
    private static let replayPart = ResultRecord(part: .replay, "a replay that is part of another result", replayFields)

    private static let replayFields: [ResultField] = [
        ResultField("file", .text, "the capture"), verdictField,
        ResultField("first_time_ns", .signed(.captured), "of the first frame"),
        ResultField("length_ns", .span, "of the replay, with what follows the last frame"),
        ResultField("updates", .count, "link state updates"), ResultField("lsas", .count, "LSAs in them"),
        ResultField("frames", .record(ResultRecord("frames", "frames by what became of them", frames)), "all frames"),
        ResultField("areas", .quads, "of the updates"),
        ResultField("limit", .optional(.count), "LSAs that it may hold"),
        ResultField("policy", resultWords(LimitPolicy.Action.allCases), "what it does at the limit"),
        ResultField(
            "counted", flat, "milliseconds and difference of the LSAs that count towards its limit; flat",
            canBeLeftOut: true),
        ResultField("events", .list(.record(replayEvent)), "what happened to it, in order"),
        ResultField("router", .record(testedRouter), "what it came to"),
        ResultField("database", .list(.record(heldLSA)), "what it holds at the end"),
        ResultField("digest", .digest, "of everything that happened"),
    ]
    private static let replayEvent = ResultRecord(
        "replay-event", "something that happened to a router under test",
        [
            ResultField("kind", resultWords(Happening.Kind.allCases), "what"),
            ResultField("time_ns", .signed(.replayed), "when"),
            ResultField("frame", .optional(.count), "the frame that led to it"),
            ResultField("count", .count, "LSAs counted at that moment"),
            ResultField("composition", .list(.record(held)), "who had advertised what the database held"),
        ])
    private static let testedRouter = ResultRecord(
        "tested-router", "a router under test, at the end",
        [
            ResultField("peak", .count, "LSAs counted at the most"),
            ResultField("peak_time_ns", .signed(.replayed), "when"),
            ResultField("counted", .count, "LSAs counted at the end"),
            ResultField("lacking", .count, "LSAs that it lacks because of its limit"),
            ResultField("phase", resultWords(LimitPhase.allCases), "the state of its limit"),
            ResultField("isolations", .count, "how often it shut down OSPF"),
            ResultField("isolated_ns", .span, "how long it was shut down"),
            ResultField("rejected", .count, "LSAs refused"),
            ResultField("lsas_discarded", .list(.record(discard)), "LSAs that were discarded, by reason"),
            ResultField("spf_runs", .count, "calculations of the routing table"),
        ])
    private static let heldLSA = ResultRecord(
        "held-lsa", "an LSA in the database of a router under test",
        [
            ResultField("area", .optional(.quad), "null for LSAs of AS scope"), ResultField("type", .count, "LS type"),
            ResultField("lsid", .quad, "Link State ID"), ResultField("adv", .quad, "Advertising Router"),
            ResultField("age", .number(.seconds), "LS age"),
        ])
}

extension LSAArrival {
    /// What an LSA is to an observer who has seen all before.
    fileprivate var meaning: String {
        switch self {
        case .new: "seen for the first time, or after a flush"
        case .refreshed: "newer, with the same body"
        case .changed: "newer, with another body"
        case .flushed: "newer, at MaxAge"
        case .refloodedByOther: "the same again, from another sender"
        case .retransmitted: "the same again, from the same sender"
        case .outdated: "older than one seen before"
        }
    }
}
