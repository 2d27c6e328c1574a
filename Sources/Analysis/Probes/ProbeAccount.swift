import Emulation
import NetworkPrimitives
import OSPF

/// The running account of one probe.
struct ProbeAccount: Sendable {
    let probe: Probe
    /// Traffic counts from the start on, not from its first arrival on.
    private let isExpected: Bool
    /// The classes that hold the probe's destinations, and by source an account for each.
    var classes: [Int]
    var streams: [[StreamAccount]]

    /// Sums over all pairs: billionths lost, looping and lost by lossy links, and pairs that have traffic.
    private(set) var lostSum = 0
    private(set) var loopingSum = 0
    private(set) var lossySum = 0
    private(set) var present: Int
    /// Pairs of which nothing arrives.
    private(set) var darkPairs = 0
    /// Pairs of which nothing has arrived yet, now and before the timeline began, and how one of them died then.
    private var waitingPairs = 0
    private var undeliveredBefore: Int?
    private var lostAtStart = 0
    private var deathBefore: Death?

    private var bookedUntil: Instant
    private var blackHole: Int64 = 0
    private var looping: Int64 = 0
    private var lossy: Int64 = 0
    private var darkSince: Instant?
    private var dark = Duration.zero
    private var outages: [ProbeOutcome.Outage] = []
    private var samples: [ProbeOutcome.Sample]
    /// Billionths of pairs that are on detours, and the share of the traffic from a moment on, in millionths.
    private var detouringSum = 0
    private(set) var detours: [Course.Sample<Int>] = []
    private var losses: [Death: Int128] = [:]
    private var strays: [ProbeOutcome.Stray.Ends: Int128] = [:]
    private var deliveredSince: Instant?
    private var ledger: LossLedger
    /// The most that a detour was longer than the usual way.
    private var longestDetour = WayLength()

    /// What was logged last: 0 for no loss, up to 3 for the loss of everything.
    var toldLevel = 0
    /// Some traffic has come to be lost in another way since this was looked at.
    var hasNewBlame = false
    /// The first causes that were logged since the loss began.
    var toldRoots: Set<HappeningID> = []

    /// - Parameter isExpected: traffic counts from now on, not from its first arrival on.
    init(_ probe: Probe, classes: [Int], pairs: Int, isExpected: Bool, at now: Instant) {
        self.probe = probe
        self.isExpected = isExpected
        self.classes = classes
        streams = probe.sources.map { _ in classes.map { _ in StreamAccount(since: now, isCounted: isExpected) } }
        present = pairs
        bookedUntil = now
        samples = [ProbeOutcome.Sample(instant: now, blackHole: 0, looping: 0, lossy: 0)]
        deliveredSince = now
        ledger = LossLedger(pairs: pairs, at: now)
    }

    /// Millionths of the probe's traffic that are lost now; the smallest loss counts as one.
    var lostShare: Int { lostSum > 0 ? max(1, millionths(lostSum)) : 0 }

    private func millionths(_ sum: Int) -> Int { present > 0 ? sum / present / (Fate.whole / 1_000_000) : 0 }
    var isLosing: Bool { lostSum > 0 }
    private var isDark: Bool { present > 0 && darkPairs == present }

    /// 0: nothing is lost, 1: something, 2: at least half, 3: all.
    var level: Int { isDark ? 3 : !isLosing ? 0 : 2 * lostSum >= Fate.whole * present ? 2 : 1 }

    // MARK: Changes

    mutating func split(_ parent: Int, into child: Int) {
        guard let place = classes.firstIndex(of: parent) else { return }
        classes.append(child)
        for source in streams.indices { streams[source].append(streams[source][place]) }
    }

    /// Books the time until now. Call it before fates change.
    mutating func book(until now: Instant) {
        let time = now - bookedUntil
        bookedUntil = now
        guard time > .zero, isLosing else { return }
        let lost = Int128(time.nanoseconds) * Int128(lostSum) / (Int128(present) * Int128(Fate.whole))
        let loop = Int128(time.nanoseconds) * Int128(loopingSum) / (Int128(present) * Int128(Fate.whole))
        let leaked = Int128(time.nanoseconds) * Int128(lossySum) / (Int128(present) * Int128(Fate.whole))
        looping += Int64(loop)
        lossy += Int64(leaked)
        blackHole += Int64(lost - loop - leaked)
    }

