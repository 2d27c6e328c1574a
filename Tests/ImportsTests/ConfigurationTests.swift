import Emulation
import Foundation
import NetworkPrimitives
import Scenarios
import TestSupport
import Testing

@testable import Imports

@Suite("Configurations as a network") struct ConfigurationTests {
    static func read(_ files: [(path: String, text: String)]) -> NetworkImport {
        var network = NetworkImport()
        for file in files { network.add(.recognized(path: file.path, octets: Array(file.text.utf8))) }
        return network
    }

    static func loaded(_ network: NetworkImport) throws -> (NetworkConfiguration, text: String) {
        let description = network.description(of: network.databases)
        let text = TopologyFile(description, name: "t", origin: "A test.").text
        let file = ScenarioLoader.loadTopology(path: "t", files: .memory(["t": text]))
        let complaints = file.diagnostics.map { "\($0)" }
        let configuration = try #require(file.content, "\(complaints)\n\(text)")
        return (configuration, text)
    }

    private static let core = """
        hostname core
        interface Loopback0
         ip address 10.0.0.1 255.255.255.255
        interface GigabitEthernet0/0
         ip address 10.1.0.1 255.255.255.252
         ip ospf network point-to-point
         ip ospf message-digest-key 1 md5 secret
         ip ospf authentication message-digest
         ip ospf hello-interval 3
        interface FastEthernet0/1
         ip address 10.2.0.1 255.255.255.0
         ip ospf priority 7
        interface FastEthernet0/2
         ip address 10.3.0.1 255.255.255.0
        router ospf 1
         auto-cost reference-bandwidth 10000
         network 10.1.0.0 0.0.0.255 area 0
         network 10.0.0.0 0.255.255.255 area 5
         passive-interface FastEthernet0/2
         area 5 stub no-summary
         area 5 range 10.2.0.0 255.254.0.0 cost 9
         max-lsa 12000 80 ignore-time 3 ignore-count 4 reset-time 20
         max-metric router-lsa on-startup 300
         timers throttle spf 50 200 5000
         mystery command
         redistribute static metric 30 metric-type 1 route-map OUT
         redistribute bgp 65001 subnets
         default-information originate always metric 5
        ip route 192.0.2.0 255.255.255.0 Null0
        ip route 198.51.100.0 255.255.255.0 Null0
        ip prefix-list SOME permit 192.0.2.0/24
        route-map OUT permit 10
         match ip address prefix-list SOME
         set tag 99
        """

    private static let edge = """
        hostname edge
        interface Ethernet1
           ip address 10.1.0.2/30
           ip ospf network point-to-point
           ip ospf area 0.0.0.0
           ip ospf cost 44
        router ospf 9
           router-id 10.0.0.2
        """

    @Test func `Addresses, areas, costs, timers, limits and routes of IOS`() throws {
        let network = Self.read([("core.cfg", Self.core), ("edge.cfg", Self.edge)])
        #expect(network.problems == [])
        let description = network.description(of: network.databases)
        #expect(description.routers.map(\.name) == ["core", "edge"])
        #expect(description.routers.map { "\($0.routerID!)" } == ["10.0.0.1", "10.0.0.2"])
        let cable = try #require(description.segments.first { $0.isCable })
        // 10,000 Mbit/s at 1 Gbit/s is 10.
        #expect(cable.ends.map(\.cost) == [10, 44] && cable.area == .backbone)
        let stub = try #require(description.segments.first { $0.prefix == IPv4Prefix("10.3.0.0/24") })
        #expect(stub.ends.map(\.isPassive) == [true] && stub.ends[0].cost == 100 && stub.area == AreaID("5"))
        let area = try #require(description.areas.first)
        #expect(area.kind == .stub && !area.hasSummaries)
        let groups = description.groups.map {
            "\($0.prefixes) \($0.route.metric) \($0.route.externalType) \($0.route.tag)"
        }
        #expect(groups == ["[192.0.2.0/24] 30 type1 99", "[0.0.0.0/0] 5 type2 0"])
        #expect(description.unresolved.map(\.words) == ["redistribute bgp 65001"])
        let (configuration, text) = try Self.loaded(network)
        #expect(configuration.routers.count == 2)
        for line in [
            "limit: {preset: cisco-ios, maximum: 12000, warning-threshold: 80%, ignore-time: 3m, ignore-count: 4, reset-time: 20m}",
            "stub-router: {on-startup: 300s}", "authentication: {type: md5, key-id: 1, key: secret}",
            "hello-interval: 3s",
            "spf: {throttle: exponential, start: 50ms, hold: 200ms, maximum: 5000ms}",
            "# not understood, line 25: mystery command",
            "#   # core: redistribute bgp 65001", "interface: GigabitEthernet0/0", "priority: 7",
        ] { #expect(text.contains(line), "\(line)\n\(text)") }
        #expect(network.report.contains("core.cfg:25: not understood: mystery command"))
    }

    @Test func `Indentation that was lost changes nothing`() throws {
        func plain(_ text: String) -> String {
            text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: "\r\n")
        }
        let whole = Self.read([("core.cfg", Self.core), ("edge.cfg", Self.edge)])
        let bare = Self.read([("core.cfg", plain(Self.core)), ("edge.cfg", plain(Self.edge))])
        let (one, other) = (try Self.loaded(bare).text, try Self.loaded(whole).text)
        #expect(one == other)
    }

