import NetworkPrimitives
import OSPFWire

/// Where in a router's database an LSA lies.
struct DatabaseSlot: TableIndex, ExpressibleByIntegerLiteral {
    let number: UInt32
    @inline(__always) init(number: UInt32) { self.number = number }
    @inline(__always) init(integerLiteral offset: Int) { self.init(offset) }
}

/// One LSA in a router's database.
struct DatabaseEntry: Sendable {
    let key: LSAKeyID
    /// The area of the key, or `DatabaseKey.systemWide`.
    let scope: AreaID
    let type: LSType
    var instance: LSAInstanceID
    /// When its age was zero.
    var birth: Instant
    /// When this instance was installed or originated.
    var installed: Instant
    /// On how many neighbors' retransmission lists it is.
    var retransmissions: UInt16
    var flags: Flags
    /// Of an own LSA: its place in a row of instances that follow each other fast; see `LSAThrottle`.
    var originationStep: UInt8 = 0

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        static let inUse = Flags(rawValue: 1)
        /// The age is MaxAge, for good.
        static let maxAge = Flags(rawValue: 2)
        static let selfOriginated = Flags(rawValue: 4)
        /// A limit that leaves out unreachable originators does not count it.
        static let orphan = Flags(rawValue: 8)
        /// This router gave it the age MaxAge: nothing was received since `installed` (RFC 2328 §13 (5)(a)).
        static let agedHere = Flags(rawValue: 16)
        /// RFC 5250: types 9 to 11.
        static let opaque = Flags(rawValue: 32)
        /// Type 9.
        static let linkLocal = Flags(rawValue: 64)
        /// The last instance was no mere refresh.
        static let changed = Flags(rawValue: 128)
    }

    /// In whole seconds (RFC 2328 §12.1.1).
    func age(at now: Instant) -> Int {
        if flags.contains(.maxAge) { return Constants.maxAgeSeconds }
        return Int(min((now - birth).nanoseconds / 1_000_000_000, Int64(Constants.maxAgeSeconds)))
    }
}

extension Constants {
    /// How long an LSA at MaxAge stays visible where a profile goes by it.
    static var maxAgeRemovalDelay: Duration { .seconds(60) }
    /// From what calls for the task of a border router of FRRouting to the task (`OSPF_ABR_TASK_DELAY`).
    static var borderTaskDelay: Duration { .seconds(7) }
}

/// How many LSAs a database holds, by the ways in which limits count.
public struct DatabaseCounts: Hashable, Sendable {
    public internal(set) var all = 0
    public internal(set) var selfOriginated = 0
    /// AS-external-LSAs whose destination is not the default route.
    public internal(set) var externalNonDefault = 0
    /// LSAs of the whole autonomous system.
    public internal(set) var external = 0
    /// Summary-LSAs, types 3 and 4.
    public internal(set) var summaries = 0
    /// NSSA-LSAs, type 7.
    public internal(set) var nssaExternal = 0

    public var foreign: Int { all - selfOriginated }

    mutating func change(by amount: Int, _ key: DatabaseKey, isSelfOriginated: Bool) {
        all += amount
        if isSelfOriginated { selfOriginated += amount }
        switch key.type {
        case LSType.summaryNetwork, LSType.summaryASBR: summaries += amount
        case LSType.asExternal:
            external += amount
            if key.isExternalNonDefault { externalNonDefault += amount }
        case LSType.opaqueAS: external += amount
        case LSType.nssa: nssaExternal += amount
        default: break
        }
        precondition(
            selfOriginated >= 0 && external >= 0 && summaries >= 0 && nssaExternal >= 0, "what is counted was added")
        precondition(all >= max(selfOriginated, external, summaries, nssaExternal), "each count is part of the whole")
    }
}

/// All link state databases of one router (RFC 2328 §12.2): those of its areas and the AS-wide one, distinguished by
/// the area in each key.
///
/// A key's entry is found through a dense table of slots, so a lookup is one array access.
struct LinkStateDatabase: Sendable {
    private(set) var entries: Table<DatabaseSlot, DatabaseEntry> = []
    private var slots: [UInt32] = []  // by key number; 0: none, else the slot plus one
    private var freeSlots: [DatabaseSlot] = []
    private(set) var counts = DatabaseCounts()
    /// What a limit counts by a rule of its own.
    var tally = LimitTally(.none)

    /// One more than the highest slot that was ever in use.
    var slotCount: DatabaseSlot { entries.endIndex }

    @inline(__always) func slot(of key: LSAKeyID) -> DatabaseSlot? {
        guard key.index < slots.count, slots[key.index] != 0 else { return nil }
        return DatabaseSlot(number: slots[key.index] - 1)
    }

    @inline(__always) subscript(slot: DatabaseSlot) -> DatabaseEntry {
        get { entries[slot] }
        _modify { yield &entries[slot] }
    }

    @inline(__always) func isInUse(_ slot: DatabaseSlot) -> Bool { entries[slot].flags.contains(.inUse) }

    /// Adds an entry for a key that has none, and gives its slot.
    mutating func add(_ entry: DatabaseEntry, _ key: DatabaseKey) -> DatabaseSlot {
        precondition(slot(of: entry.key) == nil, "a key has one entry")
        precondition(entry.flags.contains(.inUse) && entry.retransmissions == 0, "an entry begins on no list")
        if slots.count <= entry.key.index {
            slots.append(contentsOf: repeatElement(0, count: entry.key.index + 64 - slots.count))
        }
        let slot: DatabaseSlot
        if let free = freeSlots.popLast() {
            slot = free
            entries[slot] = entry
        } else {
            slot = entries.endIndex
            entries.append(entry)
        }
        slots[entry.key.index] = slot.number + 1
        counts.change(by: 1, key, isSelfOriginated: entry.flags.contains(.selfOriginated))
        if tally.isKept { tally.change(by: 1, key, isSelfOriginated: entry.flags.contains(.selfOriginated)) }
        return slot
    }

    mutating func remove(_ slot: DatabaseSlot, _ key: DatabaseKey) {
        let entry = entries[slot]
        precondition(entry.flags.contains(.inUse), "an entry is removed once")
        precondition(entry.retransmissions == 0, "an entry on a retransmission list stays (RFC 2328 §14)")
        slots[entry.key.index] = 0
        entries[slot].flags = []
        freeSlots.append(slot)
        counts.change(by: -1, key, isSelfOriginated: entry.flags.contains(.selfOriginated))
        if tally.isKept, !entry.flags.contains(.orphan) {
            tally.change(by: -1, key, isSelfOriginated: entry.flags.contains(.selfOriginated))
        }
    }

    mutating func removeAll() {
        let tally = tally.emptied
        self = LinkStateDatabase()
        self.tally = tally
    }

    var byteCount: Int { entries.count * MemoryLayout<DatabaseEntry>.stride + slots.capacity * 4 }
}
