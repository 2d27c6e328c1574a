import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §12.1.6 Sequence numbers that are used up") struct Section12_1_6Tests {
    @Test func `the last number is flushed, and the LSA starts from the first when it has left the database`() throws {
        var lone = LoneRouter()
        let before = try #require(lone.own(LSType.router))
        // Somebody has the LSA with the last number but one: the answer is the last (§13.4).
        let key = lone.context.store[before.instance].key
        let late = lone.context.store.intern(
            [0], key: key, options: 2, sequenceNumber: Constants.maxSequenceNumber - 1, cause: .none)
        lone.receive(.linkStateUpdate, [(late, 1)])
        #expect(lone.sequenceNumber(LSType.router) == Constants.maxSequenceNumber)
        lone.acknowledgeAll()
        // The next change cannot be originated: the LSA is flushed as it is.
        lone.pass(to: .seconds(10))
        lone.handle(.configure(.cost(77, interface: 0)))
        #expect(lone.own(LSType.router)?.age == 3_600)
        #expect(lone.sequenceNumber(LSType.router) == Constants.maxSequenceNumber)
        // As long as a neighbor has not acknowledged that, it stays.
        lone.pass(to: .seconds(20))
        #expect(lone.own(LSType.router)?.age == 3_600)
        lone.acknowledgeAll()
        #expect(lone.own(LSType.router) == nil)
        lone.pass(to: .seconds(30))
        #expect(lone.sequenceNumber(LSType.router) == Constants.initialSequenceNumber)
        let body = lone.context.store.body(of: try #require(lone.own(LSType.router)).instance)
        #expect(body.contains { $0 & 0xFFFF == 77 })
        #expect(lone.router.brokenInvariants() == [])
    }

    @Test func `a wrap goes through the whole network`() {
        var lone = LoneRouter(neighbors: 2)
        let key = lone.context.store[lone.own(LSType.router)!.instance].key
        let last = lone.context.store.intern(
            [0], key: key, options: 2, sequenceNumber: Constants.maxSequenceNumber, cause: .none)
        // The received instance has the last number already: it is flushed, to both neighbors.
        lone.receive(.linkStateUpdate, from: 0, [(last, 1)])
        let flushed = lone.sent.filter { $0.packet.type == .linkStateUpdate }.flatMap(\.lsas)
        #expect(flushed.map(\.age) == [3_600, 3_600])
        #expect(flushed.allSatisfy { $0.instance == last })
        lone.acknowledgeAll()
        lone.pass(to: .seconds(6))
        #expect(lone.sequenceNumber(LSType.router) == Constants.initialSequenceNumber)
    }
}

@Suite("RFC 2328 §12.4 The refresh of own LSAs") struct RefreshTests {
    /// When AS-external-LSAs are sent as news in the first hour after the router was cut off, in seconds.
    private func refreshes(count: Int = 40, seed: UInt64 = 0, _ configure: (inout ProtocolTimers) -> Void) -> [Int64] {
        var lone = LoneRouter { router in
            configure(&router.timers)
            let prefixes = (0..<count).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
            router.redistributions = [RedistributionConfiguration(name: "x", prefixes: prefixes)]
        }
        lone.context.seed ^= seed
        lone.pass(to: .seconds(1))
        lone.handle(.configure(.withdraw(name: "x")))
        lone.acknowledgeAll()
        lone.pass(to: .seconds(20))
        let sets = lone.router.configuration.redistributions
        var set = sets[0]
        set.prefixes = (0..<count).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
        lone.handle(.configure(.redistribute(set)))
        lone.acknowledgeAll()
        for second in 21...3_620 {
            lone.pass(to: .seconds(Int64(second)))
            lone.acknowledgeAll()
        }
        return lone.updates(of: LSType.asExternal).filter { $0 > 25_000 }.map { $0 / 1_000 }
    }

    @Test func `every half hour, together, without a jitter`() {
        // 40 LSAs of 36 octets are one packet.
        #expect(refreshes { _ in } == [1_820, 3_620])
    }

    @Test func `a jitter spreads the refreshes over the time before, by the seed alone`() {
        let first = refreshes { $0.refreshJitter = .seconds(600) }
        #expect(first.allSatisfy { $0 >= 1_220 })
        #expect(Set(first).count > 30)
        #expect(first == refreshes { $0.refreshJitter = .seconds(600) })
        #expect(first != refreshes(seed: 1) { $0.refreshJitter = .seconds(600) })
    }

    @Test func `group pacing gathers what a jitter spread`() {
        let times = refreshes {
            $0.refreshJitter = .seconds(600)
            $0.lsaGroupPacing = .seconds(240)
        }
        // Between 1,220 and 1,820 seconds there are two or three ends of groups; the next refreshes begin 1,200 later.
        let first = Set(times.filter { $0 < 2_100 }).sorted()
        #expect((3...4).contains(first.count))
        #expect(zip(first, first.dropFirst()).allSatisfy { $1 - $0 == 240 })
    }
}
