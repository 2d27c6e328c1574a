import ArgumentParser
import Captures
import Files
import NetworkPrimitives
import Reports

/// `spillway inspect`: what a capture holds.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows what a packet capture says about an OSPF network.",
        discussion: """
            Reads pcap and pcapng files, also compressed by gzip; several are merged by time. Links and routers that \
            went away come first, with their times. Every frame is accounted for, and damaged ones are named by frame \
            number. Exits with 2 where a file cannot be read or none holds OSPF.

            \(HelpText.examples(
                "spillway inspect Topologies/captures/lan-flap.pcap",
                "spillway inspect Topologies/captures/lan-flap.pcap --between 0s 60s --lsas"))
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(
        help: "Files (pcap or pcapng), also compressed by gzip; - for standard input.", completion: .file())
    var files: [String]

    @Flag(
        help:
            "Print one JSON object a line for each OSPFv2 packet; with --format json, after a line on where they come from."
    )
    var packets = false

    @Option(help: "Format of the summary.")
    var format = Format.text

    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "A secret with which digests are verified, by key ID; ADDRESS/ID=SECRET is for one sender. May be repeated.",
            valueName: "id=secret")
    )
    var keys: [AuthenticationKeyArgument] = []

    @Option(help: ArgumentHelp("Show the network as it was at this time: \(MomentArgument.forms).", valueName: "time"))
    var at: MomentArgument?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Use only the frames between two times, which are written as for --at.", valueName: "time"))
    var between: [MomentArgument] = []

    @Option(help: "Use only the packets that this router sent, and list what they show of its database.")
    var router: String?

    @Option(
        help:
            "Show which routers would have hit a limit of this number of LSAs of other routers, when, and at which frame."
    )
    var limit: Int?

    @Option(help: "What the routers would have done at --limit: shutdown, reject or warn.")
    var policy: String?

    @Flag(help: "Print times in the time zone of this machine, in place of UTC.")
    var local = false

    @Option(
        help: ArgumentHelp(
            "Print the names of routers from this topology or scenario, in place of Router IDs.", valueName: "topology"),
        completion: .file(extensions: ["yaml", "yml"]))
    var names: String?

    @Flag(help: "List every LSA of the databases.")
    var lsas = false

    func validate() throws {
        if let limit, limit < 1 {
            throw ValidationError("'\(limit)' is not a limit (--limit): give a number of LSAs, 1 or more")
        }
        if let policy, !["shutdown", "reject", "warn"].contains(policy) {
            throw ValidationError("unknown policy '\(policy)' (--policy): it is shutdown, reject or warn")
        }
        guard policy == nil || limit != nil else {
            throw ValidationError("--policy needs --limit (--policy): give the number of LSAs with --limit")
        }
        guard between.isEmpty || between.count == 2 else {
            throw ValidationError(
                "--between needs two times (--between): write for example --between 00:38:20 00:39:10")
        }
        guard between.isEmpty || at == nil else {
            throw ValidationError("--at and --between exclude each other (--at): give one of them")
        }
        if let router, RouterID(router) == nil {
            throw ValidationError("'\(router)' is not a Router ID (--router): write for example 10.0.0.1")
        }
    }

    func run() throws {
        let reader = try CaptureInput.reader(of: files)
        if packets {
            try printPackets(of: reader)
        } else {
            try printSummary(of: reader)
        }
    }

    private func printPackets(of reader: CaptureReader) throws {
        if format == .json { try StandardOutput.writeUnchanged(ResultHeader.current.line(.packets)) }
        var dissector = FrameDissector()
        while let frame = reader.next() {
            guard case .packets(let found) = dissector.dissect(frame) else { continue }
            for (index, packet) in found.enumerated() {
                let line = PacketLine(
                    frame: frame, index: index, packet: packet, authenticator: authenticator, opensOpaque: true)
                try StandardOutput.writeUnchanged(line.json + "\n")
            }
        }
        CaptureInput.warnOfEnds(reader, name: name)
    }

    private func printSummary(of reader: CaptureReader) throws {
        let routerNames = try names.map(CaptureInput.routerNames) ?? [:]
        let summary = summary(of: reader)
        guard summary.ospfFrameCount > 0 || summary.totals[.ospfv3] > 0 else {
            throw Console.failure(CaptureContents(summary).withoutOSPF, at: name)
        }
        switch format {
        case .text:
            let text = CaptureSummaryText(
                name: LegibleText.line(name), summary: summary, listsLSAs: lsas || router != nil, limitPolicy: policy,
                isLocal: local, names: routerNames)
            try StandardOutput.write(text.text + "\n")
        case .json:
            let json = CaptureSummaryJSON(name: name, summary: summary, names: routerNames)
            try StandardOutput.writeUnchanged(json.text(under: .current))
        }
    }

    private func summary(of reader: CaptureReader) -> CaptureSummary {
        var analysis = CaptureAnalysis(authenticator: authenticator)
        analysis.onlyRouter = router.flatMap { RouterID($0) }
        analysis.limit = limit.map { LimitWatch(maximum: $0) }
        return analysis.summary(
            of: reader, in: chosenTimes,
            whole: between.isEmpty ? nil : CaptureAnalysis(authenticator: authenticator))
    }

    private var authenticator: (any PacketAuthenticator)? {
        keys.isEmpty ? nil : AuthenticationKeys(keys.map(\.key))
    }

    /// No moment lies between two that stand in the wrong order.
    private func chosenTimes(firstFrame: Instant) -> Range<Instant> {
        guard between.count == 2 else { return MomentArgument.span(to: at, firstFrame: firstFrame, isLocal: local) }
        let start = between[0].instant(firstFrame: firstFrame, isLocal: local)
        let end = between[1].instant(firstFrame: firstFrame, isLocal: local, isEnd: true)
        return start..<max(start, end + .nanoseconds(1))
    }

    private var name: String { files.map(CaptureInput.name).joined(separator: ", ") }
}
