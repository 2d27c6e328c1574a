import ArgumentParser
import NetworkPrimitives
import OSPF
import Scenarios

/// `spillway presets`: what each vendor's routers do at their limit, with sources.
struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "Lists what vendors' routers do at their LSA limit, or shows one vendor's parameters.",
        discussion:
            "The parameters are printed as a scenario file takes them, with their sources and what is not confirmed."
    )

    @Argument(help: "A preset, such as cisco-ios-xe; all are listed without it.")
    var name: String?

    func run() throws {
        guard let name else {
            let width = Preset.all.map(\.name.count).max() ?? 0
            for preset in Preset.all {
                print(preset.name + String(repeating: " ", count: width - preset.name.count) + "  " + preset.summary)
            }
            return
        }
        guard let preset = Preset.named(name) else {
            let hint = nearestName(to: name, among: Preset.all.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
            throw Console.failure("there is no preset '\(name)'\(hint)")
        }
        print(text(of: preset))
    }

    private func text(of preset: Preset) -> String {
        var lines = ["\(preset.name): \(preset.summary)", ""]
        if let limit = preset.limit { lines += ["limit:"] + PresetYAML.lines(of: limit) }
        if let timers = preset.timers { lines += ["timers:"] + PresetYAML.lines(of: timers) }
        lines += ["", "Sources"] + preset.sources.map { "  \($0)" }
        if !preset.unconfirmed.isEmpty { lines += ["", "Not confirmed"] + preset.unconfirmed.map { "  \($0)" } }
        return lines.joined(separator: "\n")
    }
}

/// Parameters in the words of scenario files.
private enum PresetYAML {
    static func lines(of limit: LimitPolicy) -> [String] {
        let count: String =
            switch limit.count {
            case .all: "all"
            case .foreign: "foreign"
            case .externalNonDefault: "external-non-default"
            }
        return [
            "  count: \(count)",
            "  maximum: \(limit.maximum.map(String.init) ?? "to be given")",
            "  trip: \(limit.trip == .exceeds ? "exceeds" : "reaches")",
            "  warning-threshold: \(limit.warningThreshold)%",
            "  action: \(limit.action)",
            "  grace: \(limit.grace)",
            "  acknowledge-rejected: \(limit.acknowledgesRejected)",
            "  release: \(limit.release == .belowLimit ? "below-limit" : "latched")",
            "  isolated-hellos: \(limit.isolatedHellos)",
            "  keep-own-lsas: \(limit.keepsOwnLSAs)",
            "  keep-forwarding: \(limit.keepsForwarding)",
            "  ignore-time: \(limit.ignoreTime?.description ?? "forever")",
            "  ignore-count: \(limit.ignoreCount)",
            "  permanence: \(limit.permanence == .reaches ? "reaches" : "exceeds")",
            "  reset-time: \(limit.resetTime)",
        ]
    }

    static func lines(of timers: ProtocolTimers) -> [String] {
        let spf: String =
            switch timers.spf {
            case .exponential(let start, let hold, let maximum):
                "{ throttle: exponential, start: \(start), hold: \(hold), maximum: \(maximum) }"
            case .linear(let start, let hold, let maximum):
                "{ throttle: linear, start: \(start), hold: \(hold), maximum: \(maximum) }"
            case .rapidRuns(let delay, let runs, let holddown):
                "{ throttle: rapid-runs, delay: \(delay), runs: \(runs), holddown: \(holddown) }"
            case .tick(let period): "{ throttle: tick, period: \(period) }"
            case .ietf(let initial, let short, let long, let learn, let holdDown):
                "{ throttle: ietf-spf-delay, initial-delay: \(initial), short-delay: \(short), long-delay: \(long), "
                    + "time-to-learn: \(learn), hold-down: \(holdDown) }"
            }
        let throttle = timers.lsaThrottle
        let spacing =
            throttle.isFixed
            ? "min-ls-interval: \(timers.minLSInterval)"
            : "lsa-throttle: { start: \(throttle.start), hold: \(throttle.hold), maximum: \(throttle.maximum) }"
        return [
            "  \(spacing)", "  min-ls-arrival: \(timers.minLSArrival)", "  spf: \(spf)",
        ]
    }
}
