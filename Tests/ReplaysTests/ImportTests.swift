import Captures
import Emulation
import Foundation
import Imports
import NetworkPrimitives
import OSPF
import OSPFWire
import Replays
import Scenarios
import TestSupport
import Testing

@Suite("The network that a capture shows, as a topology") struct ImportTests {
    private func imported(_ path: String) throws -> String {
        let topology = NetworkDescription(CaptureAnalysis.summary(of: try CaptureReader(path: path)))
        return TopologyFile(topology, name: "imported", origin: "A test.").text
    }

    private func load(_ text: String) throws -> NetworkConfiguration {
        let loaded = ScenarioLoader.loadTopology(path: "t.yaml", files: .memory(["t.yaml": text]))
        let complaints = loaded.diagnostics.map { "\($0)" }
        return try #require(loaded.content, "\(complaints)\n\(text)")
    }

    /// A LAN with priorities, two cables between the same routers, a stub network and external routes of two routers.
    private var original: NetworkConfiguration {
        var builder = NetworkBuilder(routers: 4)
        // Cables come first in a topology file, and so in the router-LSAs.
        builder.link(2, 3, cost: 20)
        builder.link(2, 3, cost: 30)
        builder.lan([0, 1, 2], cost: 7, priorities: [0: 3, 1: 2, 2: 0])
        builder.lan([3], cost: 5)
        for router in [0, 1] {
            builder.nodes[router].ospf.redistributions = [
                RedistributionConfiguration(
                    name: "services",
                    prefixes: (0..<5).map { IPv4Prefix(IPv4Address(bits: 0xC633_6400 + $0 << 4), length: 28) },
                    metric: 77)
            ]
        }
        return builder.configuration
    }

    /// Every LSA of a router's database: what it is called and what it says.
    private func contents(_ network: Network) -> [String] {
        let store = network.context.store
        return network.routers[2].databaseReport(store, at: network.now).map { report in
            "\(report.key) \(Array(store.body(of: report.instance)))"
        }
    }

    @Test func `The emulated network, captured and imported, has the same databases again`() throws {
        let configuration = original
        try SimulatedTrace.withFolder { folder in
            let captures = SegmentCaptures(directory: folder.path, of: configuration)
            let network = try #require(try captures.converged(configuration, within: .seconds(300)))
            _ = try captures.close()
            let text = try imported(folder.appendingPathComponent("s2.pcapng").path)
            var again = Network(try load(text))
            let isQuiet = again.converge(within: .seconds(300))
            #expect(isQuiet)
            #expect(contents(again) == contents(network))
        }
    }

    @Test func `The file says what the capture does not`() throws {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/captures/lan-flap.pcap").path
        let text = try imported(path)
        #expect(text.contains("# - Delays, CPUs, limits and timers of routers are no part of OSPF"))
        #expect(text.contains("hello-interval: 1s"))
        #expect(try load(text).routers.count == 4)
    }

    @Test(.enabled(if: TestData.has("captures/public"), "the reference data is not beside this checkout"))
    func `Every public capture that shows a router becomes a valid topology`() throws {
        let folder = try #require(TestData.shared("captures/public"))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { ["pcap", "pcapng", "cap"].contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
        var count = 0
        for file in files {
            guard let reader = try? CaptureReader(path: file.path) else { continue }
            let topology = NetworkDescription(CaptureAnalysis.summary(of: reader))
            guard !topology.routers.isEmpty else { continue }
            count += 1
            let name = file.lastPathComponent
            #expect(throws: Never.self, "\(name)") {
                try load(TopologyFile(topology, name: name, origin: name).text)
            }
        }
        #expect(count > 10)
    }

    @Test(
        "The kind of an area, and unnumbered links",
        arguments: [("stub", true), ("stub", false), ("nssa", true), ("nssa", false)])
    func areas(kind: String, summaries: Bool) throws {
        let network = """
            areas: {1: {type: \(kind), summaries: \(summaries), default-cost: 7}}
            routers: {a: , b: , c: {loopback-area-id: 1}}
            links: [[a, b], {link: [b, c], area-id: 1, unnumbered: true, cost: 3}]
            """
        let configuration = try load(network)
        try SimulatedTrace.withFolder { folder in
            let captures = SegmentCaptures(directory: folder.path, of: configuration)
            _ = try #require(try captures.converged(configuration, within: .seconds(300)))
            _ = try captures.close()
            let text = try imported(folder.appendingPathComponent("b-c.pcapng").path)
            #expect(text.contains("  0.0.0.1: {type: \(kind)\(summaries ? "" : ", summaries: false")"), "\(text)")
            #expect(text.contains("unnumbered: true"))
            let again = try load(text)
            // Beyond the border router there may be networks of the backbone.
            let inside = again.segments.filter { segment in
                let member = segment.members[0]
                return again.routers[member.router].ospf.interfaces[member.interface].area == AreaID(bits: 1)
            }
            #expect(inside.count == 1 && again.routers.count == 2)
        }
    }
}
