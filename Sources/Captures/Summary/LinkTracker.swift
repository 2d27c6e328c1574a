import NetworkPrimitives
import OSPFWire

/// Follows what router- and network-LSAs say of links: which came and which went, and when.
///
/// A link is there while both ends announce it (RFC 2328 §16.1 (2)). What an LSA that was never seen before says is
/// found, and has not come.
struct LinkTracker {
    /// The two ends of a point-to-point or virtual link; the lower Router ID comes first.
    private struct Pair: Hashable {
        var area: AreaID
        var low: RouterID
        var high: RouterID
        var isVirtual: Bool
    }

    private struct RouterKey: Hashable {
        var area: AreaID
        var router: RouterID
    }

    private struct Network: Hashable {
        var area: AreaID
        var prefix: IPv4Prefix
    }

    private struct NetworkLSA {
        var prefix: IPv4Prefix
        var attached: Set<RouterID>
    }

    /// Who was attached to a transit network from a moment on, and whose network-LSA said so.
    private struct State {
        var time: Instant
        var frame: Int
        var members: [RouterID]
        var designatedRouter: IPv4Address?
        var isFound: Bool
    }

    private var routers: [RouterKey: RouterLSABody] = [:]
    private var networks: [AreaID: [IPv4Address: NetworkLSA]] = [:]
    private var states: [Network: [State]] = [:]
    private var cables: [CaptureEvent] = []
    /// How many parallel links of each pair are up.
    private var levels: [Pair: Int] = [:]
    /// When each link or subnet went that is not there.
    private var absent: [CapturedLink: Instant] = [:]

    /// Notes a new content of an LSA; one that is flushed has none.
    mutating func add(_ lsa: LSA, area: AreaID, in frame: CapturedFrame) {
        let body = lsa.header.isMaxAge ? nil : try? lsa.decodedBody()
        switch lsa.header.type {
        case .router:
            var new = RouterLSABody(links: [])
            if case .router(let links)? = body { new = links }
            replace(RouterKey(area: area, router: lsa.header.advertisingRouter), with: new, in: frame)
        case .network:
            var new: NetworkLSA?
            if case .network(let network)? = body,
                let prefix = IPv4Prefix(lsa.header.linkStateID, mask: network.mask)
            {
                new = NetworkLSA(prefix: prefix, attached: Set(network.attachedRouters))
            }
            let old = networks[area]?[lsa.header.linkStateID]
            networks[area, default: [:]][lsa.header.linkStateID] = new
            for prefix in Set([old?.prefix, new?.prefix].compactMap { $0 }) {
                let network = Network(area: area, prefix: prefix)
                look(at: network, isFound: states[network] == nil, in: frame)
            }
        default: break
        }
    }

    private mutating func replace(_ key: RouterKey, with new: RouterLSABody, in frame: CapturedFrame) {
        let old = routers[key]
        let (before, after) = (pairs(of: key, old), pairs(of: key, new))
        routers[key] = new
        for pair in Set(before.keys).union(after.keys).sorted(by: Self.order) {
            let far = RouterKey(area: key.area, router: key.router == pair.low ? pair.high : pair.low)
            let theirs = pairs(of: far, routers[far])[pair] ?? 0
            change(
                pair, from: before[pair] ?? 0, to: after[pair] ?? 0, theirs: theirs, by: key.router,
                isFound: old == nil, frame)
        }
        let transits = Set(
            ((old?.links ?? []) + new.links).filter { $0.type == .transit }.map(\.id))
        for address in transits.sorted() {
            guard let prefix = networks[key.area]?[address]?.prefix else { continue }
            look(at: Network(area: key.area, prefix: prefix), isFound: old == nil, in: frame)
        }
        if let old { compareSubnets(key.router, old, new, in: frame) }
    }

    /// A link is down as soon as one end withdraws it. It is up again when both announce it, or one does again: the LSA
    /// of the other end may have been lost on the way here.
    private mutating func change(
        _ pair: Pair, from before: Int, to after: Int, theirs: Int, by router: RouterID, isFound: Bool,
        _ frame: CapturedFrame
    ) {
        let level = levels[pair] ?? 0
        let link = CapturedLink.between(pair.low, pair.high, isVirtual: pair.isVirtual, subnet: nil)
        var now = after < before ? min(level, after) : max(level, min(after, theirs))
        let isHalf = after > before && now == 0 && absent[link] != nil
        if isHalf { now = 1 }
        levels[pair] = now
        guard now != level, !isFound else { return }
        note(link, isUp: now > level, left: now, by: isHalf ? router : nil, in: frame)
    }

    private static func order(_ left: Pair, _ right: Pair) -> Bool {
        (left.low, left.high, left.isVirtual ? 1 : 0) < (right.low, right.high, right.isVirtual ? 1 : 0)
    }

    private func pairs(of key: RouterKey, _ body: RouterLSABody?) -> [Pair: Int] {
        var counts: [Pair: Int] = [:]
        for link in body?.links ?? [] {
            let isVirtual = link.type == .virtual
            guard isVirtual || link.type == .pointToPoint else { continue }
            let other = RouterID(bits: link.id.bits)
            let pair = Pair(
                area: key.area, low: min(key.router, other), high: max(key.router, other), isVirtual: isVirtual)
            counts[pair, default: 0] += 1
        }
        return counts
    }

