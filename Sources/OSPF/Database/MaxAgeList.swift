/// The entries at MaxAge that leave the database once they are no longer needed (RFC 2328 §14), in the order in which they
/// got there, each once: an LSA that is originated anew and flushed again, on and on, is in the list for the first time
/// that it was flushed.
struct MaxAgeList: Sendable {
    private(set) var slots: [DatabaseSlot] = []
    private var members = SlotSet()

    var isEmpty: Bool { slots.isEmpty }

    mutating func append(_ slot: DatabaseSlot) {
        if members.insert(slot) { slots.append(slot) }
    }

    mutating func remove(_ slot: DatabaseSlot) {
        if members.remove(slot) { slots.removeAll { $0 == slot } }
    }

    mutating func removeAll() {
        slots.removeAll()
        members.removeAll()
    }

    /// Keeps those that still wait; O(all).
    mutating func keep(_ isWaiting: (DatabaseSlot) -> Bool) {
        var kept = 0
        for position in slots.indices {
            let slot = slots[position]
            if isWaiting(slot) {
                slots[kept] = slot
                kept += 1
            } else {
                _ = members.remove(slot)
            }
        }
        slots.removeLast(slots.count - kept)
    }
}
