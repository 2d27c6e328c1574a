import Emulation
import NetworkPrimitives
import OSPF

// What goes where: the same walk as that of `fate`, once for all traffic to a class.
extension ForwardingState {
    /// Where a source's packets of a class enter the network; or how they die before that, or that there are none.
    enum Entrance {
        case router(RouterIndex)
        case dead(Death)
        case absent
    }

    mutating func entrance(ofClass number: Int, from source: ProbeSource, in network: Network) -> Entrance {
        let fate = fate(ofClass: number, from: source, in: network)
        if fate.isAbsent { return .absent }
        var best: (entry: RouterIndex, delivered: Int)?
        for entry in source.entries where network.isPoweredOn(entry) {
            let fate = self.fate(ofClass: number, from: entry, in: network)
            if fate.hasWay { return .router(entry) }
            if best == nil || fate.delivered > best!.delivered { best = (entry, fate.delivered) }
        }
        return best.map { .router($0.entry) } ?? .dead(fate.death ?? Death(.poweredOff, at: source.entries[0]))
    }

    /// Adds what becomes of traffic to a class that enters at some routers.
    ///
    /// - Complexity: O(steps); where packets go round, O(steps) for each of the routers.
    mutating func follow(
        _ entries: [(router: RouterIndex, amount: Int)], toClass number: Int, in network: Network,
        into sums: inout TrafficSums
    ) {
        let tour = Tour(of: self, from: entries.map(\.router), toClass: number, in: network)
        guard tour.hasLoops, entries.count > 1 else {
            return spread(entries, over: tour, in: network, into: &sums)
        }
        // Where a loop closes depends on where packets come from.
        for entry in entries { follow([entry], toClass: number, in: network, into: &sums) }
    }

    private mutating func spread(
        _ entries: [(router: RouterIndex, amount: Int)], over tour: Tour, in network: Network,
        into sums: inout TrafficSums
    ) {
        var waiting: [RouterIndex: Int] = [:]
        for entry in entries {
            sums.entries.add(entry.amount, to: entry.router)
            waiting[entry.router, default: 0] += entry.amount
        }
        for stop in tour.stops {
            guard let amount = waiting[stop.router], amount > 0 else { continue }
            switch stop.departure {
            case .arrives(let place): sums.arrivals.add(amount, to: place)
            case .dies(let death): sums.deaths.add(amount, to: death)
            case .goes(let crossings):
                for (index, crossing) in crossings.enumerated() {
                    let rest = amount / crossings.count
                    let part = index == 0 ? amount - rest * (crossings.count - 1) : rest
                    send(part, from: stop.router, crossing, network, &waiting, &sums)
                }
            }
        }
    }

    private mutating func send(
        _ amount: Int, from router: RouterIndex, _ crossing: Crossing, _ network: Network,
        _ waiting: inout [RouterIndex: Int],
        _ sums: inout TrafficSums
    ) {
        let segment: SegmentIndex
        switch crossing {
        case .dies(let death): return sums.deaths.add(amount, to: death)
        case .host(let number), .router(_, let number), .loop(_, let number): segment = number
        }
        let survivors = network.survivors(of: Fate.whole, on: segment)
        let kept = Int(Int128(amount) * Int128(survivors) / Int128(Fate.whole))
        if kept < amount { sums.deaths.add(amount - kept, to: Death(.lossyLink, at: router, segment: segment)) }
        switch crossing {
        case .dies: break
        case .host:
            sums.steps.add(kept, to: TrafficPicture.Step(from: router, segment: segment, to: nil))
            sums.arrivals.add(kept, to: .segment(segment))
        case .router(let next, _):
            sums.steps.add(kept, to: TrafficPicture.Step(from: router, segment: segment, to: next))
            waiting[next, default: 0] += kept
        case .loop(let routers, _):
            sums.steps.add(kept, to: TrafficPicture.Step(from: router, segment: segment, to: routers[0]))
            sums.deaths.add(kept, to: death(inLoop: routers))
        }
    }

    /// What a router does with packets of a class.
    fileprivate enum Departure {
        case arrives(Arrival)
        case dies(Death)
        case goes([Crossing])
    }

    /// What comes of one of several equal next hops.
    fileprivate enum Crossing {
        case router(RouterIndex, segment: SegmentIndex)
        case host(segment: SegmentIndex)
        case dies(Death)
        /// Back to the first of these routers.
        case loop([RouterIndex], segment: SegmentIndex)
    }

