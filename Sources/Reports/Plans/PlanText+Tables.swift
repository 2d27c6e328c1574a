import Analysis
import Emulation
import NetworkPrimitives
import OSPF

extension PlanText {
    /// Rows that a table shows without being asked for all.
    private static let rowLimit = 20
    private var rowLimit: Int { options.isVerbose ? .max : Self.rowLimit }

    private func more(_ count: Int, _ what: String) -> [String] {
        count > rowLimit ? ["  ... \(counted(count - rowLimit, "more \(what)")); --verbose prints them"] : []
    }

    // MARK: Traffic

    /// Probes that lose nothing share one line.
    var traffic: [String] {
        guard !run.probes.isEmpty else { return ["  no probes"] }
        let losing = run.probes.filter { $0.lost > .zero || $0.lostAtEnd > 0 }
            .enumerated().sorted { ($1.element.lost, $0.offset) < ($0.element.lost, $1.offset) }.map(\.element)
        let quiet = run.probes.count - losing.count
        var lines: [String] = []
        if !losing.isEmpty {
            var table = TextTable(
                [
                    TextTable.Column(title: "probe"), TextTable.Column(title: "pairs", isNumeric: true, rank: 3),
                    TextTable.Column(title: "lost", isNumeric: true),
                    TextTable.Column(title: "black hole", isNumeric: true, rank: 1),
                    TextTable.Column(title: "loop", isNumeric: true, rank: 1),
                    TextTable.Column(title: "lossy link", isNumeric: true, rank: 1),
                    TextTable.Column(title: "full outage", isNumeric: true, rank: 2),
                    TextTable.Column(title: "outages", isNumeric: true, rank: 3), TextTable.Column(title: "at the end"),
                ])
            for probe in losing.prefix(rowLimit) {
                let end = probe.lostAtEnd > 0 ? "\(percentage(probe.lostAtEnd)) lost" : "delivered"
                table.add(
                    [
                        probe.name, grouped(probe.pairs), spokenOrDash(probe.lost), spokenOrDash(probe.blackHole),
                        spokenOrDash(probe.looping), spokenOrDash(probe.lossy), spokenOrDash(probe.dark),
                        "\(probe.outages.count)", end,
                    ])
            }
            lines = table.lines(width: options.isVerbose ? nil : width) + more(losing.count, "probe")
            for probe in losing.prefix(rowLimit) where probe.lost > .zero {
                lines += wrap("  \(probe.name), lost time: \(probe.attribution.text)")
            }
            lines += wrap("  lost: time, weighted by the share of the pairs that lost traffic")
        }
        if quiet > 0 {
            let all = quiet == 1 ? "the probe" : "all \(counted(quiet, "probe"))"
            let who = losing.isEmpty ? all : counted(quiet, "other probe")
            lines.append("  \(who) \(quiet == 1 ? "loses" : "lose") nothing")
        }
        let absent = run.probes.reduce(0) { $0 + $1.absentPairsAtEnd }
        return absent > 0
            ? lines + ["  not counted: \(counted(absent, "pair")) of a router that is powered off"] : lines
    }

    // MARK: Paths

    var paths: [String] {
        let changed = result.paths.indices.filter { result.paths[$0].changed > 0 }
            .sorted {
                (result.paths[$1].lost, result.paths[$1].moved, $0) < (
                    result.paths[$0].lost, result.paths[$0].moved, $1
                )
            }
        guard !changed.isEmpty else {
            return result.paths.isEmpty ? [] : ["  every pair takes the same path as before"]
        }
        var table = TextTable([
            TextTable.Column(title: "probe"), TextTable.Column(title: "pairs", isNumeric: true),
            TextTable.Column(title: "same path", isNumeric: true),
            TextTable.Column(title: "other path", isNumeric: true),
            TextTable.Column(title: "no path left", isNumeric: true),
            TextTable.Column(title: "path gained", isNumeric: true, rank: 1),
            TextTable.Column(title: "never had a path", isNumeric: true, rank: 1),
            TextTable.Column(title: "powered off", isNumeric: true, rank: 1),
        ])
        for number in changed.prefix(rowLimit) {
            let path = result.paths[number]
            table.add(
                [names.probe(number), grouped(run.probes[number].pairs)]
                    + [path.unchanged, path.moved, path.lost, path.gained, path.alwaysLost, path.absent]
                    .map { $0 == 0 ? "-" : grouped($0) })
        }
        let still = result.paths.count - changed.count
        return table.lines(width: options.isVerbose ? nil : width) + more(changed.count, "probe")
            + changed.prefix(options.isVerbose ? .max : 3).flatMap(examples)
            + (still > 0 ? ["  \(counted(still, "probe")): every pair takes the same path as before"] : [])
    }

