import NetworkPrimitives

/// The present as the journal has it: what is broken or unreachable, what was changed, who returned, and why.
///
/// What no packet causes, such as the end of an adjacency without Hellos, is attributed to it. The
/// protocol never uses it.
public struct Circumstances: Sendable {
    /// Something that keeps packets from getting across a link. Several may stand at a time.
    public enum Fault: Hashable, Sendable {
        case cut, partition, multicastLoss
        /// It loses or damages some of the packets.
        case loss
        /// Of one router's plug.
        case plug(RouterIndex)
        /// Between two routers of a network without full mesh.
        case circuit(RouterIndex, RouterIndex)
    }

    private struct StandingFault: Sendable {
        let fault: Fault
        let link: UInt32
        let cause: HappeningID
    }
    /// What is known of a router. A Router ID alone does not say which one is meant: several may have it.
    private struct Reason: Sendable {
        let number: RouterIndex
        let routerID: RouterID
        let cause: HappeningID
    }
    private struct Change: Sendable {
        let number: RouterIndex
        let link: UInt32
        let instant: Instant
        let cause: HappeningID
    }
    private struct End: Hashable {
        let router: RouterIndex
        let link: UInt32
        let neighbor: RouterID
    }

    /// The links that each router is plugged into, and the Router IDs it has had; by number.
    public var links = Table<RouterIndex, [UInt32]>()
    public var identities = Table<RouterIndex, [RouterID]>()
    private var faults: [StandingFault] = []
    private var silences: [Reason] = []
    /// The last overload of each router, and when it began.
    private var overloads: [RouterIndex: (instant: Instant, cause: HappeningID)] = [:]
    private var changes: [Change] = []
    /// By router: why it started, returned or was connected last.
    private var arrivals: [RouterIndex: HappeningID] = [:]
    /// By link: what mended it last, and who was elected on it last.
    private var repairs: [UInt32: HappeningID] = [:]
    private var elections: [UInt32: HappeningID] = [:]
    private var lostAdjacencies: [End: HappeningID] = [:]
    private var duplicates: [RouterID: HappeningID] = [:]

    public init() {}

    // MARK: Remembering

    /// A fault begins.
    public mutating func begin(_ fault: Fault, on link: UInt32, because cause: HappeningID) {
        faults.removeAll { $0.link == link && $0.fault == fault }
        faults.append(StandingFault(fault: fault, link: link, cause: cause))
    }

    /// A fault ends, if there was one.
    public mutating func end(_ fault: Fault, on link: UInt32, because cause: HappeningID) {
        let count = faults.count
        faults.removeAll { $0.link == link && $0.fault == fault }
        if faults.count < count { repairs[link] = cause }
    }

    /// All faults of a link end but its losses: it is as new.
    public mutating func mend(_ link: UInt32, because cause: HappeningID) {
        faults.removeAll { $0.link == link && ![.loss, .multicastLoss, .partition].contains($0.fault) }
        repairs[link] = cause
    }

    /// A router says nothing from now on.
    public mutating func silence(_ number: RouterIndex, _ routerID: RouterID, because cause: HappeningID) {
        silences.removeAll { $0.number == number }
        silences.append(Reason(number: number, routerID: routerID, cause: cause))
    }

    /// A router is there, or there again.
    public mutating func noteArrival(of number: RouterIndex, because cause: HappeningID) {
        silences.removeAll { $0.number == number }
        arrivals[number] = cause
    }

    public mutating func noteOverload(of number: RouterIndex, at now: Instant, because cause: HappeningID) {
        overloads[number] = (now, cause)
    }

    /// A router was configured in a way that its neighbors on a link may refuse, or that makes it refuse them.
    public mutating func noteChange(
        of number: RouterIndex, on link: UInt32, at now: Instant, because cause: HappeningID
    ) {
        changes.removeAll { $0.number == number && $0.link == link }
        changes.append(Change(number: number, link: link, instant: now, cause: cause))
    }

    public mutating func noteDuplicate(_ routerID: RouterID, because cause: HappeningID) {
        duplicates[routerID] = cause
    }

    mutating func noteElection(on link: UInt32, because cause: HappeningID) { elections[link] = cause }

    mutating func noteLoss(of neighbor: RouterID, by router: RouterIndex, on link: UInt32, because cause: HappeningID) {
        lostAdjacencies[End(router: router, link: link, neighbor: neighbor)] = cause
    }

    // MARK: Asking

    public func silence(of number: RouterIndex) -> HappeningID? { silences.first { $0.number == number }?.cause }

    /// Why a router of this ID is unreachable: the latest where several have it.
    func silence(of routerID: RouterID) -> HappeningID? {
        silences.lazy.filter { $0.routerID == routerID }.map(\.cause).max()
    }

    public func arrival(of number: RouterIndex) -> HappeningID? { arrivals[number] }

    public func lossCause(of link: UInt32) -> HappeningID? {
        faults.first { $0.link == link && $0.fault == .loss }?.cause
    }

