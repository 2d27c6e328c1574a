import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@testable import Analysis

@Suite("The course of a run") struct CourseTests {
    private func run(_ scenario: Scenario, recordsCourse: Bool = true) throws -> RunResult {
        let network = try #require(try Simulation.converged(scenario.network))
        var simulation = Simulation(scenario, from: network)
        var observer = Simulation.Observer()
        observer.recordsCourse = recordsCourse
        return simulation.run(observer: observer)
    }

    private func seconds(_ instant: Instant, _ result: RunResult) -> Int64 {
        (instant - result.start).nanoseconds / 1_000_000_000
    }

    @Test func `Recording changes nothing that happens`() throws {
        for scenario in [Samples.takeover, cut(1, in: Samples.square, to: 3)] {
            let (with, without) = (try run(scenario), try run(scenario, recordsCourse: false))
            #expect(with.digest == without.digest && with.totals == without.totals)
            #expect(with.journal.happenings.count == without.journal.happenings.count)
            #expect(with.routers.map(\.samples) == without.routers.map(\.samples))
            #expect(with.course != nil && without.course == nil)
        }
    }

    private func cut(_ segment: SegmentIndex, in builder: NetworkBuilder, to target: Int, silent: Bool = false)
        -> Scenario
    {
        Scenario(
            name: "cut", network: builder.configuration,
            timeline: [
                TimelineEntry(.at(.seconds(10)), [.cut(segment: segment, silent: silent)]),
                TimelineEntry(.at(.seconds(90)), [.repair(segment: segment)]),
            ], probes: [Samples.probe(from: [0], to: [target])], duration: .seconds(180))
    }

    @Test func `Both ends of a link go down with its carrier, and come up when they are Full`() throws {
        let result = try run(cut(1, in: Samples.square, to: 3))
        let course = try #require(result.course)
        #expect(course.adjacencies[0].map(\.value) == [0, 1])
        let link = course.adjacencies[1]
        #expect(link.prefix(4).map(\.value) == [0, 1, 0, 1] && link.count == 6)
        #expect(link[2..<4].allSatisfy { seconds($0.instant, result) == 10 })
        let formed = result.happenings.map { result.journal.happenings[$0] }.filter { $0.kind == .adjacencyFormed }
        #expect(link[4...].map(\.instant) == formed.map(\.instant))
    }

    @Test func `A router is what it was at each moment, and at the end what its outcome says`() throws {
        let result = try run(Samples.takeover)
        let course = try #require(result.course)
        #expect(course.states.map { $0.last?.value } == result.routers.map(\.state))
        #expect(course.states[0].map(\.value) == [.running, .poweredOff])
        #expect(seconds(course.states[0][1].instant, result) == 10)
        let shutdown = result.happenings.map { result.journal.happenings[$0] }.first { $0.kind == .isolated }
        #expect(course.states[2].first { $0.value == .isolated }?.instant == shutdown?.instant)
        #expect(course.states[2].contains { $0.value == .isolated })
    }

    @Test func `What counts towards the limit reaches its peak`() throws {
        let result = try run(Samples.takeover)
        let course = try #require(result.course)
        #expect(course.counted.map { $0.map(\.value).max() } == result.routers.map(\.countedPeak))
    }

