import Emulation
import NetworkPrimitives

/// Pairs of a probe that arrived before a failure and do not after it, although neither of their ends failed.
public struct CutTraffic: Hashable, Sendable {
    public var probe: Int
    public var pairs: Int
    /// How the first of them dies.
    public var death: Death

    /// Pairs of all probes of which nothing arrives as things are, so that no failure can cut them off.
    static func undelivered(_ probes: [Probe], in network: Network) -> Int {
        var moments = TwoMoments(probes, before: network, after: network)
        return probes.reduce(0) { sum, probe in
            let classes = moments.classes(of: probe.destinations)
            return probe.sources.reduce(sum) { sum, source in
                classes.reduce(sum) { sum, each in
                    let fate = moments.before.fate(ofClass: each.number, from: source, in: network)
                    return sum + (fate.delivered == 0 && !fate.isAbsent ? each.count : 0)
                }
            }
        }
    }

    /// What a failure cuts off, probe by probe.
    ///
    /// - Complexity: O(sources times classes of destinations times length of a way), twice.
    static func found(_ probes: [Probe], before: Network, after: Network, failed: Failure?) -> [CutTraffic] {
        guard !probes.isEmpty else { return [] }
        let holders = DestinationHolders(before.configuration)
        let alive = probes.map { probe in
            var probe = probe
            if let failed { probe.destinations.removeAll { holders.isOnly(at: failed, $0.address) } }
            return probe
        }
        var moments = TwoMoments(alive, before: before, after: after)
        return alive.indices.compactMap { number in
            var found: CutTraffic?
            let classes = moments.classes(of: alive[number].destinations)
            for source in alive[number].sources {
                for (place, count, _) in classes {
                    let old = moments.before.fate(ofClass: place, from: source, in: before)
                    guard old.delivered > 0 else { continue }
                    let new = moments.after.fate(ofClass: place, from: source, in: after)
                    // What is lost on the way by a lossy link still has a way.
                    guard new.delivered == 0, !new.isAbsent, let death = new.death else { continue }
                    found = CutTraffic(probe: number, pairs: (found?.pairs ?? 0) + count, death: found?.death ?? death)
                }
            }
            return found
        }
    }
}

/// Where the addresses of a network are: at routers, on their segments, or behind what redistributes them.
private struct DestinationHolders {
    private struct Holder {
        let prefix: IPv4Prefix
        let router: RouterIndex
        let segment: SegmentIndex?
    }

    private var holders: [Holder] = []

    init(_ network: NetworkConfiguration) {
        var segments: [SegmentMember: SegmentIndex] = [:]
        for (number, segment) in network.segments.indexed {
            for member in segment.members { segments[member] = number }
        }
        for (number, router) in network.routers.indexed {
            for loopback in router.ospf.loopbacks {
                holders.append(Holder(prefix: IPv4Prefix(loopback.address, length: 32), router: number, segment: nil))
            }
            for (place, interface) in router.ospf.interfaces.indexed where !interface.isUnnumbered {
                let segment = segments[SegmentMember(router: number, interface: place)]
                holders.append(Holder(prefix: interface.prefix, router: number, segment: segment))
            }
            for prefix in router.ospf.redistributions.flatMap(\.prefixes) {
                holders.append(Holder(prefix: prefix, router: number, segment: nil))
            }
        }
    }

    /// Whether nobody has the address but what failed, so that it failed, too.
    func isOnly(at failure: Failure, _ address: IPv4Address) -> Bool {
        let all = holders.filter { $0.prefix.contains(address) }
        guard let longest = all.map(\.prefix.length).max() else { return false }
        return all.allSatisfy { holder in
            holder.prefix.length < longest
                || failure.parts.contains { part in
                    switch part {
                    case .router(let router): router == holder.router
                    case .segment(let segment): segment == holder.segment
                    case .site(_, let routers): routers.contains(holder.router)
                    }
                }
        }
    }
}
