import ArgumentParser
import Captures
import NetworkPrimitives
import OSPF
import Replays
import Reports
import Scenarios

/// `spillway replay`: a router under test hears a capture.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Feeds the LSAs of a packet capture to a router under test, at their times.",
        discussion: """
            The router has the limit and the policy that are given here, and runs the same state machine as in a \
            simulation. A preset brings a vendor's grace period, ignore time and counts; see the page on limits. Exits \
            with 2 where the file cannot be read or holds no link state update.
            """
    )

    @Argument(help: "A pcap or pcapng file; - for standard input.")
    var file: String

    @Option(help: "How many LSAs the router may hold.")
    var limit: UInt32?

    @Option(
        help: ArgumentHelp(
            "What it does at the limit: shutdown, reject, warn or none. Several, separated by commas, are compared.",
            valueName: "policies"))
    var policy = "shutdown"

    @Option(
        help: ArgumentHelp("A vendor's row of parameters, such as cisco-ios-xe or juniper-junos.", valueName: "name"))
    var preset: String?

    @Option(help: ArgumentHelp("How long the emulation goes on after the last frame.", valueName: "duration"))
    var after = "10m"

    @Option(
        help: ArgumentHelp(
            "Replay into this emulated network instead: a listener floods there what the capture shows.",
            valueName: "topology"), completion: .file(extensions: ["yaml", "yml"]))
    var into: String?

    @Option(name: .customLong("at"), help: ArgumentHelp("The link or LAN where the listener is.", valueName: "segment"))
    var segment: String?

    @Option(
        help: ArgumentHelp(
            "Replay up to this time after the first frame only; with --then and without --into, go on from the network that the capture shows there.",
            valueName: "duration"))
    var until: String?

    @Option(
        help: ArgumentHelp(
            "What happens next, such as 'cut a-b; run 10m': actions of a timeline, and run for time that passes.",
            valueName: "actions"))
    var then: String?

    @Option(
        help: ArgumentHelp(
            "Run at this multiple of real time, 1 for the captured pace, and tell what happens while it happens.",
            valueName: "factor"))
    var speed: String?

    @Option(help: "How the result is printed.")
    var format = ResultFormat.text

    func validate() throws {
        guard (into == nil) == (segment == nil) else { throw ValidationError("--into and --at belong together") }
        guard into == nil && then == nil || limit == nil && preset == nil && policy == "shutdown" else {
            throw ValidationError(
                "--limit, --policy and --preset are of a router under test; a network has its own limits")
        }
        if let speed, Pace(speed) == nil {
            throw ValidationError("--speed: '\(speed)' is no factor such as 1, 10 or 0.5")
        }
        guard until == nil || into != nil || then != nil else {
            throw ValidationError("--until needs --into or --then")
        }
    }

    func run() throws {
        if into != nil || then != nil { return try runNetwork() }
        let (limits, aftermath) = try arguments()
        if let speed {
            guard limits.count == 1 else { throw failure("--speed: one policy can be watched at a time") }
            let result = try watched(CaptureReplay(limit: limits[0], aftermath: aftermath), try read(), at: speed)
            return print(report(result.capture, [result.result]))
        }
        let capture = try read()
        let results = limits.map { CaptureReplay(limit: $0, aftermath: aftermath).run(capture) }
        print(report(capture, results))
    }

    private func runNetwork() throws {
        guard let aftermath = Duration(after) else {
            throw failure("--after: '\(after)' is no duration; write 30s, 10m or 1h")
        }
        let end = until.flatMap { Duration($0) }
        if let until, end == nil { throw failure("--until: '\(until)' is no duration; write 30s, 10m or 1h") }
        let replay = NetworkReplay(
            captureName: name, format: format, aftermath: aftermath, until: end, actions: then,
            pace: speed)
        if let into, let segment { return try replay.run(try read(), into: into, at: segment) }
        let topology = try CaptureInput.topology(of: file, at: until.flatMap { MomentArgument(argument: $0) })
        try replay.run(continuing: topology)
    }

    private func watched(
        _ replay: CaptureReplay, _ capture: CapturedUpdates, at speed: String
    ) throws -> (capture: CapturedUpdates, result: ReplayResult) {
        guard let pace = Pace(speed) else { throw failure("--speed: '\(speed)' is no factor such as 1, 10 or 0.5") }
        Interruption.watch()
        let watch = CaptureReplay.Watch(step: pace.step) { offset, events in
            pace.wait(until: offset)
            for event in events { StandardError.write(ReplayText.line(event) + "\n") }
            return !Interruption.isPending
        }
        guard let result = replay.run(capture, watch: watch) else { throw ExitCode(Interruption.exitCode) }
        return (capture, result)
    }

    private func read() throws -> CapturedUpdates {
        let capture: CapturedUpdates
        let end: CaptureEnd?
        do {
            let reader = try CaptureReader(path: file)
            capture = CapturedUpdates(reader)
            end = reader.end
        } catch {
            throw failure("\(name): \(error)")
        }
        guard !capture.updates.isEmpty else {
            let total = capture.totals.sum
            throw failure("\(name): holds no OSPFv2 link state update that can be used, in \(total) frames")
        }
        if let end, end != .complete { StandardError.write("spillway: warning: \(name): \(end)\n") }
        return capture
    }

    private func report(_ capture: CapturedUpdates, _ results: [ReplayResult]) -> String {
        switch format {
        case .text where results.count == 1: return ReplayText(name: name, capture: capture, result: results[0]).text
        case .text:
            let rows = zip(policyNames, results).map { ($0, $1) }
            return ReplayComparisonText(name: name, capture: capture, results: rows).text
        case .json:
            let objects = results.map { ReplayJSON(name: name, capture: capture, result: $0).text }
            return objects.count == 1 ? objects[0] : "[" + objects.joined(separator: ",\n") + "]"
        }
    }

    private var policyNames: [String] {
        policy.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// The limit under each policy, and the time after the last frame. All mistakes are told at once.
    private func arguments() throws -> ([LimitPolicy], Duration) {
        var mistakes: [String] = []
        var base = LimitPolicy()
        if let preset {
            if let known = Preset.named(preset) {
                base = known.limit ?? base
            } else {
                let names = Preset.all.map(\.name)
                let hint = nearestName(to: preset, among: names).map { ", did you mean '\($0)'?" } ?? ""
                mistakes.append("--preset: there is no preset '\(preset)'\(hint)")
            }
        }
        if let limit { base.maximum = limit }
        var limits: [LimitPolicy] = []
        for word in policyNames {
            guard let name = PolicyName(rawValue: word) else {
                mistakes.append("--policy: '\(word)' is none of shutdown, reject, warn, none")
                continue
            }
            var limit = base
            if let action = name.action { limit.action = action } else { limit.maximum = nil }
            limits.append(limit)
        }
        if base.maximum == nil, policyNames != ["none"], mistakes.isEmpty {
            mistakes.append("--limit is missing: how many LSAs may the router hold? (or say --policy none)")
        }
        let aftermath = Duration(after)
        if aftermath == nil { mistakes.append("--after: '\(after)' is no duration; write 30s, 10m or 1h") }
        guard mistakes.isEmpty, let aftermath else { throw failure(mistakes.joined(separator: "\nspillway: error: ")) }
        return (limits, aftermath)
    }

    private var name: String { file == "-" ? "standard input" : file }

    private func failure(_ message: String) -> ExitCode {
        StandardError.write("spillway: error: \(message)\n")
        return ExitCode(2)
    }
}

/// The policies that can be compared.
enum PolicyName: String, CaseIterable {
    case shutdown, reject, warn, none

    /// `nil` where there is to be no limit.
    var action: LimitPolicy.Action? {
        switch self {
        case .shutdown: .shutdown
        case .reject: .reject
        case .warn: .warn
        case .none: nil
        }
    }
}
