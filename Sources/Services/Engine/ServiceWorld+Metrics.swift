import NetworkPrimitives

// What can be read at any moment.

extension ServiceWorld {
    /// How long nothing may begin or end at a full lane before it counts as stuck.
    private static let stuckAfter: Int64 = 60_000_000_000

    func reading(of metric: ServiceMetric) -> FixedPoint {
        switch metric {
        case .queue(let service): return FixedPoint(sum(service, \.waiting))
        case .busy(let service): return FixedPoint(sum(service, \.busy))
        case .monitorQueue(let monitor): return FixedPoint(sum(monitors[monitor].service, \.waiting))
        case .monitorBusy(let monitor): return FixedPoint(sum(monitors[monitor].service, \.busy))
        case .workers(let service): return FixedPoint(Int(workers(of: service)))
        case .stuck(let service): return share(of: service) { isStuck($0) }
        case .old(let service):
            let limit = model.oldBefore.nanoseconds
            return share(of: service) { instances[$0].startedAt < limit }
        case .connections(let service):
            return FixedPoint(
                active(service).reduce(0) { $0 + Int(instances[$1].connections) })
        case .failing(let monitor):
            return FixedPoint(monitors[monitor].looksDown, of: monitors[monitor].targets.count)
        case .success(let source):
            let bucket = Int(now / model.bucket.nanoseconds) - 1
            let account = callAccounts[source.offset]
            guard bucket >= 0, bucket < account.begunByBucket.count, account.begunByBucket[bucket] > 0 else {
                return .one
            }
            return FixedPoint(Int(account.answeredByBucket[bucket]), of: Int(account.begunByBucket[bucket]))
        }
    }

    private func active(_ service: ServiceIndex) -> [InstanceIndex] { selected(service, .all, item: -1) }

    private func share(of service: ServiceIndex, _ isMeant: (InstanceIndex) -> Bool) -> FixedPoint {
        let all = active(service)
        return FixedPoint(all.count(where: isMeant), of: all.count)
    }

    private func sum(_ service: ServiceIndex, _ value: KeyPath<LaneAccount, Int64>) -> Int {
        let first = Int(services[service].firstAccount)
        return (first..<first + Int(services[service].laneCount)).reduce(0) {
            $0 + Int(laneAccounts[$1][keyPath: value])
        }
    }

    /// Whether all workers of one of its lanes are held, and none of them has begun or ended anything for a minute.
    func isStuck(_ instance: InstanceIndex) -> Bool {
        ownLanes(of: instance).contains { lane in
            let record = lanes[lane]
            return record.workers > 0 && record.workers != .max && record.busy >= record.workers
                && now - record.lastChange >= Self.stuckAfter
        }
    }

    /// Metrics are read at the end of each bucket.
    mutating func endBucket() {
        for index in series.indices { series[index].readings.append(reading(of: series[index].metric)) }
        events.add(.bucket, at: now + model.bucket.nanoseconds)
    }

    /// From now on lanes are added up.
    mutating func endWarmup() {
        for scaler in scalers.indices {
            let service = scalers[scaler].service
            let first = Int(services[service].firstAccount)
            for account in first..<first + Int(services[service].laneCount) {
                laneAccounts[account].advance(to: now)
                scalers[scaler].busyBefore -= laneAccounts[account].busyIntegral
            }
        }
        for account in laneAccounts.indices { laneAccounts[account].restart(at: now) }
    }
}
