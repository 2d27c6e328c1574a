import ArgumentParser
import NetworkPrimitives

/// A moment of a capture as people write it: a span after the first frame (`90s`, `1m30s`) or seconds since 1970 UTC
/// (`1700000000` or `1700000000.25`).
struct MomentArgument: ExpressibleByArgument {
    private enum Kind {
        case afterFirstFrame(Duration)
        case absolute(Instant)
    }

    private let kind: Kind

    init?(argument: String) {
        if let span = Duration(argument) {
            kind = .afterFirstFrame(span)
        } else if let sinceEpoch = Duration(argument + "s") {
            kind = .absolute(Instant(nanoseconds: sinceEpoch.nanoseconds))
        } else {
            return nil
        }
    }

    func instant(firstFrame: Instant) -> Instant {
        switch kind {
        case .afterFirstFrame(let span):
            // A moment after everything that can have a time is the end of time.
            span < .never - firstFrame ? firstFrame + span : .never - .nanoseconds(1)
        case .absolute(let instant): instant
        }
    }
}
