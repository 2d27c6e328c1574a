import Emulation
import NetworkPrimitives
import OSPF

/// What a change does to the paths of one probe: each pair of a source and a destination before and after, at rest.
public struct PathChanges: Hashable, Sendable {
    /// Pairs that go the same way afterwards, another way, or nowhere; that had no way and have one; and that have no
    /// traffic now, since one of their ends is powered off.
    public var unchanged = 0
    public var moved = 0
    public var lost = 0
    public var gained = 0
    public var absent = 0
    /// Pairs that have no way before or after.
    public var alwaysLost = 0
    /// The most frequent changes, the largest first: pairs that leave one first way for another.
    public var examples: [Example] = []

    public struct Example: Hashable, Sendable {
        /// How many pairs go just these ways.
        public var pairs: Int
        public var source: String
        /// One of the destinations.
        public var destination: IPv4Address
        /// Router numbers. Afterwards it ends where the packet dies; empty where there is no traffic.
        public var before: [RouterIndex]
        public var after: [RouterIndex]
        public var isDeliveredAfter: Bool
    }

    /// Pairs whose ways differ, for better or worse.
    public var changed: Int { moved + lost + gained }

    /// Examples that are kept.
    static let exampleLimit = 100
}

/// The paths of all probes, before and after.
struct PathComparison {
    private struct Ends: Hashable {
        let source: String
        let before: [RouterIndex]
        let after: [RouterIndex]
        let isDeliveredAfter: Bool
    }

    /// By probe.
    let changes: [PathChanges]

    /// - Complexity: O(sources times classes of destinations times length of a way), twice.
    init(_ probes: [Probe], before: Network, after: Network) {
        var moments = TwoMoments(probes, before: before, after: after)
        changes = probes.map { probe in
            Self.compare(probe, moments.classes(of: probe.destinations), &moments, before, after)
        }
    }

    private static func compare(
        _ probe: Probe, _ weights: [(number: Int, count: Int, address: IPv4Address)],
        _ moments: inout TwoMoments, _ before: Network, _ after: Network
    ) -> PathChanges {
        var changes = PathChanges()
        var examples: [Ends: (pairs: Int, address: IPv4Address, order: Int)] = [:]
        for source in probe.sources {
            for (number, count, address) in weights {
                let first = way(of: source, toClass: number, &moments.before, before)
                let second = way(of: source, toClass: number, &moments.after, after)
                changes.count(first, second, by: count)
                guard first?.steps != second?.steps || first?.isDelivered != second?.isDelivered else { continue }
                let ends = Ends(
                    source: source.name, before: first?.first ?? [], after: second?.first ?? [],
                    isDeliveredAfter: second?.isDelivered ?? false)
                let known = examples[ends] ?? (0, address, examples.count)
                examples[ends] = (known.pairs + count, known.address, known.order)
            }
        }
        changes.examples = examples.sorted { ($1.value.pairs, $0.value.order) < ($0.value.pairs, $1.value.order) }
            .filter { !$0.key.before.isEmpty && !$0.key.after.isEmpty }
            .prefix(PathChanges.exampleLimit)
            .map {
                PathChanges.Example(
                    pairs: $0.value.pairs, source: $0.key.source, destination: $0.value.address, before: $0.key.before,
                    after: $0.key.after, isDeliveredAfter: $0.key.isDeliveredAfter)
            }
        return changes
    }

    /// The ways from the first of a source's routers that can deliver; `nil` where there is no traffic.
    private static func way(
        of source: ProbeSource, toClass number: Int, _ forwarding: inout ForwardingState, _ network: Network
    ) -> Way? {
        let fate = forwarding.fate(ofClass: number, from: source, in: network)
        guard !fate.isAbsent else { return nil }
        var best: Way?
        for entry in source.entries where network.isPoweredOn(entry) {
            let way = forwarding.way(toClass: number, from: entry, in: network)
            if way.isDelivered { return way }
            if best == nil { best = way }
        }
        return best ?? Way(first: [source.entries[0]], steps: [], isDelivered: false)
    }
}

extension PathChanges {
    fileprivate mutating func count(_ before: Way?, _ after: Way?, by pairs: Int) {
        guard let after else {
            absent += pairs
            return
        }
        let wasDelivered = before?.isDelivered ?? false
        switch (wasDelivered, after.isDelivered) {
        case (true, true): if before?.steps == after.steps { unchanged += pairs } else { moved += pairs }
        case (true, false): lost += pairs
        case (false, true): gained += pairs
        case (false, false): alwaysLost += pairs
        }
    }
}