    /// Why several routers that are no neighbors say different things under one Router ID.
    func duplicate(_ routerID: RouterID) -> HappeningID? { duplicates[routerID] }

    /// Everything that keeps routers from reaching each other over a link now, in the order in which it began.
    ///
    /// - Parameter ends: the faults of other routers' plugs do not count; `nil` for those of all.
    public func obstacles(on link: UInt32, between ends: [RouterIndex]?) -> [HappeningID] {
        let found = faults.filter { standing in
            guard standing.link == link else { return false }
            switch standing.fault {
            case .cut, .partition, .multicastLoss: return true
            case .loss: return false
            case .plug(let router): return ends?.contains(router) ?? true
            case .circuit(let first, let second): return ends.map { $0.contains(first) && $0.contains(second) } ?? true
            }
        }
        let silent = silences.filter { ends?.contains($0.number) ?? isPlugged($0.number, into: link) }
        return (found.map(\.cause) + silent.map(\.cause)).sorted()
    }

    /// Two routers of which one knows the other by its Router ID, and the link between them.
    struct Pair {
        let router: RouterIndex
        let neighbor: RouterID
        let link: UInt32
    }

    /// Why a router has lost a neighbor, or cannot agree with it: the neighbor's own loss or return, what stands between them
    /// since the longest time, a refusal, a change of either end, losses of the link, or an overload of either.
    ///
    /// - Parameters:
    ///   - hasSpoken: a packet of the neighbor led here: it may have given up first, or have started again.
    ///   - refusal: packets of the neighbor were refused.
    func causeOfTrouble(
        in pair: Pair, hasSpoken: Bool, refusal: HappeningID?, since: Instant, in journal: Journal
    ) -> HappeningID? {
        let numbers = numbers(of: pair)
        if hasSpoken {
            let ids = identities.indices.contains(pair.router) ? identities[pair.router] : []
            let losses = numbers.flatMap { number in
                ids.compactMap { lostAdjacencies[End(router: number, link: pair.link, neighbor: $0)] }
            }
            let returns = numbers.compactMap { arrivals[$0] }.filter { !$0.isNone }
            if let last = (losses + returns).filter({ journal[$0].instant >= since }).max() { return last }
        }
        if let obstacle = obstacles(on: pair.link, between: numbers + [pair.router])
            .first(where: { $0 != silence(of: pair.router) })
        {
            return obstacle
        }
        if pair.link == 0, let silence = silence(of: pair.neighbor) { return silence }
        if let refusal { return refusal }
        if let change = recentChange(in: pair, since: since) { return change }
        if let loss = lossCause(of: pair.link) { return loss }
        return (numbers + [pair.router]).compactMap { overloads[$0] }.first { $0.instant >= since }?.cause
    }

    /// Why two routers become neighbors now: the last that either of them, or the link, went through.
    func causeOfMeeting(in pair: Pair) -> HappeningID? {
        let numbers = numbers(of: pair)
        let ids = identities.indices.contains(pair.router) ? identities[pair.router] : []
        var events = [arrivals[pair.router], repairs[pair.link], elections[pair.link], change(in: pair)?.cause]
        events.append(lostAdjacencies[End(router: pair.router, link: pair.link, neighbor: pair.neighbor)])
        for number in numbers {
            events.append(arrivals[number])
            events += ids.map { lostAdjacencies[End(router: number, link: pair.link, neighbor: $0)] }
        }
        return events.compactMap { $0.flatMap { $0.isNone ? nil : $0 } }.max()
    }

    /// The last that happened to a link or to anyone on it.
    public func lastNews(on link: UInt32) -> HappeningID? {
        var events = links.indices.filter { links[$0].contains(link) }.compactMap { arrivals[$0] }
        events += changes.filter { $0.link == link }.map(\.cause)
        events += lostAdjacencies.filter { $0.key.link == link }.map(\.value)
        if let repair = repairs[link] { events.append(repair) }
        return events.filter { !$0.isNone }.max()
    }

    /// The last change of configuration of a router or its neighbor that concerns the link between them,
    /// not before `since`.
    func recentChange(in pair: Pair, since: Instant) -> HappeningID? {
        change(in: pair).flatMap { $0.instant >= since ? $0.cause : nil }
    }

    private func change(in pair: Pair) -> Change? {
        let ends = numbers(of: pair) + [pair.router]
        return changes.last { $0.link == pair.link && ends.contains($0.number) }
    }

    private func numbers(of pair: Pair) -> [RouterIndex] {
        identities.indices.filter {
            $0 != pair.router && identities[$0].contains(pair.neighbor)
                && (pair.link == 0 || isPlugged($0, into: pair.link))
        }
    }

    private func isPlugged(_ number: RouterIndex, into link: UInt32) -> Bool {
        // A router that is driven without a network knows of no links.
        !links.indices.contains(number) || links[number].contains(link)
    }
}
