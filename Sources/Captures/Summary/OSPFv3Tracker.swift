import NetworkPrimitives
import OSPFWire

/// What a capture says of OSPFv3, by the headers of packets and LSAs alone.
public struct OSPFv3Findings: Hashable, Sendable {
    /// A router, as its packets name it.
    public struct Router: Hashable, Sendable {
        public var routerID: RouterID
        /// Ascending.
        public var areas: [AreaID]
        public var packets: Int
    }

    /// The latest instance of an LSA that was seen.
    public struct LSA: Hashable, Sendable {
        /// The area of the packet that carried it; AS-wide LSAs have the first one's.
        public var area: AreaID
        public var header: OSPFv3LSAHeader
    }

    /// By type, in order of type codes.
    public var packets: [(type: PacketType, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    fileprivate var counts: [PacketType: Int] = [:]
    /// Packets whose LSA headers could not all be read.
    public fileprivate(set) var unreadable = 0
    /// By Router ID.
    public var routers: [Router] {
        seen.map { Router(routerID: $0.key, areas: $0.value.areas.sorted(), packets: $0.value.packets) }
            .sorted { $0.routerID < $1.routerID }
    }
    fileprivate var seen: [RouterID: Sender] = [:]
    /// By area, type, Link State ID and Advertising Router.
    public var lsas: [LSA] {
        latest.map { LSA(area: $0.key.area, header: $0.value) }
            .sorted {
                ($0.area, $0.header.type, $0.header.linkStateID, $0.header.advertisingRouter)
                    < ($1.area, $1.header.type, $1.header.linkStateID, $1.header.advertisingRouter)
            }
    }
    fileprivate var latest: [Key: OSPFv3LSAHeader] = [:]

    fileprivate struct Sender: Hashable, Sendable {
        var areas: Set<AreaID> = []
        var packets = 0
    }

    fileprivate struct Key: Hashable, Sendable {
        var area: AreaID
        var type: OSPFv3LSType
        var linkStateID: UInt32
        var advertisingRouter: RouterID
    }

    /// Takes in the next packet.
    mutating func add(_ packet: OSPFv3Packet) {
        counts[packet.type, default: 0] += 1
        seen[packet.routerID, default: Sender()].areas.insert(packet.areaID)
        seen[packet.routerID, default: Sender()].packets += 1
        if packet.error != nil { unreadable += 1 }
        for header in packet.lsaHeaders {
            let key = Key(
                area: header.type.hasASScope ? .backbone : packet.areaID, type: header.type,
                linkStateID: header.linkStateID, advertisingRouter: header.advertisingRouter)
            if let known = latest[key], known.sequenceNumber > header.sequenceNumber { continue }
            latest[key] = header
        }
    }
}
