// The scenario file of a sketch, in the shape that people write.
extension LabSketch {
    func text(name: String) -> String {
        var lines = ["name: \(name)", "", "defaults: \(Self.mapping(defaults))"]
        func section(_ title: String, _ entries: [String]) {
            if !entries.isEmpty { lines += ["", "\(title):"] + entries.map { "  " + $0 } }
        }
        section("areas", areas.filter { !$0.all.isEmpty }.map { "\($0.number): \(Self.mapping($0.all))" })
        section("routers", routers.map { "r\($0.number): \(Self.mapping(text(of: $0)))" })
        section("links", segments.filter { !$0.isLAN }.map { "- \(Self.mapping(linkSettings($0)))" })
        section("lans", segments.filter(\.isLAN).map { "\($0.name): \(Self.mapping(lanSettings($0)))" })
        section("virtual-links", virtualLinks.map { "- \(text(of: $0))" })
        section("groups", groups.map { "\($0.name): \(Self.mapping(text(of: $0)))" })
        lines += ["", "duration: \(times.end)s"]
        section("timeline", timeline)
        return lines.map { $0 + "\n" }.joined()
    }

    private static func mapping(_ settings: [String]) -> String {
        settings.isEmpty ? "{}" : "{ \(settings.joined(separator: ", ")) }"
    }

    private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

    static func list(_ routers: [Int]) -> String { list(routers.map { "r\($0)" }) }

    // MARK: The network

    private func text(of router: Router) -> [String] {
        // Left-out routers must not move the others' numbers.
        var settings = ["router-id: 10.255.0.\(router.number)"]
        settings += [router.loopbackArea.map { "loopback-area-id: \($0)" } ?? "loopback: none"] + router.settings
        if !router.areas.isEmpty {
            let areas = router.areas.map { "\($0.area): \(Self.mapping($0.settings))" }
            settings.append("areas: \(Self.mapping(areas))")
        }
        return settings
    }

    private func common(_ segment: Segment) -> [String] {
        (segment.type == .unnumbered ? [] : ["prefix: \(segment.prefix)"])
            + (segment.area == 0 ? [] : ["area-id: \(segment.area)"])
    }

    private func linkSettings(_ segment: Segment) -> [String] {
        let ends = segment.members.map { member in
            member.settings.isEmpty
                ? "r\(member.router)" : Self.mapping(["router: r\(member.router)"] + member.settings)
        }
        let type =
            switch segment.type {
            case .pointToPoint: [String]()
            case .unnumbered: ["unnumbered: true"]
            default: ["interface-type: \(segment.type.rawValue)"]
            }
        return ["link: \(Self.list(ends))", "name: \(segment.name)"] + common(segment) + type + segment.settings
    }

    private func lanSettings(_ segment: Segment) -> [String] {
        let members = segment.members.map { member in
            let own = ["address: \(segment.address(of: member.router))"] + member.settings
            return "r\(member.router): \(Self.mapping(own + neighbors(of: member.router, on: segment)))"
        }
        let type = segment.type == .broadcast ? [] : ["interface-type: \(segment.type.rawValue)"]
        return ["members: \(Self.mapping(members))"] + common(segment) + type + segment.settings
    }

    /// The usual poll interval, two minutes, is longer than a lab lasts.
    static let pollInterval = 5

    private func neighbors(of router: Int, on segment: Segment) -> [String] {
        guard segment.type == .nonBroadcast else { return [] }
        let others = segment.routers.filter { $0 != router }.map {
            "{ router: r\($0), poll-interval: \(Self.pollInterval)s }"
        }
        return others.isEmpty ? [] : ["static-neighbors: \(Self.list(others))"]
    }

    private func text(of link: VirtualLink) -> String {
        Self.mapping([
            "routers: \(Self.list(link.ends))", "transit-area-id: \(link.transit)", "hello-interval: 1s",
            "dead-interval: 4s",
        ])
    }

    private func text(of group: Group) -> [String] {
        let originators = group.originators.map { member in
            let settings = member.settings + (member.isActive ? [] : ["active: false"])
            return settings.isEmpty
                ? "r\(member.router)" : Self.mapping(["router: r\(member.router)"] + settings)
        }
        return group.settings + ["election: none", "originators: \(Self.list(originators))"]
    }

    // MARK: The timeline

    /// Seconds: of the events, and of the end.
    private var times: (events: [Int], end: Int) {
        // Translators of an NSSA with two borders have been elected after the stability interval.
        var time = areas.contains { $0.kind == .nssa && $0.borders.count > 1 } ? 48 : 14
        var times: [Int] = []
        for event in events {
            times.append(time)
            time += wait(after: event) + Self.pause
        }
        return (times, time)
    }

    /// Between two looks with nothing in between: an answer that differs from the one before was on its way still.
    private static let pause = 5

    private func wait(after event: Event) -> Int {
        let longest = event.actions.map(\.wait).max() ?? 0
        let becomesNSSA = events.contains { $0.actions.contains { $0.settings.contains("type: nssa") } }
        let translation = becomesNSSA || areas.contains { $0.kind == .nssa } ? 8 : 0
        let polls = segments.contains { $0.type == .nonBroadcast } ? Self.pollInterval + 1 : 0
        return longest + translation + polls
    }

    private var timeline: [String] {
        let times = times
        return zip(events, times.events).flatMap { event, time in
            [
                "- { at: \(time - Self.pause)s, checkpoint: true }",
                "- { at: \(time)s, \(text(of: event)) }",
            ]
        } + ["- { at: \(times.end - Self.pause)s, checkpoint: true }"]
    }

    func text(of event: Event) -> String { event.actions.map(text).joined(separator: ", ") }

    private func text(of action: Action) -> String {
        let routers = action.routers.count == 1 ? "r\(action.routers[0])" : Self.list(action.routers)
        let segment = action.segment.flatMap { number in segments.first { $0.number == number }?.name }
        let group = action.group.map { "g\($0)" }
        let link = action.virtualLink.flatMap { number in virtualLinks.first { $0.number == number }?.ends }
        if action.settings.isEmpty, link == nil, group == nil, !Self.needsKeys.contains(action.verb) {
            if let segment, action.routers.isEmpty { return "\(action.verb): \(segment)" }
            if segment == nil { return "\(action.verb): \(routers)" }
        }
        let keys =
            (action.routers.isEmpty ? [] : ["router: \(routers)"]) + (segment.map { ["segment: \($0)"] } ?? [])
            + (group.map { ["group: \($0)"] } ?? []) + (link.map { ["routers: \(Self.list($0))"] } ?? [])
        return "\(action.verb): \(Self.mapping(keys + action.settings))"
    }

    private static let needsKeys: Set<String> = ["reboot"]
}

extension LabSketch.Area {
    /// As the file has them; a normal area says nothing of its type.
    fileprivate var all: [String] { (kind == .normal ? [] : ["type: \(kind.rawValue)"]) + settings }
}
