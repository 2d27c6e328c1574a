import NetworkPrimitives

/// A statement about a run of services that holds or does not hold.
public struct ServiceExpectation: Hashable, Sendable {
    public enum Bound: Hashable, Sendable {
        /// Within this much of a value.
        case near(FixedPoint, tolerance: FixedPoint)
        case below(FixedPoint)
        case atMost(FixedPoint)
        case above(FixedPoint)
        case atLeast(FixedPoint)
        case never
    }

    public enum Rule: Hashable, Sendable {
        /// The mean of a figure over the seeds.
        case figure(ServiceFigure, Bound)
        /// Every reading of a metric from a moment on, of every seed.
        case from(ServiceMetric, Duration, Bound)

        /// Whether it is about a share, from 0 to 1.
        public var isAboutShare: Bool {
            switch self {
            case .figure(let figure, _): figure.isShare
            case .from(let metric, _, _): metric.isShare
            }
        }
    }

    public var rule: Rule
    /// How many seeds it is about, from the scenario's own on.
    public var seeds: Int
    /// The rule as its author wrote it, and where.
    public var text: String
    public var location: String

    public init(_ rule: Rule, seeds: Int = 1, text: String, location: String = "") {
        self.rule = rule
        self.seeds = seeds
        self.text = text
        self.location = location
    }

    /// The metric whose course it needs.
    public var metric: ServiceMetric? {
        switch rule {
        case .figure(let figure, _):
            if case .metric(let metric) = figure.subject { return metric }
            return nil
        case .from(let metric, _, _): return metric
        }
    }
}

extension ServiceExpectation.Bound {
    func holds(_ value: FixedPoint) -> Bool {
        switch self {
        case .near(let wanted, let tolerance): abs(value.billionths - wanted.billionths) <= tolerance.billionths
        case .below(let limit): value < limit
        case .atMost(let limit): value <= limit
        case .above(let limit): value > limit
        case .atLeast(let limit): value >= limit
        case .never: false
        }
    }
}

/// Whether an expectation holds, and what was measured.
public struct ServiceVerdict: Sendable {
    public let expectation: ServiceExpectation
    public let holds: Bool
    /// The mean over the seeds.
    public let measured: FigureReading

    init(_ expectation: ServiceExpectation, _ worlds: [FigureReading]) {
        self.expectation = expectation
        let readings = worlds.prefix(expectation.seeds)
        let values = readings.compactMap { reading -> FixedPoint? in
            if case .value(let value) = reading { return value }
            return nil
        }
        switch expectation.rule {
        case .figure(_, .never):
            holds = readings.allSatisfy { $0 == .never }
            measured = values.first.map { .value($0) } ?? readings.first ?? .noData
        case .figure(_, let bound), .from(_, _, let bound):
            if values.count < readings.count || values.isEmpty {
                holds = false
                measured = readings.first { $0 == .never } ?? .noData
            } else {
                let sum = values.reduce(Int128(0)) { $0 + Int128($1.billionths) }
                let mean = FixedPoint(billionths: Int64(sum / Int128(values.count)))
                measured = .value(mean)
                if case .from = expectation.rule {
                    holds = values.allSatisfy { bound.holds($0) }
                } else {
                    holds = bound.holds(mean)
                }
            }
        }
    }
}

extension ServiceWorld {
    /// What an expectation measures in this run. Of a metric from a moment on: the reading that comes nearest to breaking it.
    func reading(for expectation: ServiceExpectation) -> FigureReading {
        switch expectation.rule {
        case .figure(let figure, _): return reading(of: figure)
        case .from(let metric, let start, let bound):
            var figure = ServiceFigure(.metric(metric), bound.isUpper ? .highest : .lowest)
            figure.from = start
            return reading(of: figure)
        }
    }
}

extension ServiceExpectation.Bound {
    fileprivate var isUpper: Bool {
        switch self {
        case .below, .atMost: true
        default: false
        }
    }
}
