import Captures
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import OSPFWire
import Replays
import TestSupport

/// A small network that is captured from its cold start on, with what went over its segments beside it.
struct SimulatedTrace {
    var network: Network
    /// OSPF octets by segment, in the order in which they were sent.
    var sent: [[[UInt8]]]
    var files: [SegmentCaptures.File]

    /// A LAN of three routers, a fourth behind a cable with an MTU of 576, and external routes; the second router dies.
    static func captured(into folder: URL) throws -> SimulatedTrace {
        var builder = NetworkBuilder(routers: 4)
        builder.lan([0, 1, 2])
        builder.link(2, 3)
        for interface in builder.nodes[3].ospf.interfaces.indices {
            builder.nodes[3].ospf.interfaces[interface].mtu = 576
        }
        builder.nodes[2].ospf.interfaces[1].mtu = 576
        // A router-LSA of 80 stub links has nearly 1,000 octets: more than the cable takes at once.
        for number in 0..<80 {
            builder.nodes[3].ospf.loopbacks.append(
                LoopbackConfiguration(address: IPv4Address(bits: 0x0A14_0000 + UInt32(number))))
        }
        let captures = SegmentCaptures(directory: folder.path, of: builder.configuration)
        var network = Network(builder.configuration)
        network.recordsTransmissions = true
        var sent: [[[UInt8]]] = Array(repeating: [], count: builder.segments.count)
        func advance(to second: Int64) throws {
            while true {
                let reason = network.advance(to: .origin + .seconds(second))
                for transmission in network.transmissions {
                    sent[transmission.segment.offset].append(network.context.wirePacket(transmission.packet).encoded())
                }
                try captures.drain(&network)
                if reason != .transmissionsWaiting { return }
            }
        }
        try advance(to: 120)
        network.apply(.decommission(router: 1, orderly: false), text: "power loss")
        try advance(to: 300)
        return SimulatedTrace(network: network, sent: sent, files: try captures.close())
    }

    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
