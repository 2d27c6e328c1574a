import Analysis
import Captures
import Emulation
import NetworkPrimitives
import OSPF
import Replays
import Synchronization
import TestSupport
import Testing

@Suite("Replaying a capture") struct CaptureReplayTests {
    private func capture() throws -> CapturedUpdates {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/captures/lan-flap.pcap").path
        return CapturedUpdates(try CaptureReader(path: path))
    }

    private func replay(_ limit: LimitPolicy, for aftermath: Duration) async throws -> ReplayResult {
        let results = try await ReplayResult.hearing(try capture(), limits: [limit], aftermath: aftermath)
        return try #require(results?.first)
    }

    @Test func `without a limit the router ends with what the capture left alive`() async throws {
        let result = try await replay(.none, for: .seconds(60))
        #expect(result.events.isEmpty)
        #expect(result.finalDatabase.count == result.router.countedLSAs)
        #expect(result.finalDatabase.count == 5)
        #expect(result.counters.largestCount > 25)
    }

    @Test func `a limit trips at the frame that goes over it`() async throws {
        let limit = LimitPolicy(maximum: 20, warningThreshold: 0, action: .shutdown)
        let result = try await replay(limit, for: .seconds(600))
        #expect(result.events.map(\.kind) == [.limitExceeded, .isolated, .returned])
        let trip = try #require(result.events.first)
        #expect(trip.count == 21)
        #expect(trip.composition.reduce(0) { $0 + $1.count } == 21)
        let frame = try #require(trip.frame)
        let update = try #require(try capture().updates.first { $0.frame == frame })
        // The router under test gets it a moment after it crossed the captured wire.
        #expect(trip.offset >= update.offset && trip.offset - update.offset < .milliseconds(200))
        #expect(result.timeIsolated == .seconds(300))
        #expect(result.router.countedLSAs == 5)
    }

    @Test func `rejecting keeps the database at the limit`() async throws {
        let result = try await replay(LimitPolicy(maximum: 20, action: .reject), for: .seconds(60))
        #expect(result.counters.largestCount == 20)
        #expect(result.counters.lsasRejected > 0)
        #expect(result.timeIsolated == .zero)
    }

    @Test func `Looking on changes nothing, and misses nothing`() async throws {
        let limit = LimitPolicy(maximum: 20, action: .shutdown)
        let capture = try capture()
        let scenario = RouterUnderTest.scenario(hearing: capture, limit: limit, aftermath: .seconds(600))
        let network = try #require(try Simulation.startingNetwork(of: scenario))
        var simulation = Simulation(scenario, from: network)
        let start = simulation.network.now
        let told = Mutex<[ReplayResult.Event]>([])
        let observer = Simulation.Observer(trace: { network, happenings in
            let events = ReplayResult.events(happenings, in: network.context.journal, of: capture, start: start)
            told.withLock { $0 += events }
        })
        let watched = simulation.run(observer: observer)
        let plain = try await replay(limit, for: .seconds(600))
        #expect(watched.digest == plain.run.digest)
        #expect(told.withLock { $0.map(\.kind) } == plain.events.map(\.kind))
        #expect(told.withLock { $0.map(\.offset) } == plain.events.map(\.offset))
        let impatient = Simulation.Observer(isCancelled: { true })
        #expect(
            try await ReplayResult.hearing(capture, limits: [limit], aftermath: .zero, observer: impatient) == nil)
    }

    @Test func `the same capture gives the same replay, whatever the number of jobs`() async throws {
        let limits = [LimitPolicy(maximum: 20, action: .shutdown), LimitPolicy(maximum: 20, action: .reject)]
        let (one, two) = (
            try await ReplayResult.hearing(try capture(), limits: limits + limits, aftermath: .seconds(600)),
            try await ReplayResult.hearing(try capture(), limits: limits + limits, aftermath: .seconds(600), jobs: 2)
        )
        let digests = try #require(one).map(\.run.digest)
        #expect(digests == two?.map(\.run.digest))
        #expect(digests[0] == digests[2] && digests[0] != digests[1])
    }
}
