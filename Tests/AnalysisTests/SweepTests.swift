import Analysis
import Emulation
import NetworkPrimitives
import Synchronization
import TestSupport
import Testing

@Suite("Sweeps") struct SweepTests {
    private var scenario: Scenario {
        Scenario(name: "square", network: Samples.square.configuration, duration: .seconds(20))
    }

    private func variant(_ name: String, _ scenario: Scenario) -> Sweep.Variant {
        Sweep.Variant(name: name, scenario: scenario)
    }

    /// The digest of each run: of what fails, at its start.
    private func digests(
        _ sweep: Sweep, except known: Set<Sweep.RunID> = [], jobs: Int = 1, counter: Counter = Counter()
    ) async throws -> [Sweep.RunID: UInt64] {
        var digests: [Sweep.RunID: UInt64] = [:]
        let isWhole = try await sweep.run(except: known, jobs: jobs) { trial -> UInt64? in
            counter.add()
            var scenario = trial.scenario
            scenario.timeline = [TimelineEntry(.at(.zero), trial.id.failure?.actions ?? [])]
            var simulation = Simulation(scenario, from: trial.network)
            return simulation.run().digest
        } take: {
            digests[$0] = $1
        }
        #expect(isWhole)
        return digests
    }

    @Test func `There is a row for each variant, failure and seed, for any number of jobs`() async throws {
        var longer = scenario
        longer.duration = .seconds(30)
        let sweep = Sweep(
            [variant("short", scenario), variant("long", longer)],
            failures: [nil, Failure([.router(1)]), Failure([.segment(0)])], seeds: [1, 2])
        #expect(sweep.runs.count == 12)
        let one = try await digests(sweep)
        #expect(Set(one.keys) == Set(sweep.runs))
        #expect(Set(one.values).count == 12)
        #expect(try await digests(sweep, jobs: 3) == one)
    }

    @Test func `Rows that are there already are not made again, and the others are the same`() async throws {
        let sweep = Sweep(
            [variant("square", scenario)], failures: [nil, Failure([.router(1)])], seeds: [1, 2, 3])
        let whole = try await digests(sweep)
        let known = Set(sweep.runs.prefix(4))
        let counter = Counter()
        let rest = try await digests(sweep, except: known, counter: counter)
        #expect(counter.count == 2)
        #expect(rest == whole.filter { !known.contains($0.key) })
        #expect(try await digests(sweep, except: Set(sweep.runs), counter: counter).isEmpty)
        #expect(counter.count == 2)
    }

    @Test func `Runs that are equal but for a name are done once`() async throws {
        let counter = Counter()
        let sweep = Sweep([variant("one", scenario), variant("other", scenario)], seeds: [4])
        let digests = try await digests(sweep, counter: counter)
        #expect(counter.count == 1)
        #expect(digests.count == 2 && Set(digests.values).count == 1)
    }

    @Test func `What was done when a sweep ends is kept`() async throws {
        let sweep = Sweep([variant("square", scenario)], seeds: [1, 2, 3])
        var done: [UInt64] = []
        let isWhole = try await sweep.run {
            $0.id.seed < 3 ? $0.id.seed : nil
        } take: {
            done.append($1)
        }
        #expect(!isWhole && done == [1, 2])
        #expect(try await sweep.rows { $0.id.seed < 3 ? $0.id.seed : nil } == nil)
        #expect(try await sweep.rows { $0.id.seed } == [1, 2, 3])
    }

    /// How many runs there were.
    private final class Counter: Sendable {
        private let runs = Mutex(0)
        var count: Int { runs.withLock { $0 } }
        func add() { runs.withLock { $0 += 1 } }
    }
}
