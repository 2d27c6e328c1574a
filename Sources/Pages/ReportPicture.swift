import NetworkPrimitives
import Reports
import Results

/// A picture of a run for a document: the network, in which order routers shut down, and when traffic was lost. Made of the
/// same parts as a page; it needs no script, and follows the reader's light or dark.
public struct ReportPicture: Sendable {
    public let svg: String

    /// Of the first run or plan among the results.
    /// - Throws: where there is none, or the result has no topology or contradicts itself.
    public init(_ results: [ResultFile]) throws(PageError) {
        for result in results {
            switch result {
            case .run(let run): svg = try Self.picture(of: run)
            case .plan(let plan): svg = try Self.picture(of: plan.result)
            case .comparison(let comparison):
                guard let run = comparison.variants.lazy.compactMap(\.result).first else { continue }
                svg = try Self.picture(of: run)
            default: continue
            }
            return
        }
        throw PageError(description: "a picture shows a run or a plan, and there is none among the results")
    }

    private static func picture(of run: RunDocument) throws(PageError) -> String {
        let view = try RunView(run, number: 0)
        guard let course = view.course else {
            throw PageError(description: "the result has no topology or no series: make it again, without --no-series")
        }
        return Picture(view: view, course: course).markup.code + "\n"
    }
}

private struct Picture {
    let view: RunView
    let course: RunCourse

    private static let style: StaticString = """
        text{font:12px Inter,'Segoe UI',system-ui,-apple-system,Roboto,'Helvetica Neue',Arial,sans-serif;fill:#15181e}\
        .h{font-size:16px;font-weight:650}.m{fill:#525a68}.b,.sitename{font-weight:650}.sitename{font-size:13px}.no{font-size:11px;font-weight:700;fill:#fff}\
        .bt{fill:#b3261e;font-weight:650}.lbl{font-size:11.5px;paint-order:stroke;stroke:#f5f6f8;stroke-width:4px;stroke-linejoin:round}.lanname{font-size:11px;fill:#525a68}\
        .link,.stub,.lan,use *{vector-effect:non-scaling-stroke}.link{stroke-width:1.2;opacity:.6}.stub{stroke-width:.8;opacity:.4}.lan{stroke-width:3.5;stroke-linecap:round}.down{stroke-dasharray:1.5 4}\
        @media(prefers-color-scheme:dark){text,.k,.ig.cr{fill:#e9ebef}.m,.lanname{fill:#a7afbc}.site{fill:#1c2027}.lbl{stroke:#1c2027}.ground,.n,.aw,.pl{fill:#14171c}\
        .link,.stub,.lan,.n,.aw{stroke:#98a2b1}.bd,.loss{fill:#ff7b6b;stroke:#ff7b6b}.bt{fill:#ff7b6b}.no{fill:#1a0b09}.ob{stroke:#1a0b09}.ig,.bk{stroke:#e9ebef}\
        .nr{fill:#3d321a;stroke:#f3c15a}.na{stroke:#e5ab33}.rf{fill:#49301a;stroke:#ff9f45}.rg{stroke:#ff9f45}.lossy{fill:#ff9f45}.gl{stroke:#363d49}.lp{fill:#c19bf5}}
        """

    private var layout: MapLayout { course.drawing.layout }
    private var probes: [Int] { Array(RunLanes.shownProbes(view.run).prefix(8)) }
    private static let mapTop = 58
    private var lanesTop: Int { Self.mapTop + layout.height + 26 }
    private var height: Int { lanesTop + (probes.isEmpty ? 0 : probes.count * 22 + 36) }

    /// First shutdowns, in their order.
    private var falls: [(router: Int, moment: Int)] {
        course.looks.enumerated().compactMap { router, looks in
            looks.values.firstIndex(where: \.isDown).map { (router: router, moment: looks.moments[$0]) }
        }.sorted { ($0.moment, $0.router) < ($1.moment, $1.router) }
    }

