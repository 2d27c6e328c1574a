import Emulation
import NetworkPrimitives
import OSPF

// Walks hop by hop, as packets travel.
extension ForwardingState {
    /// What becomes of packets of a class that enter the network at a router.
    ///
    /// - Complexity: O(1) where the walk has been made since the class became stale; otherwise O(routers on the way).
    public mutating func fate(ofClass number: Int, from router: Int, in network: Network) -> Fate {
        if classes[number].stamps[router] == classes[number].stamp { return classes[number].fates[router] }
        var walk = Walk(number: number, destination: classes[number].members[0])
        return follow(router, &walk, network).fate
    }

    /// What becomes of packets from a source, which enter at the first of its routers that can deliver them.
    ///
    /// Nothing is sent where the source is itself a router that is switched off, or the destination an address of one.
    public mutating func fate(ofClass number: Int, from source: ProbeSource, in network: Network) -> Fate {
        let owners = classes[number].owners
        if !owners.isEmpty, !owners.contains(where: { network.isPoweredOn($0) }) { return .absent }
        var best: Fate?
        for entry in source.entries where network.isPoweredOn(entry) {
            let fate = fate(ofClass: number, from: entry, in: network)
            if fate.isDelivered { return fate }
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
        var path: [Int] = []
        var steps = 0
    }

    /// - Returns: the fate from here on, and how near to the start of the path a loop closed, `Int.max` without one. A
    ///   fate is remembered only where it does not depend on how the packet got here.
    private mutating func follow(_ router: Int, _ walk: inout Walk, _ network: Network) -> (fate: Fate, back: Int) {
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

    private mutating func leave(_ router: Int, _ walk: inout Walk, _ network: Network) -> (fate: Fate, back: Int) {
        if network.isIsolated(router), !network.routers[router].configuration.limit.keepsForwarding {
            return (.dead(Death(.isolated, at: router)), .max)
        }
        if classes[walk.number].arrivesAt.contains(router) { return (.arrived, .max) }
        let hops = nextHops(to: walk.destination, in: network.routers[router].routingTable)
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
        return (.shared(fates), back)
    }

    private func nextHops(to destination: Int, in table: RoutingTable) -> ArraySlice<NextHop> {
        route(to: destination, in: table).map { table.nextHops(of: $0) } ?? []
    }

    private mutating func cross(
        _ hop: NextHop, from router: Int, _ walk: inout Walk, _ network: Network
    ) -> (fate: Fate, back: Int) {
        let interface = Int(hop.interface)
        guard network.routers[router].hasCarrier(interface) else {
            return (.dead(Death(.interfaceDown, at: router)), .max)
        }
        let address = hop.address == .unspecified ? destinations[walk.destination].address : hop.address
        guard let next = network.receiver(of: address, from: router, interface: interface) else {
            let owner = network.segment(of: router, interface: interface).flatMap {
                segments.owner(of: address, on: $0)
            }
            return (.dead(Death(.nextHopDead, at: owner ?? router)), .max)
        }
        var (fate, back) = follow(next, &walk, network)
        fate.way = fate.way.after(cost: costs[router][interface])
        return (fate, back)
    }

    /// The first router among `changed` that packets of a class from a source can come to, by the number of hops: as long
    /// as none of them is passed, packets go as they went before the change.
    ///
    /// - Complexity: O(routers).
    func firstRouter(
        among changed: [Int], ofClass number: Int, from source: ProbeSource, in network: Network
    ) -> Int? {
        var isSeen = Array(repeating: false, count: network.routers.count)
        var queue = source.entries
        for entry in queue { isSeen[entry] = true }
        var next = 0
        while next < queue.count {
            let router = queue[next]
            next += 1
            if changed.contains(router) { return router }
            for hop in nextHops(to: classes[number].members[0], in: network.routers[router].routingTable) {
                guard let segment = network.segment(of: router, interface: Int(hop.interface)),
                    let neighbor = segments.owner(of: hop.address, on: segment), !isSeen[neighbor]
                else { continue }
                isSeen[neighbor] = true
                queue.append(neighbor)
            }
        }
        return nil
    }

    /// The fate of packets that go round in these routers.
    private mutating func loop(_ routers: [Int]) -> Fate {
        let start = routers.indices.min { routers[$0] < routers[$1] }!
        let turned = Array(routers[start...] + routers[..<start])
        let index = loops.firstIndex(of: turned) ?? loops.count
        if index == loops.count { loops.append(turned) }
        return .dead(Death(.loop, at: turned[0], loop: index))
    }
}

extension Network {
    /// Whether the router is switched on and cut itself off by its LSA limit.
    func isIsolated(_ router: Int) -> Bool {
        let phase = routers[router].limitPhase
        return isPoweredOn(router) && (phase == .isolated || phase == .isolatedPermanently)
    }
}
