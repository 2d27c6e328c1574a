import NetworkPrimitives
import Reports
import Results

/// The time lines: one axis, and a row for everything that has a course. Everything is drawn once, in percent of the run, so
/// that a zoom of the script only has to move and widen it; without a script it is the whole run.
struct RunLanes {
    let view: RunView
    let course: RunCourse

    /// Up to here every router has a row.
    private static let mostWithRows = 24
    private static let mostRows = 40
    /// Up to here every router has a line in the lane of databases.
    private static let mostWithLines = 40
    static let mostProbes = 24

    private var end: Int { view.end }
    private var routers: [TopologyRouterDocument] { course.topology.routers }

    func write(into page: inout Markup) {
        page.element("div", [.class("lanes")]) { lanes in
            lanes.element("div", [.class("under")]) { under in
                under.element("svg", [.isHiddenFromReaders]) { svg in ticks.forEach { line(at: $0, into: &svg) } }
            }
            axis(into: &lanes)
            causes(into: &lanes)
            probes(into: &lanes)
            states(into: &lanes)
            databases(into: &lanes)
            rates(into: &lanes)
            lanes.element("div", [.class("over")]) { over in
                over.element("div", [.class("span"), .flag("hidden")]) { _ in }
                for cursor in ["b", "a"] {
                    over.element("div", [.class("hold \(cursor)"), .flag("hidden")]) { hold in
                        hold.element("div", [.class("cur \(cursor)")]) { $0.element("i", [], cursor.uppercased()) }
                    }
                }
            }
        }
    }

    // MARK: Parts of a row

    /// A moment in percent of the run.
    private func percent(_ moment: Int) -> String { Self.percent(moment, of: end) }

    static func percent(_ moment: Int, of end: Int) -> String {
        let millionths = Int(Int64(moment) * 1_000_000 / Int64(max(1, end)))
        let digits = String(1_000_000 + millionths % 10_000).suffix(4)
        return "\(millionths / 10_000).\(digits)%"
    }

    private func line(at moment: Int, into svg: inout Markup) {
        svg.shape(
            "line",
            [
                .class("gl"), .at("stroke", "#e9ecf0"), .at("x1", percent(moment)), .at("x2", percent(moment)),
                .at("y1", 0),
                .at("y2", "100%"),
            ])
    }

    private func heading(_ name: String, _ note: String, into lanes: inout Markup) {
        lanes.element("div", [.class("ln hd")]) { row in
            row.element("b", [], name)
            row.element("span", [.class("note")], note)
        }
    }

    /// A row: its name, what is drawn, and room for the value at A.
    private func row(
        _ name: String, look: String = "ln", data: [Markup.Attribute], height: Int, note: String = "",
        into lanes: inout Markup, _ content: (inout Markup) -> Void
    ) {
        lanes.element("div", [.class(look)] + data) { row in
            row.element("span", [.class("nm"), .at("title", name)]) { label in
                label.text(name)
                if !note.isEmpty { label.element("small", [], note) }
            }
            row.element("svg", [.at("height", height), .isHiddenFromReaders], content)
            row.element("span", [.class("v")]) { _ in }
        }
    }

    /// What moves and widens.
    private func wide(_ height: Int, viewBox: String? = nil, into svg: inout Markup, _ content: (inout Markup) -> Void)
    {
        var attributes: [Markup.Attribute] = [.class("z"), .at("x", "0%"), .at("width", "100%"), .at("height", height)]
        if let viewBox { attributes += [.at("viewBox", viewBox), .at("preserveAspectRatio", "none")] }
        svg.element("svg", attributes, content)
    }

    private func span(
        _ from: Int, _ to: Int, y: Int, height: Int, _ look: String, _ fill: String, into svg: inout Markup
    ) {
        svg.shape(
            "rect",
            [
                .class(look), .at("fill", fill), .at("x", percent(from)), .at("width", percent(to - from)), .at("y", y),
                .at("height", height),
            ])
    }

    // MARK: Axis and causes

    private var ticks: [Int] {
        let steps = [
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
            600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
        ]
        let step = steps.first { end / $0 <= 5 } ?? 604_800_000
        let offset = (view.run.clockStartNs ?? 0) / 1_000_000
        return Array(stride(from: (offset + step - 1) / step * step - offset, through: end, by: step))
    }

