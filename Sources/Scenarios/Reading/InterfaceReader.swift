import NetworkPrimitives
import OSPF

/// The settings of an interface, gathered from layers: defaults, model, router, segment, its end of the segment.
struct InterfaceSettings {
    private(set) var interface: InterfaceConfiguration

    /// Settings as RFC 2328 has them; `networkType` is that of the segment.
    init(networkType: InterfaceConfiguration.NetworkType) {
        interface = InterfaceConfiguration(
            name: "", address: .unspecified, prefix: .default, networkType: networkType)
    }

    init(_ interface: InterfaceConfiguration) { self.interface = interface }

    mutating func apply(_ layer: Value?) {
        guard let layer else { return }
        if let cost = layer["cost"]?.integer.flatMap(UInt16.init(exactly:)) { interface.cost = cost }
        if let priority = layer["priority"]?.integer.flatMap(UInt8.init(exactly:)) { interface.priority = priority }
        if let passive = layer["passive"]?.boolean { interface.isPassive = passive }
        if let area = layer["area-id"]?.areaID { interface.area = area }
        if let mtu = layer["mtu"]?.integer.flatMap(UInt16.init(exactly:)) { interface.mtu = mtu }
        if let ignores = layer["mtu-ignore"]?.boolean { interface.ignoresMTU = ignores }
        switch layer["interface-type"]?.text {
        case "broadcast": interface.networkType = .broadcast
        case "point-to-point": interface.networkType = .pointToPoint
        case "non-broadcast": interface.networkType = .nonBroadcast
        case "point-to-multipoint": interface.networkType = .pointToMultipoint
        default: break
        }
        if let enabled = layer["enabled"]?.boolean { interface.isEnabled = enabled }
        if let unnumbered = layer["unnumbered"]?.boolean { interface.isUnnumbered = unnumbered }
        switch layer["stub-link"]?.text {
        case "network": interface.pointToPointStub = .network
        case "neighbor": interface.pointToPointStub = .neighbor
        default: break
        }
        applyTimers(layer)
    }

    private mutating func applyTimers(_ layer: Value) {
        if let hello = layer["hello-interval"]?.duration {
            interface.helloInterval = hello
            interface.deadInterval = hello * 4
        }
        if let dead = layer["dead-interval"]?.duration { interface.deadInterval = dead }
        if let retransmit = layer["retransmit-interval"]?.duration { interface.retransmitInterval = retransmit }
        if let delay = layer["transmit-delay"]?.duration { interface.transmitDelay = delay }
    }
}
