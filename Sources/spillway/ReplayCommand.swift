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

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

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

    @Option(help: "How the result is printed.")
    var format = Format.text

    func run() throws {
        let (limits, aftermath) = try arguments()
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
        let results = limits.map { CaptureReplay(limit: $0, aftermath: aftermath).run(capture) }
        print(report(capture, results))
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
