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

@Suite("RFC 2328 §12.4 Imported networks originate the LSAs that were captured") struct ImportExactnessTests {
    /// Three areas: an NSSA with an external route behind c, area 1 with hosts and a stub network behind b, and a backbone with a
    /// LAN, parallel links, loopbacks at cost 1 and external routes of a.
    private static let threeAreas = """
        areas: { 2: { type: nssa } }
        routers:
          a: { loopback: { address: 10.255.0.1, cost: 1 }, interface-order: [lo0, eth2, eth0] }
          b: { loopback: [{ address: 10.255.0.2, cost: 1 }, { address: 10.1.1.1, area-id: 1 }] }
          c: { loopback: { address: 10.255.0.3, cost: 1 } }
          d: { loopback: { address: 10.255.0.4, cost: 1, area-id: 1 } }
          e: { loopback: { address: 10.255.0.5, area-id: 2 } }
        links:
          - { link: [a, b], cost: 7, prefix: 10.9.0.0/30 }
          - { link: [a, b], cost: 9, prefix: 10.9.0.4/31 }
          - { link: [b, d], area-id: 1, cost: 15, prefix: 10.9.1.0/30 }
          - { link: [c, e], area-id: 2, cost: 30, prefix: 10.9.2.0/30 }
        lans:
          office: { members: { a: {priority: 1}, b: {priority: 9}, c: {priority: 2} }, prefix: 10.8.0.0/24, cost: 10 }
          shop: { members: [d], prefix: 10.8.1.0/24, area-id: 1, cost: 5, passive: true }
        groups:
          far: { prefixes: [198.51.100.0/24], metric: 50, metric-type: e1, election: none, originators: [a] }
          leaf: { prefixes: [192.0.2.64/26], metric: 33, election: none, originators: [e] }
        """

    private func load(_ text: String) throws -> NetworkConfiguration {
        let loaded = ScenarioLoader.loadTopology(path: "t.yaml", files: .memory(["t.yaml": text]))
        let complaints = loaded.diagnostics.map { "\($0)" }
        return try #require(loaded.content, "\(complaints)\n\(text)")
    }

    private struct Imported {
        var original: Network
        var network: Network
        var comparison: ImportComparison
        var text: String

