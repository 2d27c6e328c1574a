import NetworkPrimitives
import OSPFWire

/// Which of a router's neighbors, on all of its interfaces; another has the place once it is forgotten.
struct NeighborIndex: TableIndex, ExpressibleByIntegerLiteral {
    let number: UInt32
    @inline(__always) init(number: UInt32) { self.number = number }
    @inline(__always) init(integerLiteral offset: Int) { self.init(offset) }
}

/// A neighbor on one interface (RFC 2328 §10). Each part of it is changed by the file that declares the part, and by no other.
struct Neighbor: Sendable {
    private(set) var routerID: RouterID
    private(set) var address: IPv4Address
    let interface: InterfaceIndex
    private(set) var state = NeighborState.down
    private(set) var priority: UInt8 = 0
    private(set) var designatedRouter = IPv4Address.unspecified
    private(set) var backupDesignatedRouter = IPv4Address.unspecified

    /// RFC 2328 §10.6 and §10.8.
    var exchange = ExchangeState()
    /// The link state request list (RFC 2328 §10.9).
    var requests = RequestList()
    /// The link state retransmission list (RFC 2328 §13.6).
    var retransmission = RetransmissionState()
    /// RFC 2328 §D.3.
    var sequenceNumbers = SequenceNumbers()
    /// It restarts, and this router helps (RFC 3623 §3).
    var helping: Helping?

    /// - Parameter priority: as it is configured, where it is.
    init(routerID: RouterID, address: IPv4Address, interface: InterfaceIndex, priority: UInt8 = 0) {
        self.routerID = routerID
        self.address = address
        self.interface = interface
        self.priority = priority
    }

    /// The one place where the state changes.
    mutating func follow(_ transition: NeighborTransition) { state = transition.next ?? state }

    /// RFC 2328 §10.5: what a Hello says of its sender.
    ///
    /// - Parameter isVirtual: the address is the transit area's to tell (RFC 2328 §16.1 (3)).
    mutating func hear(_ hello: Packet, isVirtual: Bool) {
        routerID = hello.source
        if !isVirtual { address = hello.sourceAddress }
        priority = hello.priority
        designatedRouter = hello.designatedRouter
        backupDesignatedRouter = hello.backupDesignatedRouter
    }

    /// The transit area has another address of a virtual link's other end.
    mutating func move(to address: IPv4Address) { self.address = address }
}
