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
    }

    /// What became of an LSA.
    public enum Outcome: Hashable, Sendable {
        case new, newer, same, older
    }

    private(set) var entries: [Entry] = []
    private var table = IDTable()
    private var bodies = BlockPool<UInt8>(filler: 0)

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
            let body = Array(bodies.elements[entry.bodyStart..<entry.bodyStart + length])
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
        let hash = Self.hash(header, scope)
        if let index = table.find(hash: hash, where: { Self.isKey(of: entries[$0], header, scope) }) {
            return update(index, to: header, body)
        }
        let start = bodies.take(body.count)
        table.insert(entries.count, hash: hash) { [entries] in Self.hash(entries[$0].header, entries[$0].area) }
        entries.append(Entry(header: header, area: scope, bodyStart: start))
        store(body, at: start)
        return .new
    }

    private mutating func update(_ index: Int, to header: LSAHeader, _ body: UnsafeRawBufferPointer) -> Outcome {
        switch header.freshness(comparedTo: entries[index].header) {
        case .older: return .older
        case .same: return .same
        case .newer: break
        }
        let old = Int(entries[index].header.length) - LSAHeader.size
        entries[index].header = header
        if BlockPool<UInt8>.capacity(for: body.count) != BlockPool<UInt8>.capacity(for: old) {
            bodies.giveBack(entries[index].bodyStart, old)
            entries[index].bodyStart = bodies.take(body.count)
        }
        store(body, at: entries[index].bodyStart)
        return .newer
    }

    private mutating func store(_ body: UnsafeRawBufferPointer, at start: Int) {
        bodies.elements.withUnsafeMutableBytes { memory in
            UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + body.count]).copyMemory(from: body)
        }
    }

    @inline(__always)
    private static func isKey(of entry: Entry, _ header: LSAHeader, _ scope: UInt32) -> Bool {
        entry.header.linkStateID == header.linkStateID && entry.header.advertisingRouter == header.advertisingRouter
            && entry.header.type == header.type && entry.area == scope
    }

    @inline(__always)
    private static func hash(_ header: LSAHeader, _ scope: UInt32) -> UInt32 {
        let key = UInt64(header.linkStateID.bits) << 32 | UInt64(header.advertisingRouter.bits)
        return IDTable.hash(key ^ (UInt64(scope) &* 31 &+ UInt64(header.type.rawValue)))
    }
}
