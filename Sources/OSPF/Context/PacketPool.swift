import NetworkPrimitives
import OSPFWire

/// The number of a packet in a `PacketPool`.
public struct PacketID: Hashable, Sendable {
    let number: UInt32
    init(_ number: Int) { self.number = UInt32(truncatingIfNeeded: number) }
    init(number: UInt32) { self.number = number }
    /// The number as a world's events carry it.
    public init(rawNumber: UInt32) { number = rawNumber }
    public var rawNumber: UInt32 { number }
    var index: Int { Int(number) }
    static let none = PacketID(number: .max)
}

/// One OSPF packet inside the emulator: integers only. LSAs are references, the size on the wire is exact.
public struct Packet: Sendable {
    /// The version of OSPF that is implemented.
    public static let version: UInt8 = 2

    public var version = Packet.version
    /// One of the five that have names.
    public var type: PacketType
    public var options: UInt8 = 0
    public var area: AreaID
    public var source: RouterID
    public var sourceAddress: IPv4Address
    /// Where the IP datagram goes: a multicast group or one neighbor.
    public var destinationAddress: IPv4Address
    /// Octets of the IP datagram.
    public var datagramLength: UInt32 = 0
    /// How many more routers may pass it on; 0 for packets that stay on their segment.
    public var timeToLive: UInt8 = 0
    /// What made the sender send it.
    public var cause: HappeningID

    public var signature = PacketSignature()
    /// Some of its octets changed on the way.
    public var isDamaged = false

    // Hello (RFC 2328 §A.3.2). The payload holds the neighbors' Router IDs.
    public var networkMask = IPv4Address.unspecified
    public var helloInterval: UInt16 = 0
    public var priority: UInt8 = 0
    public var deadInterval: UInt32 = 0
    public var designatedRouter = IPv4Address.unspecified
    public var backupDesignatedRouter = IPv4Address.unspecified

    // Database Description (RFC 2328 §A.3.3). The payload holds pairs of instance and age.
    public var interfaceMTU: UInt16 = 0
    public var flags: DatabaseDescription.Flags = []
    public var ddSequenceNumber: UInt32 = 0

    // Link State Request: keys. Update and Acknowledgment: pairs of instance and age.
    var payload = PayloadRange.empty
    var references: UInt32 = 0

    init(
        type: PacketType, area: AreaID, source: RouterID, sourceAddress: IPv4Address, destinationAddress: IPv4Address,
        cause: HappeningID
    ) {
        self.type = type
        self.area = area
        self.source = source
        self.sourceAddress = sourceAddress
        self.destinationAddress = destinationAddress
        self.cause = cause
    }
}

/// Where a packet's payload lies.
struct PayloadRange: Sendable {
    var start: UInt32
    var count: UInt32
    static let empty = PayloadRange(start: 0, count: 0)
}

/// An LSA as a packet carries it.
public struct CarriedLSA: Sendable {
    public let instance: LSAInstanceID
    /// Seconds, `0...3600`.
    public let age: UInt16

    @inline(__always) public var isMaxAge: Bool { Int(age) >= Constants.maxAgeSeconds }
}

/// The packets on their way: slots and payload words that are used again, so that sending allocates nothing in the long
/// run. Packets are counted by hand; the last release frees the slot.
public struct PacketPool: Sendable {
    private var packets: [Packet] = []
    private var freePackets: [UInt32] = []
    private var payloads = BlockPool<UInt32>(filler: 0)
    /// Memory for payloads under construction.
    private var spares: [[UInt32]] = []

    public init() {}

    @inline(__always) public subscript(id: PacketID) -> Packet { packets[id.index] }

    /// How many packets are in use.
    public var count: Int { packets.count - freePackets.count }

    /// An empty payload, which `add` or `takeBack` takes back.
    mutating func lendPayload() -> Payload { Payload(spares.popLast() ?? []) }