    private func examples(ofProbe number: Int) -> [String] {
        result.paths[number].examples.prefix(options.isVerbose ? .max : 1).flatMap { example -> [String] in
            func way(_ routers: [RouterIndex]) -> String { routers.map(names.router).joined(separator: " > ") }
            let end = example.isDeliveredAfter ? "" : " and no further"
            return wrap(
                "  \(names.probe(number)), \(counted(example.pairs, "pair")), such as to \(example.destination):")
                + wrap("    was  \(way(example.before))", indent: "         ")
                + wrap("    is   \(way(example.after))\(end)", indent: "         ")
        }
    }

    // MARK: Elections

    var elections: [String] {
        guard !result.offices.isEmpty else { return ["  none"] }
        var table = TextTable([
            TextTable.Column(title: "role"), TextTable.Column(title: "before"), TextTable.Column(title: "after"),
            TextTable.Column(title: "won meanwhile by", rank: 1),
        ])
        for change in result.offices.prefix(rowLimit) {
            table.add([
                text(change.office), change.before.isEmpty ? "none" : list(change.before.map(names.router), limit: 3),
                holders(change.after), wins(change),
            ])
        }
        let doubled = result.offices.filter(\.isDoubled).compactMap { change in
            change.wins.map(\.lsas).max().map { (text(change.office), change.after.count, $0) }
        }
        let stars = result.offices.contains { $0.after.contains(where: isIsolated) }
        return table.lines(width: options.isVerbose ? nil : width) + more(result.offices.count, "role")
            + (stars ? ["  * OSPF is shut down there; its LSAs stay in the other databases"] : [])
            + doubled.flatMap { office, count, lsas in
                wrap(
                    "  " + options.style.bad("\(count) routers at once")
                        + " announce \(office): \(counted(lsas, "LSA")) from "
                        + "each, in every database")
            }
    }

    private func text(_ office: Office) -> String {
        func segment(_ number: SegmentIndex) -> String { run.scenario.network.segments[number].name }
        return switch office {
        case .originator(let name): name
        case .designatedRouter(let number): "Designated Router of \(segment(number))"
        case .backupDesignatedRouter(let number): "Backup Designated Router of \(segment(number))"
        case .translator(let area): "translator of area \(area)"
        }
    }

    private func holders(_ routers: [RouterIndex]) -> String {
        let words = routers.map { names.router($0) + (isIsolated($0) ? "*" : "") }
        return routers.isEmpty ? "none" : list(words, limit: 3)
    }

    private func isIsolated(_ router: RouterIndex) -> Bool {
        run.routers[router].state == .isolated || run.routers[router].state == .isolatedPermanently
    }

    private func wins(_ change: OfficeChange) -> String {
        guard let first = change.wins.first else { return "-" }
        let more = change.wins.count > 1 ? ", and \(change.wins.count - 1) more" : ""
        return "\(names.router(first.router)) at \(time(first.instant))\(more)"
    }

    // MARK: Databases

