import Captures
import NetworkPrimitives
import OSPFWire

/// Puts together what the LSAs of a capture say about one network.
struct CapturedTopologyBuilder {
    /// A router-LSA or network-LSA with its area.
    private struct RouterLSA {
        let area: AreaID
        let router: RouterID
        let body: RouterLSABody
        /// Links that something in the topology stands for.
        var used: Set<Int> = []
    }

    let summary: CaptureSummary
    private var routerLSAs: [RouterLSA] = []
    private var networkLSAs: [(area: AreaID, address: IPv4Address, body: NetworkLSABody)] = []
    var numbers: [RouterID: Int] = [:]
    var topology = CapturedTopology()
    var unreadable = 0
    private var summaries = 0
    private var bodiless = 0

    init(_ summary: CaptureSummary) {
        self.summary = summary
    }

    mutating func build() -> CapturedTopology {
        readDatabases()
        addRouters()
        addLANs()
        addCables()
        addLoopbacksAndStubs()
        addGroups()
        addAreas()
        addTimers()
        mergeSubnets()
        topology.segments.sort { Self.order($0) < Self.order($1) }
        noteLimits()
        return topology
    }

    private static func order(_ segment: CapturedTopology.Segment) -> (UInt32, UInt32, UInt32) {
        let members = UInt32(segment.ends.first?.router ?? 0)
        return (segment.area.bits, segment.prefix?.address.bits ?? .max, members)
    }

    // MARK: LSAs

    private mutating func readDatabases() {
        for database in summary.databases {
            guard let area = database.area else { continue }
            for entry in database.entries where !entry.header.isMaxAge { read(entry, in: area) }
        }
    }

    private mutating func read(_ entry: DatabaseEntry, in area: AreaID) {
        let header = entry.header
        guard let octets = entry.body else { return bodiless += 1 }
        guard let body = try? LSABody(decoding: octets, type: header.type, linkStateID: header.linkStateID) else {
            return unreadable += 1
        }
        switch body {
        case .router(let body): routerLSAs.append(RouterLSA(area: area, router: header.advertisingRouter, body: body))
        case .network(let body): networkLSAs.append((area, header.linkStateID, body))
        case .summary: summaries += 1
        default: break
        }
    }

    // MARK: Routers

    private mutating func addRouters() {
        let ids = Set(routerLSAs.map(\.router)).sorted()
        var hostnames: [RouterID: String] = [:]
        for router in summary.routers { hostnames[router.routerID] = router.hostname.flatMap(Self.legibleName) }
        let counts = Dictionary(hostnames.values.map { ($0, 1) }, uniquingKeysWith: +)
        for id in ids {
            let hostname = hostnames[id].flatMap { counts[$0] == 1 ? $0 : nil }
            numbers[id] = topology.routers.count
            topology.routers.append(CapturedTopology.Router(name: hostname ?? "\(id)", routerID: id))
        }
    }

    /// A host name that can stand in a topology file as it is; others give way to the Router ID.
    private static func legibleName(_ name: String) -> String? {
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
        }
        let reserved = ["any", "none", "true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        guard isPlain, let first = name.unicodeScalars.first, first.properties.isAlphabetic, name.count <= 60,
            !reserved.contains(name.lowercased())
        else { return nil }
        return name
    }

    // MARK: Segments

    private mutating func addLANs() {
        var incomplete = 0
        for network in networkLSAs {
            var ends: [CapturedTopology.End] = []
            for router in network.body.attachedRouters {
                guard let end = takeTransit(of: router, in: network.area, to: network.address) else {
                    incomplete += 1
                    continue
                }
                ends.append(end)
            }
            guard !ends.isEmpty else { continue }
            topology.segments.append(
                CapturedTopology.Segment(
                    area: network.area, prefix: IPv4Prefix(network.address, mask: network.body.mask),
                    ends: ends.sorted { $0.router < $1.router }, isCable: false))
        }
        if incomplete > 0 {
            topology.notes.append(
                "\(incomplete) attachments of network-LSAs have no transit link that answers, and are left out.")
        }
    }

    private mutating func takeTransit(of router: RouterID, in area: AreaID, to address: IPv4Address)
        -> CapturedTopology.End?
    {
        for number in routerLSAs.indices where routerLSAs[number].router == router && routerLSAs[number].area == area {
            for (index, link) in routerLSAs[number].body.links.enumerated()
            where link.type == RouterLSABody.LinkType.transit && link.id == address {
                routerLSAs[number].used.insert(index)
                return CapturedTopology.End(router: numbers[router]!, address: link.data, cost: link.metric)
            }
        }
        return nil
    }

