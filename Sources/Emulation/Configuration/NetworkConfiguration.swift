import NetworkPrimitives
import OSPF

/// A whole network before its first event: the routers, what joins them, and the seed of all chance.
public struct NetworkConfiguration: Hashable, Sendable {
    public var name: String
    /// Its position is a router's number everywhere in `Emulation`.
    public var routers: Table<RouterIndex, RouterNode>
    /// Its position is a segment's number everywhere in `Emulation`.
    public var segments: Table<SegmentIndex, SegmentConfiguration>
    public var seed: UInt64
    /// The OSPF processes start at moments drawn from `0...startSpread`, so that hellos are not in step.
    public var startSpread: Duration

    public init(
        name: String, routers: some Sequence<RouterNode>, segments: some Sequence<SegmentConfiguration>,
        seed: UInt64 = 1,
        startSpread: Duration = .seconds(10)
    ) {
        self.name = name
        self.routers = Table(routers)
        self.segments = Table(segments)
        self.seed = seed
        self.startSpread = startSpread
    }
}

/// One router as a machine: its protocol configuration and what runs it.
public struct RouterNode: Hashable, Sendable {
    /// Unique in the network; what people call it.
    public var name: String
    /// The site it stands in, or `nil`.
    public var site: String?
    /// What it is called in reports, such as `cisco-ios-xe`; says nothing to the emulator.
    public var model: String
    public var ospf: RouterConfiguration
    public var cpu: CPUModel
    /// Whether it is switched on when the network starts.
    public var startsPoweredOn: Bool
    /// Whether its OSPF process runs when the network starts. If not, `Action.start` starts it.
    public var startsOSPF: Bool

    public init(
        name: String, site: String? = nil, model: String = "generic", ospf: RouterConfiguration,
        cpu: CPUModel = .typical, startsPoweredOn: Bool = true, startsOSPF: Bool = true
    ) {
        self.name = name
        self.site = site
        self.model = model
        self.ospf = ospf
        self.cpu = cpu
        self.startsPoweredOn = startsPoweredOn
        self.startsOSPF = startsOSPF
    }
}

/// What a router's control plane costs. A packet occupies the CPU while it is handled; the rest wait in the input queue.
public struct CPUModel: Hashable, Sendable {
    /// Cost of any packet before its content is looked at.
    public var packet: Duration
    /// Cost of one LSA in a received update.
    public var lsaReceive: Duration
    /// Cost of one LSA that goes into the database.
    public var lsaInstall: Duration
    /// Cost of one LSA in a sent update.
    public var lsaTransmit: Duration
    /// SPF costs `spfBase` plus `spfVertex` for each router and network and `spfPrefix` for each external LSA.
    public var spfBase: Duration
    public var spfVertex: Duration
    public var spfPrefix: Duration
    /// Packets that may wait; one more is lost.
    public var queueLimit: Int
    /// Hellos and acknowledgments have a queue of their own that is served first (RFC 4222 §2 (1)).
    public var helloPriority: Bool
    /// Originating, flushing and flooding that takes longer is interrupted: what waits is served, and the work goes on. `nil`
    /// for a process that does not yield.
    public var slice: Duration?
    /// The same of route calculations.
    public var spfSlice: Duration?

    public init(
        packet: Duration = .microseconds(50), lsaReceive: Duration = .microseconds(300),
        lsaInstall: Duration = .microseconds(200), lsaTransmit: Duration = .microseconds(100),
        spfBase: Duration = .microseconds(100), spfVertex: Duration = .microseconds(20),
        spfPrefix: Duration = .microseconds(5), queueLimit: Int = 1_000, helloPriority: Bool = false,
        slice: Duration? = .milliseconds(10), spfSlice: Duration? = .milliseconds(10)
    ) {
        self.packet = packet
        self.lsaReceive = lsaReceive
        self.lsaInstall = lsaInstall
        self.lsaTransmit = lsaTransmit
        self.spfBase = spfBase
        self.spfVertex = spfVertex
        self.spfPrefix = spfPrefix
        self.queueLimit = queueLimit
        self.helloPriority = helloPriority
        self.slice = slice
        self.spfSlice = spfSlice
    }

    /// A neutral router: no vendor's figures, but a resynchronization of 12,000 LSAs takes the believable 7 seconds.
    public static let typical = CPUModel()

    /// A CPU that never keeps anyone waiting.
    public static let unlimited = CPUModel(
        packet: .zero, lsaReceive: .zero, lsaInstall: .zero, lsaTransmit: .zero, spfBase: .zero, spfVertex: .zero,
        spfPrefix: .zero, queueLimit: .max)
}

/// What joins routers: a cable between two, or a LAN of any number.
public struct SegmentConfiguration: Hashable, Sendable {
    /// Unique in the network, such as `par4-core-1 - par4-core-2`.
    public var name: String
    /// Which interface of which router is plugged in; both are positions in their arrays.
    public var members: [SegmentMember]
    /// One-way delay.
    public var delay: Duration
    /// A uniform addition of `0...jitter` to the delay of each packet; packets between two routers keep their order.
    public var jitter: Duration
    /// How many packets are lost on the way.
    public var loss: Ratio
    /// How many multicast packets are lost besides, as where a switch that snoops IGMP does not know who listens.
    public var multicastLoss = Ratio.zero
    /// How many of the others are damaged on the way, which the receiver notices.
    public var corruption: Ratio
    /// The pairs of members that frames pass between, both ways, as on a partly meshed Frame Relay network; `nil` where all
    /// members hear each other.
    public var circuits: [Circuit]?

    public init(
        name: String, members: [SegmentMember], delay: Duration = .milliseconds(1), jitter: Duration = .zero,
        loss: Ratio = .zero, corruption: Ratio = .zero
    ) {
        self.name = name
        self.members = members
        self.delay = delay
        self.jitter = jitter
        self.loss = loss
        self.corruption = corruption
    }
}

/// Two members of a segment that reach each other, by router.
public struct Circuit: Hashable, Sendable {
    public var first: RouterIndex
    public var second: RouterIndex

    public init(_ first: RouterIndex, _ second: RouterIndex) {
        self.first = first
        self.second = second
    }
}

/// A router's interface on a segment.
public struct SegmentMember: Hashable, Sendable {
    public var router: RouterIndex
    public var interface: InterfaceIndex

    public init(router: RouterIndex, interface: InterfaceIndex) {
        self.router = router
        self.interface = interface
    }
}
