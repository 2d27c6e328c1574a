import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

extension RouterState {
    /// The states of all routers of a network now, in the order of its configuration.
    ///
    /// - Parameter time: since the start of the timeline.
    public static func states(of network: Network, checkpoint: Int, time: Duration) -> [RouterState] {
        let reader = StateReader(network: network)
        return network.routers.indices.map { reader.state(of: $0, checkpoint: checkpoint, time: time) }
    }
}

/// Looks at the routers of a network and puts what it sees into the words of the schema.
private struct StateReader {
    let network: Network
    private let names: [IPv4Address: String]

    init(network: Network) {
        self.network = network
        var names: [IPv4Address: String] = [:]
        for router in network.configuration.routers {
            for interface in router.ospf.interfaces where interface.networkType != .virtualLink {
                names[interface.address] = router.name
            }
        }
        self.names = names
    }

    func state(of number: RouterIndex, checkpoint: Int, time: Duration) -> RouterState {
        let node = network.configuration.routers[number]
        let isAlive = network.isRunningOSPF(number)
        var state = RouterState(
            topology: network.configuration.name, daemon: "spillway", router: node.name,
            routerID: "\(network.routers[number].routerID)", isAlive: isAlive, checkpoint: checkpoint,
            time: Double(time.nanoseconds / 1_000_000) / 1_000)
        guard isAlive else { return state }
        state.lsdb = lsdb(of: number)
        state.interfaces = interfaces(of: number)
        state.neighbors = neighbors(of: number)
        state.routes = routes(of: number, tags: tags(in: state.lsdb))
        return state
    }

    // MARK: Database

    private func lsdb(of number: RouterIndex) -> [RouterState.LSAState] {
        let store = network.context.store
        return network.routers[number].databaseReport(store, at: network.now).map { entry in
            let lsa = store.wireLSA(of: entry.instance, age: UInt16(entry.age))
            return RouterState.LSAState(
                area: lsa.header.type.hasASScope ? nil : "\(entry.key.area)", type: lsa.header.type.rawValue,
                typeName: RouterState.LSAState.typeName(of: lsa.header.type), linkStateID: "\(lsa.header.linkStateID)",
                advertisingRouter: "\(lsa.header.advertisingRouter)", age: entry.age,
                sequenceNumber: "0x" + hexadecimal(UInt32(bitPattern: lsa.header.sequenceNumber), digits: 8),
                checksum: "0x" + hexadecimal(lsa.header.checksum, digits: 4), length: Int(lsa.header.length),
                options: "0x" + hexadecimal(lsa.header.options, digits: 2), body: LSABodyState(lsa))
        }
    }

    // MARK: Interfaces and neighbors

    private func interfaces(of number: RouterIndex) -> [RouterState.InterfaceState] {
        let router = network.routers[number]
        let links = router.configuration.interfaces.indexed.map { index, interface in
            let designated = router.designatedRouter(on: index)
            let backup = router.backupDesignatedRouter(on: index)
            return RouterState.InterfaceState(
                name: interface.name, segment: segmentName(number, index), area: "\(interface.area)",
                address: "\(interface.address)", state: "\(router.interfaceState(index))", cost: Int(interface.cost),
                priority: Int(interface.priority), designatedRouter: text(designated),
                backupDesignatedRouter: text(backup), designatedRouterID: routerID(of: designated),
                backupDesignatedRouterID: routerID(of: backup),
                helloInterval: Int(interface.helloInterval.wholeSeconds),
                deadInterval: Int(interface.deadInterval.wholeSeconds))
        }
        let loopbacks = router.configuration.loopbacks.map { loopback in
            RouterState.InterfaceState(
                name: "lo", segment: nil, area: "\(loopback.area)", address: "\(loopback.address)", state: "Loopback",
                cost: 0, priority: nil, designatedRouter: nil, backupDesignatedRouter: nil, designatedRouterID: nil,
                backupDesignatedRouterID: nil, helloInterval: nil, deadInterval: nil)
        }
        return links + loopbacks
    }

    private func neighbors(of number: RouterIndex) -> [RouterState.NeighborState] {
        let router = network.routers[number]
        return router.neighborReports.map { neighbor in
            let interface = router.configuration.interfaces[neighbor.interface]
            return RouterState.NeighborState(
                routerID: "\(neighbor.routerID)", address: "\(neighbor.address)", interface: interface.name,
                segment: segmentName(number, neighbor.interface), area: "\(interface.area)",
                state: "\(neighbor.state)", role: role(of: neighbor, on: interface, router),
                priority: Int(neighbor.priority), designatedRouter: text(neighbor.designatedRouter),
                backupDesignatedRouter: text(neighbor.backupDesignatedRouter))
        }
    }

    private func role(of neighbor: NeighborReport, on interface: InterfaceConfiguration, _ router: Router) -> String {
        guard interface.networkType.electsDesignatedRouter else { return "PtP" }
        switch neighbor.address {
        case router.designatedRouter(on: neighbor.interface): return "DR"
        case router.backupDesignatedRouter(on: neighbor.interface): return "BDR"
        default: return "DROther"
        }
    }

