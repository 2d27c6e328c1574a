import Emulation
import NetworkPrimitives
import OSPF

/// Holds a scenario against what a daemon can do.
///
/// Every key of the file is one of three things: translated, unused because it means nothing to a real router, or refused.
/// A key that is not listed here is refused, so that a new one is not forgotten in silence.
struct DaemonCheck {
    let daemon: RoutingDaemon
    /// What each router runs: those of another daemon are left to its own check.
    let daemons: Table<RouterIndex, RoutingDaemon>
    let tree: Value
    let draft: NetworkDraft
    let sink: DiagnosticSink
    private var unused: Set<String> = []

    init(
        daemon: RoutingDaemon, daemons: Table<RouterIndex, RoutingDaemon>, tree: Value, draft: NetworkDraft,
        sink: DiagnosticSink
    ) {
        self.daemon = daemon
        self.daemons = daemons
        self.tree = tree
        self.draft = draft
        self.sink = sink
    }

    /// Tells of everything that cannot be done.
    /// - Returns: the keys without a meaning for real routers, sorted.
    mutating func run() -> [String] {
        check(tree, Keys.root)
        let defaults = tree["defaults"]
        check(defaults, Keys.machine.adding(Keys.interface).adding(Keys.link).adding(["model"]))
        for field in tree["models"]?.fields ?? [] {
            check(field.value, Keys.machine.adding(Keys.interface).adding(["preset", "description"]))
        }
        for field in tree["areas"]?.fields ?? [] { checkArea(field.value) }
        for (number, field) in Table<RouterIndex, Value.Field>(tree["routers"]?.fields ?? []).indexed {
            checkRouter(field, number: number)
        }
        for link in tree["links"]?.items ?? [] { checkSegment(link, ends: link["link"]) }
        for lan in tree["lans"]?.fields ?? [] { checkSegment(lan.value, ends: lan.value["members"]) }
        for link in tree["virtual-links"]?.items ?? [] { check(link, Keys.virtualLink) }
        for (group, field) in zip(draft.groups, tree["groups"]?.fields ?? []) { checkGroup(group, field) }
        for entry in tree["timeline"]?.items ?? [] { checkEntry(entry) }
        return unused.sorted()
    }

    // MARK: Keys

    struct Keys {
        var translated: Set<String>
        var unused: Set<String> = []

        static let root = Keys(
            translated: [
                "name", "network", "description", "topology", "extends", "addressing", "defaults", "models", "areas",
                "groups", "routers", "links", "lans", "begin", "duration", "timeline", "change", "add", "remove",
                "clock", "virtual-links",
            ], unused: ["outside", "seed", "start-spread", "probes", "expect", "presets"])
        static let machine = Keys(
            translated: [
                "limit", "defects", "border-router-type", "rfc1583-compatibility", "graceful-restart", "opaque-capable",
            ],
            unused: ["cpu", "memory", "timers", "profile"])
        static let interface = Keys(translated: [
            "cost", "priority", "passive", "interface-type", "area-id", "hello-interval", "dead-interval",
            "retransmit-interval", "transmit-delay", "mtu", "mtu-ignore", "unnumbered", "stub-link", "authentication",
        ])
        static let link = Keys(translated: ["loss", "multicast-loss", "corruption"], unused: ["delay", "jitter"])
        static let virtualLink = Keys(translated: [
            "routers", "transit-area-id", "enabled", "hello-interval", "dead-interval", "retransmit-interval",
            "transmit-delay",
        ])
        static let router = machine.adding(interface).adding(
            Keys(
                translated: [
                    "model", "router-id", "loopback", "loopback-area-id", "powered-on", "starts-ospf", "stub-router",
                    "areas", "listener", "opaque-lsas",
                ], unused: ["site"]))
        static let segment = interface.adding(link).adding(["link", "members", "name", "prefix"])
        static let end = interface.adding(["router", "address", "mask", "interface", "static-neighbors"])
        static let area = Keys(translated: [
            "type", "summaries", "default-cost", "nssa-default", "translator-role", "translator-stability-interval",
            "ranges", "nssa-default-type", "nssa-ranges", "suppress-forwarding-address",
        ])
        static let nssaRange = Keys(translated: ["prefix", "advertise", "tag", "metric"])
        static let range = Keys(translated: ["prefix", "advertise", "cost"])
        static let group = Keys(
            translated: [
                "base", "count", "prefixes", "metric", "metric-type", "tag", "forwarding-address", "election",
                "originators",
            ], unused: ["site"])
        static let originator = Keys(translated: ["router", "eligible", "active", "metric"])
        static let entry = Keys(
            translated: [
                "at", "checkpoint", "label", "decommission", "stop-ospf", "start", "reboot", "disconnect", "reconnect",
                "cut", "repair", "clear", "redistribute", "withdraw", "set-cost", "set-priority", "set-stub-router",
                "set-passive", "set-area", "set-virtual-link", "set-authentication",
                "set-mtu", "set-opaque-lsas", "restart-ospf",
            ], unused: ["set-delay"])

