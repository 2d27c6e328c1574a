import NetworkPrimitives
import OSPFWire

/// A database of the most recent instance of every LSA: what a router would hold that received it all.
///
/// Made for millions of LSAs a second: an entry is found by one probe of an open-addressing table, and bodies lie in one
/// array whose blocks are used again, so that memory grows with the number of LSAs, not with how often they changed.
public struct LatestInstances: Sendable {
    /// One LSA in the database.
    struct Entry {
        var header: LSAHeader
        /// `UInt32.max` for LSAs of AS scope.
        var area: UInt32
        var bodyStart: Int
        /// Octets of the block that the body lies in, which may be more than the body's.
        var capacity: Int
    }

    /// What became of an LSA.
    public enum Outcome: Hashable, Sendable {
        case new, newer, same, older
    }

    private(set) var entries: [Entry] = []
    /// 0: free, else an index into `entries` plus one.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)
    private var bodies: [UInt8] = []
    /// Blocks that larger ones have replaced, by the logarithm of their size.
    private var freeBlocks: [[Int]] = Array(repeating: [], count: 17)

    public init() {}

    public var count: Int { entries.count }

    /// The instances with the area of each, `nil` for those of AS scope: by area, then by key.
    public var instances: [(area: AreaID?, lsa: LSA)] {
        let order = entries.indices.sorted {
            let (left, right) = (entries[$0], entries[$1])
            return left.area != right.area ? left.area < right.area : left.header.key < right.header.key
        }
        return order.map { index in
            let entry = entries[index]
            let length = Int(entry.header.length) - LSAHeader.size
            let body = Array(bodies[entry.bodyStart..<entry.bodyStart + length])
            return (
                entry.area == .max ? nil : AreaID(bits: entry.area), LSA(header: entry.header, body: body)
            )
        }
    }

    /// Takes an LSA whose checksum is right.
    ///
    /// - Parameters:
    ///   - area: that of the packet that carried it.
    ///   - body: as many octets as the header's length says, less the header.
    mutating func insert(_ header: LSAHeader, area: AreaID, body: UnsafeRawBufferPointer) -> Outcome {
        let scope = header.type.hasASScope ? UInt32.max : area.bits
        let mask = slots.count &- 1
        var slot = Self.hash(header, scope) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if Self.isKey(of: entries[index], header, scope) { return update(index, to: header, body) }
            slot = (slot &+ 1) & mask
        }
        let (start, capacity) = block(of: body.count)
        slots[slot] = UInt32(entries.count + 1)
        entries.append(Entry(header: header, area: scope, bodyStart: start, capacity: capacity))
        store(body, at: start)
        if entries.count * 2 > slots.count { grow() }
        return .new
    }

    private mutating func update(_ index: Int, to header: LSAHeader, _ body: UnsafeRawBufferPointer) -> Outcome {
        switch header.freshness(comparedTo: entries[index].header) {
        case .older: return .older
        case .same: return .same
        case .newer: break
        }
        entries[index].header = header
        if body.count > entries[index].capacity {
            if entries[index].capacity > 0 {
                freeBlocks[Self.sizeClass(entries[index].capacity)].append(entries[index].bodyStart)
            }
            (entries[index].bodyStart, entries[index].capacity) = block(of: body.count)
        }
        store(body, at: entries[index].bodyStart)
        return .newer
    }

    private mutating func store(_ body: UnsafeRawBufferPointer, at start: Int) {
        bodies.withUnsafeMutableBytes { memory in
            UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + body.count]).copyMemory(from: body)
        }
    }

    /// A block for a number of octets: its size is the next power of two.
    private mutating func block(of count: Int) -> (start: Int, capacity: Int) {
        guard count > 0 else { return (0, 0) }
        let sizeClass = Self.sizeClass(count)
        if let start = freeBlocks[sizeClass].popLast() { return (start, 1 << sizeClass) }
        let start = bodies.count
        bodies.append(contentsOf: repeatElement(0, count: 1 << sizeClass))
        return (start, 1 << sizeClass)
    }

    /// The logarithm of the smallest power of two that is not below `count`; at least 8 octets are worth a block.
    private static func sizeClass(_ count: Int) -> Int { Int.bitWidth - (max(count, 8) - 1).leadingZeroBitCount }

    @inline(__always)
    private static func isKey(of entry: Entry, _ header: LSAHeader, _ scope: UInt32) -> Bool {
        entry.header.linkStateID == header.linkStateID && entry.header.advertisingRouter == header.advertisingRouter
            && entry.header.type == header.type && entry.area == scope
    }

    @inline(__always)
    private static func hash(_ header: LSAHeader, _ scope: UInt32) -> Int {
        let key = UInt64(header.linkStateID.bits) << 32 | UInt64(header.advertisingRouter.bits)
        var mixed = (key ^ (UInt64(scope) &* 31 &+ UInt64(header.type.rawValue))) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        return Int(truncatingIfNeeded: (mixed &* 0xBF58_476D_1CE4_E5B9) >> 32)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        let mask = slots.count - 1
        for (index, entry) in entries.enumerated() {
            var slot = Self.hash(entry.header, entry.area) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(index + 1)
        }
    }
}
