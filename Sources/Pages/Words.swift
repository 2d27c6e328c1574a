import NetworkPrimitives
import Reports
import Results

/// Numbers of a result in the words of the program's reports.
enum Words {
    static func span(_ nanoseconds: Int) -> String { spoken(.nanoseconds(Int64(nanoseconds))) }
    static func spanOrDash(_ nanoseconds: Int) -> String { nanoseconds == 0 ? "-" : span(nanoseconds) }
    static func numberOrDash(_ number: Int) -> String { number == 0 ? "-" : grouped(number) }
    static func number(_ number: Int?) -> String { number.map { grouped($0) } ?? "-" }

    /// With a capital letter at its beginning, and a full stop.
    static func sentence(_ text: String) -> String {
        guard let first = text.first else { return "" }
        return first.uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }

    /// How many times a threshold a measured value is: `20x`, `1.26x`.
    static func multiple(_ measured: Int, of threshold: Int) -> String {
        guard threshold > 0, measured >= 0 else { return "" }
        let hundredths = Int((Double(measured) / Double(threshold) * 100).rounded())
        if hundredths >= 1_000 { return "\(grouped((hundredths + 50) / 100))x" }
        let rest = hundredths % 100
        let digits = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        return "\(hundredths / 100)\(digits)x"
    }

    /// Why packets die.
    static func death(_ reason: String) -> String {
        switch reason {
        case "noRoute": "no route"
        case "isolated": "OSPF shut down"
        case "nextHopDead": "next hop dead"
        case "interfaceDown": "interface down"
        case "poweredOff": "powered off"
        case "tooManyHops": "too many hops"
        case "discarded": "discard route"
        case "leftNetwork": "left the network"
        case "lossyLink": "lossy link"
        default: reason
        }
    }

    /// The state of a router at the end of a run.
    static func state(_ name: String) -> String {
        switch name {
        case "rejecting": RouterLook.refusing.word
        case "degraded": RouterLook.degraded.word
        case "isolated": RouterLook.shutDown.word
        case "isolatedPermanently": RouterLook.shutDownForGood.word
        case "poweredOff": RouterLook.off.word
        case "outOfMemory": RouterLook.outOfMemory.word
        case "crashed": RouterLook.crashed.word
        default: name
        }
    }

    /// A way, without the routers that the other has as well at its beginning.
    static func way(_ routers: [String]) -> String { routers.isEmpty ? "-" : routers.joined(separator: " > ") }

    /// What lost time was spent on, the largest parts first.
    static func attribution(_ parts: AttributionDocument) -> String {
        let all = [
            ("detection", parts.detectionNs), ("flooding", parts.floodingNs), ("SPF", parts.spfWaitNs),
            ("shutdown", parts.isolationNs), ("refused LSAs", parts.refusalNs), ("overload", parts.overloadNs),
            ("unresolved", parts.operatorWaitNs), ("lossy link", parts.lossyLinkNs), ("crash", parts.crashNs),
            ("other", parts.otherNs),
        ]
        let spent = all.enumerated().filter { $0.element.1 > 0 }
            .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.prefix(3)
        return spent.isEmpty ? "-" : spent.map { "\($0.element.0) \(span($0.element.1))" }.joined(separator: ", ")
    }
}

/// Moments of a run as they are written on its page.
struct PageClock {
    private let clock: Clock
    let hasTimeOfDay: Bool

    init(startNs: Int?) {
        hasTimeOfDay = startNs != nil
        clock = Clock(start: .origin, clockStart: startNs.map { .nanoseconds(Int64($0)) })
    }

    /// To the millisecond.
    func text(ns: Int) -> String { clock.text(.origin + .nanoseconds(Int64(ns))) }
    func text(ms: Int) -> String { text(ns: ms * 1_000_000) }
    /// To the second.
    func short(ms: Int) -> String {
        hasTimeOfDay ? String(text(ms: ms).prefix(8)) : "+" + Words.span(ms * 1_000_000)
    }
    func short(ns: Int) -> String { short(ms: ns / 1_000_000) }
}