    /// - Parameter journal: says when a failed neighbor was noticed.
    mutating func set(
        _ seen: FoundFate, source: Int, place: Int, weight: Int, at now: Instant, _ journal: @autoclosure () -> Journal
    ) {
        let found = counted(seen, source: source, place: place, weight: weight)
        let stream = streams[source][place]
        let (old, fate) = (stream.fate, found.fate)
        if stream.usualWay == nil, fate.hasWay, fate.delivered > 0 {
            streams[source][place].usualWay = fate.way
            streams[source][place].usualArrivals = found.arrivals.map(\.place)
        }
        guard old != fate || stream.blame.shelter != found.blame.shelter else { return }
        if old.lost > 0 { attribute(stream, weight: weight, until: now, found.remedy ?? Remedy(), journal()) }
        bookDetour(stream, weight: weight, until: now)
        bookStrays(stream, weight: weight, until: now)
        bookLoss(stream, weight: weight, until: now)
        streams[source][place].book(until: now)
        streams[source][place].fate = fate
        streams[source][place].arrivals = found.arrivals
        streams[source][place].leaks = found.leaks
        detouringSum += weight * (streams[source][place].detouring - stream.detouring)
        hasNewBlame = hasNewBlame || fate.lost > 0
        streams[source][place].blame = old.lost > 0 ? found.blame.orElse(stream.blame) : found.blame
        if old.lost == 0, fate.lost > 0 { streams[source][place].intervals += 1 }
        lostSum += weight * (fate.lost - old.lost)
        loopingSum += weight * (fate.looping - old.looping)
        lossySum += weight * (fate.lossy - old.lossy)
        present += weight * ((fate.isAbsent ? 0 : 1) - (old.isAbsent ? 0 : 1))
        darkPairs += weight * ((fate.lost == Fate.whole ? 1 : 0) - (old.lost == Fate.whole ? 1 : 0))
    }

    /// What never arrived is kept apart until it does.
    private mutating func counted(_ found: FoundFate, source: Int, place: Int, weight: Int) -> FoundFate {
        guard !streams[source][place].isCounted else { return found }
        let wasWaiting = streams[source][place].isWaiting
        let arrives = found.fate.delivered > 0
        let isWaiting = !arrives && !found.fate.isAbsent
        streams[source][place].isCounted = arrives
        streams[source][place].isWaiting = isWaiting
        streams[source][place].deathWhileWaiting = isWaiting ? found.fate.death : nil
        waitingPairs += weight * ((isWaiting ? 1 : 0) - (wasWaiting ? 1 : 0))
        if undeliveredBefore == nil, isWaiting, deathBefore == nil { deathBefore = found.fate.death }
        return arrives ? found : FoundFate(fate: .absent)
    }

    private mutating func attribute(
        _ stream: StreamAccount, weight: Int, until now: Instant, _ remedy: Remedy, _ journal: Journal
    ) {
        var noticed: Instant?
        let blame = stream.blame
        if blame.shelter == nil, stream.fate.death?.reason == .nextHopDead {
            noticed = blame.fault.isNone ? now : journal.firstNotice(of: blame.fault) ?? now
        }
        let pieces = remedy.after(blame.opened, in: journal).pieces(
            from: stream.since, to: now, shelter: blame.shelter, aftermath: blame.aftermath,
            isOverloaded: blame.isOverloaded, noticed: noticed)
        ledger.book(pieces, share: (stream.fate.lost - stream.fate.lossy) * weight)
        ledger.book([LossPiece(part: .lossyLink, start: stream.since, end: now)], share: stream.fate.lossy * weight)
    }

    private mutating func bookDetour(_ stream: StreamAccount, weight: Int, until now: Instant) {
        guard let usual = stream.usualWay, stream.detouring > 0, now > stream.since else { return }
        ledger.bookDetour(from: stream.since, to: now, share: stream.detouring * weight)
        let extra = WayLength(
            cost: stream.fate.way.cost - usual.cost, hops: stream.fate.way.hops - min(usual.hops, stream.fate.way.hops))
        longestDetour = .longer(longestDetour, extra)
    }

