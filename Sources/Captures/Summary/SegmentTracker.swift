import NetworkPrimitives
import OSPFWire

/// One network that the capture was taken on: an interface, an area and a subnet.
public struct SegmentSummary: Hashable, Sendable {
    public var interface: Int
    public var area: AreaID
    /// `nil` where Hellos have no mask, as on unnumbered and virtual links.
    public var prefix: IPv4Prefix?
    /// Ascending by Router ID.
    public var routers: [SegmentRouter]
    /// As all routers agreed last.
    public var designatedRouter: IPv4Address
    public var backupDesignatedRouter: IPv4Address
    public var designatedRouterChanges: Int
}

/// A router on a segment, as its last Hello describes it.
public struct SegmentRouter: Hashable, Sendable {
    public var routerID: RouterID
    public var address: IPv4Address
    public var priority: UInt8
    /// Seconds.
    public var helloInterval: UInt16
    /// Seconds.
    public var routerDeadInterval: UInt32
    public var options: Options
    public var authentication: UInt16
    public var networkMask: IPv4Address
    public var designatedRouter: IPv4Address
    public var backupDesignatedRouter: IPv4Address
    public var neighbors: [RouterID]
    public var firstHello: Instant
    public var lastHello: Instant
    public var helloCount: Int
    /// Hellos that came, and were not used as their digest did not prove who sent them.
    public var refusedHellos = 0
    /// The last packet of any type.
    public var lastPacket: Instant
    /// No packet for the RouterDeadInterval, at the end of the capture.
    public var isSilent: Bool
}

/// Follows the Hellos of every segment.
struct SegmentTracker {
    private struct Key: Hashable {
        var interface: Int
        var area: AreaID
        var prefix: IPv4Prefix?
    }

    private(set) var segments: [SegmentSummary] = []
    private var index: [Key: Int] = [:]
    private(set) var events: [CaptureEvent] = []
    var violations = ViolationTracker()
    /// Routers that fell silent and came back, each time once.
    private(set) var returns: [RouterID: Int] = [:]
    /// Segments that lie on one wire with another, and what they disagree about.
    private var overlaps: [Int: [(segment: Int, rule: Violation.Rule)]] = [:]
    private var mtu: [RouterID: (segment: Int, value: UInt16)] = [:]
    /// The end of the earliest dead interval that runs; before it, nobody can have fallen silent.
    private var nextDeadline = Instant.never

    mutating func add(_ packet: OSPFPacket, from source: IPv4Address, in frame: CapturedFrame) {
        expire(at: frame.time)
        restartInactivityTimer(of: packet.header, from: source, in: frame)
        switch packet.body {
        case .hello(let hello): add(hello, packet.header, from: source, in: frame)
        case .databaseDescription(let description): checkMTU(description, packet.header, from: source, in: frame)
        default: break
        }
    }

    /// A packet whose digest is wrong says nothing but that its sender is not silent.
    mutating func addRefused(_ packet: OSPFPacket, from source: IPv4Address, in frame: CapturedFrame) {
        expire(at: frame.time)
        restartInactivityTimer(of: packet.header, from: source, in: frame)
        guard case .hello = packet.body else { return }
        for segment in segments.indices where segments[segment].interface == frame.interface {
            for position in segments[segment].routers.indices
            where segments[segment].routers[position].routerID == packet.header.routerID
                && segments[segment].routers[position].address == source
            {
                segments[segment].routers[position].refusedHellos += 1
            }
        }
    }

    /// Any packet shows that its sender is alive, also where Hellos are missing in the capture.
    private mutating func restartInactivityTimer(
        of header: PacketHeader, from source: IPv4Address, in frame: CapturedFrame
    ) {
        for segment in segments.indices where segments[segment].interface == frame.interface {
            let position = segments[segment].routers.firstIndex {
                $0.routerID == header.routerID && $0.address == source
            }
            guard let position, !segments[segment].routers[position].isSilent else { continue }
            segments[segment].routers[position].lastPacket = frame.time
        }
    }

    /// Hellos captured, and those that each router must have sent between its first Hello and its last packet.
    var hellos: (captured: Int, expected: Int) {
        segments.flatMap(\.routers).reduce((0, 0)) { sums, router in
            let span = (router.lastPacket - router.firstHello).wholeSeconds
            return (
                sums.0 + router.helloCount + router.refusedHellos,
                sums.1 + Int(span / Int64(max(1, router.helloInterval)))
            )
        }
    }

    private mutating func segment(of hello: Hello, _ header: PacketHeader, _ source: IPv4Address, _ interface: Int)
        -> Int
    {
        let mask = hello.networkMask
        let key = Key(
            interface: interface, area: header.areaID,
            prefix: mask == .unspecified ? nil : IPv4Prefix(source, mask: mask))
        if let known = index[key] { return known }
        index[key] = segments.count
        segments.append(
            SegmentSummary(
                interface: interface, area: header.areaID, prefix: key.prefix, routers: [],
                designatedRouter: .unspecified,
                backupDesignatedRouter: .unspecified, designatedRouterChanges: 0))
        checkOverlap(of: segments.count - 1)
        return segments.count - 1
    }

