import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §13.1 Determining which LSA is newer") struct Section13_1Tests {
    private static let sequences: [Int32] = [-0x7FFF_FFFF, -1, 0, 0x7FFF_FFFF]
    private static let checksums: [UInt16] = [1, 0x8000, 0xFFFF]
    private static let ages = [0, 1, 900, 901, 1801, 3599, 3600]

    private func instance(_ sequence: Int32, _ checksum: UInt16) -> LSAInstance {
        LSAInstance(
            key: LSAKeyID(number: 0), sequenceNumber: sequence, checksum: checksum, length: 20, options: 0,
            bodyStart: 0, bodyWordCount: 0, cause: .none)
    }

    @Test func `every pair from a grid compares the other way round when it is swapped`() {
        var pairs = 0
        for left in grid() {
            for right in grid() {
                let forth = left.0.mark(age: left.1).freshness(comparedTo: right.0.mark(age: right.1))
                let back = right.0.mark(age: right.1).freshness(comparedTo: left.0.mark(age: left.1))
                switch forth {
                case .newer: #expect(back == .older)
                case .older: #expect(back == .newer)
                case .same: #expect(back == .same)
                }
                pairs += 1
            }
        }
        #expect(pairs == 7056)
    }

    private func grid() -> [(LSAInstance, Int)] {
        Self.sequences.flatMap { sequence in
            Self.checksums.flatMap { checksum in Self.ages.map { (instance(sequence, checksum), $0) } }
        }
    }

    @Test func `the sequence number decides, then the checksum, then MaxAge, then an age difference over 15 minutes`() {
        let (low, high) = (instance(1, 9), instance(2, 1))
        #expect(high.mark(age: 3600).freshness(comparedTo: low.mark(age: 0)) == .newer)
        #expect(instance(1, 8).mark(age: 0).freshness(comparedTo: instance(1, 9).mark(age: 3600)) == .older)
        #expect(low.mark(age: 3600).freshness(comparedTo: low.mark(age: 3599)) == .newer)
        #expect(low.mark(age: 0).freshness(comparedTo: low.mark(age: 901)) == .newer)
        #expect(low.mark(age: 0).freshness(comparedTo: low.mark(age: 900)) == .same)
    }
}

@Suite("RFC 2328 §12.1.7 LS checksum") struct Section12_1_7Tests {
    @Test func `the store computes what the wire module computes`() {
        var store = LSAStore()
        var dice = SeededDice(seed: 3)
        for length in 0..<200 {
            let body = (0..<length).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
            var lsa = LSA(
                header: LSAHeader(
                    age: 7, options: 2, type: .router, linkStateID: IPv4Address(bits: 0x0A00_0001),
                    advertisingRouter: RouterID(bits: 0x0A00_0001), sequenceNumber: -0x7FFF_FFFF,
                    length: UInt16(20 + length)), body: body)
            lsa.header.checksum = lsaChecksum(lsa.encoded())
            let known = store.intern(lsa, area: .backbone, cause: .none)
            #expect(store.wireLSA(of: known, age: 7) == lsa)
            // Again, with the checksum left to the store.
            _ = store.intern(lsa, area: .backbone, cause: .none)
            let words = stride(from: 0, to: body.count, by: 4).map { start in
                let octets = (0..<4).map { start + $0 < body.count ? UInt32(body[start + $0]) : 0 }
                return octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3]
            }
            let computed = store.intern(
                words, key: store[known].key, options: 2, sequenceNumber: -0x7FFF_FFFF, byteCount: body.count,
                cause: .none)
            #expect(computed == known, "length \(length)")
        }
    }
}

@Suite("RFC 2328 §13 (5)(a) MinLSArrival") struct MinLSArrivalTests {
    @Test func `instances within a second of the last are dropped without an acknowledgment`() {
        var lone = LoneRouter()
        let instances = (1...3).map { lone.external(sequence: Int32($0)) }
        lone.receive(.linkStateUpdate, [(instances[0], 1)])
        lone.pass(to: .milliseconds(999))
        lone.receive(.linkStateUpdate, [(instances[1], 1)])
        #expect(lone.router.databaseReport(lone.context.store, at: lone.now).contains { $0.instance == instances[0] })
        lone.pass(to: .milliseconds(1_000))
        lone.receive(.linkStateUpdate, [(instances[2], 1)])
        #expect(lone.router.databaseReport(lone.context.store, at: lone.now).contains { $0.instance == instances[2] })
        lone.pass(to: .seconds(3))
        let acknowledged = lone.sent.filter { $0.packet.type == .linkStateAcknowledgment }.flatMap(\.lsas)
        #expect(acknowledged.map(\.instance) == [instances[0], instances[2]])
    }

    @Test func `a copy that reached MaxAge here was not received then`() {
        var lone = LoneRouter()
        let old = lone.external()
        lone.receive(.linkStateUpdate, [(old, 3_590)])
        lone.pass(to: .seconds(10))
        #expect(lone.router.databaseReport(lone.context.store, at: lone.now).contains { $0.instance == old })
        let new = lone.external(sequence: 2)
        lone.receive(.linkStateUpdate, [(new, 1)])
        let report = lone.router.databaseReport(lone.context.store, at: lone.now)
        #expect(report.contains { $0.instance == new && $0.age == 1 })
    }
}
