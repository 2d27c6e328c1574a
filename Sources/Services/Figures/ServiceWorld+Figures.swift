import NetworkPrimitives

// Figures of a run, in whole billionths.

extension ServiceWorld {
    /// The time that lanes were added up.
    private var measuredTime: Int64 { now - model.warmup.nanoseconds }

    /// Reads a figure of the run up to now.
    public func reading(of figure: ServiceFigure) -> FigureReading {
        switch figure.subject {
        case .source(let source): return reading(of: figure, callAccounts[source.offset])
        case .submission(let name):
            guard let account = callAccounts.first(where: { $0.name == "submit \(name)" }) else { return .noData }
            return reading(of: figure, account)
        case .lane(let service, let lane):
            return reading(of: figure, laneAccounts[Int(services[service].firstAccount) + lane])
        case .monitorLane(let monitor):
            return reading(of: figure, laneAccounts[Int(services[monitors[monitor].service].firstAccount)])
        case .metric(let metric):
            guard let course = series.first(where: { $0.metric == metric }) else { return .noData }
            return reading(of: figure, course.readings)
        case .cache(let cache):
            return ratio(caches[cache].hits, caches[cache].lookups)
        case .monitor(let monitor): return reading(of: figure, monitors[monitor])
        case .breakers: return .value(FixedPoint(Int(totals.breakersOpened)))
        case .log(let text): return reading(of: figure, log.filter { $0.text.hasPrefix(text) })
        case .connections(let service):
            return .value(FixedPoint(Int(totals.connectionsOpened[service.offset])))
        }
    }

    // MARK: Calls

    private func reading(of figure: ServiceFigure, _ account: CallAccount) -> FigureReading {
        let (ended, ok) = (account.ended, account.answered)
        func count(_ outcome: CallOutcome) -> FigureReading {
            .value(FixedPoint(Int(account.outcomes[Int(outcome.rawValue)])))
        }
        switch figure.name {
        case .mean: return mean(account.responseSum, ok)
        case .longest: return ok == 0 ? .noData : .value(FixedPoint(billionths: account.longestResponse))
        case .ok: return count(.ok)
        case .failed: return .value(FixedPoint(Int(ended - ok)))
        case .calls, .count: return .value(FixedPoint(Int(account.begun)))
        case .last: return account.lastAnswer.map { .value(FixedPoint(billionths: $0)) } ?? .never
        case .shareOK: return ratio(ok, ended)
        case .shareFailed: return ratio(ended - ok, ended)
        case .attemptsPerCall: return ratio(account.attempts, ended)
        case .success: return success(account, from: figure.from, to: figure.to)
        case .recovered: return recovered(account)
        default:
            return CallOutcome.allCases.first { "\($0)" == figure.name.rawValue }.map(count) ?? .noData
        }
    }

    /// The share of the calls that began between two moments, and were answered.
    private func success(_ account: CallAccount, from: Duration?, to: Duration?) -> FigureReading {
        let first = from.map { $0.nanoseconds / model.bucket.nanoseconds } ?? 0
        let end = to.map { $0.nanoseconds / model.bucket.nanoseconds } ?? .max
        let range = Int(first)..<max(Int(first), Int(min(Int64(account.begunByBucket.count), end)))
        let begun = range.reduce(0) { $0 + Int(account.begunByBucket[$1]) }
        return ratio(Int64(range.reduce(0) { $0 + Int(account.answeredByBucket[$1]) }), Int64(begun))
    }

    /// The end of the last bucket of whose calls fewer than 95 % were answered; `never` where that is the last one.
    private func recovered(_ account: CallAccount) -> FigureReading {
        let whole = min(account.begunByBucket.count, Int(now / model.bucket.nanoseconds))
        let underWay = callsUnderWay(of: account)
        let last = (0..<whole).last { bucket in
            var begun = Int(account.begunByBucket[bucket])
            // Who still waits at the end of the run has not been failed yet.
            if bucket == whole - 1 { begun -= underWay }
            return Int(account.answeredByBucket[bucket]) * 100 < begun * 95
        }
        guard let last else { return .value(.zero) }
        let end = Int64(last + 1) * model.bucket.nanoseconds
        return last == whole - 1 ? .never : .value(FixedPoint(billionths: end))
    }

