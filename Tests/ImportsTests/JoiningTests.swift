import Emulation
import NetworkPrimitives
import Scenarios
import TestSupport
import Testing

@testable import Imports

@Suite("Files that complete each other, and two imports of one network") struct JoiningTests {
    private static let configuration = """
        frr version 8.4.4
        hostname r1
        interface eth1
         ip ospf area 0.0.0.0
         ip ospf cost 7
         ip ospf network point-to-point
        router ospf
         ospf router-id 10.0.0.1
        """

    private static func listing(_ router: String, _ address: String) -> String {
        """
        eth1 is up
          ifindex 2, MTU 1500 bytes, BW 0 Mbit <UP,BROADCAST,RUNNING,MULTICAST>
          Internet Address \(address)/30, Broadcast 10.1.0.3, Area 0.0.0.0
          MTU mismatch detection: enabled
          Router ID \(router), Network Type POINTOPOINT, Cost: 9
          Transmit Delay is 1 sec, State Point-To-Point, Priority 1
          Timer intervals configured, Hello 2s, Dead 8s, Wait 8s, Retransmit 5
            Hello due in 1.200s
          Neighbor Count is 1, Adjacent neighbor count is 1
        """
    }

    @Test func `What a router says of its interfaces completes a configuration without addresses`() throws {
        let network = ConfigurationTests.read([
            ("r1.conf", Self.configuration), ("r1.txt", Self.listing("10.0.0.1", "10.1.0.1")),
            ("r2.txt", Self.listing("10.0.0.2", "10.1.0.2")),
        ])
        #expect(network.problems == [])
        let description = network.description(of: network.databases)
        #expect(description.segments.map { "\($0.prefix!)" } == ["10.1.0.0/30"])
        // What is configured counts.
        #expect(description.segments[0].ends.map(\.cost) == [7, 9] && description.segments[0].isCable)
        let text = try ConfigurationTests.loaded(network).text
        #expect(text.contains("hello-interval: 2s, dead-interval: 8s"))
    }

    private func configuration(_ text: String) throws -> NetworkConfiguration {
        let file = ScenarioLoader.loadTopology(path: "t", files: .memory(["t": text]))
        return try #require(file.content, "\(file.diagnostics)")
    }

    @Test func `Two imports of one network differ by what came, went or changed`() throws {
        let old = """
            routers: {a: {router-id: 10.0.0.1}, b: {router-id: 10.0.0.2}, c: {router-id: 10.0.0.3}}
            links: [{link: [a, b], cost: 5, prefix: 10.1.0.0/30}, {link: [b, c], prefix: 10.1.0.4/30}]
            groups: {out: {prefixes: [192.0.2.0/24], originators: [a]}}
            """
        let new = """
            routers: {a: {router-id: 10.0.0.1}, b: {router-id: 10.0.0.2}}
            links: [{link: [a, b], cost: 6, prefix: 10.1.0.0/30}]
            groups: {out: {prefixes: [192.0.2.0/24, 198.51.100.0/24], metric: 30, originators: [a]}}
            """
        let lines = NetworkDifference(from: try configuration(old), to: try configuration(new)).lines
        #expect(
            lines == [
                "- router 10.0.0.3",
                "~ link 10.0.0.1 - 10.0.0.2 (10.1.0.0/30): cost of 10.0.0.1 5 is 6 now, cost of 10.0.0.2 5 is 6 now",
                "- link 10.0.0.2 - 10.0.0.3 (10.1.0.4/30)",
                "- address 10.0.0.3 of 10.0.0.3",
                "~ external 192.0.2.0/24 of 10.0.0.1: metric 20 type 2 is metric 30 type 2 now",
                "+ external 198.51.100.0/24 of 10.0.0.1",
            ])
        #expect(NetworkDifference(from: try configuration(old), to: try configuration(old)).lines == [])
    }
}
