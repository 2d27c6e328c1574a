import Emulation
import NetworkPrimitives
import OSPF

/// What a daemon does where the RFC leaves the choice: put on every router of a network, so that the emulator makes the
/// same choices. Choices that the daemon lets its operator make are taken from the file where it makes them.
struct DaemonHabits {
    let daemon: RoutingDaemon
    let tree: Value
    let presets: [Preset]

    func apply(to network: inout NetworkConfiguration) {
        // Real routers are started together, and elect each other after the same wait.
        network.startSpread = .milliseconds(500)
        for number in network.routers.indices {
            let layers = layers(of: network.routers[number].name)
            apply(to: &network.routers[number].ospf, layers: layers)
        }
    }

    private func layers(of router: String) -> [Value?] {
        let value = tree["routers"]?[router]
        let model = (value?["model"] ?? tree["defaults"]?["model"])?.text
        return [tree["defaults"], model.flatMap { tree["models"]?[$0] }, value]
    }

    private func apply(to router: inout RouterConfiguration, layers: [Value?]) {
        if let timers = presets.first(where: { $0.name == daemon.rawValue })?.timers { router.timers = timers }
        if !layers.contains(where: { $0?["border-router-type"] != nil }) {
            router.borderRouterType = daemon == .frr ? .cisco : .standard
        }
        router.profile = daemon == .frr ? .frr : .bird
        // Without summaries a default route is the only way out of an NSSA, and both announce it unasked.
        for number in router.areas.indices where router.areas[number].kind == .nssa {
            if !router.areas[number].importsSummaries { router.areas[number].originatesNSSADefault = true }
        }
    }
}
