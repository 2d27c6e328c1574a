import Emulation
import NetworkPrimitives
import OSPF

// Walks hop by hop, as packets travel.
extension ForwardingState {
    /// What becomes of packets of a class that enter the network at a router.
    ///
    /// - Complexity: O(1) where the walk has been made since the class became stale; otherwise O(routers on the way).
    public mutating func fate(ofClass number: Int, from router: RouterIndex, in network: Network) -> Fate {
        if classes[number].stamps[router] == classes[number].stamp { return classes[number].fates[router] }
        var walk = Walk(number: number, destination: classes[number].members[0])
        return follow(router, &walk, network).fate
    }

    /// What becomes of packets from a source, which enter at the first of its routers that can deliver them.
    ///
    /// Nothing is sent where the source is itself a router that is powered off, or the destination an address of one.
    public mutating func fate(ofClass number: Int, from source: ProbeSource, in network: Network) -> Fate {
        let owners = classes[number].owners
        if !owners.isEmpty, !owners.contains(where: { network.isPoweredOn($0) }) { return .absent }
        var best: Fate?
        for entry in source.entries where network.isPoweredOn(entry) {
            let fate = fate(ofClass: number, from: entry, in: network)
            if fate.hasWay { return fate }
            if best == nil || fate.delivered > best!.delivered { best = fate }
        }
        if let best { return best }
        let isRouter = source.entries.count == 1 && network.configuration.routers[source.entries[0]].name == source.name
        return isRouter ? .absent : .dead(Death(.poweredOff, at: source.entries[0]))
    }

    /// The longest way an IP packet goes.
    private static let timeToLive = 255
    /// Steps of one walk. Only equal-cost paths through a knot of loops need more than one step a router; what is then
    /// left unwalked counts as looping.
    private static let stepLimit = 20_000

    private struct Walk {
        let number: Int
        let destination: Int
        var path: [RouterIndex] = []
        var steps = 0
    }

    /// - Returns: the fate from here on, and how near to the start of the path a loop closed, `Int.max` without one. A
    ///   fate is remembered only where it does not depend on how the packet got here.
    private mutating func follow(_ router: RouterIndex, _ walk: inout Walk, _ network: Network) -> (
        fate: Fate, back: Int
    ) {
        let number = walk.number
        if classes[number].stamps[router] == classes[number].stamp { return (classes[number].fates[router], .max) }
        if let depth = walk.path.firstIndex(of: router) { return (loop(Array(walk.path[depth...])), depth) }
        walk.steps += 1
        guard walk.path.count < Self.timeToLive, walk.steps < Self.stepLimit else {
            return (.dead(Death(.tooManyHops, at: router)), 0)
        }
        let depth = walk.path.count
        let (fate, back) = leave(router, &walk, network)
        guard back >= depth else { return (fate, back) }
        classes[number].fates[router] = fate
        classes[number].stamps[router] = classes[number].stamp
        return (fate, .max)
    }

    private mutating func leave(_ router: RouterIndex, _ walk: inout Walk, _ network: Network) -> (
        fate: Fate, back: Int
    ) {
        if network.isIsolated(router), !network.routers[router].configuration.limit.keepsForwarding {
            return (.dead(Death(.isolated, at: router)), .max)
        }
        switch step(to: walk.destination, of: router, in: network) {
        case .none: return (.dead(Death(.noRoute, at: router)), .max)
        case .discard(let prefix):
            let prefix = network.context.store[prefix]
            return (.dead(Death(.discarded, at: router, prefix: prefix)), .max)
        case .local(.own): return (arrived(.router(router)), .max)
        case .local(.handedOut(let set)):
            if isTakenAway(walk.destination, ofClass: walk.number, by: router) {
                return (.dead(Death(.leftNetwork, at: router)), .max)
            }
            if handOver(set, of: router, in: network) == nil { return (arrived(.router(router)), .max) }
        case .local(.attached), .route: break
        }
        let hops = nextRouters(ofClass: walk.number, from: router, in: network)
        guard !hops.isEmpty else { return (.dead(Death(.noRoute, at: router)), .max) }
        walk.path.append(router)
        defer { walk.path.removeLast() }
        var fates: [Fate] = []
        var back = Int.max
        for hop in hops {
            let (fate, depth) = cross(hop, from: router, &walk, network)
            fates.append(fate)
            back = min(back, depth)
        }
        return (shared(fates), back)
    }

    private mutating func arrived(_ place: Arrival) -> Fate {
        var fate = Fate.arrived
        fate.arrivals = arrivals.single(place)
        return fate
    }

    private mutating func shared(_ fates: [Fate]) -> Fate {
        var sum = Fate.shared(fates)
        guard fates.count > 1 else { return sum }
        let parts = fates.indices.map { Fate.share($0, of: fates.count) }
        sum.arrivals = arrivals.sum(zip(fates, parts).map { ($0.arrivals, $1) })
        sum.leaks = leaks.sum(zip(fates, parts).map { ($0.leaks, $1) })
        return sum
    }

    // MARK: Next hops

    /// Where a router sends a packet.
    struct Hop {
        let interface: InterfaceIndex
        let address: IPv4Address
        /// The address may be that of a host, or of a router that is no part of the network.
        let mayBeHost: Bool
    }

    /// The next hops of a route. On an attached network the packet goes to its destination itself; a forwarding address need
    /// not be a router of the network (RFC 2328 §A.4.5).
    func hops(of route: Route, in table: RoutingTable, to destination: Int) -> [Hop] {
        let isExternal = route.pathType > .interArea
        return table.nextHops(of: route).map { hop in
            let isAttached = hop.address == .unspecified
            return Hop(
                interface: hop.interface, address: isAttached ? destinations[destination].address : hop.address,
                mayBeHost: isAttached || isExternal)
        }
    }

