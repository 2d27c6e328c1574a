import NetworkPrimitives

/// A part of the time that a probe lost, by what the time was spent on.
public struct LossPart: Hashable, Sendable {
    /// `black hole`, `loop`.
    public var name: String
    public var lost: Duration

    public init(name: String, lost: Duration) {
        self.name = name
        self.lost = lost
    }
}

extension ProbeOutcome {
    /// The parts of the lost time, which add up to it: always the same names in the same order. What a report of a plan
    /// shows beside the loss.
    public var parts: [LossPart] {
        let protection = losses.reduce(Duration.zero) { $1.death.reason == .isolated ? $0 + $1.lost : $0 }
        let isolated = min(protection, blackHole)
        return [
            LossPart(name: "isolated", lost: isolated), LossPart(name: "black hole", lost: blackHole - isolated),
            LossPart(name: "loop", lost: looping),
        ]
    }
}
