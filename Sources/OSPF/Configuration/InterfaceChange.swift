import NetworkPrimitives

/// What an operator changes about an interface of a running router, besides what a `RouterChange` of its own has.
public enum InterfaceChange: Hashable, Sendable {
    /// Another address, and the network that it lies in.
    case address(IPv4Address, IPv4Prefix)
    case mtu(UInt16)
    case intervals(IntervalChange)
    /// Another network type, and the neighbors that are configured on the interface from now on.
    case networkType(InterfaceConfiguration.NetworkType, neighbors: [StaticNeighbor])
    /// Another area. Its settings apply where the router does not know the area yet.
    case area(AreaConfiguration)
}

/// Timers of an interface that are changed; `nil` leaves one as it is.
public struct IntervalChange: Hashable, Sendable {
    public var hello: Duration?
    public var dead: Duration?
    public var retransmit: Duration?
    public var transmitDelay: Duration?

    public init(
        hello: Duration? = nil, dead: Duration? = nil, retransmit: Duration? = nil, transmitDelay: Duration? = nil
    ) {
        self.hello = hello
        self.dead = dead
        self.retransmit = retransmit
        self.transmitDelay = transmitDelay
    }

    /// Carries the change out. RouterDeadInterval follows HelloInterval as long as it is four times as long, which is the
    /// value that nobody has configured.
    public func apply(to interface: inout InterfaceConfiguration) {
        let followsHello = interface.deadInterval == interface.helloInterval * 4
        if let hello { interface.helloInterval = hello }
        if let dead {
            interface.deadInterval = dead
        } else if followsHello {
            interface.deadInterval = interface.helloInterval * 4
        }
        if let retransmit { interface.retransmitInterval = retransmit }
        if let transmitDelay { interface.transmitDelay = transmitDelay }
    }
}
