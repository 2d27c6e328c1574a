import NetworkPrimitives

/// Something that will happen to one router.
package struct Event: Comparable, Sendable {
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

    @inline(__always) package static func < (left: Self, right: Self) -> Bool {
        left.instant < right.instant || (left.instant == right.instant && left.order < right.order)
    }

    @inline(__always) package static func == (left: Self, right: Self) -> Bool { left.order == right.order }
}

/// The events to come.
package struct EventQueue: Sendable {
    private var heap = MinimumHeap<Event>()
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
        heap.add(
            Event(
                instant: instant.nanoseconds, order: nextOrder, kind: kind,
                interface: UInt16(truncatingIfNeeded: interface.number),
                router: UInt32(truncatingIfNeeded: router), packet: packet))
        nextOrder &+= 1
    }

    /// - Precondition: there is one.
    package mutating func removeFirst() -> Event {
        let first = heap.removeFirst()!
        present = first.instant
        return first
    }
}
