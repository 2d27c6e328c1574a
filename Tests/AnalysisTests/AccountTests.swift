import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Accounts of probes") struct AccountTests {
    /// A silent cut from 10 s to 20 s: shorter than the dead interval, so that no table changes.
    private func cut(_ segment: Int, in builder: NetworkBuilder, _ probes: [Probe]) throws -> RunResult {
        try Samples.run(
            Scenario(
                name: "cut", network: builder.configuration,
                timeline: [
                    TimelineEntry(.at(.seconds(10)), [.cut(segment: SegmentIndex(segment), silent: true)]),
                    TimelineEntry(.at(.seconds(20)), [.repair(segment: SegmentIndex(segment))]),
                ], probes: probes, duration: .seconds(30)))
    }

    @Test func `a cut of ten seconds loses ten seconds`() throws {
        let result = try cut(1, in: Samples.row, [Samples.probe(from: [0], to: [2])])
        let probe = result.probes[0]
        #expect(probe.lost == .seconds(10))
        #expect(probe.blackHole == .seconds(10))
        #expect(probe.dark == .seconds(10))
        #expect(probe.outages.map { $0.end - $0.start } == [.seconds(10)])
        #expect(probe.outages[0].start - result.start == .seconds(10))
        #expect(probe.samples.map(\.lost) == [0, 1_000_000, 0])
        #expect(probe.losses.map(\.death) == [Death(.nextHopDead, at: 2)])
        #expect(probe.losses.map(\.lost) == [.seconds(10)])
        #expect(probe.deliveredSince.map { $0 - result.start } == .seconds(20))
    }

    @Test func `one of two paths counts half, and is not dark`() throws {
        let probe = try cut(1, in: Samples.square, [Samples.probe(from: [0], to: [3])]).probes[0]
        #expect(probe.lost == .seconds(5))
        #expect(probe.dark == .zero)
        #expect(probe.outages.map(\.worst) == [500_000])
    }

    @Test func `a probe's loss is weighted by its pairs`() throws {
        let result = try cut(1, in: Samples.row, [Samples.probe(from: [0], to: [1, 2])])
        #expect(result.probes[0].pairs == 2)
        #expect(result.probes[0].lost == .seconds(5))
        #expect(result.probes[0].worstStreams.map(\.lost) == [.seconds(10)])
        #expect(result.probes[0].sources.map(\.lost) == [.seconds(5)])
    }

    @Test func `losses and restorations are in the journal, with the cut as their cause`() throws {
        let result = try cut(1, in: Samples.row, [Samples.probe(from: [0], to: [2])])
        let told = result.happenings.map { result.journal.happenings[$0] }
        #expect(told.map(\.kind) == [.action, .probeLost, .action, .probeRestored])
        #expect(result.journal[told[1].cause].kind == .action)
    }

    @Test func `a router that is switched off is not counted as a loss of its own address`() throws {
        let result = try Samples.run(
            Scenario(
                name: "off", network: Samples.row.configuration,
                timeline: [TimelineEntry(.at(.seconds(5)), [.decommission(router: 2, orderly: false)])],
                probes: [Samples.probe(from: [0], to: [1, 2])], duration: .seconds(20)))
        #expect(result.probes[0].lost == .zero)
        #expect(result.probes[0].absentPairsAtEnd == 1)
    }

    @Test func `a refusal's loop is counted as a loop`() throws {
        let service = RedistributionConfiguration(name: "service", prefixes: [Samples.service])
        let probe = Probe(
            name: "service", sources: [ProbeSource(name: "r0", entries: [0])],
            destinations: [ProbeDestination(address: Samples.service.host(1))])
        let result = try Samples.run(
            Scenario(
                name: "refusal", network: Samples.refusal.configuration,
                timeline: [TimelineEntry(.at(.seconds(10)), [.redistribute(router: 2, service)])], probes: [probe],
                duration: .seconds(60)))
        #expect(result.probes[0].looping > .seconds(48))
        #expect(result.probes[0].blackHole == .zero)
        #expect(result.totals.routers.lsasRejected > 0)
        #expect(result.convergence.databasesEqualSince == nil)
    }
}