    /// What is drawn of each router: the worst that it came to.
    private var looks: [RouterLook] {
        let order: [RouterLook] = [
            .running, .near, .refusing, .degraded, .outOfMemory, .disconnected, .shutDown, .shutDownForGood, .crashed,
            .off,
        ]
        let last = view.firstSteps.map(\.endNs).max().map { $0 / 1_000_000 } ?? view.end
        return course.looks.map { looks in
            let seen = zip(looks.moments, looks.values).filter { $0.0 <= last }.map(\.1)
            return seen.max { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) } ?? .running
        }
    }

    var markup: Markup {
        .make { page in
            page.element(
                "svg",
                [
                    .at("xmlns", "http://www.w3.org/2000/svg"), .at("viewBox", "0 0 720 \(height)"), .at("width", 860),
                    .at("height", height * 860 / 720), .at("role", "img"), .at("aria-labelledby", "t d"),
                ]
            ) { svg in
                svg.element("title", [.id("t")], "\(view.run.name): \(title)")
                svg.element("desc", [.id("d")], note + " Below, when each probe lost its traffic.")
                svg.element("style") { $0.trusted(Self.style) }
                svg.element("defs") { defs in
                    defs.trusted(Symbols.definitions)
                    defs.trusted(Symbols.patterns)
                }
                svg.shape("rect", [.class("ground"), .at("width", 720), .at("height", height), .at("fill", "#fff")])
                heading(into: &svg)
                svg.element("g", [.at("transform", "translate(20 \(Self.mapTop))")], map)
                lanes(into: &svg)
            }
        }
    }

    private var title: String { RunAnswer(view: view).sentence }

    private var note: String {
        let from = view.clock.short(ms: view.start)
        return falls.isEmpty
            ? "The network, with what its routers came to."
            : "Numbers: the order in which OSPF shut down. Times: after \(from)."
    }

    /// In as many lines as it takes.
    private func heading(into svg: inout Markup) {
        let text = title
        var cut = text.endIndex
        while TextWidth.of(String(text[..<cut]), size: 15, isBold: true) > 690,
            let space = text[..<cut].lastIndex(of: " ")
        { cut = space }
        let rest = text[cut...].drop { $0 == " " }
        svg.element("text", [.class("h"), .at("x", 20), .at("y", 26)], String(text[..<cut]))
        if !rest.isEmpty { svg.element("text", [.class("h"), .at("x", 20), .at("y", 46)], String(rest)) }
        svg.element("text", [.class("m"), .at("x", 20), .at("y", rest.isEmpty ? 46 : 66)], note)
    }

    private func map(_ svg: inout Markup) {
        for site in layout.sites {
            course.drawing.box(site, into: &svg)
            svg.element(
                "text",
                [
                    .class("sitename"), .at("x", site.box.center.x), .at("y", site.box.y + 20),
                    .at("text-anchor", "middle"),
                ], site.name)
        }
        course.drawing.wires(course.scene(at: max(0, view.start - 1)), into: &svg)
        for bar in layout.bars {
            svg.element(
                "text",
                [
                    .class("lanname"), .at("x", (bar.left + bar.right) / 2), .at("y", bar.y + 16),
                    .at("text-anchor", "middle"),
                ],
                layout.network.segments[bar.segment].name)
        }
        let (looks, falls) = (looks, falls)
        for (number, place) in layout.positions.enumerated() {
            let rank = falls.firstIndex { $0.router == number }
            // The number takes the place of the bar.
            course.drawing.use(looks[number], at: place, scale: layout.radius * 9, into: &svg)
            guard let rank, looks[number].isDown, layout.radius > 8 else { continue }
            svg.shape(
                "circle",
                [
                    .class("bd"), .at("cx", place.x), .at("cy", place.y), .at("r", layout.radius * 8 / 10),
                    .at("fill", "#b3261e"),
                ])
            svg.element(
                "text",
                [
                    .class("no"), .at("x", place.x), .at("y", place.y + 4), .at("text-anchor", "middle"),
                    .at("fill", "#fff"),
                ], "\(rank + 1)")
        }
        labels(falls, looks, into: &svg)
    }

    private func labels(_ falls: [(router: Int, moment: Int)], _ looks: [RouterLook], into svg: inout Markup) {
        guard !layout.isMatrix else { return }
        var second: [Int: String] = [:]
        for fall in falls { second[fall.router] = "+" + Words.span((fall.moment - view.start) * 1_000_000) }
        for (number, look) in looks.enumerated() where look.isAway { second[number] = look.word }
        let important = Set(second.keys)
        let labels = LabelPlacer.labels(
            MapNames.short(layout.network), on: layout, important: important, second: second)
        for (number, label) in labels.enumerated() where !label.isHidden {
            svg.element(
                "text",
                [
                    .class("lbl"), .at("x", label.place.x), .at("y", label.place.y),
                    .at("text-anchor", label.anchor.rawValue),
                ],
                label.text)
            guard let time = second[number] else { continue }
            svg.element(
                "text",
                [
                    .class(looks[number].isAway ? "lbl b" : "lbl bt"), .at("x", label.place.x),
                    .at("y", label.place.y + 14),
                    .at("text-anchor", label.anchor.rawValue),
                ], time)
        }
    }

    // MARK: Below

    /// The part of the run in which traffic is lost, with a margin.
    private var window: ClosedRange<Int> {
        let spans = probes.flatMap { view.run.probes[$0].loss.spans(until: view.end).filter { $0.value > 0 } }
        guard let last = spans.map(\.to).max() else { return 0...view.end }
        let first = min(view.start, spans.map(\.from).min() ?? 0)
        let margin = max(1_000, (last - first) / 14)
        return max(0, first - margin)...min(view.end, last + margin)
    }

    private func x(_ moment: Int, _ window: ClosedRange<Int>) -> Int {
        150 + (min(max(moment, window.lowerBound), window.upperBound) - window.lowerBound) * 550 / max(1, window.count)
    }

    private func lanes(into svg: inout Markup) {
        guard !probes.isEmpty else { return }
        let window = window
        svg.element("text", [.class("b"), .at("x", 20), .at("y", lanesTop)], "Traffic lost")
        axis(window, into: &svg)
        actions(window, into: &svg)
        for (place, number) in probes.enumerated() {
            let bottom = lanesTop + 26 + place * 22
            let probe = view.run.probes[number]
            svg.element(
                "text", [.at("x", 20), .at("y", bottom - 4)], TextWidth.shortened(probe.name, to: 124, size: 12))
            svg.shape("path", [.class("gl"), .at("stroke", "#d5d9e0"), .at("d", "M150,\(bottom)H700")])
            for part in probe.loss.spans(until: view.end) where part.value > 0 {
                let (left, right) = (x(part.from, window), x(part.to, window))
                let tall = max(1, part.value * 14 / 1_000_000)
                svg.shape(
                    "rect",
                    [
                        .class("loss"), .at("fill", "#b3261e"), .at("x", left), .at("y", bottom - tall),
                        .at("width", max(1, right - left)), .at("height", tall),
                    ])
            }
        }
    }

    /// What was done, where there is room for the words.
    private func actions(_ window: ClosedRange<Int>, into svg: inout Markup) {
        var free = 0
        var last: Int?
        for action in view.run.actions ?? [] where window.contains(action.timeNs / 1_000_000) {
            let left = x(action.timeNs / 1_000_000, window)
            guard left != last else { continue }
            last = left
            svg.shape("path", [.class("k"), .at("d", "M\(left - 4),\(lanesTop - 7)h8l-4,7z"), .at("fill", "#15181e")])
            let text = "\(view.clock.short(ns: action.timeNs)) \(action.label ?? action.text)"
            let shown = TextWidth.shortened(text, to: max(0, 700 - left - 8), size: 12)
            guard left >= free, shown.count > 12 else { continue }
            svg.element("text", [.class("m"), .at("x", left + 8), .at("y", lanesTop)], shown)
            free = left + 12 + TextWidth.of(shown, size: 12)
        }
    }

    private func axis(_ window: ClosedRange<Int>, into svg: inout Markup) {
        let steps = [
            10, 50, 100, 500, 1_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000, 14_400_000,
        ]
        let step = steps.first { window.count / $0 <= 6 } ?? 86_400_000
        let offset = (view.run.clockStartNs ?? 0) / 1_000_000
        let first = (window.lowerBound + offset + step - 1) / step * step - offset
        let bottom = lanesTop + 26 + (probes.count - 1) * 22
        for moment in stride(from: first, through: window.upperBound, by: step) {
            let left = x(moment, window)
            svg.shape(
                "path", [.class("gl"), .at("stroke", "#d5d9e0"), .at("d", "M\(left),\(lanesTop + 4)V\(bottom + 4)")])
            let text = step < 1_000 ? view.clock.text(ms: moment) : view.clock.short(ms: moment)
            let isWhole = view.clock.hasTimeOfDay && text.hasSuffix(":00")
            svg.element(
                "text", [.class("m"), .at("x", left), .at("y", bottom + 20), .at("text-anchor", "middle")],
                isWhole ? String(text.prefix(5)) : text)
        }
    }
}