    private mutating func add(_ hello: Hello, _ header: PacketHeader, from source: IPv4Address, in frame: CapturedFrame)
    {
        let segment = segment(of: hello, header, source, frame.interface)
        var router = SegmentRouter(
            routerID: header.routerID, address: source, priority: hello.routerPriority,
            helloInterval: hello.helloInterval, routerDeadInterval: hello.routerDeadInterval, options: hello.options,
            authentication: header.authentication.type, networkMask: hello.networkMask,
            designatedRouter: hello.designatedRouter, backupDesignatedRouter: hello.backupDesignatedRouter,
            neighbors: hello.neighbors.sorted(), firstHello: frame.time, lastHello: frame.time, helloCount: 1,
            lastPacket: frame.time,
            isSilent: false)
        let position = segments[segment].routers.firstIndex { $0.routerID == header.routerID }
        if let position {
            let old = segments[segment].routers[position]
            router.firstHello = old.firstHello
            router.helloCount = old.helloCount + 1
            router.refusedHellos = old.refusedHellos
            noteChanges(from: old, to: router, on: segment, in: frame)
            segments[segment].routers[position] = router
        } else {
            event(.routerAppeared(header.routerID), on: segment, in: frame)
            let place = segments[segment].routers.firstIndex { $0.routerID > header.routerID }
            segments[segment].routers.insert(router, at: place ?? segments[segment].routers.count)
        }
        nextDeadline = min(nextDeadline, router.deadline)
        checkParameters(of: router, on: segment, in: frame)
        agree(on: segment, in: frame)
    }

    private mutating func noteChanges(
        from old: SegmentRouter, to new: SegmentRouter, on segment: Int, in frame: CapturedFrame
    ) {
        if old.isSilent {
            returns[new.routerID, default: 0] += 1
            event(.routerReturned(new.routerID, after: new.lastHello - old.lastPacket), on: segment, in: frame)
            // It begins with an empty list, which says nothing about those who are missing in it.
            return
        }
        for dropped in old.neighbors where !new.neighbors.contains(dropped) {
            event(.neighborDropped(dropped, by: new.routerID), on: segment, in: frame)
        }
        if old.address != new.address, !old.isSilent {
            violations.add(
                .duplicateRouterID, "\(new.routerID) sends from \(old.address) and \(new.address) on one segment", frame
            )
        }
    }

    /// Notes routers whose RouterDeadInterval has passed.
    mutating func expire(at now: Instant) {
        guard now >= nextDeadline else { return }
        nextDeadline = .never
        for segment in segments.indices {
            for position in segments[segment].routers.indices where !segments[segment].routers[position].isSilent {
                let router = segments[segment].routers[position]
                if router.deadline > now {
                    nextDeadline = min(nextDeadline, router.deadline)
                    continue
                }
                segments[segment].routers[position].isSilent = true
                events.append(
                    CaptureEvent(
                        time: router.deadline, frame: 0, segment: segment,
                        kind: .routerFellSilent(router.routerID, after: router.deadline - router.firstHello)))
            }
        }
    }

    /// Notes a new Designated Router once everybody who is there names it.
    private mutating func agree(on segment: Int, in frame: CapturedFrame) {
        let present = segments[segment].routers.filter { !$0.isSilent }
        guard let first = present.first, present.count > 1,
            present.allSatisfy({
                $0.designatedRouter == first.designatedRouter
                    && $0.backupDesignatedRouter == first.backupDesignatedRouter
            })
        else { return }
        let now = (first.designatedRouter, first.backupDesignatedRouter)
        let before = (segments[segment].designatedRouter, segments[segment].backupDesignatedRouter)
        guard now != before else { return }
        if before.0 != .unspecified { segments[segment].designatedRouterChanges += 1 }
        segments[segment].designatedRouter = now.0
        segments[segment].backupDesignatedRouter = now.1
        event(.designatedRouterChanged(designatedRouter: now.0, backup: now.1), on: segment, in: frame)
    }

    private mutating func event(_ kind: CaptureEvent.Kind, on segment: Int, in frame: CapturedFrame) {
        events.append(CaptureEvent(time: frame.time, frame: frame.number, segment: segment, kind: kind))
    }
}

// MARK: - Rules of configuration

