import Emulation
import NetworkPrimitives
import OSPF

/// Watches the scenario's probes while a network goes on, and keeps account of what they lose.
///
/// - Complexity: an update costs what `ForwardingState.update` costs, and one walk for each source and each class of
///   destinations that may fare differently.
public struct ProbeMonitor: Participant {
    public private(set) var forwarding: ForwardingState
    private var accounts: [ProbeAccount]
    /// By class: the probes that send to it.
    private var probesOfClass: [[Int]]
    /// Where the journal's entries about the time of the accounts begin.
    private let firstHappening: Int
    /// How much of the journal was looked at.
    private var seenHappenings: Int
    /// By probe, where pictures are taken of what goes where.
    private var ways: [ProbeWays]?
    /// Some router has shut down OSPF, refused, or run out of memory in this run.
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

    /// From now on pictures are taken of what goes where.
    mutating func recordWays() { ways = accounts.map { _ in ProbeWays() } }
    mutating func forgetWays() { ways = nil }

    /// The share of each probe's traffic that is lost now, in millionths.
    var lostShares: [Int] { accounts.map(\.lostShare) }

    /// Whether packets of any probe are lost now.
    public var isLosing: Bool { accounts.contains(where: \.isLosing) }

    public mutating func begin(in network: inout Network) { update(&network, worldChanged: true) }

