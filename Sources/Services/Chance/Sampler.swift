import NetworkPrimitives

/// A `WorkTime` in the form in which the engine draws from it: no arrays, no enumeration with contents.
struct Sampler: Sendable {
    enum Shape: UInt8 { case constant, exponential, uniform, erlang, hyper, lognormal }

    let shape: Shape
    /// Nanoseconds: the time, mean, lower end or median.
    let first: Double
    /// Nanoseconds: the upper end; or sigma.
    let second: Double
    /// Stages, or branches.
    let count: Int32
    /// Where the branches begin in `Chance.branches`.
    let base: Int32

    var isZero: Bool { shape == .constant && first == 0 }
}

/// The streams of chance of a run, one for each component and purpose, so that none is moved by what another draws.
struct Chance: Sendable {
    private(set) var streams: [SeededDice] = []
    private var branches: [(upTo: Double, mean: Double)] = []
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// A new stream of a component, such as `source reads`, for a purpose, such as `arrivals`.
    mutating func stream(of component: String, for purpose: String) -> Int32 {
        var digest = Digest()
        digest.add(seed)
        for octet in component.utf8 { digest.add(UInt64(octet)) }
        digest.add(UInt64(0x1_00))
        for octet in purpose.utf8 { digest.add(UInt64(octet)) }
        streams.append(SeededDice(seed: digest.value))
        return Int32(streams.count - 1)
    }

    mutating func sampler(of time: WorkTime) -> Sampler {
        func make(_ shape: Sampler.Shape, _ first: Duration, _ second: Double = 0, count: Int = 0) -> Sampler {
            Sampler(
                shape: shape, first: Double(first.nanoseconds), second: second, count: Int32(count),
                base: Int32(branches.count))
        }
        switch time {
        case .constant(let time): return make(.constant, time)
        case .exponential(let mean): return make(.exponential, mean)
        case .uniform(let low, let high): return make(.uniform, low, Double(high.nanoseconds))
        case .erlang(let stages, let mean): return make(.erlang, mean, count: stages)
        case .lognormal(let median, let sigma): return make(.lognormal, median, sigma.value)
        case .hyper(let parts):
            let sampler = make(.hyper, .zero, count: parts.count)
            let total = parts.reduce(0) { $0 + $1.weight.value }
            var sum = 0.0
            for part in parts {
                sum = sum + part.weight.value / total
                branches.append((sum, Double(part.mean.nanoseconds)))
            }
            return sampler
        }
    }

    // MARK: Draws

    /// A uniform number in (0, 1], a multiple of 2⁻⁵³.
    @inline(__always) mutating func uniform(_ stream: Int32) -> Double {
        Double((streams[Int(stream)].next() >> 11) + 1) * 0x1p-53
    }

    @inline(__always) mutating func number(below bound: Int, _ stream: Int32) -> Int {
        Int(streams[Int(stream)].number(below: UInt64(bound)))
    }

    /// Whether something happens whose probability is this many billionths. Certain and impossible events do not draw.
    mutating func roll(_ chance: FixedPoint, _ stream: Int32) -> Bool {
        if chance <= .zero { return false }
        if chance >= .one { return true }
        return streams[Int(stream)].number(below: UInt64(FixedPoint.unit)) < UInt64(chance.billionths)
    }

    /// An exponential time, in nanoseconds.
    @inline(__always) mutating func exponential(mean: Double, _ stream: Int32) -> Double {
        -mean * ExactFunctions.logarithm(uniform(stream))
    }

    /// A time, in whole nanoseconds, times `factor` billionths.
    mutating func draw(_ sampler: Sampler, _ stream: Int32, slowedBy factor: Int64 = FixedPoint.unit) -> Int64 {
        var time = sampler.first
        switch sampler.shape {
        case .constant: break
        case .exponential: time = exponential(mean: sampler.first, stream)
        case .uniform: time = sampler.first + (sampler.second - sampler.first) * uniform(stream)
        case .erlang:
            time = 0
            let mean = sampler.first / Double(sampler.count)
            for _ in 0..<sampler.count { time = time + exponential(mean: mean, stream) }
        case .hyper:
            let choice = uniform(stream)
            var branch = Int(sampler.base)
            let last = branch + Int(sampler.count) - 1
            while branch < last, branches[branch].upTo < choice { branch += 1 }
            time = exponential(mean: branches[branch].mean, stream)
        case .lognormal:
            time = sampler.first * ExactFunctions.exponential(sampler.second * normal(stream))
        }
        if factor != FixedPoint.unit { time = time * (Double(factor) / 1e9) }
        return Int64(min(max(time, 0), 1e17).rounded(.toNearestOrAwayFromZero))
    }

    /// A standard normal number, by Marsaglia's polar method, which needs a root (exact by IEEE 754) and a logarithm.
    private mutating func normal(_ stream: Int32) -> Double {
        while true {
            let (first, second) = (2 * uniform(stream) - 1, 2 * uniform(stream) - 1)
            let square = first * first + second * second
            guard square > 0, square < 1 else { continue }
            return first * (-2 * ExactFunctions.logarithm(square) / square).squareRoot()
        }
    }
}
