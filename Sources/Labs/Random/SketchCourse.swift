import NetworkPrimitives

/// Draws the timeline of a random lab, and follows what each event leaves behind, so that the next one means something:
/// nobody cuts what is cut, and nobody asks a router that is off.
struct SketchCourse {
    private(set) var sketch: LabSketch
    private var pencil: SketchPencil
    private var state: SketchState

    init(_ pencil: SketchPencil) {
        self.pencil = pencil
        sketch = pencil.sketch
        state = SketchState(pencil.sketch)
    }

    mutating func draw() {
        let count = 3 + pencil.dice.below(4)
        for number in 1...count {
            guard let first = drawAction() else { continue }
            var actions = [first]
            // Two at one moment, but never about neighboring routers: real ones are not changed within a millisecond.
            if pencil.dice.happens(20) { actions += drawSecond(beside: first) }
            sketch.events.append(LabSketch.Event(number: number, actions: actions))
        }
    }

    private mutating func drawSecond(beside first: LabSketch.Action) -> [LabSketch.Action] {
        let before = (state, sketch)
        for _ in 0..<8 {
            if let second = drawAction(), areApart(first, second) { return [second] }
            (state, sketch) = before
        }
        return []
    }

    private func areApart(_ first: LabSketch.Action, _ second: LabSketch.Action) -> Bool {
        guard first.verb != second.verb else { return false }
        // Whether somebody who is lost at the same moment still hears of the other event hangs on milliseconds, however far away
        // it is.
        guard !Self.losesSomebody(first), !Self.losesSomebody(second) else { return false }
        let near = Set(touched(by: first).flatMap { [$0] + sketch.neighbors(of: $0) })
        return near.isDisjoint(with: touched(by: second))
    }

    private static func losesSomebody(_ action: LabSketch.Action) -> Bool {
        switch action.verb {
        case "cut", "disconnect", "decommission", "stop-ospf", "reboot", "clear", "restart-ospf": true
        case "set-passive", "set-mtu", "set-authentication", "set-virtual-link", "set-area": true
        default: false
        }
    }

    private func touched(by action: LabSketch.Action) -> [Int] {
        if let number = action.virtualLink { return sketch.virtualLinks.filter { $0.number == number }.flatMap(\.ends) }
        if let number = action.segment { return sketch.segments.filter { $0.number == number }.flatMap(\.routers) }
        return action.routers
    }

    // MARK: One action

    private typealias Draw = @Sendable (inout SketchCourse) -> LabSketch.Action?

    /// By weight. What mends something is likelier, because it is possible more rarely.
    private static let draws: [(weight: Int, draw: Draw)] = [
        (9, { $0.setCost() }), (5, { $0.setPriority() }), (5, { $0.setStubRouter() }), (8, { $0.redistribute() }),
        (6, { $0.withdraw() }), (6, { $0.cut(silently: false) }), (6, { $0.cut(silently: true) }),
        (6, { $0.cutPlug() }), (16, { $0.repair() }), (6, { $0.setPassive() }), (8, { $0.setActive() }),
        (5, { $0.disconnect() }), (14, { $0.reconnect() }), (5, { $0.decommission() }), (6, { $0.stop() }),
        (16, { $0.start() }), (4, { $0.reboot() }), (6, { $0.clear() }), (6, { $0.setRanges() }),
        (4, { $0.setAreaType() }), (4, { $0.setAreaDefault() }), (8, { $0.setVirtualLink() }),
        (5, { $0.setAuthentication() }), (7, { $0.setMTU() }), (14, { $0.agreeOnMTU() }), (20, { $0.setOpaqueLSAs() }),
        (5, { $0.restart() }), (16, { $0.restartGracefully() }),
    ]

    private mutating func drawAction() -> LabSketch.Action? {
        let total = Self.draws.reduce(0) { $0 + $1.weight }
        for _ in 0..<40 {
            var number = pencil.dice.below(total)
            for (weight, draw) in Self.draws {
                if number < weight {
                    if let action = draw(&self) { return action }
                    break
                }
                number -= weight
            }
        }
        return nil
    }

