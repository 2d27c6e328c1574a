import NetworkPrimitives
import OSPFWire
import Scenarios

/// What a router's configuration says of OSPF, in whatever language it says it.
struct DeviceConfiguration: Sendable {
    /// Whose defaults and habits the router has.
    enum Vendor: String, Sendable {
        case ios = "IOS"
        case nxos = "NX-OS"
        case eos = "EOS"
        case frr = "FRRouting"
        case junos = "Junos"
    }

    enum NetworkType: String, Sendable {
        case broadcast
        case nonBroadcast = "non-broadcast"
        case pointToPoint = "point-to-point"
        case pointToMultipoint = "point-to-multipoint"
    }

    struct Interface: Sendable {
        var name: String
        var address: IPv4Address?
        var length: UInt8?
        var secondaries: [IPv4Prefix] = []
        /// The interface whose address it borrows.
        var borrowsFrom: String?
        var area: AreaID?
        var cost: UInt16?
        var priority: UInt8?
        var helloInterval: Int?
        var deadInterval: Int?
        var retransmitInterval: Int?
        var transmitDelay: Int?
        var type: NetworkType?
        var isPassive: Bool?
        var isShutdown = false
        var ignoresMTU = false
        var mtu: Int?
        var authentication: Authentication?
        /// Megabits per second, as configured.
        var bandwidth: Double?
        var vrf = ""
        var line = 0

        var prefix: IPv4Prefix? {
            guard let address, let length else { return nil }
            return IPv4Prefix(address, length: length)
        }

        var isLoopback: Bool {
            let name = name.lowercased()
            return name.hasPrefix("lo") && !name.hasPrefix("local")
        }
    }

    struct Authentication: Hashable, Sendable {
        var type: String?
        var keyID: Int?
        var key: String?
    }

    struct Area: Sendable {
        var kind = NetworkDescription.Area.Kind.normal
        var hasSummaries = true
        var defaultCost: UInt32?
        var ranges: [NetworkDescription.AreaSettings.Range] = []
        var nssaDefault: ExternalLSABody.MetricType?
        var authentication: Authentication?
    }

    /// Destinations of another protocol that are announced.
    struct Redistribution: Sendable {
        var source: String
        var metric: UInt32?
        var metricType: ExternalLSABody.MetricType?
        var tag: UInt32?
        var policy: String?
        var line: Int
    }

    /// A default route that is announced.
    struct DefaultRoute: Sendable {
        var isAlways = false
        var metric: UInt32?
        var metricType: ExternalLSABody.MetricType?
    }

    struct Policy: Sendable {
        struct Term: Sendable {
            var permits = true
            /// Names of prefix lists of which one must match; empty for all.
            var lists: [String] = []
            /// Protocols of which one must match (Junos).
            var sources: [String] = []
            var metric: UInt32?
            var metricType: ExternalLSABody.MetricType?
            var tag: UInt32?
            /// Something that was not understood decides.
            var isUnknown = false
        }

        var terms: [(order: Int, term: Term)] = []
    }

    struct PrefixRule: Sendable {
        var permits: Bool
        var prefix: IPv4Prefix
        var least: UInt8?
        var most: UInt8?

        func matches(_ other: IPv4Prefix) -> Bool {
            guard prefix.contains(other) else { return false }
            if least == nil, most == nil { return prefix == other }
            return other.length >= (least ?? prefix.length) && other.length <= (most ?? 32)
        }
    }

    struct VirtualLink: Hashable, Sendable {
        var area: AreaID
        var neighbor: RouterID
    }

