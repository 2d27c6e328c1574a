import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("Network types: what each advertises and how it finds neighbors") struct NetworkTypeTests {
    /// The links of a router's own router-LSA in an area, as `type id data metric`.
    private func links(_ network: Network, _ router: Int, area: UInt32 = 0) -> [String] {
        let own = network.routers[router].databaseReport(network.context.store, at: network.now).first {
            $0.key.type.rawValue == 1 && $0.isSelfOriginated && $0.key.area == AreaID(bits: area)
        }
        guard let own else { return [] }
        let words = Array(network.context.store.body(of: own.instance))
        return (0..<Int(words[0] & 0xFFFF)).map { link in
            let (id, data, last) = (words[1 + 3 * link], words[2 + 3 * link], words[3 + 3 * link])
            return "\(last >> 24) \(IPv4Address(bits: id)) \(IPv4Address(bits: data)) \(last & 0xFFFF)"
        }
    }

    private func states(_ network: Network, _ router: Int) -> [String] {
        network.routers[router].neighborReports.map { "\($0.routerID) \($0.state)" }
    }

    private func cost(_ network: Network, _ from: Int, _ to: Int) -> UInt32? {
        let address = network.configuration.routers[to].ospf.loopbacks[0].address
        let prefix = network.context.store.find(IPv4Prefix(address, length: 32))
        return prefix.flatMap { network.routers[from].routingTable.route(to: $0) }?.cost
    }

    @Test func `An unnumbered link is named by its interface's number and advertises no network`() {
        var builder = NetworkBuilder(routers: 2)
        builder.unnumbered(0, 1, cost: 7)
        builder.unnumbered(0, 1, cost: 7)
        let network = builder.converged()
        #expect(
            links(network, 0) == [
                "1 10.0.0.2 0.0.0.1 7", "1 10.0.0.2 0.0.0.2 7", "3 10.0.0.1 255.255.255.255 0",
            ])
        let prefix = network.context.store.find(IPv4Prefix(IPv4Address(bits: 0x0A00_0002), length: 32))!
        let table = network.routers[0].routingTable
        let route = table.route(to: prefix)!
        #expect(route.cost == 7 && table.nextHops(of: route).map(\.interface) == [0, 1])
    }

    /// Cost 20 first, then 10: the link's place in the router-LSA determines the line, where BIRD's links have
    /// borrowed addresses.
    @Test(arguments: BehaviorProfile.allCases)
    func `§16_1_1 of two unnumbered lines to one neighbor, the next hop is the one that the link means`(
        profile: BehaviorProfile
    ) {
        var builder = NetworkBuilder(routers: 2)
        builder.unnumbered(0, 1, cost: 20)
        builder.unnumbered(0, 1, cost: 10)
        for router in 0...1 { builder.nodes[router].ospf.profile = profile }
        #expect(ways(builder.converged(), to: "10.0.0.2/32") == [1])
        builder.nodes[0].ospf.interfaces[0].cost = 10
        #expect(ways(builder.converged(), to: "10.0.0.2/32") == [0, 1])
    }

    @Test(arguments: BehaviorProfile.allCases)
    func `§16_1_1 of two unnumbered lines in different areas, each serves its own`(profile: BehaviorProfile) {
        var builder = NetworkBuilder(routers: 3)
        builder.unnumbered(0, 1, cost: 20)
        builder.unnumbered(0, 1, cost: 10, area: 1)
        builder.unnumbered(1, 2, area: 1)
        builder.nodes[2].ospf.loopbacks[0].area = AreaID(bits: 1)
        for router in 0...2 { builder.nodes[router].ospf.profile = profile }
        var network = builder.converged()
        #expect(ways(network, to: "10.0.0.3/32") == [1])
        #expect(ways(network, to: "10.0.0.2/32") == [0])
        network.apply(.cut(segment: 1, silent: false), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(ways(network, to: "10.0.0.3/32") == [0])
    }

    /// The interfaces by which r0 sends to a destination.
    private func ways(_ network: Network, to prefix: String) -> [InterfaceIndex] {
        let table = network.routers[0].routingTable
        let route = network.context.store.find(IPv4Prefix(prefix)!).flatMap { table.route(to: $0) }
        return route.map { table.nextHops(of: $0).map(\.interface) } ?? []
    }

    @Test func `A point-to-multipoint network is host routes and links, and a hub relays between spokes`() {
        var builder = NetworkBuilder(routers: 3)
        builder.pointToMultipoint([0, 1, 2], circuits: [(0, 1), (0, 2)], cost: 5)
        var network = builder.converged()
        #expect(
            links(network, 1) == [
                "1 10.0.0.1 10.1.0.2 5", "3 10.1.0.2 255.255.255.255 0", "3 10.0.0.2 255.255.255.255 0",
            ])
        #expect(states(network, 1) == ["10.0.0.1 Full"])
        #expect(cost(network, 1, 2) == 10)
        // The circuit to the hub fails silently: the dead interval shows it.
        network.apply(.setCircuit(segment: 0, Circuit(0, 2), isOpen: false), text: "cut")
        network.advance(to: network.now + .seconds(60))
        #expect(cost(network, 1, 2) == nil && cost(network, 1, 0) == 5)
        network.apply(.setCircuit(segment: 0, Circuit(1, 2), isOpen: true), text: "open")
        network.advance(to: network.now + .seconds(60))
        #expect(cost(network, 0, 2) == 10)
    }

    @Test func `A configured neighbor of a point-to-multipoint network may have a cost of its own`() {
        var builder = NetworkBuilder(routers: 3)
        builder.pointToMultipoint([0, 1, 2], circuits: [(0, 1), (0, 2)], cost: 5, isConfigured: true)
        builder.nodes[0].ospf.staticNeighbors[1].cost = 50
        let network = builder.converged()
        #expect([1, 2].map { cost(network, 0, $0) } == [5, 50])
        #expect(cost(network, 2, 0) == 5)
    }

    @Test func `On an NBMA network the elected greet everybody, and the others only them`() {
        var builder = NetworkBuilder(routers: 4)
        builder.nonBroadcast([0, 1, 2, 3], priorities: [0: 2, 1: 1, 2: 0, 3: 0])
        let network = builder.converged()
        #expect(network.routers[0].interfaceState(0) == .designatedRouter)
        #expect(network.routers[1].interfaceState(0) == .backup)
        #expect(states(network, 2) == ["10.0.0.1 Full", "10.0.0.2 Full", "0.0.0.0 Down"])
        #expect((0..<4).allSatisfy { from in (0..<4).allSatisfy { $0 == from || cost(network, from, $0) == 10 } })
        #expect(network.routers.allSatisfy { $0.brokenInvariants().isEmpty })
    }

    @Test func `A neighbor that is silent is polled, and found again at the next poll`() {
        var builder = NetworkBuilder(routers: 2)
        builder.nonBroadcast([0, 1], pollInterval: .seconds(100))
        var network = builder.converged()
        network.apply(.stopProcess(router: 1, orderly: false), text: "crash")
        network.advance(to: network.now + .seconds(50))
        #expect(states(network, 0) == ["10.0.0.2 Down"])
        network.recordsTransmissions = true
        let start = network.now
        network.advance(to: start + .seconds(250))
        let hellos = network.transmissions.map { ($0.instant - start).wholeSeconds }
        #expect((2...3).contains(hellos.count) && zip(hellos, hellos.dropFirst()).allSatisfy { $1 - $0 == 100 })
        network.releaseTransmissions()
        network.recordsTransmissions = false
        network.apply(.start(router: 1), text: "start")
        let isQuiet = network.converge(within: .seconds(200))
        #expect(isQuiet && states(network, 0) == ["10.0.0.2 Full"])
    }

    @Test func `Stub links at the largest cost keep networks reachable`() {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1, cost: 3)
        builder.link(1, 2, cost: 4)
        builder.nodes[1].ospf.isStubRouter = true
        builder.nodes[1].ospf.stubRouterOptions.includesStubLinks = true
        let network = builder.converged()
        #expect(links(network, 1).filter { $0.hasSuffix(" 65535") }.count == 4)
        #expect(cost(network, 0, 2) == 3 + 65_535 && cost(network, 0, 1) == 3)
    }
}

