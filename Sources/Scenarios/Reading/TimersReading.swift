import NetworkPrimitives
import OSPF

/// Lays the keys of `timers` over protocol timers. The preset, if any, has been applied before.
enum TimersReading {
    static func apply(_ value: Value, to timers: inout ProtocolTimers) {
        func set(_ key: String, _ path: WritableKeyPath<ProtocolTimers, Duration>) {
            if let duration = value[key]?.duration { timers[keyPath: path] = duration }
        }
        set("min-ls-interval", \.minLSInterval)
        if let throttle = value["lsa-throttle"] { apply(throttle, to: &timers.lsaThrottle) }
        set("min-ls-arrival", \.minLSArrival)
        set("acknowledgment-delay", \.acknowledgmentDelay)
        set("flood-pacing", \.floodPacing)
        set("originator-startup-delay", \.originatorStartupDelay)
        set("lsa-group-pacing", \.lsaGroupPacing)
        set("refresh-jitter", \.refreshJitter)
        if let burst = value["flood-burst"] { timers.floodBurst = burst.integer.flatMap(UInt16.init(exactly:)) }
        if let limit = value["adjacency-limit"] { timers.adjacencyLimit = limit.integer.flatMap(UInt16.init(exactly:)) }
        if let keeps = value["any-packet-keeps-alive"]?.boolean { timers.anyPacketKeepsAlive = keeps }
        if let policy = value["retransmission"] { apply(policy, to: &timers.retransmission) }
    }

    private static func apply(_ value: Value, to throttle: inout LSAThrottle) {
        if let start = value["start"]?.duration { throttle.start = start }
        if let hold = value["hold"]?.duration { throttle.hold = hold }
        throttle.maximum = value["maximum"]?.duration ?? max(throttle.hold, throttle.maximum)
    }

    private static func apply(_ value: Value, to policy: inout RetransmissionPolicy) {
        if let backoff = value["backoff"]?.integer.flatMap(UInt8.init(exactly:)) { policy.backoff = backoff }
        if let rounds = value["steady-rounds"]?.integer.flatMap(UInt8.init(exactly:)) { policy.steadyRounds = rounds }
        if let maximum = value["maximum"]?.duration { policy.maximum = maximum }
        if let limit = value["limit"] { policy.limit = limit.integer.flatMap(UInt16.init(exactly:)) }
        if let pacing = value["pacing"]?.duration { policy.pacing = pacing }
    }

    /// The keys of a throttle that fit its shape; a key of another shape is a mistake.
    static func apply(spf value: Value, to throttle: inout SPFThrottle, sink: DiagnosticSink) {
        let shape = value["throttle"]?.text ?? name(of: throttle)
        let keys = keysOfShape[shape] ?? []
        for field in value.fields ?? []
        where field.key != "throttle" && Record.spf.key(field.key) != nil && !keys.contains(field.key) {
            let message =
                "unknown key '\(field.key)' in a throttle of shape '\(shape)': it takes \(keys.joined(separator: ", "))"
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
        case "ietf-spf-delay":
            throttle = .ietf(
                initial: time("initial-delay", .milliseconds(50)), short: time("short-delay", .milliseconds(200)),
                long: time("long-delay", .seconds(5)), learn: time("time-to-learn", .milliseconds(500)),
                holdDown: time("hold-down", .seconds(10)))
            if case .ietf(_, _, _, let learn, let holdDown) = throttle, holdDown <= learn {
                let place = value.field("hold-down")?.keyPosition ?? value.position
                sink.error("'hold-down' must be longer than 'time-to-learn', \(learn)", at: place)
            }
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
        "ietf-spf-delay": ["initial-delay", "short-delay", "long-delay", "time-to-learn", "hold-down"],
    ]

    private static func name(of throttle: SPFThrottle) -> String {
        switch throttle {
        case .exponential: "exponential"
        case .linear: "linear"
        case .rapidRuns: "rapid-runs"
        case .tick: "tick"
        case .ietf: "ietf-spf-delay"
        }
    }

    private static func values(of throttle: SPFThrottle) -> [String: Duration] {
        switch throttle {
        case .exponential(let start, let hold, let maximum), .linear(let start, let hold, let maximum):
            ["start": start, "hold": hold, "maximum": maximum]
        case .rapidRuns(let delay, _, let holddown): ["delay": delay, "holddown": holddown]
        case .tick(let period): ["period": period]
        case .ietf(let initial, let short, let long, let learn, let holdDown):
            [
                "initial-delay": initial, "short-delay": short, "long-delay": long, "time-to-learn": learn,
                "hold-down": holdDown,
            ]
        }
    }

    private static func oldRuns(_ throttle: SPFThrottle) -> UInt8? {
        if case .rapidRuns(_, let runs, _) = throttle { runs } else { nil }
    }
}
