import Emulation
import NetworkPrimitives
import OSPF

/// Watches every router's database against its limit, and how long it shuts down OSPF.
struct RouterMonitor: Participant {
    private struct Account: Sendable {
        let counters: RouterCounters
        let machine: MachineCounters
        let adjacencies: Int
        let state: RouterOutcome.State
        var databasePeak = 0
        var countedPeak = 0
        var isolations = 0
        var isolatedTime = Duration.zero
        var isolatedSince: Instant?
        var memoryPeak: UInt64?
        var crashes = 0
        var crashedTime = Duration.zero
        var crashedSince: Instant?
        var series = Series()
    }

    private var accounts: Table<RouterIndex, Account>
    /// The first happening that was not looked at yet.
    private var nextHappening: Int
    private(set) var nextDeadline = Instant.never

    init(_ network: Network) {
        accounts = Table(
            network.routers.indices.map {
                Account(
                    counters: network.routers[$0].counters, machine: network.machineCounters(of: $0),
                    adjacencies: network.routers[$0].fullAdjacencies, state: RouterOutcome.State(of: $0, in: network))
            })
        nextHappening = network.context.journal.happenings.count
        for router in accounts.indices where network.isIsolated(router) { accounts[router].isolatedSince = network.now }
        for router in accounts.indices where network.isCrashed(router) { accounts[router].crashedSince = network.now }
        sample(network)
    }

    mutating func begin(in network: inout Network) { nextDeadline = network.now + .seconds(1) }

    mutating func meetDeadline(in network: inout Network) {
        sample(network)
        nextDeadline = network.now + .seconds(1)
    }

    mutating func take(_ news: News, from network: inout Network) {
        guard !news.entries.isEmpty else { return }
        sample(network)
        readJournal(network)
    }

    /// Looks at every database. O(routers).
    mutating func sample(_ network: Network) {
        for router in accounts.indices {
            let count = network.routers[router].databaseCounts.all
            accounts[router].databasePeak = max(accounts[router].databasePeak, count)
            accounts[router].countedPeak = max(accounts[router].countedPeak, network.routers[router].countedLSAs)
            accounts[router].series.add(count, at: network.now)
            noteMemory(network.routers[router].memoryUsed, of: router)
        }
    }

    /// Takes in what the journal says since the last call.
    private mutating func readJournal(_ network: Network) {
        let journal = network.context.journal
        for index in nextHappening..<journal.happenings.count {
            let happening = journal.happenings[index]
            guard let router = happening.router else { continue }
            switch happening.entry {
            case .limitExceeded(let reading, let held): noteExceeded(router, reading, held, happening.instant, network)
            case .isolated, .isolatedPermanently:
                accounts[router].isolations += 1
                endIsolation(router, at: happening.instant)
                accounts[router].isolatedSince = happening.instant
            case .returned: endIsolation(router, at: happening.instant)
            case .crashed(let reading, _): noteCrash(router, reading, happening.instant, network)
            case .processRestarted: endCrash(router, at: happening.instant)
            case .memoryExhausted: noteMemory(network.routers[router].configuration.memory?.octets, of: router)
            default: continue
            }
        }
        nextHappening = journal.happenings.count
        // An operator may end an isolation too: by a restart, by power.
        for router in accounts.indices where accounts[router].isolatedSince != nil && !network.isIsolated(router) {
            endIsolation(router, at: network.now)
        }
        for router in accounts.indices where accounts[router].crashedSince != nil && !network.isCrashed(router) {
            endCrash(router, at: network.now)
        }
    }

    private mutating func noteMemory(_ octets: UInt64?, of router: RouterIndex) {
        guard let octets else { return }
        accounts[router].memoryPeak = max(accounts[router].memoryPeak ?? 0, octets)
    }

    /// The database is at its largest just before, which no sample would see, and all memory is taken.
    private mutating func noteCrash(
        _ router: RouterIndex, _ reading: ProcessMemory, _ instant: Instant, _ network: Network
    ) {
        accounts[router].crashes += 1
        endCrash(router, at: instant)
        accounts[router].crashedSince = instant
        accounts[router].databasePeak = max(accounts[router].databasePeak, Int(reading.lsas))
        accounts[router].series.add(Int(reading.lsas), at: instant)
        noteMemory(network.routers[router].configuration.memory?.octets, of: router)
    }

    private mutating func endCrash(_ router: RouterIndex, at now: Instant) {
        guard let since = accounts[router].crashedSince else { return }
        accounts[router].crashedTime += now - since
        accounts[router].crashedSince = nil
    }

    /// A database is at its largest just before an isolation clears it, which no sample would see.
    private mutating func noteExceeded(
        _ router: RouterIndex, _ reading: LimitCount, _ shares: [Journal.Share], _ instant: Instant, _ network: Network
    ) {
        let held = shares.reduce(0) { $0 + $1.count }
        accounts[router].databasePeak = max(accounts[router].databasePeak, held)
        accounts[router].series.add(held, at: instant)
        guard network.routers[router].configuration.limit.action != .reject else { return }
        accounts[router].countedPeak = max(accounts[router].countedPeak, Int(reading.counted))
    }

    private mutating func endIsolation(_ router: RouterIndex, at now: Instant) {
        guard let since = accounts[router].isolatedSince else { return }
        accounts[router].isolatedTime += now - since
        accounts[router].isolatedSince = nil
    }

    func outcomes(_ network: Network) -> Table<RouterIndex, RouterOutcome> {
        Table(
            accounts.indices.map { router in
                let account = accounts[router]
                let state = network.routers[router]
                let open = account.isolatedSince.map { network.now - $0 } ?? .zero
                let down = account.crashedSince.map { network.now - $0 } ?? .zero
                return RouterOutcome(
                    state: RouterOutcome.State(of: router, in: network), stateAtStart: account.state,
                    database: state.databaseCounts.all,
                    databasePeak: account.databasePeak, counted: state.countedLSAs, countedPeak: account.countedPeak,
                    limit: state.configuration.limit, isolations: account.isolations,
                    isolatedTime: account.isolatedTime + open, memory: state.configuration.memory,
                    memoryPeak: account.memoryPeak, crashes: account.crashes, crashedTime: account.crashedTime + down,
                    adjacenciesAtStart: account.adjacencies,
                    adjacencies: state.fullAdjacencies, neighborsBelowFull: state.neighborsBelowFull,
                    counters: state.counters - account.counters,
                    machine: network.machineCounters(of: router) - account.machine, samples: account.series.samples)
            })
    }
}

extension Router {
    fileprivate var neighborsBelowFull: Int {
        neighborReports.count { report in
            let elects = configuration.interfaces[report.interface].networkType.electsDesignatedRouter
            let isSettled = elects && report.state == .twoWay && designatedRouter(on: report.interface) != .unspecified
            return report.state != .full && !isSettled
        }
    }
}

extension RouterOutcome.State {
    public init(of router: RouterIndex, in network: Network) {
        guard network.isPoweredOn(router) else {
            self = .poweredOff
            return
        }
        guard !network.isCrashed(router) else {
            self = .crashed
            return
        }
        switch network.routers[router].limitPhase {
        case .normal: self = network.routers[router].isShortOfMemory ? .outOfMemory : .running
        case .refusing, .rejecting, .overflow: self = .rejecting
        case .overloaded: self = .degraded
        case .isolated: self = .isolated
        case .isolatedPermanently: self = .isolatedPermanently
        }
    }
}
