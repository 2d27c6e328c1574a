import Analysis
import NetworkPrimitives

/// The first lines of a report: PASS, FAIL or what happened, and the sentence that matters.
struct HeadlineText {
    let names: RunNames
    let judgment: Judgment
    private var result: RunResult { names.result }

    /// One to three lines.
    /// - Parameters:
    ///   - rules: what the judgment's rules are called, such as `expectation`.
    ///   - worst: the first broken rule with what was measured.
    func lines(rules: String, worst: String?) -> [String] {
        guard !result.isPartial else {
            let time = "\(spoken(result.end - result.start)) of \(spoken(result.scenario.duration))"
            return ["Interrupted after \(time): what follows is incomplete", happened]
        }
        guard let outcome = judgment.outcome else { return [happened] }
        let word = outcome == .pass ? "PASS" : "FAIL"
        guard judgment.rules > 0 else { return ["\(word): \(happened)"] }
        let all = counted(judgment.rules, rules)
        guard judgment.broken > 0 else {
            let one = judgment.rules == 1
            // Harm that no rule forbids fails a change for which no threshold was given.
            let sum = "\(one ? "the" : "all \(judgment.rules)") \(one ? rules : rules + "s") \(one ? "holds" : "hold")"
            return ["\(word): \(outcome == .pass ? sum : sum + ", but the change does harm")", happened]
        }
        return ["\(word): \(judgment.broken) of \(all) broken" + (worst.map { ": \($0)" } ?? ""), happened]
    }

    /// What happened, in one sentence: limits, traffic, how it ended.
    var happened: String {
        let events = limits + traffic
        let ending = ending
        guard !events.isEmpty || !ending.isEmpty else {
            let limited = result.routers.contains { $0.limit.maximum != nil }
            let traffic = result.probes.contains(where: \.hasData) ? "no traffic was lost" : "no traffic was measured"
            let other = result.fallenBefore.isEmpty ? "no router" : "no other router"
            return traffic + (limited ? ", and \(other) hit its limit" : "") + silence
        }
        return (events + (ending.isEmpty ? ["recovered"] : ending)).joined(separator: "; ") + silence
    }

    // MARK: Parts

    private func routers(_ some: [RouterIndex]) -> String {
        guard some.count > 2 else { return list(some.map(names.router)) }
        let limited = result.routers.count { $0.limit.maximum != nil }
        return "\(some.count) of \(counted(max(limited, some.count), "router")) with a limit"
    }

    private func many(_ some: [RouterIndex]) -> String {
        some.count > 2 ? "\(grouped(some.count)) routers" : list(some.map(names.router))
    }

    /// How often in all, where that is more than once each.
    private func times(_ crashed: [RouterIndex]) -> String {
        let crashes = crashed.reduce(0) { $0 + result.routers[$1].crashes }
        return crashes > crashed.count ? ", \(grouped(crashes)) times" : ""
    }

    private var limits: [String] {
        var parts: [String] = []
        let (down, refusing) = (result.shutDownRouters, result.refusingRouters)
        let (crashed, short) = (result.crashedRouters, result.routersShortOfMemory)
        if !crashed.isEmpty { parts.append("\(many(crashed)) crashed, out of memory\(times(crashed))") }
        if !short.isEmpty { parts.append("\(many(short)) ran out of memory") }
        if !down.isEmpty { parts.append("\(routers(down)) shut down OSPF") }
        if !refusing.isEmpty {
            parts.append("\(routers(refusing)) refused LSAs at \(refusing.count == 1 ? "its limit" : "their limits")")
        }
        return parts
    }

    private var traffic: [String] {
        func worst(_ time: KeyPath<ProbeOutcome, Duration>) -> [ProbeOutcome] {
            result.probes.enumerated().filter { $0.element[keyPath: time] > .zero }
                .sorted { ($1.element[keyPath: time], $0.offset) < ($0.element[keyPath: time], $1.offset) }.map(
                    \.element)
        }
        let (dark, losing) = (worst(\.dark), worst(\.lost))
        // A full outage is worth telling where it is most of the loss.
        if let first = dark.first, first.dark * 2 >= losing.first?.lost ?? .zero {
            let time = "\(dark.count == 1 ? "" : "up to ")\(spoken(first.dark))"
            return ["\(list(dark.map(\.name), limit: 3)): nothing arrived for \(time)" + tolerance]
        }
        guard let first = losing.first else { return [] }
        let (most, who) = (losing.count == 1 ? "" : "at most ", list(losing.map(\.name), limit: 3))
        return ["\(most)\(spoken(first.lost)) of traffic lost (\(who))" + tolerance]
    }

    private var tolerance: String {
        for case .lost(_, let lost, let tolerated) in judgment.harms {
            return ", \(spoken(lost)) on average over its pairs (tolerated: \(spoken(tolerated)))"
        }
        return ""
    }

