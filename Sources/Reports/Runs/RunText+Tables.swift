import Analysis
import Emulation
import NetworkPrimitives
import OSPF

extension RunText {
    // MARK: Traffic

    var traffic: [String] {
        guard !result.probes.isEmpty else { return ["  no probes"] }
        var table = TextTable([
            TextTable.Column(title: "probe"), TextTable.Column(title: "pairs", isNumeric: true, rank: 4),
            TextTable.Column(title: "lost", isNumeric: true),
            TextTable.Column(title: "black hole", isNumeric: true, rank: 2),
            TextTable.Column(title: "loop", isNumeric: true, rank: 2),
            TextTable.Column(title: "lossy link", isNumeric: true, rank: 2),
            TextTable.Column(title: "detour", isNumeric: true, rank: 3),
            TextTable.Column(title: "elsewhere", isNumeric: true, rank: 3),
            TextTable.Column(title: "full outage", isNumeric: true, rank: 1),
            TextTable.Column(title: "outages", isNumeric: true, rank: 3),
            TextTable.Column(title: "worst", isNumeric: true, rank: 3),
            TextTable.Column(title: "at the end"),
        ])
        for probe in result.probes {
            table.add([
                probe.name, grouped(probe.pairs), spokenOrDash(probe.lost), spokenOrDash(probe.blackHole),
                spokenOrDash(probe.looping), spokenOrDash(probe.lossy), spokenOrDash(probe.detour),
                spokenOrDash(probe.elsewhere), spokenOrDash(probe.dark),
                probe.outages.isEmpty ? "-" : "\(probe.outages.count)",
                probe.outages.isEmpty ? "-" : percentage(probe.outages.map(\.worst).max() ?? 0), stateAtEnd(probe),
            ])
        }
        return table.lines(width: tableWidth) + places + waits + detours + strays + absences
            + legend.flatMap { wrapped("  " + $0, indent: "    ", width: options.width) }
    }

    private var legend: [String] {
        var lines = ["lost: time, weighted by the share of the traffic that was lost; full outage: nothing arrived"]
        if result.probes.contains(where: { $0.lossy > .zero }) {
            lines.append(
                "lossy link: the average loss on the path; a probe is one-way, the return traffic is another probe")
        }
        if result.probes.contains(where: { $0.elsewhere > .zero }) {
            lines.append(
                "elsewhere: time, weighted in the same way, of traffic that arrived at another place than at first")
        }
        return lines
    }

    /// Traffic that something else attracted.
    private var strays: [String] {
        let limit = options.isVerbose ? 100 : 3
        return result.probes.flatMap { probe -> [String] in
            let shown = probe.strays.prefix(limit).filter { $0.time > .zero }.map {
                "\(spoken($0.time)) \(names.arrival($0.ends.place)) instead of \(names.arrival($0.ends.usual))"
            }
            guard !shown.isEmpty else { return [] }
            let more = probe.strays.count > limit ? ["\(counted(probe.strays.count - limit, "more place"))"] : []
            return wrapped(
                "  \(probe.name) arrived elsewhere: \((shown + more).joined(separator: ", "))", indent: "    ",
                width: options.width)
        }
    }

    /// What the lost time was spent waiting for.
    private var waits: [String] {
        result.probes.filter { $0.lost > .zero }.flatMap { probe in
            wrapped(
                "  \(probe.name), lost time: \(probe.attribution.text)", indent: "    ", width: options.width)
        }
    }

    private var detours: [String] {
        result.probes.filter { $0.detour > .zero }.flatMap { probe in
            wrapped(
                "  \(probe.name): \(spoken(probe.detour)) on detours, the longest \(detourText(probe.longestDetour))",
                indent: "    ", width: options.width)
        }
    }

    private func stateAtEnd(_ probe: ProbeOutcome) -> String {
        guard probe.hasData else { return "never arrived" }
        let never = probe.neverArrived > 0 ? "; \(counted(probe.neverArrived, "pair")) never arrived" : ""
        guard probe.lostAtEnd > 0 || probe.deliveredSince == nil else { return "delivered\(never)" }
        let why = probe.deathAtEnd.map { " (\(names.death($0)))" } ?? ""
        return "\(percentage(probe.lostAtEnd)) lost\(why)\(never)"
    }

    /// Where the probes' packets died, the largest losses first.
    private var places: [String] {
        let limit = options.isVerbose ? 100 : 3
        return result.probes.flatMap { probe -> [String] in
            guard !probe.losses.isEmpty else { return [] }
            let parts = probe.losses.prefix(limit).filter { $0.lost > .zero }
                .map { "\(spoken($0.lost)) \(names.death($0.death))" }
            let rest = probe.losses.dropFirst(limit).reduce(Duration.zero) { $0 + $1.lost }
            let more = rest > .zero ? ["\(spoken(rest)) at \(counted(probe.losses.count - limit, "other place"))"] : []
            return wrapped(
                "  \(probe.name): \((parts + more).joined(separator: ", "))", indent: "    ", width: options.width)
        }
    }

