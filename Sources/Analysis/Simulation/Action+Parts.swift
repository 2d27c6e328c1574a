import Emulation
import NetworkPrimitives
import OSPF

extension Action {
    /// The key of a timeline that means it.
    public var verb: String {
        switch self {
        case .decommission: "decommission"
        case .stopProcess: "stop-ospf"
        case .start: "start"
        case .reboot: "reboot"
        case .restartProcess: "restart-ospf"
        case .setOpaque: "set-opaque-lsas"
        case .disconnect: "disconnect"
        case .reconnect: "reconnect"
        case .cut, .cutPort: "cut"
        case .repair, .repairPort: "repair"
        case .setCircuit(_, _, let isOpen): isOpen ? "repair" : "cut"
        case .clear: "clear"
        case .redistribute: "redistribute"
        case .withdraw: "withdraw"
        case .setLimit: "set-limit"
        case .setCost: "set-cost"
        case .setPriority: "set-priority"
        case .setInterface(_, _, .address): "set-address"
        case .setInterface(_, _, .mtu): "set-mtu"
        case .setInterface(_, _, .intervals): "set-timers"
        case .setInterface(_, _, .networkType): "set-interface-type"
        case .setInterface(_, _, .area), .setArea: "set-area"
        case .setRouterID: "set-router-id"
        case .setMetric: "set-metric"
        case .setAuthentication: "set-authentication"
        case .setStubRouter: "set-stub-router"
        case .setEnabled(_, _, let isEnabled): isEnabled ? "enable-ospf" : "disable-ospf"
        case .setEligible: "set-eligible"
        case .setDefects: "set-defects"
        case .setPassive: "set-passive"
        case .partition: "partition"
        case .heal: "heal"
        case .replay, .learn: "replay"
        case .setLoss, .setMulticastLoss: "set-loss"
        case .setCorruption: "set-corruption"
        case .setDelay: "set-delay"
        }
    }

    /// The routers and segments that it is done to. What is done to an interface is done to its segment, too.
    ///
    /// - Parameter segment: the one that an interface of a router is on.
    public func targets(
        segment: (RouterIndex, InterfaceIndex) -> SegmentIndex?
    ) -> (routers: [RouterIndex], segments: [SegmentIndex]) {
        switch self {
        case .decommission(let router, _), .stopProcess(let router, _), .start(let router), .reboot(let router, _),
            .restartProcess(let router, _), .setOpaque(let router, _), .disconnect(let router), .reconnect(let router),
            .clear(let router), .redistribute(let router, _), .withdraw(let router, _), .setLimit(let router, _),
            .setRouterID(let router, _, _), .setMetric(let router, _, _, _), .setStubRouter(let router, _, _),
            .setEligible(let router, _, _), .setDefects(let router, _), .setArea(let router, _),
            .replay(let router, _), .learn(let router, _, _):
            ([router], [])
        case .cut(let number, _), .repair(let number), .setLoss(let number, _), .setMulticastLoss(let number, _),
            .setCorruption(let number, _), .setDelay(let number, _, _):
            ([], [number])
        case .setCircuit(let number, let circuit, _): ([circuit.first, circuit.second], [number])
        case .cutPort(let router, let interface, _), .repairPort(let router, let interface),
            .setCost(let router, let interface, _), .setPriority(let router, let interface, _),
            .setInterface(let router, let interface, _), .setAuthentication(let router, let interface, _),
            .setEnabled(let router, let interface, _), .setPassive(let router, let interface, _):
            ([router], segment(router, interface).map { [$0] } ?? [])
        case .partition(let sides): (sides.flatMap { $0 }, [])
        case .heal: ([], [])
        }
    }
}
