/// An open-addressing hash table from hashes to dense numbers; the things themselves lie elsewhere.
///
/// Its order is never visible, its hash has no per-process seed, and it only grows.
public struct IDTable: Sendable {
    @usableFromInline var slots: [UInt32] = Array(repeating: 0, count: 64)  // 0: free, else the number plus one
    @usableFromInline var count = 0

    @inlinable public init() {}

    @inlinable public static func hash(_ value: UInt64) -> UInt32 {
        var mixed = (value ^ value >> 32) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        return UInt32(truncatingIfNeeded: (mixed &* 0xBF58_476D_1CE4_E5B9) >> 32)
    }

    /// The number with this hash for which `matches` says yes.
    @inlinable public func find(hash: UInt32, where matches: (Int) -> Bool) -> Int? {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if matches(number) { return number }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds a number that is not in the table. `rehash` gives the hash of any number that was added before.
    @inlinable public mutating func insert(_ number: Int, hash: UInt32, rehash: (Int) -> UInt32) {
        if (count + 1) * 2 > slots.count {
            let old = slots
            slots = Array(repeating: 0, count: old.count * 2)
            for entry in old where entry != 0 { place(entry, hash: rehash(Int(entry) - 1)) }
        }
        place(UInt32(number + 1), hash: hash)
        count += 1
    }

    @usableFromInline mutating func place(_ entry: UInt32, hash: UInt32) {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
    }
}
