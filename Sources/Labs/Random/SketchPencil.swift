import NetworkPrimitives
import Scenarios

/// Draws the network of a random lab.
struct SketchPencil {
    private(set) var sketch = LabSketch()
    var dice: SeededDice
    let daemons: [RoutingDaemon]
    private var linkCounts: [Int: Int] = [:]

    init(seed: UInt64, daemons: [RoutingDaemon]) {
        // Neighboring seeds have nothing in common, and neither have the daemons' own files of one seed.
        dice = SeededDice(seed: seed &* 2 &+ (daemons == [.frr] ? 1 : 0))
        self.daemons = daemons
    }

    var runsFRR: Bool { daemons.contains(.frr) }
    var runsBIRD: Bool { daemons.contains(.bird) }

    mutating func drawNetwork() {
        sketch.defaults = ["hello-interval: 1s", "dead-interval: 4s"]
        if dice.happens(50) { sketch.defaults.append("border-router-type: standard") }
        if dice.happens(15) { sketch.defaults.append("rfc1583-compatibility: true") }
        drawAreas()
        for area in sketch.areas { drawSegments(of: area) }
        drawRouterSettings()
        for index in sketch.areas.indices { drawSettings(ofArea: index) }
        drawRestarts()
        if daemons == [.frr] { drawOpaqueLSAs() }
    }

    // MARK: Areas and routers

    private mutating func drawAreas() {
        let count = dice.pick([1, 2, 2, 2, 3, 3])
        let core = count == 1 ? 4 + dice.below(4) : 2 + dice.below(3)
        for _ in 0..<core { addRouter(in: 0) }
        sketch.areas.append(LabSketch.Area(number: 0, kind: .normal))
        for number in 1..<max(count, 1) {
            // Sometimes the last area hangs off another one, and reaches the backbone by a virtual link.
            let isRemote = number == 2 && sketch.areas[1].kind == .normal && dice.happens(35)
            let place = isRemote ? routers(of: sketch.areas[1]).filter { $0 > core } : Array(1...core)
            var borders = [dice.pick(place)]
            if !isRemote, dice.happens(45), let second = place.filter({ !borders.contains($0) }).randomOne(&dice) {
                borders.append(second)
            }
            var area = LabSketch.Area(number: number, kind: drawKind(isRemote), borders: borders)
            if area.kind != .normal, dice.happens(30) { area.settings.append("summaries: false") }
            for _ in 0...dice.below(3) { addRouter(in: number) }
            sketch.areas.append(area)
            if isRemote { addVirtualLink(from: sketch.areas[1].borders[0], to: borders[0]) }
        }
        let crossed = sketch.areas.dropFirst().first { $0.kind == .normal && $0.borders.count == 2 }
        if let crossed, sketch.virtualLinks.isEmpty, dice.happens(25) {
            sketch.areas[crossed.number].isCrossed = true
            sketch.virtualLinks.append(
                LabSketch.VirtualLink(number: 1, ends: crossed.borders, transit: crossed.number))
        }
    }

    private mutating func addRouter(in area: Int) {
        sketch.routers.append(LabSketch.Router(number: sketch.routers.count + 1, loopbackArea: area))
    }

    private mutating func addVirtualLink(from border: Int, to remote: Int) {
        sketch.areas[1].isCrossed = true
        sketch.virtualLinks.append(LabSketch.VirtualLink(number: 1, ends: [border, remote], transit: 1))
    }

    private mutating func drawKind(_ isRemote: Bool) -> LabSketch.AreaKind {
        isRemote
            ? dice.pick([.normal, .normal, .stub]) : dice.pick([.normal, .normal, .normal, .stub, .nssa, .nssa, .nssa])
    }

    /// Its border routers first.
    private func routers(of area: LabSketch.Area) -> [Int] {
        area.borders + sketch.routers.filter { $0.loopbackArea == area.number }.map(\.number)
    }

    // MARK: Links and LANs

    private mutating func drawSegments(of area: LabSketch.Area) {
        var routers = routers(of: area)
        dice.shuffle(&routers)
        // Every router belongs to a part of the area; parts are joined until there is one.
        var part = Dictionary(uniqueKeysWithValues: routers.map { ($0, $0) })
        func join(_ members: [Int], _ part: inout [Int: Int]) {
            let joined = Set(members.compactMap { part[$0] })
            for (router, other) in part where joined.contains(other) { part[router] = part[members[0]] }
        }
        for _ in 0..<2 where routers.count > 2 && dice.happens(45) {
            dice.shuffle(&routers)
            let members = Array(routers.prefix(3 + dice.below(routers.count > 4 ? 3 : 1)))
            addSegment(area, members, isLAN: true)
            join(members, &part)
        }
        for (number, router) in routers.enumerated().dropFirst() where part[router] != part[routers[0]] {
            let other = dice.pick(Array(routers[..<number]))
            if part[other] == part[router] { continue }
            addSegment(area, [other, router], isLAN: false)
            join([other, router], &part)
        }
        for router in routers where part[router] != part[routers[0]] {
            addSegment(area, [routers[0], router], isLAN: false)
            join([routers[0], router], &part)
        }
        for _ in 0..<dice.below(3) where routers.count > 1 {
            dice.shuffle(&routers)
            addSegment(area, Array(routers.prefix(2)), isLAN: false)
        }
        if dice.happens(40) { addStub(area, dice.pick(routers)) }
    }