    /// Calls of the last whole bucket that have no outcome yet.
    private func callsUnderWay(of account: CallAccount) -> Int {
        guard let number = callAccounts.firstIndex(where: { $0.name == account.name }) else { return 0 }
        let end = now / model.bucket.nanoseconds * model.bucket.nanoseconds
        return calls.count { call in
            call.state != .free && call.owner != .job && call.owner != .page && call.ownerNumber == number
                && call.startedAt >= end - model.bucket.nanoseconds && call.startedAt < end
        }
    }

    // MARK: Lanes

    private func reading(of figure: ServiceFigure, _ account: LaneAccount) -> FigureReading {
        var account = account
        account.advance(to: now)
        let taken = account.started + account.dropped
        switch figure.name {
        case .queue: return average(account.waitingIntegral)
        case .busy: return average(account.busyIntegral)
        case .wait: return mean(account.waitSum, taken)
        case .waited: return ratio(account.waited, account.started)
        case .refused: return .value(FixedPoint(Int(account.refused)))
        case .refusedShare: return ratio(account.refused, account.arrivals)
        case .longestQueue: return .value(FixedPoint(Int(account.longestQueue)))
        case .arrivals: return .value(FixedPoint(Int(account.arrivals)))
        case .started: return .value(FixedPoint(Int(account.started)))
        case .arrivalRate: return rate(account.arrivals)
        case .doneRate: return rate(account.ended)
        default: return .noData
        }
    }

    // MARK: Metrics

    private func reading(of figure: ServiceFigure, _ readings: [FixedPoint]) -> FigureReading {
        let bucket = model.bucket.nanoseconds
        func moment(_ index: Int?) -> FigureReading {
            index.map { .value(FixedPoint(billionths: Int64($0) * bucket)) } ?? .never
        }
        let first = Int(((figure.from ?? .zero).nanoseconds + bucket - 1) / bucket)
        let end = min(readings.count, figure.to.map { Int($0.nanoseconds / bucket) + 1 } ?? .max)
        let range = min(first, end)..<end
        switch figure.name {
        case .at:
            let index = Int((figure.at ?? .zero).nanoseconds / bucket)
            return readings.indices.contains(index) ? .value(readings[index]) : .noData
        case .highest: return range.map { readings[$0] }.max().map { .value($0) } ?? .noData
        case .lowest: return range.map { readings[$0] }.min().map { .value($0) } ?? .noData
        case .emptyAfter: return moment(range.first { readings[$0] <= figure.level ?? .zero })
        case .fullAfter: return moment(range.first { readings[$0] >= figure.level ?? .one })
        default: return .noData
        }
    }

    private func reading(of figure: ServiceFigure, _ monitor: MonitorRecord) -> FigureReading {
        switch figure.name {
        case .first: return monitor.firstAlert.map { .value(FixedPoint(billionths: $0)) } ?? .never
        case .alerts, .count: return .value(FixedPoint(monitor.alerts))
        case .falseAlerts: return .value(FixedPoint(monitor.falseAlerts))
        case .checks: return .value(FixedPoint(monitor.checks))
        case .skipped: return .value(FixedPoint(monitor.skipped))
        default: return .noData
        }
    }

    private func reading(of figure: ServiceFigure, _ entries: [ServiceLogEntry]) -> FigureReading {
        switch figure.name {
        case .count: return .value(FixedPoint(entries.count))
        case .last: return entries.last.map { .value(FixedPoint(billionths: $0.at.nanoseconds)) } ?? .never
        default: return entries.first.map { .value(FixedPoint(billionths: $0.at.nanoseconds)) } ?? .never
        }
    }

    // MARK: Arithmetic

    private func ratio(_ part: Int64, _ whole: Int64) -> FigureReading {
        whole == 0 ? .noData : .value(FixedPoint(Int(part), of: Int(whole)))
    }

    private func mean(_ sum: Int128, _ count: Int64) -> FigureReading {
        count == 0 ? .noData : .value(FixedPoint(billionths: Int64(sum / Int128(count))))
    }

    private func average(_ integral: Int128) -> FigureReading {
        measuredTime <= 0
            ? .noData
            : .value(FixedPoint(billionths: Int64(integral * Int128(FixedPoint.unit) / Int128(measuredTime))))
    }

    private func rate(_ count: Int64) -> FigureReading { average(Int128(count) * Int128(FixedPoint.unit)) }
}