        /// How many LSAs of others a router holds, as a limit counts them.
        func foreign(_ router: String, in network: Network) throws -> Int {
            let number = try #require(
                network.configuration.routers.firstIndex { $0.name == router || "\($0.ospf.routerID)" == router })
            return network.routers[number].databaseReport(network.context.store, at: network.now)
                .count { !$0.isSelfOriginated }
        }
    }

    /// Captures a network from its cold start, and imports some of its segments.
    private func reimport(_ text: String, _ segments: [String]) throws -> Imported {
        let configuration = try load(text)
        return try SimulatedTrace.withFolder { folder in
            let captures = SegmentCaptures(directory: folder.path, of: configuration)
            let original = try #require(try captures.converged(configuration, within: .seconds(300)))
            let files = try captures.close().filter { segments.isEmpty || segments.contains($0.segment) }
            #expect(!files.isEmpty)
            let reader = try CaptureReader(paths: files.map { folder.appendingPathComponent($0.name).path })
            let summary = CaptureAnalysis.summary(of: reader)
            let imported = TopologyFile(NetworkDescription(summary), name: "again", origin: "A test.").text
            var network = Network(try load(imported))
            let isQuiet = network.converge(within: .seconds(600))
            #expect(isQuiet)
            return Imported(
                original: original, network: network, comparison: ImportComparison(NetworkDatabases(summary), network),
                text: imported)
        }
    }

    private func expectEqual(_ imported: Imported, least: Int) {
        #expect(imported.comparison.differences == [], "\(imported.text)")
        #expect(imported.comparison.extra == [])
        #expect(imported.comparison.equal == imported.comparison.total && imported.comparison.total >= least)
    }

    @Test func `All segments of three areas`() throws { expectEqual(try reimport(Self.threeAreas, []), least: 30) }

    @Test(
        "RFC 2328 §12.4.3: of one area alone, what lies beyond stands behind its border routers",
        arguments: [("a - b", "a"), ("b - d", "d"), ("c - e", "e")])
    func oneArea(segment: String, inside: String) throws {
        let imported = try reimport(Self.threeAreas, [segment])
        expectEqual(imported, least: 8)
        // What a limit of a router inside the area counts is what it counted.
        let id = try #require(imported.original.configuration.routers.first { $0.name == inside }).ospf.routerID
        #expect(try imported.foreign("\(id)", in: imported.network) == imported.foreign(inside, in: imported.original))
    }

    @Test func `Two border routers with the same destinations at different distances, and one boundary router`() throws
    {
        let text = """
            routers: {in: {loopback-area-id: 1}, x: , y: , far: }
            links:
              - { link: [in, x], area-id: 1, cost: 5 }
              - { link: [in, y], area-id: 1, cost: 6 }
              - { link: [x, far], cost: 10 }
              - { link: [y, far], cost: 300 }
            groups: {out: {prefixes: [198.51.100.0/24, 203.0.113.0/24], election: none, originators: [far]}}
            """
        let imported = try reimport(text, ["in - x"])
        expectEqual(imported, least: 10)
        #expect(imported.text.contains("# beyond the known areas"))
    }

    @Test func `A boundary router whose own address the border router announces`() throws {
        let text = """
            routers: {far: , x: , in: {loopback-area-id: 1}}
            links: [{link: [far, x], cost: 4}, {link: [x, in], area-id: 1, cost: 5}]
            groups: {out: {prefixes: [198.51.100.0/24], election: none, originators: [far]}}
            """
        expectEqual(try reimport(text, ["x - in"]), least: 6)
    }

    @Test("RFC 2328 §12.4.1.4: a point-to-multipoint network stays one")
    func pointToMultipoint() throws {
        let text = """
            routers: [hub, east, west]
            lans:
              wan:
                interface-type: point-to-multipoint
                prefix: 10.7.0.0/24
                circuits: [[hub, east], [hub, west]]
                members: {hub: {address: 10.7.0.1, cost: 5}, east: {address: 10.7.0.2, cost: 6}, west: {address: 10.7.0.3, cost: 7}}
              office: { members: [west], prefix: 10.6.0.0/24 }
            """
        let imported = try reimport(text, ["wan"])
        #expect(imported.text.contains("interface-type: point-to-multipoint"))
        #expect(imported.text.contains("prefix: 10.7.0.0/24") && imported.text.contains("circuits:"))
        expectEqual(imported, least: 3)
    }

    @Test("RFC 2328 §12.4.1.1: a host route to the neighbor, and a /31")
    func stubsOfLinks() throws {
        let text = """
            routers: [a, b, c]
            links:
              - { link: [a, b], stub-link: neighbor, prefix: 10.5.0.0/30, cost: 4 }
              - { link: [b, c], prefix: 10.5.0.4/31, cost: 3 }
            """
        expectEqual(try reimport(text, ["a - b"]), least: 3)
    }

    @Test func `A router that only others speak of is there, so that they keep their links to it`() throws {
        var bodies: [LSABody] = []
        func link(
            _ type: RouterLSABody.LinkType, _ id: String, _ data: String, _ metric: UInt16
        ) -> RouterLSABody.Link {
            .init(type: type, id: IPv4Address(id)!, data: IPv4Address(data)!, metric: metric)
        }
        bodies.append(
            .router(
                RouterLSABody(links: [
                    link(.pointToPoint, "2.2.2.2", "10.1.0.1", 5), link(.stub, "10.1.0.0", "255.255.255.252", 5),
                    link(.transit, "10.2.0.1", "10.2.0.1", 7),
                ])))
        bodies.append(
            .network(
                NetworkLSABody(
                    mask: IPv4Address("255.255.255.0")!,
                    attachedRouters: ["1.1.1.1", "3.3.3.3"].map { RouterID($0)! })))
        let lsas = zip(bodies, ["1.1.1.1", "10.2.0.1"]).map { body, id in
            LSA(
                options: 2, type: id == "1.1.1.1" ? .router : .network, linkStateID: IPv4Address(id)!,
                advertisingRouter: RouterID("1.1.1.1")!, sequenceNumber: Int32.min + 1, body: body)
        }
        let packet = OSPFPacket(
            routerID: RouterID("1.1.1.1")!, areaID: .backbone, body: .linkStateUpdate(LinkStateUpdate(lsas: lsas)))
        var analysis = CaptureAnalysis()
        analysis.add(
            CapturedFrame(
                number: 1, time: .origin,
                octets: OSPFFrame.ethernet(packet.encoded(), from: IPv4Address("10.2.0.1")!, to: .allSPFRouters)))
        let path = TestData.projectRoot.appendingPathComponent("Tests/Data/five-types.pcap").path
        let summary = analysis.summary(of: try CaptureReader(path: path))
        let text = TopologyFile(NetworkDescription(summary), name: "x", origin: "A test.").text
        #expect(text.contains("# its own LSAs were not seen"))
        var network = Network(try load(text))
        let isQuiet = network.converge(within: .seconds(600))
        #expect(isQuiet)
        #expect(ImportComparison(NetworkDatabases(summary), network).differences == [])
    }

    @Test("RFC 3101 §3.2: what a border router translates has no second originator")
    func translation() throws {
        let imported = try reimport(Self.threeAreas, [])
        #expect(imported.text.components(separatedBy: "192.0.2.64/26").count == 2)
    }

    @Test("RFC 2328 §15: a virtual link whose area was captured, too")
    func virtualLink() throws {
        let text = """
            routers: {a: , x: {loopback-area-id: 1}, y: {loopback-area-id: 1}, b: {loopback-area-id: 2}}
            links: [[a, x], {link: [x, y], area-id: 1}, {link: [y, b], area-id: 2}]
            virtual-links: [{routers: [x, y], transit-area-id: 1}]
            """
        let imported = try reimport(text, [])
        #expect(imported.text.contains("virtual-links:"))
        expectEqual(imported, least: 15)
    }

    @Test func `A range of an area is announced as one again`() throws {
        let text = """
            areas: {1: {ranges: [{prefix: 10.4.0.0/16, cost: 77}]}}
            routers: {a: , x: , b: {loopback: 10.4.1.1, loopback-area-id: 1}}
            links: [[a, x], {link: [x, b], area-id: 1, prefix: 10.4.0.0/30}]
            """
        let imported = try reimport(text, [])
        #expect(imported.text.contains("{prefix: 10.4.0.0/16, cost: 77}"))
        expectEqual(imported, least: 8)
    }

    @Test("RFC 5250 §3: opaque LSAs of area and AS scope come back octet by octet, and those of a link are told of")
    func opaque() throws {
        let text = """
            routers:
              a:
                opaque-lsas:
                  - { scope: area, opaque-type: 4, opaque-id: 7, count: 1, content: '0001000490000000' }
                  - { scope: as, opaque-type: 200, opaque-id: 5, count: 3, length: 12 }
              b:
                opaque-lsas:
                  - { scope: area, area-id: 1, opaque-type: 1, count: 1, content: '0001000400000000' }
                  - { scope: link, opaque-type: 201, count: 1 }
              c: { loopback-area-id: 1 }
            links: [[a, b], { link: [b, c], area-id: 1 }]
            """
        let imported = try reimport(text, [])
        #expect(imported.text.contains("opaque-type: 4, opaque-id: 7, count: 1, content: 0001000490000000"))
        #expect(imported.text.contains("opaque LSAs are left out, each for this reason: its scope is one link"))
        let opaque = imported.comparison.differences.map(\.key.type.rawValue)
        #expect(!opaque.isEmpty && Set(opaque) == [9])
        #expect(imported.comparison.extra == [])
        // A limit counts them, as it did: all but the one of the link between b and c.
        let id = try #require(imported.original.configuration.routers.first { $0.name == "c" }).ospf.routerID
        let counted = try imported.foreign("c", in: imported.original)
        #expect(try imported.foreign("\(id)", in: imported.network) == counted - 1)
    }

    @Test(
        "The network of six routers and three areas that was recorded in the lab",
        .enabled(if: TestData.has("network-files/lab"), "the reference data is not beside this checkout"))
    func lab() throws {
        let folder = try #require(TestData.shared("network-files/lab"))
        let names = ["a3c1", "b1b2", "lan0", "p2b1", "pp12", "pp13", "pp13b"].map {
            folder.appendingPathComponent("cap-\($0).pcap").path
        }
        for (files, least) in [(names, 45), ([names[4]], 14)] {
            let summary = CaptureAnalysis.summary(of: try CaptureReader(paths: files))
            var network = Network(
                try load(TopologyFile(NetworkDescription(summary), name: "lab", origin: "A test.").text))
            let isQuiet = network.converge(within: .seconds(600))
            #expect(isQuiet)
            let comparison = ImportComparison(NetworkDatabases(summary), network)
            #expect(comparison.differences == [] && comparison.total == least)
            guard files.count == 1 else { continue }
            let first = network.routers[
                try #require(network.configuration.routers.firstIndex { $0.name == "10.99.0.1" })]
            #expect(first.databaseReport(network.context.store, at: network.now).count { !$0.isSelfOriginated } == 11)
        }
    }
}