extension SegmentTracker {
    /// What routers must have in common before they become neighbors (RFC 2328 §10.5).
    private mutating func checkParameters(of router: SegmentRouter, on segment: Int, in frame: CapturedFrame) {
        let mustAgree: Options = [.external, .nssa]
        for other in segments[segment].routers where other.routerID != router.routerID && !other.isSilent {
            let pair = "\(min(router.routerID, other.routerID)) and \(max(router.routerID, other.routerID))"
            if router.helloInterval != other.helloInterval { violations.add(.helloInterval, pair, frame) }
            if router.routerDeadInterval != other.routerDeadInterval {
                violations.add(.routerDeadInterval, pair, frame)
            }
            if router.options.intersection(mustAgree) != other.options.intersection(mustAgree) {
                violations.add(.options, pair, frame)
            }
            if router.authentication != other.authentication { violations.add(.authentication, pair, frame) }
            if router.address == other.address {
                violations.add(.sharedAddress, "\(pair) both send from \(router.address)", frame)
            }
        }
        for (number, overlap) in overlaps[segment, default: []] where !segments[number].routers.isEmpty {
            // On point-to-point links the mask is not looked at (RFC 2328 §10.5): who lists the other has accepted it.
            let others = segments[number].routers
            if overlap == .networkMask,
                others.allSatisfy({ $0.neighbors.contains(router.routerID) || router.neighbors.contains($0.routerID) })
            {
                violations.withdraw(overlap, description(of: segment) + " and " + description(of: number))
                violations.withdraw(overlap, description(of: number) + " and " + description(of: segment))
                continue
            }
            violations.add(overlap, description(of: segment) + " and " + description(of: number), frame)
        }
    }

    /// Segments on one interface that overlap are one network whose routers do not agree on its area or mask.
    private mutating func checkOverlap(of segment: Int) {
        let new = segments[segment]
        for (number, other) in segments.enumerated() where number != segment && other.interface == new.interface {
            guard let mine = new.prefix, let theirs = other.prefix, mine.contains(theirs) || theirs.contains(mine)
            else {
                continue
            }
            overlaps[segment, default: []].append((number, mine == theirs ? .areaID : .networkMask))
        }
    }

    private func description(of segment: Int) -> String {
        "\(segments[segment].prefix.map { "\($0)" } ?? "no subnet") in area \(segments[segment].area)"
    }

    /// A larger MTU than one's own makes a router drop Database Descriptions (RFC 2328 §10.6).
    private mutating func checkMTU(
        _ description: DatabaseDescription, _ header: PacketHeader, from source: IPv4Address, in frame: CapturedFrame
    ) {
        let home = segments.firstIndex {
            $0.interface == frame.interface && $0.area == header.areaID && $0.prefix?.contains(source) == true
        }
        guard let home, description.interfaceMTU != 0 else { return }
        for (other, value) in mtu.sorted(by: { $0.key < $1.key })
        where value.segment == home && other != header.routerID && value.value != description.interfaceMTU {
            let pair = "\(min(other, header.routerID)) and \(max(other, header.routerID))"
            violations.add(.interfaceMTU, pair, frame)
        }
        mtu[header.routerID] = (home, description.interfaceMTU)
    }
}

extension SegmentRouter {
    /// When the router counts as gone, unless another Hello comes (RFC 2328 §9.5).
    var deadline: Instant { lastPacket + .seconds(Int64(routerDeadInterval)) }
}

/// Collects violations: one entry for each rule and detail, with the first time and a count.
struct ViolationTracker {
    private var entries: [Violation] = []
    private var index: [String: Int] = [:]
    /// Those of one originator's LSAs of one type: a rule that is broken is broken often.
    private var numbers: [Originator: Int] = [:]

    private struct Originator: Hashable {
        var rule: Violation.Rule
        var router: RouterID
        var type: LSType
    }

    /// Notes a fault of the router that originated an LSA.
    mutating func add(_ rule: Violation.Rule, _ header: LSAHeader, _ frame: CapturedFrame) {
        let originator = Originator(rule: rule, router: header.advertisingRouter, type: header.type)
        if let known = numbers[originator] {
            entries[known].count += 1
        } else {
            numbers[originator] = entries.count
            add(rule, "\(header.advertisingRouter), \(header.type)", frame)
        }
    }

    mutating func add(_ rule: Violation.Rule, _ detail: String, _ frame: CapturedFrame) {
        let key = rule.rawValue + detail
        if let known = index[key] {
            entries[known].count += 1
        } else {
            index[key] = entries.count
            entries.append(Violation(rule: rule, frame: frame.number, time: frame.time, count: 1, detail: detail))
        }
    }

    /// Takes back what later packets showed to be none.
    mutating func withdraw(_ rule: Violation.Rule, _ detail: String) {
        if let known = index[rule.rawValue + detail] { entries[known].count = 0 }
    }

    /// In order of rules, then of first frames.
    var sorted: [Violation] {
        let order = Violation.Rule.allCases
        return entries.filter { $0.count > 0 }.sorted {
            (order.firstIndex(of: $0.rule)!, $0.frame, $0.detail) < (
                order.firstIndex(of: $1.rule)!, $1.frame, $1.detail
            )
        }
    }
}
