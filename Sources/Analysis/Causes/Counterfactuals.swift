import Emulation
import NetworkPrimitives
import OSPF

/// Where a timeline has an action.
public struct TimelinePlace: Hashable, Comparable, Sendable {
    public let entry: Int
    /// Among the actions of the entry.
    public let position: Int

    public static func < (left: Self, right: Self) -> Bool {
        (left.entry, left.position) < (right.entry, right.position)
    }
}

extension Scenario {
    /// The same scenario where some actions are not carried out.
    public func without(_ places: some Collection<TimelinePlace>) -> Scenario {
        var scenario = self
        for place in places.sorted(by: >) { scenario.timeline[place.entry].actions.remove(at: place.position) }
        return scenario
    }
}

/// Which actions a run's losses of traffic are due to: found out by playing the run again without them, on forks of the
/// network that it started from.
///
/// What a place where packets die knows of itself is one cause. Others may have had a part: a cut that took the other way, or
/// one that would have been enough alone. An action belongs to a loss if the loss would have been smaller without it; or if it
/// is enough to bring the loss about when those are taken away that are enough as well. An action that made a loss smaller, as
/// repairs do, does not belong to it.
public struct Counterfactuals {
    private let network: Network
    private let result: RunResult
    /// What each probe lost, by the actions that were left out.
    private var trials: [[TimelinePlace]: [[ProbeOutcome.Sample]]] = [:]

    /// - Parameter network: the one that the run started from.
    public init(of result: RunResult, from network: Network) {
        self.network = network
        self.result = result
        trials[[]] = result.probes.map(\.samples)
    }

    /// Events that all trials of a run may take together: about a second of work.
    public static let eventLimit: UInt64 = 2_000_000

    /// Whether a run is small enough, and has anything to find out.
    public static func areWorthwhile(for result: RunResult) -> Bool {
        let count = UInt64(result.actions.count)
        return !result.isPartial && count > 0 && result.probes.contains { !$0.outages.isEmpty }
            && result.totals.events * (2 * count + 1) <= eventLimit
    }

    /// The run's result, where each loss is put down to all actions that it is due to and to no others.
    public mutating func attributed() -> RunResult {
        var attributed = result
        for probe in result.probes.indices {
            for outage in result.probes[probe].outages {
                let loss = Loss(probe: probe, start: outage.start, end: outage.end)
                put(loss, downTo: actions(behind: loss), in: &attributed)
            }
        }
        return attributed
    }

    /// A time in which a probe lost something.
    struct Loss {
        let probe: Int
        let start: Instant
        let end: Instant
    }

    // MARK: Trials

    private mutating func lost(_ loss: Loss, without places: [TimelinePlace]) -> Int128 {
        let places = places.sorted()
        if trials[places] == nil {
            var simulation = Simulation(result.scenario.without(places), from: network)
            trials[places] = simulation.run().probes.map(\.samples)
        }
        return trials[places]![loss.probe].lost(from: loss.start, to: loss.end)
    }

    private func action(at place: TimelinePlace) -> Action {
        result.scenario.timeline[place.entry].actions[place.position]
    }

    /// Whether a loss is clearly smaller than another: by more than what other moments of calculations make of it.
    private static func isSmaller(_ loss: Int128, than other: Int128) -> Bool { loss + max(other / 4, 1) < other }

    /// Whether a loss is due to an action: without it the loss is clearly smaller, or, for one that mends something, not there.
    private mutating func isDue(_ loss: Loss, of whole: Int128, to place: TimelinePlace) -> Bool {
        let left = lost(loss, without: [place])
        return action(at: place).mends ? left == 0 && whole > 0 : Self.isSmaller(left, than: whole)
    }

