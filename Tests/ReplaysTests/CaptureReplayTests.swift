import Captures
import NetworkPrimitives
import OSPF
import Replays
import TestSupport
import Testing

@Suite("Replaying a capture") struct CaptureReplayTests {
    private func capture() throws -> CapturedUpdates {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/captures/lan-flap.pcap").path
        return CapturedUpdates(try CaptureReader(path: path))
    }

    @Test func `without a limit the router ends with what the capture left alive`() throws {
        let result = CaptureReplay(limit: .none, aftermath: .seconds(60)).run(try capture())
        #expect(result.events.isEmpty)
        #expect(result.finalDatabase.count == result.finalCount)
        #expect(result.finalCount == 5)
        #expect(result.peak > 25)
    }

    @Test func `a limit trips at the frame that goes over it`() throws {
        let limit = LimitPolicy(maximum: 20, warningThreshold: 0, action: .shutdown)
        let result = CaptureReplay(limit: limit, aftermath: .seconds(600)).run(try capture())
        #expect(result.events.map(\.kind) == [.limitExceeded, .isolated, .returned])
        let trip = try #require(result.events.first)
        #expect(trip.count == 21)
        #expect(trip.composition.reduce(0) { $0 + $1.count } == 21)
        let frame = try #require(trip.frame)
        let update = try #require(try capture().updates.first { $0.frame == frame })
        // The router under test gets it a moment after it crossed the captured wire.
        #expect(trip.offset >= update.offset && trip.offset - update.offset < .milliseconds(200))
        #expect(result.timeIsolated == .seconds(300))
        #expect(result.finalCount == 5)
    }

    @Test func `rejecting keeps the database at the limit`() throws {
        let limit = LimitPolicy(maximum: 20, action: .reject)
        let result = CaptureReplay(limit: limit, aftermath: .seconds(60)).run(try capture())
        #expect(result.peak == 20)
        #expect(result.counters.lsasRejected > 0)
        #expect(result.timeIsolated == .zero)
    }

    @Test func `Looking on changes nothing, and misses nothing`() throws {
        let replay = CaptureReplay(limit: LimitPolicy(maximum: 20, action: .shutdown), aftermath: .seconds(600))
        var told: [ReplayResult.Event] = []
        let watch = CaptureReplay.Watch(step: .milliseconds(130)) { _, events in
            told += events
            return true
        }
        let watched = try #require(replay.run(try capture(), watch: watch))
        let plain = replay.run(try capture())
        #expect(watched.digest == plain.digest)
        #expect(told.map(\.kind) == plain.events.map(\.kind))
        #expect(told.map(\.offset) == plain.events.map(\.offset))
        #expect(replay.run(try capture(), watch: .init(step: .seconds(1)) { time, _ in time < .seconds(9) }) == nil)
    }

    @Test func `the same capture gives the same replay`() throws {
        let replay = CaptureReplay(limit: LimitPolicy(maximum: 20, action: .shutdown), aftermath: .seconds(600))
        #expect(replay.run(try capture()).digest == replay.run(try capture()).digest)
    }
}
