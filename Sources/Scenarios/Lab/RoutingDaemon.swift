import Analysis
import NetworkPrimitives
import OSPF

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
    /// With the daemons' habits wherever the file does not ask for others: this is what the emulator has to run.
    public var scenario: Scenario
    /// What each router runs, in the order of the configuration.
    public var daemons: Table<RouterIndex, RoutingDaemon>
    /// Keys of the file that mean nothing to real routers, such as `cpu` and `probes`. Sorted.
    public var unusedKeys: [String]
    /// Of all that the file says to real routers: 16 hexadecimal digits. A recording carries it, so that it is not compared
    /// with another scenario. Comments, descriptions, probes and expectations make no difference.
    public var digest: String

    /// What all routers run where they run the same, as those of `Scripts/lab` do.
    public var daemon: RoutingDaemon { daemons.first ?? .frr }
}

extension ScenarioLoader {
    /// Reads a scenario that is to be run on real routers.
    ///
    /// What the daemon cannot do is an error with its place: nothing is left out in silence.
    public static func loadForLab(
        path: String, daemon: RoutingDaemon, files: FileSource = .disk
    ) -> Loaded<LabScenario> {
        loadForLab(path: path, files: files) { _ in daemon }
    }

    /// Reads a scenario whose routers do not all run the same.
    ///
    /// - Parameter daemon: what a router ran. Where this is not known, the router's `profile` in the file says it.
    public static func loadForLab(
        path: String, files: FileSource = .disk, daemon: (_ router: String) -> RoutingDaemon?
    ) -> Loaded<LabScenario> {
        load(path: path, files: files) { tree, draft, presets, sink in
            var scenario = ScenarioBuilder(tree: tree, draft: draft, presets: presets, sink: sink, traces: .none)
                .build(name: stem(of: path))
            var daemons = Table<RouterIndex, RoutingDaemon>()
            for (router, position) in zip(draft.configuration.routers, draft.routerPositions) {
                let daemon = daemon(router.name) ?? RoutingDaemon(router.ospf.profile)
                if daemon == nil {
                    sink.error(
                        "nothing says what '\(router.name)' ran; give it 'profile: frr' or 'profile: bird'",
                        at: position)
                }
                daemons.append(daemon ?? .frr)
            }
            var unused: Set<String> = []
            for daemon in RoutingDaemon.allCases where daemons.contains(daemon) {
                var check = DaemonCheck(daemon: daemon, daemons: daemons, tree: tree, draft: draft, sink: sink)
                unused.formUnion(check.run())
            }
            for number in daemons.indices {
                let habits = DaemonHabits(daemon: daemons[number], tree: tree, presets: presets)
                habits.apply(to: &scenario.network.routers[number])
                habits.configureNeighbors(of: number, in: &scenario.network)
            }
            // Real routers are started together, and elect each other after the same wait.
            scenario.network.startSpread = .milliseconds(500)
            return LabScenario(
                scenario: scenario, daemons: daemons, unusedKeys: unused.sorted(), digest: DaemonCheck.digest(of: tree))
        }
    }
}

extension RoutingDaemon {
    fileprivate init?(_ profile: BehaviorProfile) {
        switch profile {
        case .rfc: return nil
        case .frr: self = .frr
        case .bird: self = .bird
        }
    }
}
