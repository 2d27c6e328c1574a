import Emulation
import NetworkPrimitives

/// Parts of a network that fail together, at one moment.
public struct Failure: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        /// It loses power; nothing is flushed.
        case router(RouterIndex)
        /// The link or LAN is cut; its members see their carriers go.
        case segment(SegmentIndex)
        /// Every router of the site loses power.
        case site(String, routers: [RouterIndex])
    }

    /// In the order of the network, at least one.
    public var parts: [Part]

    public init(_ parts: [Part]) { self.parts = parts }

    /// The routers that lose power, and the segments that are cut.
    public var routers: [RouterIndex] {
        parts.flatMap { part -> [RouterIndex] in
            switch part {
            case .router(let router): [router]
            case .segment: []
            case .site(_, let routers): routers
            }
        }
    }
    public var segments: [SegmentIndex] {
        parts.compactMap { if case .segment(let segment) = $0 { segment } else { nil } }
    }

    /// What is done to the network when it fails.
    public var actions: [Action] {
        parts.flatMap { part -> [Action] in
            switch part {
            case .router(let router): [.decommission(router: router, orderly: false)]
            case .segment(let segment): [.cut(segment: segment, silent: false)]
            case .site(_, let routers): routers.map { .decommission(router: $0, orderly: false) }
            }
        }
    }

    /// What is done to it when everything that failed works again.
    public var repairs: [Action] {
        parts.flatMap { part -> [Action] in
            switch part {
            case .router(let router): [.start(router: router)]
            case .segment(let segment): [.repair(segment: segment)]
            case .site(_, let routers): routers.map { .start(router: $0) }
            }
        }
    }

    /// `router a and link b - c`.
    public func text(in network: NetworkConfiguration) -> String {
        parts.map { part in
            switch part {
            case .router(let router): "router \(network.routers[router].name)"
            case .segment(let segment):
                "\(network.segments[segment].isLink ? "link" : "lan") \(network.segments[segment].name)"
            case .site(let site, _): "site \(site)"
            }
        }.joined(separator: " and ")
    }
}

extension SegmentConfiguration {
    /// Whether it joins two routers; everything else is a LAN.
    public var isLink: Bool { members.count == 2 }
}

/// A kind of thing of which any may fail.
public enum FailureKind: String, Hashable, Sendable, CaseIterable {
    case router, link, lan, site

    /// Everything of this kind, in the order of the network.
    public func parts(of network: NetworkConfiguration) -> [Failure.Part] {
        switch self {
        case .router: return network.routers.indices.map { .router($0) }
        case .link: return network.segments.indices.filter { network.segments[$0].isLink }.map { .segment($0) }
        case .lan: return network.segments.indices.filter { !network.segments[$0].isLink }.map { .segment($0) }
        case .site:
            var members: [String: [RouterIndex]] = [:]
            var sites: [String] = []
            for (number, router) in network.routers.indexed {
                guard let site = router.site else { continue }
                if members[site] == nil { sites.append(site) }
                members[site, default: []].append(number)
            }
            return sites.map { .site($0, routers: members[$0]!) }
        }
    }

    /// How many different failures of `count` of these at once there are, at most `bound`.
    public func failureCount(of network: NetworkConfiguration, count: Int, bound: Int) -> Int {
        let all = parts(of: network).count
        guard count <= all else { return 0 }
        var product = 1
        for step in 0..<count {
            let (next, overflow) = product.multipliedReportingOverflow(by: all - step)
            if overflow { return bound }
            product = next / (step + 1)
            // The number of smaller sets is a lower bound only up to the middle.
            if product > bound, step + 1 <= all / 2 { return bound }
        }
        return min(product, bound)
    }

    /// Each choice of `count` of them, in order.
    public func failures(of network: NetworkConfiguration, count: Int) -> [Failure] {
        let all = parts(of: network)
        guard count > 0, count <= all.count else { return [] }
        var chosen = Array(0..<count)
        var failures: [Failure] = []
        while true {
            failures.append(Failure(chosen.map { all[$0] }))
            guard let place = chosen.indices.last(where: { chosen[$0] < all.count - count + $0 }) else {
                return failures
            }
            chosen[place] += 1
            for later in place + 1..<max(place + 1, count) { chosen[later] = chosen[later - 1] + 1 }
        }
    }
}
