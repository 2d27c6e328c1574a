import NetworkPrimitives
import OSPFWire

/// Cables and LANs, from the links of router-LSAs.
extension DescriptionBuilder {
    typealias Place = (lsa: Int, link: Int)

    // MARK: LANs

    mutating func addLANs() {
        var incomplete = 0
        for network in networkLSAs {
            var ends: [NetworkDescription.End] = []
            var designatedRouter: Int?
            for router in network.body.attachedRouters {
                let prefix = IPv4Prefix(network.address, mask: network.body.mask)
                let known = takeTransit(of: router, in: network.area, to: network.address)
                guard var end = known ?? (isHearsay(router) ? guessedEnd(of: router, in: prefix) : nil) else {
                    incomplete += 1
                    continue
                }
                let isOriginator = network.originator == router
                if isOriginator, end.address == nil { end.address = network.address }
                if end.address == network.address { designatedRouter = end.router }
                ends.append(end)
            }
            guard !ends.isEmpty else { continue }
            add(ends, in: network.area, IPv4Prefix(network.address, mask: network.body.mask), designatedRouter)
            topology.segments[topology.segments.count - 1].attached = network.body.attachedRouters.compactMap {
                numbers[$0]
            }
        }
        note(
            incomplete, "attachment of a network-LSA has no transit link that answers, and is left out",
            "attachments of network-LSAs have no transit link that answers, and are left out")
        addLANsWithoutNetworkLSA()
    }

    /// Routers whose transit links lead to one Designated Router are on one LAN, even where its network-LSA was not seen.
    private mutating func addLANsWithoutNetworkLSA() {
        var lone = 0
        var guessed = 0
        var members: [TransitNetwork: [Int]] = [:]
        for (number, lsa) in routerLSAs.enumerated() {
            for link in lsa.body.links where link.type == .transit {
                let network = TransitNetwork(area: lsa.area, address: link.id)
                if members[network]?.last != number { members[network, default: []].append(number) }
            }
        }
        for first in routerLSAs.indices {
            for link in routerLSAs[first].body.links.indices where isFree(first, link, .transit) {
                let (area, address) = (routerLSAs[first].area, routerLSAs[first].body.links[link].id)
                let routers = (members[TransitNetwork(area: area, address: address)] ?? []).map {
                    routerLSAs[$0].router
                }
                guard routers.count > 1 else {
                    routerLSAs[first].used.insert(link)
                    lone += 1
                    continue
                }
                let ends = routers.compactMap { takeTransit(of: $0, in: area, to: address) }
                let addresses = ends.compactMap(\.address) + [address]
                guessed += 1
                add(
                    ends, in: area, helloPrefix(around: addresses) ?? .around(addresses),
                    ends.first { $0.address == address }?.router)
            }
        }
        note(
            lone, "transit link leads to a LAN of which nothing else was seen, and is left out",
            "transit links lead to LANs of which nothing else was seen, and are left out")
        note(guessed, "LAN has no network-LSA", "LANs have no network-LSA")
    }

    private struct TransitNetwork: Hashable {
        var area: AreaID
        var address: IPv4Address
    }

    private mutating func add(
        _ ends: [NetworkDescription.End], in area: AreaID, _ prefix: IPv4Prefix?, _ designatedRouter: Int?
    ) {
        var segment = NetworkDescription.Segment(
            area: area, prefix: prefix, ends: ends.sorted { $0.router < $1.router }, isCable: false)
        segment.designatedRouter = designatedRouter
        topology.segments.append(segment)
    }

    /// The network that Hellos from one of the addresses name.
    func helloPrefix(around addresses: [IPv4Address]) -> IPv4Prefix? {
        databases.segments.first { segment in
            segment.prefix != nil && segment.routers.contains { addresses.contains($0.address) }
        }?.prefix
    }

    private func isFree(_ lsa: Int, _ link: Int, _ type: RouterLSABody.LinkType) -> Bool {
        routerLSAs[lsa].body.links[link].type == type && routerLSAs[lsa].isFree(link)
    }

    private mutating func takeTransit(of router: RouterID, in area: AreaID, to address: IPv4Address)
        -> NetworkDescription.End?
    {
        for number in places[Attachment(area: area, router: router)] ?? [] {
            for (index, link) in routerLSAs[number].body.links.enumerated()
            where link.id == address && isFree(number, index, .transit) {
                return take((number, index), address: link.data)
            }
        }
        return nil
    }

    /// An end that represents a link from now on.
    private mutating func take(_ place: Place, address: IPv4Address?) -> NetworkDescription.End {
        let slot = nextSlot()
        routerLSAs[place.lsa].slots[place.link] = slot
        return NetworkDescription.End(
            router: numbers[routerLSAs[place.lsa].router]!, address: address,
            cost: routerLSAs[place.lsa].body.links[place.link].metric, slot: slot)
    }

