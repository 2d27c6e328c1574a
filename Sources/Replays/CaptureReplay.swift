import Captures
import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

/// The link state updates of a capture, in the order and at the times in which they were captured.
public struct CapturedUpdates: Sendable {
    public struct Update: Sendable {
        public let frame: Int
        /// Since the first frame of the file, without the gaps that were skipped.
        public let offset: Duration
        public let area: AreaID
        /// As they were captured: who hears them discards some (RFC 2328 §13).
        public let lsas: [LSA]
    }

    public private(set) var updates: [Update] = []
    /// Where every frame of the file went.
    public private(set) var totals = FrameTotals()
    /// The areas that updates were seen in, sorted.
    public private(set) var areas: [AreaID] = []
    private var hellos = AreaOptions()
    /// Every Router ID that sent a packet or advertised an LSA, sorted.
    public private(set) var routers: [RouterID] = []
    /// The time of the first frame, since 1970 in UTC.
    public private(set) var firstTime = Instant.origin
    public private(set) var lastOffset = Duration.zero
    /// The gaps that were skipped.
    public private(set) var gaps: [Gap] = []

    /// A span without frames: the capture was stopped meanwhile, or a clock was set.
    public struct Gap: Hashable, Sendable, CustomStringConvertible {
        /// The first frame after it.
        public let frame: Int
        public let length: Duration

        public var description: String { "frame \(frame) comes \(length) after the one before it, which is skipped" }
    }

    /// Within an hour without any packet every LSA would have aged out (RFC 2328 Appendix B, MaxAge).
    static let longestPause: Duration = .seconds(3_600)

    /// Reads a capture to its end. Memory grows with the updates in it.
    ///
    /// - Parameter keepsGaps: spans of more than an hour without a frame count, too; otherwise each counts as one second.
    public init(_ reader: CaptureReader, keepingGaps keepsGaps: Bool = false) {
        var skipped = Duration.zero
        var classifier = FrameClassifier()
        var areas: Set<AreaID> = []
        var routers: Set<RouterID> = []
        var isFirst = true
        while let frame = reader.next() {
            if isFirst { firstTime = frame.time }
            isFirst = false
            // A capture that was merged may step back in time; the emulator's clock does not.
            var offset = frame.time - firstTime - skipped
            if !keepsGaps, offset - lastOffset > Self.longestPause {
                gaps.append(Gap(frame: frame.number, length: offset - lastOffset))
                skipped += offset - lastOffset - .seconds(1)
                offset = lastOffset + .seconds(1)
            }
            lastOffset = max(lastOffset, offset)
            let classified = classifier.classify(frame)
            guard classified.frameClass == .used || classified.frameClass == .badLSAChecksum,
                let packet = classified.decoded
            else { continue }
            routers.insert(packet.header.routerID)
            let area = packet.header.areaID
            switch packet.body {
            case .hello(let hello): hellos.add(hello, area: area)
            case .linkStateUpdate(let update):
                areas.insert(area)
                for (number, lsa) in update.lsas.enumerated() where !classified.badLSAs.contains(number) {
                    routers.insert(lsa.header.advertisingRouter)
                }
                updates.append(Update(frame: frame.number, offset: lastOffset, area: area, lsas: update.lsas))
            default: break
            }
        }
        self.areas = areas.sorted()
        self.routers = routers.sorted()
        totals = classifier.totals
    }

    /// The areas, of the kinds that their Hellos show.
    public var areaConfigurations: [AreaConfiguration] {
        areas.map { AreaConfiguration(area: $0, kind: AreaConfiguration.Kind(hellos.options(of: $0))) }
    }
}

/// The result of a router that a capture was played to.
public struct ReplayResult: Sendable {
    /// One entry of the limit's story.
    public struct Event: Sendable {
        public let kind: Happening.Kind
        /// Since the first frame.
        public let offset: Duration
        /// LSAs counted at that moment, where the kind has a count.
        public let count: Int
        /// The frame that led to it, if a frame did.
        public let frame: Int?
        /// Who had advertised what the database held when the limit was hit.
        public let composition: [Journal.Share]
    }

    public let limit: LimitPolicy
    public let events: [Event]
    /// LSAs in the updates that were replayed.
    public let lsasHeard: Int
    /// Those that no router takes, by reason.
    public let discarded: DiscardCounts<LSADiscardReason>
    /// The Router ID that the router under test was given: one that the capture does not show.
    public let routerID: RouterID
    /// The largest number of LSAs that counted towards the limit, and when it was reached.
    public let peak: Int
    public let peakOffset: Duration
    /// LSAs that the listener held when the replay ended: what the capture left in every database.
    public let finalDatabase: [DatabaseReport]
    /// What the instances in `finalDatabase` are.
    public let store: LSAStore
    /// LSAs that the router under test counted at the end.
    public let finalCount: Int
    /// LSAs of the capture that were alive at the end and that the router under test did not hold.
    public let lackingCount: Int
    public let finalPhase: LimitPhase
    public let counters: RouterCounters
    public let timeIsolated: Duration
    /// How long the emulation went on, since the first frame.
    public let length: Duration
    public let digest: UInt64
}

