import Reports
import Results

/// The course of a run in at most six small maps: what a reader without time, scripts or a screen sees.
struct RunPictures {
    struct Picture {
        let moment: Int
        let title: String
        let text: String
    }

    let view: RunView
    let course: RunCourse

    /// Before, the largest waves of shutdowns or the worst of the loss, what people did, the end.
    var pictures: [Picture] {
        // A plan begins with its change: there is no moment before it.
        var pictures: [Picture] = []
        if view.start > 0 {
            pictures = [Picture(moment: view.start - 1, title: "Before", text: state(at: view.start - 1))]
        }
        let waves = waves
        for wave in waves.sorted(by: { ($1.routers.count, $0.last) < ($0.routers.count, $1.last) }).prefix(3)
            .sorted(by: { $0.last < $1.last })
        {
            let before = waves.filter { $0.last <= wave.last }.reduce(0) { $0 + $1.routers.count }
            pictures.append(
                Picture(moment: wave.last, title: view.clock.short(ms: wave.last), text: text(of: wave, before)))
        }
        if waves.isEmpty, let worst = worstMoment {
            pictures.append(Picture(moment: worst, title: view.clock.short(ms: worst), text: state(at: worst)))
        }
        if let late = lateAction {
            let moment = max(0, late.timeNs / 1_000_000 - 1)
            let down = course.looks.indices.count { course.look($0, at: moment).isDown }
            pictures.append(
                Picture(
                    moment: moment, title: view.clock.short(ns: late.timeNs),
                    text: "Just before '\(late.text)': OSPF is shut down on \(counted(down, "router"))."))
        }
        let end = min(
            view.end, (view.run.convergence.deliveredSinceNs.map { max($0 / 1_000_000 + 1, view.start) }) ?? view.end)
        if end > pictures.last?.moment ?? -1 {
            pictures.append(Picture(moment: end, title: view.clock.short(ms: end), text: state(at: end)))
        }
        return pictures
    }

    // MARK: Moments

    private struct Wave {
        var last: Int
        var routers: [Int]
    }

    /// First shutdowns of routers, those less than five seconds apart together.
    private var waves: [Wave] {
        let falls = course.looks.enumerated().compactMap { router, looks in
            looks.values.firstIndex(where: \.isDown).map { (moment: looks.moments[$0], router: router) }
        }.sorted { ($0.moment, $0.router) < ($1.moment, $1.router) }
        var waves: [Wave] = []
        for fall in falls {
            if let last = waves.last, fall.moment - last.last <= 5_000 {
                waves[waves.count - 1].last = fall.moment
                waves[waves.count - 1].routers.append(fall.router)
            } else {
                waves.append(Wave(last: fall.moment, routers: [fall.router]))
            }
        }
        return waves
    }

    /// When most traffic is lost, over all probes; where nothing is, when most links are down.
    private var worstMoment: Int? {
        let losses = view.run.probes.map(\.loss)
        func lost(_ moment: Int) -> Int { losses.reduce(0) { $0 + ($1.value(at: moment) ?? 0) } }
        let moments = Set(losses.flatMap(\.moments)).sorted().filter { $0 >= view.start }
        if let worst = moments.max(by: { (lost($0), -$0) < (lost($1), -$1) }), lost(worst) > 0 { return worst }
        return view.run.actions?.isEmpty == false ? min(view.end, view.start + 1) : nil
    }

    /// What people did once the shutdowns had begun.
    private var lateAction: ActionDocument? {
        guard let first = waves.first?.last else { return nil }
        return view.run.actions?.first { $0.timeNs / 1_000_000 > first }
    }

    // MARK: Words

    private func text(of wave: Wave, _ soFar: Int) -> String {
        let sites = Set(wave.routers.compactMap { course.topology.routers[$0].site }).sorted()
            .map { course.topology.sites[$0] }
        let who =
            wave.routers.count == 1
            ? course.topology.routers[wave.routers[0]].name
            : "\(wave.routers.count) routers" + (sites.isEmpty ? "" : " of \(list(sites))")
        return "\(who) \(wave.routers.count == 1 ? "shuts" : "shut") down OSPF; \(soFar) so far."
    }

    private func state(at moment: Int) -> String {
        let looks = course.looks.indices.map { course.look($0, at: moment) }
        let (down, away) = (looks.count(where: \.isDown), looks.count(where: \.isAway))
        var parts: [String] = []
        if down > 0 { parts.append("OSPF is shut down on \(counted(down, "router"))") }
        if away > 0 { parts.append("\(counted(away, "router")) \(away == 1 ? "is" : "are") off or disconnected") }
        if parts.isEmpty { parts.append("All routers run") }
        let losing = view.run.probes.count { ($0.loss.value(at: moment) ?? 0) > 0 }
        if losing > 0 {
            parts.append(
                "\(losing) of \(counted(view.run.probes.count, "probe")) \(losing == 1 ? "loses" : "lose") traffic")
        } else if !view.run.probes.isEmpty {
            parts.append("everything is delivered")
        }
        return Words.sentence(parts.joined(separator: "; "))
    }

    func write(into page: inout Markup) {
        page.element("ol", [.class("film"), .data("data-run", view.number)]) { list in
            for picture in pictures {
                list.element("li") { item in
                    item.element(
                        "button",
                        [
                            .at("type", "button"), .data("data-t", picture.moment),
                            .label("\(picture.title): \(picture.text)"),
                        ]
                    ) { button in
                        button.element("span", [.class("t")], picture.title)
                        button.append(course.drawing.thumbnail(course.scene(at: picture.moment)))
                        button.element("span", [.class("d")], picture.text)
                    }
                }
            }
        }
    }
}
