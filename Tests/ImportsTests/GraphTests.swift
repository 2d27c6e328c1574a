import Foundation
import NetworkPrimitives
import TestSupport
import Testing

@testable import Imports

@Suite("Labs and graphs as a network") struct GraphTests {
    private static let graphML = """
        <?xml version="1.0"?><graphml><key attr.name="label" for="node" id="l"/><key attr.name="hyperedge" for="node" id="h"/>
        <key attr.name="Internal" for="node" id="i"/><key attr.name="LinkSpeedRaw" for="edge" id="s"/>
        <graph><!-- a map --><node id="0"><data key="l">K&#246;ln</data></node><node id="1"><data key="l">K&#246;ln</data></node>
        <node id="2"><data key="i">0</data><data key="l">Us &amp; Them - X</data></node><node id="3"><data key="h">1</data></node>
        <edge source="0" target="1"><data key="s">1e10</data></edge><edge source="0" target="1"/>
        <edge source="0" target="3"/><edge source="1" target="3"/><edge source="2" target="3"/><edge source="2" target="2"/>
        </graph></graphml>
        """

    private static let gml = """
        graph [
          node [ id 0 label "Köln" ] node [ id 1 label "Köln" ]
          node [ id 2 label "Us & Them - X" Internal 0 ] node [ id 3 hyperedge 1 ]
          edge [ source 0 target 1 LinkSpeedRaw 1e10 ] edge [ source 0 target 1 ]
          edge [ source 0 target 3 ] edge [ source 1 target 3 ] edge [ source 2 target 3 ] edge [ source 2 target 2 ]
        ]
        """

    @Test("GraphML and GML", arguments: [graphML, gml])
    func graphs(text: String) throws {
        var options = NetworkImport.Options()
        options.referenceBandwidth = 100_000
        let network = DatabaseTextTests.read(text, options)
        #expect(network.problems == [])
        let description = network.description(of: network.databases)
        #expect(description.routers.map(\.name) == ["Köln", "Köln (2)", "Us & Them-X"])
        #expect(description.segments.map { $0.ends.map(\.router) } == [[0, 1], [0, 1], [0, 1, 2]])
        #expect(description.segments.map(\.isCable) == [true, true, false])
        #expect(
            description.segments[0].ends.map(\.cost) == [10, 10]
                && description.segments[1].ends.map(\.cost) == [nil, nil])
        #expect(description.notes.contains("A link from Us & Them-X to itself is left out."))
        #expect(description.notes.contains { $0.contains("somebody else") })
        _ = try ConfigurationTests.loaded(network)
    }

    @Test(
        "The samples, by their answers",
        .enabled(if: TestData.has("network-files/map.graphml"), "the reference data is not beside this checkout"))
    func samples() throws {
        let folder = try #require(TestData.shared("network-files"))
        let map = DatabaseTextTests.read(
            try String(contentsOf: folder.appendingPathComponent("map.graphml"), encoding: .utf8))
        let description = map.description(of: map.databases)
        #expect(description.routers.map(\.name) == ["Bergen", "Bergen (2)", "Tromsø", "Carrier-X", "5"])
        #expect(description.segments.map { $0.ends.map(\.router) } == [[0, 2], [0, 2], [3, 0], [1, 2, 4]])

        let lab = DatabaseTextTests.read(
            try String(contentsOf: folder.appendingPathComponent("netlab-topology.yml"), encoding: .utf8))
        #expect(lab.problems == [])
        let netlab = lab.description(of: lab.databases)
        #expect(
            netlab.routers.map { "\($0.name) \($0.routerID!)" } == [
                "hub 10.33.255.1", "east 10.33.255.77", "west 10.33.255.3",
            ])
        let links = netlab.segments.map { segment in
            "\(segment.area) \(segment.ends.map { "\(netlab.routers[$0.router].name) \($0.cost ?? 0)" })\(segment.isStub ? " passive" : "")"
        }
        #expect(
            links == [
                #"0.0.0.0 ["hub 0", "east 0"]"#, #"0.0.0.0 ["hub 30", "east 35"]"#, #"0.0.0.3 ["hub 0", "west 0"]"#,
                #"0.0.0.0 ["hub 0", "east 0", "west 0"]"#, #"0.0.0.3 ["west 0"] passive"#,
            ])
        #expect(netlab.segments[3].ends.map(\.priority) == [20, nil, nil])
        _ = try ConfigurationTests.loaded(lab)
    }

    @Test(
        "Every map of the Topology Zoo is imported",
        .enabled(if: TestData.has("topologies/topology-zoo"), "the reference data is not beside this checkout"))
    func zoo() throws {
        let folder = try #require(TestData.shared("topologies/topology-zoo"))
        let files =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        var count = 0
        for file in files.sorted(by: { $0.path < $1.path }) where ["graphml", "gml", "gz"].contains(file.pathExtension)
        {
            guard ["graphml", "gml"].contains(file.pathExtension) || file.path.contains("ml.gz") else { continue }
            var network = NetworkImport()
            network.add(.recognized(path: file.lastPathComponent, octets: Array(try Data(contentsOf: file))))
            #expect(network.problems == [], "\(file.lastPathComponent)")
            #expect(network.description(of: network.databases).routers.count > 1, "\(file.lastPathComponent)")
            count += 1
        }
        #expect(count > 5)
    }

    @Test func `containerlab says which interfaces are connected`() throws {
        let text = """
            name: lab
            topology:
              nodes:
                r1: { kind: linux }
                r2: { kind: linux }
                sw: { kind: bridge }
                pc: { kind: linux }
              links:
                - endpoints: ["r1:eth1", "r2:eth1"]
                - endpoints: ["r1:eth2", "sw:a"]
                - endpoints: ["r2:eth2", "sw:b"]
            """
        let network = DatabaseTextTests.read(text)
        #expect(network.problems == [])
        let description = network.description(of: network.databases)
        #expect(description.routers.map(\.name) == ["r1", "r2"])
        #expect(description.segments.map { $0.ends.map(\.interface) } == [["eth1", "eth1"], ["eth2", "eth2"]])
        #expect(description.segments.map(\.isCable) == [true, false])
    }
}
