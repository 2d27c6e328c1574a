import Analysis
import Emulation
import NetworkPrimitives
import OSPF

// What a picture of the run needs besides its results.
extension RunJSON {
    func writePicture(into root: inout CompactJSON) {
        TopologyJSON(result.scenario.network, result.scenario.notes).write(into: &root)
        root.key("actions")
        root.array { list in
            for (id, place) in result.actions { writeAction(id, place, into: &list) }
        }
        guard let course = result.course else { return }
        root.key("series")
        SeriesJSON(course: course, names: names).write(into: &root)
    }

    private func writeAction(_ id: HappeningID, _ place: TimelinePlace, into list: inout CompactJSON) {
        let network = result.scenario.network
        let entry = result.scenario.timeline[place.entry]
        let action = entry.actions[place.position]
        let targets = action.targets { names.segmentNumber(of: $0, interface: $1) }
        list.object { object in
            object.field("happening", Int(id.number))
            object.field("time_ns", offset(result.journal[id].instant))
            object.field("verb", action.verb)
            object.numbers("routers", targets.routers.map(\.offset))
            object.numbers("segments", targets.segments.map(\.offset))
            object.field("label", entry.label)
            if case .at = entry.trigger { object.field("scripted", true) } else { object.field("scripted", false) }
            object.field("text", action.text(in: network))
        }
    }

    // MARK: Values behind words

    func writeRule(of verdict: Verdict, into object: inout CompactJSON) {
        let rule = verdict.expectation.rule
        object.field("rule", rule.word)
        let probe = rule.probe.flatMap { name in result.scenario.probes.firstIndex { $0.name == name } }
        object.field("probe", probe)
        switch rule {
        case .lost(_, let comparison, let time), .dark(_, let comparison, let time):
            object.field("comparison", comparison.words)
            object.field("threshold_ns", time.nanoseconds)
        case .isolated(_, let comparison, let count), .databaseSize(_, let comparison, let count),
            .rejected(_, let comparison, let count):
            object.field("comparison", comparison.words)
            object.field("threshold_count", count)
        case .databaseShare(_, let comparison, let percent):
            object.field("comparison", comparison.words)
            object.field("threshold_percent", percent)
        case .delivered, .route: object.field("comparison", nil as String?)
        }
    }

    /// What a happening is about, where its numbers do not say so by themselves.
    func writeSubjects(of happening: Happening, into object: inout CompactJSON) {
        let subjects = HappeningSubjects(happening.entry)
        if let segment = subjects.segment { object.field("segment", segment.offset) }
        if let probe = subjects.probe { object.field("probe", probe) }
        guard let router = happening.router else { return }
        if let interface = subjects.interface,
            let segment = names.segmentNumber(of: router, interface: interface)
        {
            object.field("segment", segment.offset)
        }
        if let id = subjects.neighbor, let number = names.neighborNumber(id, of: router, on: subjects.interface) {
            object.field("neighbor", number.offset)
        }
        if let set = subjects.redistribution { object.field("redistribution", names.redistribution(set, of: router)) }
    }
}

/// The things in an entry of the log.
struct HappeningSubjects {
    var segment: SegmentIndex?
    var interface: InterfaceIndex?
    var neighbor: RouterID?
    var redistribution: Int?
    var probe: Int?

    init(_ entry: LogEntry) {
        switch entry {
        case .lossConfigured(let number): segment = number
        case .adjacencyFormed(let router, let index), .adjacencyLost(let router, let index, _):
            (neighbor, interface) = (router, index)
        case .designatedRouterElected(let index, _), .packetDamaged(let index, _), .keyExpired(let index, _):
            interface = index
        case .helperStarted(let router, _), .helperRefused(let router, _), .helperStopped(let router, _):
            neighbor = router
        case .originatorStarted(let set), .originatorStopped(let set), .redistributionStarted(let set),
            .redistributionStopped(let set), .deliveryStarted(let set):
            redistribution = Int(set.position)
        case .probeLost(let number, _, _), .probeRestored(let number): probe = Int(number)
        default: break
        }
    }
}

extension Expectation.Rule {
    static let words = [
        "lost", "dark", "isolated", "database", "database_share", "delivered", "rejected", "route",
    ]

    /// As results spell it.
    fileprivate var word: String {
        switch self {
        case .lost: "lost"
        case .dark: "dark"
        case .isolated: "isolated"
        case .databaseSize: "database"
        case .databaseShare: "database_share"
        case .delivered: "delivered"
        case .rejected: "rejected"
        case .route: "route"
        }
    }

    fileprivate var probe: String? {
        switch self {
        case .lost(let probe, _, _), .dark(let probe, _, _), .delivered(let probe): probe
        case .isolated, .databaseSize, .databaseShare, .rejected, .route: nil
        }
    }
}