    private func axis(into lanes: inout Markup) {
        lanes.element("div", [.class("ln")]) { row in
            row.element("span") { _ in }
            row.element("svg", [.class("ticks"), .at("height", 16), .isHiddenFromReaders]) { svg in
                for tick in ticks where tick * 100 < end * 97 {
                    let text = view.clock.short(ms: tick)
                    let isWhole = view.clock.hasTimeOfDay && text.hasSuffix(":00")
                    svg.element(
                        "text",
                        [
                            .class("tk"), .at("x", percent(tick)), .at("y", 12),
                            .at("text-anchor", tick * 100 < end * 4 ? "start" : "middle"),
                        ], isWhole ? String(text.prefix(5)) : text)
                }
            }
            row.element("span", [.class("v")], "at A")
        }
    }

    private func causes(into lanes: inout Markup) {
        let steps = view.firstSteps
        guard !steps.isEmpty else { return }
        lanes.element("div", [.class("ln ca")]) { row in
            row.element("span", [.class("nm")]) { $0.element("b", [], "Causes") }
            row.element("svg", [.class("causes"), .at("height", 34), .isHiddenFromReaders]) { svg in
                // Without a script: as if the lane were 480 wide.
                var last = -1_000
                for (number, step) in steps.enumerated() {
                    let moment = step.startNs / 1_000_000
                    let x = min(max(last + 20, moment * 480 / end, 9), 471)
                    last = x
                    svg.shape(
                        "path", [.class("tie"), .at("fill", "none"), .at("d", "M\(x),20L\(moment * 480 / end),29")])
                    svg.element(
                        "svg",
                        [
                            .class("cause \(Chain.look(of: step))"), .data("data-i", number), .at("x", x),
                            .at("width", 1),
                            .at("height", 20), .at("overflow", "visible"),
                        ]
                    ) { mark in
                        mark.element("title", [], "\(view.clock.text(ns: step.startNs)) \(step.text)")
                        mark.shape("circle", [.at("cy", 10), .at("r", 8)])
                        mark.element("text", [.at("y", 14)], "\(number + 1)")
                    }
                }
                for action in view.run.actions ?? [] {
                    let moment = action.timeNs / 1_000_000
                    svg.element(
                        "svg",
                        [
                            .class("actm"), .data("data-t", moment), .at("x", percent(moment)), .at("y", 29),
                            .at("width", 1),
                            .at("height", 5), .at("overflow", "visible"),
                        ]
                    ) { $0.shape("path", [.at("d", "M-4,5L0,0L4,5Z")]) }
                }
            }
            row.element("span") { _ in }
        }
    }

    // MARK: Probes

    /// The probes that have rows, by position: all, or those that lost most.
    static func shownProbes(_ run: RunDocument) -> [Int] {
        guard run.probes.count > mostProbes else { return Array(run.probes.indices) }
        return run.probes.indices.sorted { (run.probes[$1].lostNs, $0) < (run.probes[$0].lostNs, $1) }.prefix(
            mostProbes
        ).sorted()
    }

    private func probes(into lanes: inout Markup) {
        let shown = Self.shownProbes(view.run)
        guard !shown.isEmpty else { return }
        let rest = view.run.probes.count - shown.count
        heading(
            "Probes",
            "share of the traffic that is lost"
                + (rest > 0 ? "; \(grouped(rest)) that lost less are in the table" : ""), into: &lanes)
        for (place, number) in shown.enumerated() {
            let probe = view.run.probes[number]
            row(probe.name, data: [.data("data-p", place)], height: 18, into: &lanes) { svg in
                wide(18, into: &svg) { losses(of: probe, into: &$0) }
                svg.shape(
                    "rect",
                    [.class("base"), .at("fill", "#5d6675"), .at("y", 17), .at("width", "100%"), .at("height", 1)])
            }
        }
    }

