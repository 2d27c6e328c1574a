/// Where and why packets die.
public struct Death: Hashable, Sendable {
    public enum Reason: UInt8, Sendable, CaseIterable {
        /// The router has no route to the destination.
        case noRoute
        /// The router isolated itself by its LSA limit, and forwards nothing.
        case isolated
        /// The router where the traffic starts is switched off.
        case poweredOff
        /// The next hop does not take the packet: it is switched off, or the wire is cut.
        case nextHopDead
        /// The interface towards the next hop has no carrier.
        case interfaceDown
        /// The packet comes back to a router that it has passed.
        case loop
        /// The packet passed more routers than its time to live allows.
        case tooManyHops
    }

    public let reason: Reason
    /// The router's number; for a loop, the router at which it closes.
    public let router: Int
    /// For a loop, its index in `ForwardingState.loops`; otherwise -1.
    public let loop: Int

    public init(_ reason: Reason, at router: Int, loop: Int = -1) {
        self.reason = reason
        self.router = router
        self.loop = loop
    }

    /// Whether it counts as a loop rather than as a black hole.
    public var isLoop: Bool { reason == .loop || reason == .tooManyHops }
}

/// How long a way through the network is. Costs are those configured when the timeline started: a change of costs makes no
/// way longer, only what packets then do.
public struct WayLength: Hashable, Sendable {
    /// The sum of the output costs of the interfaces on the way.
    public var cost: UInt32 = 0
    /// Segments crossed.
    public var hops: UInt16 = 0

    public init(cost: UInt32 = 0, hops: UInt16 = 0) {
        self.cost = cost
        self.hops = hops
    }

    /// The way with one more segment before it.
    func after(cost more: UInt32) -> Self { Self(cost: cost &+ more, hops: hops &+ 1) }

    /// The longer one by cost, then by hops.
    static func longer(_ left: Self, _ right: Self) -> Self {
        (left.cost, left.hops) < (right.cost, right.hops) ? right : left
    }
}

/// What becomes of the traffic from one router to one destination. Traffic is shared equally among equal-cost next hops,
/// at each router anew; shares are whole millionths.
public struct Fate: Hashable, Sendable {
    public static let whole = 1_000_000

    /// Millionths that arrive, and that die in loops; the rest dies in black holes.
    public var delivered: Int
    public var looping: Int
    /// The first death in the order of next hops, `nil` where all arrives.
    public var death: Death?
    /// There is no traffic: its source is switched off, or the destination is an address of a router that is.
    public var isAbsent = false
    /// The longest way on which something arrives.
    public var way = WayLength()

    public var lost: Int { isAbsent ? 0 : Fate.whole - delivered }
    public var blackHole: Int { lost - looping }
    public var isDelivered: Bool { lost == 0 }

    public static let arrived = Fate(delivered: whole, looping: 0, death: nil)
    public static let absent = Fate(delivered: 0, looping: 0, death: nil, isAbsent: true)

    static func dead(_ death: Death) -> Fate {
        Fate(delivered: 0, looping: death.isLoop ? whole : 0, death: death)
    }

    /// Equal shares of several fates. What does not divide evenly goes to the first.
    static func shared(_ fates: [Fate]) -> Fate {
        guard fates.count != 1 else { return fates[0] }
        let part = whole / fates.count
        var sum = Fate(delivered: 0, looping: 0, death: nil)
        for (index, fate) in fates.enumerated() {
            let share = index == 0 ? whole - part * (fates.count - 1) : part
            // A fate that is all of one kind stays exactly that.
            let delivered = fate.delivered == whole ? share : fate.delivered * share / whole
            let looping = fate.looping == whole ? share : fate.looping * share / whole
            sum.delivered += delivered
            sum.looping += looping
            if sum.death == nil { sum.death = fate.death }
            if fate.delivered > 0 { sum.way = .longer(sum.way, fate.way) }
        }
        return sum
    }
}
