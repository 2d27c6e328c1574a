import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Distances and first hops equal those of an independent calculation") struct ShortestPathTests {
    static let graphs = GoldenGraph.all

    @Test(
        "A network that converges from a cold start",
        .enabled(if: TestData.has("topologies/goldens"), "the reference data is not beside this checkout"),
        arguments: graphs)
    func converges(graph: GoldenGraph) throws {
        let golden = try graph.read()
        let (network, interfaceOfArc) = golden.network()
        var wrong: [String] = []
        var routes = 0
        for source in golden.distances.indices {
            let table = network.routers[source].routingTable
            for target in golden.distances.indices where target != source {
                let prefix = IPv4Prefix(IPv4Address(bits: network.routers[target].routerID.bits), length: 32)
                let route = network.context.store.find(prefix).flatMap { table.route(to: $0) }
                let hops = route.map { Set(table.nextHops(of: $0).map { $0.interface }) } ?? []
                let cost = route.map { Int($0.cost) }
                routes += 1
                if cost != golden.distances[source][target] {
                    wrong.append("\(source) to \(target): cost \(cost.map { "\($0)" } ?? "none")")
                } else if hops != Set(golden.hops[source][target].map { interfaceOfArc[$0] }) {
                    wrong.append("\(source) to \(target): interfaces \(hops.sorted())")
                }
            }
        }
        #expect(wrong == [])
        print("SHORTEST PATHS \(graph.name): \(routes - wrong.count) of \(routes) routes equal")
    }
}

/// A graph with its table of distances and first hops.
struct GoldenGraph: CustomTestStringConvertible, Sendable {
    let folder: URL
    let name: String
    var testDescription: String { name }

    /// The graphs whose first hops are known: those of up to 120 nodes.
    static var all: [GoldenGraph] {
        guard let folder = TestData.shared("topologies/goldens") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let suffix = ".hops.json.gz"
        return names.filter { $0.hasSuffix(suffix) }.sorted().map {
            GoldenGraph(folder: folder, name: String($0.dropLast(suffix.count)))
        }
    }

    private struct Hops: Decodable {
        let arcs: [[Double]]
        let hops: [[[Int]]]
    }

    func read() throws -> Golden {
        let hops = try JSONDecoder().decode(Hops.self, from: try unpacked("hops.json.gz"))
        let lines = String(decoding: try unpacked("dist.csv.gz"), as: UTF8.self).split(separator: "\n")
        let distances = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) } }
        // Some sources measure in halves: OSPF costs are whole numbers.
        let isWhole = hops.arcs.allSatisfy { $0[2] == $0[2].rounded() }
        let scale = isWhole ? 1.0 : 2.0
        return Golden(
            arcs: hops.arcs.map { Golden.Arc(from: Int($0[0]), to: Int($0[1]), cost: Int($0[2] * scale)) },
            hops: hops.hops, distances: distances.map { $0.map { $0.map { Int($0 * scale) } } })
    }

    private func unpacked(_ ending: String) throws -> Data {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", folder.appendingPathComponent("\(name).\(ending)").path]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        try gzip.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return data
    }
}

/// What is known of a graph.
struct Golden {
    struct Arc {
        let from: Int
        let to: Int
        let cost: Int
    }

    let arcs: [Arc]
    /// By source and target: the first arcs of all shortest paths.
    let hops: [[[Int]]]
    /// By source and target; `nil` where there is no path.
    let distances: [[Int?]]

    /// The graph as a converged network of point-to-point links, and for each arc the interface it leaves by.
    func network() -> (network: Network, interfaceOfArc: [InterfaceIndex]) {
        var builder = NetworkBuilder(routers: distances.count, cpu: .unlimited)
        var interfaces = [InterfaceIndex](repeating: 0, count: arcs.count)
        var waiting: [[Int]: [Int]] = [:]
        for (index, arc) in arcs.enumerated() where arc.from != arc.to {
            // An arc is one direction of a link; the other one follows somewhere.
            guard let other = waiting[[arc.to, arc.from]]?.first else {
                waiting[[arc.from, arc.to], default: []].append(index)
                continue
            }
            waiting[[arc.to, arc.from]]?.removeFirst()
            builder.link(arcs[other].from, arcs[other].to)
            for end in [other, index] {
                let router = arcs[end].from
                interfaces[end] = builder.nodes[router].ospf.interfaces.endIndex.advanced(by: -1)
                builder.nodes[router].ospf.interfaces[interfaces[end]].cost = UInt16(arcs[end].cost)
            }
        }
        return (builder.converged(within: .seconds(1_800)), interfaces)
    }
}
