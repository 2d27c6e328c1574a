import ArgumentParser
import NetworkPrimitives
import Reports

/// A moment of a capture as people write it: a span after the first frame (`90s`, `+66.044s`), a time as reports print it
/// (`00:38:30`, `2026-11-21 00:38:30`), or seconds since 1970 UTC (`1700000000.25`).
struct MomentArgument: ExpressibleByArgument {
    private enum Kind {
        case afterFirstFrame(Duration)
        case clock(String)
        case absolute(Instant)
    }

    static let forms =
        "a time after the first frame (90s), a time as it is printed (00:38:30, '2026-11-21 00:38:30'), or seconds since 1970"

    private let kind: Kind

    init?(argument: String) {
        let span = argument.hasPrefix("+") ? argument.dropFirst() : Substring(argument)
        if let span = Duration(span.replacing(" ", with: "")) {
            kind = .afterFirstFrame(span)
        } else if CaptureClock.read(argument, isLocal: false, from: .origin) != nil {
            kind = .clock(argument)
        } else if let sinceEpoch = Duration(argument + "s") {
            kind = .absolute(Instant(nanoseconds: sinceEpoch.nanoseconds))
        } else {
            return nil
        }
    }

    /// Everything up to a moment; everything where there is none.
    static func span(to moment: Self?, firstFrame: Instant, isLocal: Bool = false) -> Range<Instant> {
        let end = moment.map { $0.instant(firstFrame: firstFrame, isLocal: isLocal, isEnd: true) + .nanoseconds(1) }
        return Instant(nanoseconds: .min)..<(end ?? .never)
    }

    /// - Parameters:
    ///   - isLocal: whether a time of day is one of this machine's time zone.
    ///   - isEnd: whether everything up to the moment is meant: a time without a fraction lasts for its whole second.
    func instant(firstFrame: Instant, isLocal: Bool = false, isEnd: Bool = false) -> Instant {
        switch kind {
        case .afterFirstFrame(let span):
            // A moment after everything that can have a time is the end of time.
            return span < .never - firstFrame ? firstFrame + span : .never - .nanoseconds(1)
        case .clock(let text):
            guard let (moment, span) = CaptureClock.read(text, isLocal: isLocal, from: firstFrame) else {
                preconditionFailure("init(argument:) lets nothing else through")
            }
            return isEnd && span > .zero ? moment + span - .nanoseconds(1) : moment
        case .absolute(let instant): return instant
        }
    }
}