    private mutating func addSegment(_ area: LabSketch.Area, _ routers: [Int], isLAN: Bool) {
        let key = area.number * 2 + (isLAN ? 1 : 0)
        let count = linkCounts[key, default: 0]
        linkCounts[key] = count + 1
        let number = sketch.segments.count + 1
        let name = isLAN ? "lan\(number)" : "link\(number)"
        var segment = LabSketch.Segment(
            number: number, name: name, isLAN: isLAN, type: drawType(isLAN, area), area: area.number,
            base: "10.\(area.number + 1).\(isLAN ? 128 + count : count)",
            members: routers.map { LabSketch.Member(router: $0) })
        drawSettings(of: &segment)
        sketch.segments.append(segment)
    }

    private mutating func drawType(_ isLAN: Bool, _ area: LabSketch.Area) -> LabSketch.NetworkType {
        // BIRD brings no virtual link up over point-to-point links.
        if area.isCrossed, runsBIRD { return .broadcast }
        if isLAN {
            return dice.pick([.broadcast, .broadcast, .broadcast, .broadcast, .pointToMultipoint, .nonBroadcast])
        }
        return dice.pick([
            .pointToPoint, .pointToPoint, .pointToPoint, .pointToPoint, .broadcast, .broadcast, .unnumbered,
            .pointToMultipoint,
        ])
    }

    private mutating func drawSettings(of segment: inout LabSketch.Segment) {
        if dice.happens(25) { segment.settings.append("cost: \(dice.pick(Self.costs))") }
        if dice.happens(7) {
            segment.mtu = dice.pick([1400, 9000])
            segment.settings.append("mtu: \(segment.mtu)")
        }
        if daemons == [.frr], dice.happens(8) { segment.settings.append("mtu-ignore: true") }
        if dice.happens(6) { segment.settings += ["hello-interval: 2s", "dead-interval: 6s"] }
        if dice.happens(4) { segment.settings.append("retransmit-interval: 3s") }
        if dice.happens(4) { segment.settings.append("transmit-delay: 2s") }
        if dice.happens(12) { segment.settings.append("authentication: \(drawAuthentication())") }
        for index in segment.members.indices {
            var settings: [String] = []
            if dice.happens(35) { settings.append("cost: \(dice.pick(Self.costs))") }
            // The first can always be elected.
            if segment.elects, dice.happens(45) {
                settings.append("priority: \(index == 0 ? 1 + dice.below(10) : dice.pick([0, 1, 2, 10]))")
            }
            segment.members[index].settings = settings
        }
    }

    private static let costs = [1, 2, 5, 10, 20, 30, 50, 100]

    mutating func drawAuthentication() -> String {
        var choices = [
            "{ type: simple, key: word }", "{ type: md5, key-id: 1, key: first }",
            "{ type: md5, key-chain: [{ key-id: 1, key: first }, { key-id: 2, key: second }] }",
        ]
        if !runsFRR {
            choices += ["1", "256", "384", "512"].map { "{ type: hmac-sha-\($0), key-id: 3, key: third }" }
        }
        return dice.pick(choices)
    }

    private mutating func addStub(_ area: LabSketch.Area, _ router: Int) {
        let count = linkCounts[100 + area.number, default: 0]
        linkCounts[100 + area.number] = count + 1
        let number = sketch.segments.count + 1
        let settings = (dice.happens(50) ? ["passive: true"] : []) + (dice.happens(30) ? ["cost: 3"] : [])
        sketch.segments.append(
            LabSketch.Segment(
                number: number, name: "stub\(number)", isLAN: true, type: .broadcast, area: area.number,
                base: "10.\(area.number + 1).\(192 + count)",
                members: [LabSketch.Member(router: router, settings: settings)]))
    }

    // MARK: Settings of routers and areas