    /// One that was not lent has no memory to give.
    mutating func takeBack(_ payload: consuming Payload) {
        if payload.words.capacity > 0 { spares.append(payload.words) }
    }

    /// Stores a packet with its payload, with one reference.
    mutating func add(_ packet: Packet, _ payload: consuming Payload) -> PacketID {
        let id = add(packet, payload: payload.words)
        takeBack(payload)
        return id
    }

    mutating func add(_ packet: Packet, payload: borrowing [UInt32]) -> PacketID {
        var packet = packet
        packet.references = 1
        packet.payload = store(payload)
        if let slot = freePackets.popLast() {
            packets[Int(slot)] = packet
            return PacketID(number: slot)
        }
        packets.append(packet)
        return PacketID(packets.count - 1)
    }

    /// Stores another packet with the payload of one that is there, with one reference.
    mutating func addCopy(of id: PacketID, with packet: Packet) -> PacketID {
        precondition(packets[id.index].references > 0, "a packet that nobody holds is gone")
        let range = packets[id.index].payload
        return add(packet, payload: Array(payloads.elements[Int(range.start)..<Int(range.start + range.count)]))
    }

    /// Stores a packet as it arrives with wrong octets in it, with one reference.
    public mutating func damagedCopy(of id: PacketID) -> PacketID {
        var packet = self[id]
        packet.isDamaged = true
        return addCopy(of: id, with: packet)
    }

    /// - Precondition: the packet is in use.
    @inline(__always) public mutating func retain(_ id: PacketID) {
        precondition(packets[id.index].references > 0, "a packet that nobody holds is gone")
        packets[id.index].references += 1
    }

    /// - Precondition: the packet is in use.
    public mutating func release(_ id: PacketID) {
        precondition(packets[id.index].references > 0, "a packet that nobody holds is gone")
        packets[id.index].references -= 1
        guard packets[id.index].references == 0 else { return }
        let payload = packets[id.index].payload
        payloads.giveBack(Int(payload.start), Int(payload.count))
        freePackets.append(id.number)
    }

    /// The packet as the next router passes it on, with one reference; `nil` where its time to live is used up. What was
    /// sent before, and may be kept for a trace, stays as it was.
    public mutating func nextHop(of id: PacketID) -> PacketID? {
        var packet = self[id]
        guard packet.timeToLive > 1 else { return nil }
        packet.timeToLive -= 1
        return addCopy(of: id, with: packet)
    }

    /// How many LSAs, keys or neighbors the payload holds.
    public func itemCount(of id: PacketID) -> Int {
        let packet = packets[id.index]
        switch packet.type {
        case .hello, .linkStateRequest: return Int(packet.payload.count)
        default: return Int(packet.payload.count) / 2
        }
    }

    /// The `index`-th LSA of an update, an acknowledgment or a database description.
    @inline(__always) public func lsa(_ index: Int, of id: PacketID) -> CarriedLSA {
        let start = Int(packets[id.index].payload.start) + 2 * index
        return CarriedLSA(
            instance: LSAInstanceID(number: payloads.elements[start]),
            age: UInt16(truncatingIfNeeded: payloads.elements[start + 1]))
    }

    /// The `index`-th key of a request.
    @inline(__always) public func requestedKey(_ index: Int, of id: PacketID) -> LSAKeyID {
        LSAKeyID(number: payloads.elements[Int(packets[id.index].payload.start) + index])
    }

    /// The `index`-th neighbor of a hello.
    @inline(__always) public func neighbor(_ index: Int, of id: PacketID) -> RouterID {
        RouterID(bits: payloads.elements[Int(packets[id.index].payload.start) + index])
    }

    private mutating func store(_ payload: borrowing [UInt32]) -> PayloadRange {
        let start = payloads.take(payload.count)
        for index in 0..<payload.count { payloads.elements[start + index] = payload[index] }
        return PayloadRange(start: UInt32(start), count: UInt32(payload.count))
    }
}