    private mutating func note(
        _ link: CapturedLink, isUp: Bool, left: Int, by router: RouterID? = nil, in frame: CapturedFrame
    ) {
        let kind: CaptureEvent.Kind
        if isUp {
            kind = .linkUp(link, after: absent.removeValue(forKey: link).map { frame.time - $0 }, by: router)
        } else {
            absent[link] = absent[link] ?? frame.time
            kind = .linkDown(link, left: left)
        }
        cables.append(CaptureEvent(time: frame.time, frame: frame.number, segment: nil, kind: kind))
    }

    /// Stub networks that a router no longer announces, or again. Those that belong to a link come and go with it.
    private mutating func compareSubnets(
        _ router: RouterID, _ old: RouterLSABody, _ new: RouterLSABody, in frame: CapturedFrame
    ) {
        let (before, after) = (stubs(of: old), stubs(of: new))
        let ends = (old.links + new.links).filter { $0.type != .stub }.map(\.data)
        for prefix in before.symmetricDifference(after).sorted() where !ends.contains(where: prefix.contains) {
            let (link, isUp) = (CapturedLink.subnet(prefix, of: router), after.contains(prefix))
            if !isUp || absent[link] != nil { note(link, isUp: isUp, left: 0, in: frame) }
        }
    }

    private func stubs(of body: RouterLSABody) -> Set<IPv4Prefix> {
        Set(
            body.links.filter { $0.type == .stub }.compactMap { IPv4Prefix($0.id, mask: $0.data) }
        )
    }

    // MARK: Transit networks

    /// Notes who is attached to a network now: whom a network-LSA lists that its router-LSA leads to, two at least.
    private mutating func look(at network: Network, isFound: Bool, in frame: CapturedFrame) {
        var best: (members: [RouterID], designatedRouter: IPv4Address?) = ([], nil)
        for (address, lsa) in (networks[network.area] ?? [:]).sorted(by: { $0.key < $1.key })
        where lsa.prefix == network.prefix {
            let members = lsa.attached.filter { router in
                routers[RouterKey(area: network.area, router: router)]?.links.contains {
                    $0.type == .transit && $0.id == address
                } == true
            }
            if members.count > max(1, best.members.count) { best = (members.sorted(), address) }
        }
        guard states[network]?.last?.members ?? [] != best.members || states[network] == nil else { return }
        states[network, default: []].append(
            State(
                time: frame.time, frame: frame.number, members: best.members,
                designatedRouter: best.designatedRouter ?? states[network]?.last?.designatedRouter, isFound: isFound))
    }

    /// How long a network may take to gather around another Designated Router: MinLSInterval and some flooding.
    private static let gathering = Duration.seconds(6)

    private func events(on network: Network) -> [CaptureEvent] {
        var settled: [State] = []
        var isGathering = false
        for state in states[network] ?? [] {
            // What is between two Designated Routers is the way from one to the other.
            let isNew = settled.last.map { $0.designatedRouter != state.designatedRouter } ?? false
            let first =
                isNew
                ? settled.indices.dropFirst().first {
                    state.time - settled[$0].time < Self.gathering && !settled[$0].isFound
                }
                : nil
            if let first {
                settled.removeSubrange((first + 1)...)
            } else if !isGathering || state.time - settled[settled.count - 1].time >= Self.gathering {
                settled.append(state)
                isGathering = isNew
                continue
            }
            isGathering = true
            settled[settled.count - 1].members = state.members
            settled[settled.count - 1].designatedRouter = state.designatedRouter
        }
        var events: [CaptureEvent] = []
        var absent: [CapturedLink: Instant] = [:]
        for (before, after) in zip(settled, settled.dropFirst()) where !after.isFound {
            for (link, isUp, left) in Self.changes(from: before.members, to: after.members, on: network.prefix) {
                let kind: CaptureEvent.Kind
                if isUp {
                    kind = .linkUp(link, after: absent.removeValue(forKey: link).map { after.time - $0 }, by: nil)
                } else {
                    absent[link] = after.time
                    kind = .linkDown(link, left: left)
                }
                events.append(CaptureEvent(time: after.time, frame: after.frame, segment: nil, kind: kind))
            }
        }
        return events
    }

    /// A network of two routers is a link between them; from larger ones, routers leave one by one.
    private static func changes(
        from before: [RouterID], to after: [RouterID], on prefix: IPv4Prefix
    ) -> [(CapturedLink, isUp: Bool, left: Int)] {
        func whole(_ pair: [RouterID]) -> CapturedLink { .between(pair[0], pair[1], isVirtual: false, subnet: prefix) }
        if before.isEmpty, after.count == 2 { return [(whole(after), true, 0)] }
        if before.count == 2, after.isEmpty { return [(whole(before), false, 0)] }
        let gone = before.filter { !after.contains($0) }.map {
            (CapturedLink.attachment($0, to: prefix), false, after.count)
        }
        let come = after.filter { !before.contains($0) }.map {
            (CapturedLink.attachment($0, to: prefix), true, after.count)
        }
        return gone + come
    }

    /// By time; those of one moment in the order in which they were noted.
    var events: [CaptureEvent] {
        let networks = states.keys.sorted { ($0.area.bits, $0.prefix) < ($1.area.bits, $1.prefix) }
        return cables + networks.flatMap { events(on: $0) }
    }
}

/// What comes and goes between routers, as LSAs name it.
public enum CapturedLink: Hashable, Sendable {
    /// A link between two routers, the lower Router ID first; `subnet` where it is a transit network of two.
    case between(RouterID, RouterID, isVirtual: Bool, subnet: IPv4Prefix?)
    /// A router's attachment to a network of several.
    case attachment(RouterID, to: IPv4Prefix)
    /// A network that only this router announces.
    case subnet(IPv4Prefix, of: RouterID)
}