        func adding(_ other: Keys) -> Keys {
            Keys(translated: translated.union(other.translated), unused: unused.union(other.unused))
        }

        func adding(_ names: Set<String>) -> Keys { Keys(translated: translated.union(names), unused: unused) }
    }

    /// Of what a file says to real routers, as ``LabScenario/digest`` has it.
    static func digest(of tree: Value) -> String {
        var digest = Digest()
        let silent = Keys.root.unused.union(["name", "network", "description", "topology", "extends"])
        for field in (tree.fields ?? []).sorted(by: { $0.key < $1.key }) where !silent.contains(field.key) {
            digest.add(field)
        }
        let digits = String(digest.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func check(_ value: Value?, _ keys: Keys) {
        for field in value?.fields ?? [] where !keys.translated.contains(field.key) {
            if keys.unused.contains(field.key) {
                unused.insert(field.key)
            } else {
                refuse("'\(field.key)' cannot be run on \(daemon.name)", at: field.keyPosition)
            }
        }
    }

    private func refuse(_ message: String, at position: Position) { sink.error(message, at: position) }

    // MARK: Routers

    private mutating func checkRouter(_ field: Value.Field, number: RouterIndex) {
        check(field.value, Keys.router)
        for area in field.value["areas"]?.fields ?? [] { checkArea(area.value) }
        guard daemons.indices.contains(number), daemons[number] == daemon else { return }
        let router = draft.configuration.routers[number].ospf
        func place(_ key: String) -> Position { position(of: key, router: field) }
        let stub = DaemonStubRouterCheck(daemon: daemon, sink: sink)
        stub.check(router.stubRouterOptions, at: place("stub-router"))
        if router.limit.maximum != nil, router.limit.action != .warn {
            refuse("\(daemon.name) has no limit on its database that could be compared", at: place("limit"))
        }
        if router.defects != .none { refuse("\(daemon.name) has no such defects", at: place("defects")) }
        if !router.originatesLSAs { refuse("\(daemon.name) cannot be a silent listener", at: place("listener")) }
        let opaque = DaemonOpaqueCheck(daemon: daemon, sink: sink)
        opaque.check(router, restart: place("graceful-restart"), capability: place("opaque-capable"))
        opaque.check(router.opaqueLSAs, at: place("opaque-lsas"))
        if daemon == .bird, router.borderRouterType == .cisco {
            refuse("BIRD knows the standard's border routers only", at: place("border-router-type"))
        }
        if daemon == .bird, router.interfaces.contains(where: \.ignoresMTU) {
            refuse("BIRD has no setting to ignore a neighbor's MTU", at: place("mtu-ignore"))
        }
        for area in router.areas where area.kind == .nssa && area.originatesNSSADefault {
            let areas = [field.value["areas"], tree["areas"]].flatMap { $0?.fields ?? [] }
            let said = areas.filter { AreaID($0.key) == area.area }.compactMap { $0.value.field("nssa-default") }
            let isBorder = router.attachedAreas.count > 1
            checkDefault(
                hasSummaries: area.importsSummaries, isBorder: isBorder,
                at: said.first?.keyPosition ?? place("areas"))
        }
        for interface in router.interfaces where !Self.isLinuxName(interface.name) {
            refuse("'\(shortened(interface.name))' cannot be an interface's name on Linux", at: field.keyPosition)
        }
        let interfaces = DaemonInterfaceCheck(daemon: daemon, sink: sink)
        for index in router.interfaces.indices {
            interfaces.check(index, of: router) { key in position(of: key, on: index, of: number, otherwise: field) }
        }
    }

    /// Where the segment of an interface, the interface itself, or a layer of its router says something about `key`.
    private func position(
        of key: String, on interface: InterfaceIndex, of router: RouterIndex, otherwise field: Value.Field
    )
        -> Position
    {
        let segment = draft.configuration.segments.first { segment in
            segment.members.contains { $0.router == router && $0.interface == interface }
        }
        let name = draft.configuration.routers[router].name
        guard let value = segment.flatMap({ values(of: $0.name) }) else { return position(of: key, router: field) }
        let ends = value["members"] ?? value["link"]
        let own = ends?[name] ?? ends?.items?.first { $0["router"]?.text == name }
        return own?.field(key)?.keyPosition ?? value.field(key)?.keyPosition ?? position(of: key, router: field)
    }

    /// What the file says about a link or LAN of this name.
    private func values(of segment: String) -> Value? {
        if let lan = tree["lans"]?[segment] { return lan }
        return tree["links"]?.items?.first { link in
            if let name = link["name"]?.text { return name == segment }
            let ends = (link["link"] ?? link).items?.compactMap { ($0["router"] ?? $0).text }
            return ends?.joined(separator: " - ") == segment
        }
    }

    /// Where the most particular layer says something about `key`.
    private func position(of key: String, router: Value.Field) -> Position {
        let model = (router.value["model"] ?? tree["defaults"]?["model"])?.text
        let layers = [router.value, model.flatMap { tree["models"]?[$0] }, tree["defaults"]]
        for layer in layers {
            if let field = layer?.field(key) ?? layer?.field("preset") { return field.keyPosition }
        }
        return router.keyPosition
    }

    /// At most 15 octets, and not one that is there already.
    private static func isLinuxName(_ name: String) -> Bool {
        let octets = name.utf8
        return (1...15).contains(octets.count) && name != "lo" && name != "." && name != ".."
            && octets.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\"") }
    }

