import NetworkPrimitives
import OSPF
import OSPFWire

/// The second world that routers live in: a capture's. A listener takes the captured LSAs at their times and floods them to
/// a router under test over ordinary adjacencies, one link for each area. The state machine is the simulation's.
///
/// When the router under test comes back from an isolation, the listener gives it the database as the capture left it, as
/// a real neighbor would.
public struct ReplayWorld: Sendable {
    /// The numbers of the two routers in `network`.
    public static let listener = 0
    public static let routerUnderTest = 1

    public private(set) var network: Network
    /// The moment of the first captured packet.
    public let start: Instant

    /// - Parameters:
    ///   - areas: those that the capture shows, at least one, each of the kind that its Hellos show.
    ///   - taken: the Router IDs that the capture shows; the world's own two routers keep clear of them.
    public init(
        areas: [AreaConfiguration], avoiding taken: Set<RouterID>, limit: LimitPolicy,
        timers: ProtocolTimers = .rfc2328,
        cpu: CPUModel = .typical
    ) {
        precondition(!areas.isEmpty, "a replay needs an area")
        var free = (0..<UInt32.max).lazy.map { RouterID(bits: 0xF000_0001 + $0) }.filter { !taken.contains($0) }
            .makeIterator()
        let configuration = Self.configuration(
            areas: areas, listener: free.next()!, routerUnderTest: free.next()!, limit: limit, timers: timers, cpu: cpu)
        network = Network(configuration)
        let isQuiet = network.settle(within: .seconds(120))
        precondition(isQuiet, "two routers and nothing to tell converge at once")
        start = Instant(nanoseconds: (network.now.nanoseconds / 1_000_000_000 + 1) * 1_000_000_000)
    }

    private static func configuration(
        areas: [AreaConfiguration], listener: RouterID, routerUnderTest: RouterID, limit: LimitPolicy,
        timers: ProtocolTimers,
        cpu: CPUModel
    ) -> NetworkConfiguration {
        func interfaces(_ host: UInt32) -> Table<InterfaceIndex, InterfaceConfiguration> {
            Table(
                areas.indices.map { index in
                    let prefix = IPv4Prefix(IPv4Address(bits: 0xF100_0000 + UInt32(index) * 4), length: 30)
                    return InterfaceConfiguration(
                        name: "area \(areas[index].area)", address: prefix.host(host), prefix: prefix,
                        area: areas[index].area,
                        networkType: .pointToPoint)
                })
        }
        let nodes = [
            RouterNode(
                name: "capture",
                ospf: RouterConfiguration(
                    routerID: listener, interfaces: interfaces(1), areas: areas, originatesLSAs: false), cpu: .unlimited
            ),
            RouterNode(
                name: "router under test",
                ospf: RouterConfiguration(
                    routerID: routerUnderTest, interfaces: interfaces(2), areas: areas, timers: timers, limit: limit),
                cpu: cpu),
        ]
        let segments = areas.indices.map { index in
            SegmentConfiguration(
                name: "area \(areas[index].area)",
                members: [
                    SegmentMember(router: 0, interface: InterfaceIndex(index)),
                    SegmentMember(router: 1, interface: InterfaceIndex(index)),
                ])
        }
        return NetworkConfiguration(name: "replay", routers: nodes, segments: segments, startSpread: .zero)
    }

    /// Hears the LSAs of one captured link state update.
    ///
    /// - Parameters:
    ///   - offset: the time since the first captured packet; not before that of the previous call.
    ///   - text: what the update is called in the journal, such as `frame 17`.
    public mutating func hear(_ lsas: [LSA], area: AreaID, after offset: Duration, text: String) {
        network.advance(to: max(network.now, start + offset))
        network.learn(lsas, area: area, at: Self.listener, text: text)
    }

    /// Goes on for a while after the last packet.
    public mutating func run(until offset: Duration) { network.advance(to: max(network.now, start + offset)) }
}

extension Network {
    /// Gives captured LSAs to a listener. What they lead to is attributed to `text` in the journal.
    public mutating func learn(_ lsas: [LSA], area: AreaID, at router: Int, text: String) {
        context.journal.actionTexts.append(text)
        let cause = context.journal.record(
            .action, at: now, router: router, detail: UInt32(context.journal.actionTexts.count - 1), cause: .none)
        learn(lsas, area: area, at: router, because: cause)
    }

    /// The listener's interface in the area hears the LSAs.
    mutating func learn(_ lsas: [LSA], area: AreaID, at router: Int, because cause: HappeningID) {
        guard let interface = routers[router].interface(in: area) else { return }
        let link = routers[router].link(of: interface)
        for lsa in lsas {
            let instance = context.store.intern(lsa, area: area, link: link, cause: cause)
            feed(.learn(instance, age: lsa.header.age, on: interface), to: router, cause: cause)
        }
    }
}
