import ArgumentParser
import Captures
import NetworkPrimitives
import OSPF
import Replays
import Reports
import Scenarios

/// `spillway replay`: a router under test hears a capture.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Feeds the LSAs of packet captures to a router under test, at their times.",
        discussion: """
            The router has the limit and the policy that are given here, and runs the same state machine as in a \
            simulation. A preset brings a vendor's grace period, ignore time and counts (see 'spillway presets'). Exits \
            with 2 where a file cannot be read or none holds a Link State Update. Several captures are merged by time.

            \(HelpText.examples(
                "spillway replay Topologies/captures/lan-flap.pcap --limit 8",
                "spillway replay Topologies/captures/lan-flap.pcap --limit 8 \\\n    --policy shutdown,reject"))
            """
    )

    @Argument(
        help: "pcap or pcapng files, also compressed by gzip; - for standard input.", completion: .file())
    var files: [String]

    @Option(help: "The LSA limit of the router.")
    var limit: UInt32?

    @Option(
        help: ArgumentHelp(
            "What the router does at the limit: shutdown, reject, warn, none or a preset, as in compare. Several, separated by commas, are compared.",
            valueName: "policies"))
    var policy = "shutdown"

    @Option(
        help: ArgumentHelp("A vendor's parameters, such as cisco-ios-xe or juniper-junos.", valueName: "name"))
    var preset: String?

    @Option(help: ArgumentHelp("How long the emulation goes on after the last frame.", valueName: "duration"))
    var after = "10m"

    @Option(
        help: ArgumentHelp(
            "Replay into this emulated network instead, in which a listener floods the LSAs of the capture.",
            valueName: "topology"), completion: .file(extensions: ["yaml", "yml"]))
    var into: String?

    @Option(name: .customLong("at"), help: ArgumentHelp("The link or LAN where the listener is.", valueName: "segment"))
    var segment: String?

    @Option(
        help: ArgumentHelp(
            "Replay only up to this time after the first frame; with --then and without --into, go on from the network that the capture shows at that time.",
            valueName: "duration"))
    var until: String?

    @Option(
        help: ArgumentHelp(
            "Actions that follow, such as 'cut a-b; run 10m' (see 'spillway plan --help').",
            valueName: "actions"))
    var then: String?

    @Option(
        help: ArgumentHelp(
            "Run at this multiple of real time (1: as captured), and print events when they happen.",
            valueName: "factor"))
    var speed: String?

    @Flag(help: "Emulate gaps of more than an hour between frames, which are skipped otherwise.")
    var keepGaps = false

    @OptionGroup var page: PageOption

    @Option(help: ReportFormat.help)
    var format = ReportFormat.text

    func validate() throws {
        guard (into == nil) == (segment == nil) else {
            throw ValidationError("--into and --at belong together (\(into == nil ? "--into" : "--at")): give both")
        }
        guard into == nil && then == nil || limit == nil && preset == nil && policy == "shutdown" else {
            throw ValidationError(
                "a network has its own limits (--limit, --policy, --preset): give them without --into and --then")
        }
        if let speed, Pace(speed) == nil {
            throw ValidationError("'\(speed)' is not a speed (--speed): \(Pace.forms)")
        }
        guard until == nil || into != nil || then != nil else {
            throw ValidationError("--until needs --into or --then (--until): give one of them")
        }
    }

    func run() async throws {
        let request = ReplayRequest(
            files: files, limit: limit, preset: preset, policies: [policy], after: after, keepsGaps: keepGaps)
        guard into != nil || then != nil else { return try await request.run(format, page: page.file(), speed: speed) }
        let aftermath = try Console.duration(after, option: "--after")
        let end = try until.map { try Console.duration($0, option: "--until") }
        let replay = NetworkReplay(
            captureName: request.name, stem: CaptureInput.stem(of: files[0]), format: format, aftermath: aftermath,
            until: end, actions: then, speed: speed, page: try page.file())
        if let into, let segment { return try await replay.run(try request.read(), into: into, at: segment) }
        let topology = try CaptureInput.network(of: files, at: until.flatMap { MomentArgument(argument: $0) }).topology
        try await replay.run(continuing: topology)
    }
}
