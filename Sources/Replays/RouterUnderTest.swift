import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// A router that hears a capture: a network of two routers, and a timeline.
///
/// A listener takes the captured LSAs at their times and floods them to the router under test over ordinary adjacencies, one
/// link for each area. When the router under test comes back from an isolation, the listener gives it the database as the
/// capture left it, as a real neighbor would.
public enum RouterUnderTest {
    /// The numbers of the two routers.
    public static let listener: RouterIndex = 0
    public static let number: RouterIndex = 1
    /// The first frame comes so long after the start of the timeline.
    public static let lead: Duration = .seconds(1)

    /// One entry of the timeline for each Link State Update, in their order.
    ///
    /// - Parameter aftermath: how long the run goes on after the last frame.
    /// - Precondition: there is at least one update.
    public static func scenario(
        hearing capture: CapturedUpdates, limit: LimitPolicy, aftermath: Duration
    ) -> Scenario {
        let timeline = capture.updates.map { update in
            TimelineEntry(
                .at(lead + update.offset), [.learn(listener: listener, update.area, update.lsas)],
                label: "frame \(update.frame)")
        }
        return Scenario(
            name: "replay", network: network(of: capture, limit: limit), timeline: timeline,
            duration: lead + capture.lastOffset + aftermath)
    }

    /// The areas are of the kinds that the capture's Hellos show, and the Router IDs are clear of those that it shows.
    private static func network(of capture: CapturedUpdates, limit: LimitPolicy) -> NetworkConfiguration {
        let areas = capture.areaConfigurations
        precondition(!areas.isEmpty, "a replay needs an area")
        let taken = Set(capture.routers)
        var free = (0..<UInt32.max).lazy.map { RouterID(bits: 0xF000_0001 + $0) }.filter { !taken.contains($0) }
            .makeIterator()
        func interfaces(_ host: UInt32) -> Table<InterfaceIndex, InterfaceConfiguration> {
            Table(
                areas.enumerated().map { number, area in
                    let prefix = IPv4Prefix(IPv4Address(bits: 0xF100_0000 + UInt32(number) * 4), length: 30)
                    return InterfaceConfiguration(
                        name: "area \(area.area)", address: prefix.host(host), prefix: prefix, area: area.area,
                        networkType: .pointToPoint)
                })
        }
        let listening = RouterConfiguration(
            routerID: free.next()!, interfaces: interfaces(1), areas: areas, originatesLSAs: false)
        let tested = RouterConfiguration(
            routerID: free.next()!, interfaces: interfaces(2), areas: areas, timers: .rfc2328, limit: limit)
        let segments = areas.enumerated().map { number, area in
            SegmentConfiguration(
                name: "area \(area.area)",
                members: [listener, Self.number].map { SegmentMember(router: $0, interface: InterfaceIndex(number)) })
        }
        return NetworkConfiguration(
            name: "replay",
            routers: [
                RouterNode(name: "capture", ospf: listening, cpu: .unlimited),
                RouterNode(name: "router under test", ospf: tested, cpu: .typical),
            ], segments: segments, startSpread: .zero)
    }
}
