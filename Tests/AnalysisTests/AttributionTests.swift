import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// What lost time was spent waiting for, on networks whose seconds can be calculated beforehand.
@Suite("Attribution of lost time") struct AttributionTests {
    /// Routers whose calculations wait 200 ms and take no time.
    private func slow(_ builder: NetworkBuilder) -> NetworkBuilder {
        var builder = builder
        for router in builder.nodes.indices {
            builder.nodes[router].ospf.timers.spf = .exponential(
                start: .milliseconds(200), hold: .milliseconds(200), maximum: .seconds(5))
            builder.nodes[router].cpu = .unlimited
        }
        return builder
    }

    /// 0 reaches 3 by 1, and by 2 at a higher cost.
    private var twoPaths: NetworkBuilder {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 3)
        builder.link(0, 2, cost: 50)
        builder.link(2, 3, cost: 50)
        return slow(builder)
    }

    private func run(
        _ builder: NetworkBuilder, _ timeline: [TimelineEntry], _ probe: Probe, seconds: Int64 = 100
    ) throws -> RunResult {
        let result = try Samples.run(
            Scenario(
                name: "attribution", network: builder.configuration, timeline: timeline, probes: [probe],
                duration: .seconds(seconds)))
        for probe in result.probes { #expect(probe.attribution.total == probe.lost) }
        return result
    }

    private func at(_ seconds: Int64, _ action: Action) -> TimelineEntry {
        TimelineEntry(.at(.seconds(seconds)), [action])
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5])
    func `a silent cut is detected when the dead interval ends, and repaired by one calculation`(seed: UInt64) throws {
        var builder = twoPaths
        builder.seed = seed
        let result = try run(
            builder, [at(10, .cut(segment: 0, silent: true))], Samples.probe(from: [0], to: [3]))
        let parts = result.probes[0].attribution
        let loss = try #require(
            result.happenings.map { result.journal.happenings[$0] }.first { $0.kind == .adjacencyLost })
        // The last hello came up to ten seconds before the cut. Either end may be the first to notice; where it is the far
        // one, the news comes round by 3 and 2, over three links of 1 ms.
        #expect(parts[.detection] >= .seconds(30) && parts[.detection] <= .seconds(40))
        #expect(parts[.detection] == loss.instant - result.start - .seconds(10))
        #expect(parts[.flooding] == (loss.router == 0 ? .zero : .milliseconds(3)))
        #expect(parts[.spfWait] == .milliseconds(200))
        #expect(parts[.other] == .zero && parts[.operatorWait] == .zero)
    }

    @Test func `a cut that both ends see costs the calculation alone`() throws {
        let result = try run(
            twoPaths, [at(10, .cut(segment: 0, silent: false))], Samples.probe(from: [0], to: [3]))
        let parts = result.probes[0].attribution.parts
        #expect(parts.map(\.part) == [.spfWait])
        #expect(parts.map(\.lost) == [.milliseconds(200)])
    }

    @Test func `news from afar is flooding on its way`() throws {
        // 0 - 1 - 2 - 3 and 0 - 4 - 3, where all but the links of 3 take a second. 2 sees the cut at once, sends packets back
        // after 200 ms, and they go round between 1 and 2 until 1 has calculated, 1 s + 200 ms after the cut; 0, which hears of
        // it from 4, is a millisecond later.
        var builder = NetworkBuilder(routers: 5)
        builder.link(0, 1, delay: .seconds(1))
        builder.link(1, 2, delay: .seconds(1))
        builder.link(2, 3)
        builder.link(0, 4, cost: 50, delay: .seconds(1))
        builder.link(4, 3, cost: 50)
        let result = try run(
            slow(builder), [at(10, .cut(segment: 2, silent: false))], Samples.probe(from: [0], to: [3]))
        let parts = result.probes[0].attribution
        #expect(result.probes[0].lost == .milliseconds(1_201))
        #expect(result.probes[0].looping == .milliseconds(1_001))
        #expect(parts.parts.map(\.part) == [.flooding, .spfWait])
        #expect(parts.parts.map(\.lost) == [.milliseconds(800), .milliseconds(401)])
    }

    @Test func `where only an operator can help, his time is told apart`() throws {
        var builder = slow(Samples.row)
        for router in builder.nodes.indices { builder.nodes[router].ospf.timers.minLSInterval = .zero }
        let result = try run(
            builder, [at(10, .cut(segment: 1, silent: false)), at(70, .repair(segment: 1))],
            Samples.probe(from: [0], to: [2]))
        let parts = result.probes[0].attribution
        // 200 ms until 1 no longer has a route, a link later 0, and then nothing more can be done.
        #expect(parts[.operatorWait] == .milliseconds(59_799))
        #expect(parts[.detection] > .zero && parts[.detection] < .seconds(11))
        #expect(parts[.other] == .zero && parts.protection == .zero)
        #expect(parts[.detection] + parts[.flooding] + parts[.spfWait] + .milliseconds(59_799) == result.probes[0].lost)
    }

    @Test func `a loss without an end waits for an operator who does not come`() throws {
        let result = try run(
            slow(Samples.row), [at(10, .cut(segment: 1, silent: false))], Samples.probe(from: [0], to: [2]))
        let parts = result.probes[0].attribution
        #expect(parts[.spfWait] == .milliseconds(201))
        #expect(parts[.operatorWait] == .milliseconds(89_799))
    }

    @Test func `a failure that nobody notices before it is repaired is all detection`() throws {
        let result = try run(
            twoPaths, [at(10, .cut(segment: 0, silent: true)), at(20, .repair(segment: 0))],
            Samples.probe(from: [0], to: [3]))
        #expect(result.probes[0].attribution.parts.map(\.part) == [.detection])
        #expect(result.probes[0].lost == .seconds(10))
    }

    @Test func `while a router is isolated, the way is shut by its protection`() throws {
        var scenario = Samples.takeover
        scenario.duration = .seconds(50)
        let result = try Samples.run(scenario)
        let probe = result.probes[0]
        #expect(probe.attribution.total == probe.lost)
        let isolated = try #require(
            result.happenings.map { result.journal.happenings[$0] }.first { $0.kind == .isolated })
        #expect(probe.attribution[.isolation] == result.end - isolated.instant)
    }

    @Test func `a refused prefix is lost to the refusal`() throws {
        let service = RedistributionConfiguration(name: "service", prefixes: [Samples.service])
        let probe = Probe(
            name: "service", sources: [ProbeSource(name: "r0", entries: [0])],
            destinations: [ProbeDestination(address: Samples.service.host(1))])
        let result = try run(Samples.refusal, [at(10, .redistribute(router: 2, service))], probe, seconds: 60)
        let lost = result.probes[0].lost
        #expect(lost > .seconds(48))
        #expect(result.probes[0].attribution[.refusal] == lost)
    }

    @Test func `parts of a probe are weighted as its loss is`() throws {
        // Of four pairs two lose everything for 200 ms; one more has no traffic after its router went off.
        let result = try run(
            twoPaths,
            [at(10, .cut(segment: 0, silent: false)), at(50, .decommission(router: 2, orderly: false))],
            Samples.probe(from: [0, 1], to: [2, 3]))
        #expect(result.probes[0].attribution.total == result.probes[0].lost)
        #expect(result.probes[0].lost > .milliseconds(100))
    }

    // MARK: Detours

    @Test func `a longer way is a detour, with what it costs more`() throws {
        let result = try run(
            twoPaths, [at(10, .cut(segment: 0, silent: false)), at(60, .repair(segment: 0))],
            Samples.probe(from: [0], to: [3]))
        let probe = result.probes[0]
        // From the end of the loss until the repaired link is used again.
        let back = try #require(
            result.happenings.map { result.journal.happenings[$0] }.last { $0.kind == .adjacencyFormed })
        #expect(probe.detour >= .milliseconds(49_800) && probe.detour < .seconds(62))
        #expect(probe.detour >= back.instant - result.start - .milliseconds(10_200))
        // By 2 the way costs 100 rather than 20, over as many links.
        #expect(probe.longestDetour == WayLength(cost: 80, hops: 0))
    }

    @Test func `other costs on the same way make no detour`() throws {
        let result = try run(
            Samples.row, [at(10, .setCost(router: 0, interface: 0, cost: 500))], Samples.probe(from: [0], to: [2]))
        #expect(result.probes[0].detour == .zero)
    }
}