/// A router under test that hears a capture.
public struct CaptureReplay: Sendable {
    public let limit: LimitPolicy
    /// How long the emulation goes on after the last frame.
    public let aftermath: Duration

    public init(limit: LimitPolicy, aftermath: Duration) {
        self.limit = limit
        self.aftermath = aftermath
    }

    /// Looks on while a replay runs. It changes nothing about the result.
    public struct Watch {
        /// How much virtual time passes between two looks at most.
        public let step: Duration
        /// Told the time since the first frame, and the events since the last look; `false` ends the replay there.
        public let look: (_ offset: Duration, _ newEvents: ArraySlice<ReplayResult.Event>) -> Bool

        public init(
            step: Duration, look: @escaping (_ offset: Duration, _ newEvents: ArraySlice<ReplayResult.Event>) -> Bool
        ) {
            self.step = step
            self.look = look
        }
    }

    /// Replays the updates.
    ///
    /// - Returns: `nil` where the watch ended it.
    /// - Precondition: there is at least one update.
    public func run(_ capture: CapturedUpdates, watch: Watch) -> ReplayResult? {
        var world = ReplayWorld(areas: capture.areaConfigurations, avoiding: Set(capture.routers), limit: limit)
        var next = 0
        var seen = 0
        var offset = Duration.zero
        let end = capture.lastOffset + aftermath
        while offset < end {
            offset = min(offset + watch.step, end)
            while next < capture.updates.count, capture.updates[next].offset <= offset {
                let update = capture.updates[next]
                world.hear(update.lsas, area: update.area, after: update.offset, text: "\(update.frame)")
                next += 1
            }
            world.run(until: offset)
            let events = Self.events(world.network, since: world.start)
            guard watch.look(offset, events[seen...]) else { return nil }
            seen = events.count
        }
        return result(world, capture, length: end)
    }

    /// Replays the updates.
    /// - Precondition: there is at least one.
    public func run(_ capture: CapturedUpdates) -> ReplayResult {
        var world = ReplayWorld(areas: capture.areaConfigurations, avoiding: Set(capture.routers), limit: limit)
        for update in capture.updates {
            world.hear(update.lsas, area: update.area, after: update.offset, text: "\(update.frame)")
        }
        let end = capture.lastOffset + aftermath
        world.run(until: end)
        return result(world, capture, length: end)
    }

    private func result(
        _ world: ReplayWorld, _ capture: CapturedUpdates, length: Duration
    ) -> ReplayResult {
        let network = world.network
        let router = network.routers[ReplayWorld.routerUnderTest]
        let events = Self.events(network, since: world.start)
        func alive(_ number: Int) -> [DatabaseReport] {
            network.routers[number].databaseReport(network.context.store, at: network.now)
                .filter { $0.key.advertisingRouter != router.routerID && !$0.isMaxAge }
        }
        let finalDatabase = alive(ReplayWorld.listener)
        let held = Set(alive(ReplayWorld.routerUnderTest).map(\.key))
        return ReplayResult(
            limit: limit, events: events, lsasHeard: capture.updates.reduce(0) { $0 + $1.lsas.count },
            discarded: network.routers[ReplayWorld.listener].counters.discardedLSAs, routerID: router.routerID,
            peak: router.counters.largestCount,
            peakOffset: max(.zero, router.counters.largestCountAt - world.start),
            finalDatabase: finalDatabase,
            store: network.context.store, finalCount: router.countedLSAs,
            lackingCount: finalDatabase.count { !held.contains($0.key) }, finalPhase: router.limitPhase,
            counters: router.counters,
            timeIsolated: Self.timeIsolated(events, length: length), length: length, digest: network.digest.value)
    }

    private static func events(_ network: Network, since start: Instant) -> [ReplayResult.Event] {
        let journal = network.context.journal
        return journal.happenings.enumerated().compactMap { number, happening in
            guard happening.router == ReplayWorld.routerUnderTest, happening.instant >= start else { return nil }
            switch happening.kind {
            case .limitWarning, .limitExceeded, .limitCleared, .isolated, .isolatedPermanently, .returned, .costsRaised,
                .costsRestored, .externalsWithdrawn, .externalsRestored:
                break
            default: return nil
            }
            return ReplayResult.Event(
                kind: happening.kind, offset: happening.instant - start, count: Int(happening.detail),
                frame: frame(behind: happening, in: journal),
                composition: journal.compositions[HappeningID(number: UInt32(number))] ?? [])
        }
    }

    /// The frame at the root of a chain of causes.
    private static func frame(behind happening: Happening, in journal: Journal) -> Int? {
        guard happening.kind == .limitWarning || happening.kind == .limitExceeded, !happening.cause.isNone
        else { return nil }
        let cause = journal[happening.cause]
        return cause.kind == .action ? Int(journal.actionTexts[Int(cause.detail)]) : nil
    }

    private static func timeIsolated(_ events: [ReplayResult.Event], length: Duration) -> Duration {
        var total = Duration.zero
        var since: Duration?
        for event in events {
            switch event.kind {
            case .isolated, .isolatedPermanently: since = since ?? event.offset
            case .returned:
                if let start = since { total += event.offset - start }
                since = nil
            default: break
            }
        }
        if let since { total += length - since }
        return total
    }
}
