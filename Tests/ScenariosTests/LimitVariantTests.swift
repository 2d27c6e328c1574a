import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import TestSupport
import Testing

@Suite("Limits that a command line varies") struct LimitVariantTests {
    private func network() throws -> NetworkConfiguration {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/par/par.yaml").path
        return try #require(ScenarioLoader.loadTopology(path: path).content)
    }

    private func mistakes(_ policies: [String], _ variations: [String] = []) throws -> [String] {
        let loaded = LimitVariants.read(policies: policies, variations: variations, network: try network())
        #expect(loaded.content == nil)
        return loaded.diagnostics.map { "\($0)".split(separator: "\n").first.map(String.init) ?? "" }
    }

    @Test func `a policy concerns every router that has a limit, and those of a place alone where one is named`() throws
    {
        let network = try network()
        let limits = try #require(
            LimitVariants.read(
                policies: ["reject,reject@PAR4", "reject@par4-agg-1", "reject@par4-juniper", "none@par4-services"],
                variations: [], network: network
            ).content)
        #expect(
            limits.map(\.name) == [
                "reject", "reject@PAR4", "reject@par4-agg-1", "reject@par4-juniper", "none@par4-services",
            ])
        #expect(limits.map { $0.policies.count { $0 != nil } } == [14, 7, 1, 3, 4])
        for (router, policy) in limits[1].policies.enumerated() {
            let node = network.routers[router]
            #expect((policy != nil) == (node.site == "PAR4"))
            var expected = node.ospf.limit
            expected.action = .reject
            if let policy { #expect(policy == expected) }
        }
        #expect(limits[4].policies.compactMap { $0 }.allSatisfy { $0.maximum == nil })
    }

    @Test func `a preset keeps the maximum of each router`() throws {
        let network = try network()
        let limits = try #require(
            LimitVariants.read(policies: ["arista-eos@par5"], variations: [], network: network).content)
        let arista = try #require(Preset.all.first { $0.name == "arista-eos" }?.limit)
        for (router, policy) in limits[0].policies.enumerated() {
            guard let policy else { continue }
            #expect(network.routers[router].site == "PAR5")
            var expected = arista
            expected.maximum = network.routers[router].ospf.limit.maximum
            #expect(policy == expected)
        }
    }

    @Test func `a preset of a brand without a limit takes the limits away`() throws {
        let limits = try #require(
            LimitVariants.read(policies: ["frr"], variations: [], network: try network()).content)
        #expect(limits[0].policies.compactMap { $0 }.count == 14)
        #expect(limits[0].policies.allSatisfy { $0 == nil || $0?.maximum == nil })
    }

    @Test func `settings are combined with policies and with each other`() throws {
        let limits = try #require(
            LimitVariants.read(
                policies: ["configured", "reject"], variations: ["ignore-time=1m,forever", "maximum@par-internal=9"],
                network: try network()
            ).content)
        #expect(
            limits.map(\.name) == [
                "ignore-time=1m maximum@par-internal=9", "ignore-time=forever maximum@par-internal=9",
                "reject ignore-time=1m maximum@par-internal=9", "reject ignore-time=forever maximum@par-internal=9",
            ])
        #expect(limits[0].policies[0]?.ignoreTime == .seconds(60))
        #expect(limits[0].policies[0]?.action == .shutdown)
        #expect(limits[3].policies[0]?.ignoreTime == .some(nil))
        #expect(limits[3].policies[0]?.action == .reject)
        // The device has no limit unless it is given one by name.
        #expect(limits[3].policies[14]?.maximum == 9)
    }

    @Test func `every key of a limit can be varied`() throws {
        let all = [
            "maximum=10", "count=all", "trip=reaches", "warning-threshold=50%", "action=warn", "grace=5s",
            "acknowledge-rejected=false", "release=latched", "isolated-hellos=deaf", "keep-own-lsas=true",
            "keep-forwarding=true", "ignore-time=7s", "ignore-count=2", "permanence=exceeds", "reset-time=9s",
            "preset=arista-eos",
        ]
        for variation in all {
            let limits = LimitVariants.read(
                policies: ["configured"], variations: [variation], network: try network()
            ).content
            #expect(limits?[0].policies.contains { $0 != nil } == true, "\(variation)")
        }
    }

    @Test func `all mistakes are told at once, each with its place and the nearest name`() throws {
        #expect(
            try mistakes(["shutdwn,reject@PAR9"], ["ignore-tim=5s", "grace=soon", "grace"]) == [
                "--policy:1:1: error: 'shutdwn' is no policy: it is one of configured, none, warn, reject, overload, withdraw, shutdown, or a preset with a limit; did you mean 'shutdown'?",
                "--policy:1:16: error: there is no router, site, group or model 'PAR9'; did you mean 'PAR4'?",
                "--vary:1:1: error: unknown key 'ignore-tim' in a limit; did you mean 'ignore-time'?",
                "--vary:1:1: error: a variation is KEY=VALUE,VALUE or KEY@WHERE=VALUE,VALUE",
                "--vary:1:7: error: 'grace' must be a time such as 200ms or 40s, not 'soon'",
            ])
        #expect(
            try mistakes(["reject@par-internal"]) == ["--policy:1:8: error: no router of 'par-internal' has a limit"])
    }
}