    /// Shares that die in pictures are those that the account lost, at every moment.
    private func expectAccounted(_ result: RunResult) throws {
        let course = try #require(result.course)
        for (probe, ways) in zip(result.probes, course.ways) {
            for sample in probe.samples {
                let place = ways.samples.last { $0.instant <= sample.instant }
                let picture = ways.pictures[try #require(place).value]
                let lost = picture.deaths.reduce(0) { $0 + $1.share }
                #expect(abs(lost - sample.lost) <= 2 + picture.deaths.count, "\(probe.name) at \(sample.instant)")
                let arrived = picture.arrivals.reduce(0) { $0 + $1.share }
                #expect(abs(lost + arrived - 1_000_000) <= 2 + picture.deaths.count + picture.arrivals.count)
            }
        }
    }

    @Test func `Ways are those of the traffic: two equal ones, then one, then both`() throws {
        let result = try run(cut(1, in: Samples.square, to: 3))
        let ways = try #require(result.course).ways[0]
        let pictures = ways.samples.map { ways.pictures[$0.value] }
        let both = [[0, 0, 1], [0, 2, 2], [1, 1, 3], [2, 3, 3]]
        func steps(_ picture: TrafficPicture) -> [[Int]] {
            picture.steps.map { [$0.what.from.offset, $0.what.segment.offset, $0.what.to?.offset ?? -1] }
                .sorted { $0.lexicographicallyPrecedes($1) }
        }
        #expect(steps(pictures[0]) == both && steps(pictures[pictures.count - 1]) == both)
        #expect(pictures[0].steps.allSatisfy { $0.share == 500_000 })
        #expect(pictures[0].entries == [TrafficPicture.Part(what: 0, share: 1_000_000)])
        #expect(
            pictures.contains {
                steps($0) == [[0, 2, 2], [2, 3, 3]] && $0.steps.allSatisfy { $0.share == 1_000_000 }
            })
        let broken = try #require(pictures.first { !$0.deaths.isEmpty })
        #expect(broken.deaths.map(\.what.reason) == [.interfaceDown] && broken.deaths[0].share == 500_000)
        try expectAccounted(result)
    }

    @Test func `Traffic on a longer way is on a detour for as long as the account says`() throws {
        var builder = Samples.square
        builder.nodes[0].ospf.interfaces[1].cost = 50
        let result = try run(cut(1, in: builder, to: 3))
        let detours = try #require(result.course).ways[0].detours
        #expect(detours.map(\.value) == [1_000_000, 0])
        #expect(detours[1].instant - detours[0].instant == result.probes[0].detour)
    }

    @Test func `Loops, refusals and many pairs are accounted for`() throws {
        for scenario in [Samples.takeover, loops] {
            let result = try run(scenario)
            #expect(result.probes.contains { $0.samples.contains { $0.lost > 0 } })
            try expectAccounted(result)
        }
        let course = try #require(try run(loops).course)
        #expect(course.ways[0].pictures.contains { $0.deaths.contains { $0.what.reason == .loop } })
    }

    private var loops: Scenario {
        Scenario(
            name: "loops", network: Samples.refusal.configuration,
            timeline: [
                TimelineEntry(
                    .at(.seconds(5)),
                    [
                        .redistribute(
                            router: 2, RedistributionConfiguration(name: "more", prefixes: [Samples.service]))
                    ])
            ],
            probes: [
                Probe(
                    name: "p", sources: [0, 1, 3].map { ProbeSource(name: "r\($0)", entries: [RouterIndex($0)]) },
                    destinations: [ProbeDestination(address: Samples.service.host(1))])
            ], duration: .seconds(120))
    }

    // MARK: Thinning

    @Test func `A series keeps its largest value however long it is`() {
        var series = Series(limit: 64)
        for second in 0..<10_000 {
            series.add(second % 1_000 == 777 ? 999 : second % 7, at: .origin + .seconds(Int64(second)))
        }
        #expect(series.samples.count <= 64)
        #expect(series.samples.contains { $0.value == 999 })
        #expect(series.samples.map(\.instant) == series.samples.map(\.instant).sorted())
    }

    @Test func `Large networks have fewer samples for each router, and an even number of them`() {
        #expect(Series.limit(ofEachOf: 1) == 512 && Series.limit(ofEachOf: 200) == 512)
        #expect(Series.limit(ofEachOf: 1_000) == 102 && Series.limit(ofEachOf: 100_000) == 32)
    }

    @Test func `Ways that change all the time are thinned, and the last one is kept`() {
        var ways = ProbeWays()
        var taken = 0
        for step in 0..<5_000 {
            let now = Instant.origin + .milliseconds(Int64(step * 10))
            guard ways.isDue(at: now) else { continue }
            taken += 1
            ways.add(TrafficPicture(entries: [TrafficPicture.Part(what: RouterIndex(step % 9), share: 1)]), at: now)
        }
        #expect(ways.samples.count <= 512 && taken < 600)
        #expect(ways.isBehind)
        #expect(Set(ways.samples.map(\.value)).isSubset(of: Set(ways.pictures.indices)))
    }
}