    // MARK: Areas

    private mutating func checkArea(_ area: Value) {
        check(area, Keys.area.adding(["router", "area"]))
        for range in area["ranges"]?.items ?? [] {
            check(range, Keys.range)
            if daemon == .bird, let cost = range.field("cost") {
                refuse("BIRD cannot give a range a cost", at: cost.keyPosition)
            }
        }
        for range in area["nssa-ranges"]?.items ?? [] {
            check(range, Keys.nssaRange)
            if daemon == .bird, let metric = range.field("metric") {
                refuse("BIRD cannot give a range a metric", at: metric.keyPosition)
            }
        }
        switch daemon {
        case .bird:
            if let role = area.field("translator-role"), role.value.text == "never" {
                refuse("BIRD cannot be kept from translating", at: role.keyPosition)
            }
            if let field = area.field("suppress-forwarding-address"), field.value.boolean == true {
                refuse("BIRD keeps the forwarding address of what it translates", at: field.keyPosition)
            }
        case .frr:
            for key in ["nssa-ranges", "nssa-default-type"] {
                if let field = area.field(key) { refuse("'\(key)' cannot be run on FRRouting", at: field.keyPosition) }
            }
            if let interval = area.field("translator-stability-interval"), interval.value.duration != .seconds(40) {
                refuse("the translator stability interval of FRRouting is always 40s", at: interval.keyPosition)
            }
            if let announces = area.field("nssa-default"), announces.value.boolean == false {
                refuse("FRRouting announces a default route into every NSSA", at: announces.keyPosition)
            }
        }
    }

    /// A default route into an NSSA: neither daemon announces one from inside, and FRRouting's is a summary-LSA always.
    private func checkDefault(hasSummaries: Bool, isBorder: Bool, at place: Position) {
        if !isBorder {
            refuse("\(daemon.name) announces a default route into an NSSA from its border routers only", at: place)
        } else if daemon == .frr, hasSummaries {
            refuse("FRRouting announces the default route into an NSSA as a summary-LSA, never as type 7", at: place)
        }
    }

    // MARK: Segments

    private mutating func checkSegment(_ segment: Value, ends: Value?) {
        check(segment, Keys.segment)
        for end in ends?.items ?? [] { check(end, Keys.end) }
        for (key, words) in [
            ("loss", "packet loss"), ("multicast-loss", "packet loss"), ("corruption", "damage to packets"),
        ] {
            guard let field = segment.field(key) ?? tree["defaults"]?.field(key), field.value.ratio != .zero else {
                continue
            }
            refuse("chance is another one on real routers: \(words) cannot be repeated", at: field.keyPosition)
        }
    }