    private var ending: [String] {
        var parts: [String] = []
        let open = result.probes.filter(\.isWorseAtEnd)
        if !open.isEmpty {
            let worst = open.map(\.lostAtEnd).max() ?? 0
            let share =
                worst == 1_000_000
                ? "all traffic" : "\(open.count == 1 ? "" : "up to ")\(percentage(worst)) of the traffic"
            parts.append("still lost at the end: \(share) (\(list(open.map(\.name), limit: 3)))")
        }
        let still = result.routers.indices.filter { number in
            let state = result.routers[number].state
            return state == .crashed && result.crashedRouters.contains(number)
                || state.isShutDown && result.shutDownRouters.contains(number)
        }
        if !still.isEmpty { parts.append("still down: \(list(still.map(names.router), limit: 6))") }
        for case .cutOff(let routers) in judgment.harms {
            parts.append("cut off from the rest: \(list(routers.map(names.router), limit: 6))")
        }
        if result.convergence.databasesEqualSince == nil, result.convergence.wereDatabasesEqual {
            parts.append("databases stay different")
        }
        return parts
    }

    /// Nobody shall take what was never there for what is well.
    private var silence: String {
        let never = result.probes.reduce(0) { $0 + $1.neverArrived }
        guard never > 0 else { return "" }
        return "; not counted: \(counted(never, "pair")) that never arrived"
    }

    // MARK: Before the change

    /// What did not work before anything was done, and is not counted against what was.
    var before: [String] { before(leavingOut: []) }

    /// For a report that says below of some probes why they were never delivered.
    var beforeBesidesFindings: [String] {
        var told: Set<String> = []
        for case .undelivered(let pairs) in result.findings { told.formUnion(pairs.probes) }
        return before(leavingOut: told)
    }

    private func before(leavingOut told: Set<String>) -> [String] {
        var lines: [String] = []
        for probe in result.probes where probe.undeliveredBefore > 0 {
            if told.contains(probe.name), probe.neverArrived == probe.undeliveredBefore { continue }
            let all =
                probe.undeliveredBefore < probe.pairs
                ? "\(grouped(probe.undeliveredBefore)) of " : probe.pairs == 1 ? "the " : "all "
            let why = probe.deathBefore.map { ", such as: \(names.death($0))" } ?? ""
            let since = probe.neverArrived == 0 ? "; everything has arrived since" : ""
            lines.append("  \(probe.name): \(all)\(counted(probe.pairs, "pair")) did not arrive\(why)\(since)")
        }
        for probe in result.probes where probe.lostAtStart > 0 {
            lines.append("  \(probe.name): \(percentage(probe.lostAtStart)) of the traffic was lost all along")
        }
        let down = result.routers.indices.filter { result.routers[$0].stateAtStart.isShutDown }
        let memory = result.routers.indices.filter {
            [.crashed, .outOfMemory].contains(result.routers[$0].stateAtStart)
        }
        let other = result.fallenBefore.filter { !down.contains($0) && !memory.contains($0) }
        if !memory.isEmpty { lines.append("  \(list(memory.map(names.router), limit: 12)): out of memory") }
        if !down.isEmpty {
            lines.append("  \(list(down.map(names.router), limit: 12)): OSPF shut down at the LSA limit")
        }
        if !other.isEmpty {
            lines.append(
                "  \(list(other.map(names.router), limit: 12)): over the LSA limit: LSAs refused, or largest costs advertised"
            )
        }
        if !result.convergence.wereDatabasesEqual { lines.append("  databases differ") }
        return lines.isEmpty ? [] : lines + ["  None of this counts against the change."]
    }
}

extension Judgment {
    /// For programs, in the words of the text.
    func write(headline: [String], before: [String], _ names: RunNames, into object: inout CompactJSON) {
        write(headline: headline, before: before, into: &object) { harm, list in harm.write(names, into: &list) }
    }

    /// - Parameter harm: writes one harm.
    func write(
        headline: [String], before: [String], into object: inout CompactJSON,
        harm: (Harm, inout CompactJSON) -> Void
    ) {
        object.key("verdict")
        object.object { object in
            object.field("outcome", outcome?.rawValue)
            object.field("exit_code", Int(exitCode))
            object.key("headline")
            object.array { list in headline.forEach { list.value($0) } }
            object.field("rules", rules)
            object.field("broken", broken)
            object.key("harms")
            object.array { list in harms.forEach { harm($0, &list) } }
            object.key("before")
            object.array { list in before.forEach { list.value(String($0.drop { $0 == " " })) } }
        }
    }
}

extension Harm {
    fileprivate func write(_ names: RunNames, into list: inout CompactJSON) {
        list.object { object in
            func write(_ key: String, _ all: [String]) {
                object.key(key)
                object.array { list in all.forEach { list.value($0) } }
            }
            object.field("kind", word)
            switch self {
            case .undelivered(let probes, let pairs):
                write("probes", probes.map(names.probe))
                object.field("pairs", pairs)
            case .shutDown(let routers), .refused(let routers), .cutOff(let routers), .crashed(let routers),
                .outOfMemory(let routers):
                write("routers", routers.map(names.router))
            case .differentDatabases(let count): object.field("databases", count)
            case .lost(let probe, let lost, let tolerated):
                write("probes", [names.probe(probe)])
                object.field("lost_ns", lost.nanoseconds)
                object.field("tolerated_ns", tolerated.nanoseconds)
            }
        }
    }

    private var word: String {
        switch self {
        case .undelivered: "undelivered"
        case .shutDown: "shut_down"
        case .refused: "refused"
        case .differentDatabases: "different_databases"
        case .lost: "lost"
        case .cutOff: "cut_off"
        case .crashed: "crashed"
        case .outOfMemory: "out_of_memory"
        }
    }
}
