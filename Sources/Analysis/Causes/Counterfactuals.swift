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

/// Which actions and mistakes a run's losses of traffic are due to: found out by playing the run again without them.
///
/// What a place where packets are lost shows is one cause. Others may have had a part: a cut that took the other way,
/// or one that would have been enough alone. An action belongs to a loss if the loss would have been smaller without
/// it, or if it is enough to bring the loss about when those are taken away that are enough as well; a mistake of the
/// configuration, and the cold start, likewise. What would have made the loss larger by its absence, as repairs mostly
/// do, does not belong to it.
public struct Counterfactuals {
    private let result: RunResult
    /// The scenario up to the end of the last loss; its expectations are not asked.
    private let scenario: Scenario
    private let mistakes: [(part: Part, id: HappeningID)]
    /// The run just before each moment of its timeline.
    private let forks: [Simulation]
    /// What the run started from, by the mistakes that were left out.
    private var networks: [[Part]: Network?]
    /// What each probe lost, by what was left out.
    private var trials: [[Part]: (start: Instant, samples: [[ProbeOutcome.Sample]])]
    private var events: UInt64 = 0

    /// What a loss may be due to.
    private enum Part: Hashable, Comparable {
        /// A segment that loses or damages packets.
        case lossyLink(segment: SegmentIndex)
        /// A router that has the Router ID of another.
        case routerID(router: RouterIndex)
        /// The run began with it, so that traffic met a network that was not ready.
        case coldStart
        case action(TimelinePlace)
    }

    /// - Parameters:
    ///   - network: the one that the run started from.
    ///   - forks: see `Simulation.keepForks`. Without them each trial starts there.
    public init(of result: RunResult, from network: Network, forks: [Simulation] = []) {
        self.forks = forks
        self.result = result
        var scenario = result.scenario
        let ends = result.probes.flatMap { $0.outages.map(\.end) }
        scenario.duration = min(scenario.duration, (ends.max() ?? result.end) - result.start)
        scenario.expectations = []
        self.scenario = scenario
        // Without a mistake the network has to converge again.
        let known = Self.mistakes(of: scenario, in: result.journal)
        mistakes = network.eventCount * UInt64(known.count) <= Self.eventLimit ? known : []
        networks = [[]: network]
        trials = [[]: (result.start, result.probes.map(\.samples))]
    }

    private static func mistakes(of scenario: Scenario, in journal: Journal) -> [(Part, HappeningID)] {
        var mistakes: [(Part, HappeningID)] = scenario.startsCold ? [(.coldStart, journal.coldStart)] : []
        for (index, happening) in journal.happenings.enumerated() where happening.cause.isNone {
            let id = HappeningID(number: UInt32(index))
            switch happening.entry {
            case .lossConfigured(let segment): mistakes.append((.lossyLink(segment: segment), id))
            case .duplicateRouterID:
                if let router = happening.router { mistakes.append((.routerID(router: router), id)) }
            default: break
            }
        }
        return mistakes
    }

    /// Events that all trials of a run may take together: about a second of work.
    public static let eventLimit: UInt64 = 2_000_000

    /// Whether a run is small enough, and has anything to find out.
    public static func areWorthwhile(for result: RunResult) -> Bool {
        let count = UInt64(result.actions.count)
        return !result.isPartial && count > 0 && result.probes.contains { !$0.outages.isEmpty }
            && result.totals.events * (2 * count + 1) <= eventLimit
    }

    /// Runs a simulation, and then its counterfactuals where they are worthwhile.
    public static func run(_ simulation: inout Simulation, observer: Simulation.Observer) -> RunResult {
        let network = simulation.network
        if network.eventCount <= eventLimit { simulation.keepForks(atMost: 4) }
        let result = simulation.run(observer: observer)
        guard areWorthwhile(for: result) else { return result }
        var trials = Self(of: result, from: network, forks: simulation.forks)
        return trials.attributed()
    }

    /// The run's result, where each loss is attributed to everything that caused it and to nothing else.
    public mutating func attributed() -> RunResult {
        var attributed = result
        for probe in result.probes.indices {
            for outage in result.probes[probe].outages {
                let loss = Loss(probe: probe, start: outage.start - result.start, end: outage.end - result.start)
                put(loss, downTo: causes(of: loss), in: &attributed)
            }
        }
        return attributed
    }

    /// A time in which a probe lost something, since the start of the timeline.
    private struct Loss {
        let probe: Int
        let start: Duration
        let end: Duration
    }

    /// What a loss is due to. The network as it is has a part in it where it has no other cause.
    private struct Causes {
        let parts: [HappeningID]
        let areStanding: Bool
    }

    // MARK: Trials

    private mutating func lost(_ loss: Loss, without parts: [Part]) -> Int128 {
        let parts = parts.sorted()
        if trials[parts] == nil { trials[parts] = trial(without: parts) }
        let trial = trials[parts]!
        return trial.samples[loss.probe].lost(from: trial.start + loss.start, to: trial.start + loss.end)
    }

