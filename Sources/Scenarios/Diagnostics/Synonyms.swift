/// The word among `candidates` that `word` most likely means: one that means the same, or else the nearest by letters.
///
/// People write what their vendor's configuration says, or the next best word of English.
func nearestWord(to word: String, among candidates: [String]) -> String? {
    let plain = Synonyms.plain(word)
    if let same = candidates.first(where: { Synonyms.plain($0) == plain && $0 != word }) { return same }
    if let meant = Synonyms.words(for: plain).lazy.compactMap({ find($0, among: candidates) }).first { return meant }
    return nearestName(to: word, among: candidates)
}

/// A candidate, or the action that sets what a word means.
private func find(_ word: String, among candidates: [String]) -> String? {
    candidates.first { $0 == word } ?? candidates.first { $0 == "set-" + word }
}

enum Synonyms {
    /// Words that mean nearly the same somewhere; those that a file knows come first, the likeliest before others.
    private static let sets: [[String]] = [
        ["cost", "metric", "ospf-cost", "weight"],
        ["metric-type", "type", "external-type"],
        ["area-id", "area", "area-number"],
        ["area", "area-id"],
        ["loopback-area-id", "loopback-area"],
        ["hello-interval", "hello", "hello-time", "hello-timer", "timers-hello"],
        ["dead-interval", "dead", "router-dead-interval", "dead-time", "dead-timer", "hold-time"],
        ["retransmit-interval", "retransmit", "rxmt-interval", "retransmission-interval"],
        ["transmit-delay", "transit-delay", "inf-trans-delay"],
        ["routers", "nodes", "devices", "hosts", "systems", "vertices"],
        ["router", "node", "device", "host", "system"],
        ["links", "edges", "cables", "connections", "wires", "circuits", "adjacencies"],
        ["lans", "networks", "subnets", "vlans", "bridges", "switches", "segments", "broadcast-networks"],
        ["segment", "link", "lan", "interface", "edge", "network", "circuit"],
        ["members", "routers", "nodes", "attached", "ports"],
        [
            "stub-router", "drain", "cost-out", "max-metric", "overload-bit", "overload", "maintenance",
            "isolate-traffic",
        ],
        [
            "decommission", "cut", "shutdown", "shut", "power-off", "poweroff", "turn-off", "kill", "fail", "crash",
            "down",
        ],
        ["cut", "link-down", "break", "sever", "unplug", "fail-link", "pull", "remove-link", "interface-down"],
        ["repair", "restore", "fix", "link-up", "no-shutdown", "undo", "interface-up"],
        ["disconnect", "unplug"],
        ["start", "power-on", "poweron", "boot", "turn-on", "up", "no-shutdown"],
        ["reboot", "reload", "restart", "power-cycle", "bounce"],
        ["restart-ospf", "restart-process", "graceful-restart", "nsf-restart"],
        ["stop-ospf", "no-router-ospf", "stop-process", "kill-ospf"],
        ["disable-ospf", "no-ospf", "ospf-disable", "deactivate"],
        ["enable-ospf", "ospf-enable", "activate"],
        ["clear", "clear-ip-ospf", "clear-ospf", "clear-ip-ospf-process", "reset", "reset-ospf"],
        ["redistribute", "announce", "advertise", "originate", "inject", "leak", "export"],
        ["withdraw", "retract", "unannounce", "stop-redistribute", "no-redistribute"],
        ["interface-type", "network-type", "ip-ospf-network", "link-type", "network"],
        ["point-to-point", "p2p", "ptp", "point2point"],
        ["point-to-multipoint", "p2mp", "ptmp"],
        ["non-broadcast", "nbma", "nonbroadcast"],
        ["broadcast", "ethernet", "multi-access"],
        ["priority", "dr-priority", "router-priority"],
        ["mtu-ignore", "ignore-mtu"],
        ["mtu", "ip-mtu", "interface-mtu"],
        ["passive", "passive-interface", "silent-interface"],
        ["silent", "silently", "undetected"],
        ["prefix", "subnet", "network", "cidr", "net"],
        ["prefixes", "routes", "networks", "destinations", "subnets"],
        ["base", "first", "start", "prefix", "network"],
        ["count", "number", "amount", "size"],
        [
            "originators", "originator", "originates", "asbrs", "asbr", "announced-by", "redistributed-by", "routers",
            "router",
        ],
        ["groups", "externals", "external-routes", "external", "routes", "redistribution"],
        ["limit", "max-lsa", "maximum-lsa", "lsa-limit", "lsdb-limit", "database-protection", "lsdb-overload-limit"],
        ["maximum", "max", "max-lsa", "maximum-lsa", "maximum-lsas", "number", "limit"],
        ["warning-threshold", "threshold", "warning"],
        ["ignore-time", "ignore-interval"],
        ["reset-time", "reset-interval"],
        ["loss", "packet-loss", "drop", "drops", "drop-rate"],
        ["delay", "latency", "rtt", "propagation-delay"],
        ["jitter", "variation", "delay-variation"],
        ["corruption", "damage", "bit-errors", "errors", "crc-errors"],
        ["router-id", "rid", "id", "ospf-router-id"],
        ["loopback", "loopbacks", "lo0", "lo", "loopback0", "loopback-address"],
        ["address", "ip", "ip-address", "ipv4", "ipv4-address"],
        ["site", "location", "datacenter", "data-center", "pop", "region", "room"],
        ["model", "platform", "vendor", "hardware", "kind", "image", "type", "os"],
        ["models", "platforms", "vendors", "templates", "types"],
        ["defaults", "default", "global", "globals", "common"],
        ["duration", "length", "runtime", "run-time", "lasts"],
        ["timeline", "events", "actions", "steps", "schedule", "changes"],
        ["expect", "expectations", "expected", "assertions", "assert", "asserts", "checks"],
        ["probes", "flows", "traffic", "pings", "tests"],
        ["from", "source", "src", "sources"],
        ["to", "destination", "dst", "dest", "target"],
        ["at", "time", "when", "moment"],
        ["when", "condition", "if", "after"],
        ["label", "comment", "note", "title"],
        ["description", "comment", "note", "about", "summary"],
        ["extends", "inherits", "include", "import", "based-on", "parent"],
        ["topology", "network", "include", "net"],
        ["timers", "timer"],
        ["spf", "spf-throttle", "throttle-spf", "timers-throttle-spf", "spf-options", "spf-timers"],
        ["min-ls-arrival", "lsa-arrival", "min-lsa-arrival", "timers-lsa-arrival", "lsa-arrival-interval"],
        ["min-ls-interval", "lsa-interval", "min-lsa-interval"],
        ["lsa-throttle", "throttle-lsa", "timers-throttle-lsa", "lsa-generation"],
        ["flood-pacing", "pacing", "pacing-flood", "lsa-pacing"],
        ["interface", "port", "ifname", "interface-name", "name"],
        ["circuits", "pvcs", "vcs", "dlcis"],
        ["static-neighbors", "neighbors", "neighbor", "neighbours"],
        ["virtual-links", "virtual-link"],
        ["transit-area-id", "transit-area", "area", "area-id"],
        ["summaries", "no-summary", "totally-stubby", "summary"],
        ["default-cost", "default-metric", "stub-default-metric"],
        ["nssa-default", "default-information-originate", "default-information", "default-lsa"],
        ["ranges", "range", "area-range", "aggregates"],
        ["nssa-ranges", "nssa-range"],
        ["summary-address", "aggregate", "aggregate-address", "summary-prefix"],
        ["distribute-list", "filter", "prefix-list", "route-filter", "route-policy"],
        ["authentication", "auth", "message-digest", "key-chain", "authentication-key", "password"],
        ["key", "password", "secret", "md5-key"],
        ["powered-on", "power", "powered", "on"],
        ["enabled", "shutdown", "disabled", "up"],
        ["active", "enabled", "originates"],
        ["shutdown", "isolate", "ignore", "disable", "close"],
        ["reject", "drop", "refuse", "discard", "deny"],
        ["warn", "warning-only", "log", "alarm", "warning"],
        ["rfc1583-compatibility", "compatible-rfc1583", "rfc1583", "rfc-1583-compatible"],
        ["border-router-type", "abr-type"],
        ["opaque-capable", "capability-opaque", "opaque"],
        ["graceful-restart", "nsf"],
        ["delivered", "arrives", "reachable", "received"],
        ["lost", "loss", "outage", "downtime"],
    ]

    private static let byWord: [String: [String]] = sets.reduce(into: [:]) { table, set in
        for word in set { table[word, default: []] += set.filter { $0 != word } }
    }

    /// The words that mean what a word means, the likeliest first.
    static func words(for word: String) -> [String] {
        for prefix in ["ip-ospf-", "ospf-", "set-", "change-"] where byWord[word] == nil && word.hasPrefix(prefix) {
            return words(for: String(word.dropFirst(prefix.count)))
        }
        return byWord[word] ?? []
    }

    /// Spelled as keys are: small letters, hyphens, and the American way.
    static func plain(_ word: String) -> String {
        word.lowercased().replacing("_", with: "-").replacing(" ", with: "-").replacing("neighbour", with: "neighbor")
    }
}