    /// Not empty; `nil` where the loss is due to none of them, but to the network as it is.
    private mutating func actions(behind loss: Loss) -> [HappeningID]? {
        let candidates = result.actions.filter { result.journal[$0.id].instant < loss.end }.map(\.place)
        let whole = lost(loss, without: [])
        // What is lost whatever is done, because of the network as it is.
        let standing = lost(loss, without: candidates)
        var named = candidates.filter { isDue(loss, of: whole, to: $0) }
        var left = lost(loss, without: named)
        // Those of which each would be enough: without what is named, and without all others.
        if left > standing {
            named += candidates.filter { place in
                guard !named.contains(place) else { return false }
                return Self.isSmaller(standing, than: lost(loss, without: candidates.filter { $0 != place }))
            }
            left = lost(loss, without: named)
        }
        while left > standing {
            let others = candidates.filter { !named.contains($0) && !action(at: $0).mends }
            let found = others.filter { Self.isSmaller(lost(loss, without: named + [$0]), than: left) }
            guard !others.isEmpty else { break }
            named += found.isEmpty ? others : found
            left = lost(loss, without: named)
        }
        guard !named.isEmpty else { return nil }
        return result.actions.filter { named.contains($0.place) }.map(\.id)
    }

    // MARK: The journal

    private func put(_ loss: Loss, downTo actions: [HappeningID]?, in result: inout RunResult) {
        let told = result.happenings.map { HappeningID(number: UInt32($0)) }.filter {
            let happening = result.journal[$0]
            return happening.kind == .probeLost && happening.subject == UInt32(loss.probe)
                && happening.instant >= loss.start && happening.instant <= loss.end
        }
        guard let last = told.last else { return }
        guard let actions else {
            for id in told where !result.journal.actions(behind: id).isEmpty {
                result.journal.setCause(result.journal.standingCause, of: id)
                result.journal.setFurtherCauses([], of: id)
            }
            return
        }
        for id in told {
            let journal = result.journal
            let known = ([journal[id].cause] + (journal.furtherCauses[id] ?? [])).filter { cause in
                let chain = journal.actions(in: CauseChain(to: cause, in: journal))
                return !chain.isEmpty && chain.allSatisfy(actions.contains)
            }
            let covered = known.flatMap { journal.actions(in: CauseChain(to: $0, in: journal)) }
            // What came later keeps the loss alive; it is told with the last that is said of it.
            let missing = actions.filter { !covered.contains($0) && ($0 < id || id == last) }
            let causes = known + missing
            guard let first = causes.first else { continue }
            if first < id {
                result.journal.setCause(first, of: id)
                result.journal.setFurtherCauses(Array(causes.dropFirst()), of: id)
            } else {
                result.journal.setFurtherCauses(causes, of: id)
            }
        }
    }
}

extension Action {
    /// Whether it ends a fault that another action began.
    fileprivate var mends: Bool {
        switch self {
        case .repair, .repairPort, .start, .reconnect, .heal, .setCircuit(_, _, isOpen: true),
            .setPassive(_, _, isPassive: false), .setEnabled(_, _, true), .setStubRouter(_, false, _):
            true
        case .setLoss(_, let loss), .setMulticastLoss(_, let loss), .setCorruption(_, let loss): loss == .zero
        default: false
        }
    }
}

extension Journal {
    func actions(in chain: CauseChain) -> [HappeningID] { chain.links.filter { self[$0].kind == .action } }

    /// All actions that the chains of a happening name.
    public func actions(behind id: HappeningID) -> [HappeningID] {
        ([self[id].cause] + (furtherCauses[id] ?? [])).filter { !$0.isNone }
            .flatMap { actions(in: CauseChain(to: $0, in: self)) }
    }

    /// What a loss is put down to that no action has brought about: the first misconfiguration that is known, or else the cold
    /// start.
    fileprivate var standingCause: HappeningID {
        let kinds: [Happening.Kind] = [.helloRefused, .authenticationFailed, .lossConfigured, .duplicateRouterID]
        let index = happenings.firstIndex { kinds.contains($0.kind) && $0.cause.isNone }
        return index.map { HappeningID(number: UInt32($0)) } ?? coldStart
    }
}

extension [ProbeOutcome.Sample] {
    /// Nanoseconds times millionths of the traffic.
    fileprivate func lost(from start: Instant, to end: Instant) -> Int128 {
        var sum: Int128 = 0
        for (index, sample) in enumerated() where sample.lost > 0 {
            let next = index + 1 < count ? self[index + 1].instant : end
            let (from, to) = (Swift.max(sample.instant, start), Swift.min(next, end))
            if to > from { sum += Int128((to - from).nanoseconds) * Int128(sample.lost) }
        }
        return sum
    }
}
