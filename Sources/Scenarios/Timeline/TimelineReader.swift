import Emulation
import NetworkPrimitives

/// Reads `timeline`: entries in order of time, then those that wait for a condition.
struct TimelineReader {
    let draft: NetworkDraft
    let presets: [Preset]
    let sink: DiagnosticSink
    /// The time of day at which the timeline starts.
    let clock: Duration?
    let duration: Duration
    let replays: ReplayReader

    private struct Dated {
        var at: Duration
        var entry: TimelineEntry
        var position: Position
    }

    func read(_ timeline: Value?) -> [TimelineEntry] {
        var dated: [Dated] = []
        var waiting: [TimelineEntry] = []
        for item in timeline?.items ?? [] {
            guard item.fields != nil, let trigger = trigger(of: item) else { continue }
            let actions = ActionReader(draft: draft, presets: presets, sink: sink, replays: replays, clock: clock)
                .read(item)
            let entry = TimelineEntry(trigger, actions, label: item["label"]?.line)
            switch trigger {
            case .at(let time): dated.append(Dated(at: time, entry: entry, position: item.position))
            case .when: waiting.append(entry)
            }
        }
        checkOrder(dated)
        // What `add` brings may belong between the others, and equal times keep the order of the files.
        let inOrder = dated.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return inOrder.map(\.element.entry) + waiting
    }

    private func checkOrder(_ dated: [Dated]) {
        for (before, entry) in zip(dated, dated.dropFirst())
        where before.position.file == entry.position.file && entry.at < before.at {
            let message = "this entry is due at \(shown(entry.at)), before the one above it (\(shown(before.at)))"
            sink.error(message, at: entry.position)
        }
    }

    private func trigger(of item: Value) -> Trigger? {
        switch (item.field("at"), item.field("when")) {
        case (nil, nil):
            sink.error("an entry needs 'at' or 'when'", at: item.position)
            return nil
        case (_?, let when?):
            sink.error("an entry has 'at' or 'when', not both", at: when.keyPosition)
            return nil
        case (let at?, nil): return moment(at.value).map { .at($0) }
        case (nil, let when?): return condition(when.value).map { .when($0.0, lasting: $0.1) }
        }
    }

    /// The time since the start. A time of day before the clock's belongs to the next day, if the run lasts so long.
    private func moment(_ value: Value) -> Duration? {
        var offset = value.duration
        if let time = value.timeOfDay {
            guard let clock else {
                sink.error("a time of day needs 'clock' in the scenario", at: value.position)
                return nil
            }
            offset = time - clock
            if time < clock {
                let tomorrow = time - clock + .seconds(86_400)
                guard tomorrow <= duration else {
                    sink.error(
                        "\(shortened(value.text ?? "")) is before the clock starts (\(clockText(clock)))",
                        at: value.position)
                    return nil
                }
                offset = tomorrow
            }
        }
        guard let offset else { return nil }
        if offset > duration {
            sink.error("this is after the end of the scenario, which lasts \(duration)", at: value.position)
        }
        return offset
    }

    private func shown(_ offset: Duration) -> String {
        clock.map { clockText(Duration(nanoseconds: ($0 + offset).nanoseconds % 86_400_000_000_000)) } ?? "\(offset)"
    }

    private func condition(_ value: Value) -> (Condition, Duration)? {
        guard let who = value["router"], let state = value["is"]?.text else { return nil }
        let lasting = value["lasting"]?.duration ?? .zero
        if who.text == "none" {
            if state == "isolated" { return (.noneIsolated, lasting) }
            sink.error("'none' can be waited for with 'is: isolated' only", at: who.position)
            return nil
        }
        let routers =
            who.text == "any"
            ? Array(draft.names.routers.indices) : NameResolver(names: draft.names, sink: sink).routers(who)
        guard !routers.isEmpty else { return nil }
        return (state == "isolated" ? .anyIsolated(routers: routers) : .anyRejecting(routers: routers), lasting)
    }
}

/// `10:12:00`, with decimals only where there are some.
func clockText(_ time: Duration) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = time.wholeSeconds
    let rest = time - .seconds(seconds)
    let decimals = rest == .zero ? "" : "." + String("\(rest.nanoseconds + 1_000_000_000)".dropFirst())
    return "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))\(decimals)"
}
