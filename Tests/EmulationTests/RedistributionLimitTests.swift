import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("The limit on redistribution") struct RedistributionLimitTests {
    private func bench(_ action: RedistributionLimit.Action, retries: UInt32 = 1) -> LimitBench {
        let rule = RedistributionLimit(maximum: 40, action: action, retries: retries, retryTime: .seconds(100))
        return LimitBench([0: LimitPolicy(redistribution: rule)])
    }

    private func externals(_ bench: LimitBench) -> Int { bench.network.routers[2].databaseCounts.external }

    @Test func `warn: a message at the threshold, another beyond, and everything is announced`() {
        var bench = bench(.warn)
        bench.flood(60)
        bench.wait(30)
        #expect(externals(bench) == 60)
        #expect(bench.happenings(0).map(\.kind) == [.redistributionWarning, .redistributionExceeded])
    }

    @Test func `stop: the first routes are announced, others are not, and what was there stays`() {
        var bench = bench(.stop)
        bench.flood(30)
        bench.wait(30)
        #expect(externals(bench) == 30)
        bench.flood(25, name: "y", base: 0xAC10_0000)
        bench.wait(30)
        #expect(externals(bench) == 40)
        let kept = bench.network.routers[2].databaseReport(bench.network.context.store, at: bench.network.now)
        #expect(kept.count { $0.key.type.rawValue == 5 && $0.key.linkStateID.bits >> 16 == 0xC0A8 } == 30)
        // Room that is given back is taken by those that waited.
        bench.withdraw()
        bench.wait(30)
        #expect(externals(bench) == 25)
        #expect(bench.happenings(0).map(\.kind).last == .redistributionCleared)
    }

    @Test func `withdraw: nothing is announced, the router tries again, and then waits for an operator`() {
        var bench = bench(.withdraw, retries: 2)
        bench.flood(30)
        bench.wait(30)
        bench.flood(30, name: "y", base: 0xAC10_0000)
        bench.wait(30)
        #expect(externals(bench) == 0)
        bench.wait(100)
        #expect(externals(bench) == 0)
        bench.withdraw(name: "y")
        bench.wait(30)
        #expect(externals(bench) == 0)
        bench.wait(100)
        #expect(externals(bench) == 30)
        // Now both tries go by while there are too many.
        bench.flood(30, name: "y", base: 0xAC10_0000)
        bench.wait(500)
        bench.withdraw(name: "y")
        bench.wait(500)
        #expect(externals(bench) == 0)
        bench.network.apply(.clear(router: 0), text: "clear ip ospf redistribution")
        bench.wait(60)
        #expect(externals(bench) == 30)
    }

    @Test func `a limit that is taken away or raised lets the rest through`() {
        var bench = bench(.stop)
        bench.flood(60)
        bench.wait(30)
        bench.network.apply(
            .setLimit(router: 0, LimitPolicy(redistribution: RedistributionLimit(maximum: 50))), text: "limit")
        bench.wait(30)
        #expect(externals(bench) == 50)
        bench.network.apply(.setLimit(router: 0, .none), text: "no limit")
        bench.wait(30)
        #expect(externals(bench) == 60)
    }

    @Test func `a standby that is not elected redistributes nothing that could count`() {
        let rule = RedistributionLimit(maximum: 40, action: .withdraw, retries: 0)
        let set = LimitBench.prefixes(60)
        var bench = LimitBench([2: LimitPolicy(redistribution: rule)]) {
            let primary = $0.nodes[0].ospf.routerID
            for rank in 1...2 {
                $0.nodes[rank == 1 ? 0 : 2].ospf.redistributions = [
                    RedistributionConfiguration(
                        name: "services", prefixes: set,
                        election: OriginatorElection(rank: rank, betterRanked: rank == 1 ? [] : [primary]))
                ]
            }
        }
        bench.wait(120)
        #expect(bench.first(.redistributionExceeded) == nil)
        bench.network.apply(.decommission(router: 0, orderly: true), text: "off")
        bench.wait(60)
        #expect(bench.first(.redistributionExceeded) != nil)
        #expect(bench.network.routers[1].databaseCounts.external == 0)
    }
}