    fileprivate func departure(ofClass number: Int, from router: RouterIndex, in network: Network) -> Departure {
        if network.isIsolated(router), !network.routers[router].configuration.limit.keepsForwarding {
            return .dies(Death(.isolated, at: router))
        }
        let destination = classes[number].members[0]
        switch step(to: destination, of: router, in: network) {
        case .none: return .dies(Death(.noRoute, at: router))
        case .discard(let prefix):
            return .dies(Death(.discarded, at: router, prefix: network.context.store[prefix]))
        case .local(.own): return .arrives(.router(router))
        case .local(.handedOut(let set)):
            if isTakenAway(destination, ofClass: number, by: router) { return .dies(Death(.leftNetwork, at: router)) }
            if handOver(set, of: router, in: network) == nil { return .arrives(.router(router)) }
        case .local(.attached), .route: break
        }
        let hops = nextRouters(ofClass: number, from: router, in: network)
        guard !hops.isEmpty else { return .dies(Death(.noRoute, at: router)) }
        return .goes(hops.map { crossing(of: $0, from: router, in: network) })
    }

    private func crossing(of hop: Hop, from router: RouterIndex, in network: Network) -> Crossing {
        guard let segment = network.segment(of: router, interface: hop.interface) else {
            return .dies(Death(.interfaceDown, at: router))
        }
        let crossing = Death.Crossing(sender: router, segment: segment)
        guard network.routers[router].hasCarrier(hop.interface) else {
            return .dies(Death(.interfaceDown, at: router, crossing: crossing))
        }
        if let next = network.receiver(of: hop.address, from: router, interface: hop.interface) {
            return .router(next, segment: segment)
        }
        guard hop.mayBeHost, isHost(hop.address, on: segment, network) else {
            let owner = segments.owner(of: hop.address, on: segment)
            return .dies(Death(.nextHopDead, at: owner ?? router, crossing: crossing))
        }
        guard network.reachesSegment(of: hop.interface, from: router) else {
            return .dies(Death(.nextHopDead, at: router, segment: segment, crossing: crossing))
        }
        return .host(segment: segment)
    }
}

/// The routers that traffic comes to, each before those that it sends to.
private struct Tour {
    struct Stop {
        let router: RouterIndex
        var departure: ForwardingState.Departure
    }

    /// In the order of travel.
    private(set) var stops: [Stop] = []
    private(set) var hasLoops = false

    init(of state: ForwardingState, from entries: [RouterIndex], toClass number: Int, in network: Network) {
        var visit = Visit(state: state, number: number, network: network)
        for entry in entries where !visit.known.contains(entry) { visit.visit(entry) }
        stops = visit.stops.reversed()
        hasLoops = visit.hasLoops
    }

    private struct Visit {
        let state: ForwardingState
        let number: Int
        let network: Network
        var known: Set<RouterIndex> = []
        var path: [RouterIndex] = []
        /// Each after all that it sends to.
        var stops: [Stop] = []
        var hasLoops = false

        mutating func visit(_ router: RouterIndex) {
            known.insert(router)
            var departure = state.departure(ofClass: number, from: router, in: network)
            if case .goes(var crossings) = departure {
                path.append(router)
                for (index, crossing) in crossings.enumerated().reversed() {
                    guard case .router(let next, let segment) = crossing else { continue }
                    if let start = path.firstIndex(of: next) {
                        hasLoops = true
                        crossings[index] = .loop(Array(path[start...]), segment: segment)
                    } else if !known.contains(next) {
                        visit(next)
                    }
                }
                path.removeLast()
                departure = .goes(crossings)
            }
            stops.append(Stop(router: router, departure: departure))
        }
    }
}

/// Amounts of traffic in billionths of pairs.
struct TrafficSums {
    struct Sum<What: Hashable & Sendable> {
        private var places: [What: Int] = [:]
        /// In the order in which they were first met.
        private var parts: [(what: What, amount: Int)] = []

        mutating func add(_ amount: Int, to what: What) {
            if let place = places[what] {
                parts[place].amount += amount
            } else {
                places[what] = parts.count
                parts.append((what, amount))
            }
        }

        /// - Parameter pairs: between which there is traffic.
        func parts(of pairs: Int) -> [TrafficPicture.Part<What>] {
            parts.map {
                let share = $0.amount / pairs / (Fate.whole / 1_000_000)
                return TrafficPicture.Part(what: $0.what, share: max(1, share))
            }
        }
    }

    var entries = Sum<RouterIndex>()
    var steps = Sum<TrafficPicture.Step>()
    var arrivals = Sum<Arrival>()
    var deaths = Sum<Death>()

    func picture(ofPairs pairs: Int) -> TrafficPicture {
        TrafficPicture(
            entries: entries.parts(of: pairs), steps: steps.parts(of: pairs), arrivals: arrivals.parts(of: pairs),
            deaths: deaths.parts(of: pairs))
    }
}