    /// Point-to-point links are joined where both sides announce them: by their subnet, or else in their order.
    private mutating func addCables() {
        var oneSided = 0
        for left in routerLSAs.indices {
            for index in routerLSAs[left].body.links.indices where isFreePointToPoint(left, index) {
                guard let (right, other) = answer(to: left, index) else {
                    oneSided += 1
                    routerLSAs[left].used.insert(index)
                    continue
                }
                routerLSAs[left].used.insert(index)
                routerLSAs[right].used.insert(other)
                addCable(left, index, right, other)
            }
        }
        if oneSided > 0 {
            topology.notes.append("\(oneSided) links are announced by one side only, and are left out.")
        }
    }

    private func isFreePointToPoint(_ lsa: Int, _ link: Int) -> Bool {
        routerLSAs[lsa].body.links[link].type == RouterLSABody.LinkType.pointToPoint
            && !routerLSAs[lsa].used.contains(link)
    }

    private func answer(to left: Int, _ index: Int) -> (lsa: Int, link: Int)? {
        let link = routerLSAs[left].body.links[index]
        let expected = subnet(of: link.data, in: left)
        var candidates: [(lsa: Int, link: Int)] = []
        for right in routerLSAs.indices
        where routerLSAs[right].area == routerLSAs[left].area && routerLSAs[right].router.bits == link.id.bits {
            for (other, answer) in routerLSAs[right].body.links.enumerated()
            where isFreePointToPoint(right, other) && answer.id.bits == routerLSAs[left].router.bits {
                candidates.append((right, other))
            }
        }
        let sameSubnet = candidates.first { candidate in
            expected?.contains(routerLSAs[candidate.lsa].body.links[candidate.link].data) == true
        }
        return sameSubnet ?? candidates.first
    }

    private mutating func addCable(_ left: Int, _ index: Int, _ right: Int, _ other: Int) {
        let sides = [(left, index), (right, other)]
        let subnets = sides.compactMap { subnet(of: routerLSAs[$0.0].body.links[$0.1].data, in: $0.0) }
        let prefix = subnets.first
        let ends = sides.map { lsa, link in
            let link = routerLSAs[lsa].body.links[link]
            return CapturedTopology.End(
                router: numbers[routerLSAs[lsa].router]!,
                address: prefix?.contains(link.data) == true ? link.data : nil,
                cost: link.metric)
        }
        let isNumbered = ends.allSatisfy { $0.address != nil } && ends[0].address != ends[1].address
        if isNumbered, let prefix { useStubs(for: prefix, in: [left, right]) }
        // Interface numbers look like addresses of network 0.
        let isUnnumbered = sides.allSatisfy { routerLSAs[$0.0].body.links[$0.1].data.bits < 1 << 24 }
        topology.segments.append(
            CapturedTopology.Segment(
                area: routerLSAs[left].area, prefix: isNumbered ? prefix : nil,
                ends: isNumbered
                    ? ends : ends.map { CapturedTopology.End(router: $0.router, address: nil, cost: $0.cost) },
                isCable: true, isUnnumbered: isUnnumbered))
    }

    /// The stub link that stands for the subnet of a point-to-point interface (RFC 2328 §12.4.1.1, option 2).
    private func subnet(of address: IPv4Address, in lsa: Int) -> IPv4Prefix? {
        routerLSAs[lsa].body.links.lazy.filter { $0.type == RouterLSABody.LinkType.stub }
            .compactMap { IPv4Prefix($0.id, mask: $0.data) }
            .filter { $0.length < 32 && $0.contains(address) }
            .max { $0.length < $1.length }
    }

    private mutating func useStubs(for prefix: IPv4Prefix, in lsas: [Int]) {
        for lsa in lsas {
            for (index, link) in routerLSAs[lsa].body.links.enumerated()
            where link.type == RouterLSABody.LinkType.stub && IPv4Prefix(link.id, mask: link.data) == prefix {
                routerLSAs[lsa].used.insert(index)
            }
        }
    }

