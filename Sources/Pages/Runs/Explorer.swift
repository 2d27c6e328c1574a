import Results

/// Map, slider, chain and time lines of a run: one state in several views.
struct Explorer {
    let view: RunView
    let course: RunCourse

    func write(into page: inout Markup) {
        let id = "explore\(view.number)"
        page.element(
            "section",
            [.class("explore"), .id(id), .at("tabindex", -1), .at("aria-labelledby", "\(id)-h")]
        ) { section in
            section.element("h2", [.id("\(id)-h")], "Moment by moment")
            keys(into: &section)
            section.element("div", [.class("both")]) { both in
                both.element("div", [.class("left")], left)
                both.element("div", [.class("right")], right)
            }
            section.data([], RunData(view: view, course: course).text)
        }
    }

    private func keys(into section: inout Markup) {
        section.element("p", [.class("sub keys")]) { text in
            text.text("Press or drag in the time lines to move cursor A; with ")
            for (keys, meaning) in [
                (["Shift"], " cursor B. "), ([",", "."], " previous and next event, "), (["1", "9"], " causes, "),
                (["B"], " second cursor, "), (["X"], " swap, "), (["+", "−"], " zoom, "), (["0"], " whole run, "),
                (["F"], " the beginning."),
            ] {
                for (number, key) in keys.enumerated() {
                    if number > 0 { text.text(key == "9" ? "–" : " ") }
                    text.element("kbd", [], key)
                }
                text.text(meaning)
            }
        }
    }

    // MARK: Left

    private func left(_ page: inout Markup) {
        page.append(course.drawing.explorer(course.scene(at: view.start)))
        legend(into: &page)
        page.element("div", [.class("stick")]) { stick in
            slider(into: &stick)
            controls(into: &stick)
        }
        page.element("p", [.class("event")]) { _ in }
        page.element("table", [.class("now"), .label("What is so at the cursors")]) { _ in }
        page.element("div", [.class("sr say"), .at("role", "status"), .at("aria-live", "polite")]) { _ in }
    }

    /// Of the looks that occur.
    private func legend(into page: inout Markup) {
        let seen = Set(course.looks.flatMap(\.values))
        page.element("ul", [.class("legend")]) { list in
            for look in RouterLook.allCases where look == .running || seen.contains(look) {
                let ring =
                    look == .running && course.drawing.hasRings && course.topology.routers.contains { $0.limit != nil }
                entry(look.word + (ring ? "; ring: LSAs against the limit" : ""), into: &list) { svg in
                    svg.shape("use", [.at("href", "#s\(look.rawValue)"), .at("transform", "scale(.8)")])
                }
            }
            guard !course.drawing.layout.isMatrix else { return }
            for (text, look) in [
                ("adjacency Full", "link"), ("down", "link down"), ("way of the probe", "way"),
                ("its usual way", "usual"),
            ] {
                if look == "way" || look == "usual", view.run.probes.isEmpty { continue }
                entry(text, into: &list) { svg in
                    svg.shape("path", [.at("d", "M-9,0H9"), .class(look), .at("stroke", "#5d6675")])
                }
            }
        }
    }

    private func entry(_ text: String, into list: inout Markup, _ picture: (inout Markup) -> Void) {
        list.element("li") { item in
            item.element("svg", [.at("viewBox", "-10 -10 20 20"), .isHiddenFromReaders], picture)
            item.text(text)
        }
    }

    private func slider(into page: inout Markup) {
        page.element("div", [.class("slider")]) { slider in
            slider.element(
                "svg",
                [
                    .class("strip"), .at("viewBox", "0 0 1000 26"), .at("preserveAspectRatio", "none"),
                    .isHiddenFromReaders,
                ]
            ) { svg in
                svg.shape(
                    "rect",
                    [.class("base"), .at("y", 9), .at("width", 1_000), .at("height", 8), .at("fill", "#e9ecf0")])
                for part in harm.spans(until: view.end) where part.value > 0 {
                    svg.shape(
                        "rect",
                        [
                            .class("loss"), .at("fill", "#b3261e"), .at("x", part.from * 1_000 / view.end), .at("y", 9),
                            .at("width", max(1, (part.to - part.from) * 1_000 / view.end)), .at("height", 8),
                            .at("opacity", MapDrawing.decimal(25 + part.value * 75 / 1_000_000)),
                        ])
                }
                for action in view.run.actions ?? [] {
                    svg.shape(
                        "rect",
                        [
                            .class("act"), .at("x", action.timeNs / 1_000_000 * 1_000 / view.end), .at("y", 3),
                            .at("width", 2), .at("height", 20),
                        ])
                }
                svg.shape(
                    "rect",
                    [.class("win"), .at("display", "none"), .at("fill", "none"), .at("y", 1), .at("height", 24)])
                svg.shape("rect", [.class("atb"), .at("display", "none"), .at("width", 2), .at("height", 26)])
            }
            slider.void(
                "input",
                [
                    .class("range"), .at("type", "range"), .at("min", 0), .at("max", view.end), .at("step", 1),
                    .at("value", view.start), .label("Moment, cursor A"),
                ])
        }
    }

    /// What the strip of the slider shows: the loss of the probe that lost most, or the share of routers that are down.
    private var harm: StepFunction<Int> {
        if let probe = view.worstProbe { return probe.loss }
        var harm = StepFunction<Int>()
        for moment in Set(course.looks.flatMap(\.moments)).sorted() {
            let down = course.looks.indices.count { course.look($0, at: moment).isDown }
            harm.append(down * 1_000_000 / max(1, course.looks.count), at: moment)
        }
        return harm
    }

    private func controls(into page: inout Markup) {
        page.element("div", [.class("ctl")]) { bar in
            bar.element("span", [.class("clock")], view.clock.text(ms: view.start))
            bar.element("span", [.class("rel")]) { _ in }
            button("prev", "‹", "previous event", into: &bar)
            button("next", "›", "next event", into: &bar)
            button("play", "Play", into: &bar)
            button("bset", "Cursor B", into: &bar)
            button("swap", "Swap", into: &bar)
            let probes = RunLanes.shownProbes(view.run)
            guard !probes.isEmpty else { return }
            bar.element("span", [.class("grow")]) { _ in }
            bar.element("select", [.class("probe"), .label("Probe whose way is shown")]) { select in
                for (place, number) in probes.enumerated() {
                    select.element("option", [.at("value", place)], view.run.probes[number].name)
                }
            }
        }
    }

    private func button(_ look: String, _ text: String, _ label: String? = nil, into bar: inout Markup) {
        bar.element("button", [.class(look), .at("type", "button")] + (label.map { [.label($0)] } ?? []), text)
    }

    // MARK: Right

    private func right(_ page: inout Markup) {
        Chain(view: view).write(into: &page)
        page.element("div", [.class("tl")]) { head in
            head.element("h3", [], "Time lines")
            head.element("div", [.class("ctl")]) { bar in
                if view.focus != nil { button("zf", "The beginning", into: &bar) }
                button("zw", "Whole run", into: &bar)
                button("zi", "+", "zoom in", into: &bar)
                button("zo", "−", "zoom out", into: &bar)
            }
        }
        page.element(
            "div",
            [
                .at("role", "group"),
                .label(
                    "Time lines of causes, probes, routers, databases, updates and queues. The tables below say the same in numbers."
                ),
            ], RunLanes(view: view, course: course).write)
    }
}
