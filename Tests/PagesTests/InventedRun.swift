import Foundation
import Results
import TestSupport

@testable import Pages

/// Results to make pages of.
enum SomeResults {
    /// What the program prints with `--format json`.
    static func json(_ arguments: [String]) throws -> String {
        let outcome = try CommandLineProgram.run(arguments + ["--format", "json"])
        guard outcome.code < 2 else { throw Chromium.Failure(description: outcome.errors) }
        return outcome.output
    }

    /// A run with shutdowns, losses, an end and a limit.
    static let shutdown = Result { try json(["run", "Topologies/examples/ignore-time.yaml"]) }
    static let triangle = Result { try json(["run", "Topologies/examples/triangle-cut.yaml"]) }

    /// A result as nested values, to be changed.
    static func fields(_ json: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    }

    static func file(_ fields: [String: Any]) throws -> ResultFile {
        try ResultFile(reading: [UInt8](try JSONSerialization.data(withJSONObject: fields)))
    }

    static func run(_ json: String) throws -> RunDocument {
        guard case .run(let run) = try file(json) else { throw Chromium.Failure(description: "this is no run") }
        return run
    }

    static func file(_ json: String) throws -> ResultFile { try ResultFile(reading: Array(json.utf8)) }
}

/// A run that never was, of as many routers as one likes: sites of edges, cores, aggregation and leaves in a ring, of which
/// some shut down. For what depends on size alone.
struct InventedRun {
    var sites = 8
    var leaves = 17
    /// Values of each router's course of counted LSAs, changes of its state and of each link.
    var samples = 60
    var states = 4
    var changes = 2
    var events = 300
    static let end = 3_600_000

    func file() throws -> ResultFile {
        var run = try SomeResults.fields(SomeResults.shutdown.get())
        let network = MapCases.ring(sites: sites, leaves: leaves)
        let count = network.routers.count
        run["duration_ns"] = Self.end * 1_000_000
        run["topology"] = topology(network)
        run["routers"] = routers(network, like: (run["routers"] as? [[String: Any]])?.first ?? [:])
        var series = run["series"] as? [String: Any] ?? [:]
        series["states"] = (0..<count).map { router in
            router % 4 == 0 ? flat(states, of: Self.end, { $0 % 2 == 1 ? 3 : 0 }, shift: router * 7) : [0, 0]
        }
        series["counted"] = (0..<count).map { router in
            flat(samples, of: Self.end, { $0 == 0 ? 900 : $0 % 2 == 1 ? 90 : -90 }, shift: router)
        }
        series["queues"] = (0..<count).map { _ in flat(samples, of: Self.end, { $0 % 2 == 1 ? 17 : $0 == 0 ? 0 : -17 })
        }
        series["links"] = network.segments.indices.map { link in
            [0, 0, 0, 1] + flat(changes * 2, of: Self.end, { $0 % 2 }, shift: 5 + link).map { $0 }
        }
        series["sent"] = flat(2_048, of: Self.end, { $0 % 2 == 0 ? 1_000 : -1_000 })
        run["series"] = series
        run["happenings"] = happenings(network)
        run["story"] = story(network)
        run["actions"] = [] as [Any]
        probes(network, &run)
        return try SomeResults.file(run)
    }

    /// Moments as differences, each with a value.
    private func flat(_ count: Int, of end: Int, _ value: (Int) -> Int, shift: Int = 0) -> [Int] {
        let step = max(1, (end - 1_000) / max(1, count))
        return (0..<count).flatMap { [$0 == 0 ? 0 : $0 == 1 ? step + shift % 997 : step, value($0)] }
    }

    private func topology(_ network: MapNetwork) -> [String: Any] {
        let routers = network.routers.map { router -> [String: Any] in
            [
                "name": router.name, "site": router.site ?? 0, "areas": [0], "border": false, "boundary": false,
                "limit": 1_060,
                "warning": 950, "position": NSNull(),
            ]
        }
        let segments = network.segments.enumerated().map { number, segment -> [String: Any] in
            [
                "name": "link \(number)", "kind": "link", "area": 0, "members": segment.members, "costs": [10, 10],
                "interfaces": ["eth0", "eth0"],
            ]
        }
        return [
            "sites": network.sites, "areas": ["0.0.0.0"], "routers": routers, "segments": segments,
            "outside": [["name": "transit", "enters": [0, 1]]], "groups": [] as [Any],
        ]
    }

    private func routers(_ network: MapNetwork, like model: [String: Any]) -> [[String: Any]] {
        network.routers.enumerated().map { number, router in
            var fields = model
            fields["name"] = router.name
            fields["site"] = network.sites[router.site ?? 0]
            fields["samples"] = [] as [Any]
            fields["limit"] = 1_060
            fields["isolations"] = number % 4 == 0 ? states / 2 : 0
            fields["isolated_ns"] = number % 4 == 0 ? 60_000_000_000 : 0
            return fields
        }
    }

    private func happenings(_ network: MapNetwork) -> [[String: Any]] {
        (0..<events).map { number -> [String: Any] in
            let router = network.routers[number % network.routers.count].name
            let time = Self.end / max(1, events) * number * 1_000_000
            let text = "\(router) (957 of 1,060 LSAs) reaches its warning threshold"
            return [
                "id": number + 1, "time_ns": time, "kind": number == 0 ? "action" : "limitWarning", "reason": NSNull(),
                "router": router, "subject": 0, "detail": 0, "cause": NSNull(), "text": text,
            ]
        }
    }

    private func story(_ network: MapNetwork) -> [[String: Any]] {
        ["action", "limitExceeded", "isolated"].enumerated().map { number, kind -> [String: Any] in
            let start = 60_000_000_000 + number * 1_000_000_000
            let cause: Any = number == 0 ? NSNull() : number - 1
            return [
                "kind": kind, "start_ns": start, "end_ns": start + number * 1_000_000_000, "cause": cause,
                "further_causes": [] as [Any], "text": "step \(number + 1)", "routers": [network.routers[0].name],
                "happenings": [number + 1],
            ]
        }
    }

    /// Ways from the first site to the others and back, lost for a while.
    private func probes(_ network: MapNetwork, _ run: inout [String: Any]) {
        guard let model = (run["probes"] as? [[String: Any]])?.first, var series = run["series"] as? [String: Any]
        else { return }
        run["probes"] = (0..<4).map { number -> [String: Any] in
            var probe = model
            probe["name"] = "S1 to S\(number + 2)"
            probe["samples"] = (0..<200).map { [$0 * Self.end / 200 * 1_000_000, $0 % 3 == 1 ? 1_000_000 : 0, 0, 0] }
            return probe
        }
        let links = network.segments.prefix(8).enumerated().flatMap { [$1.members[0], $0, $1.members[1], 1_000_000] }
        let way: [String: Any] = [
            "enters": [0, 1_000_000], "steps": links, "arrives": [2, 1_000_000], "dies": [] as [Any],
        ]
        let lost: [String: Any] = [
            "enters": [0, 1_000_000], "steps": [] as [Any], "arrives": [] as [Any],
            "dies": [["reason": "noRoute", "router": 0, "share": 1_000_000]],
        ]
        series["probes"] = (0..<4).map { _ in
            ["ways": [way, lost], "way": flat(200, of: Self.end, { $0 % 2 }), "detour": [0, 0]]
        }
        run["series"] = series
    }
}