    private mutating func drawRouterSettings() {
        for index in sketch.routers.indices {
            let number = sketch.routers[index].number
            let others = sketch.areas.filter { $0.borders.contains(number) }.map(\.number)
            if let other = others.first, dice.happens(20) { sketch.routers[index].loopbackArea = other }
            let isUnnumbered = sketch.segments.contains { $0.type == .unnumbered && $0.routers.contains(number) }
            if !isUnnumbered, dice.happens(5) { sketch.routers[index].loopbackArea = nil }
            if dice.happens(6) { sketch.routers[index].settings.append("stub-router: true") }
            if dice.happens(5) {
                sketch.routers[index].settings.append(dice.pick(["powered-on: false", "starts-ospf: false"]))
                sketch.routers[index].runs = false
            }
        }
    }

    /// Some routers restart gracefully, and not all of their neighbors help.
    private mutating func drawRestarts() {
        guard dice.happens(40) else { return }
        var candidates = Array(sketch.routers.indices)
        dice.shuffle(&candidates)
        var count = 1 + dice.below(2)
        for index in candidates where count > 0 && neverElect(sketch.routers[index].number) {
            let interval = dice.happens(50) ? ", restart-interval: 60s" : ""
            sketch.routers[index].restartsGracefully = true
            sketch.routers[index].settings.append("graceful-restart: { enabled: true\(interval) }")
            count -= 1
        }
        for index in sketch.routers.indices where !sketch.routers[index].restartsGracefully {
            var settings: [String] = []
            if dice.happens(10) { settings.append("helper-enabled: false") }
            if daemons == [.frr], dice.happens(10) { settings.append("helper-strict-lsa-checking: false") }
            if settings.isEmpty { continue }
            sketch.routers[index].settings.append("graceful-restart: { \(settings.joined(separator: ", ")) }")
        }
    }

    /// Sees to it that a router is never Designated Router: what a daemon does that restarts as one is another question.
    /// - Returns: whether it can restart gracefully. FRRouting needs one link alone to each neighbor for that.
    private mutating func neverElect(_ router: Int) -> Bool {
        let own = sketch.segments.indices.filter { sketch.segments[$0].routers.contains(router) }
        let neighbors = sketch.neighbors(of: router).filter { $0 != router }
        let isEnd = sketch.virtualLinks.contains { $0.ends.contains(router) }
        guard !isEnd, !neighbors.isEmpty, Set(neighbors).count == neighbors.count else { return false }
        let elections = own.filter { sketch.segments[$0].elects }
        let othersCan = elections.allSatisfy { segment in
            let others = sketch.segments[segment].members.filter { $0.router != router }
            return others.isEmpty || others.contains { !$0.settings.contains("priority: 0") }
        }
        guard othersCan else { return false }
        for segment in elections {
            for index in sketch.segments[segment].members.indices
            where sketch.segments[segment].members[index].router == router {
                sketch.segments[segment].members[index].settings.removeAll { $0.hasPrefix("priority:") }
                sketch.segments[segment].members[index].settings.append("priority: 0")
            }
        }
        return true
    }

    /// The Router Information of some routers; others take no opaque LSAs.
    private mutating func drawOpaqueLSAs() {
        guard dice.happens(60) else { return }
        for index in sketch.routers.indices {
            if dice.happens(40) {
                let scope = dice.pick(["area", "as"])
                sketch.routers[index].opaqueScope = scope
                guard dice.happens(70) else { continue }
                let set = "{ scope: \(scope), opaque-type: 4, count: 1, length: 8 }"
                sketch.routers[index].settings.append("opaque-lsas: [\(set)]")
            } else if !sketch.routers[index].restartsGracefully, dice.happens(15) {
                sketch.routers[index].settings.append("opaque-capable: false")
            }
        }
    }

    private mutating func drawSettings(ofArea index: Int) {
        let area = sketch.areas[index]
        var settings: [String] = []
        if area.kind != .normal, dice.happens(40) { settings.append("default-cost: \(1 + dice.below(50))") }
        if area.kind == .nssa {
            if !runsFRR { settings += drawNSSASettings() }
            if daemons == [.frr], dice.happens(15) { settings.append("suppress-forwarding-address: true") }
            if dice.happens(15) { sketch.areas[index].settings.append("translator-role: always") }
        }
        if dice.happens(12) { settings.append("ranges: \(drawRanges(of: area.number))") }
        sketch.areas[index].settings += settings
        for border in area.borders where dice.happens(30) {
            set(["ranges: \(drawRanges(of: area.number))"], area: area.number, of: border)
        }
        if area.kind == .nssa, daemons == [.frr], let border = area.borders.last, dice.happens(15) {
            set(["translator-role: never"], area: area.number, of: border)
        }
    }

    private mutating func drawNSSASettings() -> [String] {
        var settings: [String] = []
        if dice.happens(40) {
            settings.append("nssa-default: true")
            if dice.happens(40) { settings.append("nssa-default-type: e1") }
        }
        if dice.happens(50) { settings.append("translator-stability-interval: 10s") }
        if dice.happens(30) {
            let prefix = dice.pick(["203.0.112.0/22", "192.0.2.0/24", "198.18.0.0/15", "172.20.0.0/21"])
            let rest = dice.pick(["", "", ", advertise: false", ", tag: 77"])
            settings.append("nssa-ranges: [{ prefix: \(prefix)\(rest) }]")
        }
        return settings
    }

