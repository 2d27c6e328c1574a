import Emulation
import NetworkPrimitives
import OSPF

/// What a daemon does where the RFC leaves the choice: put on a router, so that the emulator makes the same choices. Choices
/// that the daemon lets its operator make are taken from the file where it makes them.
struct DaemonHabits {
    let daemon: RoutingDaemon
    let tree: Value
    let presets: [Preset]

    func apply(to router: inout RouterNode) {
        apply(to: &router.ospf, layers: layers(of: router.name))
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
    }

    /// BIRD has no multicast on point-to-multipoint networks: its configuration lists everybody else as a neighbor.
    func configureNeighbors(of router: RouterIndex, in network: inout NetworkConfiguration) {
        guard daemon == .bird else { return }
        let own = network.routers[router].ospf
        for segment in network.segments {
            guard let member = segment.members.first(where: { $0.router == router }),
                own.interfaces[member.interface].networkType == .pointToMultipoint,
                !own.staticNeighbors.contains(where: { $0.interface == member.interface })
            else { continue }
            for other in segment.members where other.router != router {
                let address = network.routers[other.router].ospf.interfaces[other.interface].address
                network.routers[router].ospf.staticNeighbors.append(
                    StaticNeighbor(interface: member.interface, address: address))
            }
        }
    }
}
