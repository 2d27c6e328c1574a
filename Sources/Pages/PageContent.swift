import Reports
import Results

/// The sections of a page, result by result.
struct PageContent {
    private(set) var title = "Spillway"
    private var main = Markup()
    private var header = Markup()
    private var basis = Basis()
    private var explorers = 0
    private var isFirst = true

    var body: Markup {
        .make { page in
            if explorers > 0 { page.element("a", [.class("skip noprint"), .at("href", "#explore0")], "To the map") }
            page.append(header)
            page.element("main") { main in
                main.append(self.main)
                basis.write(into: &main)
            }
            page.element("footer", [], "Made by spillway report. This file needs no network and sends nothing.")
        }
    }

    mutating func add(_ result: ResultFile, among all: [ResultFile]) throws(PageError) {
        switch result {
        case .run(let run): try add(run, compared: Self.comparison(of: run, among: all))
        case .plan(let plan): try add(plan)
        case .comparison(let comparison):
            // It is a part of the run's answer where its run is on the page.
            guard
                !all.contains(where: { Self.run($0).map { Self.comparison(of: $0, among: [result]) != nil } ?? false })
            else {
                basis.add(command: comparison.command, inputs: comparison.inputs, version: comparison.spillwayVersion)
                return
            }
            try add(comparison)
        case .limits(let survey):
            try survey.topology?.check()
            let sections = LimitsSections(survey: survey)
            begin(sections.answer)
            basis.add(command: survey.command, inputs: survey.inputs, version: survey.spillwayVersion)
            basis.add(presets: survey.presets, defects: survey.defects)
            sections.write(into: &main)
        case .replay(let replay):
            let sections = ReplaySections(replay: replay)
            begin(sections.answer)
            basis.add(command: replay.command, inputs: replay.inputs, version: replay.spillwayVersion)
            sections.write(into: &main)
        case .replayComparison(let comparison):
            var answer = Answer()
            answer.title = comparison.variants.first?.result.file ?? ""
            answer.verdict = "One capture, \(comparison.variants.count) policies"
            answer.sentence = "What a router under test does with the capture under each policy at its limit"
            begin(answer)
            basis.add(command: comparison.command, inputs: comparison.inputs, version: comparison.spillwayVersion)
            ReplaySections.write(comparison, into: &main)
        }
    }

    private static func run(_ result: ResultFile) -> RunDocument? {
        if case .run(let run) = result { return run }
        return nil
    }

    /// The comparison on the page of which the run is a variant.
    private static func comparison(of run: RunDocument, among all: [ResultFile]) -> ComparisonDocument? {
        for case .comparison(let comparison) in all
        where comparison.variants.contains(where: { $0.result?.digest == run.digest }) {
            return comparison
        }
        return nil
    }

    // MARK: Kinds

    private mutating func add(_ run: RunDocument, compared: ComparisonDocument?) throws(PageError) {
        let view = try RunView(run, number: explorers)
        var answer = RunAnswer(view: view).answer
        let tables = compared.map(ComparisonTables.init)
        if let tables { answer.paragraphs.append(("What would help.", tables.remedies(besides: run.digest))) }
        begin(answer)
        basis.add(run)
        RunTables(run: run).writeFindings(into: &main)
        explore(view)
        tables?.write(into: &main)
        RunTables(run: run).writeTraffic(into: &main)
        RunTables(run: run).writeRouters(into: &main)
    }

    private mutating func add(_ plan: PlanDocument) throws(PageError) {
        let view = try RunView(plan.result, number: explorers)
        let sections = PlanSections(plan: plan, clock: view.clock)
        begin(sections.answer(RunAnswer(view: view).answer))
        basis.add(command: plan.command, inputs: plan.inputs, version: plan.spillwayVersion)
        basis.add(plan.result)
        basis.assumed.append("No operator intervenes after the change.")
        basis.assumed += plan.leftOut.map { "Left out of the file: \($0)." }
        RunTables(run: plan.result).writeFindings(into: &main)
        explore(view)
        sections.write(into: &main)
        RunTables(run: plan.result).writeTraffic(into: &main)
        RunTables(run: plan.result).writeRouters(into: &main)
    }

    private mutating func add(_ comparison: ComparisonDocument) throws(PageError) {
        var answer = Answer()
        let worst = comparison.variants.filter { $0.result != nil }.max {
            $0.measures.lostNs.median < $1.measures.lostNs.median
        }
        answer.title = worst?.result?.name ?? ""
        answer.summary = worst?.result?.summary ?? ""
        answer.mark =
            comparison.verdict.outcome == "pass" ? .pass : comparison.verdict.outcome == "fail" ? .fail : .none
        answer.verdict = comparison.verdict.headline.first ?? ""
        answer.sentence = comparison.verdict.headline.last ?? ""
        if comparison.verdict.headline.count == 1 {
            answer.verdict = comparison.verdict.outcome?.uppercased() ?? "No expectations given"
        }
        begin(answer)
        basis.add(command: comparison.command, inputs: comparison.inputs, version: comparison.spillwayVersion)
        ComparisonTables(comparison: comparison).write(into: &main)
        guard let worst, let run = worst.result else { return }
        let view = try RunView(run, number: explorers)
        basis.add(run)
        var part = RunAnswer(view: view).answer
        part.verdict = "The variant that loses most: \(worst.name). " + part.verdict
        main.element("section", [.class("result")]) { part.write(into: &$0, level: 2) }
        explore(view)
        RunTables(run: run).writeTraffic(into: &main)
        RunTables(run: run).writeRouters(into: &main)
    }

    // MARK: Parts

    /// The answer: of the first result at the head of the page, of others where their sections begin.
    private mutating func begin(_ answer: Answer) {
        if isFirst {
            title = "\(answer.title): \(answer.verdict)"
            header.element("header") { header in
                header.element("div", [.class("top")]) { top in
                    top.element("span") { text in
                        text.element("b", [], answer.title)
                        if !answer.summary.isEmpty { text.text(" · " + answer.summary) }
                    }
                    top.element("button", [.id("theme"), .class("noprint"), .at("type", "button")], "Light or dark")
                }
                answer.write(into: &header, level: 1)
            }
        } else {
            main.element("section", [.class("result")]) { section in
                section.element(
                    "p", [.class("sub")], answer.title + (answer.summary.isEmpty ? "" : " · " + answer.summary))
                answer.write(into: &section, level: 2)
            }
        }
        isFirst = false
    }

    private mutating func explore(_ view: RunView) {
        guard let course = view.course else {
            main.section("Moment by moment") { section in
                section.element(
                    "p", [.class("sub")],
                    "The result has no topology or no series, so there is no map and there are no time lines: make it again with this version of the program, without --no-series."
                )
                Chain(view: view).write(into: &section)
            }
            return
        }
        main.section(
            "The course of it in pictures",
            "Filled octagons are routers that shut down OSPF; dotted lines are adjacencies that are down. Press a picture to go to its moment."
        ) { RunPictures(view: view, course: course).write(into: &$0) }
        Explorer(view: view, course: course).write(into: &main)
        basis.facts += RunData(view: view, course: course).omissions
        explorers += 1
    }
}
