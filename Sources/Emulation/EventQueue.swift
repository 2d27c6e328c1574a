import NetworkPrimitives

/// Something that will happen to one router.
package struct Event: Sendable {
    package enum Kind: UInt8, Sendable {
        /// A packet reaches an interface.
        case arrival
        /// The router's next deadline is here.
        case wake
        /// The CPU has taken in what it was given, and it is handled.
        case processed
        /// The CPU has sent and installed what the last job led to.
        case resume
        case powerOff
        case powerOn
        /// A listener hears the next update of a trace.
        case heard
        /// A process that restarts gracefully takes its next step.
        case restart
    }
    package let instant: Int64
    /// Ties are served in the order in which they were scheduled.
    package let order: UInt64
    package let kind: Kind
    package let interface: UInt16
    package let router: UInt32
    package let packet: UInt32

    @inline(__always) func isBefore(_ other: Event) -> Bool {
        instant < other.instant || (instant == other.instant && order < other.order)
    }
}

/// The events to come: a binary heap that moves a hole instead of swapping.
package struct EventQueue: Sendable {
    private var heap: [Event] = []
    private var nextOrder: UInt64 = 0
    /// When the last event happened that was taken.
    private var present = Int64.min

    package init() {}

    package var count: Int { heap.count }
    @inline(__always) var first: Event? { heap.first }

    /// - Precondition: the instant is not before the last event that was taken.
    package mutating func add(
        _ kind: Event.Kind, at instant: Instant, router: Int, interface: InterfaceIndex = 0, packet: UInt32 = 0
    ) {
        precondition(instant.nanoseconds >= present, "an event lies in the past")
        let event = Event(
            instant: instant.nanoseconds, order: nextOrder, kind: kind,
            interface: UInt16(truncatingIfNeeded: interface.number),
            router: UInt32(truncatingIfNeeded: router), packet: packet)
        nextOrder &+= 1
        heap.append(event)
        var hole = heap.count - 1
        while hole > 0 {
            let parent = (hole - 1) / 2
            guard event.isBefore(heap[parent]) else { break }
            heap[hole] = heap[parent]
            hole = parent
        }
        heap[hole] = event
    }

    package mutating func removeFirst() -> Event {
        let first = heap[0]
        present = first.instant
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        let count = heap.count
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < count else { break }
            if child + 1 < count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(last) else { break }
            heap[hole] = heap[child]
            hole = child
        }
        heap[hole] = last
        return first
    }
}
