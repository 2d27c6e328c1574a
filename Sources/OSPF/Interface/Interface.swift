import NetworkPrimitives
import OSPFWire

/// What changes about an interface; what was configured lies in `InterfaceConfiguration` (RFC 2328 §9).
struct Interface: Sendable {
    let index: InterfaceIndex
    private(set) var state = InterfaceState.down
    var hasCarrier = true
    var registration = InterfaceRegistration.known
    /// Addresses on the segment, `0.0.0.0` for none.
    var designatedRouter = IPv4Address.unspecified
    var backupDesignatedRouter = IPv4Address.unspecified
    /// Numbers of the neighbors, in the order of their first Hellos.
    var neighbors: [NeighborIndex] = []
    /// Acknowledgments that wait for company: instance and age.
    var acknowledgments: [UInt32] = []
    /// Slots of LSAs to be flooded out of this interface when the input has been handled.
    var toFlood: [DatabaseSlot] = []
    /// Some of them wait for the CPU; see `Router.hasMoreToDo`.
    var hasMoreToFlood = false
    /// Those that were flooded long after they came, and when.
    var lateFlooding = LateFlooding()
    /// Why the last of them is to be flooded.
    var floodingCause = HappeningID.none
    /// The last neighbor whose hellos did not fit, since they did not, and when the last came. For the journal.
    var helloRefusal: (happening: HappeningID, neighbor: RouterID, last: Instant)?
    /// How many neighbors are Full; kept because router- and network-LSAs depend on it.
    var fullNeighbors = 0
    /// Which kinds of refused Hellos have been logged, one bit each.
    var refusedHellos: UInt8 = 0
    var authentication = AuthenticationState()
    /// Which link it is plugged into; 0 for none.
    var link: UInt32 = 0
    private(set) var area: AreaID
    /// Whether AS-external-LSAs are flooded through its area. Not over virtual links (RFC 2328 §10.3, §13.3): the transit area
    /// carries them itself.
    var carriesExternals = true
    /// What its area takes (RFC 2328 §13 (2) and (3)).
    var accepted = LSTypeSet(inAreaWith: .external)
    /// Whether every packet goes to one neighbor: on NBMA networks, on virtual links, and on point-to-multipoint networks
    /// whose neighbors are configured.
    private(set) var isUnicast = false
    /// The address of a virtual link's other end, as the transit area has it.
    var virtualNeighborAddress = IPv4Address.unspecified
    /// A virtual link that is up and too expensive to be advertised.
    var isHidden = false

    init(index: InterfaceIndex, area: AreaConfiguration, of configuration: RouterConfiguration) {
        self.index = index
        self.area = area.area
        hasCarrier = configuration.interfaces[index].networkType != .virtualLink
        configure(area: area, of: configuration)
    }

    /// The one place where the state changes.
    mutating func follow(_ transition: InterfaceTransition) { state = transition.next ?? state }

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
