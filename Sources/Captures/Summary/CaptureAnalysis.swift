import Files
import NetworkPrimitives
import OSPFWire

/// Makes a summary of a capture, frame by frame.
public struct CaptureAnalysis {
    private var classifier: FrameClassifier
    private var segments = SegmentTracker()
    private var database = DatabaseTracker()
    private var rates = RateTracker()
    private var ospfv3 = OSPFv3Findings()
    private var areas = AreaOptions()
    private var links = LinkTracker()
    private var authentication = AuthenticationTracker()
    private var problems: [FrameProblem] = []
    private var packetCounts: [PacketType: Int] = [:]
    private var uncheckedDigests = 0
    private var ospfFrameCount = 0
    private var leftOut = 0
    private var otherRoutersPackets = 0
    private var origin: Instant?
    private var times: (first: Instant, last: Instant)?
    private var seenFrom: [RouterID: Set<IPv4Address>] = [:]
    private var seenIn: [RouterID: Set<AreaID>] = [:]
    private let isChecking: Bool
    /// Who sent the packet before: the same sender needs no second look.
    private var lastSender: (router: RouterID, source: IPv4Address, area: AreaID)?
    /// Packets of other routers are classified but not analyzed, where this is set.
    public var onlyRouter: RouterID?
    /// Follows a limit on LSAs, where this is set before the first frame.
    public var limit: LimitWatch?

    public init(authenticator: (any PacketAuthenticator)? = nil) {
        classifier = FrameClassifier(authenticator: authenticator)
        isChecking = authenticator != nil
    }

    /// Reads a file to its end.
    public static func summary(
        of reader: CaptureReader, authenticator: (any PacketAuthenticator)? = nil
    ) -> CaptureSummary {
        var analysis = CaptureAnalysis(authenticator: authenticator)
        while let frame = reader.next() { analysis.add(frame) }
        return analysis.summary(of: reader)
    }

    /// Adds the next frame of the file.
    public mutating func add(_ frame: CapturedFrame) {
        let result = classifier.classify(frame)
        origin = origin ?? frame.time
        times = (min(times?.first ?? frame.time, frame.time), max(times?.last ?? frame.time, frame.time))
        noteProblem(result)
        if let packet = result.ospfv3 { ospfv3.add(packet) }
        if !result.packets.isEmpty { ospfFrameCount += 1 }
        if let refused = result.refused, let source = result.packets.first?.source {
            authentication.addRefused(refused, from: source, isKeyUnknown: result.frameClass == .keyUnknown, in: frame)
            segments.addRefused(refused, from: source, in: frame)
        }
        guard let packet = result.decoded, let found = result.packets.first else { return }
        if let onlyRouter, packet.header.routerID != onlyRouter {
            otherRoutersPackets += 1
            return
        }
        count(packet, from: found.source)
        authentication.addAccepted(packet, from: found.source)
        if !packet.hasSoundLinkLocalSignaling {
            database.violations.add(.linkLocalSignaling, "\(packet.header.routerID)", frame)
        }
        segments.add(packet, from: found.source, in: frame)
        let discarded = areas.discarded(packet, badLSAs: result.badLSAs)
        let leftOut = discarded.map(\.position)
        limit?.add(packet, leavingOut: leftOut, in: frame)
        let area = packet.header.areaID
        switch packet.body {
        case .hello(let hello): areas.add(hello, area: area)
        case .linkStateUpdate(let update):
            rates.addUpdate(of: update.lsas.count, in: frame)
            for (number, lsa) in update.lsas.enumerated() {
                let isTaken = !leftOut.contains(number)
                let arrival =
                    isTaken ? database.add(lsa, area: area, sender: packet.header.routerID, in: frame) : nil
                rates.add(lsa.header, arrival: arrival, isRefreshDue: isTaken && database.isRefreshDue)
                if arrival == .new || arrival == .changed || arrival == .flushed {
                    links.add(lsa, area: area, in: frame)
                }
                if Int(lsa.header.age) > Constants.maxAgeSeconds {
                    database.violations.add(.ageAboveMaxAge, lsa.header, frame)
                }
            }
            noteDiscarded(discarded, update.lsas.map(\.header), in: frame)
        case .linkStateRequest(let request):
            rates.addRequest(for: request.items.count, by: packet.header.routerID, in: frame)
        case .databaseDescription(let description):
            add(description.lsaHeaders, area: area, discarded, in: frame)
        case .linkStateAcknowledgment(let acknowledgment):
            add(acknowledgment.lsaHeaders, area: area, discarded, in: frame)
        default: break
        }
    }

    private mutating func add(
        _ headers: [LSAHeader], area: AreaID, _ discarded: [(position: Int, reason: LSADiscardReason)],
        in frame: CapturedFrame
    ) {
        for (position, header) in headers.enumerated() where !discarded.contains(where: { $0.position == position }) {
            database.add(header, area: area, in: frame)
        }
        noteDiscarded(discarded, headers, in: frame)
    }

    private mutating func noteDiscarded(
        _ discarded: [(position: Int, reason: LSADiscardReason)], _ headers: [LSAHeader], in frame: CapturedFrame
    ) {
        for entry in discarded {
            guard let rule = Violation.Rule(entry.reason) else { continue }
            database.violations.add(rule, headers[entry.position], frame)
        }
    }

    /// Counts a frame that is not to be analyzed.
    public mutating func leaveOut(_ frame: CapturedFrame) {
        origin = origin ?? frame.time
        leftOut += 1
    }

