import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

/// One calculation of the whole routing table: the shortest-path tree, and a route to every link and every loopback.
@Sendable func measureSPF(repeats: Int) -> [Measurement] {
    [1_000, 10_000].map { count in
        let network = makeStar(in: makeRandomNetwork(routers: count, seed: 1))
        var router = network.routers[0]
        var context = network.context
        let runs = 10_000 / count
        let seconds = medianSeconds(repeats) {
            for _ in 0..<runs { router.calculateRoutes(&context) }
        }
        return Measurement("routing table of \(legible(Double(count))) routers", seconds / Double(runs) * 1e3, "ms")
    }
}

/// Router 0 of a network as it is when it knows the whole network, without running the rest: its neighbors are listeners,
/// and one of them learns everybody else's LSA.
private func makeStar(in whole: NetworkConfiguration) -> Network {
    var star = NetworkConfiguration(name: "star", routers: [whole.routers[0]], segments: [], startSpread: .zero)
    star.routers[0].cpu = .unlimited
    for segment in whole.segments {
        guard let root = segment.members.first(where: { $0.router == 0 }),
            let other = segment.members.first(where: { $0.router != 0 })
        else { continue }
        var neighbor = whole.routers[other.router]
        neighbor.cpu = .unlimited
        neighbor.ospf.originatesLSAs = false
        neighbor.ospf.interfaces = [neighbor.ospf.interfaces[other.interface]]
        let number = star.routers.endIndex
        star.routers.append(neighbor)
        star.segments.append(
            SegmentConfiguration(
                name: segment.name, members: [root, SegmentMember(router: number, interface: 0)]))
    }
    var network = Network(star)
    converge(&network)
    network.apply(.learn(listener: 1, .backbone, makeRouterLSAs(of: whole)), text: "the rest of the network")
    converge(&network)
    precondition(network.routers[0].databaseCounts.all == whole.routers.count, "the root knows the whole network")
    let prefixes = whole.segments.count + whole.routers.count
    precondition(network.routers[0].routingTable.count == prefixes, "the root has every route")
    return network
}

private func converge(_ network: inout Network) {
    let isQuiet = network.converge(within: .seconds(600))
    precondition(isQuiet, "the network converges")
}

/// What each router but the first would originate in the converged network (RFC 2328 §12.4.1).
private func makeRouterLSAs(of network: NetworkConfiguration) -> [LSA] {
    var links = Table<RouterIndex, [RouterLSABody.Link]>(repeating: [], count: network.routers.count)
    for segment in network.segments {
        for (member, other) in zip(segment.members, segment.members.reversed()) {
            let interface = network.routers[member.router].ospf.interfaces[member.interface]
            let neighbor = network.routers[other.router].ospf.routerID
            links[member.router].append(
                .init(
                    type: .pointToPoint, id: IPv4Address(bits: neighbor.bits),
                    data: interface.address, metric: interface.cost))
            links[member.router].append(
                .init(
                    type: .stub, id: interface.prefix.address, data: interface.prefix.mask,
                    metric: interface.cost))
        }
    }
    return network.routers.indices.dropFirst().map { number in
        let id = network.routers[number].ospf.routerID
        let host = RouterLSABody.Link(
            type: .stub, id: IPv4Address(bits: id.bits), data: IPv4Address(bits: .max), metric: 0)
        return LSA(
            options: 2, type: .router, linkStateID: IPv4Address(bits: id.bits), advertisingRouter: id,
            sequenceNumber: Int32.min + 1, body: .router(RouterLSABody(links: links[number] + [host])))
    }
}
