import NetworkPrimitives

/// How long the network was disturbed, how long the services, and what held these up.
public struct ServiceRecovery: Sendable {
    public struct Disturbance: Hashable, Sendable {
        public var from: Duration
        /// `nil` where it lasts to the end of the run.
        public var to: Duration?

        /// Up to the end of the run where it lasts.
        public func length(until end: Duration) -> Duration { (to ?? end) - from }
    }

    /// Something that went on when the network was whole again.
    public enum Cause: Hashable, Sendable {
        case falseAlerts(monitor: String, count: Int, last: Duration)
        /// Calls that never got an outcome.
        case waiting(source: String, count: Int)
        /// A lane whose queue is not empty at the end.
        case queue(lane: String, length: Int)
    }

    /// From the first loss of a path between two places to the last return.
    public let network: Disturbance?
    /// From the first bucket in which fewer than 95 % of a source's calls were answered to the end of the last.
    public let services: Disturbance?
    public let heldUpBy: [Cause]

    public init(_ world: ServiceWorld, until end: Duration) {
        network = world.paths.disturbance
        let rows = ServiceReport(world).calls.filter { !$0.name.hasPrefix("submit ") }.compactMap(\.disturbed)
        services = rows.isEmpty ? nil : Self.span(of: rows, until: end, bucket: world.model.bucket)
        let back = network?.to ?? network?.from ?? services?.from ?? .zero
        heldUpBy = services == nil ? [] : world.causes(after: back)
    }

    private static func span(
        of rows: [(from: Duration, to: Duration)], until end: Duration, bucket: Duration
    ) -> Disturbance {
        let last = rows.reduce(.zero) { max($0, $1.to) }
        return Disturbance(from: rows.reduce(end) { min($0, $1.from) }, to: last > end - bucket ? nil : last)
    }
}

extension ServiceWorld {
    fileprivate func causes(after moment: Duration) -> [ServiceRecovery.Cause] {
        var causes: [ServiceRecovery.Cause] = []
        for (index, monitor) in zip(monitors.indices, monitors) {
            let later = monitor.raised.filter { $0.isFalse && $0.at > moment.nanoseconds }
            guard let last = later.last else { continue }
            causes.append(
                .falseAlerts(
                    monitor: model.monitors[index].name, count: later.count, last: Duration(nanoseconds: last.at)))
        }
        for account in callAccounts where account.begun - account.ended > 0 {
            // Who began a minute ago may still be answered.
            let old = calls.count { call in
                call.state != .free && (call.owner == .source || call.owner == .user)
                    && callAccounts[Int(call.ownerNumber)].name == account.name && now - call.startedAt > 60_000_000_000
            }
            if old > 0 { causes.append(.waiting(source: account.name, count: old)) }
        }
        for account in laneAccounts where account.waiting > 0 && account.service.offset < model.services.count {
            let service = model.services[account.service]
            let lane =
                service.lanes.count == 1 ? service.name : "\(service.name)/\(service.lanes[Int(account.lane)].name)"
            causes.append(.queue(lane: lane, length: Int(account.waiting)))
        }
        return causes
    }
}

extension PathTable {
    /// From the first outage of any pair to the end of the last.
    fileprivate var disturbance: ServiceRecovery.Disturbance? {
        guard let span = outageSpan else { return nil }
        return ServiceRecovery.Disturbance(
            from: Duration(nanoseconds: span.from), to: span.to == .max ? nil : Duration(nanoseconds: span.to))
    }
}
