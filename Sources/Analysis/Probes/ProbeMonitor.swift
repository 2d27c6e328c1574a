import Emulation
import NetworkPrimitives
import OSPF

/// Watches the scenario's probes while a network goes on, and keeps account of what they lose.
///
/// - Complexity: an update costs what `ForwardingState.update` costs, and one walk for each source and each class of
///   destinations that may fare differently.
public struct ProbeMonitor: Sendable {
    public private(set) var forwarding: ForwardingState
    private var accounts: [ProbeAccount]
    /// By class: the probes that send to it.
    private var probesOfClass: [[Int]]
    /// Where the journal's entries about the time of the accounts begin.
    private let firstHappening: Int
    /// How much of the journal was looked at.
    private var seenHappenings: Int
    /// Some router has isolated itself or refused in this run.
    private var hasSeenLimits = false

    /// A monitor that starts its accounts at the network's present moment.
    /// - Parameter isConverged: traffic that does not arrive now is not expected to, and counts once it has arrived.
    public init(_ probes: [Probe], of network: Network, isConverged: Bool = true) {
        firstHappening = network.context.journal.happenings.count
        seenHappenings = firstHappening
        var numbers: [ProbeDestination: Int] = [:]
        var destinations: [ProbeDestination] = []
        var members: [[Int]] = []
        for (number, probe) in probes.enumerated() {
            for destination in probe.destinations {
                let index = numbers[destination] ?? destinations.count
                if index == destinations.count {
                    numbers[destination] = index
                    destinations.append(destination)
                    members.append([])
                }
                if members[index].last != number { members[index].append(number) }
            }
        }
        // Destinations of the same probes only share a class, so that a class is in a probe as a whole or not at all.
        var groups: [[Int]: Int] = [:]
        let groupOf = members.map { probes in
            let group = groups[probes] ?? groups.count
            groups[probes] = group
            return group
        }
        forwarding = ForwardingState(network.configuration, destinations: destinations, groups: groupOf)
        probesOfClass = forwarding.classes.map { members[$0.members[0]] }
        accounts = []
        for (number, probe) in probes.enumerated() {
            let classes = forwarding.classes.indices.filter { probesOfClass[$0].contains(number) }
            let pairs = classes.reduce(0) { $0 + forwarding.classes[$1].members.count } * probe.sources.count
            accounts.append(
                ProbeAccount(probe, classes: classes, pairs: pairs, isExpected: !isConverged, at: network.now))
        }
    }

    /// Whether packets of any probe are lost now.
    public var isLosing: Bool { accounts.contains(where: \.isLosing) }

    /// Millionths of each probe's traffic that are lost now.
    public var lostShares: [Int] { accounts.map(\.lostShare) }

    /// Takes in what changed, and writes losses and restorations into the network's journal.
    ///
    /// - Parameter worldChanged: power, carriers or isolations may have changed, not only routing tables.
    public mutating func update(_ network: inout Network, worldChanged: Bool) {
        let change = forwarding.update(network, worldChanged: worldChanged)
        let news = seenHappenings
        seenHappenings = network.context.journal.happenings.count
        guard !change.stale.isEmpty else { return }
        for (child, parent) in change.splits {
            probesOfClass.append(probesOfClass[parent])
            for probe in probesOfClass[parent] { accounts[probe].split(parent, into: child) }
        }
        hasSeenLimits = hasSeenLimits || network.routers.contains { $0.limitPhase != .normal }
        var moment = Moment(network, changed: change.routers, news: news)
        var isStale = Array(repeating: false, count: forwarding.classes.count)
        for number in change.stale { isStale[number] = true }
        for probe in accounts.indices {
            accounts[probe].book(until: network.now)
            walk(probe, isStale, network, &moment)
            accounts[probe].settle(at: network.now)
            tell(probe, &network)
        }
    }

    /// What is known of the moment of an update, and found out once for all traffic.
    private struct Moment {
        /// What people, nature or a limit did at this moment.
        let physical: HappeningID?
        let changed: [Int]
        var remedies: [Int: Remedy] = [:]
        var blames: [Death: Blame] = [:]

        init(_ network: Network, changed: [Int], news: Int) {
            let happenings = network.context.journal.happenings
            physical = happenings[news...].lastIndex { $0.kind.isPhysical && $0.instant == network.now }
                .map(ProbeMonitor.id)
            self.changed = changed
        }
    }

