import Analysis

/// Routing software that scenarios can be run on for comparison.
public enum RoutingDaemon: String, CaseIterable, Hashable, Sendable {
    case frr, bird

    /// What people call it.
    public var name: String {
        switch self {
        case .frr: "FRRouting"
        case .bird: "BIRD"
        }
    }
}

/// A scenario that real routers can run, too.
public struct LabScenario: Hashable, Sendable {
    /// With the daemon's habits wherever the file does not ask for others: this is what the emulator has to run.
    public var scenario: Scenario
    public var daemon: RoutingDaemon
    /// Keys of the file that mean nothing to real routers, such as `cpu` and `probes`. Sorted.
    public var unusedKeys: [String]
}

extension ScenarioLoader {
    /// Reads a scenario that is to be run on real routers.
    ///
    /// What the daemon cannot do is an error with its place: nothing is left out in silence.
    public static func loadForLab(
        path: String, daemon: RoutingDaemon, files: FileSource = .disk
    ) -> Loaded<LabScenario> {
        load(path: path, files: files) { tree, draft, presets, sink in
            var scenario = ScenarioBuilder(tree: tree, draft: draft, presets: presets, sink: sink, traces: .none)
                .build(name: stem(of: path))
            var check = DaemonCheck(daemon: daemon, tree: tree, draft: draft, sink: sink)
            let unused = check.run()
            DaemonHabits(daemon: daemon, tree: tree, presets: presets).apply(to: &scenario.network)
            return LabScenario(scenario: scenario, daemon: daemon, unusedKeys: unused)
        }
    }
}