    private mutating func trial(without parts: [Part]) -> (start: Instant, samples: [[ProbeOutcome.Sample]]) {
        var scenario = scenario
        var places: [TimelinePlace] = []
        for part in parts {
            switch part {
            case .action(let place): places.append(place)
            case .coldStart: scenario.startsCold = false
            case .lossyLink(let segment):
                scenario.network.segments[segment].loss = .zero
                scenario.network.segments[segment].multicastLoss = .zero
                scenario.network.segments[segment].corruption = .zero
            case .routerID(let router):
                let highest = scenario.network.routers.map(\.ospf.routerID.bits).max() ?? 0
                scenario.network.routers[router].ospf.routerID = RouterID(bits: highest == .max ? 1 : highest + 1)
            }
        }
        let repaired = parts.filter { if case .action = $0 { false } else { true } }
        if networks[repaired] == nil { networks[repaired] = try? Simulation.startingNetwork(of: scenario) }
        // What does not converge even without the mistakes has none of its losses from them.
        guard let network = networks[repaired] ?? nil else { return trials[[]]! }
        var simulation = Simulation(scenario, from: network)
        if repaired.isEmpty, let first = result.actions.first(where: { places.contains($0.place) }),
            let fork = forks.last(where: { $0.network.now <= result.journal[first.id].instant })
        {
            simulation = fork
        }
        simulation = simulation.without(places, for: scenario.duration)
        let run = simulation.run()
        events += run.totals.events
        return (run.start, run.probes.map(\.samples))
    }

    /// Whether a loss is smaller than another by more than other moments of hellos and calculations make of it: one part in
    /// 32.
    private static func isSmaller(_ loss: Int128, than other: Int128) -> Bool { loss + max(other / 32, 1) < other }

    private mutating func causes(of loss: Loss) -> Causes {
        let known =
            mistakes
            + result.actions.filter { result.journal[$0.id].instant < result.start + loss.end }
            .map { (.action($0.place), $0.id) }
        let candidates = known.map(\.part)
        let whole = lost(loss, without: [])
        // What is lost whatever is done, because of the network as it is.
        let standing = lost(loss, without: candidates)
        var named = candidates.filter { Self.isSmaller(lost(loss, without: [$0]), than: whole) }
        named += pairs(of: candidates.filter { !named.contains($0) }, behind: loss, of: whole)
        // Those of which each would be enough: without what is named, and without all others.
        if lost(loss, without: named) > standing {
            named += candidates.filter { part in
                guard !named.contains(part) else { return false }
                return Self.isSmaller(standing, than: lost(loss, without: candidates.filter { $0 != part }))
            }
        }
        while lost(loss, without: named) > standing {
            let others = candidates.filter { !named.contains($0) }
            guard !others.isEmpty else { break }
            let left = lost(loss, without: named)
            let found = others.filter { Self.isSmaller(lost(loss, without: named + [$0]), than: left) }
            named += found.isEmpty ? needed(others, besides: named, for: loss) : found
        }
        return Causes(
            parts: known.filter { named.contains($0.part) }.map(\.id),
            areStanding: named.isEmpty || Self.isSmaller(0, than: standing))
    }

    /// Those of which two are needed to make a loss smaller, as each would be enough; as far as the limit of events allows.
    private mutating func pairs(of parts: [Part], behind loss: Loss, of whole: Int128) -> [Part] {
        var found: [Part] = []
        for (index, first) in parts.enumerated() {
            for second in parts[(index + 1)...] where events < Self.eventLimit {
                guard Self.isSmaller(lost(loss, without: [first, second]), than: whole) else { continue }
                found += [first, second].filter { !found.contains($0) }
            }
        }
        return found
    }

    /// As few of some parts as have to be left out, besides others, so that as little is lost as without all of them. Not
    /// empty.
    private mutating func needed(_ parts: [Part], besides named: [Part], for loss: Loss) -> [Part] {
        let least = lost(loss, without: named + parts)
        var needed = parts
        for part in parts where needed.count > 1 {
            let fewer = needed.filter { $0 != part }
            if lost(loss, without: named + fewer) <= least { needed = fewer }
        }
        return needed
    }

    // MARK: The journal

    private func put(_ loss: Loss, downTo due: Causes, in result: inout RunResult) {
        let start = result.start
        let told = result.happenings.map { HappeningID(number: UInt32($0)) }.filter {
            let happening = result.journal[$0]
            return happening.kind == .probeLost && happening.entry.probe == loss.probe
                && happening.instant >= start + loss.start && happening.instant <= start + loss.end
        }
        guard let last = told.last else { return }
        for id in told {
            let journal = result.journal
            let known = ([journal[id].cause] + journal[id].entry.furtherCauses).filter { cause in
                let chain = CauseChain(to: cause, in: journal)
                let actions = journal.actions(in: chain)
                return actions.allSatisfy(due.parts.contains)
                    && (!actions.isEmpty || due.areStanding || due.parts.contains(chain.links[0]))
            }
            let covered = Set(known.flatMap { CauseChain(to: $0, in: journal).links })
            // What came later keeps the loss alive; it is shown with the last entry about it.
            var causes = known + due.parts.filter { !covered.contains($0) && ($0 < id || id == last) }
            let isStandingKnown = known.contains { journal.actions(in: CauseChain(to: $0, in: journal)).isEmpty }
            if due.areStanding, !isStandingKnown, id == last || causes.isEmpty { causes.append(journal.standingCause) }
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

extension Journal {
    /// The actions among the links of a chain.
    public func actions(in chain: CauseChain) -> [HappeningID] { chain.links.filter { self[$0].kind == .action } }

    /// All actions that the chains of a happening name.
    public func actions(behind id: HappeningID) -> [HappeningID] {
        ([self[id].cause] + self[id].entry.furtherCauses).filter { !$0.isNone }
            .flatMap { actions(in: CauseChain(to: $0, in: self)) }
    }

    /// What a loss is attributed to that no action has caused: the first misconfiguration that is known, or
    /// else the cold start.
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
