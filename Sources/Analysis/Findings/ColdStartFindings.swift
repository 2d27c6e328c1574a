import Emulation
import NetworkPrimitives
import OSPF

/// What a network shows that has started: who is not adjacent though the configuration shows no reason, and whose limit is
/// met or near.
struct ColdStartFindings {
    private let network: Network
    private var reports: Table<RouterIndex, [NeighborReport]>
    /// Router by router: whose Hellos it refused, and why.
    private var refusals: Table<RouterIndex, [RouterID: HelloMismatch]>
    /// What was reported already, by segment: the routers that differ, or all.
    private var told: [SegmentIndex: Set<RouterIndex>] = [:]
    private(set) var findings: [Finding] = []

    init(_ network: Network, standing: [Finding]) {
        self.network = network
        reports = Table(network.routers.map(\.neighborReports))
        refusals = Table(repeating: [:], count: network.routers.count)
        for happening in network.context.journal.happenings {
            guard case .helloRefused(let sender, let mismatch) = happening.entry, let router = happening.router
            else { continue }
            refusals[router][sender] = mismatch
        }
        for finding in standing {
            switch finding {
            case .mismatch(let mismatch, let segment, let routers) where mismatch.preventsAdjacency:
                told[segment, default: []].formUnion(routers.suffix(1))
            case .noDesignatedRouter(let segment):
                told[segment] = Set(network.configuration.segments[segment].members.map(\.router))
            default: continue
            }
        }
        for segment in network.configuration.segments.indices { findStrangers(on: segment) }
        findLimits()
        findShortages()
    }

    // MARK: Adjacencies

    private mutating func findStrangers(on segment: SegmentIndex) {
        let configuration = network.configuration.segments[segment]
        let speaking = configuration.members.filter { member in
            let interface = network.routers[member.router].configuration.interfaces[member.interface]
            return network.isRunningOSPF(member.router) && !network.isIsolated(member.router) && interface.isEnabled
                && !interface.isPassive && !(told[segment]?.contains(member.router) ?? false)
        }
        if let circuits = configuration.circuits {
            for circuit in circuits {
                let ends = speaking.filter { circuit.first == $0.router || circuit.second == $0.router }
                if ends.count == 2 { look(from: ends[0], at: ends[1...], on: segment) }
            }
            return
        }
        for (place, member) in speaking.enumerated() {
            look(from: member, at: speaking[(place + 1)...], on: segment)
        }
    }

    /// One word for each router is enough.
    private mutating func look(
        from member: SegmentMember, at others: ArraySlice<SegmentMember>, on segment: SegmentIndex
    ) {
        let known = reports[member.router].filter { $0.interface == member.interface }
        let states = Dictionary(known.map { ($0.routerID, $0.state) }, uniquingKeysWith: max)
        let ids = others.map { network.routers[$0.router].routerID }
        let type = network.routers[member.router].configuration.interfaces[member.interface].networkType
        for (other, id) in zip(others, ids) {
            let state = states[id] ?? .down
            let isFine = state == .full || type.electsDesignatedRouter && state == .twoWay
            guard !isFine else { continue }
            let refusal = refusals[member.router][id] ?? refusals[other.router][network.routers[member.router].routerID]
            findings.append(.notAdjacent(segment: segment, routers: [member.router, other.router], state, refusal))
            return
        }
    }

    // MARK: Limits

    private mutating func findLimits() {
        var met: [RouterIndex: Int] = [:]
        for happening in network.context.journal.happenings {
            guard case .limitExceeded(let reading, _) = happening.entry, let router = happening.router else { continue }
            met[router] = met[router] ?? Int(reading.counted)
        }
        var near: [RouterIndex: Int] = [:]
        for (number, router) in network.routers.indexed where met[number] == nil {
            let limit = router.configuration.limit
            guard let maximum = limit.maximum, limit.warningThreshold > 0 else { continue }
            let count = router.countedLSAs
            if count * 100 >= Int(maximum) * Int(limit.warningThreshold) { near[number] = count }
        }
        findings += grouped(met).map { .limitMet(routers: $0, count: $1) }
        findings += grouped(near).map { .limitNear(routers: $0, count: $1) }
    }

    // MARK: Memory

    private mutating func findShortages() {
        var shortages: [RouterIndex: (lsas: Int, isCrash: Bool)] = [:]
        for happening in network.context.journal.happenings {
            guard let reading = happening.entry.exhaustion, let router = happening.router else { continue }
            shortages[router] = shortages[router] ?? (Int(reading.lsas), happening.kind == .crashed)
        }
        let alike = Dictionary(grouping: shortages.keys.sorted()) { network.routers[$0].configuration.memory }
        findings += alike.values.sorted { $0[0] < $1[0] }.map { routers in
            let first = routers.compactMap { shortages[$0] }
            return .memoryExhausted(
                routers: routers, lsas: first.map(\.lsas).max() ?? 0, crashes: first.contains(where: \.isCrash))
        }
    }

    /// Routers with one policy, and the largest of their counts.
    private func grouped(_ counts: [RouterIndex: Int]) -> [(routers: [RouterIndex], count: Int)] {
        Dictionary(grouping: counts.keys) { network.routers[$0].configuration.limit }.values
            .map { routers in (routers.sorted(), routers.compactMap { counts[$0] }.max() ?? 0) }
            .sorted { $0.0[0] < $1.0[0] }
    }
}

extension Finding {
    /// What both ends of each link, the areas and a start of the network show.
    ///
    /// - Complexity: O(neighbors), beside `standing`.
    public static func found(in network: Network) -> [Finding] {
        let standing = standing(in: network.configuration)
        return standing + ColdStartFindings(network, standing: standing).findings
    }
}
