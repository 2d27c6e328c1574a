import Captures
import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import Replays
import TestSupport
import Testing

@Suite("A capture replayed into an emulated network") struct NetworkReplayTests {
    /// Ten external LSAs of a router that the network does not have, at three seconds.
    private var trace: HeardTrace {
        let stranger = RouterID(bits: 0x0909_0909)
        let lsas = (0..<10).map { number in
            LSA(
                age: 1, options: 2, type: .asExternal,
                linkStateID: IPv4Address(bits: 0xC000_0000 + UInt32(number) << 8),
                advertisingRouter: stranger, sequenceNumber: Int32.min + 1,
                body: .external(
                    ExternalLSABody(
                        mask: IPv4Address(bits: 0xFFFF_FF00), routes: [.init(externalType: .type2, metric: 20)])))
        }
        return HeardTrace(
            name: "storm.pcapng",
            updates: lsas.map { HeardTrace.Update(offset: .seconds(3), area: .backbone, lsas: [$0]) })
    }

    @Test("Every router hears it, from a LAN as from a cable", arguments: [true, false])
    func floods(onLAN: Bool) throws {
        var builder = NetworkBuilder(routers: 3)
        if onLAN { builder.lan([0, 1]) } else { builder.link(0, 1) }
        builder.link(1, 2)
        var configuration = builder.configuration
        let attached = configuration.attachListener(named: "capture", to: 0, avoiding: [RouterID(bits: 0xF000_0001)])
        let listener = try #require(attached)
        #expect(configuration.routers[listener].ospf.routerID == RouterID(bits: 0xF000_0002))
        var network = Network(configuration)
        let isQuiet = network.converge(within: .seconds(300))
        #expect(isQuiet)
        let before = (0..<3).map { network.routers[$0].databaseCounts.all }
        let start = network.now
        network.apply(.replay(listener: listener, trace), text: "replay")
        network.advance(to: start + .milliseconds(2_900))
        #expect((0..<3).map { network.routers[$0].databaseCounts.all } == before)
        network.advance(to: start + .seconds(30))
        #expect((0..<3).map { network.routers[$0].databaseCounts.all } == before.map { $0 + 10 })
        #expect(Set((0..<3).map { network.routers[$0].databaseDigest(DatabaseKey.systemWide) }).count == 1)
    }

    @Test func `A full LAN has no place for a listener`() {
        var builder = NetworkBuilder(routers: 2)
        builder.lan([0, 1])
        var configuration = builder.configuration
        for router in 0..<2 {
            let address = configuration.routers[router].ospf.interfaces[0].address
            configuration.routers[router].ospf.interfaces[0].prefix = IPv4Prefix(address, length: 30)
        }
        let attached = configuration.attachListener(named: "capture", to: 0, avoiding: [])
        #expect(attached == nil)
    }

    @Test func `A capture becomes a trace of one area up to a moment`() throws {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/captures/lan-flap.pcap").path
        let capture = CapturedUpdates(try CaptureReader(path: path))
        let all = capture.trace(named: "flap", in: .backbone)
        #expect(all.updates.count == capture.updates.count)
        let part = capture.trace(named: "flap", in: .backbone, until: .seconds(20))
        #expect(!part.updates.isEmpty && part.updates.count < all.updates.count)
        #expect(capture.trace(named: "flap", in: AreaID(bits: 7)).updates.isEmpty)
    }
}
