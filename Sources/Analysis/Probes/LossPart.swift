import NetworkPrimitives

/// What traffic waits for while it is lost.
public enum LossPart: UInt8, Sendable, CaseIterable {
    /// Until a router notices what happened: that a neighbor is silent, or that one is back.
    case detection
    /// Until the news has reached the router whose table makes the difference: LSAs, their pacing and retransmission, and
    /// the elections of originators on the way.
    case flooding
    /// From there until that router uses its new table: the throttle's delay, the queue before the CPU, the calculation.
    case spfWait
    /// The way is shut because a router shut down OSPF by its limit.
    case isolation
    /// The way is shut because a router refuses LSAs at its limit, or has no memory for them.
    case refusal
    /// Routers lose packets before they read them, hellos and LSAs among these: until the news got through, or until an
    /// operator took the load away.
    case overload
    /// The protocol can do nothing more: until an operator's action that ends the loss, or until the
    /// run ends without one.
    case operatorWait
    /// Nothing: a link that loses or damages packets takes its share of them.
    case lossyLink
    /// The way is shut because the OSPF process of a router crashed for want of memory.
    case crash
    /// None of these can be shown.
    case other
}

/// The time that a probe lost, by what it waited for. All parts are weighted by the share of the traffic, as
/// `ProbeOutcome.lost` is, and their sum equals it to the nanosecond.
public struct LossAttribution: Hashable, Sendable {
    private var nanoseconds: [Int64]

    public init() { nanoseconds = Array(repeating: 0, count: LossPart.allCases.count) }

    public internal(set) subscript(part: LossPart) -> Duration {
        get { .nanoseconds(nanoseconds[Int(part.rawValue)]) }
        set { nanoseconds[Int(part.rawValue)] = newValue.nanoseconds }
    }

    /// What limits cost: isolation and refusal together.
    public var protection: Duration { self[.isolation] + self[.refusal] }

    /// Equals the probe's lost time.
    public var total: Duration { .nanoseconds(nanoseconds.reduce(0, +)) }

    /// The parts that are not zero, in the order of `LossPart`.
    public var parts: [(part: LossPart, lost: Duration)] {
        LossPart.allCases.map { ($0, self[$0]) }.filter { $0.1 > .zero }
    }

    /// Each part divided, rounded down.
    public func divided(by count: Int) -> Self {
        var result = self
        for part in LossPart.allCases { result[part] = self[part] / Int64(max(1, count)) }
        return result
    }

    /// The sum of several attributions.
    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        for part in LossPart.allCases { sum[part] = left[part] + right[part] }
        return sum
    }
}
