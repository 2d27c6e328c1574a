import NetworkPrimitives
import OSPF

/// A preset's parameters in the words of scenario files.
public struct PresetWords: Sendable {
    /// One key and its value; a nested mapping has entries of its own.
    public struct Entry: Sendable {
        public let key: String
        public let value: String
        public let entries: [Entry]

        init(_ key: String, _ value: String) { (self.key, self.value, entries) = (key, value, []) }
        init(_ key: String, _ entries: [Entry]) { (self.key, value, self.entries) = (key, "", entries) }
    }

    /// What a number is called that a preset leaves open.
    public static let open = "to be given"

    /// Every key of a limit, in the order of the documentation.
    public static func entries(of limit: LimitPolicy) -> [Entry] {
        counting(limit) + reaction(limit) + isolation(limit) + (limit.redistribution.map { [redistribution($0)] } ?? [])
    }

    /// Maximum, action, and what makes it permanent: what distinguishes presets at a glance.
    public static func columns(of limit: LimitPolicy) -> [String] {
        let redistributed = limit.redistribution.map { rule in
            [
                rule.maximum.map { "\(grouped($0)) routes" } ?? open, LimitWord.redistributionAction.word(rule.action),
                "-",
            ]
        }
        if limit.isNone { return redistributed ?? ["none", "-", "-"] }
        let perType = limit.typeMaximums.isSet ? "by LSA type" : open
        let permanence =
            switch limit.action {
            case .shutdown where limit.ignoreTime == nil || limit.ignoreCount == 0: "at once"
            case .shutdown:
                "\(limit.permanence == .exceeds ? "after" : "at") \(limit.ignoreCount) in \(limit.resetTime)"
            default: "-"
            }
        return [
            limit.maximum.map { "\(grouped($0)) LSAs" } ?? perType, LimitWord.action.word(limit.action), permanence,
        ]
    }

    private static func counting(_ limit: LimitPolicy) -> [Entry] {
        var entries = [
            Entry("count", LimitWord.count.word(limit.count)),
            Entry("scope", LimitWord.scope.word(limit.scope)),
            Entry("count-self-originated", "\(limit.includesSelfOriginated)"),
            Entry("count-orphans", "\(limit.countsOrphans)"),
            Entry("maximum", limit.maximum.map(String.init) ?? (limit.isNone ? "none" : open)),
        ]
        let types = LimitReading.typeKeys.compactMap { key, path in
            limit.typeMaximums[keyPath: path].map { Entry(key, "\($0)") }
        }
        if !types.isEmpty { entries.append(Entry("types", types)) }
        entries += [
            Entry("trip", LimitWord.trip.word(limit.trip)), Entry("warning-threshold", "\(limit.warningThreshold)%"),
        ]
        if let gate = limit.memoryGate {
            entries.append(
                Entry(
                    "memory-gate",
                    [
                        Entry("total", "\(gate.total)"), Entry("others", "\(gate.others)"),
                        Entry("per-lsa", "\(gate.perLSA)"), Entry("danger", "\(gate.dangerThreshold)%"),
                    ]))
        }
        return entries
    }

    private static func reaction(_ limit: LimitPolicy) -> [Entry] {
        [
            Entry("action", LimitWord.action.word(limit.action)), Entry("grace", "\(limit.grace)"),
            Entry("after-grace", LimitWord.afterGrace.word(limit.afterGrace)),
            Entry("acknowledge-rejected", "\(limit.acknowledgesRejected)"),
            Entry("held-updates", LimitWord.heldUpdates.word(limit.heldUpdates)),
            Entry("release", LimitWord.release.word(limit.release)),
            Entry("overload-timeout", limit.overloadTimeout?.description ?? "forever"),
            Entry("exit-interval", limit.exitInterval?.description ?? "never"),
            Entry("exit-jitter", "\(limit.exitJitter)"), Entry("exit-recheck", "\(limit.exitRechecks)"),
        ]
    }

