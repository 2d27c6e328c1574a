import Emulation
import NetworkPrimitives
import OSPFWire
import TestSupport
import Testing

@testable import OSPF

@Suite("RFC 2328 §13.6 Retransmission, and RFC 4222") struct RetransmissionTests {
    /// A router whose second neighbor acknowledges nothing, and which learned `lsas` LSAs from the first at its start.
    private func silent(_ policy: RetransmissionPolicy, lsas: Int = 1, seconds: Int64) -> LoneRouter {
        var lone = LoneRouter(neighbors: 2) { $0.timers.retransmission = policy }
        let learned = (0..<lsas).map { (lone.external(last: UInt32($0)), 1) }
        for start in stride(from: 0, to: lsas, by: 40) {
            lone.receive(.linkStateUpdate, Array(learned[start..<min(lsas, start + 40)]))
        }
        lone.pass(to: .seconds(seconds))
        return lone
    }

    /// When something was sent to the second neighbor again, in milliseconds.
    private func retransmissions(_ lone: LoneRouter) -> [Int64] {
        lone.sent.filter { $0.packet.type == .linkStateUpdate && $0.interface == 1 && $0.news.isEmpty }
            .map { $0.at.nanoseconds / 1_000_000 }
    }

    @Test func `every RxmtInterval, for ever`() {
        #expect(retransmissions(silent(.rfc2328, seconds: 26)) == [5_000, 10_000, 15_000, 20_000, 25_000])
    }

    @Test func `RFC 4222: the interval doubles up to its longest`() {
        let lone = silent(RetransmissionPolicy(backoff: 2), seconds: 160)
        #expect(retransmissions(lone) == [5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 160_000])
    }

    @Test func `Huawei: three at the interval, then doubled up to half a minute`() {
        let policy = RetransmissionPolicy(backoff: 2, steadyRounds: 3, maximum: .seconds(30))
        #expect(
            retransmissions(silent(policy, seconds: 110)) == [
                5_000, 10_000, 15_000, 20_000, 30_000, 50_000, 80_000, 110_000,
            ])
    }

    @Test func `an acknowledgment of what was sent again takes the interval back`() {
        var lone = silent(RetransmissionPolicy(backoff: 2), lsas: 2, seconds: 25)
        #expect(retransmissions(lone) == [5_000, 10_000, 20_000])
        let first = lone.external()
        lone.receive(.linkStateAcknowledgment, from: 1, [(first, 1)])
        lone.pass(to: .seconds(41))
        #expect(retransmissions(lone) == [5_000, 10_000, 20_000, 25_000, 30_000, 35_000])
    }

    @Test func `a limit ends the adjacency`() throws {
        var lone = silent(RetransmissionPolicy(limit: 3), seconds: 19)
        #expect(lone.router.fullAdjacencies == 2)
        lone.pass(to: .seconds(20))
        #expect(retransmissions(lone) == [5_000, 10_000, 15_000])
        #expect(lone.router.fullAdjacencies == 1)
        let loss = try #require(lone.context.journal.happenings.last { $0.kind == .adjacencyLost })
        #expect(loss.reason == .tooManyRetransmissions)
        #expect(lone.router.brokenInvariants() == [])
    }

    /// FRRouting's `ospf_flood`: the copy that a flush replaces is taken off the lists after the flush was put there, by a sequence
    /// number that both have.
    @Test(arguments: [BehaviorProfile.rfc, .frr])
    func `RFC 2328 §13 (5): a flush that is passed on is sent again, but not by FRRouting`(profile: BehaviorProfile) {
        var lone = LoneRouter(neighbors: 2) { $0.profile = profile }
        let lsa = lone.external()
        lone.receive(.linkStateUpdate, [(lsa, 1)])
        lone.receive(.linkStateAcknowledgment, from: 1, [(lsa, 1)])
        lone.pass(to: .seconds(2))
        lone.receive(.linkStateUpdate, [(lsa, 3_600)])
        lone.pass(to: .seconds(13))
        let passedOn = lone.sent.filter { $0.packet.type == .linkStateUpdate && $0.interface == 1 && !$0.news.isEmpty }
        #expect(passedOn.count == 2)
        #expect(retransmissions(lone) == (profile == .frr ? [] : [7_000, 12_000]))
        #expect(lone.router.brokenInvariants() == [])
    }

    @Test func `pacing sends a whole round, packet by packet`() {
        // 100 LSAs of 36 octets are three packets.
        let lone = silent(RetransmissionPolicy(pacing: .milliseconds(66)), lsas: 100, seconds: 11)
        #expect(retransmissions(lone) == [5_000, 5_066, 5_132, 10_132, 10_198, 10_264])
        #expect(retransmissions(silent(.rfc2328, lsas: 100, seconds: 11)) == [5_000, 10_000])
    }
}

