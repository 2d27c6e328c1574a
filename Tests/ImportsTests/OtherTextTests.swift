import Emulation
import Labs
import NetworkPrimitives
import Scenarios
import TestSupport
import Testing

@testable import Imports

@Suite("Databases of Huawei, FRRouting's JSON and BIRD") struct OtherTextTests {
    private func contents(_ databases: NetworkDatabases) -> [String] {
        databases.databases.flatMap { database in
            database.entries.filter { !$0.header.type.isOpaque }.map { entry in
                "\(database.area.map { "\($0)" } ?? "AS") \(entry.header.key) \(entry.header.options) \(entry.body ?? [])"
            }
        }
    }

    @Test("RFC 2328 §12.1.7: every checksum of what is printed", arguments: [1, 2] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        let lab = RandomLab(seed: seed, daemon: .frr).text
        let loaded = ScenarioLoader.load(path: "lab.yaml", files: .memory(["lab.yaml": lab]))
        var network = Network(try #require(loaded.content, "\(loaded.diagnostics)").network)
        let isQuiet = network.converge(within: .seconds(600))
        #expect(isQuiet)
        let databases = NetworkDatabases(network)
        let router = network.configuration.routers[0].ospf.routerID
        for text in [OtherPrinters.huawei(databases, router), OtherPrinters.frrJSON(databases, router)] {
            let read = DatabaseTextTests.read(text)
            #expect(read.problems == [])
            let words = try #require(read.report.first).split(separator: " ")
            #expect(words[0] == words[2] && words[4] == "exact:", "\(read.report.prefix(3))")
            let isEqual = contents(read.databases) == contents(databases)
            #expect(isEqual)
        }
    }

    @Test func `BIRD prints a tree without addresses of interfaces`() throws {
        let text = """
            bird> show ospf state all

            area 0.0.0.0

            \trouter 10.0.0.1
            \t\tdistance 0
            \t\trouter 10.0.0.2 metric 10
            \t\trouter 10.0.0.2 metric 10
            \t\tnetwork 10.1.0.0/24 metric 7
            \t\tstubnet 10.0.0.1/32 metric 0
            \t\tstubnet 10.2.0.0/30 metric 10
            \t\texternal 192.0.2.0/24 metric2 20 via 10.1.0.2 tag 0x00000064
            \t\texternal 198.51.100.0/24 metric 5

            \trouter 10.0.0.2
            \t\tdistance 10
            \t\trouter 10.0.0.1 metric 11
            \t\trouter 10.0.0.1 metric 12
            \t\tnetwork 10.1.0.0/24 metric 8
            \t\tstubnet 10.2.0.0/30 metric 11

            \tnetwork 10.1.0.0/24
            \t\tdr 10.0.0.2
            \t\tdistance 7
            \t\trouter 10.0.0.2
            \t\trouter 10.0.0.1
            """
        for text in [text, text.replacing("\t", with: "        ")] {
            let read = DatabaseTextTests.read(text)
            #expect(read.problems == [])
            let description = read.description(of: read.databases)
            #expect(description.routers.map(\.name) == ["10.0.0.1", "10.0.0.2"])
            let cables = description.segments.filter(\.isCable).map {
                "\($0.prefix.map { "\($0)" } ?? "-") \($0.ends.map { $0.cost! })"
            }
            #expect(cables.sorted() == ["- [10, 12]", "10.2.0.0/30 [10, 11]"])
            let lan = try #require(description.segments.first { $0.prefix == IPv4Prefix("10.1.0.0/24") })
            #expect(lan.ends.map(\.cost) == [7, 8] && lan.designatedRouter == 1)
            let groups = description.groups.map {
                "\($0.prefixes) \($0.route.metric) \($0.route.externalType) \($0.route.forwardingAddress) \($0.route.tag)"
            }
            #expect(groups == ["[192.0.2.0/24] 20 type2 10.1.0.2 100", "[198.51.100.0/24] 5 type1 0.0.0.0 0"])
            _ = try ConfigurationTests.loaded(read)
        }
    }
}