    // MARK: Groups

    private mutating func checkGroup(_ group: GroupDraft, _ field: Value.Field) {
        check(field.value, Keys.group)
        for originator in field.value["originators"]?.items ?? [] { check(originator, Keys.originator) }
        let standbys = group.originators.filter {
            $0.configuration.election.map { $0.isEligible && !$0.betterRanked.isEmpty } ?? false
        }
        if !standbys.isEmpty {
            let message =
                "\(daemon.name) cannot be a standby in a ranked group; write 'election: none' or one originator"
            refuse(message, at: field.value.field("election")?.keyPosition ?? field.keyPosition)
        }
        guard let address = group.originators.first?.configuration.forwardingAddress else { return }
        let hasDefault = group.prefixes.contains(.default)
        let place = field.value.field("forwarding-address")?.keyPosition ?? field.keyPosition
        if address != .unspecified {
            let isReached = group.originators.allSatisfy { member in
                draft.configuration.routers[member.router].ospf.interfaces.contains { $0.prefix.contains(address) }
            }
            if !isReached { refuse("\(address) is on no network of the originator", at: place) }
        }
        if daemon == .frr, hasDefault, address != .unspecified || group.originators[0].configuration.tag != 0 {
            refuse("FRRouting announces a default route without forwarding address and tag", at: place)
        }
    }

    // MARK: Timeline

    private mutating func checkEntry(_ entry: Value) {
        if let when = entry.field("when") {
            refuse("\(daemon.name) has no limit that an entry could wait for; give it 'at'", at: when.keyPosition)
        }
        let known = Keys.entry.adding(["when"])
        check(entry, known)
        if let change = entry["set-area"] {
            checkArea(change)
            if let field = change.field("nssa-default"), field.value.boolean == true {
                let names = (change["router"]?.oneOrMore ?? []).compactMap(\.text)
                for router in draft.configuration.routers
                where names.contains(router.name) || names.contains(Selection.everyRouter) {
                    let isBorder = router.ospf.attachedAreas.count > 1
                    let summaries = change["summaries"]?.boolean ?? true
                    checkDefault(hasSummaries: summaries, isBorder: isBorder, at: field.keyPosition)
                }
            }
        }
        if let field = entry.field("set-stub-router") {
            var options = StubRouterOptions()
            StubRouterReading.apply(field.value, to: &options)
            DaemonStubRouterCheck(daemon: daemon, sink: sink).check(options, at: field.keyPosition)
        }
        if let field = entry.field("set-opaque-lsas"), let set = OpaqueReader(sink: sink).read(field.value) {
            DaemonOpaqueCheck(daemon: daemon, sink: sink).check([set], at: field.keyPosition)
        }
        checkAuthentication(entry["set-authentication"]?["authentication"])
        for field in entry.fields ?? [] {
            if let between = field.value.field("between") {
                refuse("a bridge joins all its ports: two members alone cannot be parted", at: between.keyPosition)
            }
        }
    }

    /// What is wrong with the keys themselves has been said by the reader of the timeline.
    private func checkAuthentication(_ value: Value?) {
        let clock = tree["clock"].flatMap { $0.timeOfDay ?? $0.duration }
        guard let value else { return }
        let silence = DiagnosticSink()
        for _ in 0...value.position.file { _ = silence.addFile(path: "") }
        guard let keys = AuthenticationReader(clock: clock, sink: silence).read(value) else { return }
        DaemonInterfaceCheck(daemon: daemon, sink: sink).check(keys, at: value.position)
    }
}

extension Digest {
    fileprivate mutating func add(_ field: Value.Field) {
        add(field.key)
        add(field.value)
    }

    fileprivate mutating func add(_ value: Value) {
        switch value.content {
        case .nothing: add(UInt32(0))
        case .scalar(let text): add(text)
        case .list(let items):
            add(UInt32(items.count))
            for item in items { add(item) }
        case .mapping(let fields):
            add(UInt32(fields.count))
            for field in fields { add(field) }
        }
    }

    private mutating func add(_ text: String) {
        add(UInt32(text.utf8.count))
        for octet in text.utf8 { add(UInt32(octet)) }
    }
}