    private static func isolation(_ limit: LimitPolicy) -> [Entry] {
        [
            Entry("isolated-hellos", LimitWord.isolatedHellos.word(limit.isolatedHellos)),
            Entry("keep-own-lsas", "\(limit.keepsOwnLSAs)"), Entry("flush-own-lsas", "\(limit.flushesOwnLSAs)"),
            Entry("keep-forwarding", "\(limit.keepsForwarding)"),
            Entry("ignore-time", limit.ignoreTime?.description ?? "forever"),
            Entry("ignore-count", "\(limit.ignoreCount)"),
            Entry("permanence", LimitWord.permanence.word(limit.permanence)),
            Entry("reset-time", "\(limit.resetTime)"),
            Entry("clear-on-reconfiguration", "\(limit.clearsOnReconfiguration)"),
        ]
    }

    private static func redistribution(_ rule: RedistributionLimit) -> Entry {
        Entry(
            "redistribution",
            [
                Entry("maximum", rule.maximum.map(String.init) ?? open),
                Entry("warning-threshold", "\(rule.warningThreshold)%"),
                Entry("action", LimitWord.redistributionAction.word(rule.action)),
                Entry("retries", "\(rule.retries)"), Entry("retry-time", "\(rule.retryTime)"),
            ])
    }

    /// The keys of timers that presets set.
    public static func entries(of timers: ProtocolTimers) -> [Entry] {
        let throttle = timers.lsaThrottle
        let spacing =
            throttle.isFixed
            ? Entry("min-ls-interval", "\(timers.minLSInterval)")
            : Entry("lsa-throttle", times(throttle.start, throttle.hold, throttle.maximum))
        return [
            spacing, Entry("min-ls-arrival", "\(timers.minLSArrival)"),
            Entry("flood-pacing", "\(timers.floodPacing)"), Entry("spf", entries(of: timers.spf)),
        ]
    }

    private static func entries(of throttle: SPFThrottle) -> [Entry] {
        switch throttle {
        case .exponential(let start, let hold, let maximum):
            [Entry("throttle", "exponential")] + times(start, hold, maximum)
        case .linear(let start, let hold, let maximum): [Entry("throttle", "linear")] + times(start, hold, maximum)
        case .rapidRuns(let delay, let runs, let holddown):
            [
                Entry("throttle", "rapid-runs"), Entry("delay", "\(delay)"), Entry("runs", "\(runs)"),
                Entry("holddown", "\(holddown)"),
            ]
        case .tick(let period): [Entry("throttle", "tick"), Entry("period", "\(period)")]
        case .ietf(let initial, let short, let long, let learn, let holdDown):
            [
                Entry("throttle", "ietf-spf-delay"), Entry("initial-delay", "\(initial)"),
                Entry("short-delay", "\(short)"), Entry("long-delay", "\(long)"), Entry("time-to-learn", "\(learn)"),
                Entry("hold-down", "\(holdDown)"),
            ]
        }
    }

    private static func times(_ start: Duration, _ hold: Duration, _ maximum: Duration) -> [Entry] {
        [Entry("start", "\(start)"), Entry("hold", "\(hold)"), Entry("maximum", "\(maximum)")]
    }
}

extension LimitPolicy {
    /// Whether there is no limit on what the router holds, rather than one whose number is to be given.
    public var isNone: Bool {
        var policy = self
        policy.redistribution = nil
        return policy == .none
    }
}

extension Preset {
    /// The preset as one JSON object; the values are those of scenario files, and a number that is to be given is null.
    public var json: String { jsonText.compact }

    private var jsonText: JSONText {
        var members: [(String, JSONText)] = [("name", .string(name)), ("summary", .string(summary))]
        if let base { members.append(("extends", .string(base))) }
        if let limit { members.append(("limit", Self.object(PresetWords.entries(of: limit)))) }
        if let timers { members.append(("timers", Self.object(PresetWords.entries(of: timers)))) }
        members.append(("sources", .array(sources.map { .string($0) })))
        members.append(("unconfirmed", .array(unconfirmed.map { .string($0) })))
        return .object(members)
    }

    private static func object(_ entries: [PresetWords.Entry]) -> JSONText {
        .object(entries.map { ($0.key, value($0)) })
    }

    private static func value(_ entry: PresetWords.Entry) -> JSONText {
        if !entry.entries.isEmpty { return object(entry.entries) }
        if let number = Int(entry.value) { return .number(number) }
        if let truth = Bool(entry.value) { return .bool(truth) }
        return entry.value == PresetWords.open ? .null : .string(entry.value)
    }
}