    var file: Int
    var vendor: Vendor
    var name: String?
    var routerID: RouterID?
    var process = ""
    var interfaces: [Interface] = []
    var areas: [AreaID: Area] = [:]
    var redistributions: [Redistribution] = []
    var defaultRoute: DefaultRoute?
    var defaultMetric: UInt32?
    var statics: [IPv4Prefix] = []
    var policies: [String: Policy] = [:]
    var prefixLists: [String: [PrefixRule]] = [:]
    var virtualLinks: [VirtualLink] = []
    var isPassiveByDefault = false
    /// Megabits per second at which an interface costs 1.
    var referenceBandwidth: Double?
    /// `limit`, `timers`, `stub-router` and others, by the keys of a topology.
    var limit: [(key: String, value: FlowYAML?)] = []
    var timers: [(key: String, value: FlowYAML?)] = []
    var settings: [(key: String, value: FlowYAML)] = []
    var summaries: [FlowYAML] = []
    /// Lines about OSPF that were not understood, or that nothing here can say.
    var notUnderstood: [(line: Int, text: String)] = []
    /// It is no configuration: a router printed what its interfaces are set to.
    var isListing = false
    /// It has a line about OSPF.
    var runsOSPF = false

    init(file: Int, vendor: Vendor) {
        self.file = file
        self.vendor = vendor
    }

    /// The interface of a name, made where there is none yet.
    mutating func interface(_ name: String) -> Int {
        if let known = interfaces.firstIndex(where: { $0.name == name }) { return known }
        interfaces.append(Interface(name: name))
        return interfaces.count - 1
    }

    /// The router's own choice where none is configured: the highest loopback address, or else the highest address of all.
    var effectiveRouterID: RouterID? {
        if let routerID { return routerID }
        let up = interfaces.filter { !$0.isShutdown && $0.vrf.isEmpty }
        let address = up.filter(\.isLoopback).compactMap(\.address).max() ?? up.compactMap(\.address).max()
        return address.map { RouterID(bits: $0.bits) }
    }

    // MARK: Costs

    /// What an interface costs, and why where that is a guess.
    func cost(of interface: Interface) -> (cost: UInt16, remark: String?) {
        if let cost = interface.cost { return (cost, nil) }
        switch vendor {
        case .frr: return interface.isLoopback ? (0, nil) : (10, "FRRouting's default; its speed is in no file")
        case .eos where referenceBandwidth == nil: return (10, nil)
        default: break
        }
        if interface.isLoopback { return (vendor == .junos || vendor == .eos ? 0 : 1, nil) }
        let reference = referenceBandwidth ?? (vendor == .nxos ? 40_000 : 100)
        let (speed, isGuess) = speed(of: interface)
        let cost = UInt16(clamping: Int(max(1, min(65_535, reference / speed))))
        return (cost, isGuess ? "reckoned for \(Self.words(speed)); the interface's speed is in no file" : nil)
    }

    private static func words(_ speed: Double) -> String {
        NetworkGraph.words(speed)
    }

    /// Megabits per second, by `bandwidth` and then by the interface's name.
    private func speed(of interface: Interface) -> (Double, isGuess: Bool) {
        if let bandwidth = interface.bandwidth, bandwidth > 0 { return (bandwidth, false) }
        let name = interface.name.lowercased()
        let known: [(String, Double)] = [
            ("hundredgig", 100_000), ("fortygig", 40_000), ("twentyfivegig", 25_000), ("twe", 25_000),
            ("tengig", 10_000),
            ("te", 10_000), ("gigabit", 1_000), ("gi", 1_000), ("fast", 100), ("fa", 100), ("serial", 1.544),
            ("tunnel", 0.1), ("vlan", 1_000), ("bvi", 1_000), ("ge-", 1_000), ("xe-", 10_000), ("et-", 100_000),
            ("fe-", 100),
            ("so-", 155), ("t1-", 1.544), ("e1-", 2.048), ("irb", 1_000), ("mgmt", 1_000),
        ]
        if let speed = known.first(where: { name.hasPrefix($0.0) })?.1 { return (speed, false) }
        if name.hasPrefix("ethernet") || name.hasPrefix("eth") || name.hasPrefix("et") {
            return vendor == .ios ? (10, false) : (10_000, true)
        }
        return (1_000, true)
    }
}
