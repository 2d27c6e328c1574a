import Emulation
import NetworkPrimitives
import OSPF

/// What changed the fate of some traffic, and the moments that led to it; the same for all traffic that it changed.
struct Remedy: Sendable {
    /// Who or what was waited for.
    enum Origin: Sendable { case operatorAction, endOfIsolation, endOfCrash, network, nothing }

    var origin = Origin.nothing
    /// When the physical event took place that it goes back to; `nil` where none is known.
    var began: Instant?
    /// When a router noticed that event.
    var detected: Instant?
    /// When the news had reached the router that made the difference.
    var arrived: Instant?
    /// That router.
    var router: RouterIndex?
    /// The run ended, and nothing was under way.
    var isQuietEnd = false

    /// The same remedy for traffic that was lost in this way because of an event, which is later than all that the remedy
    /// is attributed to: an LSA that was already to be sent again tells no more than the first reason why.
    func after(_ event: HappeningID, in journal: Journal) -> Remedy {
        guard origin == .network, let router, let arrived, !event.isNone else { return self }
        let instant = journal[event].instant
        guard instant <= arrived, began.map({ $0 < instant }) ?? true else { return self }
        var remedy = self
        remedy.began = instant
        (remedy.detected, remedy.arrived) = journal.detection(of: event, by: router, newsAt: arrived)
        return remedy
    }

    /// Divides the time `start..<end` that one fate lasted, and that this remedy ended.
    ///
    /// - Parameters:
    ///   - shelter: the way was shut by a limit all the time.
    ///   - aftermath: it goes back to what a limit did, which counts where nothing else is known.
    ///   - isOverloaded: it goes back to an input queue that overflowed.
    ///   - noticed: for packets that were sent to a failed neighbor, when a router noticed the failure.
    func pieces(
        from start: Instant, to end: Instant, shelter: LossPart?, aftermath: LossPart?, isOverloaded: Bool,
        noticed: Instant?
    ) -> [LossPiece] {
        if let shelter { return [LossPiece(part: shelter, start: start, end: end)] }
        func bounded(_ moment: Instant?, by last: Instant) -> Instant { max(start, min(moment ?? last, last)) }
        let arrived = bounded(arrived, by: end)
        if isOverloaded, !isQuietEnd {
            return [
                LossPiece(part: .overload, start: start, end: arrived),
                LossPiece(part: .spfWait, start: arrived, end: end),
            ]
        }
        let detected = bounded(detected, by: arrived)
        let began = bounded(began, by: detected)
        let noticed = noticed.map { max(start, min($0, began)) } ?? start
        let waiting: LossPart =
            switch origin {
            case .operatorAction: .operatorWait
            case .endOfIsolation: .isolation
            case .endOfCrash: .crash
            case .network, .nothing: aftermath ?? .other
            }
        return [
            LossPiece(part: .detection, start: start, end: noticed),
            LossPiece(part: waiting, start: noticed, end: began),
            LossPiece(part: .detection, start: began, end: detected),
            LossPiece(part: .flooding, start: detected, end: arrived),
            LossPiece(part: .spfWait, start: arrived, end: end),
        ]
    }
}

extension Remedy {
    /// Something that people, nature or a limit did just now ended it.
    init(physical id: HappeningID, in journal: Journal) {
        origin = journal.origin(of: id)
        began = journal[id].instant
        detected = began
        arrived = began
    }

    /// A router's new routing table ended it.
    init(tableOf router: RouterIndex, in network: Network) {
        guard let (requested, cause) = network.routers[router].lastCalculation else { return }
        let journal = network.context.journal
        origin = .network
        arrived = requested
        detected = requested
        self.router = router
        guard !cause.isNone else { return }
        let links = CauseChain(to: cause, in: journal).links
        guard let root = links.lastIndex(where: { journal[$0].kind.isPhysical }) else { return }
        origin = journal.origin(of: links[root])
        began = journal[links[root]].instant
        if let noticed = links[root...].first(where: { journal[$0].kind.isAdjacency }) {
            detected = journal[noticed].instant
        } else {
            (detected, arrived) = journal.detection(of: links[root], by: router, newsAt: requested)
        }
    }

    /// The run ended first. What a quiet network has not restored, nobody but an operator will.
    static func endOfRun(isQuiet: Bool, at now: Instant) -> Remedy {
        Remedy(
            origin: isQuiet ? .operatorAction : .nothing, began: now, detected: now, arrived: now, isQuietEnd: isQuiet)
    }
}

extension Journal {
    /// How far back a happening is looked for.
    static let searchLimit = 5_000

    func origin(of id: HappeningID) -> Remedy.Origin {
        switch self[id].kind {
        case .action, .poweredOn, .poweredOff: .operatorAction
        case .returned: .endOfIsolation
        case .processRestarted: .endOfCrash
        default: .network
        }
    }

    /// The event of the physical world, or the limit's isolation or return, that a happening goes back to.
    func physicalCause(of id: HappeningID) -> HappeningID? {
        CauseChain(to: id, in: self).links.last { self[$0].kind.isPhysical }
    }

    /// When a router first logged an adjacency that was lost because of an event; `nil` where none did.
    func firstNotice(of event: HappeningID) -> Instant? {
        let first = Int(event.number) + 1
        guard first < happenings.count else { return nil }
        return happenings[first...].prefix(Self.searchLimit)
            .first { $0.kind == .adjacencyLost && !$0.cause.isNone && physicalCause(of: $0.cause) == event }?.instant
    }

    /// When an event was noticed that led to a calculation, and when the news of it reached the router: by the router itself
    /// while the calculation was due, or else by whoever noticed it last before it was asked for. Where nobody had to
    /// notice anything, as with a change of configuration, at once.
    fileprivate func detection(
        of event: HappeningID, by router: RouterIndex, newsAt requested: Instant
    ) -> (detected: Instant, arrived: Instant) {
        let later = happenings[(Int(event.number) + 1)...].suffix(Self.searchLimit)
        for happening in later.reversed()
        where happening.kind.isAdjacency && isNotice(happening, of: event) {
            if happening.instant <= requested { return (happening.instant, requested) }
            if happening.router == router { return (happening.instant, happening.instant) }
        }
        return (self[event].instant, requested)
    }

    /// An adjacency that forms is attributed to the packet that completed it, which need not lead back to what made it
    /// possible: after something came back, every one that forms there counts.
    private func isNotice(_ happening: Happening, of event: HappeningID) -> Bool {
        if !happening.cause.isNone, physicalCause(of: happening.cause) == event { return true }
        guard happening.kind == .adjacencyFormed else { return false }
        switch self[event].kind {
        case .returned, .poweredOn, .processRestarted: return happening.router == self[event].router
        case .action: return self[event].router == nil || happening.router == self[event].router
        default: return false
        }
    }
}

extension Happening.Kind {
    /// Something done to the network rather than by the protocol; isolations by a limit and crashes, which silence a router like
    /// a failure, count among it.
    var isPhysical: Bool {
        switch self {
        case .action, .poweredOn, .poweredOff, .isolated, .isolatedPermanently, .returned, .deliveryStarted, .crashed,
            .processRestarted:
            true
        default: false
        }
    }

    var isAdjacency: Bool { self == .adjacencyLost || self == .adjacencyFormed }
}