    private var absences: [String] {
        let absent = result.probes.reduce(0) { $0 + $1.absentPairsAtEnd }
        guard absent > 0 else { return [] }
        return ["  not counted: \(counted(absent, "pair")) of a router that is powered off"]
    }

    // MARK: Routers

    /// Routers that a table shows without being asked for all.
    private static let routerLimit = 40

    var routers: [String] {
        let shown = shownRouters
        var table = TextTable(
            [
                TextTable.Column(title: "router"), TextTable.Column(title: "state"),
                TextTable.Column(title: "LSAs", isNumeric: true), TextTable.Column(title: "peak", isNumeric: true),
                TextTable.Column(title: "limit", isNumeric: true, rank: 1),
                TextTable.Column(title: "peak/limit", isNumeric: true, rank: 1),
                TextTable.Column(title: "shut down", isNumeric: true, rank: 1),
                TextTable.Column(title: "for", isNumeric: true, rank: 1),
                TextTable.Column(title: "adjacent", isNumeric: true, rank: 3),
                TextTable.Column(title: "below Full", isNumeric: true, rank: 1),
                TextTable.Column(title: "refused", isNumeric: true, rank: 2),
                TextTable.Column(title: "resent", isNumeric: true, rank: 4),
                TextTable.Column(title: "SPF", isNumeric: true, rank: 5),
                TextTable.Column(title: "CPU", isNumeric: true, rank: 5),
                TextTable.Column(title: "queue", isNumeric: true, rank: 6),
                TextTable.Column(title: "Hellos lost", isNumeric: true, rank: 4),
                TextTable.Column(title: "model", rank: 7),
            ] + (hasMemory ? memoryColumns : []))
        for number in shown { table.add(cells(of: number)) }
        let hidden = Set(result.routers.indices).subtracting(shown).sorted()
        return table.lines(width: tableWidth)
            + (hidden.isEmpty ? [] : wrapped(whatIsHidden(hidden), indent: "    ", width: options.width))
            + (options.isVerbose ? discards : [])
    }

    private var hasMemory: Bool { result.routers.contains { $0.memory != nil } }

    private var memoryColumns: [TextTable.Column] {
        [
            TextTable.Column(title: "memory", isNumeric: true, rank: 1),
            TextTable.Column(title: "peak/memory", isNumeric: true, rank: 1),
            TextTable.Column(title: "crashed", isNumeric: true, rank: 1),
            TextTable.Column(title: "down for", isNumeric: true, rank: 1),
        ]
    }

    private func memoryCells(of router: RouterOutcome) -> [String] {
        [
            router.memory.map { octets($0.octets) } ?? "-", router.memoryShare.map { "\($0)%" } ?? "-",
            router.crashes > 0 ? "\(router.crashes)x" : "-", spokenOrDash(router.crashedTime),
        ]
    }

    /// Tables are as wide as they have to be where everything is asked for.
    private var tableWidth: Int? { options.isVerbose ? nil : options.width }

    /// How the routers fared that a table leaves out.
    private func whatIsHidden(_ hidden: [RouterIndex]) -> String {
        var rest = hidden
        var parts: [String] = []
        func take(_ words: String, where isMeant: (RouterOutcome) -> Bool) {
            let count = rest.count { isMeant(result.routers[$0]) }
            rest.removeAll { isMeant(result.routers[$0]) }
            if count > 0 { parts.append("\(grouped(count)) \(words)") }
        }
        take("off") { $0.state == .poweredOff }
        take("crashed, out of memory") { $0.crashes > 0 || $0.crashedTime > .zero }
        take("shut down at their limits") { $0.isolations > 0 || $0.isolatedTime > .zero }
        take("refused LSAs at their limits") { $0.state != .running || $0.counters.lsasRejected > 0 }
        take("at 80% of their limits or more") { $0.peakShare ?? 0 >= 80 }
        if parts.isEmpty {
            return "  ... \(grouped(hidden.count)) more, none shut down or near its limit; --verbose prints them"
        }
        if !rest.isEmpty { parts.append("\(grouped(rest.count)) running normally") }
        return "  ... \(grouped(hidden.count)) more (\(parts.joined(separator: ", "))); --verbose prints them"
    }

    /// What each router threw away, and why.
    private var discards: [String] {
        result.routers.indices.flatMap { number in
            let counters = result.routers[number].counters
            let packets = DiscardText.reasons(counters.discardedPackets)
            let lsas = DiscardText.reasons(counters.discardedLSAs)
            let told = [packets.map { "packets discarded: \($0)" }, lsas.map { "LSAs discarded: \($0)" }].compactMap {
                $0
            }
            return told.flatMap { wrapped("  \(names.router(number)): \($0)", indent: "    ", width: options.width) }
        }
    }