    private mutating func addLoopbacksAndStubs() {
        var hostRoutes = 0
        var virtualLinks = 0
        var transits = 0
        for number in routerLSAs.indices {
            let lsa = routerLSAs[number]
            let router = numbers[lsa.router]!
            for (index, link) in lsa.body.links.enumerated() where !lsa.used.contains(index) {
                switch link.type {
                case RouterLSABody.LinkType.virtual: virtualLinks += 1
                case RouterLSABody.LinkType.transit: transits += 1
                case RouterLSABody.LinkType.stub:
                    guard let prefix = IPv4Prefix(link.id, mask: link.data) else { continue }
                    if prefix.length < 31 {
                        addStub(prefix, of: router, cost: link.metric, area: lsa.area)
                    } else if prefix.length == 32, topology.routers[router].loopback == nil {
                        topology.routers[router].loopback = prefix.address
                        topology.routers[router].loopbackArea = lsa.area
                    } else {
                        hostRoutes += 1
                    }
                default: break
                }
            }
        }
        if hostRoutes > 0 { topology.notes.append("\(hostRoutes) further host routes are left out.") }
        if virtualLinks > 0 { topology.notes.append("\(virtualLinks) ends of virtual links are left out.") }
        if transits > 0 {
            topology.notes.append(
                "\(transits) transit links lead to LANs whose network-LSA is not there, and are left out.")
        }
    }

    private mutating func addStub(_ prefix: IPv4Prefix, of router: Int, cost: UInt16, area: AreaID) {
        topology.segments.append(
            CapturedTopology.Segment(
                area: area, prefix: prefix,
                ends: [CapturedTopology.End(router: router, address: nil, cost: max(1, cost), isPassive: true)],
                isCable: false))
    }

    /// A topology has each subnet once: who announces it without a neighbor becomes a passive member of its LAN.
    private mutating func mergeSubnets() {
        var merged: [CapturedTopology.Segment] = []
        var leftOut = 0
        let lans = topology.segments.filter { !$0.isCable && $0.ends.count > 1 }
        let cables = topology.segments.filter(\.isCable)
        let single = topology.segments.filter { !$0.isCable && $0.ends.count == 1 }
        for segment in lans + cables + single {
            guard let prefix = segment.prefix else {
                merged.append(segment)
                continue
            }
            let known = merged.indices.filter { merged[$0].prefix?.overlaps(prefix) == true }
            guard let home = known.first else {
                merged.append(segment)
                continue
            }
            guard known.count == 1, merged[home].prefix == prefix, !merged[home].isCable, segment.ends.count == 1 else {
                leftOut += 1
                continue
            }
            merged[home].timers = merged[home].timers ?? segment.timers
            join(segment.ends[0], to: &merged[home])
        }
        topology.segments = merged
        if leftOut > 0 {
            topology.notes.append("\(leftOut) subnets overlap others, which a topology cannot have, and are left out.")
        }
    }

    private func join(_ end: CapturedTopology.End, to segment: inout CapturedTopology.Segment) {
        guard !segment.ends.contains(where: { $0.router == end.router }) else { return }
        var end = end
        end.isPassive = true
        if segment.ends.contains(where: { $0.address == end.address }) { end.address = nil }
        segment.ends.append(end)
        segment.ends.sort { $0.router < $1.router }
    }

    // MARK: Hellos

    private mutating func addTimers() {
        for seen in summary.segments {
            let home = topology.segments.firstIndex { segment in
                segment.area == seen.area
                    && seen.routers.contains { router in
                        segment.ends.contains {
                            numbers[router.routerID] == $0.router && $0.address == router.address
                        }
                    }
            }
            guard let home, let first = seen.routers.first else { continue }
            topology.segments[home].timers = (first.helloInterval, first.routerDeadInterval)
            for router in seen.routers {
                for end in topology.segments[home].ends.indices
                where topology.segments[home].ends[end].router == numbers[router.routerID] {
                    topology.segments[home].ends[end].priority = router.priority
                }
            }
        }
    }

    private mutating func noteLimits() {
        if bodiless > 0 {
            topology.notes.append(
                "\(bodiless) LSAs were seen in Database Descriptions or acknowledgments only, never whole: what they say is not here."
            )
        }
        if unreadable > 0 { topology.notes.append("\(unreadable) LSAs have bodies that cannot be read.") }
        if summaries > 0 {
            topology.notes.append(
                "\(summaries) summary-LSAs describe what lies in other areas, which is left out.")
        }
        topology.notes.append(
            "Delays, CPUs, limits and timers of routers are no part of OSPF: they have their defaults.")
    }
}

extension IPv4Prefix {
    fileprivate func overlaps(_ other: IPv4Prefix) -> Bool { contains(other) || other.contains(self) }
}