    private mutating func walk(_ probe: Int, _ isStale: [Bool], _ network: Network, _ moment: inout Moment) {
        let sources = accounts[probe].probe.sources
        for place in accounts[probe].classes.indices {
            let number = accounts[probe].classes[place]
            guard isStale[number] else { continue }
            let weight = forwarding.classes[number].members.count
            for source in sources.indices {
                let fate = forwarding.fate(ofClass: number, from: sources[source], in: network)
                var found = FoundFate(
                    fate: fate, arrivals: forwarding.arrivals[fate.arrivals], leaks: forwarding.leaks[fate.leaks])
                if found.fate.lost > 0, let death = found.fate.death {
                    found.blame = blame(for: death, network, &moment)
                    found.blame.opened = moment.physical ?? .none
                }
                if accounts[probe].isLosing(source: source, place: place) {
                    found.remedy = remedy(ofClass: number, from: sources[source], network, &moment)
                }
                accounts[probe].set(
                    found, source: source, place: place, weight: weight, at: network.now, network.context.journal)
            }
        }
    }

    // MARK: Attribution

    /// What made the difference to traffic that was lost up to now.
    private func remedy(
        ofClass number: Int, from source: ProbeSource, _ network: Network, _ moment: inout Moment
    ) -> Remedy {
        if let physical = moment.physical { return Remedy(physical: physical, in: network.context.journal) }
        let router =
            moment.changed.count == 1
            ? moment.changed[0]
            : forwarding.firstRouter(among: moment.changed, ofClass: number, from: source, in: network)
        guard let router else { return Remedy() }
        if let known = moment.remedies[router] { return known }
        let remedy = Remedy(tableOf: router, in: network)
        moment.remedies[router] = remedy
        return remedy
    }

    /// Whether a limit shuts the way, and for packets to a dead neighbour what silenced it.
    private func blame(for death: Death, _ network: Network, _ moment: inout Moment) -> Blame {
        guard hasSeenLimits || death.reason == .nextHopDead, death.reason != .lossyLink else { return Blame() }
        if let known = moment.blames[death] { return known }
        let journal = network.context.journal
        let cause = cause(of: death, in: network)
        let links = cause.isNone ? [] : CauseChain(to: cause, in: journal).links
        var blame = Blame(shelter: shelter(of: death, links, network))
        for kind in links.map({ journal[$0].kind }) where hasSeenLimits {
            if kind == .isolated || kind == .isolatedPermanently { blame.aftermath = .isolation }
            if kind == .limitExceeded, blame.aftermath == nil { blame.aftermath = .refusal }
        }
        let event = links.last { journal[$0].kind.isPhysical }
        blame.isExplained = event != nil
        if death.reason == .nextHopDead, let event { blame.fault = event }
        moment.blames[death] = blame
        return blame
    }

    /// A router that isolated itself or refuses, and still does, at the place of the death or in the chain of its causes.
    private func shelter(of death: Death, _ links: [HappeningID], _ network: Network) -> LossPart? {
        if death.reason == .isolated || (death.reason == .nextHopDead && network.isIsolated(death.router)) {
            return .isolation
        }
        for link in links.reversed() {
            let happening = network.context.journal[link]
            guard happening.router >= 0 else { continue }
            let router = Int(happening.router)
            switch happening.kind {
            case .isolated, .isolatedPermanently:
                if network.isIsolated(router) { return .isolation }
            case .limitExceeded:
                let phase = network.routers[router].limitPhase
                if phase == .refusing || phase == .rejecting { return .refusal }
            default: continue
            }
        }
        return nil
    }

    // MARK: The journal

    /// Writes down that a probe loses more than was told so far, or nothing any more.
    private mutating func tell(_ probe: Int, _ network: inout Network) {
        let level = accounts[probe].level
        if level > accounts[probe].toldLevel {
            accounts[probe].toldLevel = level
            let cause = accounts[probe].heaviestLoss(forwarding).map { self.cause(of: $0, in: network) } ?? .none
            let pairs = UInt32(clamping: accounts[probe].losingPairs(forwarding))
            network.note(.probeLost, subject: UInt32(probe), detail: pairs, cause: cause)
        } else if level == 0, accounts[probe].toldLevel > 0 {
            accounts[probe].toldLevel = 0
            network.note(.probeRestored, subject: UInt32(probe), detail: 0, cause: lastHappening(network))
        }
    }

