import NetworkPrimitives

/// How long something takes, where that is left to chance.
public enum WorkTime: Hashable, Sendable {
    case constant(Duration)
    case exponential(mean: Duration)
    case uniform(from: Duration, to: Duration)
    /// The sum of so many exponential stages, all together with this mean.
    case erlang(stages: Int, mean: Duration)
    /// One of several exponential times, each with its weight.
    case hyper([Branch])
    case lognormal(median: Duration, sigma: FixedPoint)

    /// A part of a hyperexponential time.
    public struct Branch: Hashable, Sendable {
        public var weight: FixedPoint
        public var mean: Duration

        public init(weight: FixedPoint, mean: Duration) {
            self.weight = weight
            self.mean = mean
        }
    }

    public static let none = WorkTime.constant(.zero)

    /// Nanoseconds, for load and bias.
    public var mean: Double {
        switch self {
        case .constant(let time), .exponential(let time), .erlang(_, let time): return Double(time.nanoseconds)
        case .uniform(let low, let high): return Double(low.nanoseconds + high.nanoseconds) / 2
        case .hyper(let branches):
            let total = branches.reduce(0) { $0 + $1.weight.value }
            return branches.reduce(0) { $0 + $1.weight.value * Double($1.mean.nanoseconds) } / max(total, 1e-9)
        case .lognormal(let median, let sigma):
            return Double(median.nanoseconds) * ExactFunctions.exponential(sigma.value * sigma.value / 2)
        }
    }
}
