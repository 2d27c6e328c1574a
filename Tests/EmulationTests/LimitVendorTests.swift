import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// Three routers in a row: the first redistributes, the last has the limit unless a test says otherwise.
struct LimitBench {
    var network: Network
    let start: Instant

    init(_ policies: [Int: LimitPolicy], prepare: (inout NetworkBuilder) -> Void = { _ in }) {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1)
        builder.link(1, 2)
        prepare(&builder)
        for (router, policy) in policies { builder.nodes[router].ospf.limit = policy }
        network = builder.converged()
        start = network.now
    }

    static func prefixes(_ count: Int, base: UInt32 = 0xC0A8_0000) -> [IPv4Prefix] {
        (0..<count).map { IPv4Prefix(IPv4Address(bits: base + UInt32($0) << 8), length: 24) }
    }

    mutating func flood(_ count: Int, from router: Int = 0, name: String = "x", base: UInt32 = 0xC0A8_0000) {
        let set = RedistributionConfiguration(name: name, prefixes: Self.prefixes(count, base: base))
        network.apply(.redistribute(router: RouterIndex(router), set), text: "flood")
    }

    mutating func withdraw(from router: Int = 0, name: String = "x") {
        network.apply(.withdraw(router: RouterIndex(router), name: name), text: "withdraw")
    }

    /// Moves on by a number of seconds.
    mutating func wait(_ seconds: Int64) { network.advance(to: network.now + .seconds(seconds)) }

    func phase(_ router: Int = 2) -> LimitPhase { network.routers[router].limitPhase }

    /// What happened to a router since the network had converged, and how much later.
    func happenings(_ router: Int = 2) -> [(kind: Happening.Kind, offset: Duration)] {
        network.context.journal.happenings
            .filter { $0.router == RouterIndex(router) && $0.instant >= start && $0.kind != .action }
            .map { ($0.kind, $0.instant - start) }
    }

    /// What counted when a limit was first exceeded.
    var exceededReading: LimitCount? {
        network.context.journal.happenings.lazy.compactMap {
            if case .limitExceeded(let reading, _) = $0.entry { reading } else { nil }
        }.first
    }

    func first(_ kind: Happening.Kind, _ router: Int = 2) -> Duration? {
        happenings(router).first { $0.kind == kind }?.offset
    }
}

@Suite("What vendors do at the limit") struct LimitVendorTests {
    // MARK: Cisco

    private static func cisco(_ permanence: LimitPolicy.Permanence, ignoreTime: Int64) -> LimitPolicy {
        LimitPolicy(
            maximum: 50, action: .shutdown, grace: .seconds(60), ignoreTime: .seconds(ignoreTime), ignoreCount: 5,
            permanence: permanence)
    }

    /// With I = 5 minutes and G = 1: entry k at G + (k - 1)(I + G). The fifth fall is after 25 minutes; the one after it
    /// after 31; and a fifth that does not end is known to be for good after 30, which is 29 after the first fall.
    struct Reading: Sendable {
        let permanence: LimitPolicy.Permanence
        let ignoreTime: Int64
        let expected: Int64
    }
    static let readings: [Reading] = [
        Reading(permanence: .reaches, ignoreTime: 300, expected: 1500),
        Reading(permanence: .expires, ignoreTime: 300, expected: 1800),
        Reading(permanence: .exceeds, ignoreTime: 300, expected: 1860),
        Reading(permanence: .reaches, ignoreTime: 60, expected: 540),
        Reading(permanence: .expires, ignoreTime: 60, expected: 600),
        Reading(permanence: .exceeds, ignoreTime: 60, expected: 660),
    ]