    /// Areas: black holes, above them loops, above them what lossy links take.
    private func losses(of probe: ProbeDocument, into svg: inout Markup) {
        let looks = [("loss", "#b3261e"), ("looping", "url(#loops)"), ("lossy", "#d06a00")]
        for (place, sample) in probe.samples.enumerated() where sample.count >= 4 {
            let from = sample[0] / 1_000_000
            let to = place + 1 < probe.samples.count ? (probe.samples[place + 1].first ?? 0) / 1_000_000 : end
            var top = 17
            for (part, look) in zip(sample.dropFirst(), looks) where part > 0 {
                let height = max(1, part * 17 / 1_000_000)
                top -= height
                span(from, to, y: max(0, top), height: height, look.0, look.1, into: &svg)
            }
        }
    }

    // MARK: Routers

    /// The routers that have rows: all, or those that refused, fell or stopped, the worst first.
    private var shownRouters: [Int] {
        guard routers.count > Self.mostWithRows else { return Array(routers.indices) }
        func harm(_ router: Int) -> Int {
            let values = course.looks[router].values
            return values.contains(where: \.isDown) ? 2 : values.contains { $0 != .running && $0 != .near } ? 1 : 0
        }
        let harmed = routers.indices.filter { harm($0) > 0 }
        return harmed.sorted { (harm($1), $0) < (harm($0), $1) }.prefix(Self.mostRows).sorted()
    }

    private func states(into lanes: inout Markup) {
        let shown = shownRouters
        let rest = routers.count - shown.count
        let others =
            rest == 0
            ? ""
            : "; \(counted(rest, "other router"))"
                + (shown.count < Self.mostRows ? " ran throughout" : " \(rest == 1 ? "is" : "are") not shown")
        guard !shown.isEmpty else {
            heading("Routers", "\(counted(routers.count, "router")) ran throughout", into: &lanes)
            return
        }
        heading("Routers", "state, and the LSAs that count; the top of a row is the limit" + others, into: &lanes)
        let height = shown.count > Self.mostWithRows ? 9 : shown.count > 18 ? 13 : 17
        var site: Int?
        for (place, number) in shown.enumerated() {
            let isNew = place > 0 && routers[number].site != site
            site = routers[number].site
            let look = "ln" + (height < 12 ? " tight" : "") + (isNew ? " gap" : "")
            row(routers[number].name, look: look, data: [.data("data-r", number)], height: height, into: &lanes) {
                svg in
                svg.shape(
                    "rect", [.class("floor"), .at("fill", "#f5f6f8"), .at("width", "100%"), .at("height", height)])
                wide(height, into: &svg) { bars(of: number, height, into: &$0) }
                wide(height, viewBox: "0 0 \(end) \(height * 10)", into: &svg) { svg in
                    let top = routers[number].limit ?? largest
                    let path = path(of: course.counted[number], height: height * 10, top: top, steps: height * 2)
                    svg.shape("path", [.class("dbl"), .at("fill", "none"), .at("stroke", "#15181e"), .at("d", path)])
                }
            }
        }
    }

    private var largest: Int { max(1, course.counted.flatMap(\.values).max() ?? 1) }

    private static let fills = [
        "", "#fdf1d4", "url(#hatch)", "#b3261e", "#b3261e", "url(#away)", "url(#away)", "url(#hatch)", "#15181e",
        "url(#hatch)",
    ]

    private func bars(of router: Int, _ height: Int, into svg: inout Markup) {
        for part in course.looks[router].spans(until: end) where part.value != .running {
            span(
                part.from, part.to, y: 0, height: height, "f\(part.value.rawValue)", Self.fills[part.value.rawValue],
                into: &svg)
        }
    }

    /// Steps of a course as a path: `steps` heights are told apart.
    private func path(of course: StepFunction<Int>, height: Int, top: Int, steps: Int) -> String {
        func y(_ value: Int) -> Int { height - min(value, top) * steps / max(1, top) * height / steps }
        var path = ""
        var last: (x: Int, y: Int)?
        for (moment, value) in zip(course.moments, course.values) {
            let next = y(value)
            if let before = last {
                guard next != before.y else { continue }
                path += "h\(moment - before.x)v\(next - before.y)"
            } else {
                path = "M\(moment),\(next)"
            }
            last = (moment, next)
        }
        return path.isEmpty ? "" : path + "H\(end)"
    }

    // MARK: Databases

