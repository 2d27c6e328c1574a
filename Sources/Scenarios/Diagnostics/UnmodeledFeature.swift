/// Features of real routers that scenarios cannot say, by the words that configurations have for them.
///
/// A key that is one of these words is no slip of the pen: the message says so, and names the nearest thing that is modeled.
enum UnmodeledFeature {
    private static let features: [(words: [String], nearest: String)] = [
        (
            ["bfd", "bfd-liveness-detection", "fast-detection", "minimum-interval", "detect-multiplier", "micro-bfd"],
            "a short 'dead-interval' detects a silent failure, and a 'cut' without 'silent' is detected at once by the carrier"
        ),
        (
            ["bgp", "ibgp", "ebgp", "bgp-ls", "route-reflector", "peer", "peers", "peer-group"],
            "what comes from BGP is a group in 'groups' that its 'originators' redistribute"
        ),
        (
            ["isis", "is-is", "eigrp", "rip", "ripng", "static", "static-routes", "kernel", "connected"],
            "what comes from another protocol is a group in 'groups' that its 'originators' redistribute"
        ),
        (
            [
                "process", "processes", "process-id", "instance", "instances", "instance-id", "vrf", "vrfs",
                "routing-instance", "network-instance", "multi-topology",
            ], "a router runs one process in one table: write each further one as a router of its own"
        ),
        (
            ["ospfv3", "ospf3", "ipv6", "address-family", "address-families"],
            "OSPFv2 alone is emulated; 'spillway inspect' reads captures of OSPFv3"
        ),
        (
            ["ldp", "ldp-sync", "igp-sync", "ldp-igp-sync", "ldp-synchronization", "ldp-igp-synchronization"],
            "'stub-router' with 'on-startup', or 'set-cost', keeps traffic away for a time"
        ),
        (
            ["prefix-suppression", "suppress-prefix", "node-flag", "secondary-suppression"],
            "an 'unnumbered' link advertises no network of its own"
        ),
        (
            [
                "bandwidth", "reference-bandwidth", "auto-cost", "auto-cost-reference-bandwidth", "speed", "capacity",
                "qos",
            ],
            "'cost' says what an interface costs, and 'delay' and 'loss' what its packets suffer"
        ),
        (
            [
                "mpls", "mpls-te", "te", "traffic-eng", "traffic-engineering", "te-rid", "rsvp", "rsvp-te",
                "segment-routing",
                "sr", "srv6", "prefix-sid", "srgb", "flex-algo",
            ], "packets follow 'cost' alone; 'opaque-lsas' stand for what traffic engineering floods"
        ),
        (
            [
                "fast-reroute", "fast-re-route", "frr-lfa", "lfa", "remote-lfa", "ti-lfa", "loop-free-alternate",
                "ipfrr",
                "microloop-avoidance", "prefix-independent-convergence", "pic",
            ], "paths of equal cost are used together, and 'timers' with 'spf' say how fast others follow"
        ),
        (
            ["nsr", "non-stop-routing", "nonstop-routing", "nsf", "issu", "stateful-switchover"],
            "'graceful-restart' and 'restart-ospf'"
        ),
        (
            ["snmp", "trap", "snmp-trap", "logging", "debug", "syslog", "log-adjacency-changes"],
            "every event is in the report: 'spillway run --verbose'"
        ),
        (
            [
                "demand-circuit", "do-not-age", "flood-reduction", "database-filter", "database-filter-all",
                "ttl-security",
                "gtsm", "sham-link", "sham-links", "two-part-metric", "hybrid", "multi-area-adjacency", "multi-area",
                "maximum-paths", "ecmp", "distance", "preference", "admin-distance", "route-map", "policy-statement",
            ], "docs/scenario-format.md lists what is"
        ),
    ]

    private static let nearest = Dictionary(
        features.flatMap { feature in feature.words.map { ($0, feature.nearest) } },
        uniquingKeysWith: { first, _ in first })

    /// What to say of a key that nothing knows; `nil` where it is not the word for such a feature.
    static func message(for key: String) -> String? {
        var word = key.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
        for prefix in ["set-", "ip-ospf-", "enable-", "disable-"] where nearest[word] == nil && word.hasPrefix(prefix) {
            word = String(word.dropFirst(prefix.count))
        }
        return nearest[word].map { "'\(shortened(key))' is not modeled: \($0)" }
    }
}
