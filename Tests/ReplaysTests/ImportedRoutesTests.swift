import Captures
import Checkpoints
import Emulation
import Foundation
import Imports
import Replays
import Scenarios
import TestSupport
import Testing

@Suite("RFC 2328 §16 An imported network routes as the captured one") struct ImportedRoutesTests {
    private struct Route: Hashable, CustomStringConvertible {
        var path: String
        var prefix: String
        var cost: Int
        var type2Cost: Int?
        /// Neighbors' addresses, sorted; nothing where the destination is attached.
        var hops: [String] = []

        var description: String { "\(path) \(prefix) [\(cost)/\(type2Cost ?? 0)] via \(hops)" }
    }

    /// What `show ip ospf route` of FRRouting prints: `N IA 10.99.0.3/32 [25] area: 0.0.0.1`, then a line for each next hop.
    private static func routes(printed text: String) -> Set<Route> {
        let paths = ["N": "intra", "N IA": "inter", "N E1": "ext1", "N E2": "ext2"]
        var routes: [Route] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if line.hasPrefix("N "), let cost = words.firstIndex(where: { $0.hasPrefix("[") }),
                let path = paths[words[..<(cost - 1)].joined(separator: " ")]
            {
                let costs = words[cost].dropFirst().dropLast().split(separator: "/").compactMap { Int($0) }
                routes.append(
                    Route(
                        path: path, prefix: words[cost - 1], cost: costs[0], type2Cost: costs.count > 1 ? costs[1] : nil
                    ))
            } else if words.first == "via", !routes.isEmpty {
                // Routes to routers are no routes of packets.
                routes[routes.count - 1].hops = (routes[routes.count - 1].hops + [String(words[1].dropLast())]).sorted()
            } else if line.hasPrefix("R ") {
                routes.append(Route(path: "router", prefix: words[1], cost: 0))
            }
        }
        return Set(routes.filter { $0.path != "router" })
    }

    private static func routes(of state: RouterState) -> Set<Route> {
        Set(
            state.routes.filter { $0.path != RouterState.RouteState.discard }.map { route in
                Route(
                    path: route.path, prefix: route.prefix, cost: route.cost ?? 0, type2Cost: route.type2Cost,
                    hops: route.nextHops.compactMap(\.via).sorted())
            })
    }

    @Test(
        "Six routers of FRRouting in three areas, all of whose links were captured",
        .enabled(if: TestData.has("network-files/lab"), "the reference data is not beside this checkout"))
    func lab() throws {
        let folder = try #require(TestData.shared("network-files/lab"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        func paths(_ ending: String) -> [String] {
            files.filter { $0.hasSuffix(ending) }.map { folder.appendingPathComponent($0).path }
        }
        let summary = CaptureAnalysis.summary(of: try CaptureReader(paths: paths(".pcap")))
        let text = TopologyFile(NetworkDescription(summary), name: "lab", origin: "A test.").text
        let loaded = ScenarioLoader.loadTopology(path: "t.yaml", files: .memory(["t.yaml": text]))
        var network = Network(try #require(loaded.content, "\(loaded.diagnostics)"))
        let isQuiet = network.converge(within: .seconds(600))
        #expect(isQuiet)
        let states = RouterState.states(of: network, checkpoint: 0, time: .zero)
        var compared = 0
        for path in paths(".routes") {
            let expected = Self.routes(printed: try String(contentsOfFile: path, encoding: .utf8))
            // The host route at cost 0 is the router's own address, and that is its Router ID.
            let own = try #require(expected.first { $0.cost == 0 && $0.prefix.hasSuffix("/32") })
            let state = try #require(states.first { $0.routerID + "/32" == own.prefix })
            let found = Self.routes(of: state)
            let (lacking, extra) = (expected.subtracting(found), found.subtracting(expected))
            #expect(lacking.isEmpty && extra.isEmpty, "\(state.router) lacks \(lacking), has \(extra) besides")
            compared += expected.count
        }
        #expect(compared > 80)
    }
}
