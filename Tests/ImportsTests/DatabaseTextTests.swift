import Emulation
import Foundation
import Labs
import NetworkPrimitives
import OSPFWire
import Scenarios
import TestSupport
import Testing

@testable import Imports

@Suite("Databases as routers print them") struct DatabaseTextTests {
    static func read(_ text: String, _ options: NetworkImport.Options = .init(), path: String = "a.txt")
        -> NetworkImport
    {
        var network = NetworkImport(options)
        network.add(.recognized(path: path, octets: Array(text.utf8)))
        return network
    }

    private func contents(_ databases: NetworkDatabases) -> [String] {
        databases.databases.flatMap { database in
            // The octets of opaque LSAs are in no text.
            database.entries.filter { !$0.header.type.isOpaque }.map { entry in
                "\(database.area.map { "\($0)" } ?? "AS") \(entry.header.key) \(entry.header.sequenceNumber) \(entry.header.options) \(entry.body ?? [])"
            }
        }
    }

    private static func converged(_ seed: UInt64) throws -> Network {
        let lab = RandomLab(seed: seed, daemon: .frr).text
        let loaded = ScenarioLoader.load(path: "lab.yaml", files: .memory(["lab.yaml": lab]))
        var network = Network(try #require(loaded.content, "\(loaded.diagnostics)").network)
        let isQuiet = network.converge(within: .seconds(600))
        #expect(isQuiet)
        return network
    }

    @Test(
        "RFC 2328 §12.1.7: what is printed and mangled reads back with every checksum",
        arguments: DatabasePrinter.Dialect.allCases, [1, 2, 7] as [UInt64])
    func roundTrip(dialect: DatabasePrinter.Dialect, seed: UInt64) throws {
        let network = try Self.converged(seed)
        let databases = NetworkDatabases(network)
        let text = DatabasePrinter(databases, as: dialect, of: network.configuration.routers[0].ospf.routerID).text
        let count = databases.databases.reduce(0) { $0 + $1.entries.count { !$0.header.type.isOpaque } }
        #expect(count > 10)
        for mangling in Mangling.allCases {
            var dice = SeededDice(seed: seed)
            let read = Self.read(mangling.applied(to: text, &dice))
            #expect(read.problems == [], "\(mangling)")
            let wanted = "\(mangling == .twice ? 2 * count : count)"
            #expect(
                read.report.first?.hasPrefix("\(wanted) of \(wanted) LSAs exact") == true,
                "seed \(seed), \(dialect), \(mangling): \(read.report.prefix(3))")
            let isEqual = contents(read.databases) == contents(databases)
            #expect(isEqual, "seed \(seed), \(dialect), \(mangling)")
        }
    }

    @Test(
        "The samples, by their answers",
        .enabled(if: TestData.has("network-files"), "the reference data is not beside this checkout"),
        arguments: [
            ("ios-two-areas-paged.txt", "ios-two-areas-paged"), ("junos-extensive.txt", "junos-extensive"),
            ("frr-8.4-text-area0-and-1.txt", "frr-8.4-text-area0-and-1"),
        ])
    func samples(file: String, answer: String) throws {
        let folder = try #require(TestData.shared("network-files"))
        let octets = Array(try Data(contentsOf: folder.appendingPathComponent(file)))
        var network = NetworkImport()
        network.add(.recognized(path: file, octets: octets))
        #expect(network.problems == [])
        let words = try #require(network.report.first).split(separator: " ")
        #expect(words[0] == words[2] && words[4] == "exact:")
        let description = network.description(of: network.databases)
        let sample = try SampleAnswer.read(folder.appendingPathComponent("\(answer).answer.json"))
        #expect(sample.differences(from: description) == [])
    }

    @Test("RFC 3101 §2.1: options that IOS does not print follow from the checksum, and with them the kind of an area")
    func recoveredOptions() throws {
        let text = """
            areas: { 1: { type: stub, summaries: false } }
            routers: { a: , b: , c: { loopback-area-id: 1 } }
            links: [[a, b], { link: [b, c], area-id: 1 }]
            """
        let loaded = ScenarioLoader.loadTopology(path: "t", files: .memory(["t": text]))
        var network = Network(try #require(loaded.content))
        let isQuiet = network.converge(within: .seconds(600))
        #expect(isQuiet)
        let printed = DatabasePrinter(NetworkDatabases(network), as: .ios, of: RouterID("10.255.0.2")!).text
        #expect(!printed.contains("Options: 0x"), "IOS prints options in words")
        let read = Self.read(printed)
        let areas = read.description(of: read.databases).areas
        #expect(areas.map(\.kind) == [.stub] && areas[0].hasSummaries == false)
    }

    @Test func `A text that was changed is read, and told of`() throws {
        let network = try Self.converged(2)
        let router = network.configuration.routers[0].ospf.routerID
        let text = DatabasePrinter(NetworkDatabases(network), as: .ios, of: router).text
        let changed = text.replacing("TOS 0 Metrics: 10\n", with: "TOS 0 Metrics: 11\n", maxReplacements: 1)
        #expect(changed != text)
        let read = Self.read(changed)
        #expect(read.problems == [])
        let lines = read.report.filter { $0.contains("is not exact: its contents have another checksum") }
        #expect(lines.count == 1 && lines[0].hasPrefix("a.txt:"))
    }
}

@Suite("What of a text is read") struct DatabaseChoiceTests {
    private static func router(_ id: String, area: String? = "0", process: String = "1", vrf: String = "") -> String {
        let heading = area.map { "\tRouter Link States (Area \($0))\n" } ?? ""
        let place = vrf.isEmpty ? "" : ", VRF \(vrf)"
        return """
            OSPF Router with ID (\(id)) (Process ID \(process)\(place))
            \(heading)
            LS age: 5
            Options: (No TOS-capability, DC)
            LS Type: Router Links
            Link State ID: \(id)
            Advertising Router: \(id)
            LS Seq Number: 80000001
            Number of Links: 1

            Link connected to: a Stub Network
            (Link ID) Network/subnet number: \(id)
            (Link Data) Network Mask: 255.255.255.255
            TOS 0 Metrics: 1


            """
    }