@Suite("Flood pacing, and what else RFC 4222 recommends") struct FloodPacingTests {
    /// When updates leave the second interface, in milliseconds, if 200 LSAs come in at once by the first.
    private func floods(pacing: Duration, burst: UInt16?) -> [Int64] {
        var lone = LoneRouter(neighbors: 2) {
            $0.timers.floodPacing = pacing
            $0.timers.floodBurst = burst
        }
        for start in stride(from: 0, to: 200, by: 40) {
            let lsas = (start..<start + 40).map { (lone.external(last: UInt32($0)), 1) }
            lone.receive(.linkStateUpdate, lsas)
        }
        lone.pass(to: .seconds(3))
        let flooded = lone.sent.filter { $0.packet.type == .linkStateUpdate }
        #expect(flooded.reduce(0) { $0 + $1.lsas.count } == 200)
        return flooded.map { $0.at.nanoseconds / 1_000_000 }
    }

    @Test func `without pacing everything goes on at once`() {
        #expect(floods(pacing: .zero, burst: 1) == [0, 0, 0, 0, 0])
    }

    @Test func `pacing gathers, a burst spaces the packets`() {
        #expect(floods(pacing: .milliseconds(33), burst: nil) == [33, 33, 33, 33, 33])
        #expect(floods(pacing: .milliseconds(33), burst: 1) == [33, 66, 99, 132, 165])
        #expect(floods(pacing: .milliseconds(20), burst: 3) == [20, 20, 20, 40, 40])
    }

    @Test func `one adjacency at a time, and the next when it is done`() {
        func formed(limit: UInt16?) -> [Int] {
            var builder = NetworkBuilder(routers: 5)
            for leaf in 1...4 { builder.link(0, leaf, delay: .milliseconds(100)) }
            builder.nodes[0].ospf.timers.adjacencyLimit = limit
            var network = Network(builder.configuration)
            var most = 0
            while network.now < .origin + .seconds(60) {
                network.advance(to: network.now + .milliseconds(50))
                let busy = network.routers[0].neighborReports.count { (.exStart ... .loading).contains($0.state) }
                most = max(most, busy)
            }
            return [most, network.routers[0].fullAdjacencies]
        }
        #expect(formed(limit: nil)[0] > 1)
        #expect(formed(limit: nil)[1] == 4)
        #expect(formed(limit: 1) == [1, 4])
        #expect(formed(limit: 2) == [2, 4])
    }

    @Test func `any packet keeps a neighbor alive, if the router takes it so`() {
        for keeps in [false, true] {
            var lone = LoneRouter { $0.timers.anyPacketKeepsAlive = keeps }
            let dead = lone.router.timers.deadline(lone.router.timer(.inactivity, neighbor: 0))
            lone.now = lone.now + .seconds(15)
            let lsa = lone.external()
            lone.receive(.linkStateUpdate, [(lsa, 1)])
            let later = lone.router.timers.deadline(lone.router.timer(.inactivity, neighbor: 0))
            #expect(later == (keeps ? lone.now + .seconds(40) : dead))
        }
    }
}
