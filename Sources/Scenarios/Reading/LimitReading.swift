import NetworkPrimitives
import OSPF

/// Lays the keys of a `limit` over a policy. The preset, if any, has been applied before.
enum LimitReading {
    static func apply(_ value: Value, to limit: inout LimitPolicy) {
        applyCounting(value, to: &limit)
        applyReaction(value, to: &limit)
        applyExit(value, to: &limit)
        applyIsolation(value, to: &limit)
        if let redistribution = value["redistribution"] { apply(redistribution, to: &limit.redistribution) }
    }

    private static func applyCounting(_ value: Value, to limit: inout LimitPolicy) {
        if let maximum = value["maximum"] { limit.maximum = number(maximum) }
        choose(value["count"], .count, &limit.count)
        choose(value["scope"], .scope, &limit.scope)
        if let counts = value["count-self-originated"]?.boolean { limit.countsSelfOriginated = counts }
        if let counts = value["count-orphans"]?.boolean { limit.countsOrphans = counts }
        choose(value["trip"], .trip, &limit.trip)
        if let percent = percent(value["warning-threshold"]) { limit.warningThreshold = percent }
        if let types = value["types"] {
            for (key, path) in typeKeys where types[key] != nil {
                limit.typeMaximums[keyPath: path] = number(types[key])
            }
        }
        if let gate = value["memory-gate"] { apply(gate, to: &limit.memoryGate) }
    }

    static var typeKeys: [(key: String, path: WritableKeyPath<TypeMaximums, UInt32?>)] {
        [
            ("router", \.router), ("network", \.network), ("summary", \.summary), ("external", \.external),
            ("nssa-external", \.nssaExternal), ("opaque", \.opaque),
        ]
    }

    private static func apply(_ value: Value, to gate: inout MemoryGate?) {
        var result = gate ?? MemoryGate(total: 0)
        if let total = value["total"]?.integer.flatMap(UInt64.init(exactly:)) { result.total = total }
        if let others = value["others"]?.integer.flatMap(UInt64.init(exactly:)) { result.others = others }
        if let perLSA = number(value["per-lsa"]) { result.perLSA = perLSA }
        if let percent = percent(value["danger"]) { result.dangerThreshold = percent }
        gate = result
    }

    private static func applyReaction(_ value: Value, to limit: inout LimitPolicy) {
        choose(value["action"], .action, &limit.action)
        if let grace = value["grace"]?.duration { limit.grace = grace }
        choose(value["after-grace"], .afterGrace, &limit.afterGrace)
        if let acknowledges = value["acknowledge-rejected"]?.boolean { limit.acknowledgesRejected = acknowledges }
        choose(value["held-updates"], .heldUpdates, &limit.heldUpdates)
        choose(value["release"], .release, &limit.release)
        if let clears = value["clear-on-reconfiguration"]?.boolean { limit.clearsOnReconfiguration = clears }
    }

    private static func applyExit(_ value: Value, to limit: inout LimitPolicy) {
        apply(value["overload-timeout"], orNone: "forever", to: &limit.overloadTimeout)
        apply(value["exit-interval"], orNone: "never", to: &limit.exitInterval)
        if let jitter = value["exit-jitter"]?.ratio { limit.exitJitter = jitter }
        if let rechecks = value["exit-recheck"]?.boolean { limit.exitRechecks = rechecks }
    }

    private static func applyIsolation(_ value: Value, to limit: inout LimitPolicy) {
        choose(value["isolated-hellos"], .isolatedHellos, &limit.isolatedHellos)
        if let keeps = value["keep-own-lsas"]?.boolean { limit.keepsOwnLSAs = keeps }
        if let flushes = value["flush-own-lsas"]?.boolean { limit.flushesOwnLSAs = flushes }
        if let keeps = value["keep-forwarding"]?.boolean { limit.keepsForwarding = keeps }
        apply(value["ignore-time"], orNone: "forever", to: &limit.ignoreTime)
        if let count = number(value["ignore-count"]) { limit.ignoreCount = count }
        choose(value["permanence"], .permanence, &limit.permanence)
        if let time = value["reset-time"]?.duration { limit.resetTime = time }
    }

    private static func apply(_ value: Value, to limit: inout RedistributionLimit?) {
        var result = limit ?? RedistributionLimit(maximum: nil)
        if value.integer != nil { result.maximum = number(value) }
        if let maximum = value["maximum"] { result.maximum = number(maximum) }
        if let percent = percent(value["warning-threshold"]) { result.warningThreshold = percent }
        choose(value["action"], .redistributionAction, &result.action)
        if let retries = value["retries"]?.integer.flatMap(UInt32.init(exactly:)) { result.retries = retries }
        if let time = value["retry-time"]?.duration { result.retryTime = time }
        limit = result
    }

    private static func number(_ value: Value?) -> UInt32? { value?.integer.flatMap(UInt32.init(exactly:)) }

    private static func percent(_ value: Value?) -> UInt8? {
        value?.percent.flatMap { $0 <= 100 ? UInt8(exactly: $0) : nil }
    }

    private static func apply(_ value: Value?, orNone word: String, to time: inout Duration?) {
        guard let value else { return }
        if value.text == word { time = nil } else if let span = value.duration { time = span }
    }

    private static func choose<Choice>(_ value: Value?, _ words: LimitWord<Choice>, _ target: inout Choice) {
        if let choice = value?.text.flatMap(words.choice) { target = choice }
    }
}
