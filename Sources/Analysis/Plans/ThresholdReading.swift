import NetworkPrimitives
import OSPF

/// Takes what a threshold is about from a result.
struct Reading {
    var measured = ThresholdFinding.Measured.nothing
    var probe: String?
    var router: RouterIndex?

    init(_ threshold: Threshold, _ result: PlanResult) {
        switch threshold.metric.scope {
        case .probe: readProbes(threshold, result)
        case .network: readNetwork(threshold.metric, result)
        case .routers: readRouters(threshold, result)
        }
    }

    /// Without a name, the probe that is nearest to crossing the threshold, or crosses it most.
    private mutating func readProbes(_ threshold: Threshold, _ result: PlanResult) {
        var worst: (key: Int64, probe: Int)?
        for (number, outcome) in result.run.probes.enumerated() {
            if case .probe(let name) = threshold.subject, outcome.name != name { continue }
            guard outcome.hasData || threshold.metric == .undelivered else { continue }
            let key = Self.key(threshold, outcome, result.paths[number])
            let isWorse = worst.map { threshold.comparison.isUpper ? key > $0.key : key < $0.key } ?? true
            if isWorse { worst = (key, number) }
        }
        guard let worst else { return }
        probe = result.run.probes[worst.probe].name
        switch threshold.value {
        case .time: measured = .time(.nanoseconds(worst.key))
        case .count: measured = .count(Int(worst.key))
        case .percent: measured = .percent(Int(worst.key))
        }
    }

    private static func key(
        _ threshold: Threshold, _ probe: ProbeOutcome, _ paths: PathChanges
    ) -> Int64 {
        func share(_ part: Int, of whole: Int) -> Int64 {
            guard case .percent = threshold.value else { return Int64(part) }
            return Int64(whole == 0 ? 0 : (part * 100 + whole - 1) / whole)
        }
        switch threshold.metric {
        case .dark: return probe.dark.nanoseconds
        case .blackHole: return probe.blackHole.nanoseconds
        case .loop: return probe.looping.nanoseconds
        case .unreachable: return share(probe.lostPairsAtEnd, of: probe.pairs - probe.neverArrived)
        case .undelivered: return Int64(probe.lostPairsAtEnd + probe.neverArrived)
        case .changedPaths: return share(paths.changed, of: probe.pairs)
        default: return probe.lost.nanoseconds
        }
    }

    private mutating func readNetwork(_ metric: PlanMetric, _ result: PlanResult) {
        switch metric {
        case .loops: measured = .count(result.run.loops.count)
        case .cutOff: measured = .count(result.newlyCutOff.count)
        default: measured = result.convergence.map { .time($0) } ?? .never
        }
    }

    private mutating func readRouters(_ threshold: Threshold, _ result: PlanResult) {
        let routers: [RouterIndex] =
            if case .routers(let some) = threshold.subject { some } else { Array(result.run.routers.indices) }
        let falls = Set(result.falls.map(\.router))
        func sum(_ value: (RouterOutcome) -> UInt64) -> ThresholdFinding.Measured {
            .count(routers.reduce(0) { $0 + Int(value(result.run.routers[$1])) })
        }
        switch threshold.metric {
        case .elections: measured = .count(result.run.elections(of: Set(routers)))
        case .protection: measured = .count(routers.count { falls.contains($0) })
        case .isolated:
            let down = Set(result.run.shutDownRouters)
            measured = .count(routers.count { down.contains($0) })
        case .rejected: measured = sum { $0.counters.lsasRejected }
        case .retransmitted: measured = sum { $0.counters.lsasRetransmitted }
        case .packetsLost: measured = sum { $0.machine.packetsLost }
        case .changedRoutes: measured = .count(routers.reduce(0) { $0 + result.routes[$1].changed })
        case .updateRate: readWorst(routers, isUpper: true) { result.run.updateRates[$0].perSecond }
        case .headroom: readHeadroom(threshold, routers, result)
        default: readDatabase(threshold, routers, result)
        }
    }

    private mutating func readDatabase(_ threshold: Threshold, _ routers: [RouterIndex], _ result: PlanResult) {
        guard case .percent = threshold.value else {
            return readWorst(routers, isUpper: threshold.comparison.isUpper) { result.run.routers[$0].databasePeak }
        }
        readWorst(routers, isUpper: threshold.comparison.isUpper, isPercent: true) { router in
            result.run.routers[router].limit.maximum.map {
                (result.most(of: router) * 100 + Int($0) - 1) / max(1, Int($0))
            }
        }
    }

    private mutating func readHeadroom(_ threshold: Threshold, _ routers: [RouterIndex], _ result: PlanResult) {
        let isUpper = threshold.comparison.isUpper
        guard case .percent = threshold.value else {
            return readWorst(routers, isUpper: isUpper) { result.headroom(of: $0) }
        }
        readWorst(routers, isUpper: isUpper, isPercent: true) { router in
            guard let room = result.headroom(of: router), let maximum = result.run.routers[router].limit.maximum else {
                return nil
            }
            // Rounded down, below zero too: what is just under a fifth does not count as one.
            let (whole, rest) = (room * 100).quotientAndRemainder(dividingBy: max(1, Int(maximum)))
            return rest < 0 ? whole - 1 : whole
        }
    }

    private mutating func readWorst(
        _ routers: [RouterIndex], isUpper: Bool, isPercent: Bool = false, _ value: (RouterIndex) -> Int?
    ) {
        var worst: (value: Int, router: RouterIndex)?
        for router in routers {
            guard let value = value(router) else { continue }
            if worst.map({ isUpper ? value > $0.value : value < $0.value }) ?? true { worst = (value, router) }
        }
        guard let worst else { return }
        router = worst.router
        measured = isPercent ? .percent(worst.value) : .count(worst.value)
    }
}

extension Expectation.Comparison {
    /// Whether large values make the statement true.
    fileprivate var isUpper: Bool { self == .greater || self == .greaterOrEqual }
}
