import Analysis
import Checkpoints
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Checkpoints") struct CheckpointTests {
    private func scenario() throws -> Scenario {
        var builder = NetworkBuilder(routers: 3)
        builder.lan([0, 1, 2])
        builder.nodes[2].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [try #require(IPv4Prefix("192.0.2.0/24"))], tag: 9)
        ]
        let timeline = [
            TimelineEntry(.at(.seconds(5)), [.stopProcess(router: 0, orderly: false)]),
            TimelineEntry(.at(.seconds(5)), [.clear(router: 1)]), TimelineEntry(.at(.seconds(90)), []),
        ]
        return Scenario(
            name: "test", network: builder.configuration, timeline: timeline, duration: .seconds(100))
    }

    @Test func `One before each moment of the timeline, and one at the end`() throws {
        let states = try RecordedLab.states(of: try scenario())
        #expect(states.map { $0.map(\.time) } == [[5, 5, 5], [90, 90, 90], [100, 100, 100]])
        #expect(states.map { $0.map(\.isAlive) } == [[true, true, true], [false, true, true], [false, true, true]])
        #expect(states[1][0].lsdb.isEmpty && states[1][0].routes.isEmpty)
        let route = try #require(states[0][0].routes.first { $0.prefix == "192.0.2.0/24" })
        #expect((route.path, route.cost, route.type2Cost, route.tag) == ("ext2", 10, 20, 9))
    }

    @Test func `What is written is read back, and says null where there is nothing`() throws {
        let states = try RecordedLab.states(of: try scenario())
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let folder = CheckpointFolder(url.path)
        for routers in states { try folder.write(routers) }
        #expect(folder.count == 3)
        for routers in states {
            for state in routers {
                #expect(try folder.state(of: state.router, at: state.checkpoint) == state)
            }
        }
        let file = url.appendingPathComponent("checkpoint-0/r0.json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        #expect(object["schema"] as? String == "oracle-lab/1" && object["daemon"] as? String == "spillway")
        let lsdb = try #require(object["lsdb"] as? [[String: Any]])
        #expect(lsdb.last?["area"] is NSNull && lsdb.last?["type_name"] as? String == "external")
    }

    @Test func `A comparison names what differs and nothing else`() throws {
        let state = try RecordedLab.states(of: try scenario())[0][0]
        #expect(StateComparison(state, with: state).differences == [])
        var other = state
        other.lsdb.removeLast()
        other.routes[0].cost = 77
        other.neighbors[0].state = "Init"
        for index in other.lsdb.indices { other.lsdb[index].age += 1 }
        let differences = StateComparison(state, with: other).differences
        #expect(differences.map { $0.prefix { $0 != " " } } == ["LSA", "neighbor", "route"])
    }

    @Test func `A neighbor that is Down gives its interface no role to compare`() throws {
        let state = try RecordedLab.states(of: try scenario())[0][0]
        var (alone, other) = (state, state)
        for index in alone.neighbors.indices { alone.neighbors[index].state = "Down" }
        other.neighbors = []
        for index in other.interfaces.indices { other.interfaces[index].designatedRouter = "10.9.9.9" }
        #expect(StateComparison(alone, with: other).differences == [])
        #expect(StateComparison(other, with: alone).differences == [])
    }

    @Test func `The Router ID of a Designated Router is compared`() throws {
        let state = try RecordedLab.states(of: try scenario())[0][0]
        var other = state
        other.interfaces[0].designatedRouterID = "10.9.9.9"
        #expect(StateComparison(state, with: other).differences.map { $0.hasPrefix("interface eth0") } == [true])
    }

    @Test func `No router is Designated Router of a point-to-point link, beside a virtual link without an address`()
        throws
    {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.virtualLink(1, 2, through: 1)
        let scenario = Scenario(
            name: "test", network: builder.configuration, timeline: [], duration: .seconds(1))
        let states = try RecordedLab.states(of: scenario)[0]
        for interface in states.flatMap(\.interfaces) {
            #expect((interface.designatedRouterID, interface.backupDesignatedRouterID) == (nil, nil))
        }
    }
}
