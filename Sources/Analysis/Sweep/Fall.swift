import NetworkPrimitives
import OSPF

/// A router that hit its limit, or shut down OSPF.
public struct Fall: Hashable, Sendable {
    public var router: RouterIndex
    /// Since the start of the timeline, or the first action of a trial.
    public var met: Duration
    /// LSAs that counted at that moment.
    public var count: Int
    /// When it shut down OSPF for the first time, `nil` where it did not.
    public var isolated: Duration?
}

/// A router that ran out of memory.
public struct Shortage: Hashable, Sendable {
    public var router: RouterIndex
    /// Since the start of the timeline, or the first action of a trial.
    public var after: Duration
    /// LSAs that it held at that moment.
    public var count: Int
    /// How often its OSPF process crashed.
    public var crashes: Int
}

extension Happening.Kind {
    /// Whether a router's limit or its memory made it do something.
    var isFall: Bool { self == .limitExceeded || self == .memoryExhausted || self == .crashed }

    /// Whether a role was won in an election: that of an originator, a Designated Router, or a Backup.
    var isElection: Bool { self == .originatorStarted || self == .designatedRouterElected }
}

extension Journal {
    /// Routers that hit their limits among some happenings, each once, in the order in which they did.
    ///
    /// - Parameter fallen: routers that were over their limits before; they are left out.
    func falls(in happenings: Range<Int>, since start: Instant, besides fallen: [RouterIndex]) -> [Fall] {
        var falls: [Fall] = []
        var places: [RouterIndex: Int] = [:]
        let fallen = Set(fallen)
        for happening in self.happenings[happenings] {
            guard let router = happening.router else { continue }
            switch happening.entry {
            case .limitExceeded(let reading, _) where places[router] == nil && !fallen.contains(router):
                places[router] = falls.count
                falls.append(Fall(router: router, met: happening.instant - start, count: Int(reading.counted)))
            case .isolated, .isolatedPermanently:
                guard let place = places[router], falls[place].isolated == nil else { continue }
                falls[place].isolated = happening.instant - start
            default: continue
            }
        }
        return falls
    }

    /// Routers that ran out of memory among some happenings, each once, in the order in which they did.
    func shortages(in happenings: Range<Int>, since start: Instant) -> [Shortage] {
        var shortages: [Shortage] = []
        var places: [RouterIndex: Int] = [:]
        for happening in self.happenings[happenings] {
            guard let reading = happening.entry.exhaustion, let router = happening.router else { continue }
            let place = places[router] ?? shortages.count
            if place == shortages.count {
                places[router] = place
                let after = happening.instant - start
                shortages.append(Shortage(router: router, after: after, count: Int(reading.lsas), crashes: 0))
            }
            if happening.kind == .crashed { shortages[place].crashes += 1 }
        }
        return shortages
    }
}