    /// Traffic that arrives, but not where it first did.
    private mutating func bookStrays(_ stream: StreamAccount, weight: Int, until now: Instant) {
        guard let usual = stream.usualArrivals.first, !stream.fate.isAbsent, now > stream.since else { return }
        for arrival in stream.arrivals where !stream.usualArrivals.contains(arrival.place) {
            ledger.bookStray(from: stream.since, to: now, share: arrival.share * weight)
            let ends = ProbeOutcome.Stray.Ends(place: arrival.place, usual: usual)
            strays[ends, default: 0] += Int128((now - stream.since).nanoseconds) * Int128(arrival.share * weight)
        }
    }

    private mutating func bookLoss(_ stream: StreamAccount, weight: Int, until now: Instant) {
        guard stream.fate.lost > 0, let death = stream.fate.death else { return }
        let time = Int128((now - stream.since).nanoseconds)
        if !stream.fate.hasWay {
            losses[death, default: 0] += time * Int128((stream.fate.lost - stream.fate.lossy) * weight)
        }
        for leak in stream.leaks {
            let death = Death(.lossyLink, at: leak.place.router, segment: leak.place.segment)
            losses[death, default: 0] += time * Int128(leak.share * weight)
        }
    }

    /// Takes the sums as they are after all changes of a moment.
    mutating func settle(at now: Instant) {
        if undeliveredBefore == nil { (undeliveredBefore, lostAtStart) = (waitingPairs, isExpected ? 0 : lostShare) }
        ledger.setPresent(present, at: now)
        if isLosing {
            deliveredSince = nil
            if outages.last?.isOpen != true {
                outages.append(ProbeOutcome.Outage(start: now, end: now, worst: 0, isOpen: true))
            }
            outages[outages.count - 1].worst = max(outages[outages.count - 1].worst, lostShare)
        } else {
            if deliveredSince == nil { deliveredSince = now }
            closeOutage(at: now, stillOpen: false)
        }
        if isDark {
            if darkSince == nil { darkSince = now }
        } else {
            endDarkness(at: now)
        }
        settleDetour(at: now)
        let (share, looping) = (lostShare, millionths(loopingSum))
        let lossy = lossySum == 0 ? 0 : share - looping - millionths(lostSum - loopingSum - lossySum)
        let sample = ProbeOutcome.Sample(
            instant: now, blackHole: share - looping - lossy, looping: looping, lossy: lossy)
        if samples[samples.count - 1].instant == now { samples.removeLast() }
        if let last = samples.last, last.hasShares(of: sample) { return }
        samples.append(sample)
    }

    private mutating func settleDetour(at now: Instant) {
        let share = detouringSum > 0 ? max(1, millionths(detouringSum)) : 0
        if detours.last?.instant == now { detours.removeLast() }
        guard detours.last?.value ?? 0 != share else { return }
        detours.append(Course.Sample(instant: now, value: share))
    }

    private mutating func closeOutage(at now: Instant, stillOpen: Bool) {
        guard outages.last?.isOpen == true else { return }
        outages[outages.count - 1].end = now
        outages[outages.count - 1].isOpen = stillOpen
    }

    private mutating func endDarkness(at now: Instant) {
        if let since = darkSince { dark = max(dark, now - since) }
        darkSince = nil
    }

    // MARK: The result

    /// The account up to `now`, the end of the run. It may go on afterwards.
    func outcome(at network: Network, _ forwarding: ForwardingState) -> ProbeOutcome {
        let now = network.now
        var account = self
        account.closeStreams(of: network, forwarding)
        account.book(until: now)
        account.closeOutage(at: now, stillOpen: true)
        account.endDarkness(at: now)
        account.bookStreams(until: now, forwarding)
        return account.makeOutcome(forwarding)
    }