    /// The latest happening that can explain a death.
    private func cause(of death: Death, in network: Network) -> HappeningID {
        if death.reason == .lossyLink { return network.context.journal.lossCause(of: death.segment) ?? .none }
        let routers = death.loop >= 0 ? forwarding.loops[death.loop] : [death.router]
        if ![.loop, .noRoute, .discarded, .leftNetwork, .lossyLink].contains(death.reason) {
            if let silence = network.context.journal.silence(of: death.router) { return silence }
        }
        let recent = network.context.journal.happenings[firstHappening...].suffix(Journal.searchLimit)
        let nearby = recent.lastIndex { happening in
            // A cut is done to a segment, not to a router.
            let isNear = routers.contains(Int(happening.router)) || happening.kind == .action && happening.router < 0
            return happening.kind.changesForwarding && isNear
        }
        return (nearby ?? recent.lastIndex { $0.kind.changesForwarding }).map(Self.id) ?? .none
    }

    /// The run's last happening that is not about probes.
    private func lastHappening(_ network: Network) -> HappeningID {
        let happenings = network.context.journal.happenings[firstHappening...]
        return happenings.lastIndex { !$0.kind.isAboutProbes }.map(Self.id) ?? .none
    }

    fileprivate static func id(_ index: Int) -> HappeningID { HappeningID(number: UInt32(index)) }

    // MARK: The result

    /// The pairs of which nothing has arrived since a moment at which the accounts began.
    func lostPairs(since start: Instant, in network: Network) -> [LostPair] {
        let whole = (network.now - start).nanoseconds
        return accounts.indices.flatMap { number -> [LostPair] in
            let account = accounts[number]
            return account.probe.sources.indices.flatMap { source -> [LostPair] in
                account.classes.indices.compactMap { place in
                    var stream = account.streams[source][place]
                    guard !stream.fate.isAbsent, stream.fate.delivered == 0, let death = stream.fate.death else {
                        return nil
                    }
                    stream.book(until: network.now)
                    guard stream.lost >= whole else { return nil }
                    let members = forwarding.classes[account.classes[place]].members
                    return LostPair(
                        probe: number, source: account.probe.sources[source],
                        destination: forwarding.destinations[members[0]].address, count: members.count, death: death)
                }
            }
        }
    }

    /// The accounts up to the network's present moment, the end of the run, probe by probe.
    public func outcomes(at network: Network) -> [ProbeOutcome] { accounts.map { $0.outcome(at: network, forwarding) } }
}

extension ProbeAccount {
    func isLosing(source: Int, place: Int) -> Bool { streams[source][place].fate.lost > 0 }

    /// How the largest part of what is lost now dies.
    func heaviestLoss(_ forwarding: ForwardingState) -> Death? {
        var heaviest: (weight: Int, death: Death)?
        for accounts in streams {
            for (place, account) in accounts.enumerated() where account.fate.lost > 0 {
                let weight = account.fate.lost * forwarding.classes[classes[place]].members.count
                if let death = account.fate.death, weight > heaviest?.weight ?? 0 { heaviest = (weight, death) }
            }
        }
        return heaviest?.death
    }

    func losingPairs(_ forwarding: ForwardingState) -> Int {
        streams.reduce(0) { sum, accounts in
            sum
                + accounts.indices.reduce(0) {
                    $0 + (accounts[$1].fate.lost > 0 ? forwarding.classes[classes[$1]].members.count : 0)
                }
        }
    }
}

extension Happening.Kind {
    var isAboutProbes: Bool { self == .probeLost || self == .probeRestored }

    /// Whether it can change which way a router forwards.
    var changesForwarding: Bool {
        switch self {
        case .action, .poweredOn, .poweredOff, .adjacencyFormed, .adjacencyLost, .designatedRouterElected,
            .originatorStarted, .originatorStopped, .limitExceeded, .isolated, .isolatedPermanently, .returned,
            .linksLeftOut, .linksComplete, .redistributionStarted, .redistributionStopped, .costsRaised, .costsRestored,
            .externalsWithdrawn, .externalsRestored,
            .redistributionExceeded,
            .redistributionCleared:
            true
        case .limitWarning, .limitCleared, .redistributionWarning, .overloaded, .helloRefused, .authenticationFailed,
            .packetDamaged, .keyExpired, .helperStarted, .helperRefused, .helperStopped, .restartEnded, .probeLost,
            .probeRestored:
            false
        }
    }
}
