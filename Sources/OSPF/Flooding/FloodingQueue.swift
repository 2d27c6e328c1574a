/// What is to be flooded out of an interface (RFC 2328 §13.3 (5)): until the input has been handled, or for as long as pacing
/// or the CPU hold it back.
struct FloodingQueue: Sendable {
    /// Slots of LSAs, in the order in which they came.
    private(set) var slots: [DatabaseSlot] = []
    /// Some of them wait for the CPU; see `Router.hasMoreToDo`.
    private(set) var awaitsCPU = false
    /// Why the last of them is to be flooded.
    private(set) var cause = HappeningID.none
    /// Those that were flooded long after they came, and when.
    var late = LateFlooding()

    /// - Parameter cause: `none` leaves the last one standing.
    mutating func append(_ slot: DatabaseSlot, because cause: HappeningID) {
        if !cause.isNone { self.cause = cause }
        if slots.last != slot { slots.append(slot) }
    }

    /// Leaves the first ones alone in the queue.
    /// - Returns: the rest, for `restore`.
    mutating func keepFirst(_ count: Int) -> ArraySlice<DatabaseSlot> {
        precondition(count <= slots.count, "no more is sent than waits")
        let rest = slots[count...]
        slots = Array(slots[..<count])
        return rest
    }

    /// The first ones were sent.
    mutating func restore(_ rest: ArraySlice<DatabaseSlot>) { slots = Array(rest) }

    mutating func setAwaitsCPU(_ awaitsCPU: Bool) { self.awaitsCPU = awaitsCPU }

    /// The interface is down: nothing waits any more.
    mutating func reset() {
        slots.removeAll()
        awaitsCPU = false
        late.removeAll()
    }

    /// Everything was sent.
    mutating func removeAll() { slots.removeAll(keepingCapacity: true) }
}
