import NetworkPrimitives
import OSPF

/// Lays the keys of a `limit` over a policy. The preset, if any, has been applied before.
enum LimitReading {
    static func apply(_ value: Value, to limit: inout LimitPolicy) {
        applyCounting(value, to: &limit)
        applyReaction(value, to: &limit)
        applyIsolation(value, to: &limit)
    }

    private static func applyCounting(_ value: Value, to limit: inout LimitPolicy) {
        if let maximum = value["maximum"] { limit.maximum = maximum.integer.flatMap(UInt32.init(exactly:)) }
        choose(
            value["count"], ["all": .all, "foreign": .foreign, "external-non-default": .externalNonDefault],
            &limit.count)
        choose(value["trip"], ["exceeds": .exceeds, "reaches": .reaches], &limit.trip)
        if let percent = value["warning-threshold"]?.percent, percent <= 100 { limit.warningThreshold = UInt8(percent) }
    }

    private static func applyReaction(_ value: Value, to limit: inout LimitPolicy) {
        choose(value["action"], ["warn": .warn, "reject": .reject, "shutdown": .shutdown], &limit.action)
        if let grace = value["grace"]?.duration { limit.grace = grace }
        if let acknowledges = value["acknowledge-rejected"]?.boolean { limit.acknowledgesRejected = acknowledges }
        choose(value["release"], ["below-limit": .belowLimit, "latched": .latched], &limit.release)
    }

    private static func applyIsolation(_ value: Value, to limit: inout LimitPolicy) {
        choose(value["isolated-hellos"], ["silent": .silent, "deaf": .deaf], &limit.isolatedHellos)
        if let keeps = value["keep-own-lsas"]?.boolean { limit.keepsOwnLSAs = keeps }
        if let keeps = value["keep-forwarding"]?.boolean { limit.keepsForwarding = keeps }
        if let time = value["ignore-time"] {
            if time.text == "forever" {
                limit.ignoreTime = nil
            } else if let span = time.duration {
                limit.ignoreTime = span
            }
        }
        if let count = value["ignore-count"]?.integer.flatMap(UInt32.init(exactly:)) { limit.ignoreCount = count }
        choose(value["permanence"], ["reaches": .reaches, "exceeds": .exceeds], &limit.permanence)
        if let time = value["reset-time"]?.duration { limit.resetTime = time }
    }

    private static func choose<Choice>(_ value: Value?, _ choices: [String: Choice], _ target: inout Choice) {
        if let choice = value?.text.flatMap({ choices[$0] }) { target = choice }
    }
}

/// Lays the keys of `timers` over protocol timers. The preset, if any, has been applied before.
enum TimersReading {
    static func apply(_ value: Value, to timers: inout ProtocolTimers) {
        func set(_ key: String, _ path: WritableKeyPath<ProtocolTimers, Duration>) {
            if let duration = value[key]?.duration { timers[keyPath: path] = duration }
        }
        set("min-ls-interval", \.minLSInterval)
        set("min-ls-arrival", \.minLSArrival)
        set("acknowledgment-delay", \.acknowledgmentDelay)
        set("flood-pacing", \.floodPacing)
        set("originator-startup-delay", \.originatorStartupDelay)
    }

    /// The keys of a throttle that fit its shape; a key of another shape is a mistake.
    static func apply(spf value: Value, to throttle: inout SPFThrottle, sink: DiagnosticSink) {
        let shape = value["throttle"]?.text ?? name(of: throttle)
        let keys = keysOfShape[shape] ?? []
        for field in value.fields ?? []
        where field.key != "throttle" && Record.spf.key(field.key) != nil && !keys.contains(field.key) {
            let message =
                "'\(field.key)' is not a key of a throttle of shape '\(shape)': it takes \(keys.joined(separator: ", "))"
            sink.error(message, at: field.keyPosition)
        }
        let old = values(of: throttle)
        func time(_ key: String, _ standard: Duration) -> Duration {
            value[key]?.duration ?? (shape == name(of: throttle) ? old[key] : nil) ?? standard
        }
        switch shape {
        case "rapid-runs":
            let runs = value["runs"]?.integer.flatMap(UInt8.init(exactly:)) ?? oldRuns(throttle) ?? 3
            throttle = .rapidRuns(
                delay: time("delay", .milliseconds(200)), runs: runs, holddown: time("holddown", .seconds(5)))
        case "tick": throttle = .tick(time("period", .seconds(1)))
        case "linear":
            throttle = .linear(
                start: time("start", .zero), hold: time("hold", .milliseconds(50)),
                maximum: time("maximum", .seconds(5)))
        default:
            throttle = .exponential(
                start: time("start", .milliseconds(50)), hold: time("hold", .milliseconds(200)),
                maximum: time("maximum", .seconds(5)))
        }
    }

    private static let keysOfShape = [
        "exponential": ["start", "hold", "maximum"], "linear": ["start", "hold", "maximum"],
        "rapid-runs": ["delay", "runs", "holddown"], "tick": ["period"],
    ]

    private static func name(of throttle: SPFThrottle) -> String {
        switch throttle {
        case .exponential: "exponential"
        case .linear: "linear"
        case .rapidRuns: "rapid-runs"
        case .tick: "tick"
        }
    }

    private static func values(of throttle: SPFThrottle) -> [String: Duration] {
        switch throttle {
        case .exponential(let start, let hold, let maximum), .linear(let start, let hold, let maximum):
            ["start": start, "hold": hold, "maximum": maximum]
        case .rapidRuns(let delay, _, let holddown): ["delay": delay, "holddown": holddown]
        case .tick(let period): ["period": period]
        }
    }

    private static func oldRuns(_ throttle: SPFThrottle) -> UInt8? {
        if case .rapidRuns(_, let runs, _) = throttle { runs } else { nil }
    }
}