    private func databases(into lanes: inout Markup) {
        let limited = routers.indices.filter { routers[$0].limit ?? 0 > 0 }
        guard !limited.isEmpty else { return }
        let isBand = limited.count > Self.mostWithLines
        heading(
            "Databases",
            "percent of each router's limit"
                + (isBand ? ": the least, the median and the most" : "; a chosen router is bold"),
            into: &lanes)
        row("", look: "ln hi", data: [.at("data-k", "databases")], height: 66, note: "limit", into: &lanes) { svg in
            wide(66, viewBox: "0 0 \(end) 1100", into: &svg) { svg in
                if isBand { band(limited, into: &svg) } else { limited.forEach { line(of: $0, into: &svg) } }
            }
            svg.shape("line", [.class("lim"), .at("stroke", "#b3261e"), .at("x2", "100%"), .at("y1", 6), .at("y2", 6)])
            let warnings = Set(
                limited.compactMap { router in
                    routers[router].warning.map { $0 * 1_000 / max(1, routers[router].limit ?? 1) }
                })
            if warnings.count == 1, let warning = warnings.first {
                let y = (1_100 - warning) * 66 / 1_100
                svg.shape(
                    "line", [.class("wrn"), .at("stroke", "#7d5200"), .at("x2", "100%"), .at("y1", y), .at("y2", y)])
            }
        }
    }

    private func share(of router: Int, _ counted: Int) -> Int {
        min(1_100, counted * 1_000 / max(1, routers[router].limit ?? 1))
    }

    private func line(of router: Int, into svg: inout Markup) {
        let shares = course.counted[router].map { share(of: router, $0) }
        svg.shape(
            "path",
            [
                .class("dbf"), .data("data-r", router), .at("fill", "none"), .at("stroke", "#5d6675"),
                .at("d", path(of: shares, height: 1_100, top: 1_100, steps: 132)),
            ])
    }

    /// Of many routers the least, the median and the most, at 400 moments.
    private func band(_ limited: [Int], into svg: inout Markup) {
        let moments = (0...400).map { $0 * end / 400 }
        var (least, middle, most) = (StepFunction<Int>(), StepFunction<Int>(), StepFunction<Int>())
        for moment in moments {
            let shares = limited.map { share(of: $0, course.counted[$0].value(at: moment) ?? 0) }.sorted()
            least.append(shares[0], at: moment)
            middle.append(shares[shares.count / 2], at: moment)
            most.append(shares[shares.count - 1], at: moment)
        }
        // The upper edge forwards, the lower one backwards.
        let upper = path(of: most, height: 1_100, top: 1_100, steps: 132)
        var lower = ""
        for part in least.spans(until: end).reversed() {
            lower += "L\(part.to),\(1_100 - part.value)L\(part.from),\(1_100 - part.value)"
        }
        svg.shape("path", [.class("band"), .at("fill", "#5d6675"), .at("d", upper + lower + "Z")])
        svg.shape(
            "path",
            [
                .class("mid"), .at("fill", "none"), .at("stroke", "#15181e"),
                .at("d", path(of: middle, height: 1_100, top: 1_100, steps: 132)),
            ])
    }

    // MARK: Rates

    private func rates(into lanes: inout Markup) {
        for (name, key, course, note) in [
            ("Updates", "sent", course.sent, "LSAs sent in a second, all routers"),
            ("Queues", "queue", course.queue, "packets that wait: the deepest queue in a second"),
        ] {
            let most = course.values.max() ?? 0
            guard most > 0 else { continue }
            heading(name, note, into: &lanes)
            row("", data: [.at("data-k", key)], height: 38, note: grouped(most), into: &lanes) { svg in
                wide(38, viewBox: "0 0 \(end) 380", into: &svg) { svg in
                    var path = ""
                    for part in course.spans(until: end) where part.value > 0 {
                        path +=
                            "M\(part.from),380v-\(max(10, part.value * 370 / most))h\(max(1, min(part.to, end) - part.from))V380"
                    }
                    svg.shape(
                        "path", [.class("rate"), .at("stroke", "#5d6675"), .at("fill", "#5d6675"), .at("d", path)])
                }
                svg.shape(
                    "rect",
                    [.class("base"), .at("fill", "#5d6675"), .at("y", 37), .at("width", "100%"), .at("height", 1)])
            }
        }
    }
}