@Suite("Networks without multicast, and what came later") struct SeparateDeliveryTests {
    /// What router 0 sent to each address in each moment.
    private func sent(
        _ network: inout Network, for time: Duration, _ kind: PacketType
    ) -> [(at: Instant, to: IPv4Address)] {
        network.recordsTransmissions = true
        network.advance(to: network.now + time)
        defer { network.releaseTransmissions() }
        return network.transmissions.filter { $0.router == 0 && network.context.packets[$0.packet].type == kind }
            .map { ($0.instant, network.context.packets[$0.packet].destinationAddress) }
    }

    @Test func `Flood bursts hold for each neighbor`() {
        var timers = ProtocolTimers.rfc2328
        timers.floodPacing = .milliseconds(200)
        timers.floodBurst = 1
        var builder = NetworkBuilder(routers: 3, timers: timers)
        builder.nonBroadcast([0, 1, 2], priorities: [0: 9])
        var network = builder.converged()
        network.advance(to: network.now + .seconds(100))
        let prefixes = (0..<100).map { IPv4Prefix(IPv4Address(bits: 0xC612_0000 + UInt32($0) << 8), length: 24) }
        let many = RedistributionConfiguration(name: "many", prefixes: prefixes)
        network.apply(.redistribute(router: 0, many), text: "many")
        let updates = sent(&network, for: .seconds(4), .linkStateUpdate)
        // 40 AS-external-LSAs fit into one update.
        for neighbor in [1, 2] {
            let address = builder.nodes[neighbor].ospf.interfaces[0].address
            let times = updates.filter { $0.to == address }.map(\.at)
            #expect(times.count == 3)
            #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= .milliseconds(200) })
        }
    }