    private var shownRouters: [RouterIndex] {
        let all = Array(result.routers.indices)
        guard all.count > Self.routerLimit, !options.isVerbose else { return all }
        let remarkable = all.filter {
            let router = result.routers[$0]
            return router.isolations > 0 || router.isolatedTime > .zero || router.state != .running
                || router.peakShare ?? 0 >= 80 || router.memoryShare ?? 0 >= 80 || router.crashes > 0
                || router.counters.lsasRejected > 0
        }
        guard remarkable.isEmpty else { return Array(remarkable.prefix(Self.routerLimit)) }
        let largest = all.sorted { (result.routers[$1].databasePeak, $0) < (result.routers[$0].databasePeak, $1) }
        return largest.prefix(10).sorted()
    }

    private func cells(of number: RouterIndex) -> [String] {
        let router = result.routers[number]
        let watched = (result.end - result.start).nanoseconds
        func orDash(_ count: some BinaryInteger) -> String { count == 0 ? "-" : grouped(count) }
        let full =
            router.adjacencies >= router.adjacenciesAtStart
            ? "\(router.adjacencies)" : "\(router.adjacencies) of \(router.adjacenciesAtStart)"
        return [
            names.router(number), router.state.text, grouped(router.database), grouped(router.databasePeak),
            router.limit.maximum.map { "\(grouped($0)) \(router.limit.action)" } ?? "-",
            router.peakShare.map { "\($0)%" } ?? "-",
            router.isolations > 0 ? "\(router.isolations)x" : "-", spokenOrDash(router.isolatedTime), full,
            orDash(router.neighborsBelowFull),
            orDash(router.counters.lsasRejected), orDash(router.counters.lsasRetransmitted),
            orDash(router.counters.spfRuns),
            watched > 0 ? percentage(Int(router.machine.busy.nanoseconds / max(1, watched / 1_000_000))) : "-",
            "\(router.machine.deepestQueue)", orDash(router.machine.hellosLost),
            result.scenario.network.routers[number].model,
        ] + (hasMemory ? memoryCells(of: router) : [])
    }

    // MARK: Totals

    var controlPlane: [String] {
        let totals = result.totals
        let counters = totals.routers
        return [
            "  LSAs originated \(grouped(counters.lsasOriginated)), sent \(grouped(counters.lsasSent)), received "
                + "\(grouped(counters.lsasReceived)): \(grouped(counters.lsasDuplicate)) of them already known, "
                + "\(grouped(counters.lsasRejected)) refused\(notStored); \(grouped(counters.lsasRetransmitted)) retransmitted",
            "  \(counted(totals.elections, "election")), \(countedText(counters.adjacenciesLost, "adjacency", "adjacencies")) lost (counted "
                + "at each end), \(countedText(counters.spfRuns, "SPF run", "SPF runs")), \(countedText(totals.packetsLost, "packet", "packets")) lost in "
                + "queues (\(countedText(totals.hellosLost, "Hello", "Hellos"))), \(countedText(totals.events, "event", "events"))",
        ].flatMap { wrapped($0, indent: "  ", width: options.width) }
    }

    private var notStored: String {
        let count = result.totals.routers.allocationFailures
        return count > 0 ? ", \(grouped(count)) not stored for want of memory" : ""
    }

    private func countedText(_ count: UInt64, _ one: String, _ many: String) -> String {
        counted(Int(clamping: count), one, plural: many)
    }

    // MARK: Recovery

    var recovery: [String] {
        let convergence = result.convergence
        let first = firstAction ?? result.start
        let isComplete = result.probes.allSatisfy { $0.neverArrived == 0 }
        func when(_ instant: Instant?, never: String) -> String {
            guard let instant else { return never }
            if instant <= first { return "all the time" }
            return "since \(names.time(instant)), \(spoken(instant - first)) after the first action"
        }
        var lines = [
            "  \(isComplete ? "every probe" : "what arrived before") delivered: "
                + when(convergence.deliveredSince, never: "not at the end"),
            "  databases equal: \(when(convergence.databasesEqualSince, never: "not at the end"))",
        ]
        if !convergence.isolatedAtEnd.isEmpty {
            lines.append("  still shut down: \(list(convergence.isolatedAtEnd.map(names.router), limit: 12))")
        }
        if !convergence.isQuiet { lines.append("  OSPF had not converged when the run ended") }
        return lines
    }

    private var firstAction: Instant? {
        result.happenings.first { result.journal.happenings[$0].kind == .action }
            .map { result.journal.happenings[$0].instant }
    }

    // MARK: Expectations

    var expectations: [String] {
        guard !result.verdicts.isEmpty else { return ["  no expectations given"] }
        return result.verdicts.map { "  \(options.style.mark($0.holds))  \(RuleText.text(of: $0, names))" }
    }
}

extension RouterOutcome.State {
    var text: String {
        switch self {
        case .running: "running"
        case .rejecting: "refusing"
        case .degraded: "degraded"
        case .isolated: "SHUT DOWN"
        case .isolatedPermanently: "SHUT DOWN until cleared"
        case .poweredOff: "off"
        case .outOfMemory: "out of memory"
        case .crashed: "CRASHED"
        }
    }
}
