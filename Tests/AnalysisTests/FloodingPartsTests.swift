import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Which databases ought to be equal") struct FloodingPartsTests {
    private func convergence(
        _ builder: NetworkBuilder, _ actions: [Action] = [], for duration: Duration = .seconds(90)
    ) throws -> RunResult.Convergence {
        try Samples.run(
            Scenario(
                name: "parts", network: builder.configuration,
                timeline: [TimelineEntry(.at(.seconds(10)), actions)], duration: duration)
        ).convergence
    }

    @Test func `RFC 5250 §3: LSAs with link scope are equal on each link, not beyond`() throws {
        var builder = Samples.row
        for router in 0...2 {
            builder.nodes[router].ospf.opaqueLSAs = [
                OpaqueConfiguration(scope: .link, count: UInt32(router + 1))
            ]
        }
        let convergence = try convergence(builder)
        #expect(convergence.databasesEqualSince != nil)
        #expect(convergence.distinctDatabases == 1)
    }

    /// r0 and r1 border area 1, a ring of four with r2 and r3, and meet in the backbone.
    private var ring: NetworkBuilder {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(0, 2, area: 1)
        builder.link(2, 3, area: 1)
        builder.link(3, 1, area: 1)
        for router in 2...3 { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: 1) }
        return builder
    }

    @Test func `RFC 2328 §3.7: the parts of a partitioned area are areas of their own`() throws {
        let convergence = try convergence(ring, [.cut(segment: 2, silent: false)])
        #expect(convergence.databasesEqualSince != nil)
        #expect(convergence.distinctDatabases == 1)
    }

    @Test func `routers of one part that hold different LSAs still differ`() throws {
        var builder = ring
        builder.nodes[3].ospf.limit = LimitPolicy(count: .all, maximum: 8, action: .reject)
        builder.nodes[2].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .area, count: 8)]
        let convergence = try convergence(builder)
        #expect(convergence.databasesEqualSince == nil)
        #expect(convergence.distinctDatabases > 1)
    }

    @Test func `RFC 2328 §3.6: AS-external-LSAs do not get through a stub area`() throws {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.link(2, 3)
        for router in 1...2 {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: .stub)]
        }
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(name: "service", prefixes: [Samples.service])
        ]
        let convergence = try convergence(builder)
        #expect(convergence.databasesEqualSince != nil)
        #expect(convergence.distinctDatabases == 1)
    }

    @Test func `RFC 5250 §3.1: opaque LSAs end at a router that does not take them`() throws {
        var builder = Samples.row
        builder.nodes[1].ospf.isOpaqueCapable = false
        builder.nodes[0].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .area, count: 3)]
        let convergence = try convergence(builder)
        #expect(convergence.databasesEqualSince != nil)
    }

    @Test func `a stopped process holds no database that could differ`() throws {
        let convergence = try convergence(Samples.row, [.stopProcess(router: 2, orderly: true)])
        #expect(convergence.databasesEqualSince != nil)
        #expect(convergence.distinctDatabases == 1)
    }
}