    // MARK: Point-to-multipoint networks

    /// Links whose Link Data is also a host that the router announces at cost 0, at both ends (RFC 2328 §12.4.1.4).
    mutating func addPointToMultipointNetworks() {
        var rest = routerLSAs.indices.flatMap { lsa in
            Set(routerLSAs[lsa].body.links.filter { isPointToMultipoint($0, in: lsa) }.map(\.data)).sorted().map {
                (lsa, $0)
            }
        }
        while let (lsa, address) = rest.first {
            var members: [(lsa: Int, address: IPv4Address)] = [(lsa, address)]
            var position = 0
            var pairs: Set<[Int]> = []
            while position < members.count {
                let member = members[position]
                for other in answers(to: member.lsa, member.address) {
                    if !members.contains(where: { $0.lsa == other.lsa && $0.address == other.address }) {
                        members.append(other)
                    }
                    pairs.insert(
                        [numbers[routerLSAs[member.lsa].router]!, numbers[routerLSAs[other.lsa].router]!].sorted())
                }
                position += 1
            }
            rest.removeAll { entry in members.contains { $0.lsa == entry.0 && $0.address == entry.1 } }
            if members.count > 1 { addPointToMultipoint(members, pairs) }
        }
    }

    private func isPointToMultipoint(_ link: RouterLSABody.Link, in lsa: Int) -> Bool {
        link.type == .pointToPoint && link.data.bits >> 24 != 0
            && link.data.bits != routerLSAs[lsa].router.bits
            && routerLSAs[lsa].body.links.contains { isOwnHost($0, link.data) }
    }

    private func isOwnHost(_ link: RouterLSABody.Link, _ address: IPv4Address) -> Bool {
        link.type == .stub && link.id == address && link.data == .broadcastMask
            && link.metric == 0
    }

    private func answers(to lsa: Int, _ address: IPv4Address) -> [(lsa: Int, address: IPv4Address)] {
        let router = routerLSAs[lsa].router
        let area = routerLSAs[lsa].area
        let neighbors = Set(
            routerLSAs[lsa].body.links.filter { $0.type == .pointToPoint && $0.data == address }.map {
                RouterID(bits: $0.id.bits)
            })
        let others = neighbors.flatMap { places[Attachment(area: area, router: $0)] ?? [] }.sorted()
        return others.flatMap { other -> [(lsa: Int, address: IPv4Address)] in
            let back = routerLSAs[other].body.links.filter {
                $0.id.bits == router.bits && isPointToMultipoint($0, in: other)
            }
            // Of several networks between two routers, the one with the nearest address.
            let nearest = back.min { ($0.data.bits ^ address.bits) < ($1.data.bits ^ address.bits) }
            return nearest.map { [(other, $0.data)] } ?? []
        }
    }

    private mutating func addPointToMultipoint(
        _ members: [(lsa: Int, address: IPv4Address)], _ pairs: Set<[Int]>
    ) {
        var ends: [NetworkDescription.End] = []
        for member in members {
            let links = routerLSAs[member.lsa].body.links
            let own = links.indices.filter {
                links[$0].type == .pointToPoint && links[$0].data == member.address
            }
            guard let first = own.first else { continue }
            ends.append(take((member.lsa, first), address: member.address))
            routerLSAs[member.lsa].used.formUnion(own)
            if let host = links.firstIndex(where: { isOwnHost($0, member.address) }) {
                routerLSAs[member.lsa].used.insert(host)
            }
        }
        let addresses = members.map(\.address)
        var segment = NetworkDescription.Segment(
            area: routerLSAs[members[0].lsa].area, prefix: helloPrefix(around: addresses) ?? .around(addresses),
            ends: ends.sorted { $0.router < $1.router }, isCable: false)
        segment.isPointToMultipoint = true
        if pairs.count < members.count * (members.count - 1) / 2 {
            segment.circuits = pairs.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
        }
        topology.segments.append(segment)
    }

    // MARK: Cables

    /// Point-to-point links are joined where both sides announce them: by their subnet, or else in their order.
    mutating func addCables() {
        var oneSided = 0
        for left in routerLSAs.indices {
            for index in routerLSAs[left].body.links.indices
            where isFree(left, index, .pointToPoint) {
                guard let answer = answer(to: (left, index)) else {
                    if addCableToHearsay((left, index)) { continue }
                    oneSided += 1
                    routerLSAs[left].used.insert(index)
                    continue
                }
                addCable((left, index), answer)
            }
        }
        note(
            oneSided, "link is announced by one side only, and is left out",
            "links are announced by one side only, and are left out")
    }