    private func segmentName(_ router: RouterIndex, _ interface: InterfaceIndex) -> String? {
        network.segment(of: router, interface: interface).map { network.configuration.segments[$0].name }
    }

    private func text(_ address: IPv4Address) -> String? { address == .unspecified ? nil : "\(address)" }

    private func routerID(of address: IPv4Address) -> String? {
        // A virtual link has no address before it comes up.
        guard address != .unspecified else { return nil }
        return network.configuration.routers.first { $0.ospf.interfaces.contains { $0.address == address } }
            .map { "\($0.ospf.routerID)" }
    }

    // MARK: Routes

    /// What identifies the external route that an LSA offers.
    private struct ExternalOffer: Hashable {
        let prefix: String
        let isType2: Bool
        let type2Cost: Int
    }

    /// Tags by what they were offered with; where LSAs differ in nothing but the tag, the lowest.
    private func tags(in lsdb: [RouterState.LSAState]) -> [ExternalOffer: Int] {
        var tags: [ExternalOffer: Int] = [:]
        for lsa in lsdb where lsa.age < Constants.maxAgeSeconds {
            guard case .external(let body) = lsa.body, let prefix = lsa.prefix else { continue }
            let offer = ExternalOffer(prefix: "\(prefix)", isType2: body.e2, type2Cost: body.e2 ? body.metric : 0)
            tags[offer] = min(tags[offer] ?? .max, body.tag)
        }
        return tags
    }

    private func routes(of number: RouterIndex, tags: [ExternalOffer: Int]) -> [RouterState.RouteState] {
        let table = network.routers[number].routingTable
        let store = network.context.store
        let discards = table.discards.map { (prefix: store[$0.prefix], state: Self.discardRoute(store[$0.prefix])) }
        let routes = table.entries(store).map { prefix, route in
            let isExternal = route.pathType == .external1 || route.pathType == .external2
            let isType2 = route.pathType == .external2
            let offer = ExternalOffer(
                prefix: "\(prefix)", isType2: isType2, type2Cost: isType2 ? Int(route.type2Cost) : 0)
            let state = RouterState.RouteState(
                prefix: "\(prefix)", path: Self.name(of: route.pathType), cost: Int(route.cost),
                type2Cost: isType2 ? Int(route.type2Cost) : nil, tag: isExternal ? tags[offer] : nil,
                area: isExternal ? nil : "\(route.area)",
                nextHops: table.isUnresolved(route) ? [] : hops(table.nextHops(of: route), of: number))
            return (prefix: prefix, state: state)
        }
        return discards.isEmpty
            ? routes.map(\.state) : (routes + discards).sorted { $0.prefix < $1.prefix }.map(\.state)
    }

    /// What FRRouting shows of a discard route: the prefix, and no more.
    private static func discardRoute(_ prefix: IPv4Prefix) -> RouterState.RouteState {
        RouterState.RouteState(
            prefix: "\(prefix)", path: RouterState.RouteState.discard, cost: nil, type2Cost: nil, tag: nil, area: nil,
            nextHops: [])
    }

    private func hops(_ hops: ArraySlice<NextHop>, of number: RouterIndex) -> [RouterState.NextHopState] {
        // A destination without a next hop is an address of the router itself.
        if hops.isEmpty { return [RouterState.NextHopState(interface: "lo", via: nil, segment: nil, router: nil)] }
        return hops.map { hop in
            RouterState.NextHopState(
                interface: network.configuration.routers[number].ospf.interfaces[hop.interface].name,
                via: text(hop.address), segment: segmentName(number, hop.interface), router: names[hop.address])
        }
    }

    private static func name(of path: PathType) -> String {
        switch path {
        case .intraArea: "intra"
        case .interArea: "inter"
        case .external1: "ext1"
        case .external2: "ext2"
        case .none: "none"
        }
    }
}

extension RouterState.LSAState {
    /// What the schema calls a type.
    public static func typeName(of type: LSType) -> String {
        switch type {
        case .router: "router"
        case .network: "network"
        case .summaryNetwork: "summary"
        case .summaryASBR: "asbr-summary"
        case .asExternal: "external"
        case .nssa: "nssa-external"
        case .opaqueLink: "opaque-link"
        case .opaqueArea: "opaque-area"
        case .opaqueAS: "opaque-as"
        default: "\(type.rawValue)"
        }
    }

    /// The destination that a summary- or external-LSA is about; its Link State ID alone does not say it (RFC 2328
    /// Appendix E).
    public var prefix: IPv4Prefix? {
        let mask: String
        switch body {
        case .summary(let body): mask = body.mask
        case .external(let body): mask = body.mask
        default: return nil
        }
        guard let id = IPv4Address(linkStateID), let mask = IPv4Address(mask) else { return nil }
        let length = UInt8(mask.bits.nonzeroBitCount)
        return IPv4Prefix(IPv4Address(bits: id.bits & mask.bits), length: length)
    }
}
