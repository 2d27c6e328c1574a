import NetworkPrimitives

/// Where and why packets die.
public struct Death: Hashable, Sendable {
    public enum Reason: UInt8, Sendable, CaseIterable {
        /// The router has no route to the destination.
        case noRoute
        /// The router shut down OSPF by its LSA limit, and forwards nothing.
        case isolated
        /// The router where the traffic starts is powered off.
        case poweredOff
        /// The next hop does not take the packet: it is powered off, or the wire is cut.
        case nextHopDead
        /// The interface towards the next hop has no carrier.
        case interfaceDown
        /// The packet comes back to a router that it has passed.
        case loop
        /// The packet passed more routers than its time to live allows.
        case tooManyHops
        /// The router has a discard route for it (RFC 2328 §11.1): it announces a range, and nothing in it holds the address.
        case discarded
        /// The router hands it out of the network, by a shorter prefix than that of the network's own that holds the address.
        case leftNetwork
        /// The segment loses packets, or damages them: this share on average.
        case lossyLink
    }

    public let reason: Reason
    /// The router's number; for a loop, the router at which it closes.
    public let router: RouterIndex
    /// For a loop, its index in `ForwardingState.loops`; otherwise -1.
    public let loop: Int
    /// The segment that loses packets, or on which nobody receives them; otherwise `nil`.
    public let segment: SegmentIndex?
    /// Of a discard route.
    public let prefix: IPv4Prefix?
    /// Who sends to a next hop that does not take the packet, and over which segment. Reports group losses by the
    /// router alone: deaths are equal whatever these are.
    let crossing: Crossing?

    struct Crossing: Hashable, Sendable {
        let sender: RouterIndex
        let segment: SegmentIndex
    }

    public init(
        _ reason: Reason, at router: RouterIndex, loop: Int = -1, segment: SegmentIndex? = nil,
        prefix: IPv4Prefix? = nil
    ) {
        self.init(reason, at: router, loop: loop, segment: segment, prefix: prefix, crossing: nil)
    }

    init(
        _ reason: Reason, at router: RouterIndex, loop: Int = -1, segment: SegmentIndex? = nil,
        prefix: IPv4Prefix? = nil,
        crossing: Crossing?
    ) {
        self.crossing = crossing
        self.reason = reason
        self.router = router
        self.loop = loop
        self.segment = segment
        self.prefix = prefix
    }

    /// Whether it counts as a loop rather than as a black hole.
    public var isLoop: Bool { reason == .loop || reason == .tooManyHops }
}

extension Death: Comparable {
    public static func == (left: Self, right: Self) -> Bool {
        left.order == right.order && left.prefix == right.prefix
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(reason)
        hasher.combine(router)
        hasher.combine(loop)
        hasher.combine(segment)
        hasher.combine(prefix)
    }

    private var order: (UInt8, RouterIndex, Int, Int) {
        (reason.rawValue, router, loop, segment?.offset ?? -1)
    }
    private var prefixOrder: IPv4Prefix { prefix ?? .default }

    public static func < (left: Self, right: Self) -> Bool {
        left.order == right.order ? left.prefixOrder < right.prefixOrder : left.order < right.order
    }
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

/// Where traffic arrives.
public enum Arrival: Hashable, Comparable, Sendable {
    /// At a router whose address it is, or which hands it out of the network.
    case router(RouterIndex)
    /// On a segment: at an address that is no router's.
    case segment(SegmentIndex)
}

/// What becomes of the traffic from one router to one destination. Traffic is shared equally among equal-cost next hops,
/// at each router again; shares are whole billionths, so that lossy links in a row multiply without a visible error.
public struct Fate: Hashable, Sendable {
    public static let whole = 1_000_000_000

    /// Billionths that arrive, that die in loops, and that lossy links lose on average; the rest dies in black holes.
    public var delivered: Int
    public var looping: Int
    public var lossy = 0
    /// The first death in the order of next hops, `nil` where all arrives; lossy links come last.
    public var death: Death?
    /// There is no traffic: its source is powered off, or the destination is an address of a router that is.
    public var isAbsent = false
    /// The longest way on which something arrives.
    public var way = WayLength()
    /// Where it arrives, and which links lose it: sets of shares of `ForwardingState`.
    var arrivals = ShareSetID.empty
    var leaks = ShareSetID.empty

    public var lost: Int { isAbsent ? 0 : Fate.whole - delivered }
    public var blackHole: Int { lost - looping - lossy }
    public var isDelivered: Bool { lost == 0 }
    /// Whether every packet has a way to its end, be it a lossy one.
    public var hasWay: Bool { lost == lossy }

    public static let arrived = Fate(delivered: whole, looping: 0, death: nil)
    public static let absent = Fate(delivered: 0, looping: 0, death: nil, isAbsent: true)

    static func dead(_ death: Death) -> Fate {
        Fate(delivered: 0, looping: death.isLoop ? whole : 0, death: death)
    }

    /// A share of a share, rounded down.
    static func part(_ value: Int, of share: Int) -> Int { value == whole ? share : value * share / whole }

    /// Adds a share of another fate. What rounding leaves over stays of the kind that it was.
    private mutating func add(_ share: Int, of fate: Fate) {
        let parts = [fate.delivered, fate.looping, fate.blackHole, fate.lossy].map { Fate.part($0, of: share) }
        let rest = share - parts.reduce(0, +)
        let last = fate.lossy > 0 ? 3 : fate.blackHole > 0 ? 2 : fate.looping > 0 ? 1 : 0
        delivered += parts[0] + (last == 0 ? rest : 0)
        looping += parts[1] + (last == 1 ? rest : 0)
        lossy += parts[3] + (last == 3 ? rest : 0)
        if let other = fate.death, death == nil || (death!.reason == .lossyLink && other.reason != .lossyLink) {
            death = other
        }
    }

    /// Equal shares of several fates. What does not divide evenly goes to the first.
    static func shared(_ fates: [Fate]) -> Fate {
        guard fates.count != 1 else { return fates[0] }
        var sum = Fate(delivered: 0, looping: 0, death: nil)
        for (index, fate) in fates.enumerated() {
            sum.add(share(index, of: fates.count), of: fate)
            if fate.delivered > 0 { sum.way = .longer(sum.way, fate.way) }
        }
        return sum
    }

    /// The share of the `index`-th of several equal next hops.
    static func share(_ index: Int, of count: Int) -> Int {
        index == 0 ? whole - whole / count * (count - 1) : whole / count
    }

    /// The same fate behind a link that this many billionths pass.
    func crossing(_ survivors: Int, _ death: Death) -> Fate {
        guard survivors < Fate.whole else { return self }
        var fate = self
        (fate.delivered, fate.looping, fate.lossy, fate.death) = (0, 0, Fate.whole - survivors, death)
        fate.add(survivors, of: self)
        return fate
    }
}
