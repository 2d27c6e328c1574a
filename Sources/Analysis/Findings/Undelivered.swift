import Emulation
import NetworkPrimitives
import OSPF

/// Pairs of a source and a destination of which nothing has ever arrived, for one reason.
public struct Undelivered: Hashable, Sendable {
    /// The probes they belong to, and how many pairs these have together.
    public var probes: [String]
    public var pairs: Int
    public var pairsOfProbes: Int
    /// The first of the pairs, and how its packets die.
    public var source: String
    public var destination: IPv4Address
    /// The router whose address the destination is.
    public var owner: RouterIndex?
    public var death: Death
    /// How many routers they die at in this way.
    public var places: Int
    /// What of the findings keeps them apart; nothing where none of them explains it.
    public var because: [Finding]
    /// No router has the destination or announces it.
    public var isUnknown: Bool
}

/// A pair of a probe of which nothing has arrived.
struct LostPair {
    var probe: Int
    var source: ProbeSource
    /// The first of some destinations that fare alike, and how many these are.
    var destination: IPv4Address
    var count: Int
    var death: Death
}

/// Puts what never arrives down to what was found.
struct UndeliveredReasons {
    private let network: Network
    private let findings: [Finding]
    /// By router: the part of the network that it is joined to by links, and by links whose ends agree.
    private let joined: Table<RouterIndex, RouterIndex>
    private let agreeing: Table<RouterIndex, RouterIndex>
    private let owners: [IPv4Address: RouterIndex]

    init(_ network: Network, _ findings: [Finding]) {
        self.network = network
        self.findings = findings
        let configuration = network.configuration
        var broken: Set<SegmentIndex> = []
        for finding in findings {
            if case .mismatch(.unusedMask, _, _) = finding { continue }
            if case .segment(let segment, _, _) = finding.place { broken.insert(segment) }
        }
        var all = Joins<RouterIndex>(count: configuration.routers.count)
        var whole = all
        for (number, segment) in configuration.segments.indexed {
            segment.forEachPair { left, right in
                all.join(left.router, right.router)
                // On a LAN the others may well agree; then the pair is attributed to nothing.
                if !broken.contains(number) { whole.join(left.router, right.router) }
            }
        }
        joined = all.roots
        agreeing = whole.roots
        var owners: [IPv4Address: RouterIndex] = [:]
        for (number, router) in configuration.routers.indexed {
            for loopback in router.ospf.loopbacks { owners[loopback.address] = owners[loopback.address] ?? number }
        }
        self.owners = owners
    }

    func grouped(_ pairs: [LostPair], _ probes: [ProbeOutcome]) -> [Finding] {
        var groups: [Undelivered] = []
        var places: [Key: Int] = [:]
        var routers: [Set<RouterIndex>] = []
        for pair in pairs {
            let owner = owners[pair.destination]
            let because = reasons(of: pair, owner)
            let isUnknown = owner == nil && because.isEmpty && isUnknown(pair.destination)
            let key = Key(because: because, isUnknown: isUnknown, death: because.isEmpty ? pair.death.reason : nil)
            let name = probes[pair.probe].name
            if let place = places[key] {
                groups[place].pairs += pair.count
                if routers[place].insert(pair.death.router).inserted { groups[place].places += 1 }
                if groups[place].probes.last != name {
                    groups[place].probes.append(name)
                    groups[place].pairsOfProbes += probes[pair.probe].pairs
                }
            } else {
                places[key] = groups.count
                routers.append([pair.death.router])
                groups.append(
                    Undelivered(
                        probes: [name], pairs: pair.count, pairsOfProbes: probes[pair.probe].pairs,
                        source: pair.source.name, destination: pair.destination, owner: owner, death: pair.death,
                        places: 1, because: because, isUnknown: isUnknown))
            }
        }
        return groups.map { .undelivered($0) }
    }

    private struct Key: Hashable {
        let because: [Finding]
        let isUnknown: Bool
        let death: Death.Reason?
    }

    private func isUnknown(_ address: IPv4Address) -> Bool {
        exits(to: address).isEmpty
            && !network.configuration.routers.contains { $0.ospf.interfaces.contains { $0.prefix.contains(address) } }
    }

    /// The routers that hand packets to an address out of the network.
    private func exits(to address: IPv4Address) -> [RouterIndex] {
        network.configuration.routers.indices.filter { router in
            network.configuration.routers[router].ospf.redistributions.contains {
                $0.prefixes.contains { $0.contains(address) }
            }
        }
    }

    private func reasons(of pair: LostPair, _ owner: RouterIndex?) -> [Finding] {
        let ends = owner.map { [$0] } ?? exits(to: pair.destination)
        guard let end = ends.first else { return [] }
        let start = pair.source.entries[0]
        if ends.allSatisfy({ joined[$0] != joined[start] }) {
            return findings.filter { finding in
                guard case .disconnected(let routers) = finding else { return false }
                return routers.contains(start) || routers.contains(end)
            }
        }
        let limits = findings.filter {
            guard case .limitMet(let routers, _) = $0 else { return false }
            return routers.contains(pair.death.router) || routers.contains(start) || routers.contains(end)
        }
        if pair.death.reason == .isolated || network.isIsolated(pair.death.router) { return Array(limits.prefix(1)) }
        if ends.allSatisfy({ agreeing[$0] != agreeing[start] }) { return borders(of: agreeing[start], agreeing[end]) }
        let areas = areaReasons(start, end, isOutside: owner == nil)
        if !areas.isEmpty { return areas }
        return limits.isEmpty && owner == nil ? noDefaultRoute(at: pair.death) : Array(limits.prefix(1))
    }

    /// AS-external-LSAs are not flooded into stub areas and NSSAs (RFC 2328 §3.6, RFC 3101 §2.1).
    private func noDefaultRoute(at death: Death) -> [Finding] {
        let ospf = network.routers[death.router].configuration
        guard death.reason == .noRoute, let area = ospf.interfaces.first?.area else { return [] }
        let kind = ospf.area(area).kind
        guard kind != .normal, ospf.interfaces.allSatisfy({ $0.area == area }) else { return [] }
        // The first router inside the area is named for all of them.
        let first = network.routers.firstIndex { $0.configuration.interfaces.allSatisfy { $0.area == area } }
        return [.noDefaultRoute(area, kind, router: first ?? death.router)]
    }

    /// The links at which one of two parts ends.
    private func borders(of left: RouterIndex, _ right: RouterIndex) -> [Finding] {
        findings.filter { finding in
            guard finding.section != .neverDelivered, case .segment(let segment, _, _) = finding.place else {
                return false
            }
            let parts = Set(network.configuration.segments[segment].members.map { agreeing[$0.router] })
            return parts.count > 1 && (parts.contains(left) || parts.contains(right))
        }
    }

    private func areaReasons(_ start: RouterIndex, _ end: RouterIndex, isOutside: Bool) -> [Finding] {
        findings.filter { finding in
            switch finding {
            case .detachedArea(_, let routers): routers.contains(start) || routers.contains(end)
            case .splitBackbone, .noBackbone: true
            case .boundaryRouterInStubArea(_, let router, _): isOutside && router == end
            default: false
            }
        }
    }
}
