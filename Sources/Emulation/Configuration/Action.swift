import NetworkPrimitives
import OSPF
import OSPFWire

/// What people and nature do to a network. Everything else follows from the protocol and the models.
public enum Action: Hashable, Sendable {
    /// The router loses power. Its links lose carrier; nothing is flushed. With `orderly` it first flushes its own LSAs.
    case decommission(router: RouterIndex, orderly: Bool)
    /// The OSPF process ends while the machine runs on: its carriers stay, so that neighbors learn of it by silence only.
    /// With `orderly` it first flushes its own LSAs.
    case stopProcess(router: RouterIndex, orderly: Bool)
    /// Power, or the OSPF process, comes (back): the router starts with empty memory.
    case start(router: RouterIndex)
    /// Power is lost and comes back after `downtime`.
    case reboot(router: RouterIndex, downtime: Duration)
    /// The OSPF process ends and comes back after `downtime`, while the machine and its forwarding run on: gracefully, where the
    /// router is configured to (RFC 3623).
    case restartProcess(router: RouterIndex, downtime: Duration)
    /// The router originates these opaque LSAs instead of those of the same scope and type.
    case setOpaque(router: RouterIndex, OpaqueConfiguration)
    /// Every link of the router is unplugged; the router itself runs on.
    case disconnect(router: RouterIndex)
    /// The links that `disconnect` unplugged are plugged in again.
    case reconnect(router: RouterIndex)
    /// The segment is cut. Both ends see the carrier go, unless the cut is `silent`.
    case cut(segment: SegmentIndex, silent: Bool)
    /// The segment and every plug in it work again.
    case repair(segment: SegmentIndex)
    /// One router's plug in the segment fails; the other members do not see it.
    case cutPort(router: RouterIndex, interface: InterfaceIndex, PortFault)
    case repairPort(router: RouterIndex, interface: InterfaceIndex)
    /// Two routers on a segment lose each other's packets, or receive them again. Carriers stay up.
    case setCircuit(segment: SegmentIndex, Circuit, isOpen: Bool)
    /// The operator clears the OSPF process: adjacencies and database start again, and so does a permanent isolation.
    case clear(router: RouterIndex)
    /// Starts originating the redistribution set of this name (configured on the router, but inactive or removed).
    case redistribute(router: RouterIndex, RedistributionConfiguration)
    /// Stops originating it and flushes its LSAs.
    case withdraw(router: RouterIndex, name: String)
    case setLimit(router: RouterIndex, LimitPolicy)
    case setCost(router: RouterIndex, interface: InterfaceIndex, cost: UInt16)
    case setPriority(router: RouterIndex, interface: InterfaceIndex, priority: UInt8)
    /// Another address, MTU, set of timers, network type or area.
    case setInterface(router: RouterIndex, interface: InterfaceIndex, InterfaceChange)
    /// Another Router ID: at once, with a restart of the process, or whenever that starts again.
    case setRouterID(router: RouterIndex, RouterID, atOnce: Bool)
    /// The metric of what the router redistributes under a name; its type where it changes.
    case setMetric(router: RouterIndex, name: String, metric: UInt32, isType2: Bool?)
    /// The keys of an interface are changed, as in a rollover.
    case setAuthentication(router: RouterIndex, interface: InterfaceIndex, InterfaceAuthentication)
    /// Whether the router advertises its transit links at the largest cost, and what else with them (RFC 6987).
    case setStubRouter(router: RouterIndex, Bool, StubRouterOptions = StubRouterOptions())
    /// Whether OSPF runs on an interface.
    case setEnabled(router: RouterIndex, interface: InterfaceIndex, Bool)
    /// Whether the router may be elected originator of the group.
    case setEligible(router: RouterIndex, group: String, isEligible: Bool)
    case setDefects(router: RouterIndex, RouterDefects)
    case setArea(router: RouterIndex, AreaChange)
    /// Whether the interface is advertised without any hello.
    case setPassive(router: RouterIndex, interface: InterfaceIndex, isPassive: Bool)
    /// Frames between routers of different sides are lost, and carriers stay up. Routers of no side reach all.
    case partition(sides: [[RouterIndex]])
    /// The partition is over.
    case heal
    /// A listener starts hearing a trace and floods it to its neighbors.
    case replay(listener: RouterIndex, HeardTrace)
    /// A listener hears these LSAs now, and floods them to its neighbors.
    case learn(listener: RouterIndex, AreaID, [LSA])
    case setLoss(segment: SegmentIndex, Ratio)
    /// So many multicast packets are lost, beside those that any loss takes.
    case setMulticastLoss(segment: SegmentIndex, Ratio)
    /// A share of the packets is damaged on the way, and dropped by the receivers.
    case setCorruption(segment: SegmentIndex, Ratio)
    case setDelay(segment: SegmentIndex, delay: Duration, jitter: Duration)
}

/// What can be wrong with one router's plug in a segment.
public enum PortFault: Hashable, Sendable, CaseIterable {
    /// No frame passes, and the router sees its carrier go.
    case carrierLost
    /// No frame passes, and nobody sees it.
    case silent
    /// The router hears, but what it sends is lost.
    case outgoingLost
}

/// When an entry of the timeline is due.
public enum Trigger: Hashable, Sendable {
    /// So long after the start of the timeline, which is a converged network.
    case at(Duration)
    /// Once, `lasting` after the first moment at which the condition has held for so long without a break.
    case when(Condition, lasting: Duration)
}

/// What an operator waits for.
public enum Condition: Hashable, Sendable {
    /// At least one of these routers is isolated by its LSA limit.
    case anyIsolated(routers: [RouterIndex])
    /// At least one of these routers refuses LSAs.
    case anyRejecting(routers: [RouterIndex])
    /// No router is isolated (after at least one was).
    case noneIsolated
}

/// One line of a timeline.
public struct TimelineEntry: Hashable, Sendable {
    public var trigger: Trigger
    /// Carried out in order, at the same moment.
    public var actions: [Action]
    /// What the scenario's author calls it, or `nil`.
    public var label: String?

    public init(_ trigger: Trigger, _ actions: [Action], label: String? = nil) {
        self.trigger = trigger
        self.actions = actions
        self.label = label
    }
}
