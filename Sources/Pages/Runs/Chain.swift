import NetworkPrimitives
import Reports
import Results

/// The chain of causes, as a list whose entries a script makes go to their moments.
struct Chain {
    let view: RunView

    static func look(of step: StoryStepDocument) -> String {
        switch step.kind {
        case "isolated", "isolatedPermanently", "crashed", "probeLost": "bad"
        case "limitExceeded", "memoryExhausted", "limitWarning": "warn"
        default: ""
        }
    }

    func write(into page: inout Markup) {
        let steps = view.firstSteps
        page.element("h3", [], "Chain of causes")
        guard !steps.isEmpty else {
            page.element("p", [.class("sub")], "Nothing shut down, and nothing was lost.")
            return
        }
        list(steps, into: &page)
        let rest = view.run.story.dropFirst(view.firstRound)
        guard let last = rest.map(\.endNs).max() else { return }
        let isAgain = rest.first?.kind == "returned"
        page.element("details", [.class("again")]) { details in
            details.element(
                "summary", [],
                (isAgain ? "And again after the ignore state: " : "And on: ")
                    + "\(counted(rest.count, "more step")), the last at \(view.clock.short(ns: last))")
            list(rest, into: &details)
        }
    }

    private func list(_ steps: ArraySlice<StoryStepDocument>, into page: inout Markup) {
        page.element("ol", [.class("chain"), .at("start", steps.startIndex + 1)]) { list in
            for (place, step) in zip(steps.indices, steps) {
                let look = Self.look(of: step)
                list.element("li", look.isEmpty ? [] : [.class(look)]) { item in
                    item.element(
                        "button", [.at("type", "button"), .data("data-t", step.startNs / 1_000_000)]
                    ) { write(step, place, into: &$0) }
                }
            }
        }
    }

    private func write(_ step: StoryStepDocument, _ place: Int, into button: inout Markup) {
        button.element("span", [.class("no")], "\(place + 1)")
        button.element("span", [.class("tm")], view.clock.text(ns: step.startNs))
        button.element("span") { text in
            let isLong = step.endNs > step.startNs + 1_500_000_000
            text.text(
                step.text
                    + (isLong && !step.text.contains("the last at")
                        ? ", the last at \(view.clock.short(ns: step.endNs))" : ""))
            if let held = held(step) { text.element("span", [.class("held")], held) }
        }
    }

    /// Whose LSAs filled the first database that was full.
    private func held(_ step: StoryStepDocument) -> String? {
        guard step.kind == "limitExceeded" || step.kind == "memoryExhausted", let id = step.happenings.first,
            let happening = view.run.happenings.first(where: { $0.id == id }), let held = happening.held, !held.isEmpty
        else { return nil }
        let first = held.prefix(4).map { "\(grouped($0.lsas)) from \($0.router)" }
        let rest = held.dropFirst(4)
        let others =
            rest.isEmpty ? [] : ["\(grouped(rest.reduce(0) { $0 + $1.lsas })) from \(counted(rest.count, "other"))"]
        return "\(happening.router ?? "") then held \((first + others).joined(separator: ", "))"
    }
}
