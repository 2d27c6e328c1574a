import NetworkPrimitives
import OSPFWire

/// Which of a router's neighbors, on all of its interfaces; another has the place once it is forgotten.
struct NeighborIndex: TableIndex, ExpressibleByIntegerLiteral {
    let number: UInt32
    @inline(__always) init(number: UInt32) { self.number = number }
    @inline(__always) init(integerLiteral offset: Int) { self.init(offset) }
}

/// A neighbor on one interface (RFC 2328 §10).
struct Neighbor: Sendable {
    var routerID: RouterID
    var address: IPv4Address
    let interface: InterfaceIndex
    private(set) var state = NeighborState.down
    var priority: UInt8 = 0
    var designatedRouter = IPv4Address.unspecified
    var backupDesignatedRouter = IPv4Address.unspecified

    // Database exchange (RFC 2328 §10.6, §10.8).
    var isMaster = false  // this router is
    var ddSequenceNumber: UInt32 = 0
    var options: UInt8 = 0
    /// Flags, options and sequence number of the last Database Description that was accepted.
    var lastReceived = DatabaseDescriptionMark()
    /// The last Database Description that was sent, kept to be sent again.
    var lastSent = PacketID.none
    /// When that was, last.
    var lastSentAt = Instant.origin
    /// What is still to be described: keys, served from `summaryNext`.
    var summary: [UInt32] = []
    var summaryNext = 0
    /// The last packet sent had the M-bit clear: everything is described once it is acknowledged.
    var hasDescribedAll = false
    var requests = RequestList()
    /// A Link State Request is unanswered; `requestEnd` is the last key it asked for.
    var requestPending = false
    var requestEnd: UInt32 = 0

    /// The link state retransmission list: slots of the database.
    var retransmissionList = SlotSet()
    /// Cryptographic sequence numbers of the last packets that were accepted (RFC 2328 §D.3), by packet type for RFC 7474, else
    /// the first alone; empty where none was.
    var sequenceNumbers: [UInt64] = []
    /// It restarts, and this router helps (RFC 3623 §3).
    var helping: Helping?
    /// The last firing of the retransmission timer sent something.
    var isRetransmitting = false
    /// How many rounds of retransmissions have gone unanswered; see `RetransmissionPolicy`.
    var retransmissionRounds: UInt16 = 0
    /// Where a round that is paced goes on: a slot of the database, 0 between rounds.
    var retransmissionNext: DatabaseSlot = 0

    init(routerID: RouterID, address: IPv4Address, interface: InterfaceIndex) {
        self.routerID = routerID
        self.address = address
        self.interface = interface
    }

    /// The one place where the state changes.
    mutating func follow(_ transition: NeighborTransition) { state = transition.next ?? state }
}

/// What makes two Database Descriptions duplicates of each other (RFC 2328 §10.6).
struct DatabaseDescriptionMark: Hashable, Sendable {
    var flags: DatabaseDescription.Flags = []
    var options: UInt8 = 0
    var sequenceNumber: UInt32 = 0
}

/// The LSAs that a neighbor has in newer instances (RFC 2328 §10): in the order in which they were described.
struct RequestList: Sendable {
    private var keys: [UInt32] = []
    private var instances: [UInt32] = []
    private var positions: [UInt32] = []  // by key number; 0: not on the list
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func add(_ key: LSAKeyID, instance: LSAInstanceID) {
        if positions.count <= key.index {
            positions.append(contentsOf: repeatElement(0, count: key.index + 1 - positions.count))
        }
        if positions[key.index] != 0 {
            instances[Int(positions[key.index]) - 1] = instance.number
            return
        }
        keys.append(key.number)
        instances.append(instance.number)
        positions[key.index] = UInt32(keys.count)
        count += 1
    }

    /// The instance that the neighbor said it has.
    func instance(for key: LSAKeyID) -> LSAInstanceID? {
        guard key.index < positions.count, positions[key.index] != 0 else { return nil }
        return LSAInstanceID(number: instances[Int(positions[key.index]) - 1])
    }

    mutating func remove(_ key: LSAKeyID) {
        guard key.index < positions.count, positions[key.index] != 0 else { return }
        keys[Int(positions[key.index]) - 1] = .max
        positions[key.index] = 0
        count -= 1
        if count == 0 { removeAll() }
    }

    /// Appends the first `limit` keys to `list`.
    mutating func first(_ limit: Int, into list: inout [UInt32]) {
        while head < keys.count, keys[head] == .max { head += 1 }
        var position = head
        while list.count < limit, position < keys.count {
            if keys[position] != .max { list.append(keys[position]) }
            position += 1
        }
    }

    mutating func removeAll() { self = RequestList() }
}
