import NetworkPrimitives
import Reports
import Results

/// The answer of a run: its sentences are made of facts of the result only.
struct RunAnswer {
    let view: RunView
    private var run: RunDocument { view.run }

    var answer: Answer {
        var answer = Answer()
        answer.title = run.name
        answer.summary = run.summary
        if run.partial {
            answer.banner = "The run was interrupted after \(Words.span(run.durationNs)): what follows is incomplete."
        }
        answer.conclude(run.verdict, rules: "expectation")
        answer.sentence = sentence
        answer.paragraphs = [("Why.", why), ("How it ends.", ending)]
        answer.facts = facts
        answer.expectations = run.verdicts.isEmpty ? nil : expectations
        return answer
    }

    // MARK: The sentence

    /// What was done, what it led to, and the worst of it.
    var sentence: String {
        let fallen = view.fallen.count
        var parts: [String] = []
        if fallen > 0 {
            let crashed = view.fallen.allSatisfy { run.routers[$0].isolations == 0 }
            let isAmongLimited = fallen > 1 && view.limited >= fallen && !crashed
            let who =
                fallen == 1
                ? run.routers[view.fallen[0]].name
                : grouped(fallen) + (isAmongLimited ? " of \(grouped(view.limited)) routers with a limit" : " routers")
            let verb =
                crashed ? "crash\(fallen == 1 ? "es" : ""), out of memory" : "shut\(fallen == 1 ? "s" : "") down OSPF"
            parts.append("\(who) \(verb)")
        }
        if let loss { parts.append(loss) }
        guard !parts.isEmpty else { return capitalized(run.verdict.headline.last ?? "Nothing was lost") }
        let outcome = parts.joined(separator: ", and ")
        guard let first = firstAction else { return capitalized(outcome) }
        guard fallen > 0, isLedByAction, let gerund = gerund(first) else {
            return "After \(gerund(first) ?? "'\(first.text)'"), " + outcome
        }
        // The chain of causes leads from the action to the shutdowns.
        let verb = outcome.replacing(" shuts down", with: " shut down").replacing(" crashes,", with: " crash,")
        return capitalized("\(gerund) makes \(verb)")
    }

    private var loss: String? {
        guard let worst = view.worstProbe else { return nil }
        if let dark = view.darkestProbe, dark.darkNs * 2 >= worst.lostNs {
            let sites = run.probes.count { $0.darkNs > 0 } > 1 ? "for up to " : "for "
            return "nothing arrives \(sites)\(Words.span(dark.darkNs)) (\(dark.name))"
        }
        return "up to \(Words.span(worst.lostNs)) of traffic is lost (\(worst.name))"
    }

    private func capitalized(_ text: String) -> String { (text.first?.uppercased() ?? "") + text.dropFirst() }

    /// The action that the story begins with, or the first one.
    private var firstAction: ActionDocument? {
        guard let actions = run.actions else { return nil }
        if let first = run.story.first {
            return first.kind == "action" ? actions.first { first.happenings.contains($0.happening) } : nil
        }
        return actions.first
    }

    /// Whether each shutdown's chain of causes begins with the first action.
    private var isLedByAction: Bool {
        guard run.story.first?.kind == "action" else { return false }
        let falls = run.story.indices.filter {
            ["isolated", "isolatedPermanently", "crashed"].contains(run.story[$0].kind)
        }
        return !falls.isEmpty
            && falls.allSatisfy { place in
                var (step, hops) = (place, 0)
                while let cause = run.story[step].cause, run.story.indices.contains(cause), hops < run.story.count {
                    (step, hops) = (cause, hops + 1)
                }
                return step == 0
            }
    }

    private func names(_ action: ActionDocument) -> String {
        let topology = run.topology
        let routers = action.routers.compactMap { number in
            topology?.routers.indices.contains(number) == true ? topology?.routers[number].name : nil
        }
        let segments = action.segments.compactMap { number in
            topology?.segments.indices.contains(number) == true ? topology?.segments[number].name : nil
        }
        return list(routers + segments)
    }

    private static let gerunds = [
        "decommission": "decommissioning", "cut": "cutting", "disconnect": "disconnecting", "reboot": "rebooting",
        "clear": "clearing", "power-off": "powering off", "crash": "crashing",
    ]

    /// What was done, as the subject of a sentence; `nil` for what no one word says.
    private func gerund(_ action: ActionDocument) -> String? {
        let names = names(action)
        return Self.gerunds[action.verb].flatMap { names.isEmpty ? nil : "\($0) \(names)" }
    }

    // MARK: Paragraphs

    private func moment(_ ns: Int) -> String { view.clock.short(ns: ns) }

