import NetworkPrimitives

/// Whether an expectation holds, and what was measured.
public struct Verdict: Hashable, Sendable {
    public enum Measured: Hashable, Sendable {
        case time(Duration)
        case count(Int)
        case percent(Int)
        /// Millionths of the traffic that were lost at the end.
        case share(Int)
        /// The route that was found, in words.
        case route(String)
        /// There was nothing to measure: no probe of that name, or no router with a limit.
        case nothing
    }

    public let expectation: Expectation
    public let holds: Bool
    public let measured: Measured
    /// The router that decided: the one with the largest value of a rule about each router, or `nil`.
    public let router: RouterIndex?

    public init(_ expectation: Expectation, _ result: RunResult) {
        self.expectation = expectation
        switch expectation.rule {
        case .lost(let probe, let comparison, let limit):
            (holds, measured, router) = Self.judge(time: result.measured(probe)?.lost, comparison, limit)
        case .dark(let probe, let comparison, let limit):
            (holds, measured, router) = Self.judge(time: result.measured(probe)?.dark, comparison, limit)
        case .isolated(let routers, let comparison, let limit):
            let count = routers.count { result.routers[$0].isolations > 0 || result.routers[$0].isolatedTime > .zero }
            (holds, measured, router) = (comparison.holds(count, limit), .count(count), nil)
        case .databaseSize(let routers, let comparison, let limit):
            let values = routers.map { ($0, result.routers[$0].databasePeak) }
            (holds, measured, router) = Self.judge(values, comparison, limit) { .count($0) }
        case .databaseShare(let routers, let comparison, let percent):
            let values = routers.compactMap { router in result.routers[router].peakShare.map { (router, $0) } }
            (holds, measured, router) = Self.judge(values, comparison, percent) { .percent($0) }
        case .delivered(let probe):
            let lost = result.probe(probe)?.undeliveredAtEnd
            (holds, measured, router) = (lost == 0, lost.map { .share($0) } ?? .nothing, nil)
        case .rejected(let routers, let comparison, let limit):
            let sum = routers.reduce(0) { $0 + Int(result.routers[$1].counters.lsasRejected) }
            (holds, measured, router) = (comparison.holds(sum, limit), .count(sum), nil)
        case .route(let route):
            let finding = result.routes[route]
            (holds, measured, router) = (
                finding?.holds ?? false, finding.map { .route($0.found) } ?? .nothing, route.router
            )
        }
    }

    private static func judge(
        time: Duration?, _ comparison: Expectation.Comparison, _ limit: Duration
    ) -> (Bool, Measured, RouterIndex?) {
        guard let time else { return (false, .nothing, nil) }
        return (comparison.holds(time, limit), .time(time), nil)
    }

    /// A rule about each router holds where it holds for the one that is nearest to breaking it.
    private static func judge(
        _ values: [(router: RouterIndex, value: Int)], _ comparison: Expectation.Comparison, _ limit: Int,
        measured: (Int) -> Measured
    ) -> (Bool, Measured, RouterIndex?) {
        let isUpperBound = comparison == .less || comparison == .lessOrEqual
        let worst =
            isUpperBound
            ? values.max { ($0.value, $1.router) < ($1.value, $0.router) }
            : values.min { ($0.value, $0.router) < ($1.value, $1.router) }
        guard let worst else { return (true, .nothing, nil) }
        return (comparison.holds(worst.value, limit), measured(worst.value), worst.router)
    }
}

extension Expectation.Comparison {
    /// What holds exactly where this does not.
    public var negated: Self {
        switch self {
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }

    func holds<Value: Comparable>(_ value: Value, _ limit: Value) -> Bool {
        switch self {
        case .less: value < limit
        case .lessOrEqual: value <= limit
        case .greater: value > limit
        case .greaterOrEqual: value >= limit
        }
    }
}

extension RunResult {
    /// The outcome of the probe of this name.
    public func probe(_ name: String) -> ProbeOutcome? { probes.first { $0.name == name } }

    /// The same, where it has anything to lose.
    fileprivate func measured(_ name: String) -> ProbeOutcome? { probe(name).flatMap { $0.hasData ? $0 : nil } }
}