    private mutating func count(_ packet: OSPFPacket, from source: IPv4Address) {
        packetCounts[packet.header.type, default: 0] += 1
        if (2...3).contains(packet.header.authentication.type), !isChecking { uncheckedDigests += 1 }
        let sender = (router: packet.header.routerID, source: source, area: packet.header.areaID)
        if let lastSender, lastSender == sender { return }
        lastSender = sender
        seenFrom[sender.router, default: []].insert(source)
        seenIn[sender.router, default: []].insert(sender.area)
    }

    private mutating func noteProblem(_ result: ClassifiedFrame) {
        let detail: String
        switch result.frameClass {
        case .malformed: detail = result.error.map { "\($0)" } ?? ""
        case .badLSAChecksum:
            guard case .linkStateUpdate(let update)? = result.decoded?.body else { return }
            detail = result.badLSAs.map { "\(update.lsas[$0].header.key)" }.joined(separator: ", ")
        case .badIPChecksum, .badPacketChecksum, .authenticationFailed, .keyUnknown:
            detail = result.packets.first.map { "from \($0.source)" } ?? ""
        case .truncated: detail = "\(result.frame.octets.count) of \(result.frame.originalLength) octets captured"
        default: return
        }
        guard problems.count < FrameProblem.most else { return }
        problems.append(FrameProblem(frame: result.frame.number, frameClass: result.frameClass, detail: detail))
    }

    /// The databases as all frames so far show them.
    public var databases: [DatabaseSummary] { database.databases }

    /// What was found so far; `reader` says how the file is and how it ended.
    public func summary(of reader: CaptureReader) -> CaptureSummary {
        var segments = segments
        if let last = times?.last { segments.expire(at: last) }
        let rates = (counts: (rates.updateCount, rates.lsaCount), findings: rates.findings)
        let peak = rates.findings.peak
        let databases = database.databases
        return CaptureSummary(
            format: reader.format, interfaces: reader.interfaces, end: reader.end ?? .complete,
            totals: classifier.totals, leftOut: leftOut,
            otherRoutersPackets: otherRoutersPackets, origin: origin ?? .origin, firstTime: times?.first ?? .origin,
            lastTime: times?.last ?? .origin,
            packetCounts: packetCounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            uncheckedDigests: uncheckedDigests, problems: problems, segments: segments.segments,
            hellos: segments.hellos,
            routers: routers(databases, segments), databases: databases,
            activity: LSAActivity(
                arrivals: LSAArrival.allCases.map { ($0, database.totals[$0]) },
                updateCount: rates.counts.0, lsaCount: rates.counts.1, peakPerSecond: peak.lsas, peakTime: peak.time,
                storms: rates.findings.storms),
            events: Self.inOrder(segments.events + links.events + rates.findings.storms),
            authenticationFailures: authentication.failures,
            violations: segments.violations.sorted + database.violations.sorted, limit: limit,
            ospfv3: ospfv3, ospfFrameCount: ospfFrameCount)
    }

    /// By time; events of one moment stay in the order in which they were noted. Storms learn what preceded them.
    private static func inOrder(_ events: [CaptureEvent]) -> [CaptureEvent] {
        var sorted = events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        for number in sorted.indices {
            guard case .storm(var storm) = sorted[number].kind else { continue }
            let end = sorted[number].time + .seconds(1)
            let near = sorted.indices.filter { index in
                if case .storm = sorted[index].kind { return false }
                return sorted[index].time <= end && end - sorted[index].time <= .seconds(6)
            }
            storm.precursor = near.last { sorted[$0].kind.isOutage } ?? near.last
            sorted[number].kind = .storm(storm)
        }
        return sorted
    }

    private func routers(_ databases: [DatabaseSummary], _ segments: SegmentTracker) -> [RouterSummary] {
        var table: [RouterID: RouterSummary] = [:]
        func update(_ id: RouterID, _ change: (inout RouterSummary) -> Void) {
            change(
                &table[
                    id,
                    default: RouterSummary(
                        routerID: id, addresses: [], areas: [], flags: [], lsaCount: 0, routerLSAChanges: 0,
                        routerLSAReversions: 0,
                        restarts: 0,
                        flushes: 0, returns: 0)])
        }
        for (id, addresses) in seenFrom { update(id) { $0.addresses = addresses.sorted() } }
        for (id, areas) in seenIn { update(id) { $0.areas = areas.sorted() } }
        for database in databases {
            for entry in database.entries {
                update(entry.header.advertisingRouter) { Self.add(entry, in: database.area, to: &$0) }
            }
        }
        for (id, count) in segments.returns { update(id) { $0.restarts += count } }
        for (id, count) in database.restarts { update(id) { $0.restarts = max($0.restarts, count) } }
        return table.values.sorted { $0.routerID < $1.routerID }
    }

    private static func add(_ entry: ObservedLSA, in area: AreaID?, to router: inout RouterSummary) {
        if !entry.header.isMaxAge { router.lsaCount += 1 }
        router.flushes += entry.arrivals[.flushed]
        router.returns += entry.returns
        guard let octets = entry.body else { return }
        let body = try? LSABody(decoding: octets, type: entry.header.type, linkStateID: entry.header.linkStateID)
        switch body {
        case .router(let body)?:
            router.flags.formUnion(body.flags)
            router.routerLSAChanges += entry.arrivals[.changed]
            router.routerLSAReversions += entry.reversions
            if let area, !router.areas.contains(area) { router.areas = (router.areas + [area]).sorted() }
        case .opaque(let body)? where body.opaqueType == .routerInformation:
            router.hostname = body.tlvs.first { $0.type == 7 }.map {
                LegibleText.line(String(decoding: $0.value, as: UTF8.self))
            }
        default: break
        }
    }
}