    /// Segments where at least two routers hear each other now.
    private func liveSegment() -> [LabSketch.Segment] {
        sketch.segments.filter { segment in segment.routers.count { state.works($0, on: segment.number) } > 1 }
    }

    private func running() -> [Int] { sketch.routers.map(\.number).filter(state.isUp) }

    private mutating func one<Element>(_ items: [Element]) -> Element? { items.randomOne(&pencil.dice) }

    // MARK: Settings

    private mutating func setCost() -> LabSketch.Action? {
        guard let segment = one(liveSegment()),
            let router = one(segment.routers.filter { state.works($0, on: segment.number) })
        else { return nil }
        let cost = pencil.dice.pick([1, 2, 3, 7, 15, 25, 40, 80, 200])
        return LabSketch.Action(
            verb: "set-cost", routers: [router], segment: segment.number, settings: ["cost: \(cost)"], wait: 15)
    }

    private mutating func setPriority() -> LabSketch.Action? {
        guard let segment = one(liveSegment().filter(\.elects)),
            let router = one(segment.routers.filter { state.works($0, on: segment.number) }),
            !sketch.routers.contains(where: { $0.number == router && $0.restartsGracefully })
        else { return nil }
        let priority = pencil.dice.pick([0, 1, 3, 5, 20])
        return LabSketch.Action(
            verb: "set-priority", routers: [router], segment: segment.number, settings: ["priority: \(priority)"],
            wait: 15)
    }

    private mutating func setStubRouter() -> LabSketch.Action? {
        guard let router = one(running()) else { return nil }
        let isActive = !state.stubRouters.contains(router)
        state.stubRouters.toggle(router)
        return LabSketch.Action(
            verb: "set-stub-router", routers: [router], settings: ["active: \(isActive)"], wait: 15)
    }

    /// Of one end, or of all.
    private mutating func setMTU() -> LabSketch.Action? {
        guard let segment = one(liveSegment()),
            let router = one(segment.routers.filter { state.works($0, on: segment.number) })
        else { return nil }
        let mtus = [1300, 1400, 1500, 2000].filter { $0 != state.mtu(of: router, on: segment) }
        return setMTU(
            pencil.dice.pick(mtus), of: pencil.dice.happens(30) ? segment.routers : [router], on: segment)
    }

    private mutating func agreeOnMTU() -> LabSketch.Action? {
        guard let segment = one(sketch.segments.filter { !state.agrees($0) }) else { return nil }
        let mtu = state.mtu(of: segment.routers[0], on: segment)
        return setMTU(mtu, of: segment.routers.filter { state.mtu(of: $0, on: segment) != mtu }, on: segment)
    }

    private mutating func setMTU(_ mtu: Int, of routers: [Int], on segment: LabSketch.Segment) -> LabSketch.Action {
        for router in routers { state.setMTU(mtu, of: router, on: segment) }
        return LabSketch.Action(
            verb: "set-mtu", routers: routers, segment: segment.number, settings: ["mtu: \(mtu)"], wait: 28)
    }

    private mutating func setOpaqueLSAs() -> LabSketch.Action? {
        let routers = sketch.routers.filter { $0.opaqueScope != nil && state.isUp($0.number) }
        guard let router = one(routers), let scope = router.opaqueScope else { return nil }
        state.informs.toggle(router.number)
        let count = state.informs.contains(router.number) ? 1 : 0
        return LabSketch.Action(
            verb: "set-opaque-lsas", routers: [router.number],
            settings: ["scope: \(scope)", "opaque-type: 4", "count: \(count)", "length: 8"], wait: 15)
    }

    private mutating func redistribute() -> LabSketch.Action? { announce(true) }
    private mutating func withdraw() -> LabSketch.Action? { announce(false) }

    private mutating func announce(_ begins: Bool) -> LabSketch.Action? {
        let candidates = sketch.groups.flatMap { group in
            group.originators.map { (group: group.number, router: $0.router) }
        }.filter { state.announces(group: $0.group, router: $0.router) != begins && state.isUp($0.router) }
        guard let found = one(candidates) else { return nil }
        state.setAnnounces(begins, group: found.group, router: found.router)
        return LabSketch.Action(
            verb: begins ? "redistribute" : "withdraw", routers: [found.router], group: found.group,
            wait: begins ? 15 : 20)
    }