    /// How a router hands out what it redistributes with a forwarding address on a network that it is attached to.
    func handOver(_ set: Int, of router: RouterIndex, in network: Network) -> Hop? {
        let configured = network.routers[router].configuration
        let address = configured.redistributions[set].forwardingAddress
        guard address != .unspecified else { return nil }
        let interface = configured.interfaces.indices.first { index in
            let interface = configured.interfaces[index]
            return interface.prefix.contains(address) && interface.address != address
                && !interface.isUnnumbered && interface.networkType != .virtualLink
                && network.reachesSegment(of: index, from: router)
        }
        return interface.map { Hop(interface: $0, address: address, mayBeHost: true) }
    }

    /// Whether an address on the segment of an interface belongs to no router, now or at the start.
    func isHost(_ address: IPv4Address, on segment: SegmentIndex, _ network: Network) -> Bool {
        segments.owner(of: address, on: segment) == nil && !network.hasPort(address, on: segment)
    }

    private mutating func cross(
        _ hop: Hop, from router: RouterIndex, _ walk: inout Walk, _ network: Network
    ) -> (fate: Fate, back: Int) {
        guard let segment = network.segment(of: router, interface: hop.interface) else {
            return (.dead(Death(.interfaceDown, at: router)), .max)
        }
        let crossing = Death.Crossing(sender: router, segment: segment)
        guard network.routers[router].hasCarrier(hop.interface) else {
            return (.dead(Death(.interfaceDown, at: router, crossing: crossing)), .max)
        }
        var (fate, back) = (Fate.arrived, Int.max)
        if let next = network.receiver(of: hop.address, from: router, interface: hop.interface) {
            (fate, back) = follow(next, &walk, network)
        } else if hop.mayBeHost, isHost(hop.address, on: segment, network) {
            guard network.reachesSegment(of: hop.interface, from: router) else {
                return (.dead(Death(.nextHopDead, at: router, segment: segment, crossing: crossing)), .max)
            }
            fate = arrived(.segment(segment))
        } else {
            let owner = segments.owner(of: hop.address, on: segment)
            return (.dead(Death(.nextHopDead, at: owner ?? router, crossing: crossing)), .max)
        }
        fate.way = fate.way.after(cost: costs[router][hop.interface])
        return (lossy(fate, on: segment, from: router, network), back)
    }

    /// What is left of a fate behind a segment that loses packets.
    private mutating func lossy(_ fate: Fate, on segment: SegmentIndex, from router: RouterIndex, _ network: Network)
        -> Fate
    {
        let survivors = network.survivors(of: Fate.whole, on: segment)
        guard survivors < Fate.whole else { return fate }
        var behind = fate.crossing(survivors, Death(.lossyLink, at: router, segment: segment))
        behind.arrivals = arrivals.sum([(fate.arrivals, survivors)])
        let here = leaks.single(Leak(segment: segment, router: router), Fate.whole - survivors)
        behind.leaks = leaks.sum([(fate.leaks, survivors), (here, Fate.whole)])
        return behind
    }

    /// The first router among `changed` that packets of a class from a source can come to, by the number of hops: as long
    /// as none of them is passed, packets go as they went before the change.
    ///
    /// - Complexity: O(routers).
    func firstRouter(
        among changed: [RouterIndex], ofClass number: Int, from source: ProbeSource, in network: Network
    ) -> RouterIndex? {
        var isSeen = Table<RouterIndex, Bool>(repeating: false, count: network.routers.count)
        var queue = source.entries
        for entry in queue { isSeen[entry] = true }
        var next = 0
        while next < queue.count {
            let router = queue[next]
            next += 1
            if changed.contains(router) { return router }
            for hop in nextRouters(ofClass: number, from: router, in: network) {
                guard let segment = network.segment(of: router, interface: hop.interface),
                    let neighbor = segments.owner(of: hop.address, on: segment), !isSeen[neighbor]
                else { continue }
                isSeen[neighbor] = true
                queue.append(neighbor)
            }
        }
        return nil
    }

    /// Where a router sends packets of a class; nowhere where they arrive or die.
    func nextRouters(ofClass number: Int, from router: RouterIndex, in network: Network) -> [Hop] {
        let destination = classes[number].members[0]
        switch step(to: destination, of: router, in: network) {
        case .none, .discard, .local(.own): return []
        case .local(.handedOut(let set)): return handOver(set, of: router, in: network).map { [$0] } ?? []
        case .local(.attached(let interface)):
            return [Hop(interface: interface, address: destinations[destination].address, mayBeHost: true)]
        case .route(let route, _, _):
            return hops(of: route, in: network.routers[router].routingTable, to: destination)
        }
    }

    /// The fate of packets that go round in these routers.
    private mutating func loop(_ routers: [RouterIndex]) -> Fate { .dead(death(inLoop: routers)) }

    mutating func death(inLoop routers: [RouterIndex]) -> Death {
        let start = routers.indices.min { routers[$0] < routers[$1] }!
        let turned = Array(routers[start...] + routers[..<start])
        let index = loops.firstIndex(of: turned) ?? loops.count
        if index == loops.count { loops.append(turned) }
        return Death(.loop, at: turned[0], loop: index)
    }
}

extension Network {
    /// Whether the router is switched on and cut itself off by its LSA limit.
    func isIsolated(_ router: RouterIndex) -> Bool {
        let phase = routers[router].limitPhase
        return isPoweredOn(router) && (phase == .isolated || phase == .isolatedPermanently)
    }
}
