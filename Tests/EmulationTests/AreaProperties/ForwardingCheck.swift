import Emulation
import NetworkPrimitives
import OSPF
import Testing

/// Follows every next hop of every router to every destination.
struct ForwardingCheck {
    private enum Way { case open, done }

    private let network: Network
    private let configurations: [RouterConfiguration]
    /// Ranges hide networks, and a router that has a default route may send there what nobody else can reach. Border
    /// routers that are not in the backbone do not listen to other areas' summaries, but draw traffic (RFC 3509 §1.2).
    private let hidesNetworks: Bool

    init(_ network: Network) {
        self.network = network
        configurations = network.configuration.routers.map(\.ospf)
        hidesNetworks = configurations.contains { router in
            Self.isAside(router) || router.areas.contains { !$0.ranges.isEmpty }
        }
    }

    /// Whether this is a border router that is not in the backbone.
    private static func isAside(_ router: RouterConfiguration) -> Bool {
        let areas = Set(router.loopbacks.map(\.area))
        return router.borderRouterType == .standard && areas.count > 1 && !areas.contains(.backbone)
    }

    func expectNoLoop(_ comment: Comment) {
        let inside = configurations.flatMap(\.loopbacks).map(\.address)
        // Inside a stub area, nothing external is announced.
        let tellers = configurations.filter { router in
            router.loopbacks.contains { router.area($0.area).kind != .stub }
        }
        let outside = Set(tellers.flatMap(\.redistributions).flatMap(\.prefixes)).sorted().map { $0.host(1) }
        for address in inside + outside {
            var ways: [Int: Way] = [:]
            for router in 0..<network.routers.count {
                // Without a route at the source nothing is promised: an NSSA without a default does not know the outside.
                guard isDelivered(address, at: router) || route(to: address, at: router) != nil else { continue }
                follow(address, from: router, &ways, comment)
            }
        }
    }

    private func isDelivered(_ address: IPv4Address, at router: Int) -> Bool {
        let configuration = configurations[router]
        if route(to: address, at: router).map({ $0 == route(to: .unspecified, at: router) }) ?? true,
            announcesDefault(configuration)
        {
            return true
        }
        return configuration.loopbacks.contains { $0.address == address }
            || configuration.redistributions.flatMap(\.prefixes).contains { $0.contains(address) }
    }

    /// Whether the router, inside an NSSA, says that it is the way to everywhere.
    private func announcesDefault(_ configuration: RouterConfiguration) -> Bool {
        Set(configuration.loopbacks.map(\.area)).count == 1
            && configuration.areas.contains { $0.kind == .nssa && $0.originatesNSSADefault }
    }

    private func followsDefault(_ address: IPv4Address, at router: Int) -> Bool {
        route(to: address, at: router).map { $0 == route(to: .unspecified, at: router) } ?? false
    }

    private func route(to address: IPv4Address, at router: Int) -> Route? {
        let store = network.context.store
        for length in stride(from: UInt8(32), through: 0, by: -1) {
            let prefix = store.find(IPv4Prefix(address, length: length))
            if let route = prefix.flatMap({ network.routers[router].routingTable.route(to: $0) }) { return route }
        }
        return nil
    }

    private func follow(
        _ address: IPv4Address, from router: Int, _ ways: inout [Int: Way], _ comment: Comment
    ) {
        guard !isDelivered(address, at: router), ways[router] != .done else { return }
        // It sends by an NSSA's default route what a router inside knows of by a summary, and may send back to it.
        guard !Self.isAside(configurations[router]) || !followsDefault(address, at: router) else { return }
        guard ways[router] == nil else {
            Issue.record("a loop by r\(router) to \(address); \(comment)")
            return
        }
        ways[router] = .open
        defer { ways[router] = .done }
        let hops = route(to: address, at: router).map { network.routers[router].routingTable.nextHops(of: $0) } ?? []
        if hops.isEmpty, !hidesNetworks { Issue.record("r\(router) is a black hole for \(address); \(comment)") }
        for hop in hops {
            let target = hop.address == .unspecified ? address : hop.address
            guard let next = network.receiver(of: target, from: RouterIndex(router), interface: hop.interface) else {
                Issue.record("r\(router) sends \(address) to \(target), which takes nothing; \(comment)")
                continue
            }
            follow(address, from: next.offset, &ways, comment)
        }
    }
}