    @Test(arguments: readings) func `Cisco: when the isolation is for good`(reading: Reading) throws {
        let (permanence, ignoreTime, expected) = (reading.permanence, reading.ignoreTime, reading.expected)
        var bench = LimitBench([2: Self.cisco(permanence, ignoreTime: ignoreTime)])
        bench.flood(60)
        bench.wait(2400)
        let falls = bench.happenings().filter { $0.kind == .isolated || $0.kind == .isolatedPermanently }
        let good = try #require(bench.first(.isolatedPermanently))
        // Each return needs some seconds until the whole database is there again.
        #expect(good >= .seconds(expected) && good < .seconds(expected + 60), "\(good)")
        #expect(falls.count == 6 - (permanence == .reaches ? 1 : 0))
        #expect(try #require(bench.first(.isolated)) - #require(bench.first(.limitExceeded)) == .seconds(60))
        if permanence == .expires {
            let after = good - falls[0].offset
            #expect(after >= .seconds(expected - 60) && after < .seconds(expected))
        }
    }

    @Test(arguments: [LimitPolicy.AfterGrace.reject, .overload]) func `something else can follow the grace period`(
        after: LimitPolicy.AfterGrace
    ) {
        var policy = Self.cisco(.reaches, ignoreTime: 300)
        policy.afterGrace = after
        policy.overloadTimeout = .seconds(100)
        var bench = LimitBench([2: policy])
        bench.flood(80)
        bench.wait(70)
        #expect(bench.phase() == (after == .reject ? .rejecting : .overloaded))
        #expect(bench.network.routers[2].fullAdjacencies == 1)
        #expect(bench.network.routers[2].counters.isolations == 0)
        bench.withdraw()
        bench.wait(120)
        #expect(bench.phase() == .normal)
    }

    @Test func `a change of the limit can clear the process`() {
        var bench = LimitBench([2: LimitPolicy(maximum: 500, clearsOnReconfiguration: true)])
        bench.network.apply(
            .setLimit(router: 2, LimitPolicy(maximum: 600, clearsOnReconfiguration: true)), text: "limit")
        bench.wait(60)
        #expect(bench.happenings().map(\.kind) == [.adjacencyLost, .adjacencyFormed])
    }

    // MARK: Nokia

    private static let nokia = LimitPolicy(
        maximum: 50, warningThreshold: 0, action: .overload, scope: .advertisingRouter, overloadTimeout: .seconds(120))

    @Test func `Nokia: LSAs of one router count, not those of all`() throws {
        var bench = LimitBench([2: Self.nokia])
        bench.flood(45)
        bench.flood(45, from: 1, name: "y", base: 0xAC10_0000)
        bench.wait(30)
        #expect(bench.phase() == .normal)
        #expect(bench.network.routers[2].databaseCounts.foreign == 92)
        #expect(bench.network.routers[2].countedLSAs == 46)
        bench.flood(10, name: "z", base: 0xAC20_0000)
        bench.wait(30)
        #expect(bench.phase() == .overloaded)
        let reading = try #require(bench.exceededReading)
        #expect(reading.rule?.group == .advertisingRouter(RouterID("10.0.0.1")!))
        #expect(reading.counted == 51)
    }

