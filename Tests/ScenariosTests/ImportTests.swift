import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Imports drop nothing in silence") struct ImportTests {
    private func lab(_ text: String, profile: ScenarioImporter.Profile = .rfc) -> Loaded<String> {
        ScenarioImporter.load(
            path: "lab.yaml", format: .oracle, profile: profile, files: .memory(["lab.yaml": text]))
    }

    private static let pair = """
        name: pair
        routers: {R1: {}, R2: {max_metric: true}}
        segments: [{id: s1, type: p2p, members: {R1: {cost: 7}, R2: {}}}]

        """

    private func neutral(_ text: String) -> Loaded<String> {
        ScenarioImporter.load(path: "case.json", format: .neutral, files: .memory(["case.json": text]))
    }

    private static func pairCase(_ hello: String) -> String {
        """
        {"schema": "spillway-neutral/1", "name": "pair", "routers": [
          {"name": "r1", "router_id": "10.0.0.1", "interfaces": [
            {"name": "eth0", "area": "0.0.0.0", "network_type": "broadcast", "cost": 7, "hello_interval": "\(hello)",
             "addresses": ["10.1.0.1/24", "10.1.1.1/24", "10.1.2.1/25"]}]},
          {"name": "r2", "router_id": "10.0.0.2", "interfaces": [
            {"name": "eth0", "area": "0.0.0.0", "network_type": "broadcast", "cost": 7,
             "addresses": ["10.1.0.2/24", "10.1.1.2/24"]}]}],
         "segments": [{"id": "s1", "members": [{"router": "r1", "interface": "eth0"}, {"router": "r2", "interface": "eth0"}]}],
         "steps": []}
        """
    }

    @Test func `Secondary addresses of a neutral case are stub networks`() throws {
        let scenario = try scenario(try #require(neutral(Self.pairCase("10")).content))
        let first = scenario.network.routers[0].ospf.interfaces
        #expect(
            first.map { "\($0.prefix) \($0.isPassive)" } == [
                "10.1.0.0/24 false", "10.1.1.0/24 true", "10.1.2.0/25 true",
            ])
        #expect(first.map(\.address.description) == ["10.1.0.1", "10.1.1.1", "10.1.2.1"])
        #expect(scenario.network.routers[1].ospf.interfaces.map { "\($0.prefix)" } == ["10.1.0.0/24", "10.1.1.0/24"])
    }

    @Test func `What validate would refuse, the import refuses, at the place that it comes from`() throws {
        let loaded = neutral(Self.pairCase("soon"))
        #expect(loaded.content == nil)
        let mistake = try #require(loaded.diagnostics.first { $0.severity == .error })
        #expect(mistake.line == 3 && mistake.message.contains("'hello-interval' must be a time"))
    }

    @Test func `A lab becomes a scenario that means the same`() throws {
        let text = try #require(
            lab(
                Self.pair + """
                    externals: [{id: x, router: R1, generate: {base: 172.16.0.0/24, count: 2}, initial: false}]
                    timeline: [{at: 5, action: add-externals, set: x}, {at: 9, action: router-kill, router: R2}]
                    duration: 20
                    """, profile: .frr
            ).content)
        let scenario = try scenario(text)
        #expect(scenario.startsCold && scenario.duration == .seconds(20))
        let first = scenario.network.routers[0].ospf
        #expect(first.interfaces.map { "\($0.name) \($0.address) \($0.cost)" } == ["eth0 10.1.0.1 7"])
        #expect(first.loopbacks.map(\.address.description) == ["10.255.0.1"])
        #expect(first.borderRouterType == .cisco && first.redistributions.isEmpty)
        #expect(scenario.network.routers[1].ospf.isStubRouter)
        #expect(scenario.timeline.map(\.trigger) == [.at(.seconds(5)), .at(.seconds(9))])
        #expect(scenario.timeline[1].actions == [.stopProcess(router: 1, orderly: false)])
    }

    @Test(
        "What cannot be said is an error",
        arguments: [
            ("color: red", "lab.yaml:4:1: error: the key 'color' cannot be imported"),
            (
                "virtual_links: [{area: 1, routers: [R1]}]",
                "lab.yaml:4:17: error: a virtual link needs its transit area and two routers"
            ),
            ("timeline: [{at: 1, action: sing}]", "lab.yaml:4:12: error: the action 'sing' cannot be imported"),
            ("timeline: [{action: sing}]", "lab.yaml:4:12: error: an entry of the timeline needs 'at' and 'action'"),
            ("externals: [{router: R9, prefixes: []}]", "lab.yaml:4:13: error: there is no router 'R9'"),
        ])
    func mistakes(line: String, message: String) {
        let imported = lab(Self.pair + line)
        #expect(imported.content == nil)
        #expect(imported.diagnostics.map { String("\($0)".prefix { $0 != "\n" }) } == [message])
    }

    @Test(arguments: ["", "[]", "x", "{routers: 3, segments: {a: b}}", "{segments: [1, {}, [2]], timeline: 7}"])
    func `Broken files give diagnostics or an empty network, never a trap`(text: String) {
        for format in ScenarioImporter.Format.allCases {
            let imported = ScenarioImporter.load(path: "a", format: format, files: .memory(["a": text]))
            #expect(imported.content != nil || !imported.diagnostics.isEmpty)
        }
    }
}