    @Test func `Processes of several networks are listed, and one is chosen`() {
        let text = Self.router("10.0.0.1") + Self.router("10.0.0.2", process: "7", vrf: "BLUE")
        let problem = DatabaseTextTests.read(text).problems
        #expect(
            problem.map(\.message) == [
                "databases of 2 networks: choose one with --process or --vrf: process 1, router 10.0.0.1; process 7, VRF BLUE, router 10.0.0.2"
            ])
        var options = NetworkImport.Options()
        options.vrf = "BLUE"
        let chosen = DatabaseTextTests.read(text, options)
        #expect(chosen.problems == [])
        #expect(chosen.description(of: chosen.databases).routers.map(\.name) == ["10.0.0.2"])
        options.vrf = "RED"
        #expect(
            DatabaseTextTests.read(text, options).problems[0].message.contains("there are process 1, router 10.0.0.1;"))
    }

    @Test func `LSAs without a heading need an area`() {
        let text = Self.router("10.0.0.1", area: nil)
        let problem = DatabaseTextTests.read(text).problems
        #expect(
            problem.map(\.description) == [
                "a.txt:3:1: error: 1 LSA from here on has no heading that names an area: --area ID says which it is"
            ])
        var options = NetworkImport.Options()
        options.area = AreaID("5")
        let read = DatabaseTextTests.read(text, options)
        #expect(read.databases.databases.map(\.area) == [AreaID("0.0.0.5")])
    }

    @Test("LSRefreshTime: who was not refreshed and is linked to by nobody is gone")
    func departed() {
        let old = Self.router("10.0.0.2").replacing("LS age: 5", with: "LS age: 3125")
        let read = DatabaseTextTests.read(
            Self.router("10.0.0.1")
                + old.replacing("OSPF Router with ID (10.0.0.2)", with: "OSPF Router with ID (10.0.0.1)"))
        let description = read.description(of: read.databases)
        #expect(description.routers.map(\.name) == ["10.0.0.1"])
        #expect(description.notes.contains { $0.hasPrefix("10.0.0.2 is left out: no router has a link to it") })
    }

    @Test func `The newest instance wins, and contradictions are told of`() {
        let first = Self.router("10.0.0.1")
        var network = NetworkImport()
        for (path, text) in [
            ("old.txt", first),
            ("new.txt", first.replacing("80000001", with: "80000002").replacing("Metrics: 1", with: "Metrics: 9")),
            ("odd.txt", first.replacing("80000001", with: "80000002").replacing("Metrics: 1", with: "Metrics: 8")),
        ] {
            network.add(.recognized(path: path, octets: Array(text.utf8)))
        }
        let description = network.description(of: network.databases)
        #expect(
            description.routers.flatMap(\.loopbacks).map(\.cost) == [9]
                || network.databases.databases[0].entries.count == 1)
        #expect(
            network.report.contains {
                $0.contains("odd.txt") && $0.contains("than in new.txt, under the same sequence number")
            })
    }

    @Test func `Headers alone make no network`() throws {
        let text = """
            OSPF Router with ID(10.168.103.1) (Process ID 1) (VRF default)
                             Router Link States (Area 0.0.0.2)

            Link ID         ADV Router      Age         Seq#       Checksum Link count
            10.168.103.1   10.168.103.1   00:29:08    0x80000031 0x001D5F 1
            """
        let read = DatabaseTextTests.read(text)
        let databases = read.databases
        let entry = try #require(databases.databases.first?.entries.first)
        #expect(entry.header.age == 1748 && entry.header.checksum == 0x1D5F)
        #expect(read.lack(in: databases)?.hasPrefix("only headers of router-LSAs") == true)
    }

    @Test func `What is no file of a network is refused`() {
        #expect(DatabaseTextTests.read("Dear customer,\nplease find attached\n").problems.count == 1)
    }
}
