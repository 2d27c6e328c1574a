/// A set of small numbers as bits, with its count: a neighbor's retransmission list over the slots of the database.
struct SlotSet: Equatable, Sendable {
    private var words: [UInt64] = []
    private(set) var count = 0

    @inline(__always) func contains(_ slot: Int) -> Bool {
        slot >> 6 < words.count && words[slot >> 6] & 1 << UInt64(slot & 63) != 0
    }

    /// Whether the slot was not in the set before.
    @inline(__always) mutating func insert(_ slot: Int) -> Bool {
        if slot >> 6 >= words.count { words.append(contentsOf: repeatElement(0, count: (slot >> 6) + 1 - words.count)) }
        let bit = UInt64(1) << UInt64(slot & 63)
        guard words[slot >> 6] & bit == 0 else { return false }
        words[slot >> 6] |= bit
        count += 1
        return true
    }

    /// Whether the slot was in the set before.
    @inline(__always) mutating func remove(_ slot: Int) -> Bool {
        guard contains(slot) else { return false }
        words[slot >> 6] &= ~(UInt64(1) << UInt64(slot & 63))
        count -= 1
        return true
    }

    /// The first member that is at least `slot`.
    func next(from slot: Int) -> Int? {
        guard count > 0, slot >> 6 < words.count else { return nil }
        var index = slot >> 6
        var word = words[index] & ~UInt64(0) << UInt64(slot & 63)
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return index << 6 + word.trailingZeroBitCount
    }

    mutating func removeAll() {
        words.removeAll()
        count = 0
    }
}