    @Test func `Nokia: an overloaded router keeps its adjacencies, and traffic goes round it while it may`() {
        // A square: r0 - r1 - r3 is cheaper than r0 - r2 - r3.
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        builder.link(0, 1)
        builder.link(1, 3)
        builder.link(0, 2, cost: 20)
        builder.link(2, 3, cost: 20)
        builder.nodes[1].ospf.limit = Self.nokia
        var network = builder.converged()
        func hop() -> IPv4Address? {
            let store = network.context.store
            let table = network.routers[0].routingTable
            let target = IPv4Prefix(IPv4Address("10.0.0.4")!, length: 32)
            return table.entries(store).first { $0.prefix == target }.flatMap {
                table.nextHops(of: $0.route).first?.address
            }
        }
        #expect(hop() == IPv4Address("10.1.0.2"))
        network.apply(
            .redistribute(router: 3, RedistributionConfiguration(name: "x", prefixes: LimitBench.prefixes(60))),
            text: "flood")
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[1].limitPhase == .overloaded)
        #expect(network.routers[1].fullAdjacencies == 2)
        #expect(network.routers[1].databaseCounts.external == 60)
        #expect(hop() == IPv4Address("10.1.2.2"))
        network.advance(to: network.now + .seconds(120))
        #expect(network.routers[1].limitPhase == .normal)
        #expect(hop() == IPv4Address("10.1.0.2"))
    }

    @Test func `Nokia: without a timeout an operator ends it`() {
        var policy = Self.nokia
        policy.overloadTimeout = nil
        var bench = LimitBench([2: policy])
        bench.flood(60)
        bench.wait(7200)
        #expect(bench.phase() == .overloaded)
        bench.withdraw()
        bench.wait(60)
        #expect(bench.phase() == .overloaded)
        bench.network.apply(.clear(router: 2), text: "clear")
        bench.wait(60)
        #expect(bench.phase() == .normal && bench.network.routers[2].fullAdjacencies == 1)
    }

    // MARK: RFC 1765

    private static func overflow(_ maximum: UInt32, exit: Duration? = nil) -> LimitPolicy {
        LimitPolicy(
            count: .externalNonDefault, maximum: maximum, trip: .reaches, warningThreshold: 0, action: .withdraw,
            acknowledgesRejected: false, exitInterval: exit)
    }

    @Test func `RFC 1765 with unequal limits never settles: neighbors retransmit for as long as the excess lasts`() {
        var bench = LimitBench([1: Self.overflow(80), 2: Self.overflow(50)])
        bench.flood(60)
        bench.wait(60)
        #expect(bench.phase(1) == .normal && bench.phase(2) == .overflow)
        #expect(bench.network.routers[2].databaseCounts.externalNonDefault == 50)
        #expect(bench.network.routers[1].databaseCounts.externalNonDefault == 60)
        #expect(bench.network.routers[2].fullAdjacencies == 1)
        // Ten LSAs every five seconds, half an hour long.
        let before = bench.network.routers[1].counters.lsasRetransmitted
        let refused = bench.network.routers[2].counters.lsasRejected
        bench.wait(1800)
        #expect(bench.network.routers[1].counters.lsasRetransmitted - before == 3600)
        let more = bench.network.routers[2].counters.lsasRejected - refused
        #expect(more >= 3590 && more <= 3610)
        #expect(!bench.network.isQuiet)
        bench.withdraw()
        bench.wait(60)
        let after = bench.network.routers[1].counters.lsasRetransmitted
        bench.wait(600)
        #expect(bench.network.routers[1].counters.lsasRetransmitted == after)
        #expect(bench.network.isQuiet)
    }

    @Test func `RFC 1765 with equal limits settles: those that import withdraw what they import`() {
        var bench = LimitBench([0: Self.overflow(50), 1: Self.overflow(50), 2: Self.overflow(50)])
        bench.flood(60)
        bench.wait(120)
        // r0 brings itself to the limit, and has no external LSA left to flood.
        #expect(bench.phase(0) == .overflow)
        #expect(bench.network.routers.allSatisfy { $0.databaseCounts.externalNonDefault == 0 })
        #expect(bench.network.isQuiet)
        #expect(bench.first(.externalsWithdrawn, 0) != nil)
        // The interval is 0: only a restart brings them back.
        bench.wait(7200)
        #expect(bench.phase(0) == .overflow)
    }

    @Test func `RFC 1765: the overflow state ends after its interval, more or less a tenth`() throws {
        var bench = LimitBench([1: Self.overflow(50, exit: .seconds(300))])
        bench.flood(20, from: 1, name: "own", base: 0xAC10_0000)
        bench.wait(30)
        bench.flood(40)
        bench.wait(30)
        // Its own twenty are withdrawn, the others' forty stay.
        #expect(bench.phase(1) == .overflow)
        #expect(bench.network.routers[2].databaseCounts.externalNonDefault == 40)
        bench.withdraw()
        bench.wait(360)
        let length = try #require(bench.first(.externalsRestored, 1)) - #require(bench.first(.externalsWithdrawn, 1))
        #expect(length >= .seconds(270) && length <= .seconds(330))
        #expect(length != .seconds(300))
        #expect(bench.network.routers[2].databaseCounts.externalNonDefault == 20)
    }

    @Test func `RFC 1765: the default route is neither counted nor withdrawn, and a held LSA is still updated`() {
        var bench = LimitBench([1: Self.overflow(50)]) {
            $0.nodes[1].ospf.redistributions = [
                RedistributionConfiguration(name: "default", prefixes: [IPv4Prefix(.unspecified, length: 0)])
            ]
        }
        bench.flood(50)
        bench.wait(60)
        #expect(bench.phase(1) == .overflow)
        #expect(bench.network.routers[2].databaseCounts.external == 51)
        var set = RedistributionConfiguration(name: "x", prefixes: LimitBench.prefixes(50))
        set.metric = 77
        bench.network.apply(.redistribute(router: 0, set), text: "metric")
        bench.wait(60)
        let entry = bench.network.routers[2].routingTable.entries(bench.network.context.store)
            .first { $0.prefix == LimitBench.prefixes(1)[0] }
        #expect(entry?.route.type2Cost == 77)
    }

    @Test func `Huawei asks again before it leaves the overflow state`() {
        var policy = Self.overflow(50, exit: .seconds(20))
        policy.trip = .exceeds
        policy.exitRechecks = true
        policy.countsOrphans = true
        var bench = LimitBench([2: policy])
        bench.flood(30, from: 2, name: "own", base: 0xAC10_0000)
        bench.wait(10)
        bench.flood(60)
        bench.wait(300)
        // Fifty are held, which is not above the limit: it leaves, its own bring it back above, and so on.
        #expect(bench.happenings().filter { $0.kind == .externalsRestored }.count > 5)
        policy.trip = .reaches
        bench = LimitBench([2: policy])
        bench.flood(60)
        bench.wait(300)
        #expect(bench.first(.externalsRestored) == nil)
        #expect(bench.phase() == .overflow)
    }

    // MARK: Huawei's memory, and what else can be counted

    @Test func `Huawei: the limit is in force only while memory is in danger`() {
        var policy = LimitPolicy(
            maximum: 50, trip: .reaches, warningThreshold: 0, action: .reject, acknowledgesRejected: false,
            memoryGate: MemoryGate(total: 1_000_000, others: 900_000, perLSA: 500, dangerThreshold: 95))
        var bench = LimitBench([2: policy])
        bench.flood(80)
        bench.wait(30)
        #expect(bench.phase() == .normal)
        #expect(bench.network.routers[2].databaseCounts.foreign == 82)
        // 100 LSAs at 500 octets are the missing 5 %.
        bench.flood(80, name: "y", base: 0xAC10_0000)
        bench.wait(30)
        #expect(bench.phase() == .rejecting)
        #expect(bench.network.routers[2].databaseCounts.all == 100)
        policy.memoryGate?.others = 0
        bench.network.apply(.setLimit(router: 2, policy), text: "more memory")
        bench.wait(30)
        #expect(bench.phase() == .normal)
        #expect(bench.network.routers[2].databaseCounts.foreign == 162)
    }

    @Test func `limits by type: the full type is refused, the others come in`() throws {
        let policy = LimitPolicy(
            count: .all, trip: .exceeds, warningThreshold: 0, action: .reject, acknowledgesRejected: true,
            scope: .lsaType, typeMaximums: TypeMaximums(external: 20))
        var bench = LimitBench([2: policy]) { $0.lan([0, 1]) }
        bench.flood(40)
        bench.wait(60)
        #expect(bench.phase() == .rejecting)
        #expect(bench.network.routers[2].databaseCounts.external == 20)
        #expect(bench.network.routers[2].databaseCounts.all == 20 + 3 + 1)
        #expect(bench.exceededReading?.rule?.group == .lsaType(5))
        bench.withdraw()
        bench.wait(60)
        #expect(bench.phase() == .normal)
    }

    @Test func `limits by area: what is flooded through the whole system is counted apart`() {
        let policy = LimitPolicy(maximum: 20, warningThreshold: 0, action: .reject, scope: .area)
        var bench = LimitBench([2: policy])
        bench.flood(40)
        bench.wait(60)
        #expect(bench.network.routers[2].databaseCounts.external == 20)
        #expect(bench.network.routers[2].databaseCounts.foreign == 22)
    }

    @Test func `LSAs of unreachable routers count, unless the policy leaves them out`() {
        for counts in [true, false] {
            let policy = LimitPolicy(maximum: 50, warningThreshold: 0, action: .warn, countsOrphans: counts)
            var bench = LimitBench([2: policy])
            bench.flood(40)
            bench.wait(60)
            #expect(bench.network.routers[2].countedLSAs == 42)
            bench.network.apply(.decommission(router: 0, orderly: false), text: "off")
            bench.wait(60)
            #expect(bench.network.routers[2].databaseCounts.foreign == 42)
            #expect(bench.network.routers[2].countedLSAs == (counts ? 42 : 1))
            bench.flood(30, from: 1, name: "y", base: 0xAC10_0000)
            bench.wait(60)
            #expect((bench.first(.limitExceeded) != nil) == counts)
        }
    }

    @Test func `a router's own LSAs count where the policy says so`() {
        let policy = LimitPolicy(
            count: .all, maximum: 50, warningThreshold: 0, action: .shutdown, ignoreTime: nil)
        var bench = LimitBench([2: policy])
        bench.flood(60, from: 2)
        bench.wait(10)
        #expect(bench.phase() == .isolatedPermanently)
        var foreign = policy
        foreign.countsSelfOriginated = false
        bench = LimitBench([2: foreign])
        bench.flood(60, from: 2)
        bench.wait(10)
        #expect(bench.phase() == .normal)
    }

    // MARK: Refusing

    @Test(arguments: [LimitPolicy.HeldUpdates.accept, .maxAgeOnly, .refuse])
    func `new instances of held LSAs, while others are refused`(updates: LimitPolicy.HeldUpdates) {
        let policy = LimitPolicy(maximum: 50, warningThreshold: 0, action: .reject, heldUpdates: updates)
        var bench = LimitBench([2: policy])
        bench.flood(80)
        bench.wait(30)
        #expect(bench.phase() == .rejecting)
        let refused = bench.network.routers[2].counters.lsasRejected
        var set = RedistributionConfiguration(name: "x", prefixes: LimitBench.prefixes(80))
        set.metric = 77
        bench.network.apply(.redistribute(router: 0, set), text: "metric")
        bench.wait(30)
        let table = bench.network.routers[2].routingTable.entries(bench.network.context.store)
        let changed = table.count { $0.route.pathType == .external2 && $0.route.type2Cost == 77 }
        #expect(changed == (updates == .accept ? 48 : 0))
        #expect(bench.network.routers[2].counters.lsasRejected > refused)
        bench.withdraw()
        bench.wait(60)
        #expect(bench.network.routers[2].databaseCounts.external == (updates == .refuse ? 48 : 0))
    }

    @Test func `a release by the clock waits for its interval, and looks again while it is full`() throws {
        var policy = LimitPolicy(maximum: 50, warningThreshold: 0, action: .reject, release: .timer)
        policy.exitInterval = .seconds(100)
        policy.exitJitter = .zero
        var bench = LimitBench([2: policy])
        bench.flood(80)
        bench.wait(150)
        #expect(bench.phase() == .rejecting)
        bench.withdraw()
        bench.wait(30)
        #expect(bench.phase() == .rejecting)
        bench.wait(60)
        #expect(bench.phase() == .normal)
        let length = try #require(bench.first(.limitCleared)) - #require(bench.first(.limitExceeded))
        #expect(length == .seconds(100) || length == .seconds(200))
    }

    @Test func `rejecting is not free: databases differ, and what is not acknowledged comes again and again`() {
        let policy = LimitPolicy(maximum: 50, action: .reject, acknowledgesRejected: false)
        var bench = LimitBench([1: policy, 2: policy]) { $0.link(0, 2) }
        bench.flood(80)
        bench.wait(600)
        // Two neighbors refuse: both are sent what they refuse, every five seconds.
        let resent = bench.network.routers[0].counters.lsasRetransmitted
        let refused = bench.network.routers[1].counters.lsasRejected + bench.network.routers[2].counters.lsasRejected
        #expect(resent > 6_000)
        #expect(refused >= resent)
        let digests = bench.network.routers.map { $0.databaseDigest(DatabaseKey.systemWide) }
        #expect(digests[0] != digests[1])
        #expect(bench.network.routers[1].fullAdjacencies == 2)
    }

    // MARK: Isolation

    @Test func `a router that flushes before it isolates itself leaves nothing behind`() {
        for flushes in [true, false] {
            let policy = LimitPolicy(
                maximum: 50, action: .shutdown, isolatedHellos: .farewell, ignoreTime: nil, flushesOwnLSAs: flushes)
            var bench = LimitBench([2: policy])
            bench.flood(10, from: 2, name: "own", base: 0xAC10_0000)
            bench.wait(30)
            bench.flood(60)
            bench.wait(60)
            #expect(bench.phase() == .isolatedPermanently)
            #expect(bench.network.routers[0].databaseCounts.external == (flushes ? 60 : 70))
        }
    }

    // MARK: BIRD

    private static let bird = LimitPolicy(
        count: .routes, maximum: 10, warningThreshold: 0, action: .reject, release: .latched)

    /// As BIRD 2.0.12 was seen to do: ten routes of twenty-odd, the database complete, and no way back by itself.
    @Test func `BIRD's block keeps routes out, not LSAs, and stays latched`() {
        var bench = LimitBench([2: Self.bird])
        let routes = bench.network.routers[2].routingTable.count
        bench.flood(20)
        bench.wait(30)
        #expect(bench.network.routers[2].databaseCounts.external == 20)
        #expect(bench.network.routers[2].routingTable.count == 10)
        #expect(bench.phase() == .rejecting)
        bench.flood(3)
        bench.wait(30)
        let held = bench.network.routers[2].routingTable.count
        #expect(held <= routes + 3 && held < 10)
        bench.flood(5)
        bench.wait(30)
        #expect(bench.network.routers[2].databaseCounts.external == 5)
        #expect(bench.network.routers[2].routingTable.count == held)
        bench.network.apply(.clear(router: 2), text: "clear")
        bench.wait(60)
        #expect(bench.network.routers[2].routingTable.count == routes + 5)
    }

    @Test func `BIRD's disable does not come back by itself; the neighbor knows at once, and keeps its LSAs`() throws {
        var policy = Self.bird
        policy.action = .shutdown
        policy.isolatedHellos = .farewell
        policy.ignoreTime = nil
        var bench = LimitBench([2: policy])
        bench.flood(20)
        bench.wait(30)
        #expect(bench.phase() == .isolatedPermanently)
        let loss = bench.network.context.journal.happenings.first { $0.kind == .adjacencyLost && $0.router == 1 }
        #expect(loss?.reason == .oneWay)
        let fall = try #require(bench.first(.isolatedPermanently))
        #expect((loss?.instant ?? .never) - bench.start - fall < .seconds(1))
        #expect(bench.network.routers[1].databaseCounts.all == 23)
        bench.flood(3)
        bench.wait(3600)
        #expect(bench.phase() == .isolatedPermanently)
        bench.network.apply(.clear(router: 2), text: "enable")
        bench.wait(60)
        #expect(bench.phase() == .normal && bench.network.routers[2].fullAdjacencies == 1)
    }

    @Test func `BIRD's restart comes back after three seconds, as often as it takes`() {
        var policy = Self.bird
        policy.action = .shutdown
        policy.isolatedHellos = .farewell
        policy.ignoreTime = .seconds(3)
        policy.ignoreCount = 1_000_000
        policy.permanence = .exceeds
        var bench = LimitBench([2: policy])
        bench.flood(20)
        bench.wait(600)
        let story = bench.happenings().map(\.kind)
        #expect(story.count { $0 == .isolated } > 10)
        #expect(!story.contains(.isolatedPermanently))
        bench.withdraw()
        bench.wait(120)
        #expect(bench.phase() == .normal && bench.network.routers[2].fullAdjacencies == 1)
    }
}
