import Analysis
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import Scenarios
import TestSupport
import Testing

/// The sample networks of RFC 2328, and the numbers that it prints of them. What the files in `Topologies/rfc2328` expect
/// is printed there as well; here are the tables that no rule of a scenario can state.
@Suite("RFC 2328, figures 2 and 6: what the RFC prints is what the emulator finds") struct RFC2328FigureTests {
    private static func scenario(_ name: String) throws -> Scenario {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/rfc2328/\(name).yaml").path
        return try #require(ScenarioLoader.load(path: path).content)
    }

    /// RFC 2328 §11.2 prints those of figure 2 as table 12; those of figure 6 are §11.3, tables 13 and 14.
    @Test("Every expectation of the files holds", arguments: [("figure-2", 18), ("figure-6", 22)])
    func expectations(name: String, count: Int) throws {
        let scenario = try Self.scenario(name)
        let network = try #require(try Simulation.startingNetwork(of: scenario))
        var simulation = Simulation(scenario, from: network)
        let verdicts = simulation.run().verdicts
        #expect(verdicts.count == count)
        for verdict in verdicts where !verdict.holds {
            Issue.record("\(verdict.expectation.text): \(verdict.measured)")
        }
    }

    private struct Finder {
        let network: Network

        init(_ scenario: Scenario) throws { network = try #require(try Simulation.startingNetwork(of: scenario)) }

        func number(_ name: String) -> RouterIndex { network.configuration.routers.firstIndex { $0.name == name }! }

        /// The cost of the way to a border router inside an area.
        func cost(from: String, to: String, in area: UInt32) -> UInt32? {
            let id = network.configuration.routers[number(to)].ospf.routerID
            return network.routers[number(from)].routingTable.routerRoutes.first {
                $0.router == id && $0.area == AreaID(bits: area) && $0.pathType == .intraArea
            }?.cost
        }

        /// The metrics that a border router announces into an area, by destination.
        func summaries(of name: String, into area: UInt32) -> [String: UInt32] {
            let router = network.routers[number(name)]
            let own = router.databaseReport(network.context.store, at: network.now).filter {
                $0.isSelfOriginated && $0.key.area == AreaID(bits: area) && (3...4).contains($0.key.type.rawValue)
                    && $0.age < 3_600
            }
            var metrics: [String: UInt32] = [:]
            for entry in own {
                let body = Array(network.context.store.body(of: entry.instance))
                let prefix = IPv4Prefix(entry.key.linkStateID, mask: IPv4Address(bits: body[0]))
                metrics[entry.key.type.rawValue == 4 ? "\(entry.key.linkStateID)" : "\(prefix!)"] = body[1]
            }
            return metrics
        }
    }

    @Test func `Table 2: the AS boundary routers as RT6 sees them`() throws {
        let figure = try Finder(try Self.scenario("figure-2"))
        #expect(figure.cost(from: "RT6", to: "RT5", in: 0) == 6)
        #expect(figure.cost(from: "RT6", to: "RT7", in: 0) == 8)
    }

    /// RFC 2328 §12.4.3.2 describes RT4's.
    @Test func `Table 4: networks advertised to the backbone by RT3 and RT4`() throws {
        let figure = try Finder(try Self.scenario("figure-6"))
        let networks = ["192.1.2.0/24", "192.1.3.0/24", "192.1.1.0/24", "192.1.4.0/24"]
        for (router, metrics) in [("RT3", [4, 4, 1, 2]), ("RT4", [4, 4, 1, 3])] as [(String, [UInt32])] {
            #expect(
                figure.summaries(of: router, into: 0)
                    == Dictionary(uniqueKeysWithValues: zip(networks, metrics)), "\(router)")
        }
    }

    @Test func `Table 5: backbone distances calculated by RT3 and RT4`() throws {
        let figure = try Finder(try Self.scenario("figure-6"))
        let printed: [(String, UInt32?, UInt32?)] = [
            ("RT3", nil, 21), ("RT4", 22, nil), ("RT7", 20, 14), ("RT10", 15, 22), ("RT11", 18, 25), ("RT5", 14, 8),
        ]
        for (router, fromRT3, fromRT4) in printed {
            #expect(figure.cost(from: "RT3", to: router, in: 0) == fromRT3, "to \(router)")
            #expect(figure.cost(from: "RT4", to: router, in: 0) == fromRT4, "to \(router)")
        }
    }

    /// RFC 2328 §12.4.3.2 describes RT4's.
    @Test func `Table 6: destinations advertised into area 1 by RT3 and RT4`() throws {
        let figure = try Finder(try Self.scenario("figure-6"))
        let destinations = [
            "18.10.0.0/24", "10.6.0.0/24", "10.7.0.0/24", "10.8.0.0/24", "9.1.0.0/16", "10.0.0.5", "10.6.0.7",
        ]
        for (router, metrics) in [
            ("RT3", [20, 16, 20, 18, 29, 14, 20]), ("RT4", [27, 15, 19, 18, 36, 8, 14]),
        ] as [(String, [UInt32])] {
            #expect(
                figure.summaries(of: router, into: 1)
                    == Dictionary(uniqueKeysWithValues: zip(destinations, metrics)), "\(router)")
        }
    }

    /// RFC 2328 §11.3.
    @Test func `Table 13: RT4's ways to routers`() throws {
        let figure = try Finder(try Self.scenario("figure-6"))
        #expect(figure.cost(from: "RT4", to: "RT3", in: 1) == 1)
        for (router, cost) in [("RT3", 21), ("RT5", 8), ("RT7", 14), ("RT10", 22), ("RT11", 25)] as [(String, UInt32)] {
            #expect(figure.cost(from: "RT4", to: router, in: 0) == cost, "to \(router)")
        }
    }

    /// RFC 2328 §11.3.
    @Test func `Table 14: RT4's ways to routers with the additional virtual link`() throws {
        var scenario = try Self.scenario("figure-6")
        for (router, node) in scenario.network.routers.enumerated() {
            for index in node.ospf.interfaces.indices {
                scenario.network.routers[router].ospf.interfaces[index].isEnabled = true
            }
        }
        let figure = try Finder(scenario)
        for (router, cost) in [("RT3", 1), ("RT10", 16), ("RT11", 19)] as [(String, UInt32)] {
            #expect(figure.cost(from: "RT4", to: router, in: 0) == cost, "to \(router)")
        }
    }
}
