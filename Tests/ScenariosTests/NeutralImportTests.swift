import Analysis
import Foundation
import NetworkPrimitives
import OSPF
import Scenarios
import TestSupport
import Testing

@Suite("Neutral cases are imported whole, or it is told what is not") struct NeutralImportTests {
    private func imported(_ text: String, _ profile: ScenarioImporter.Profile = .rfc) -> Loaded<String> {
        ScenarioImporter.load(
            path: "case.json", format: .neutral, profile: profile, files: .memory(["case.json": text]))
    }

    /// A border router of area 1 and a router inside; BORDER, COMMON and MORE are replaced by what a test adds.
    private static let pair = """
        schema: spillway-neutral/1
        name: pair
        defaults: {COMMON}
        segments: [{id: s, prefixes: [10.0.0.0/24], members: [{router: b, interface: e0}, {router: i, interface: e0}]}]
        routers:
          - name: b
            router_id: 1.1.1.1
            interfaces:
              - {name: e0, addresses: [10.0.0.1/24], area: 0.0.0.1, cost: 7, network_type: broadcast}
              - {name: e1, addresses: [10.1.0.1/24, 10.2.0.1/24], area: 0.0.0.0, cost: 9, network_type: broadcast}
            areas: [{id: 0.0.0.0, type: normal}, {id: 0.0.0.1, type: nssa, BORDER}]
          - name: i
            router_id: 2.2.2.2
            interfaces: [{name: e0, addresses: [10.0.0.2/24], area: 0.0.0.1, cost: 7, network_type: broadcast}]
            areas: [{id: 0.0.0.1, type: nssa}]
        MORE

        """

    private func pair(
        border: String = "no_summary: false", common: String = "cost: 10", more: String = "steps: []"
    ) -> String {
        Self.pair.replacing("BORDER", with: border).replacing("COMMON", with: common).replacing("MORE", with: more)
    }

    private func route(
        _ prefix: String, of text: String, _ profile: ScenarioImporter.Profile = .rfc
    ) throws -> Route? {
        let imported = imported(text, profile)
        let scenario = try scenario(try #require(imported.content, "\(imported.diagnostics)"))
        let network = try #require(try Simulation.converged(scenario.network))
        return network.context.store.find(IPv4Prefix(prefix)!).flatMap { network.routers[1].routingTable.route(to: $0) }
    }

    @Test(
        "A default summary goes into an NSSA where the source's border routers announce one",
        arguments: [
            ("no_summary: false", "cost: 10", false), ("no_summary: true", "cost: 10", true),
            ("no_summary: false", "nssa_default_summary: true", true),
            ("no_summary: false, nssa_default_summary: true", "cost: 10", true),
            ("no_summary: false, nssa_default_summary: false", "nssa_default_summary: true", false),
            ("no_summary: true, nssa_default_summary: false", "cost: 10", false),
        ])
    func defaultSummaries(border: String, common: String, isAnnounced: Bool) throws {
        let text = pair(border: border, common: common)
        #expect((try route("0.0.0.0/0", of: text)?.pathType == .interArea) == isAnnounced)
        // What the file says takes precedence over FRRouting's habit.
        if text.contains("nssa_default_summary") {
            #expect((try route("0.0.0.0/0", of: text, .frr)?.pathType == .interArea) == isAnnounced)
        }
    }

    @Test func `Secondary addresses are networks of their own, and go with their interface`() throws {
        #expect(try route("10.1.0.0/24", of: pair())?.cost == 16)
        #expect(try route("10.2.0.0/24", of: pair())?.cost == 16)
        let steps = """
            steps:
              - {id: up}
              - {id: down, actions: [{op: address-remove, router: b, interface: e1, address: 10.2.0.1/24}]}
            """
        let text = try #require(imported(pair(more: steps)).content)
        #expect(text.contains("disable-ospf: {router: b, segment: b e1 10.2.0.1}"))
        let loaded = try scenario(text)
        let start = try #require(try Simulation.startingNetwork(of: loaded))
        var simulation = Simulation(loaded, from: start)
        _ = simulation.run()
        let (store, table) = (simulation.network.context.store, simulation.network.routers[1].routingTable)
        #expect(store.find(IPv4Prefix("10.2.0.0/24")!).flatMap { table.route(to: $0) } == nil)
        #expect(store.find(IPv4Prefix("10.1.0.0/24")!).flatMap { table.route(to: $0) } != nil)
    }

    @Test(
        "What is not understood is an error, and what has no use is told once",
        arguments: [
            ("colour: red", "case.json:16:1: error: unknown key 'colour' in a 'case'"),
            (
                "steps: [{id: a, expcted: {}}]",
                "case.json:16:17: error: unknown key 'expcted' in a 'step'; did you mean 'expected'?"
            ),
            (
                "steps: [{id: a, expected: {b: {routes: [{prefix: 10.0.0.0/24, area: 0.0.0.1}]}}}]",
                "case.json:16:63: warning: 'area' is left out, here and wherever a 'route' has it"
            ),
            (
                "steps: [{id: a, expected: {b: {routes: [{prefix: 10.0.0.0/24, cost: NaN}]}}}]",
                "case.json:16:69: error: this cannot become a scenario: 'cost' must be a whole number from 0 to 4294967295, not 'NaN'"
            ),
        ])
    func mistakes(line: String, message: String) {
        let found = imported(pair(more: line)).diagnostics.map { String("\($0)".prefix { $0 != "\n" }) }
        #expect(found == [message])
    }

    @Test func `New values of an interface are changes of the timeline`() throws {
        let steps = """
            steps:
              - {id: a}
              - {id: b, actions: [{op: interface-set, router: i, interface: e0, cost: 70, network_type: point-to-point}]}
            """
        let text = try #require(imported(pair(more: steps)).content)
        #expect(text.contains("{at: 180s, set-cost: {router: i, segment: s, cost: 70}}"))
        #expect(
            text.contains("{at: 180s, set-interface-type: {router: i, segment: s, interface-type: point-to-point}}"))
    }

    /// Files that were damaged at random, beside the checkout.
    @Test(.enabled(if: TestData.has("found/import-invalid"), "the reference data is not beside this checkout"))
    func `No file that is written is refused`() throws {
        let folder = try #require(TestData.shared("found/import-invalid"))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let format: ScenarioImporter.Format = name.contains("neutral") ? .neutral : .oracle
            let imported = ScenarioImporter.load(path: folder.appendingPathComponent(name).path, format: format)
            if let text = imported.content {
                #expect(load(text).content != nil, "\(name)")
            } else {
                #expect(imported.diagnostics.contains { $0.severity == .error }, "\(name)")
            }
        }
    }
}