    public mutating func take(_ news: News, from network: inout Network) {
        let entries = network.context.journal.happenings[news.entries]
        update(&network, worldChanged: entries.contains { $0.kind.changesWorld })
    }

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
        hasSeenLimits =
            hasSeenLimits || network.routers.contains { $0.limitPhase != .normal || $0.isShortOfMemory }
            || network.routers.indices.contains(where: network.isCrashed)
        var moment = Moment(network, changed: change.routers, news: news)
        var isStale = Array(repeating: false, count: forwarding.classes.count)
        for number in change.stale { isStale[number] = true }
        for probe in accounts.indices {
            accounts[probe].book(until: network.now)
            walk(probe, isStale, network, &moment)
            accounts[probe].settle(at: network.now)
            tell(probe, &network)
            guard ways?[probe].isDue(at: network.now) == true else { continue }
            takePicture(of: probe, network)
        }
    }

    /// Takes down what goes where.
    ///
    /// - Complexity: for each class of destinations O(sources + steps).
    private mutating func takePicture(of probe: Int, _ network: Network) {
        var sums = TrafficSums()
        let account = accounts[probe]
        for (place, number) in account.classes.enumerated() {
            let weight = forwarding.classes[number].members.count * Fate.whole
            var entries: [(router: RouterIndex, amount: Int)] = []
            var places: [RouterIndex: Int] = [:]
            for (index, source) in account.probe.sources.enumerated()
            where !account.streams[index][place].fate.isAbsent {
                switch forwarding.entrance(ofClass: number, from: source, in: network) {
                case .absent: break
                case .dead(let death): sums.deaths.add(weight, to: death)
                case .router(let router):
                    if let known = places[router] {
                        entries[known].amount += weight
                    } else {
                        places[router] = entries.count
                        entries.append((router, weight))
                    }
                }
            }
            if !entries.isEmpty { forwarding.follow(entries, toClass: number, in: network, into: &sums) }
        }
        ways?[probe].add(sums.picture(ofPairs: max(1, account.present)), at: network.now)
    }

    /// What is known of the moment of an update, and found out once for all traffic.
    private struct Moment {
        /// What people, nature or a limit did at this moment.
        let physical: HappeningID?
        let changed: [RouterIndex]
        var remedies: [RouterIndex: Remedy] = [:]
        var blames: [Place: Blame] = [:]

        struct Place: Hashable {
            let death: Death
            let crossing: Death.Crossing?
            let trigger: RouterIndex?
        }

        init(_ network: Network, changed: [RouterIndex], news: Int) {
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
                let wasLosing = accounts[probe].isLosing(source: source, place: place)
                guard wasLosing || found.fate.lost > 0 else {
                    accounts[probe].set(
                        found, source: source, place: place, weight: weight, at: network.now, network.context.journal)
                    continue
                }
                let trigger = trigger(ofClass: number, from: sources[source], network, moment)
                if found.fate.lost > 0, let death = found.fate.death {
                    found.blame = blame(for: death, trigger, network, &moment)
                    if hasSeenLimits, found.blame.shelter == nil,
                        areIsolated(forwarding.classes[number].owners, network)
                    {
                        found.blame.shelter = .isolation
                    }
                }
                if wasLosing { found.remedy = remedy(by: trigger, network, &moment) }
                accounts[probe].set(
                    found, source: source, place: place, weight: weight, at: network.now, network.context.journal)
            }
        }
    }

    // MARK: Attribution

    /// The router whose new table made the difference to some traffic; `nil` where no table did.
    private func trigger(
        ofClass number: Int, from source: ProbeSource, _ network: Network, _ moment: Moment
    ) -> RouterIndex? {
        moment.changed.isEmpty
            ? nil : forwarding.firstRouter(among: moment.changed, ofClass: number, from: source, in: network)
    }

    /// What made the difference to traffic that was lost up to now.
    private func remedy(by trigger: RouterIndex?, _ network: Network, _ moment: inout Moment) -> Remedy {
        let router = trigger ?? (moment.physical == nil && moment.changed.count == 1 ? moment.changed[0] : nil)
        guard let router else {
            return moment.physical.map { Remedy(physical: $0, in: network.context.journal) } ?? Remedy()
        }
        if let known = moment.remedies[router] { return known }
        let remedy = Remedy(tableOf: router, in: network)
        moment.remedies[router] = remedy
        return remedy
    }

    /// Why packets are lost, whether a limit blocks the path, and for packets to a failed neighbor what made it fail.
    private func blame(for death: Death, _ trigger: RouterIndex?, _ network: Network, _ moment: inout Moment) -> Blame {
        let place = Moment.Place(death: death, crossing: death.crossing, trigger: trigger)
        if let known = moment.blames[place] { return known }
        let journal = network.context.journal
        let causes = forwarding.causes(of: death, after: trigger, in: network)
        let links = CauseChain(to: causes[0], in: journal).links
        var blame = Blame(shelter: shelter(of: death, links, network), causes: causes)
        for kind in links.map({ journal[$0].kind }) where hasSeenLimits {
            if kind == .isolated || kind == .isolatedPermanently { blame.aftermath = .isolation }
            if kind == .crashed { blame.aftermath = .crash }
            if kind == .limitExceeded || kind == .memoryExhausted, blame.aftermath == nil { blame.aftermath = .refusal }
        }
        let last = links.lastIndex { journal[$0].kind.isPhysical } ?? 0
        blame.isOverloaded = blame.aftermath == nil && links[last...].contains { journal[$0].kind == .overloaded }
        let event = links.last { journal[$0].kind.isPhysical }
        blame.isExplained = event != nil
        if death.reason == .nextHopDead, let event { blame.fault = event }
        if let event, journal[event].instant == network.now { blame.opened = event }
        moment.blames[place] = blame
        return blame
    }

    /// Whether traffic cannot arrive whatever its way, because everyone whose address it is for is isolated.
    private func areIsolated(_ owners: [RouterIndex], _ network: Network) -> Bool {
        let present = owners.filter { network.isPoweredOn($0) }
        return !present.isEmpty && present.allSatisfy { network.isIsolated($0) }
    }

    /// A router that shut down OSPF or refuses, and still does, at the place of the death or in the chain of its causes.
    private func shelter(of death: Death, _ links: [HappeningID], _ network: Network) -> LossPart? {
        if death.reason == .isolated || (death.reason == .nextHopDead && network.isIsolated(death.router)) {
            return .isolation
        }
        if network.isCrashed(death.router) { return .crash }
        for link in links.reversed() {
            let happening = network.context.journal[link]
            guard let router = happening.router else { continue }
            switch happening.kind {
            case .isolated, .isolatedPermanently:
                if network.isIsolated(router) { return .isolation }
            case .limitExceeded:
                let phase = network.routers[router].limitPhase
                if phase == .refusing || phase == .rejecting { return .refusal }
            case .crashed: if network.isCrashed(router) { return .crash }
            case .memoryExhausted: if network.routers[router].isShortOfMemory { return .refusal }
            default: continue
            }
        }
        return nil
    }

    // MARK: The journal

    /// Logs that a probe loses more than was logged so far, or because of something else, or nothing now.
    private mutating func tell(_ probe: Int, _ network: inout Network) {
        let level = accounts[probe].level
        if level > 0 {
            guard accounts[probe].hasNewBlame || level > accounts[probe].toldLevel else { return }
            accounts[probe].hasNewBlame = false
            let causes = accounts[probe].causesOfLoss(forwarding, in: network.context.journal)
            let roots = causes.map { CauseChain(to: $0, in: network.context.journal).links[0] }
            guard level > accounts[probe].toldLevel || !accounts[probe].toldRoots.isSuperset(of: roots) else { return }
            accounts[probe].toldLevel = max(level, accounts[probe].toldLevel)
            accounts[probe].toldRoots.formUnion(roots)
            let pairs = UInt32(clamping: accounts[probe].losingPairs(forwarding))
            network.note(
                .probeLost(probe: UInt32(probe), pairs: pairs, furtherCauses: Array(causes.dropFirst())),
                cause: causes.first ?? .none)
        } else if accounts[probe].toldLevel > 0 {
            accounts[probe].toldLevel = 0
            accounts[probe].toldRoots = []
            network.note(.probeRestored(probe: UInt32(probe)), cause: lastHappening(network))
        }
    }

    /// The run's last happening that is not about probes.
    private func lastHappening(_ network: Network) -> HappeningID {
        let happenings = network.context.journal.happenings[firstHappening...]
        return happenings.lastIndex { !$0.kind.isAboutProbes }.map(Self.id) ?? network.context.journal.coldStart
    }

    fileprivate static func id(_ index: Int) -> HappeningID { HappeningID(number: UInt32(index)) }

    // MARK: The result

    /// How the traffic of each probe went, up to the network's present moment; nothing where that was not recorded.
    func ways(at network: Network) -> [ProbeWays] {
        var monitor = self
        for probe in monitor.accounts.indices where monitor.ways?[probe].isBehind == true {
            monitor.takePicture(of: probe, network)
        }
        return zip(monitor.ways ?? [], accounts).map { ways, account in
            var ways = ways
            ways.detours = account.detours
            return ways
        }
    }

    /// The pairs of which nothing has ever arrived.
    var lostPairs: [LostPair] {
        accounts.indices.flatMap { number -> [LostPair] in
            let account = accounts[number]
            return account.probe.sources.indices.flatMap { source -> [LostPair] in
                account.classes.indices.compactMap { place in
                    guard let death = account.streams[source][place].deathWhileWaiting else { return nil }
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

    /// Why packets are lost now: what takes most of them first, and then all else that goes back to another first cause.
    func causesOfLoss(_ forwarding: ForwardingState, in journal: Journal) -> [HappeningID] {
        var weights: [(causes: [HappeningID], weight: Int)] = []
        for accounts in streams {
            for (place, account) in accounts.enumerated() where account.fate.lost > 0 {
                let weight = account.fate.lost * forwarding.classes[classes[place]].members.count
                if let known = weights.firstIndex(where: { $0.causes == account.blame.causes }) {
                    weights[known].weight += weight
                } else {
                    weights.append((account.blame.causes, weight))
                }
            }
        }
        let heaviest = weights.indices.max { (weights[$0].weight, $1) < (weights[$1].weight, $0) }
        guard let heaviest else { return [] }
        var roots: Set<HappeningID> = []
        return ([heaviest] + weights.indices.filter { $0 != heaviest }).flatMap { weights[$0].causes }
            .filter { roots.insert(CauseChain(to: $0, in: journal).links[0]).inserted }
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
}
