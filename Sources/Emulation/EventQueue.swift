import NetworkPrimitives
import OSPF

/// Something that will happen to one router.
package enum ScheduledEvent: Sendable {
    /// A packet reaches an interface.
    case arrival(PacketID, at: RouterIndex, on: InterfaceIndex)
    /// The router's next deadline is here.
    case wake(RouterIndex)
    /// The CPU has taken in what it was given, and it is handled.
    case processed(RouterIndex, MachineRun)
    /// The CPU has sent and installed what the last job led to.
    case resume(RouterIndex, MachineRun)
    case powerOff(RouterIndex)
    case powerOn(RouterIndex, MachineRun)
    /// A listener hears the next update of a trace, by the trace's number.
    case heard(UInt32, at: RouterIndex)
    /// A process that restarts takes its next step.
    case restart(RouterIndex, MachineRun)

    package var router: RouterIndex {
        switch self {
        case .arrival(_, let router, _), .wake(let router), .processed(let router, _), .resume(let router, _),
            .powerOff(let router), .powerOn(let router, _), .heard(_, let router), .restart(let router, _):
            router
        }
    }

    /// What digests know the kind of event by.
    var digestNumber: UInt64 {
        switch self {
        case .arrival: 0
        case .wake: 1
        case .processed: 2
        case .resume: 3
        case .powerOff: 4
        case .powerOn: 5
        case .heard: 6
        case .restart: 7
        }
    }
}

/// How often a machine has lost what its CPU had before it: what was scheduled in an earlier run is void.
package struct MachineRun: Hashable, Sendable {
    private var number: UInt32 = 0
    mutating func end() { number &+= 1 }
}

/// An event and its place in the order of all.
package struct Event: Comparable, Sendable {
    package let instant: Instant
    /// Ties are served in the order in which they were scheduled.
    package let order: UInt64
    package let what: ScheduledEvent

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
    private var present = Instant.origin

    package init() {}

    package var count: Int { heap.count }
    @inline(__always) var first: Event? { heap.first }

    /// - Precondition: the instant is not before the last event that was taken.
    package mutating func add(_ what: ScheduledEvent, at instant: Instant) {
        precondition(instant >= present, "an event lies in the past")
        heap.add(Event(instant: instant, order: nextOrder, what: what))
        nextOrder &+= 1
    }

    /// - Precondition: there is one.
    package mutating func removeFirst() -> Event {
        let first = heap.removeFirst()!
        present = first.instant
        return first
    }
}
