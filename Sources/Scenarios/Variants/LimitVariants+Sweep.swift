import Analysis
import Emulation
import NetworkPrimitives
import OSPF

extension LimitVariants {
    /// The variants of scenarios, each under its name in a table: those of the first, then those of the next.
    ///
    /// - Parameters:
    ///   - scenarios: with the paths of their files, whose presets a policy can name.
    ///   - files: where these are read.
    /// - Returns: all mistakes at once, each once.
    public static func read(
        policies: [String], variations: [String], of scenarios: [(path: String, scenario: Scenario)],
        files: FileSource = .disk
    ) -> Loaded<[Sweep.Variant]> {
        var variants: [Sweep.Variant] = []
        var diagnostics: [Diagnostic] = []
        for (path, scenario) in scenarios {
            let presets = ScenarioLoader.loadPresets(path: path, files: files).content ?? Preset.all
            let loaded = read(policies: policies, variations: variations, network: scenario.network, presets: presets)
            for diagnostic in loaded.diagnostics where !diagnostics.contains(diagnostic) {
                diagnostics.append(diagnostic)
            }
            variants += (loaded.content ?? []).map { limits in
                let isAlone = scenarios.count == 1
                let isPlain = limits.name == LimitOverride.configured.name
                let name = isAlone ? limits.title : isPlain ? scenario.name : "\(scenario.name): \(limits.title)"
                return Sweep.Variant(name: name, scenario: scenario, limits: limits)
            }
        }
        let isWrong = diagnostics.contains { $0.severity == .error }
        return Loaded(content: isWrong ? nil : variants, diagnostics: diagnostics)
    }

    /// The variants of a router that stands alone, with its limit in each.
    public static func read(
        policies: [String], variations: [String], limit: LimitPolicy
    ) -> Loaded<[(name: String, limit: LimitPolicy)]> {
        let router = RouterConfiguration(routerID: RouterID(bits: 1), limit: limit)
        let network = NetworkConfiguration(
            name: "capture", routers: [RouterNode(name: "router under test", ospf: router, cpu: .unlimited)],
            segments: [])
        let loaded = read(policies: policies, variations: variations, network: network)
        return Loaded(
            content: loaded.content?.map { ($0.name, ($0.policies.first ?? nil) ?? limit) },
            diagnostics: loaded.diagnostics)
    }
}

extension LimitOverride {
    /// What a table calls the variant.
    fileprivate var title: String {
        switch name {
        case "configured": "as configured"
        case "warn": "warn only"
        case "none": "no limit"
        default: name
        }
    }
}
