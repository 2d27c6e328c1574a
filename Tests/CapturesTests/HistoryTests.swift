import Captures
import NetworkPrimitives
import OSPFWire
import Testing

/// Captures of single LSAs in updates, at chosen times.
struct Wire {
    var frames: [CapturedFrame] = []

    /// - Parameters:
    ///   - time: in seconds.
    ///   - metric: the content: other metrics, other bodies.
    mutating func update(
        at time: Double, sequence: Int32, metric: UInt32 = 1, age: UInt16 = 1, id: UInt32 = 1,
        from sender: UInt32 = 1
    ) {
        let lsa = LSA(
            age: age, options: 2, type: .asExternal, linkStateID: IPv4Address(bits: 0xC000_0000 + id << 8),
            advertisingRouter: RouterID(bits: 1), sequenceNumber: Int32.min + sequence,
            body: .external(
                ExternalLSABody(
                    mask: IPv4Address(bits: 0xFFFF_FF00), routes: [.init(externalType: .type2, metric: metric)])))
        let packet = OSPFPacket(
            routerID: RouterID(bits: sender), areaID: .backbone,
            body: .linkStateUpdate(LinkStateUpdate(lsas: [lsa])))
        let source = IPv4Address(bits: 0x0A00_0000 + sender)
        frames.append(
            CapturedFrame(
                number: frames.count + 1, time: Instant(nanoseconds: Int64(time * 1e9)),
                octets: OSPFFrame.ethernet(packet.encoded(), from: source, to: .allSPFRouters)))
    }

    var analysis: CaptureAnalysis {
        var analysis = CaptureAnalysis()
        for frame in frames { analysis.add(frame) }
        return analysis
    }

    func summary() throws -> CaptureSummary {
        analysis.summary(of: try CaptureReader(octets: OwnCaptures.fiveTypes))
    }

    func rules() throws -> [Violation.Rule] { try summary().violations.map(\.rule) }
}

@Suite("What a capture's databases went through") struct HistoryTests {
    @Test func `A sequence number that leaps is named, one that skips what was not captured is not`() throws {
        var wire = Wire()
        wire.update(at: 0, sequence: 1)
        wire.update(at: 100, sequence: 8)
        #expect(try wire.rules() == [])
        wire.update(at: 200, sequence: 900)
        #expect(try wire.rules() == [.sequenceJump])
    }

    @Test func `A war of flushes is one that goes on, not one flush and return`() throws {
        var wire = Wire()
        for turn in 0..<2 {
            wire.update(at: Double(turn) * 20, sequence: Int32(2 * turn + 1))
            wire.update(at: Double(turn) * 20 + 10, sequence: Int32(2 * turn + 1), age: 3600)
        }
        #expect(try wire.rules() == [])
        var war = Wire()
        war.update(at: 0, sequence: 1)
        for turn in 1..<6 {
            war.update(at: Double(turn) * 6, sequence: Int32(turn), age: 3600, from: 2)
            war.update(at: Double(turn) * 6 + 5, sequence: Int32(turn + 1))
        }
        let violation = try #require(try war.summary().violations.first { $0.rule == .maxAgeWar })
        #expect(violation.count == 3)
        #expect(violation.frame == 7)
    }

    @Test("RFC 2328 §14: what was flushed may begin again with the first sequence number")
    func rebirth() throws {
        var wire = Wire()
        wire.update(at: 0, sequence: 1)
        wire.update(at: 50, sequence: 1, age: 3600)
        // A neighbor that had not heard of the flush yet.
        wire.update(at: 50.5, sequence: 1, age: 51, from: 3)
        #expect(try wire.summary().databases[0].liveCount == 0)
        wire.update(at: 53, sequence: 1)
        #expect(try wire.summary().databases[0].liveCount == 1)
        #expect(try wire.summary().databases[0].entries[0].returns == 1)
    }

    @Test func `Two contents in turn`() throws {
        var wire = Wire()
        for turn in 0..<8 { wire.update(at: Double(turn) * 6, sequence: Int32(turn + 1), metric: UInt32(turn % 2)) }
        #expect(try wire.rules().contains(.contested))
        var slow = Wire()
        for turn in 0..<8 { slow.update(at: Double(turn) * 60, sequence: Int32(turn + 1), metric: UInt32(turn % 2)) }
        #expect(try slow.rules() == [])
        #expect(try slow.summary().databases[0].entries[0].reversions == 6)
    }

    @Test func `A storm says how large it was, of what kind, and what it followed`() throws {
        var wire = Wire()
        for id in 0..<30 { wire.update(at: 1 + Double(id) / 100, sequence: 1, id: UInt32(id)) }
        for id in 0..<30 { wire.update(at: 2 + Double(id) / 100, sequence: 2, age: 3600, id: UInt32(id)) }
        let events = try wire.summary().events
        guard case .storm(let storm)? = events.first?.kind else {
            Issue.record("no storm in \(events)")
            return
        }
        #expect(events.count == 1)
        #expect(storm.lsas == 60 && storm.peakPerSecond == 30)
        #expect(storm.arrivals[.new] == 30 && storm.arrivals[.flushed] == 30)
        #expect(storm.until == Instant(nanoseconds: 3_000_000_000))
        #expect(storm.precursor == nil)
    }

    @Test func `The difference between two moments`() {
        var wire = Wire()
        wire.update(at: 0, sequence: 1, id: 1)
        wire.update(at: 0, sequence: 1, id: 2)
        wire.update(at: 0, sequence: 1, id: 3)
        wire.update(at: 0, sequence: 1, age: 3_590, id: 4)
        wire.update(at: 0, sequence: 1, id: 6)
        let before = wire.analysis.databases
        wire.update(at: 5, sequence: 2, id: 1)
        wire.update(at: 5, sequence: 2, metric: 9, id: 2)
        wire.update(at: 5, sequence: 1, age: 3_600, id: 3)
        wire.update(at: 5, sequence: 1, id: 5)
        let difference = DatabaseDifference(
            from: before, at: .origin, to: wire.analysis.databases, at: .origin + .seconds(20))
        #expect(difference.entries.map(\.change) == [.refreshed, .changed, .gone, .gone, .appeared])
        #expect(difference.entries.compactMap { $0.key?.linkStateID.bits }.map { $0 >> 8 & 0xFF } == [1, 2, 3, 4, 5])
        #expect(difference.areas.map(\.area) == [nil])
        #expect(difference.areas[0].before == 5 && difference.areas[0].after == 4)
    }
}
