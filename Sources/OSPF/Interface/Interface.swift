import NetworkPrimitives
import OSPFWire

/// What changes about an interface; what was configured lies in `InterfaceConfiguration` (RFC 2328 §9).
struct Interface: Sendable {
    let index: InterfaceIndex
    private(set) var state = InterfaceState.down
    private(set) var hasCarrier = true
    private(set) var registration = InterfaceRegistration.known
    /// Addresses on the segment, `0.0.0.0` for none.
    private(set) var designatedRouter = IPv4Address.unspecified
    private(set) var backupDesignatedRouter = IPv4Address.unspecified
    /// Numbers of the neighbors, in the order of their first Hellos.
    private(set) var neighbors: [NeighborIndex] = []
    /// How many of them are Full; kept because router- and network-LSAs depend on it.
    private(set) var fullNeighbors = 0
    /// Acknowledgments that wait for company: instance and age.
    private(set) var acknowledgments: [UInt32] = []
    /// What is to be flooded out of this interface.
    var floodingQueue = FloodingQueue()
    /// Hellos that did not fit.
    var refusals = RefusedHellos()
    var authentication = AuthenticationState()
    /// Which link it is plugged into; 0 for none.
    private(set) var link: UInt32 = 0
    private(set) var area: AreaID
    /// Whether AS-external-LSAs are flooded through its area. Not over virtual links (RFC 2328 §10.3, §13.3): the transit area
    /// carries them itself.
    private(set) var carriesExternals = true
    /// What its area takes (RFC 2328 §13 (2) and (3)).
    private(set) var accepted = LSTypeSet(inAreaWith: .external)
    /// Whether every packet goes to one neighbor: on NBMA networks, on virtual links, and on point-to-multipoint networks
    /// whose neighbors are configured.
    private(set) var isUnicast = false
    /// The address of a virtual link's other end, as the transit area has it.
    private(set) var virtualNeighborAddress = IPv4Address.unspecified
    /// A virtual link that is up and too expensive to be advertised.
    private(set) var isHidden = false

    init(index: InterfaceIndex, area: AreaConfiguration, of configuration: RouterConfiguration) {
        self.index = index
        self.area = area.area
        hasCarrier = configuration.interfaces[index].networkType != .virtualLink
        configure(area: area, of: configuration)
    }

    /// The one place where the state changes.
    mutating func follow(_ transition: InterfaceTransition) { state = transition.next ?? state }

    mutating func plug(into link: UInt32) { self.link = link }

    mutating func register(as registration: InterfaceRegistration) { self.registration = registration }

    mutating func hide(_ isHidden: Bool) { self.isHidden = isHidden }

    mutating func setCarrier(_ hasCarrier: Bool) { self.hasCarrier = hasCarrier }

    /// RFC 2328 §9.4: who the network's Designated Router and Backup are now.
    mutating func setRoles(designated: IPv4Address, backup: IPv4Address) {
        (designatedRouter, backupDesignatedRouter) = (designated, backup)
    }

    /// RFC 2328 §9.3 InterfaceDown: the interface variables are reset.
    mutating func reset() {
        setRoles(designated: .unspecified, backup: .unspecified)
        acknowledgments.removeAll()
        floodingQueue.reset()
    }

    /// The transit area has another address of the other end.
    mutating func setVirtualNeighbor(_ address: IPv4Address) { virtualNeighborAddress = address }

    mutating func add(_ neighbor: NeighborIndex) {
        precondition(!neighbors.contains(neighbor), "a neighbor is on one interface, once")
        neighbors.append(neighbor)
    }

    mutating func remove(_ neighbor: NeighborIndex) {
        let place = neighbors.firstIndex(of: neighbor)
        precondition(place != nil, "a neighbor is on its interface until it is forgotten")
        neighbors.remove(at: place!)
    }

    /// A neighbor became Full.
    mutating func noteFull() {
        precondition(fullNeighbors < neighbors.count, "no more neighbors are Full than there are")
        fullNeighbors += 1
    }

    /// A neighbor that was Full is so no more.
    mutating func noteEnd() {
        precondition(fullNeighbors > 0, "a Full adjacency was counted")
        fullNeighbors -= 1
    }

    /// RFC 2328 §13.5: the acknowledgment waits for company.
    mutating func delay(_ lsa: CarriedLSA) {
        acknowledgments.append(lsa.instance.number)
        acknowledgments.append(UInt32(lsa.age))
    }

    /// Exchanges the list of acknowledgments for another, so that neither storage is lost.
    mutating func swapAcknowledgments(with other: inout [UInt32]) { swap(&acknowledgments, &other) }

    /// Takes in what the interface's area and network type mean for it.
    mutating func configure(area: AreaConfiguration, of configuration: RouterConfiguration) {
        self.area = area.area
        let (index, type) = (index, configuration.interfaces[index].networkType)
        carriesExternals = area.kind == .normal && type != .virtualLink
        accepted = LSTypeSet(inAreaWith: area.kind.options, isOpaqueCapable: configuration.isOpaqueCapable)
        isUnicast =
            type == .virtualLink || type == .nonBroadcast
            || (type == .pointToMultipoint && configuration.profile.addressesConfiguredNeighbors
                && configuration.staticNeighbors.contains { $0.interface == index })
    }

    /// Whether LSAs of this scope are flooded through its area.
    @inline(__always) func carries(_ scope: AreaID) -> Bool {
        scope == area || (scope == DatabaseKey.systemWide && carriesExternals)
    }
}