    private mutating func setAuthentication() -> LabSketch.Action? {
        guard let segment = one(liveSegment()) else { return nil }
        let isEveryone = pencil.dice.happens(50)
        let keys = pencil.dice.happens(40) ? "none" : pencil.drawAuthentication()
        let router = one(segment.routers.filter { state.works($0, on: segment.number) })
        return LabSketch.Action(
            verb: "set-authentication", routers: isEveryone ? [] : router.map { [$0] } ?? [], segment: segment.number,
            settings: ["authentication: \(keys)"], wait: 25)
    }

    private mutating func setPassive() -> LabSketch.Action? {
        guard let segment = one(liveSegment()),
            let router = one(segment.routers.filter { state.works($0, on: segment.number) })
        else { return nil }
        state.passive.insert(SketchState.Plug(router: router, segment: segment.number))
        return LabSketch.Action(
            verb: "set-passive", routers: [router], segment: segment.number, settings: ["passive: true"], wait: 22)
    }

    private mutating func setActive() -> LabSketch.Action? {
        guard let plug = one(state.passive.sorted()), state.isUp(plug.router) else { return nil }
        state.passive.remove(plug)
        return LabSketch.Action(
            verb: "set-passive", routers: [plug.router], segment: plug.segment, settings: ["passive: false"], wait: 24)
    }

    // MARK: Cables

    private mutating func cut(silently: Bool) -> LabSketch.Action? {
        guard let segment = one(liveSegment()) else { return nil }
        state.cut.insert(segment.number)
        return LabSketch.Action(
            verb: "cut", segment: segment.number, settings: silently ? ["silent: true"] : [], wait: silently ? 22 : 18)
    }

    private mutating func cutPlug() -> LabSketch.Action? {
        guard let segment = one(liveSegment()),
            let router = one(segment.routers.filter { state.works($0, on: segment.number) })
        else { return nil }
        state.unplugged.insert(SketchState.Plug(router: router, segment: segment.number))
        return LabSketch.Action(
            verb: "cut", routers: [router], segment: segment.number,
            settings: pencil.dice.pick([[], ["silent: true"], ["one-way: true"]]), wait: 22)
    }

    private mutating func repair() -> LabSketch.Action? {
        if let segment = one(state.cut.sorted()) {
            state.cut.remove(segment)
            state.unplugged = state.unplugged.filter { $0.segment != segment }
            return LabSketch.Action(verb: "repair", segment: segment, wait: 24)
        }
        guard let plug = one(state.unplugged.sorted()) else { return nil }
        state.unplugged.remove(plug)
        return LabSketch.Action(verb: "repair", routers: [plug.router], segment: plug.segment, wait: 24)
    }

    private mutating func disconnect() -> LabSketch.Action? {
        guard let router = one(running().filter { !state.disconnected.contains($0) }) else { return nil }
        state.disconnected.insert(router)
        return LabSketch.Action(verb: "disconnect", routers: [router], wait: 22)
    }

    private mutating func reconnect() -> LabSketch.Action? {
        guard let router = one(state.disconnected.sorted().filter(state.isUp)) else { return nil }
        state.disconnected.remove(router)
        return LabSketch.Action(verb: "reconnect", routers: [router], wait: 27)
    }

    // MARK: Machines and processes

    private mutating func decommission() -> LabSketch.Action? {
        guard let router = one(running()) else { return nil }
        state.down.insert(router)
        return LabSketch.Action(
            verb: "decommission", routers: [router], settings: pencil.dice.happens(30) ? ["orderly: true"] : [],
            wait: 22)
    }

    private mutating func stop() -> LabSketch.Action? {
        guard let router = one(running()) else { return nil }
        state.down.insert(router)
        return LabSketch.Action(
            verb: "stop-ospf", routers: [router], settings: pencil.dice.happens(50) ? ["orderly: true"] : [], wait: 22)
    }