    var databases: [String] {
        let falls = Dictionary(
            result.falls.map { ($0.router, $0) }, uniquingKeysWith: { first, _ in first })
        let limited = run.routers.indices.filter { run.routers[$0].limit.maximum != nil }
        let largest = run.totals.largestDatabase
        let sum = "  largest database: \(counted(largest, "LSA"))"
        guard !limited.isEmpty else { return [sum + "; no router has a limit"] }
        let near = result.nearLimit
        let shown = options.isVerbose ? near + limited.filter { !near.contains($0) } : near
        var lines: [String] = []
        if !shown.isEmpty {
            var table = TextTable([
                TextTable.Column(title: "router"), TextTable.Column(title: "LSAs now", isNumeric: true),
                TextTable.Column(title: "peak", isNumeric: true),
                TextTable.Column(title: "peak without a limit", isNumeric: true),
                TextTable.Column(title: "limit", isNumeric: true), TextTable.Column(title: "action", rank: 3),
                TextTable.Column(title: "headroom", isNumeric: true),
                TextTable.Column(title: "limit hit", isNumeric: true, rank: 1),
                TextTable.Column(title: "shut down", isNumeric: true, rank: 1),
                TextTable.Column(title: "for", isNumeric: true, rank: 2),
            ])
            for router in shown.prefix(rowLimit) { table.add(cells(of: router, falls[router])) }
            lines = table.lines(width: options.isVerbose ? nil : width) + more(shown.count, "router")
            if result.needs != nil {
                lines += wrap(
                    "  peak without a limit: from a separate run in which limits only warn; headroom: the limit less the larger "
                        + "peak")
            }
        }
        lines += CountingRules(run.routers.map(\.limit)).note.map { wrap($0) } ?? []
        let rest = limited.count - near.count
        if rest > 0, !options.isVerbose {
            lines.append(
                "  \(counted(rest, near.isEmpty ? "router" : "other router")) with a limit: more than 20% below it")
        }
        let unlimited = run.routers.count - limited.count
        return lines + [unlimited > 0 ? "\(sum); \(counted(unlimited, "router")) without a limit" : sum]
    }

    private func cells(of router: RouterIndex, _ fall: Fall?) -> [String] {
        let outcome = run.routers[router]
        let room = result.headroom(of: router) ?? 0
        return [
            names.router(router), grouped(result.countedBefore[router]), grouped(outcome.countedPeak),
            grouped(result.need(of: router)), outcome.limit.maximum.map { grouped($0) } ?? "-",
            "\(outcome.limit.action)",
            grouped(room), fall.map { time(run.start + $0.met) } ?? "-",
            outcome.isolations > 0 ? "\(outcome.isolations)x" : "-",
            spokenOrDash(outcome.isolatedTime),
        ]
    }

    // MARK: Cut off

    var islands: [String] {
        let cut = result.partition.cutOff
        let isolated = run.routers.indices.filter(isIsolated)
        var lines = cut.prefix(rowLimit).flatMap(line) + more(cut.count, "group")
        if !isolated.isEmpty {
            lines += wrap("  shut down at their LSA limits: \(list(isolated.map(names.router), limit: 12))")
        }
        lines += result.darkSites.map { "  site \($0): no router of it is left in the network" }
        return lines.isEmpty ? ["  no running router"] : lines
    }

    private func line(_ island: Partition.Island) -> [String] {
        var reasons: [String] = []
        if !island.deadNeighbors.isEmpty {
            reasons.append(list(island.deadNeighbors.map { "\(names.router($0)) \(state(of: $0))" }, limit: 6))
        }
        if !island.cutSegments.isEmpty {
            let segments = island.cutSegments.map { run.scenario.network.segments[$0].name }
            reasons.append("\(list(segments, limit: 6)) (cut)")
        }
        let why = reasons.isEmpty ? "no link leads away" : "behind " + reasons.joined(separator: " and ")
        let before = island.routers.allSatisfy(result.isCutOffBefore) ? ", before the change too" : ""
        return wrap("  \(list(island.routers.map(names.router), limit: 8)): \(why)\(before)")
    }