    @Test func `A router that is isolated and deaf greets those that are configured`() {
        var builder = NetworkBuilder(routers: 3)
        builder.nonBroadcast([0, 1, 2], priorities: [0: 9])
        builder.nodes[0].ospf.limit = LimitPolicy(
            count: .foreign, maximum: 50, action: .shutdown, isolatedHellos: .deaf, ignoreTime: .seconds(600))
        var network = builder.converged()
        let prefixes = (0..<100).map { IPv4Prefix(IPv4Address(bits: 0xC612_0000 + UInt32($0) << 8), length: 24) }
        let many = RedistributionConfiguration(name: "many", prefixes: prefixes)
        network.apply(.redistribute(router: 1, many), text: "many")
        network.advance(to: network.now + .seconds(20))
        #expect(network.routers[0].limitPhase == .isolated)
        #expect(sent(&network, for: .seconds(60), .hello).count == 12)
        network.apply(.setPassive(router: 0, interface: 0, isPassive: true), text: "passive")
        #expect(sent(&network, for: .seconds(60), .hello).isEmpty)
        network.apply(.setPassive(router: 0, interface: 0, isPassive: false), text: "active")
        #expect(sent(&network, for: .seconds(60), .hello).count >= 12)
    }
}

@Suite("Virtual links") struct VirtualLinkTests {
    /// 0 is the backbone, 1 and 2 border area 1, 3 is a longer way through it, and 4 hangs off router 2 in area 2.
    private func builder() -> NetworkBuilder {
        var builder = NetworkBuilder(routers: 5)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.link(1, 3, area: 1)
        builder.link(3, 2, area: 1)
        builder.link(2, 4, area: 2)
        for router in [3, 4] { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: router == 3 ? 1 : 2) }
        builder.nodes[2].ospf.loopbacks[0].area = AreaID(bits: 1)
        return builder
    }

    private func cost(_ network: Network, _ from: Int, _ to: Int) -> UInt32? {
        let address = network.configuration.routers[to].ospf.loopbacks[0].address
        let prefix = network.context.store.find(IPv4Prefix(address, length: 32))
        return prefix.flatMap { network.routers[from].routingTable.route(to: $0) }?.cost
    }

    @Test func `It joins an area to the backbone, follows the transit area, and ends with it`() {
        var builder = builder()
        #expect(cost(builder.converged(), 4, 0) == nil)
        builder.virtualLink(1, 2, through: 1)
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("192.0.2.0/24")!])
        ]
        var network = builder.converged()
        #expect(cost(network, 4, 0) == 30 && cost(network, 0, 4) == 30)
        let interface = builder.nodes[1].ospf.interfaces.endIndex.advanced(by: -1)
        #expect(network.routers[1].configuration.interfaces[interface].cost == 10)
        // AS-external-LSAs come by the transit area, once.
        #expect(
            network.context.store.find(IPv4Prefix("192.0.2.0/24")!).flatMap {
                network.routers[4].routingTable.route(to: $0)
            } != nil)
        let before = network.routers[1].neighborReports.first { $0.interface == interface }!.address
        network.apply(.cut(segment: 1, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(60))
        #expect(cost(network, 4, 0) == 40)
        #expect(network.routers[1].configuration.interfaces[interface].cost == 20)
        #expect(network.routers[1].neighborReports.first { $0.interface == interface }!.address != before)
        // Never down on the way: the other end's hellos went on along the longer path.
        #expect(network.routers[1].neighborReports.first { $0.interface == interface }!.state == .full)
        network.apply(.cut(segment: 2, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(60))
        #expect(cost(network, 4, 0) == nil)
        #expect(network.routers[1].interfaceState(interface) == .down)
        network.apply(.repair(segment: 1), text: "repair")
        network.advance(to: network.now + .seconds(100))
        #expect(cost(network, 4, 0) == 30)
        #expect(network.routers.allSatisfy { $0.brokenInvariants().isEmpty })
    }

    @Test func `Its packets cross every segment of the transit area, and say nothing of the MTU`() {
        var builder = builder()
        builder.segments[1].members.removeAll()
        builder.virtualLink(1, 2, through: 1)
        var network = Network(builder.configuration)
        network.recordsTransmissions = true
        network.advance(to: .origin + .seconds(100))
        let virtual = network.transmissions.filter { network.context.packets[$0.packet].timeToLive > 0 }
        #expect(Set(virtual.map(\.segment)) == [2, 3])
        #expect(virtual.filter { $0.segment == 2 }.count > 10)
        let descriptions = virtual.map { network.context.packets[$0.packet] }.filter { $0.type == .databaseDescription }
        #expect(!descriptions.isEmpty && descriptions.allSatisfy { $0.interfaceMTU == 0 && $0.area == .backbone })
    }

    @Test func `Each hop takes one from the time to live, and a trace keeps what each segment saw`() {
        var builder = builder()
        builder.segments[1].members.removeAll()
        builder.virtualLink(1, 2, through: 1)
        var network = Network(builder.configuration)
        network.recordsTransmissions = true
        network.advance(to: .origin + .seconds(100))
        for transmission in network.transmissions {
            let packet = network.context.packets[transmission.packet]
            guard packet.timeToLive > 0 else { continue }
            let isFirst = network.routers[transmission.router].routerID == packet.source
            #expect(packet.timeToLive == (isFirst ? 255 : 254))
            #expect((transmission.nextHop == packet.destinationAddress) == !isFirst)
        }
        network.releaseTransmissions()
    }

    @Test func `A partition of the transit area parts its ends`() {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.lan([1, 2], area: 1)
        builder.link(2, 3, area: 2)
        for (router, area) in [(1, 1), (2, 1), (3, 2)] as [(Int, UInt32)] {
            builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: area)
        }
        builder.virtualLink(1, 2, through: 1)
        // The adjacency of the LAN outlives the partition for long; that of the virtual link does not.
        for router in [1, 2] {
            let lan = builder.nodes[router].ospf.interfaces.firstIndex { $0.networkType == .broadcast }!
            builder.nodes[router].ospf.interfaces[lan].deadInterval = .seconds(1000)
        }
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(1200))
        #expect(cost(network, 3, 0) == 30)
        network.apply(.partition(sides: [[0, 1], [2, 3]]), text: "partition")
        network.advance(to: network.now + .seconds(60))
        #expect(cost(network, 3, 0) == nil)
        network.apply(.heal, text: "heal")
        network.advance(to: network.now + .seconds(60))
        #expect(cost(network, 3, 0) == 30)
    }

    @Test func `What is local to a virtual link stays on it`() {
        var builder = builder()
        builder.virtualLink(1, 2, through: 1)
        builder.virtualLink(1, 3, through: 1)
        builder.nodes[3].ospf.loopbacks.append(LoopbackConfiguration(address: IPv4Address("10.9.9.9")!))
        builder.nodes[1].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .link, opaqueType: 200, count: 1)]
        let network = builder.converged()
        let counts = network.routers.map { router in
            router.databaseReport(network.context.store, at: network.now).count { $0.key.type.rawValue == 9 }
        }
        // Of router 1: three cables and two virtual links.
        #expect(counts == [1, 5, 2, 2, 0])
    }

    @Test func `BIRD's router does not advertise a virtual link that is down`() {
        var builder = builder()
        builder.virtualLink(1, 2, through: 1)
        builder.nodes[2].ospf.profile = .bird
        var network = builder.converged()
        for segment in [1, 2] { network.apply(.cut(segment: SegmentIndex(segment), silent: false), text: "cut") }
        network.advance(to: network.now + .seconds(60))
        let report = network.routers[2].databaseReport(network.context.store, at: network.now)
        let own = report.filter { $0.key.type.rawValue == 1 && $0.key.advertisingRouter == network.routers[2].routerID }
        let virtual = network.routers[2].configuration.interfaces.last!.address
        #expect(virtual != .unspecified)
        for lsa in own where lsa.key.area == .backbone {
            #expect(!network.context.store.body(of: lsa.instance).contains(virtual.bits))
        }
    }
}