    private mutating func start() -> LabSketch.Action? {
        guard let router = one(state.down.sorted()) else { return nil }
        state.down.remove(router)
        return LabSketch.Action(verb: "start", routers: [router], wait: 30)
    }

    private mutating func reboot() -> LabSketch.Action? {
        guard let router = one(running()) else { return nil }
        return LabSketch.Action(verb: "reboot", routers: [router], settings: ["downtime: 10s"], wait: 40)
    }

    private mutating func clear() -> LabSketch.Action? {
        guard let router = one(running()) else { return nil }
        return LabSketch.Action(verb: "clear", routers: [router], wait: 27)
    }

    private mutating func restart() -> LabSketch.Action? { restart(one(running())) }

    /// With somebody who can help.
    private mutating func restartGracefully() -> LabSketch.Action? {
        let live = Set(
            liveSegment().flatMap { segment in segment.routers.filter { state.works($0, on: segment.number) } })
        return restart(one(sketch.routers.filter { $0.restartsGracefully && live.contains($0.number) }.map(\.number)))
    }

    private mutating func restart(_ router: Int?) -> LabSketch.Action? {
        guard let router else { return nil }
        let downtime = pencil.dice.pick([2, 8])
        return LabSketch.Action(
            verb: "restart-ospf", routers: [router], settings: ["downtime: \(downtime)s"], wait: 28 + downtime)
    }

    // MARK: Areas

    private mutating func setRanges() -> LabSketch.Action? {
        guard let area = one(sketch.areas.filter { !$0.borders.isEmpty }) else { return nil }
        let borders = area.borders.filter(state.isUp)
        guard let border = one(borders) else { return nil }
        let ranges = pencil.dice.happens(30) ? "[]" : pencil.drawRanges(of: area.number)
        return LabSketch.Action(
            verb: "set-area", routers: pencil.dice.happens(50) ? borders : [border],
            settings: ["area: \(area.number)", "ranges: \(ranges)"], wait: 20)
    }

    /// All its routers together: with one that differs it would no longer be one area.
    private mutating func setAreaType() -> LabSketch.Action? {
        guard let area = one(sketch.areas.filter { $0.number > 0 && !$0.isCrossed }) else { return nil }
        let routers = sketch.routers.map(\.number).filter { pencil.areas(of: $0).contains(area.number) }
        guard !routers.isEmpty, routers.allSatisfy(state.isUp) else { return nil }
        let announcers = sketch.groups.flatMap(\.originators).map(\.router)
        let kinds: [LabSketch.AreaKind] = [.normal, .stub, .nssa].filter { kind in
            kind != state.kinds[area.number] && (kind != .stub || Set(announcers).isDisjoint(with: routers))
        }
        guard let kind = one(kinds) else { return nil }
        state.kinds[area.number] = kind
        return LabSketch.Action(
            verb: "set-area", routers: routers, settings: ["area: \(area.number)", "type: \(kind.rawValue)"], wait: 35)
    }

    private mutating func setAreaDefault() -> LabSketch.Action? {
        let areas = sketch.areas.filter { state.kinds[$0.number] != .normal && $0.number > 0 }
        guard let area = one(areas), let border = one(area.borders.filter(state.isUp)) else { return nil }
        let setting =
            pencil.dice.happens(65)
            ? "default-cost: \(1 + pencil.dice.below(60))" : "summaries: \(pencil.dice.happens(50))"
        return LabSketch.Action(
            verb: "set-area", routers: [border], settings: ["area: \(area.number)", setting], wait: 20)
    }

    private mutating func setVirtualLink() -> LabSketch.Action? {
        guard let link = one(sketch.virtualLinks), link.ends.allSatisfy(state.isUp) else { return nil }
        let isEnabled = state.removedLinks.contains(link.number)
        state.removedLinks.toggle(link.number)
        return LabSketch.Action(
            verb: "set-virtual-link", virtualLink: link.number, settings: ["enabled: \(isEnabled)"], wait: 25)
    }
}
