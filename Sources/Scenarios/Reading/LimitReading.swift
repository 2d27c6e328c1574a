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