    /// A cable to a router that has no LSA of its own in the capture.
    private mutating func addCableToHearsay(_ place: Place) -> Bool {
        let link = routerLSAs[place.lsa].body.links[place.link]
        let router = RouterID(bits: link.id.bits)
        guard isHearsay(router) else { return false }
        let prefix = subnet(of: link.data, in: place.lsa)
        let end = take(place, address: prefix == nil ? nil : link.data)
        if let prefix { useStubs(for: prefix, of: [(place.lsa, end.slot)]) }
        topology.segments.append(
            NetworkDescription.Segment(
                area: routerLSAs[place.lsa].area, prefix: prefix, ends: [end, guessedEnd(of: router, in: prefix)],
                isCable: true, isUnnumbered: prefix == nil))
        return true
    }

    private func answer(to place: Place) -> Place? {
        let left = place.lsa
        let link = routerLSAs[left].body.links[place.link]
        let expected = subnet(of: link.data, in: left)
        var candidates: [Place] = []
        let neighbor = Attachment(area: routerLSAs[left].area, router: RouterID(bits: link.id.bits))
        for right in places[neighbor] ?? [] {
            for (other, answer) in routerLSAs[right].body.links.enumerated()
            where isFree(right, other, .pointToPoint)
                && answer.id.bits == routerLSAs[left].router.bits
            {
                candidates.append((right, other))
            }
        }
        func data(_ place: Place) -> IPv4Address { routerLSAs[place.lsa].body.links[place.link].data }
        return candidates.first { expected?.contains(data($0)) == true }
            ?? candidates.min { (data($0).bits ^ link.data.bits) < (data($1).bits ^ link.data.bits) }
    }

    private mutating func addCable(_ left: Place, _ right: Place) {
        let places = [left, right]
        let data = places.map { routerLSAs[$0.lsa].body.links[$0.link].data }
        let prefix = places.indices.compactMap { subnet(of: data[$0], in: places[$0].lsa) }.first
        // Interface numbers look like addresses of network 0.
        let isUnnumbered = data.allSatisfy { $0.bits < 1 << 24 }
        let hosts = places.indices.map { neighborHost(data[1 - $0], at: places[$0]) }
        var network = prefix
        if network == nil, !isUnnumbered, hosts.contains(where: { $0 != nil }) {
            network = helloPrefix(around: data) ?? .around(data)
        }
        let isNumbered = network.map { data.allSatisfy($0.contains) } == true && data[0] != data[1]
        var ends = places.indices.map { take(places[$0], address: isNumbered ? data[$0] : nil) }
        if isNumbered, let network {
            useStubs(for: network, of: places.indices.map { (places[$0].lsa, ends[$0].slot) })
            for (number, host) in hosts.enumerated() where subnet(of: data[number], in: places[number].lsa) == nil {
                guard let host else { continue }
                ends[number].announcesNeighbor = true
                routerLSAs[places[number].lsa].used.insert(host)
            }
        }
        topology.segments.append(
            NetworkDescription.Segment(
                area: routerLSAs[left.lsa].area, prefix: isNumbered ? network : nil, ends: ends, isCable: true,
                isUnnumbered: isUnnumbered))
    }

    /// The stub link to a neighbor's address, which goes with the link to it.
    private func neighborHost(_ address: IPv4Address, at place: Place) -> Int? {
        routerLSAs[place.lsa].body.links.indices.first { index in
            let link = routerLSAs[place.lsa].body.links[index]
            return isFree(place.lsa, index, .stub) && link.id == address
                && link.data == .broadcastMask
        }
    }

    /// The stub link for the subnet of a point-to-point interface (RFC 2328 §12.4.1.1, option 2).
    private func subnet(of address: IPv4Address, in lsa: Int) -> IPv4Prefix? {
        routerLSAs[lsa].body.links.lazy.filter { $0.type == .stub }
            .compactMap { IPv4Prefix($0.id, mask: $0.data) }
            .filter { $0.length < 32 && $0.contains(address) }
            .max { $0.length < $1.length }
    }

    /// Stub links to the subnet of a link need nothing of their own.
    private mutating func useStubs(for prefix: IPv4Prefix, of ends: [(lsa: Int, slot: Int)]) {
        for (lsa, slot) in ends {
            let index = routerLSAs[lsa].body.links.indices.first { index in
                let link = routerLSAs[lsa].body.links[index]
                return isFree(lsa, index, .stub) && IPv4Prefix(link.id, mask: link.data) == prefix
            }
            guard let index else { continue }
            routerLSAs[lsa].used.insert(index)
            hiddenCosts[slot] = routerLSAs[lsa].body.links[index].metric
        }
    }
}