    private mutating func closeStreams(of network: Network, _ forwarding: ForwardingState) {
        let remedy = Remedy.endOfRun(isQuiet: network.isQuiet, at: network.now)
        for accounts in streams {
            for (place, stream) in accounts.enumerated() {
                let weight = forwarding.classes[classes[place]].members.count
                bookDetour(stream, weight: weight, until: network.now)
                bookStrays(stream, weight: weight, until: network.now)
                guard stream.fate.lost > 0 else { continue }
                attribute(stream, weight: weight, until: network.now, remedy, network.context.journal)
            }
        }
    }

    private mutating func bookStreams(until now: Instant, _ forwarding: ForwardingState) {
        for source in streams.indices {
            for place in classes.indices {
                bookLoss(streams[source][place], weight: forwarding.classes[classes[place]].members.count, until: now)
                streams[source][place].book(until: now)
            }
        }
    }

    private func makeOutcome(_ forwarding: ForwardingState) -> ProbeOutcome {
        let weights = classes.map { forwarding.classes[$0].members.count }
        let destinationCount = weights.reduce(0, +)
        let pairs = destinationCount * probe.sources.count
        let all = streams.joined()
        return ProbeOutcome(
            name: probe.name, pairs: pairs, blackHole: .nanoseconds(blackHole), looping: .nanoseconds(looping),
            lossy: .nanoseconds(lossy),
            attribution: ledger.attribution(of: .nanoseconds(blackHole + looping + lossy)), detour: ledger.detour,
            longestDetour: longestDetour, elsewhere: ledger.elsewhere, strays: sortedStrays(pairs: pairs), dark: dark,
            outages: outages, samples: samples, losses: sortedLosses(pairs: pairs),
            worstStreams: worstStreams(forwarding),
            sources: zip(probe.sources, streams).map { source, accounts in
                let sum = zip(accounts, weights).reduce(Int128(0)) { $0 + Int128($1.0.lost) * Int128($1.1) }
                let waiting = zip(accounts, weights).reduce(0) { $0 + ($1.0.isWaiting ? $1.1 : 0) }
                return (source.name, .nanoseconds(Int64(sum / Int128(max(1, destinationCount - waiting)))))
            },
            lostAtEnd: lostShare, deathAtEnd: all.first { $0.fate.lost > 0 }?.fate.death,
            absentPairsAtEnd: pairs - present - waitingPairs, undeliveredBefore: undeliveredBefore ?? 0,
            neverArrived: waitingPairs, lostAtStart: lostAtStart, deathBefore: deathBefore,
            deliveredSince: deliveredSince)
    }

    private func sortedLosses(pairs: Int) -> [ProbeOutcome.Loss] {
        losses
            .map { death, sum in
                ProbeOutcome.Loss(
                    death: death,
                    lost: .nanoseconds(Int64(sum / (Int128(max(1, pairs - waitingPairs)) * Int128(Fate.whole)))))
            }
            .sorted {
                ($1.lost, $0.death) < ($0.lost, $1.death)
            }
    }

    private func sortedStrays(pairs: Int) -> [ProbeOutcome.Stray] {
        strays
            .map { ends, sum in
                let time = Int64(sum / (Int128(max(1, pairs - waitingPairs)) * Int128(Fate.whole)))
                return ProbeOutcome.Stray(ends: ends, time: .nanoseconds(time))
            }
            .sorted { ($1.time, $0.ends.place, $0.ends.usual) < ($0.time, $1.ends.place, $1.ends.usual) }
    }

    private func worstStreams(_ forwarding: ForwardingState) -> [ProbeOutcome.Stream] {
        var result: [(order: Int, stream: ProbeOutcome.Stream)] = []
        for (source, accounts) in streams.enumerated() {
            for (place, account) in accounts.enumerated() where account.lost > 0 {
                let members = forwarding.classes[classes[place]].members
                result.append(
                    (
                        result.count,
                        ProbeOutcome.Stream(
                            source: probe.sources[source].name,
                            destination: forwarding.destinations[members[0]].address, destinationCount: members.count,
                            lost: .nanoseconds(account.lost), intervals: account.intervals)
                    ))
            }
        }
        result.sort { ($1.stream.lost, $0.order) < ($0.stream.lost, $1.order) }
        return result.prefix(100).map(\.stream)
    }
}
