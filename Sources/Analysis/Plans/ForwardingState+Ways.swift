import Emulation
import NetworkPrimitives
import OSPF

/// Which ways packets take from one router to one destination at a moment.
public struct Way: Hashable, Sendable {
    /// The routers of the first way, in the order of next hops, from the source to where the packet arrives or dies.
    public var first: [RouterIndex]
    /// Every step of every equally good way, sorted: from a router over a segment to a router.
    public var steps: [Step]
    /// Whether all the traffic arrives, but for what lossy links lose.
    public var isDelivered: Bool

    public struct Step: Hashable, Comparable, Sendable {
        public var from: RouterIndex
        public var segment: SegmentIndex
        public var to: RouterIndex

        public static func < (left: Self, right: Self) -> Bool {
            (left.from, left.segment, left.to) < (right.from, right.segment, right.to)
        }
    }
}

extension ForwardingState {
    /// The ways of packets to a class of destinations that enter the network at a router, by the tables that the last
    /// update took in and the network that it was made with.
    ///
    /// - Complexity: O(steps).
    public mutating func way(toClass number: Int, from router: RouterIndex, in network: Network) -> Way {
        let fate = fate(ofClass: number, from: router, in: network)
        var way = Way(first: [router], steps: [], isDelivered: fate.hasWay)
        var known: Set<RouterIndex> = [router]
        var open = [router]
        while let router = open.popLast() {
            let steps = steps(toClass: number, from: router, in: network)
            way.steps += steps
            for step in steps where known.insert(step.to).inserted { open.append(step.to) }
            if router == way.first.last, let next = steps.first, !way.first.contains(next.to) {
                way.first.append(next.to)
                // The first way is followed to its end before any other.
                open.removeAll { $0 == next.to }
                open.append(next.to)
            }
        }
        way.steps.sort()
        return way
    }

    /// Where a router sends packets of the class, in the order of next hops; nowhere where they arrive or die.
    private func steps(toClass number: Int, from router: RouterIndex, in network: Network) -> [Way.Step] {
        guard network.isPoweredOn(router) else { return [] }
        if network.isIsolated(router), !network.routers[router].configuration.limit.keepsForwarding { return [] }
        return nextRouters(ofClass: number, from: router, in: network).compactMap { hop in
            guard network.routers[router].hasCarrier(hop.interface),
                let segment = network.segment(of: router, interface: hop.interface),
                let next = network.receiver(of: hop.address, from: router, interface: hop.interface)
            else { return nil }
            return Way.Step(from: router, segment: segment, to: next)
        }
    }
}
