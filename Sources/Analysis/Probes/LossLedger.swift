import NetworkPrimitives
import OSPF

/// One part of a time of loss, from one moment to another.
struct LossPiece: Hashable, Sendable {
    let part: LossPart
    let start: Instant
    let end: Instant
}

/// Adds up a probe's lost time by what it waited for, and its time on detours.
///
/// What a pair lost is attributed when its fate changes, and so only once it is known what ended it. Until then the number
/// of pairs that have traffic may change, by which all is weighted: the ledger keeps the integral of one over that number.
struct LossLedger: Sendable {
    private struct Presence: Sendable {
        let since: Instant
        let pairs: Int
        /// The integral up to `since`.
        let measure: Int128
    }

    /// Binary places of the integral, which counts nanoseconds for one pair.
    private static let scale: Int128 = 1 << 20

    private var presences: [Presence]
    /// By part: integral times billionths times pairs.
    private var sums = Array(repeating: Int128(0), count: LossPart.allCases.count)
    private var detourSum = Int128(0)
    private var straySum = Int128(0)

    init(pairs: Int, at now: Instant) { presences = [Presence(since: now, pairs: pairs, measure: 0)] }

    /// From now on this many pairs have traffic.
    mutating func setPresent(_ pairs: Int, at now: Instant) {
        precondition(pairs >= 0 && now >= presences[presences.count - 1].since, "traffic changes in the order of time")
        guard presences[presences.count - 1].pairs != pairs else { return }
        presences.append(Presence(since: now, pairs: pairs, measure: measure(at: now)))
    }

    /// - Complexity: O(changes of the number of pairs after `instant`).
    private func measure(at instant: Instant) -> Int128 {
        var index = presences.count - 1
        while index > 0, presences[index].since > instant { index -= 1 }
        let presence = presences[index]
        guard presence.pairs > 0 else { return presence.measure }
        return presence.measure + Int128((instant - presence.since).nanoseconds) * Self.scale / Int128(presence.pairs)
    }

    /// - Parameter share: billionths of one pair's traffic, times the number of pairs that fare alike.
    mutating func book(_ pieces: [LossPiece], share: Int) {
        precondition(share >= 0, "what is lost is a share of what was sent")
        for piece in pieces where piece.end > piece.start {
            sums[Int(piece.part.rawValue)] += (measure(at: piece.end) - measure(at: piece.start)) * Int128(share)
        }
    }

    mutating func bookDetour(from start: Instant, to end: Instant, share: Int) {
        detourSum += (measure(at: end) - measure(at: start)) * Int128(share)
    }

    mutating func bookStray(from start: Instant, to end: Instant, share: Int) {
        straySum += (measure(at: end) - measure(at: start)) * Int128(share)
    }

    /// Weighted as lost time is.
    var detour: Duration { Self.time(detourSum) }
    var elsewhere: Duration { Self.time(straySum) }

    private static func time(_ sum: Int128) -> Duration { .nanoseconds(Int64(sum / (scale * Int128(Fate.whole)))) }

    /// The parts, so rounded that their sum is exactly `lost`: the same time, which was booked with another rounding. What
    /// the two differ by, some nanoseconds for each change of the traffic, falls to the last part.
    func attribution(of lost: Duration) -> LossAttribution {
        let unit = Self.scale * Int128(Fate.whole)
        let target = Int128(lost.nanoseconds)
        precondition(abs(sums.reduce(0, +) / unit - target) < 1_000_000, "what is attributed is not what was lost")
        var result = LossAttribution()
        let last = sums.lastIndex { $0 > 0 }
        var (sum, booked) = (Int128(0), Int128(0))
        for part in LossPart.allCases {
            let index = Int(part.rawValue)
            sum += sums[index]
            let upTo = index == last ? target : min((sum + unit / 2) / unit, target)
            result[part] = .nanoseconds(Int64(upTo - booked))
            booked = upTo
            if index == last { break }
        }
        return result
    }
}
