import NetworkPrimitives

/// LSAs that were flooded out of an interface long after they were installed, as pacing held them back: RxmtInterval
/// (RFC 2328 §13.6) counts from when they were sent. Others need no note.
struct LateFlooding: Sendable {
    private var sent: [DatabaseSlot: Instant] = [:]
    /// In the order in which they were sent.
    private var order: [(slot: DatabaseSlot, at: Instant)] = []

    var isEmpty: Bool { order.isEmpty }

    mutating func note(_ slot: DatabaseSlot, at now: Instant) {
        sent[slot] = now
        order.append((slot, now))
    }

    /// When it was sent, if that is noted.
    func instant(of slot: DatabaseSlot) -> Instant? { sent[slot] }

    /// Forgets what was sent before `instant`.
    mutating func forget(before instant: Instant) {
        let kept = order.firstIndex { $0.at >= instant } ?? order.count
        for entry in order[..<kept] where sent[entry.slot] == entry.at { sent[entry.slot] = nil }
        order.removeFirst(kept)
    }

    mutating func removeAll() { self = LateFlooding() }
}

extension Router {
    /// Notes which of the LSAs that are about to be flooded have waited.
    mutating func noteLateFlooding(on index: InterfaceIndex, at now: Instant) {
        let interval = configuration.interfaces[index].retransmitInterval
        if !interfaces[index].floodingQueue.late.isEmpty {
            interfaces[index].floodingQueue.late.forget(before: now - interval)
        }
        for slot in interfaces[index].floodingQueue.slots
        where database.isInUse(slot) && now - database[slot].installed > configuration.timers.floodPacing {
            interfaces[index].floodingQueue.late.note(slot, at: now)
        }
    }

    /// What still waits to be flooded out of an interface, if anything does.
    func unsentLSAs(on index: InterfaceIndex) -> SlotSet? {
        guard !interfaces[index].floodingQueue.slots.isEmpty else { return nil }
        var waiting = SlotSet()
        for slot in interfaces[index].floodingQueue.slots { _ = waiting.insert(slot) }
        return waiting
    }
}
