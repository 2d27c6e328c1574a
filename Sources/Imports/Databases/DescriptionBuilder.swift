import NetworkPrimitives
import OSPFWire

/// Puts together what the LSAs of a network say.
///
/// Whatever is looked up is indexed: the databases of thousands of routers are read in time that grows with their size.
struct DescriptionBuilder {
    /// A router-LSA with its area.
    struct RouterLSA {
        let area: AreaID
        let router: RouterID
        let body: RouterLSABody
        /// What in the topology represents a link: a ``NetworkDescription/End`` or a loopback.
        var slots: [Int: Int] = [:]
        /// Links that need nothing of their own.
        var used: Set<Int> = []

        func isFree(_ link: Int) -> Bool { slots[link] == nil && !used.contains(link) }
    }

    struct NetworkLSA {
        let area: AreaID
        let address: IPv4Address
        let originator: RouterID
        let body: NetworkLSABody
    }

    struct SummaryLSA {
        let area: AreaID
        let header: LSAHeader
        let metric: UInt32
        /// The AS boundary router, for type 4.
        let boundaryRouter: RouterID?
        let prefix: IPv4Prefix
    }

    struct ExternalLSA {
        /// `nil` for an AS-external-LSA.
        let area: AreaID?
        let header: LSAHeader
        let prefix: IPv4Prefix
        let route: ExternalLSABody.Route
    }

    /// A router in an area.
    struct Attachment: Hashable {
        var area: AreaID
        var router: RouterID
    }

    let databases: NetworkDatabases
    var routerLSAs: [RouterLSA] = []
    var networkLSAs: [NetworkLSA] = []
    var summaryLSAs: [SummaryLSA] = []
    var externalLSAs: [ExternalLSA] = []
    /// Where in ``routerLSAs`` a router's LSAs of an area are.
    var places: [Attachment: [Int]] = [:]
    /// The areas with router-LSAs of a router.
    var areasOfRouter: [RouterID: Set<AreaID>] = [:]
    var summaries: [Attachment: [Int]] = [:]
    var numbers: [RouterID: Int] = [:]
    var topology = NetworkDescription()
    var opaqueEntries: [(area: AreaID?, entry: NetworkDatabases.Entry)] = []
    /// Stub networks that have been made, by area and router.
    var stubs: [Attachment: Set<IPv4Prefix>] = [:]
    /// The costs that a stub router's interfaces have behind its back.
    var hiddenCosts: [Int: UInt16] = [:]
    private var unreadable = 0
    private var bodiless = 0
    private var slotCount = 0

    init(_ databases: NetworkDatabases) {
        self.databases = databases
    }

    mutating func build() -> NetworkDescription {
        readDatabases()
        removeDeparted()
        indexLSAs()
        addRouters()
        addPointToMultipointNetworks()
        addLANs()
        addCables()
        addStubs()
        markStubRouters()
        addVirtualLinks()
        addAreas()
        addBeyond()
        addGroups()
        addOpaqueLSAs()
        addTimers()
        sharePrefixes()
        topology.segments.sort { Self.order($0) < Self.order($1) }
        addOrders()
        noteLimits()
        return topology
    }

    private static func order(_ segment: NetworkDescription.Segment) -> (UInt32, UInt32, UInt32) {
        let members = UInt32(segment.ends.first?.router ?? 0)
        return (segment.area.bits, segment.prefix?.address.bits ?? .max, members)
    }

    mutating func nextSlot() -> Int {
        slotCount += 1
        return slotCount
    }

    mutating func note(_ count: Int, _ one: String, _ several: String) {
        guard count > 0 else { return }
        topology.notes.append("\(count) \(count == 1 ? one : several).")
    }

    // MARK: LSAs

    private mutating func readDatabases() {
        var seen: Set<LSAKey> = []
        for database in databases.databases {
            for entry in database.entries where !entry.header.isMaxAge {
                // AS-external-LSAs are one database's, whatever the areas.
                guard database.area != nil || seen.insert(entry.key).inserted else { continue }
                read(entry, in: database.area)
            }
        }
    }

