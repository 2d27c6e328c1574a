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
        abstract: "Feeds the LSAs of packet captures to a router under test, at their times.",
        discussion: """
            The router has the limit and the policy that are given here, and runs the same state machine as in a \
            simulation. A preset brings a vendor's grace period, ignore time and counts; see the page on limits. Exits \
            with 2 where a file cannot be read or none holds a link state update. Several captures are merged by time.
            """
    )

    @Argument(
        help: "pcap or pcapng files, also compressed by gzip; - for standard input.", completion: .file())
    var files: [String]

    @Option(help: "How many LSAs the router may hold.")
    var limit: UInt32?

    @Option(
        help: ArgumentHelp(
            "What it does at the limit, as compare takes it: shutdown, reject, warn, none or a preset. Several, separated by commas, are compared.",
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

    @Flag(help: "Emulate gaps of more than an hour between frames, too, which are skipped otherwise.")
    var keepGaps = false

    @Option(help: "How the result is printed.")
    var format = ResultFormat.text

    func validate() throws {
        guard (into == nil) == (segment == nil) else { throw ValidationError("--into and --at belong together") }
        guard into == nil && then == nil || limit == nil && preset == nil && policy == "shutdown" else {
            throw ValidationError(
                "--limit, --policy and --preset are of a router under test; a network has its own limits")
        }
        if let speed, Pace(speed) == nil {
            throw ValidationError("--speed: '\(speed)' is no factor from 0.001 to 1000000, such as 1, 10 or 0.5")
        }
        guard until == nil || into != nil || then != nil else {
            throw ValidationError("--until needs --into or --then")
        }
    }

    func run() throws {
        if into != nil || then != nil { return try runNetwork() }
        guard let speed else { return try test.compare(format) }
        let (variants, aftermath) = try test.arguments()
        guard variants.count == 1 else { throw Console.failure("--speed: one policy can be watched at a time") }
        let capture = try test.read()
        let replay = CaptureReplay(limit: variants[0].limit, aftermath: aftermath)
        let result = try watched(replay, capture, at: speed)
        try test.report(capture, [(variants[0], result)], format)
    }

    private var test: RouterUnderTest {
        RouterUnderTest(
            files: files, limit: limit, preset: preset, policies: [policy], after: after, keepsGaps: keepGaps)
    }

    private func runNetwork() throws {
        let aftermath = try Console.duration(after, option: "--after")
        let end = try until.map { try Console.duration($0, option: "--until") }
        let replay = NetworkReplay(
            captureName: test.name, stem: CaptureInput.stem(of: files[0]), format: format, aftermath: aftermath,
            until: end, actions: then, pace: speed)
        if let into, let segment { return try replay.run(try test.read(), into: into, at: segment) }
        let topology = try CaptureInput.network(of: files, at: until.flatMap { MomentArgument(argument: $0) }).topology
        try replay.run(continuing: topology)
    }

    private func watched(_ replay: CaptureReplay, _ capture: CapturedUpdates, at speed: String) throws -> ReplayResult {
        guard let pace = Pace(speed) else { preconditionFailure("validate() lets nothing else through") }
        Interruption.watch()
        let watch = CaptureReplay.Watch(step: pace.step) { offset, events in
            pace.wait(until: offset)
            for event in events { StandardError.write(ReplayText.line(event) + "\n") }
            return !Interruption.isPending
        }
        guard let result = replay.run(capture, watch: watch) else { throw ExitCode(Interruption.exitCode) }
        return result
    }
}
