import Captures
import NetworkPrimitives
import OSPFWire

/// A capture's summary for people: the most important first, and at the end what the capture cannot know.
public struct CaptureSummaryText: Sendable {
    let name: String
    let summary: CaptureSummary

    let listsLSAs: Bool
    let limitPolicy: String?
    let clock: CaptureClock
    let names: [RouterID: String]

    /// - Parameters:
    ///   - listsLSAs: whether every LSA of the databases has a line.
    ///   - limitPolicy: what routers do at the limit that the summary followed: shutdown, reject or warn.
    ///   - isLocal: whether times are those of this machine's time zone, in place of UTC.
    ///   - names: what routers are called, in place of their Router IDs.
    public init(
        name: String, summary: CaptureSummary, listsLSAs: Bool = false, limitPolicy: String? = nil,
        isLocal: Bool = false, names: [RouterID: String] = [:]
    ) {
        clock = CaptureClock(isLocal: isLocal, from: summary.origin, to: summary.lastTime)
        self.names = names
        self.limitPolicy = limitPolicy
        self.name = name
        self.summary = summary
        self.listsLSAs = listsLSAs
    }

    /// Lists longer than this are cut, and say so.
    static let longestList = 20

    /// The text, lines joined by line breaks.
    public var text: String {
        let parts = [
            heading, happenings, outages, authentication, violations, limit, difference, routers, segments, databases,
            activity, churn, frames, problems, ospfv3, caveat,
        ]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    // MARK: The file

    private var heading: [String] {
        let span = summary.lastTime - summary.firstTime
        var lines = ["\(name): \(summary.format), \(counted(summary.totals.sum, "frame")) in \(seconds(span))"]
        let times = "\(clock.dateAndTime(summary.firstTime)) to \(clock.dateAndTime(summary.lastTime))"
        lines.append("  from \(times) \(clock.zone)")
        if summary.interfaces.count > 1 || summary.interfaces.first?.name != nil {
            let names = summary.interfaces.enumerated().map { number, face in
                "\(face.name ?? "interface \(number)") (\(face.linkType))"
            }
            lines.append("  captured on \(names.joined(separator: ", "))")
        } else if let face = summary.interfaces.first {
            lines.append("  captured on \(face.linkType)")
        }
        if summary.end != .complete { lines.append("  WARNING: \(summary.end); everything before was read") }
        if summary.ospfFrameCount > 0 { lines.append("  \(verdict)") }
        return lines
    }

    private var frames: [String] {
        var table = ColumnText(rightAligned: [0])
        for kind in FrameClass.allCases where summary.totals[kind] > 0 {
            table.add("\(summary.totals[kind])", "\(kind)")
        }
        table.add("\(summary.totals.sum)", "in all")
        var lines = ["Frames"] + table.lines
        if summary.leftOut > 0 {
            lines.append("  left out: \(counted(summary.leftOut, "frame")) outside the chosen time")
        }
        if summary.otherRoutersPackets > 0 {
            lines.append("  left out: \(counted(summary.otherRoutersPackets, "packet")) of other routers")
        }
        if summary.lacksHellos {
            lines.append(
                "  CAUTION: only \(summary.hellos.captured) of about \(summary.hellos.expected) Hellos are here, as if a filter"
                    + " had left them out; silence and returns cannot be told from it")
        }
        if !summary.packetCounts.isEmpty { lines.append("  packets used: \(packetTypes)") }
        if summary.uncheckedDigests > 0 {
            lines.append(
                "  (\(counted(summary.uncheckedDigests, "packet")) with a digest that was not checked; --key ID=SECRET checks it)"
            )
        }
        return lines
    }

    private var packetTypes: String {
        summary.packetCounts.map { "\($0.count) \($0.type)" }.joined(separator: ", ")
    }

    private var problems: [String] {
        guard !summary.problems.isEmpty else { return [] }
        var table = ColumnText(rightAligned: [0])
        for problem in summary.problems.prefix(Self.longestList) {
            table.add("frame \(problem.frame)", "\(problem.frameClass)", problem.detail)
        }
        return ["Frames with something wrong"] + table.lines + more(summary.problems.count)
    }

    func more(_ count: Int) -> [String] {
        count > Self.longestList ? ["  and \(count - Self.longestList) more (--format json lists all)"] : []
    }

    // MARK: The network

    private var routers: [String] {
        guard !summary.routers.isEmpty else { return [] }
        var table = ColumnText(
            header: ["Router ID", "addresses here", "areas", "role", "LSAs", "router-LSA changes", "restarts"],
            rightAligned: [4, 5, 6])
        for router in summary.routers {
            table.add(
                (names[router.routerID] ?? router.hostname).map { "\(router.routerID) (\($0))" }
                    ?? "\(router.routerID)",
                router.addresses.isEmpty ? "-" : router.addresses.map { "\($0)" }.joined(separator: " "),
                router.areas.isEmpty ? "-" : router.areas.map { "\($0)" }.joined(separator: " "), role(of: router),
                "\(router.lsaCount)", "\(router.routerLSAChanges)", "\(router.restarts)")
        }
        return ["Routers"] + table.lines
    }

    private func role(of router: RouterSummary) -> String {
        var roles: [String] = []
        if router.flags.contains(.areaBorderRouter) { roles.append("ABR") }
        if router.flags.contains(.asBoundaryRouter) { roles.append("ASBR") }
        if router.flags.contains(.virtualLinkEndpoint) { roles.append("virtual link") }
        if router.flags.contains(.nssaTranslator) { roles.append("NSSA translator") }
        return roles.isEmpty ? "-" : roles.joined(separator: ", ")
    }

    private var segments: [String] {
        guard !summary.segments.isEmpty else { return [] }
        return ["Segments"] + summary.segments.flatMap(lines(of:))
    }

    private func lines(of segment: SegmentSummary) -> [String] {
        let place = segment.prefix.map { "\($0)" } ?? "no subnet"
        let face = summary.interfaces.count > 1 ? " on \(interfaceName(segment.interface))" : ""
        var lines = ["  \(place) in area \(segment.area)\(face): \(designation(of: segment))"]
        var table = ColumnText()
        for router in segment.routers {
            table.add(
                "  \(called(router.routerID))", "\(router.address)", "priority \(router.priority)",
                "HelloInterval \(router.helloInterval)s, RouterDeadInterval \(router.routerDeadInterval)s",
                counted(router.helloCount, "Hello"), router.isSilent ? "SILENT at the end" : neighbors(of: router))
        }
        lines += table.lines
        return lines
    }

    private func interfaceName(_ number: Int) -> String {
        guard summary.interfaces.indices.contains(number) else { return "interface \(number)" }
        return summary.interfaces[number].name ?? "interface \(number)"
    }

    private func neighbors(of router: SegmentRouter) -> String {
        router.neighbors.isEmpty ? "lists no neighbor" : "lists " + router.neighbors.map(called).joined(separator: " ")
    }

    private func designation(of segment: SegmentSummary) -> String {
        guard segment.designatedRouter != .unspecified else { return disagreement(on: segment) }
        let backup = segment.backupDesignatedRouter
        return "DR \(named(segment.designatedRouter, on: segment)), "
            + (backup == .unspecified ? "no backup" : "BDR \(named(backup, on: segment))")
            + (segment.designatedRouterChanges > 0
                ? ", changed \(counted(segment.designatedRouterChanges, "time"))" : "")
    }

    /// What the routers of a segment say of a Designated Router that they never all agreed on.
    private func disagreement(on segment: SegmentSummary) -> String {
        var present = segment.routers.filter { !$0.isSilent }
        if !present.contains(where: { $0.designatedRouter != .unspecified }) { present = segment.routers }
        let choices = present.filter { $0.designatedRouter != .unspecified }
        guard !choices.isEmpty else {
            guard segment.routers.count > 1 else { return "one router heard" }
            let areNeighbors = present.contains { !$0.neighbors.isEmpty }
            return "no Designated Router" + (areNeighbors ? ", as on point-to-point links" : "")
        }
        guard segment.routers.count > 1 else {
            return "one router heard, which names DR \(named(choices[0].designatedRouter, on: segment))"
        }
        let said = choices.map { router in
            let isItself = router.designatedRouter == router.address
            return
                "\(called(router.routerID)) names \(isItself ? "itself" : named(router.designatedRouter, on: segment)) DR"
        }
        return "no agreement on a Designated Router: " + said.joined(separator: ", ")
            + (choices.count < present.count ? ", the others none" : "")
    }

    /// A router by its name where it has one, or else its Router ID.
    func called(_ router: RouterID) -> String { names[router] ?? "\(router)" }

    func named(_ address: IPv4Address, on segment: SegmentSummary) -> String {
        let router = segment.routers.first { $0.address == address }
        return router.map { "\(called($0.routerID)) (\(address))" } ?? "\(address)"
    }

    private var databases: [String] {
        guard !summary.databases.isEmpty else { return [] }
        var lines = ["Databases, as seen from here at the end"]
        for database in summary.databases {
            let place = database.area.map { "area \($0)" } ?? "AS scope"
            let live = database.entries.filter { !$0.header.isMaxAge }
            let flushed = database.entries.count - live.count
            let types = Set(live.map(\.header.type)).sorted().map { type in
                counted(live.lazy.filter { $0.header.type == type }.count, "\(type)")
            }
            lines.append(
                "  \(place): \(counted(live.count, "LSA"))"
                    + (types.isEmpty ? "" : " (\(types.joined(separator: ", ")))")
                    + (flushed > 0 ? ", and \(flushed) flushed" : ""))
            lines += remarks(on: database, live)
            if listsLSAs { lines += list(database) }
        }
        let unseen = summary.databases.flatMap(\.entries).filter { $0.body == nil }.count
        if unseen > 0 { lines.append("  \(counted(unseen, "LSA")) known by header only") }
        return lines
    }

    /// What grows a database without anybody having asked for it.
    private func remarks(on database: DatabaseSummary, _ live: [ObservedLSA]) -> [String] {
        var lines: [String] = []
        let heard = summary.segments.flatMap(\.routers)
        let present = Set(heard.filter { !$0.isSilent }.map(\.routerID))
        let silent = Set(heard.map(\.routerID)).subtracting(present)
        let stale = live.lazy.filter { silent.contains($0.header.advertisingRouter) }.count
        if stale > 0 {
            lines.append("    \(counted(stale, "LSA")) of routers that fell silent, which stay until MaxAge (an hour)")
        }
        let shared = database.sharedDestinations
        if shared > 0 { lines.append("    \(counted(shared, "destination")) announced by more than one router") }
        return lines
    }

    private func list(_ database: DatabaseSummary) -> [String] {
        var table = ColumnText(
            header: ["  type", "Link State ID", "Advertising Router", "sequence", "age", "octets", "last new", ""],
            rightAligned: [4, 5, 6])
        for entry in database.entries {
            let header = entry.header
            table.add(
                "  \(header.type)", "\(header.linkStateID)", called(header.advertisingRouter),
                hexadecimal(UInt32(bitPattern: header.sequenceNumber)), "\(header.age)", "\(header.length)",
                clock.exactTime(entry.time), header.isMaxAge ? "flushed" : "")
        }
        return table.lines
    }
}