    private mutating func read(_ entry: NetworkDatabases.Entry, in area: AreaID?) {
        let header = entry.header
        if header.type.isOpaque { return opaqueEntries.append((area, entry)) }
        guard let octets = entry.body else { return bodiless += 1 }
        guard let body = try? LSABody(decoding: octets, type: header.type, linkStateID: header.linkStateID) else {
            return unreadable += 1
        }
        switch body {
        case .router(let body):
            guard let area else { return }
            ages[Attachment(area: area, router: header.advertisingRouter)] = header.doNotAge ? 0 : header.age
            routerLSAs.append(RouterLSA(area: area, router: header.advertisingRouter, body: body))
        case .network(let body):
            guard let area else { return }
            networkLSAs.append(
                NetworkLSA(
                    area: area, address: header.linkStateID, originator: header.advertisingRouter, body: body))
        case .summary(let body):
            guard let area, let metric = body.metrics.first?.metric else { return unreadable += 1 }
            let isBoundary = header.type == .summaryASBR
            guard let prefix = IPv4Prefix(header.linkStateID, mask: isBoundary ? .broadcastMask : body.mask) else {
                return unreadable += 1
            }
            summaryLSAs.append(
                SummaryLSA(
                    area: area, header: header, metric: metric,
                    boundaryRouter: isBoundary ? RouterID(bits: header.linkStateID.bits) : nil, prefix: prefix))
        case .external(let body):
            guard let prefix = IPv4Prefix(header.linkStateID, mask: body.mask), let route = body.routes.first else {
                return unreadable += 1
            }
            externalLSAs.append(ExternalLSA(area: area, header: header, prefix: prefix, route: route))
        case .opaque, .unknown: unreadable += 1
        }
    }

    /// Seconds since the origination of a router-LSA.
    var ages: [Attachment: UInt16] = [:]

    private mutating func indexLSAs() {
        for (number, lsa) in routerLSAs.enumerated() {
            places[Attachment(area: lsa.area, router: lsa.router), default: []].append(number)
            areasOfRouter[lsa.router, default: []].insert(lsa.area)
        }
        for (number, lsa) in summaryLSAs.enumerated() {
            summaries[Attachment(area: lsa.area, router: lsa.header.advertisingRouter), default: []].append(number)
        }
    }

    // MARK: Routers

    private mutating func addRouters() {
        let known = Set(routerLSAs.map(\.router))
        let ids = known.union(neighborsWithoutLSA()).sorted()
        let hostnames = databases.hostnames.compactMapValues(RouterName.legible)
        let counts = Dictionary(hostnames.values.map { ($0, 1) }, uniquingKeysWith: +)
        for id in ids {
            let hostname = hostnames[id].flatMap { counts[$0] == 1 ? $0 : nil }
            add(
                NetworkDescription.Router(
                    name: hostname ?? "\(id)", routerID: id, isHearsay: !known.contains(id)), id)
        }
        note(
            ids.count - known.count,
            "router is known by the links of others to it: what it announces itself was not seen, and its costs are a guess",
            "routers are known by the links of others to them: what they announce themselves was not seen, and their costs are a guess"
        )
    }

    /// Routers that others are attached to, and that no area has a router-LSA of.
    private func neighborsWithoutLSA() -> Set<RouterID> {
        var routers = Set(networkLSAs.flatMap(\.body.attachedRouters))
        for lsa in routerLSAs {
            routers.formUnion(
                lsa.body.links.filter { $0.type == .pointToPoint }.map {
                    RouterID(bits: $0.id.bits)
                })
        }
        return routers.subtracting(routerLSAs.map(\.router)).subtracting([.none])
    }

    func isHearsay(_ router: RouterID) -> Bool { numbers[router].map { topology.routers[$0].isHearsay } ?? false }

    /// An end of a router whose links were not seen.
    mutating func guessedEnd(of router: RouterID, in network: IPv4Prefix?) -> NetworkDescription.End {
        let heard = databases.segments.lazy.flatMap(\.routers).first {
            $0.routerID == router && network?.contains($0.address) == true
        }
        return NetworkDescription.End(router: numbers[router]!, address: heard?.address, cost: 10, slot: nextSlot())
    }

    mutating func add(_ router: NetworkDescription.Router, _ id: RouterID) {
        numbers[id] = topology.routers.count
        topology.routers.append(router)
    }

    // MARK: What is left

    private mutating func addOrders() {
        for lsa in routerLSAs {
            guard let router = numbers[lsa.router] else { continue }
            var seen = Set(topology.routers[router].order)
            for (_, slot) in lsa.slots.sorted(by: { $0.key < $1.key }) where seen.insert(slot).inserted {
                topology.routers[router].order.append(slot)
            }
        }
    }

    private mutating func noteLimits() {
        note(
            bodiless, "LSA is known by its header only: what it says is not here",
            "LSAs are known by their headers only: what they say is not here")
        note(unreadable, "LSA has a body that cannot be read", "LSAs have bodies that cannot be read")
        topology.notes.append(
            "Delays, CPUs, limits and timers of routers are no part of OSPF: they have their defaults.")
    }
}

extension IPv4Address {
    static let broadcastMask = IPv4Address(bits: .max)
}

extension IPv4Prefix {
    /// The longest prefix of at most 30 bits that holds all addresses as those of hosts.
    static func around(_ addresses: [IPv4Address]) -> IPv4Prefix? {
        guard let first = addresses.first else { return nil }
        return (1...30).reversed().lazy.map { IPv4Prefix(first, length: $0) }.first { prefix in
            addresses.allSatisfy { prefix.contains($0) && $0 != prefix.address && $0 != prefix.lastAddress }
        }
    }
}