    private func state(of router: RouterIndex) -> String {
        switch run.routers[router].state {
        case .poweredOff: "(off)"
        case .isolated, .isolatedPermanently: "(OSPF shut down)"
        case .crashed: "(crashed)"
        case .running, .rejecting, .degraded, .outOfMemory: "(OSPF stopped)"
        }
    }

    // MARK: Routes

    var routes: [String] {
        let on = result.routes.indices.filter { !result.isOff[$0] }
        let changed = on.filter { result.routes[$0].changed > 0 }
        guard !changed.isEmpty else { return ["  no routing table changes"] }
        func sum(_ value: KeyPath<RouteChanges, Int>) -> Int { on.reduce(0) { $0 + result.routes[$1][keyPath: value] } }
        let head =
            "  \(changed.count) of \(counted(on.count, "router")) that \(on.count == 1 ? "is" : "are") on change "
            + "\(grouped(sum(\.changed))) of \(grouped(sum(\.before))) routes: \(grouped(sum(\.rerouted))) by other next "
            + "hops, \(grouped(sum(\.recosted))) at another cost only, \(grouped(sum(\.new))) new, \(grouped(sum(\.gone))) gone"
        let order = changed.sorted { (result.routes[$1].changed, $0) < (result.routes[$0].changed, $1) }
        var table = TextTable([
            TextTable.Column(title: "router"), TextTable.Column(title: "routes before", isNumeric: true),
            TextTable.Column(title: "other next hop", isNumeric: true),
            TextTable.Column(title: "other cost", isNumeric: true),
            TextTable.Column(title: "new", isNumeric: true), TextTable.Column(title: "gone", isNumeric: true),
        ])
        let limit = options.isVerbose ? Int.max : 5
        for router in order.prefix(limit) {
            let each = result.routes[router]
            table.add(
                [names.router(router)]
                    + [each.before, each.rerouted, each.recosted, each.new, each.gone].map {
                        $0 == 0 ? "-" : grouped($0)
                    })
        }
        let hidden = order.count - min(order.count, limit)
        return wrap(head) + table.lines(width: options.isVerbose ? nil : width)
            + (hidden > 0 ? ["  ... \(counted(hidden, "more router")) with fewer changes; --verbose prints them"] : [])
    }

    // MARK: Load

    var load: [String] {
        let totals = run.totals
        var lines: [String] = []
        if let busiest = result.busiestRouter {
            let rate = run.updateRates[busiest]
            lines += wrap(
                "  the busiest second: \(names.router(busiest)) receives \(counted(rate.perSecond, "LSA")) from "
                    + "\(time(rate.at)) on")
        }
        lines += wrap(
            "  \(grouped(totals.routers.lsasOriginated)) LSAs originated, \(grouped(totals.routers.lsasReceived)) received, "
                + "\(grouped(totals.routers.lsasRetransmitted)) retransmitted, \(grouped(totals.routers.lsasRejected)) refused; "
                + "\(grouped(totals.packetsLost)) packets lost in full queues; \(counted(totals.elections, "election")); "
                + "\(grouped(totals.routers.spfRuns)) route calculations")
        let rest =
            result.convergence.map {
                "  reconverged \(spoken($0)) after the last change: all traffic delivered, all databases equal"
            }
            ?? "  not reconverged at the end\(run.convergence.databasesEqualSince == nil ? ": databases differ" : "")"
        return lines + [rest]
    }

    var assumptions: [String] {
        var lines = [
            "  A router that is powered off without 'orderly' does not flush its LSAs, which stay in every database for up to "
                + "an hour\(run.end - run.start < .seconds(3_600) ? ", longer than the network is watched" : "").",
            "  No operator intervenes. 'run 5m' between two actions of --change lets time pass.",
        ]
        if !result.plan.leftOut.isEmpty { lines.append("  Left out: \(result.plan.leftOut.joined(separator: ", ")).") }
        return lines.flatMap { wrap($0) }
    }
}
