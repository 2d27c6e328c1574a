import Reports
import Results

/// One thing that a result holds or does not hold: an expectation, a threshold, a failure that must be survived.
struct Rule {
    /// Unique among those of one part.
    var name: String
    var holds: Bool
    /// What was measured and what it must be, in words.
    var text: String
    /// Where it is written, or nothing.
    var place = ""
}

/// The rules of one run, plan or variant.
struct RulePart {
    var name: String
    var rules: [Rule]
    /// How long the network was watched.
    var durationNs: Int
}

extension ResultFile {
    /// Every rule, in the order of the result.
    var parts: [RulePart] {
        switch self {
        case .run(let run): [run.part(named: run.name)]
        case .plan(let plan): [plan.part]
        case .limits(let survey): [survey.part]
        case .comparison(let comparison):
            comparison.variants.map { variant in
                variant.result?.part(named: variant.name)
                    ?? RulePart(
                        name: variant.name,
                        rules: (variant.runs ?? []).map {
                            Rule(
                                name: "seed \($0.seed)", holds: $0.asExpected,
                                text: $0.asExpected ? "every expectation holds" : "an expectation is broken")
                        }, durationNs: 0)
            }
        case .replay(let replay): [replay.part(named: replay.policy)]
        case .replayComparison(let comparison): comparison.variants.map { $0.result.part(named: $0.name) }
        }
    }

    var verdict: VerdictDocument? {
        switch self {
        case .run(let run): run.verdict
        case .plan(let plan): plan.verdict
        case .limits(let survey): survey.verdict
        case .comparison(let comparison): comparison.verdict
        case .replay(let replay): replay.verdict
        case .replayComparison: nil
        }
    }

    /// The one run that it is about.
    var run: RunDocument? {
        switch self {
        case .run(let run): run
        case .plan(let plan): plan.result
        case .limits, .comparison, .replay, .replayComparison: nil
        }
    }

    /// What its files and the program that made it are called.
    var origin: (version: String, command: String, inputs: [InputDocument]) {
        switch self {
        case .run(let run): (run.spillwayVersion ?? "", run.command ?? "", run.inputs ?? [])
        case .plan(let plan): (plan.spillwayVersion, plan.command, plan.inputs)
        case .limits(let survey): (survey.spillwayVersion, survey.command, survey.inputs)
        case .comparison(let comparison): (comparison.spillwayVersion, comparison.command, comparison.inputs)
        case .replay(let replay): (replay.spillwayVersion ?? "", replay.command ?? "", replay.inputs ?? [])
        case .replayComparison(let comparison):
            (comparison.spillwayVersion, comparison.command, comparison.inputs)
        }
    }

    /// What it is called.
    var name: String {
        switch self {
        case .run(let run): run.name
        case .plan(let plan): plan.network
        case .limits(let survey): survey.network
        case .comparison(let comparison):
            comparison.variants.lazy.compactMap(\.result?.name).first ?? "comparison"
        case .replay(let replay): replay.file
        case .replayComparison(let comparison): comparison.variants.first?.result.file ?? "replay"
        }
    }
}

extension RunDocument {
    func part(named name: String) -> RulePart {
        RulePart(
            name: name,
            rules: verdicts.map { verdict in
                Rule(
                    name: verdict.text + subject(of: verdict), holds: verdict.holds,
                    text: "measured \(verdict.measuredText)", place: verdict.location)
            }, durationNs: durationNs)
    }

    private func subject(of verdict: ExpectationDocument) -> String {
        let who = verdict.probe.flatMap { $0 < probes.count ? probes[$0].name : nil } ?? verdict.router
        return who.map { " (\($0))" } ?? ""
    }
}

extension ExpectationDocument {
    var measuredText: String {
        if let measuredNs { return Unit.nanoseconds.text(measuredNs) }
        if let measuredCount { return Unit.count.text(measuredCount) }
        if let measuredPercent { return Unit.percent.text(measuredPercent) }
        if let measuredShare { return measuredShare == 0 ? "all" : "all but \(Unit.millionths.text(measuredShare))" }
        return measuredRoute ?? "no data"
    }
}

extension ThresholdDocument {
    var measuredText: String {
        if let measuredNs { return Unit.nanoseconds.text(measuredNs) }
        if let measuredCount { return Unit.count.text(measuredCount) }
        return measuredPercent.map(Unit.percent.text) ?? "not reached, or no data"
    }
}

extension PlanDocument {
    fileprivate var part: RulePart {
        let rules = thresholds.map { threshold in
            let who = (threshold.probe ?? threshold.router).map { " (\($0))" } ?? ""
            return Rule(
                name: threshold.text + who, holds: !threshold.crossed,
                text: "measured \(threshold.measuredText), must be \(threshold.limit)")
        }
        let harms = verdict.harms.enumerated().map { number, harm in
            Rule(name: "harm \(number + 1): \(harm.kind)", holds: false, text: harm.text)
        }
        return RulePart(
            name: network, rules: rules + result.part(named: network).rules + harms, durationNs: result.durationNs)
    }
}

extension HarmDocument {
    /// What it is, with its numbers.
    var text: String {
        var parts: [String] = []
        if let routers { parts.append("routers: \(routers.joined(separator: ", "))") }
        if let probes { parts.append("probes: \(probes.joined(separator: ", "))") }
        if let pairs { parts.append("pairs: \(Unit.count.text(pairs))") }
        if let databases { parts.append("databases: \(Unit.count.text(databases))") }
        if let lostNs { parts.append("lost: \(Unit.nanoseconds.text(lostNs))") }
        if let toleratedNs { parts.append("tolerated: \(Unit.nanoseconds.text(toleratedNs))") }
        return "\(kind.split(separator: "_").joined(separator: " ")); \(parts.joined(separator: "; "))"
    }
}

extension LimitsDocument {
    fileprivate var part: RulePart {
        RulePart(
            name: network,
            rules: failures.map { Rule(name: $0.failure, holds: $0.survives, text: $0.text) }, durationNs: watchNs)
    }
}

extension FailureDocument {
    /// What it does.
    var text: String {
        var parts: [String] = []
        if !falls.isEmpty { parts.append("trips the limits of \(falls.map(\.router).joined(separator: ", "))") }
        if !shortages.isEmpty {
            parts.append("uses up the memory of \(shortages.map(\.router).joined(separator: ", "))")
        }
        let cut = cutOff.map { "\($0.probe) (\(counted($0.pairs, "pair")))" }
        if !cut.isEmpty { parts.append("cuts off \(cut.joined(separator: ", "))") }
        return parts.isEmpty ? "no limit trips, and nothing is cut off" : parts.joined(separator: "; ")
    }
}

extension ReplayDocument {
    /// A replay has no rules: its one line says what happened.
    fileprivate func part(named name: String) -> RulePart { RulePart(name: name, rules: [], durationNs: lengthNs) }
}
