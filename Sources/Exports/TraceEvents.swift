import Files
import Results

/// A run as a trace for Perfetto and chrome://tracing (Trace Event Format, JSON): a process for each router with tracks of its
/// states, its adjacencies and what happened, counters beside them, and arrows from causes to what they led to.
///
/// Times are microseconds since the start of the timeline.
public struct TraceEvents: Sendable {
    private let run: RunDocument

    /// - Returns: `nil` where the run has no series.
    public init?(_ run: RunDocument) {
        guard run.series != nil, run.topology != nil else { return nil }
        self.run = run
    }

    /// Tracks of a process.
    private enum Track: Int {
        case states = 1
        case happenings
        /// The first interface's; the next one's follows.
        case adjacencies = 10
    }

    /// The process of the network; router n is n + 1.
    private static let network = 0

    public var text: String {
        guard let series = run.series, let topology = run.topology else { return "" }
        var events = metadata(topology)
        events += states(series) + adjacencies(series, topology) + counters(series, topology) + probes + happenings
        return "{\"displayTimeUnit\":\"ms\",\"otherData\":{\(origin)},\"traceEvents\":[\n"
            + events.joined(separator: ",\n") + "\n]}\n"
    }

    private var origin: String {
        [
            ("scenario", run.name), ("network", run.network), ("digest", run.digest),
            ("spillway", run.spillwayVersion ?? ""), ("command", run.command ?? ""),
        ].map { "\(Self.quoted($0)):\(Self.quoted($1))" }.joined(separator: ",")
    }

    // MARK: Tracks

    private func metadata(_ topology: TopologyDocument) -> [String] {
        func name(_ what: String, _ process: Int, _ track: Int, _ name: String) -> String {
            event("M", what, process, track, [("args", "{\"name\":\(Self.quoted(name))}")])
        }
        func order(_ process: Int) -> String {
            event("M", "process_sort_index", process, 0, [("args", "{\"sort_index\":\(process)}")])
        }
        var events = [name("process_name", Self.network, 0, run.network), order(Self.network)]
        events.append(name("thread_name", Self.network, Track.happenings.rawValue, "events"))
        for (number, router) in topology.routers.enumerated() {
            let site = router.site.map { " (\(topology.sites[$0]))" } ?? ""
            events.append(name("process_name", number + 1, 0, router.name + site))
            events.append(order(number + 1))
            events.append(name("thread_name", number + 1, Track.states.rawValue, "state"))
            events.append(name("thread_name", number + 1, Track.happenings.rawValue, "events"))
        }
        for place in places(topology) {
            events.append(name("thread_name", place.router + 1, place.track, "adjacency \(place.segment)"))
        }
        return events
    }

    private struct Place {
        let router: Int
        let track: Int
        let segment: String
    }

    /// By segment and member, one behind the other.
    private func places(_ topology: TopologyDocument) -> [Place] {
        var counts = topology.routers.map { _ in 0 }
        return topology.segments.flatMap { segment in
            segment.members.map { router in
                defer { counts[router] += 1 }
                return Place(
                    router: router, track: Track.adjacencies.rawValue + counts[router], segment: segment.name)
            }
        }
    }

    private func states(_ series: SeriesDocument) -> [String] {
        series.states.enumerated().flatMap { router, flat in
            spans(Array(Steps(flat))).map { start, end, state in
                slice(series.stateNames[state], router + 1, Track.states.rawValue, from: start, to: end)
            }
        }
    }

    private func adjacencies(_ series: SeriesDocument, _ topology: TopologyDocument) -> [String] {
        let places = places(topology)
        var first = 0
        var events: [String] = []
        for (segment, flat) in zip(topology.segments, series.links) {
            for member in segment.members.indices {
                let place = places[first + member]
                let toggles = Steps(flat).filter { $0.value == member }.map(\.milliseconds)
                for index in stride(from: 0, to: toggles.count, by: 2) {
                    let end = index + 1 < toggles.count ? toggles[index + 1] : length
                    events.append(slice("Full", place.router + 1, place.track, from: toggles[index], to: end))
                }
            }
            first += segment.members.count
        }
        return events
    }

    /// How long the run was, in milliseconds.
    private var length: Int { run.durationNs / 1_000_000 }

    private func spans(_ steps: [(milliseconds: Int, value: Int)]) -> [(start: Int, end: Int, value: Int)] {
        steps.enumerated().map { index, step in
            (step.milliseconds, index + 1 < steps.count ? steps[index + 1].milliseconds : length, step.value)
        }
    }

    // MARK: Counters

