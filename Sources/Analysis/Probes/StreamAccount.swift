import Emulation
import NetworkPrimitives
import OSPF

/// The running account of one source and one class of destinations.
struct StreamAccount: Sendable {
    var fate = Fate.arrived
    var blame = Blame()
    /// The way on which everything first arrived, and where.
    var usualWay: WayLength?
    var usualArrivals: [Arrival] = []
    /// Where it arrives, and which links lose it.
    var arrivals: [ShareSets<Arrival>.Share] = []
    var leaks: [ShareSets<Leak>.Share] = []
    var since: Instant
    /// Whether something of it has ever arrived, or is expected to from the start. Until then it has no account.
    var isCounted: Bool
    /// It is not counted, and not absent.
    var isWaiting = false
    /// How it dies meanwhile.
    var deathWhileWaiting: Death?
    /// Nanoseconds, weighted by the share that was lost.
    var lost: Int64 = 0
    var intervals = 0

    /// The share that is on a detour, in billionths.
    var detouring: Int {
        guard let usualWay, !fate.isAbsent, fate.delivered > 0, fate.way.cost > usualWay.cost else { return 0 }
        return fate.delivered
    }

    /// Books the time up to `now` under the present fate.
    mutating func book(until now: Instant) {
        if fate.lost > 0 { lost += weighted(now - since, by: fate.lost) }
        since = now
    }
}

/// What a loss can be attributed to while it goes on.
struct Blame: Hashable, Sendable {
    /// What keeps the way shut, where that is a limit.
    var shelter: LossPart?
    /// What a limit did before, which led to this.
    var aftermath: LossPart?
    /// It goes back to a router that lost packets before it read them.
    var isOverloaded = false
    /// For packets that go to a failed neighbor: what made it fail.
    var fault = HappeningID.none
    /// What people, nature or a limit did at the moment at which the traffic came to be lost in this way.
    var opened = HappeningID.none
    /// Whether it goes back to any event of the physical world.
    var isExplained = false
    /// Why packets die where they do, the first cause of the place first.
    var causes: [HappeningID] = []

    /// A loss that only changes its form is still the loss that it was, unless something else explains it.
    func orElse(_ before: Blame) -> Blame {
        guard !isExplained, aftermath == nil else { return self }
        var blame = self
        blame.aftermath = before.aftermath ?? before.shelter
        return blame
    }
}

/// A fate as a moment found it.
struct FoundFate {
    var fate: Fate
    var arrivals: [ShareSets<Arrival>.Share] = []
    var leaks: [ShareSets<Leak>.Share] = []
    var blame = Blame()
    /// What ended the fate before it; asked for only where something was lost.
    var remedy: Remedy?
}

/// A share of a time, in nanoseconds.
func weighted(_ time: Duration, by share: Int) -> Int64 {
    Int64(Int128(time.nanoseconds) * Int128(share) / Int128(Fate.whole))
}
