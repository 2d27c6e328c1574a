import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import TestSupport
import Testing

/// The incident and its remedies, as Topologies/par has them: what comes out of the mechanisms is held to the story, not
/// the other way round.
@Suite("The incident of 16 June 2021") struct ParTests {
    private func run(_ name: String, seed: UInt64 = 1) throws -> RunResult {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/par/\(name).yaml").path
        var scenario = try #require(ScenarioLoader.load(path: path).content)
        scenario.network.seed = seed
        let network = try #require(try Simulation.converged(scenario.network))
        var simulation = Simulation(scenario, from: network)
        return simulation.run()
    }

    private func lost(_ result: RunResult, _ probe: String) throws -> Duration {
        try #require(result.probes.first { $0.name == probe }).lost
    }

    /// The names of the routers that shut down OSPF, in the order in which they first did.
    private func isolated(_ result: RunResult) -> [String] {
        var names: [String] = []
        for index in result.happenings {
            let happening = result.journal.happenings[index]
            guard happening.kind == .isolated || happening.kind == .isolatedPermanently, let router = happening.router
            else { continue }
            let name = result.scenario.network.routers[router].name
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `PAR4 falls, then PAR5, until the operators act`(seed: UInt64) throws {
        let result = try run("incident", seed: seed)
        let order = isolated(result)
        #expect(order.prefix(4).allSatisfy { $0.hasPrefix("par4-") })
        #expect(Set(order).isSuperset(of: ["par4-edge-1", "par4-edge-2", "par5-edge-1", "par5-edge-2"]))
        for probe in ["outside to PAR4", "outside to PAR5"] {
            let time = try lost(result, probe)
            #expect(time > .seconds(13 * 60) && time < .seconds(22 * 60), "\(probe): \(time)")
        }
        // Everything is back within six minutes of the operators' reaction, and stays so.
        let back = try #require(result.convergence.deliveredSince)
        #expect(back - result.start < .seconds((2 + 17 + 6) * 60))
        #expect(result.convergence.isolatedAtEnd.isEmpty)
    }

    @Test func `the lost seconds are put down to the isolations, to the nanosecond`() throws {
        for probe in try run("incident").probes {
            #expect(probe.attribution.total == probe.lost)
            #expect(probe.attribution[.other] < .seconds(5), "\(probe.name): \(probe.attribution.parts)")
            #expect(probe.attribution[.isolation].nanoseconds * 10 > probe.lost.nanoseconds * 8)
        }
    }

    @Test func `refusing keeps the traffic and lets databases differ`() throws {
        let result = try run("remedy-reject-all")
        #expect(result.convergence.databasesEqualSince == nil)
        #expect(result.convergence.distinctDatabases > 1)
    }

    @Test func `every isolation goes back to the decommissioning`() throws {
        let result = try run("incident")
        var count = 0
        for index in result.happenings where result.journal.happenings[index].kind == .isolated {
            var id = HappeningID(number: UInt32(index))
            while !result.journal[id].cause.isNone { id = result.journal[id].cause }
            #expect(result.journal[id].kind == .action)
            #expect((result.journal[id].entry.actionText ?? "").contains("par4-core-1"))
            count += 1
        }
        #expect(count > 20)
    }

    @Test func `without the internal device PAR5 loses nothing, and PAR4 falls all the same`() throws {
        let result = try run("remedy-isolate-device")
        #expect(try lost(result, "outside to PAR5") == .zero)
        #expect(try lost(result, "outside to PAR4") > .seconds(240))
    }

    @Test func `an isolation of one minute makes it worse`() throws {
        let result = try run("remedy-isolation-1m")
        #expect(try lost(result, "outside to PAR4") > lost(run("incident"), "outside to PAR4"))
        #expect(result.journal.happenings.contains { $0.kind == .isolatedPermanently })
    }

    @Test(arguments: ["remedy-no-election", "remedy-eligible-only", "remedy-reject-all"])
    func `nobody isolates itself`(remedy: String) throws {
        let result = try run(remedy)
        #expect(isolated(result) == [])
        #expect(result.isAsExpected)
        #expect(try lost(result, "outside to PAR5") == .zero)
    }

    @Test func `without any election the services of the primary are gone with it`() throws {
        #expect(try lost(run("remedy-no-election"), "outside to PAR4") > .seconds(2_800))
    }

    @Test(arguments: ["aci", "arista", "cisco", "juniper"])
    func `one brand that rejects does not prevent the cascade`(brand: String) throws {
        let result = try run("remedy-reject-\(brand)")
        #expect(isolated(result).count >= 4)
        #expect(result.totals.routers.lsasRejected > 0)
    }

    @Test(arguments: ["juniper", "cisco", "arista", "aci"], [UInt64(1), 2])
    func `each brand alone falls as well, and cuts the sites from each other`(brand: String, seed: UInt64) throws {
        let result = try run("brand-\(brand)", seed: seed)
        #expect(isolated(result).count >= 5)
        #expect(try lost(result, "PAR4 to PAR5") > .seconds(600))
        // PAR5 falls only where routers refuse for a minute, and take over once more in that minute.
        #expect(try (lost(result, "outside to PAR5") > .zero) == (brand == "cisco"))
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `with translators of an NSSA the same chain forms, with one election in PAR4`(seed: UInt64) throws {
        let result = try run("incident-nssa", seed: seed)
        let order = isolated(result)
        #expect(order.prefix(4).allSatisfy { $0.hasPrefix("par4-") })
        #expect(Set(order).isSuperset(of: ["par4-edge-1", "par4-edge-2", "par5-edge-1", "par5-edge-2"]))
        for probe in ["outside to PAR4", "outside to PAR5"] {
            #expect(try lost(result, probe) > .seconds(13 * 60), "\(probe)")
        }
        // Nothing but the decommissioning and its consequences: par4-gate-1 announces its services once.
        #expect(result.journal.happenings.contains { $0.kind == .isolated })
    }
}