    private func counters(_ series: SeriesDocument, _ topology: TopologyDocument) -> [String] {
        func counter(_ name: String, _ process: Int, _ flat: [Int], _ arguments: (Int) -> String) -> [String] {
            Steps(differences: flat).map { step in
                event(
                    "C", name, process, nil,
                    [("ts", Self.microseconds(step.milliseconds)), ("args", "{\(arguments(step.value))}")])
            }
        }
        var events = counter("LSAs received a second", Self.network, series.received) { "\"LSAs\":\($0)" }
        events += counter("LSAs sent a second", Self.network, series.sent) { "\"LSAs\":\($0)" }
        for router in topology.routers.indices {
            let limit = topology.routers[router].limit.map { ",\"limit\":\($0)" } ?? ""
            events += counter("LSAs against limit", router + 1, series.counted[router]) { "\"counted\":\($0)\(limit)" }
            events += counter("queue", router + 1, series.queues[router]) { "\"packets\":\($0)" }
            events += counter("CPU", router + 1, series.cpu[router]) { "\"percent\":\($0)" }
            events += counter("SPF a second", router + 1, series.spf[router]) { "\"runs\":\($0)" }
        }
        return events
    }

    private var probes: [String] {
        run.probes.flatMap { probe in
            probe.samples.filter { $0.count == 4 }.map { sample in
                event(
                    "C", "lost: \(probe.name)", Self.network, nil,
                    [
                        ("ts", Self.microseconds(nanoseconds: sample[0])),
                        (
                            "args",
                            "{\"black hole %\":\(Self.percent(sample[1])),\"loop %\":\(Self.percent(sample[2])),\"lossy link %\":\(Self.percent(sample[3]))}"
                        ),
                    ])
            }
        }
    }

    // MARK: Causes

    private var happenings: [String] {
        let numbers = Dictionary(
            (run.topology?.routers ?? []).enumerated().map { ($1.name, $0 + 1) },
            uniquingKeysWith: { first, _ in first })
        func process(_ happening: HappeningDocument) -> Int { happening.router.flatMap { numbers[$0] } ?? Self.network }
        let known = Dictionary(run.happenings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var flows = 0
        return run.happenings.flatMap { happening -> [String] in
            let time = ("ts", Self.microseconds(nanoseconds: happening.timeNs))
            let arguments = "{\"text\":\(Self.quoted(happening.text)),\"id\":\(happening.id)}"
            var events = [
                event(
                    "X", happening.kind, process(happening), Track.happenings.rawValue,
                    [time, ("dur", "1"), ("cat", "\"happening\""), ("args", arguments)])
            ]
            for cause in ([happening.cause].compactMap { $0 } + (happening.furtherCauses ?? [])).compactMap({
                known[$0]
            })
            where cause.timeNs <= happening.timeNs {
                flows += 1
                let id = ("id", "\(flows)")
                events.append(
                    event(
                        "s", "cause", process(cause), Track.happenings.rawValue,
                        [("ts", Self.microseconds(nanoseconds: cause.timeNs)), ("cat", "\"cause\""), id]))
                events.append(
                    event(
                        "f", "cause", process(happening), Track.happenings.rawValue,
                        [time, ("cat", "\"cause\""), id, ("bp", "\"e\"")]))
            }
            return events
        }
    }

    // MARK: JSON

    private func slice(_ name: String, _ process: Int, _ track: Int, from start: Int, to end: Int) -> String {
        event(
            "X", name, process, track,
            [("ts", Self.microseconds(start)), ("dur", Self.microseconds(max(0, end - start)))])
    }

    private func event(
        _ phase: String, _ name: String, _ process: Int, _ track: Int?, _ rest: [(String, String)]
    ) -> String {
        let head = "{\"ph\":\"\(phase)\",\"name\":\(Self.quoted(name)),\"pid\":\(process)"
        let thread = track.map { ",\"tid\":\($0)" } ?? ""
        return head + thread + rest.map { ",\"\($0)\":\($1)" }.joined() + "}"
    }

    private static func microseconds(_ milliseconds: Int) -> String { milliseconds == 0 ? "0" : "\(milliseconds)000" }

    private static func microseconds(nanoseconds: Int) -> String {
        let (whole, part) = (nanoseconds / 1_000, abs(nanoseconds % 1_000))
        return part == 0 ? "\(whole)" : "\(whole)." + String(1_000 + part).dropFirst()
    }

    private static func percent(_ millionths: Int) -> String {
        "\(millionths / 10_000)." + String(10_000 + millionths % 10_000).dropFirst()
    }

    static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in LegibleText.line(string).unicodeScalars {
            if scalar == "\"" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }
}
