import NetworkPrimitives

/// A run of services in rows: for each source, lane and monitor what it came to.
public struct ServiceReport: Sendable {
    public struct Calls: Sendable {
        public let name: String
        public let begun: Int64
        public let answered: Int64
        /// Of those that have an outcome.
        public let share: FixedPoint?
        public let mean: Duration?
        public let longest: Duration
        public let attempts: Int64
        /// Other outcomes than `ok` that occurred.
        public let failures: [(outcome: CallOutcome, count: Int64)]
        public let underWay: Int64
        /// When fewer than 95 % of a bucket's calls were answered: the beginning of the first such bucket and the end of the last.
        public let disturbed: (from: Duration, to: Duration)?
    }

    public struct Lane: Sendable {
        public let name: String
        /// Per instance; `nil` without bound.
        public let workers: Int?
        public let busy: FixedPoint
        public let wait: Duration?
        public let longestQueue: Int64
        public let refused: Int64
        public let ended: Int64
    }

    public struct Monitor: Sendable {
        public let name: String
        public let checks: Int
        public let skipped: Int
        public let alerts: Int
        public let falseAlerts: Int
        public let firstAlert: Duration?
        public let lastFalseAlert: Duration?
        public let looksDown: Int
        public let targets: Int
    }

    public let calls: [Calls]
    public let lanes: [Lane]
    public let monitors: [Monitor]
    public let log: [ServiceLogEntry]
    public let events: UInt64

    public init(_ world: ServiceWorld) {
        calls = world.callAccounts.indices.map { world.callRow($0) }
        lanes = world.laneAccounts.indices.map { world.laneRow($0) }
        monitors = world.monitors.indices.map { world.monitorRow($0) }
        log = world.log
        events = world.eventCount
    }
}

extension ServiceWorld {
    fileprivate func callRow(_ number: Int) -> ServiceReport.Calls {
        let account = callAccounts[number]
        let failures = CallOutcome.allCases.compactMap { outcome -> (outcome: CallOutcome, count: Int64)? in
            let count = account.outcomes[Int(outcome.rawValue)]
            return outcome == .ok || count == 0 ? nil : (outcome, count)
        }
        let ended = account.ended
        return ServiceReport.Calls(
            name: account.name, begun: account.begun, answered: account.answered,
            share: ended == 0 ? nil : FixedPoint(Int(account.answered), of: Int(ended)),
            mean: account.answered == 0
                ? nil : Duration(nanoseconds: Int64(account.responseSum / Int128(account.answered))),
            longest: Duration(nanoseconds: account.longestResponse), attempts: account.attempts, failures: failures,
            underWay: account.begun - ended, disturbed: disturbance(of: account))
    }

    private func disturbance(of account: CallAccount) -> (from: Duration, to: Duration)? {
        let bad = account.begunByBucket.indices.filter {
            Int(account.answeredByBucket[$0]) * 100 < Int(account.begunByBucket[$0]) * 95
                && Duration(nanoseconds: Int64($0 + 1) * model.bucket.nanoseconds).nanoseconds <= now
        }
        guard let first = bad.first, let last = bad.last else { return nil }
        return (model.bucket * Int64(first), model.bucket * Int64(last + 1))
    }

    fileprivate func laneRow(_ number: Int) -> ServiceReport.Lane {
        var account = laneAccounts[number]
        account.advance(to: now)
        let (service, lane) = (account.service.offset, Int(account.lane))
        let isMonitor = service >= model.services.count
        let name: String
        let workers: Int?
        if isMonitor {
            let monitor = model.monitors[MonitorIndex(service - model.services.count)]
            (name, workers) = ("monitor \(monitor.name)", monitor.workers)
        } else {
            let definition = model.services[ServiceIndex(service)]
            let isOnly = definition.lanes.count == 1
            name = isOnly ? definition.name : "\(definition.name)/\(definition.lanes[lane].name)"
            workers = definition.lanes[lane].workers
        }
        let taken = account.started + account.dropped
        let span = max(now - model.warmup.nanoseconds, 1)
        return ServiceReport.Lane(
            name: name, workers: workers,
            busy: FixedPoint(billionths: Int64(account.busyIntegral * Int128(FixedPoint.unit) / Int128(span))),
            wait: taken == 0 ? nil : Duration(nanoseconds: Int64(account.waitSum / Int128(taken))),
            longestQueue: account.longestQueue, refused: account.refused, ended: account.ended)
    }

    fileprivate func monitorRow(_ index: MonitorIndex) -> ServiceReport.Monitor {
        let monitor = monitors[index]
        return ServiceReport.Monitor(
            name: model.monitors[index].name, checks: monitor.checks, skipped: monitor.skipped,
            alerts: monitor.alerts, falseAlerts: monitor.falseAlerts,
            firstAlert: monitor.firstAlert.map { Duration(nanoseconds: $0) },
            lastFalseAlert: monitor.raised.last { $0.isFalse }.map { Duration(nanoseconds: $0.at) },
            looksDown: monitor.looksDown, targets: monitor.targets.count)
    }
}
