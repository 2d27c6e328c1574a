import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Graceful restarts, opaque LSAs and damage in scenario files") struct RestartFileTests {
    @Test func `Settings and actions are read`() throws {
        let loaded = try scenario(
            """
            defaults:
              opaque-capable: false
              graceful-restart: { helper-enabled: false, restart-interval: 90s }
              corruption: 1%
            routers:
              a:
                graceful-restart: { enabled: true, helper-strict-lsa-checking: false }
                opaque-lsas: [{ scope: as, count: 5, length: 40 }, { scope: link, opaque-type: 200, count: 1 }]
              b:
            links: [[a, b]]
            timeline:
              - { at: 10s, restart-ospf: a }
              - { at: 20s, restart-ospf: { router: a, downtime: 1m } }
              - { at: 30s, set-opaque-lsas: { router: b, scope: area, count: 7 } }
              - { at: 40s, set-corruption: { segment: a - b, corruption: 0 } }
            """)
        let (a, b) = (try loaded.router("a").ospf, try loaded.router("b").ospf)
        #expect(
            a.gracefulRestart
                == GracefulRestartConfiguration(
                    isEnabled: true, helperEnabled: false, restartInterval: .seconds(90),
                    helperStrictLSAChecking: false))
        #expect(
            b.gracefulRestart
                == GracefulRestartConfiguration(helperEnabled: false, restartInterval: .seconds(90)))
        #expect(!a.isOpaqueCapable && !b.isOpaqueCapable)
        #expect(
            a.opaqueLSAs == [
                OpaqueConfiguration(scope: .system, count: 5, length: 40),
                OpaqueConfiguration(scope: .link, opaqueType: 200, count: 1),
            ])
        #expect(loaded.network.segments[0].corruption == Ratio(1, of: 100))
        #expect(
            loaded.timeline.map(\.actions) == [
                [.restartProcess(router: 0, downtime: .seconds(10))],
                [.restartProcess(router: 0, downtime: .seconds(60))],
                [.setOpaque(router: 1, OpaqueConfiguration(scope: .area, count: 7))],
                [.setCorruption(segment: 0, .zero)],
            ])
    }

    @Test func `Mistakes are told, and what will not be as its author thinks`() {
        #expect(
            messages(
                row + "timeline: [{ at: 1s, set-opaque-lsas: { router: a, scope: link, opaque-type: 3, count: 1 } }]")
                == ["net.yaml:5:78: error: opaque type 3 is Grace, which routers originate themselves"])
        #expect(
            messages(row + "timeline: [{ at: 1s, set-opaque-lsas: { router: a, scope: link, count: 1, length: 6 } }]")
                == ["net.yaml:5:83: error: a length of 6 is not a multiple of four"])
        #expect(
            messages(row + "timeline: [{ at: 1s, restart-ospf: a }]") == [
                "net.yaml:5:22: warning: 'a' has no 'graceful-restart' with 'enabled: true', so that this restart is not graceful"
            ])
    }

    /// r1 in the middle restarts its process for longer than the dead interval, while everyone sends to everyone.
    private func run(_ change: String) throws -> RunResult {
        let loaded = try scenario(
            row + """
                duration: 200s
                probes: [{ name: all, from: every router, to: every router }]
                \(change)
                """)
        let network = try #require(try Simulation.converged(loaded.network))
        var simulation = Simulation(loaded, from: network)
        return simulation.run()
    }

    @Test func `A graceful restart loses nothing; without help, or without a word, traffic is lost`() throws {
        let restart = "timeline: [{ at: 10s, restart-ospf: { router: b, downtime: 60s } }]"
        let enabled = "change: { routers: { b: { graceful-restart: { enabled: true } } } }"
        let helped = try run("\(enabled)\n\(restart)")
        #expect(helped.probes[0].lost == .zero)
        let alone = try run(
            "change: { defaults: { graceful-restart: { helper-enabled: false } }, routers: { b: { graceful-restart: { enabled: true } } } }\n\(restart)"
        )
        #expect(alone.probes[0].lost > .seconds(10))
        let plain = try run(restart)
        #expect(plain.probes[0].lost > alone.probes[0].lost)
    }
}
