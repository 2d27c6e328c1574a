import Files
import Results

/// A run as OpenMetrics with time stamps, for a database of time series.
///
/// Virtual time has no date: stamps count from the start of the timeline, and where the scenario has a clock from its midnight, so
/// that databases show the run's own times on 1970-01-01 UTC.
public struct OpenMetricsText: Sendable {
    private let run: RunDocument

    /// - Returns: `nil` where the run has no series.
    public init?(_ run: RunDocument) {
        guard run.series != nil, run.topology != nil else { return nil }
        self.run = run
    }

    /// What holds from a moment on, in nanoseconds since the start of the timeline.
    private typealias Point = (nanoseconds: Int, value: String)

    /// One metric: its labels, and what it is from each moment on.
    private struct Metric {
        var labels: [(String, String)]
        var points: [Point]
    }

    public var text: String {
        guard let series = run.series, let topology = run.topology else { return "" }
        var lines = info
        lines += routers(series, topology)
        lines += family("lsas_received_per_second", "LSAs that reach routers in updates", [metric([], series.received)])
        lines += family("lsas_sent_per_second", "LSAs that routers send", [metric([], series.sent)])
        lines += adjacencies(series, topology) + probes(series)
        return (lines + ["# EOF"]).joined(separator: "\n") + "\n"
    }

    private var info: [String] {
        let labels: [(String, String)] = [
            ("scenario", run.name), ("network", run.network), ("digest", run.digest), ("seed", "\(run.seed)"),
            ("version", run.spillwayVersion ?? ""),
        ]
        return [
            "# TYPE spillway_run info", "# HELP spillway_run What was run.", "spillway_run_info\(Self.text(labels)) 1",
        ]
    }

    // MARK: Families

    private func routers(_ series: SeriesDocument, _ topology: TopologyDocument) -> [String] {
        let labels: [[(String, String)]] = topology.routers.map { router in
            [("router", router.name)] + (router.site.map { [("site", topology.sites[$0])] } ?? [])
        }
        func each(_ flat: [[Int]]) -> [Metric] { zip(labels, flat).map { metric($0, $1) } }
        var lines = family("router_lsas", "LSAs that count towards the router's limit", each(series.counted))
        lines += family(
            "router_lsa_limit", "LSAs that the router may hold",
            zip(labels, topology.routers).compactMap { labels, router in
                router.limit.map { Metric(labels: labels, points: [(0, "\($0)")]) }
            })
        lines += family("router_queue_packets", "Packets that wait for the CPU, at the most", each(series.queues))
        lines += family("router_cpu_percent", "How busy the CPU is", each(series.cpu))
        lines += family("router_spf_runs_per_second", "Route calculations", each(series.spf))
        lines += family("router_state", "1 for the state that the router is in", states(series, labels))
        return lines
    }

    private func states(_ series: SeriesDocument, _ labels: [[(String, String)]]) -> [Metric] {
        zip(labels, series.states).flatMap { labels, flat in
            let steps = Array(Steps(flat))
            return series.stateNames.indices.filter { state in steps.contains { $0.value == state } }.map { state in
                Metric(
                    labels: labels + [("state", series.stateNames[state])],
                    points: changes(steps.map { ($0.milliseconds * 1_000_000, $0.value == state ? "1" : "0") }))
            }
        }
    }

    private func adjacencies(_ series: SeriesDocument, _ topology: TopologyDocument) -> [String] {
        let metrics = zip(topology.segments, series.links).flatMap { segment, flat in
            segment.members.enumerated().map { position, router in
                let toggles = Steps(flat).filter { $0.value == position }
                let points: [Point] = toggles.enumerated().map {
                    ($1.milliseconds * 1_000_000, $0 % 2 == 0 ? "1" : "0")
                }
                return Metric(
                    labels: [("segment", segment.name), ("router", topology.routers[router].name)],
                    points: points.first?.nanoseconds == 0 ? points : [(0, "0")] + points)
            }
        }
        return family("adjacency_full", "Whether the router has a Full adjacency on the segment", metrics)
    }

    private func probes(_ series: SeriesDocument) -> [String] {
        var lost: [Metric] = []
        for probe in run.probes {
            for (place, reason) in ["black_hole", "loop", "lossy_link"].enumerated() {
                let points: [Point] = probe.samples.filter { $0.count == 4 }.map { ($0[0], Self.share($0[place + 1])) }
                lost.append(Metric(labels: [("probe", probe.name), ("reason", reason)], points: changes(points)))
            }
        }
        let detours = zip(run.probes, series.probes).map { probe, course in
            let steps: [Point] = Steps(differences: course.detour).map {
                ($0.milliseconds * 1_000_000, Self.share($0.value))
            }
            return Metric(
                labels: [("probe", probe.name)], points: steps.first?.nanoseconds == 0 ? steps : [(0, "0")] + steps)
        }
        return family("probe_lost_ratio", "Share of the traffic that is lost", lost)
            + family("probe_detour_ratio", "Share of the traffic that is on a detour", detours)
    }

    // MARK: Lines

    private func metric(_ labels: [(String, String)], _ flat: [Int]) -> Metric {
        Metric(
            labels: labels, points: Steps(differences: flat).map { ($0.milliseconds * 1_000_000, "\($0.value)") })
    }

    /// Without points that say what the one before them says.
    private func changes(_ points: [Point]) -> [Point] {
        var kept: [Point] = []
        for point in points where kept.last?.value != point.value { kept.append(point) }
        return kept
    }

    private func family(_ name: String, _ help: String, _ metrics: [Metric]) -> [String] {
        let name = "spillway_" + name
        let samples = metrics.filter { !$0.points.isEmpty }.flatMap { metric in
            distinct(metric.points).map { "\(name)\(Self.text(metric.labels)) \($0.value) \(stamp($0.nanoseconds))" }
        }
        return samples.isEmpty ? [] : ["# TYPE \(name) gauge", "# HELP \(name) \(help)."] + samples
    }

    /// Of the points of one millisecond the last.
    private func distinct(_ points: [Point]) -> [Point] {
        points.enumerated().filter { index, point in
            index + 1 == points.count || points[index + 1].nanoseconds / 1_000_000 > point.nanoseconds / 1_000_000
        }.map(\.element)
    }

    /// Seconds to the millisecond.
    private func stamp(_ nanoseconds: Int) -> String {
        let milliseconds = max(0, nanoseconds + (run.clockStartNs ?? 0)) / 1_000_000
        return "\(milliseconds / 1_000)." + String(1_000 + milliseconds % 1_000).dropFirst()
    }

    private static func share(_ millionths: Int) -> String {
        "\(millionths / 1_000_000)." + String(1_000_000 + millionths % 1_000_000).dropFirst()
    }

    private static func text(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let parts = labels.map { name, value in
            let escaped = LegibleText.line(value).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\(name)=\"\(escaped)\""
        }
        return "{\(parts.joined(separator: ","))}"
    }
}
