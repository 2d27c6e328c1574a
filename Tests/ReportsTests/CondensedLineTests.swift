import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Reports
import TestSupport
import Testing

/// What a report condenses or leaves out, it says.
@Suite("Condensed lines") struct CondensedLineTests {
    private func run(_ routers: Int, _ timeline: [TimelineEntry] = []) throws -> RunResult {
        var builder = NetworkBuilder(routers: routers)
        for router in 1..<routers { builder.link(router - 1, router) }
        let probe = Probe(
            name: "a to b", sources: [ProbeSource(name: "r0", entries: [0])],
            destinations: [ProbeDestination(address: IPv4Address("10.0.0.2")!)])
        let scenario = Scenario(
            name: "row", network: builder.configuration, timeline: timeline, probes: [probe], duration: .seconds(20))
        let network = try #require(try Simulation.converged(scenario.network))
        var simulation = Simulation(scenario, from: network)
        return simulation.run()
    }

    private func cut(at milliseconds: Int64, for time: Int64) -> [TimelineEntry] {
        [
            TimelineEntry(.at(.milliseconds(milliseconds)), [.cut(segment: 0, silent: true)]),
            TimelineEntry(.at(.milliseconds(milliseconds + time)), [.repair(segment: 0)]),
        ]
    }

    @Test func `a loss that ends at once has its end on its line`() throws {
        let once = RunText(try run(2, cut(at: 5_000, for: 2))).text
        #expect(once.contains("  +5.000  a to b: the pair loses traffic, for 2ms; then everything arrives\n"))
        let twice = RunText(try run(2, cut(at: 5_000, for: 2) + cut(at: 5_500, for: 3))).text
        #expect(twice.contains("a to b: the pair loses traffic, 2 times until +5.503; then everything arrives\n"))
        let again = RunText(try run(2, cut(at: 5_000, for: 2) + cut(at: 5_500, for: 60_000))).text
        #expect(again.contains("a to b: the pair loses traffic, again from +5.500 on\n"))
    }

    @Test func `columns that do not fit are named`() throws {
        let result = try run(3, cut(at: 5_000, for: 2))
        let narrow = RunText(result, options: ReportOptions(width: 60)).text
        #expect(narrow.contains("left out ("))
        let wide = RunText(result).text
        #expect(!wide.contains("left out"))
        let verbose = RunText(result, options: ReportOptions(isVerbose: true, width: 60)).text
        #expect(!verbose.contains("left out"))
    }

    @Test func `the sentence below a table counts what is hidden`() throws {
        var result = try run(61)
        for router in 0..<50 { result.routers[router].isolations = 1 }
        let text = RunText(result).text
        #expect(
            text.contains("  ... 21 more (10 shut down at their limits, 11 running normally); --verbose prints them\n"))
    }

    @Test func `a comparison of few variants is transposed where it would lose columns`() async throws {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        let scenario = Scenario(name: "row", network: builder.configuration, duration: .seconds(20))
        let variants = ["one", "other"].map { Sweep.Variant(name: $0, scenario: scenario) }
        let comparison = try #require(try await Comparison.run(variants))
        let wide = ComparisonText(comparison).text
        #expect(wide.contains("  variant  shut down"))
        let narrow = ComparisonText(comparison, options: ReportOptions(width: 50)).text
        #expect(narrow.contains(/\n  variant +one +other\n/))
        #expect(narrow.contains(/\n  largest database +\d+ +\d+\n/))
        #expect(!narrow.contains("left out"))
    }

    @Test func `one is singular`() throws {
        let text = RunText(try run(2, cut(at: 5_000, for: 60_000))).text
        #expect(!text.contains(/\b1 (LSAs|pairs|routers|hellos|packets|columns|SPF runs|elections)\b/))
    }
}