    private mutating func set(_ settings: [String], area: Int, of router: Int) {
        guard let index = sketch.routers.firstIndex(where: { $0.number == router }) else { return }
        if let place = sketch.routers[index].areas.firstIndex(where: { $0.area == area }) {
            sketch.routers[index].areas[place].settings += settings
        } else {
            sketch.routers[index].areas.append((area, settings))
        }
    }

    /// Links have the lower half of an area's addresses, LANs and stub networks a quarter each.
    mutating func drawRanges(of area: Int) -> String {
        let base = "10.\(area + 1)"
        var prefixes = dice.pick([
            ["\(base).0.0/16"], ["\(base).0.0/17"], ["\(base).128.0/18"], ["\(base).192.0/18"],
            ["\(base).128.0/17", "\(base).0.0/17"],
        ])
        if dice.happens(20) { prefixes.append("\(base).0.0/30") }
        let ranges = prefixes.map { prefix in
            let isHidden = dice.happens(25)
            let cost = !runsBIRD && !isHidden && dice.happens(25) ? ", cost: \(5 + dice.below(90))" : ""
            return "{ prefix: \(prefix)\(isHidden ? ", advertise: false" : "")\(cost) }"
        }
        return "[\(ranges.joined(separator: ", "))]"
    }

    // MARK: Groups

    mutating func drawGroups() {
        var destinations = [
            "prefixes: [198.51.100.0/24]", "prefixes: [203.0.113.0/25, 203.0.113.128/25]",
            "prefixes: [198.18.0.0/16, 198.19.0.0/16]", "prefixes: [192.0.2.0/24, 192.0.2.0/25, 192.0.2.0/26]",
            "base: 172.20.0.0/24, count: 5", "prefixes: [0.0.0.0/0]",
        ]
        dice.shuffle(&destinations)
        for number in 1..<(1 + dice.below(4)) { addGroup(number, destinations[number - 1]) }
    }

    private mutating func addGroup(_ number: Int, _ destinations: String) {
        // Inside stub areas nobody announces external destinations.
        var candidates = sketch.routers.map(\.number).filter { router in
            areas(of: router).contains { sketch.areas[$0].kind != .stub }
        }
        dice.shuffle(&candidates)
        let originators = candidates.prefix(dice.happens(35) ? 2 : 1)
        var settings = [destinations]
        if dice.happens(60) { settings.append("metric: \(dice.pick([1, 5, 10, 20, 50, 100]))") }
        if dice.happens(60) { settings.append("metric-type: \(dice.pick(["e1", "e2"]))") }
        let isDefault = destinations.contains("0.0.0.0/0")
        if dice.happens(30), !isDefault { settings.append("tag: \(1 + dice.below(999))") }
        if dice.happens(25), !isDefault, let address = drawForwardingAddress(Array(originators)) {
            settings.append("forwarding-address: \(address)")
        }
        var members: [(router: Int, isActive: Bool, settings: [String])] = []
        for router in originators {
            let own = dice.happens(20) ? ["metric: \(dice.pick([7, 30, 200]))"] : []
            members.append((router, !dice.happens(25), own))
        }
        sketch.groups.append(LabSketch.Group(number: number, settings: settings, originators: members))
    }

    /// An address on a network that all originators are attached to: another router's, or one that nobody has.
    private mutating func drawForwardingAddress(_ routers: [Int]) -> String? {
        let segments = sketch.segments.filter { segment in
            segment.type != .unnumbered && Set(segment.routers).isSuperset(of: routers)
        }
        guard let segment = segments.randomOne(&dice) else { return nil }
        let others = segment.routers.filter { !routers.contains($0) }
        if let other = others.randomOne(&dice), !segment.isLAN || dice.happens(50) { return segment.address(of: other) }
        return segment.isLAN ? "\(segment.base).77" : nil
    }

    func areas(of router: Int) -> [Int] {
        sketch.areas.indices.filter { area in
            sketch.segments.contains { $0.area == area && $0.routers.contains(router) }
        }
    }
}

extension SeededDice {
    /// A number in `0..<bound`.
    mutating func below(_ bound: Int) -> Int { Int(number(below: UInt64(bound))) }

    mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }

    mutating func shuffle<Element>(_ items: inout [Element]) {
        for index in items.indices.dropFirst().reversed() { items.swapAt(index, below(index + 1)) }
    }
}

extension Array {
    func randomOne(_ dice: inout SeededDice) -> Element? { isEmpty ? nil : dice.pick(self) }
}