    private var why: String {
        var parts: [String] = []
        let steps = view.firstSteps
        let begin = steps.first?.startNs ?? 0
        let firstFall =
            steps.firstIndex { ["limitExceeded", "isolated", "crashed"].contains($0.kind) } ?? steps.endIndex
        for step in steps[..<firstFall] where step.kind == "originatorStarted" {
            parts.append(capitalized("within \(Words.span(step.startNs - begin)), \(step.text)") + ".")
        }
        if let hit = steps.first(where: { $0.kind == "limitExceeded" }) {
            let fallen = view.fallen.count
            let last = steps.filter { $0.kind.hasPrefix("isolated") }.map(\.endNs).max()
            var text =
                "At \(moment(hit.startNs)) the first \(hit.routers.count == 1 ? "LSA limit is" : "LSA limits are") hit"
            if let last, fallen > 0 {
                text +=
                    "; \(counted(fallen, "router")) \(fallen == 1 ? "shuts" : "shut") down OSPF, the last at \(moment(last))"
            }
            parts.append(text + ".")
        }
        if parts.isEmpty {
            parts = steps.dropFirst().prefix(2).map { Words.sentence("\(moment($0.startNs)): \($0.text)") }
        }
        if parts.isEmpty, let worst = view.worstProbe {
            parts = ["The lost time of \(worst.name) was spent on: \(Words.attribution(worst.attribution))."]
        }
        return parts.joined(separator: " ")
    }

    private var ending: String {
        guard view.worstProbe != nil || !view.fallen.isEmpty else { return "" }
        var parts: [String] = []
        let last = view.firstSteps.filter { $0.kind.hasPrefix("isolated") }.map(\.endNs).max() ?? Int.max
        if let late = run.actions?.first(where: { $0.timeNs > last }) {
            let together = (run.actions ?? []).filter { $0.timeNs == late.timeNs }
            let texts = list(together.map(\.text))
            parts.append("At \(moment(late.timeNs)) " + (late.label.map { "\($0): \(texts)." } ?? "\(texts)."))
        }
        if let since = run.convergence.deliveredSinceNs {
            parts.append("Everything is delivered from \(moment(since)) on.")
        } else if let open = run.probes.filter({ $0.lostShareAtEnd > 0 }).max(by: {
            $0.lostShareAtEnd < $1.lostShareAtEnd
        }) {
            parts.append(
                "At the end, \(moment(run.durationNs)), \(percentage(open.lostShareAtEnd)) of the traffic of \(open.name) is lost."
            )
        }
        if !run.convergence.isolatedAtEnd.isEmpty {
            parts.append("OSPF is still shut down on \(list(run.convergence.isolatedAtEnd)).")
        }
        if run.convergence.distinctDatabases > 1 { parts.append("The databases stay different.") }
        return parts.joined(separator: " ")
    }

    // MARK: Figures

    private var facts: [(value: String, label: String)] {
        var facts: [(value: String, label: String)] = []
        if let worst = view.worstProbe {
            facts.append((Words.span(worst.lostNs), "lost by the worst probe, \(worst.name)"))
        }
        if !view.fallen.isEmpty {
            let (fallen, limited) = (view.fallen.count, view.limited)
            facts.append(
                limited >= fallen
                    ? ("\(grouped(fallen)) of \(grouped(limited))", "routers with a limit shut down OSPF")
                    : ("\(grouped(fallen)) of \(grouped(run.routers.count))", "routers went down"))
        }
        if let fullest = run.routers.filter({ $0.peakPercentOfLimit != nil }).max(by: {
            ($0.peakPercentOfLimit ?? 0) < ($1.peakPercentOfLimit ?? 0)
        }) {
            facts.append(("\(fullest.peakPercentOfLimit ?? 0)%", "of its limit at the most, \(fullest.name)"))
        }
        if let since = run.convergence.deliveredSinceNs, view.worstProbe != nil, since / 1_000_000 > view.start {
            facts.append((Words.span(since - view.start * 1_000_000), "until everything is delivered again"))
        } else if view.worstProbe == nil, !run.probes.isEmpty {
            facts.append(("0s", "of traffic lost, by \(counted(run.probes.count, "probe"))"))
        }
        if facts.count < 4 { facts.append((grouped(run.totals.largestDatabase), "LSAs in the largest database")) }
        return Array(facts.prefix(4))
    }

    private var expectations: PageTable {
        var table = PageTable([
            .text("expectation"), .number("measured"), .number("of the threshold"), .text("verdict"),
        ])
        for verdict in run.verdicts {
            let ratio =
                multiple(verdict.measuredNs, verdict.thresholdNs) ?? multiple(
                    verdict.measuredCount, verdict.thresholdCount)
                ?? multiple(verdict.measuredPercent, verdict.thresholdPercent)
            table.add([
                .head(verdict.text, verdict.location), .number(Self.measured(verdict), verdict.router ?? ""),
                .number(ratio ?? ""), .status(verdict.holds ? "holds" : "broken", verdict.holds ? .good : .bad),
            ])
        }
        return table
    }

    private func multiple(_ measured: Int?, _ threshold: Int?) -> String? {
        guard let measured, let threshold else { return nil }
        return Words.multiple(measured, of: threshold)
    }

    private static func measured(_ verdict: ExpectationDocument) -> String {
        verdict.measuredNs.map(Words.span) ?? verdict.measuredCount.map { grouped($0) }
            ?? verdict.measuredPercent.map { "\($0)%" }
            ?? verdict.measuredShare.map { percentage($0) + " lost" } ?? verdict.measuredRoute ?? "-"
    }
}