    private static let commands = """
        set system host-name mx
        set interfaces ge-0/0/0 unit 0 family inet address 10.9.0.1/30
        set interfaces ge-0/0/1 unit 0 family inet address 10.8.0.1/24
        set interfaces lo0 unit 0 family inet address 10.0.0.7/32
        set routing-options router-id 10.0.0.7
        set routing-options static route 203.0.113.0/24 discard
        set protocols ospf export OUT
        set protocols ospf reference-bandwidth 10g
        set protocols ospf database-protection maximum-lsa 4000
        set protocols ospf database-protection ignore-time 400
        set protocols ospf area 0.0.0.0 interface lo0.0 passive
        set protocols ospf area 0.0.0.0 interface ge-0/0/0.0 interface-type p2p
        set protocols ospf area 0.0.0.3 interface ge-0/0/1.0 metric 77
        set protocols ospf area 0.0.0.3 nssa no-summaries
        set protocols ospf area 0.0.0.3 strange thing
        set policy-options policy-statement OUT term 1 from protocol static
        set policy-options policy-statement OUT term 1 from route-filter 203.0.113.0/24 exact
        set policy-options policy-statement OUT term 1 then metric 50
        set policy-options policy-statement OUT term 1 then external type 1
        set policy-options policy-statement OUT term 1 then accept
        """

    private static let braces = """
        system { host-name mx; }
        interfaces {
            ge-0/0/0 { unit 0 { family inet { address 10.9.0.1/30; } } }
            ge-0/0/1 { unit 0 { family inet { address 10.8.0.1/24; } } }
            lo0 { unit 0 { family inet { address 10.0.0.7/32; } } }
        }
        routing-options {
            router-id 10.0.0.7;
            static { route 203.0.113.0/24 discard; }
        }
        protocols {
            ospf {
                export [ OUT ];
                reference-bandwidth 10g;
                database-protection {
                    maximum-lsa 4000;
                    ignore-time 400;
                }
                area 0.0.0.0 {
                    interface lo0.0 { passive; }
                    interface ge-0/0/0.0 { interface-type p2p; }
                }
                area 0.0.0.3 {
                    interface ge-0/0/1.0 { metric 77; }
                    nssa { no-summaries; }
                    strange thing;
                }
            }
        }
        policy-options {
            policy-statement OUT {
                term 1 {
                    from {
                        protocol static;
                        route-filter 203.0.113.0/24 exact;
                    }
                    then { metric 50; external { type 1; } accept; }
                }
            }
        }
        """

    @Test("Junos, in both of its notations", arguments: [commands, braces])
    func junos(text: String) throws {
        let network = Self.read([("mx.conf", text)])
        #expect(network.problems == [])
        let description = network.description(of: network.databases)
        #expect(description.routers.map(\.name) == ["mx"])
        #expect(description.routers[0].loopbacks.map { "\($0.address) \($0.cost)" } == ["10.0.0.7 0"])
        #expect(
            description.segments.map { "\($0.prefix!) \($0.area) \($0.ends[0].cost!)" } == [
                "10.8.0.0/24 0.0.0.3 77", "10.9.0.0/30 0.0.0.0 10",
            ])
        #expect(description.areas.map(\.kind) == [.nssa])
        #expect(
            description.groups.map { "\($0.prefixes) \($0.route.metric) \($0.route.externalType)" } == [
                "[203.0.113.0/24] 50 type1"
            ])
        #expect(network.report.contains { $0.hasSuffix("not understood: protocols ospf area 0.0.0.3 strange thing") })
        let yaml = try Self.loaded(network).text
        #expect(yaml.contains("limit: {preset: juniper-junos, maximum: 4000, ignore-time: 400s}"))
    }

    @Test(
        "FRRouting's configurations have no addresses, and say so",
        .enabled(if: TestData.has("network-files/frr-8.4-configs"), "the reference data is not beside this checkout"))
    func withoutAddresses() throws {
        let folder = try #require(TestData.shared("network-files/frr-8.4-configs"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (path: name, text: try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
        }
        let network = Self.read(files)
        #expect(network.problems == [])
        let description = network.description(of: network.databases)
        #expect(description.routers.map(\.name) == ["a1", "a2", "a3", "b1", "b2", "c1"])
        #expect(description.notes.contains { $0.contains("no file has their addresses") })
        let groups = description.groups.map {
            "\($0.prefixes) \($0.route.metric) \($0.route.externalType) \($0.originators)"
        }
        #expect(
            groups == [
                "[198.51.100.0/24] 20 type2 [0]", "[203.0.113.0/24] 50 type1 [0]", "[192.0.2.64/26] 33 type2 [5]",
            ])
        _ = try Self.loaded(network)
    }

    @Test(
        "Captures, configurations and database texts of one lab are one network",
        .enabled(if: TestData.has("network-files/lab"), "the reference data is not beside this checkout"))
    func lab() throws {
        let folder = try #require(TestData.shared("network-files/lab"))
        var network = NetworkImport()
        for name in ["frr-a2.txt", "frr-a3.txt"] + ["a1", "a2", "a3", "b1", "b2", "c1"].map({ "frr-\($0).conf" }) {
            let octets = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
            network.add(.recognized(path: name, octets: octets))
        }
        #expect(network.problems == [])
        let databases = network.databases
        let description = network.description(of: databases)
        #expect(description.routers.map(\.name) == ["a1", "a2", "a3", "b1", "b2", "c1"])
        let answer = try SampleAnswer.read(
            folder.deletingLastPathComponent().appendingPathComponent("frr-8.4-configs.answer.json"))
        #expect(answer.differences(from: description).filter { !$0.contains("192.0.2.64") } == [])
        let (configuration, text) = try Self.loaded(network)
        #expect(text.contains("hello-interval: 1s") && text.contains("interface: pp12"))
        var emulated = Network(configuration)
        let isQuiet = emulated.converge(within: .seconds(600))
        #expect(isQuiet)
        let comparison = ImportComparison(databases, emulated)
        #expect(comparison.differences == [] && comparison.total > 40)
    }
}
