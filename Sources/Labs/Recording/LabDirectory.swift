import Checkpoints
import Emulation
import NetworkPrimitives
import OSPF

/// What the interfaces and addresses of a lab are called in the scenario.
struct LabDirectory {
    private let network: NetworkConfiguration
    /// By router: the segment's name by the interface's.
    private let segments: Table<RouterIndex, [String: String]>
    private let owners: [IPv4Address: RouterIndex]

    init(_ network: NetworkConfiguration) {
        self.network = network
        var segments = Table<RouterIndex, [String: String]>(repeating: [:], count: network.routers.count)
        for segment in network.segments {
            for member in segment.members {
                let name = network.routers[member.router].ospf.interfaces[member.interface].name
                segments[member.router][name] = segment.name
            }
        }
        self.segments = segments
        var owners: [IPv4Address: RouterIndex] = [:]
        for (number, router) in network.routers.indexed {
            for interface in router.ospf.interfaces { owners[interface.address] = number }
        }
        self.owners = owners
    }

    func segment(of router: RouterIndex, interface: String) -> String? { segments[router][interface] }

    /// FRRouting shows roles on point-to-multipoint networks, too.
    func electsDesignatedRouter(_ router: RouterIndex, _ interface: String) -> Bool {
        let interface = network.routers[router].ospf.interfaces.first { $0.name == interface }
        return interface?.networkType.electsDesignatedRouter ?? false
    }

    func address(of router: RouterIndex, interface: String) -> String? {
        network.routers[router].ospf.interfaces.first { $0.name == interface }.map { "\($0.address)" }
    }

    func hop(of router: RouterIndex, interface: String, via: String?) -> RouterState.NextHopState {
        let owner = via.flatMap { IPv4Address($0) }.flatMap { owners[$0] }
        return RouterState.NextHopState(
            interface: interface, via: via, segment: segment(of: router, interface: interface),
            router: owner.map { network.routers[$0].name })
    }

    /// A state of a router with nothing in it yet.
    func emptyState(of router: RouterIndex, daemon: String, checkpoint: Int, time: Double) -> RouterState {
        RouterState(
            topology: network.name, daemon: daemon, router: network.routers[router].name,
            routerID: "\(network.routers[router].ospf.routerID)", isAlive: true, checkpoint: checkpoint, time: time)
    }
}

/// `nil` for no address at all.
func addressOrNone(_ text: String?) -> String? {
    guard let text, text != "0.0.0.0", !text.isEmpty else { return nil }
    return text
}
