import NetworkPrimitives
import OSPF
import OSPFWire

/// Link state updates that a listener in a network hears at their times, such as those of a capture.
public struct HeardTrace: Hashable, Sendable {
    public struct Update: Hashable, Sendable {
        /// Since the start of the trace; not before that of the update before it.
        public let offset: Duration
        public let area: AreaID
        public let lsas: [LSA]

        public init(offset: Duration, area: AreaID, lsas: [LSA]) {
            self.offset = offset
            self.area = area
            self.lsas = lsas
        }
    }

    /// What reports call it, such as the file's name.
    public let name: String
    public let updates: [Update]

    public init(name: String, updates: [Update]) {
        self.name = name
        self.updates = updates
    }
}

/// A trace that is being heard.
struct Hearing: Sendable {
    let trace: HeardTrace
    let listener: RouterIndex
    let start: Instant
    let cause: HappeningID
    /// The update that comes next.
    var next = 0
}

extension Network {
    mutating func startHearing(_ trace: HeardTrace, at listener: RouterIndex, because cause: HappeningID) {
        hearings.append(Hearing(trace: trace, listener: listener, start: now, cause: cause))
        scheduleHearing(hearings.count - 1)
    }

    private mutating func scheduleHearing(_ number: Int) {
        let hearing = hearings[number]
        guard hearing.next < hearing.trace.updates.count else { return }
        let moment = max(now, hearing.start + hearing.trace.updates[hearing.next].offset)
        queue.add(.heard(UInt32(number), at: hearing.listener), at: moment)
    }

    /// The listener hears the next update, as from a neighbor with which it is Full.
    mutating func hear(_ number: Int) {
        let hearing = hearings[number]
        let update = hearing.trace.updates[hearing.next]
        hearings[number].next += 1
        if machines[hearing.listener].power.isOn {
            learn(update.lsas, area: update.area, at: hearing.listener, because: hearing.cause)
        }
        scheduleHearing(number)
    }

    /// The listener's interface in the area hears the LSAs.
    mutating func learn(_ lsas: [LSA], area: AreaID, at router: RouterIndex, because cause: HappeningID) {
        guard let interface = routers[router].interface(in: area) else { return }
        let link = routers[router].link(of: interface)
        for lsa in lsas {
            let instance = context.store.intern(lsa, area: area, link: link, cause: cause)
            feed(.learn(instance, age: lsa.header.age, on: interface), to: router, cause: cause)
        }
    }
}

extension NetworkConfiguration {
    /// Plugs a listener into a network: a router that originates nothing, cannot be elected, and passes on what it hears.
    ///
    /// On a LAN it is one more member. A cable has no free end, so that there it has a cable of its own to the first router,
    /// in the cable's area, which that router announces at the highest cost.
    ///
    /// - Parameter taken: Router IDs that it keeps clear of, besides those of the network.
    /// - Returns: its number: the last. `nil` where the LAN has no free address.
    public mutating func attachListener(named name: String, to segment: SegmentIndex, avoiding taken: Set<RouterID>)
        -> RouterIndex?
    {
        let used = taken.union(routers.map(\.ospf.routerID))
        var bits: UInt32 = 0xF000_0001
        while used.contains(RouterID(bits: bits)) { bits += 1 }
        guard let first = segments[segment].members.first else { return nil }
        let model = routers[first.router].ospf.interfaces[first.interface]
        let listener = routers.endIndex
        var interface = model
        interface.name = "eth0"
        interface.priority = 0
        interface.isPassive = false
        interface.isUnnumbered = false
        if model.networkType != .broadcast { interface.networkType = .pointToPoint }
        if model.networkType == .broadcast {
            let addresses = Set(
                segments[segment].members.map { routers[$0.router].ospf.interfaces[$0.interface].address })
            let size: UInt32 = model.prefix.length >= 31 ? 0 : 1 << UInt32(32 - model.prefix.length)
            guard size > 2,
                let free = (1..<size - 1).reversed().lazy.map({ model.prefix.host($0) })
                    .first(where: { !addresses.contains($0) })
            else { return nil }
            interface.address = free
            segments[segment].members.append(SegmentMember(router: listener, interface: 0))
        } else {
            // 241.0.0.0/8 is reserved, so that no network uses it.
            let prefix = IPv4Prefix(IPv4Address(bits: 0xF100_0000), length: 30)
            var end = interface
            end.name = "to \(name)"
            (end.address, end.prefix, end.cost, end.priority) = (prefix.host(1), prefix, .max, model.priority)
            (interface.address, interface.prefix) = (prefix.host(2), prefix)
            routers[first.router].ospf.interfaces.append(end)
            segments.append(
                SegmentConfiguration(
                    name: "\(routers[first.router].name) - \(name)",
                    members: [
                        SegmentMember(
                            router: first.router,
                            interface: routers[first.router].ospf.interfaces.endIndex.advanced(by: -1)),
                        SegmentMember(router: listener, interface: 0),
                    ]))
        }
        routers.append(
            RouterNode(
                name: name, model: "listener",
                ospf: RouterConfiguration(
                    routerID: RouterID(bits: bits), interfaces: [interface],
                    areas: [routers[first.router].ospf.area(interface.area)], originatesLSAs: false), cpu: .unlimited))
        return listener
    }
}
