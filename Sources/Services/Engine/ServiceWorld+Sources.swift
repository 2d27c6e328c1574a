import NetworkPrimitives

// Sources: requests from outside (docs/services.md, "Sources").

/// A source while it runs.
struct SourceRecord: Sendable {
    var edge = EdgeIndex.none
    var place: Int32 = 0
    var isOn = true
    /// Billionths.
    var times = FixedPoint.unit
    /// Counts changes: an arrival that was planned before one does not come.
    var generation: UInt32 = 0
    var isRegular = false
    /// Whether its users call once only.
    var isOnce = false
    var users: Int32 = 0
    /// Users who wait for the source to be switched on.
    var paused: Int32 = 0
    var think: Int32 = -1
    var items: Int32 = -1
    var keys: Int32 = -1
    /// The most requests of a nanosecond.
    var densest = 0.0
    var isConstant = true
    var arrivalStream: Int32 = 0
    var thinningStream: Int32 = 0
    var thinkStream: Int32 = 0
    var itemStream: Int32 = 0
    var keyStream: Int32 = 0
    var kindStream: Int32 = 0
    var ticketStream: Int32 = 0
    var kindCount: Int32 = 0
    var patience: Int64 = -1
}

extension ServiceWorld {
    /// Users who ask again at the same moment would ask for ever in no time.
    private static let shortestPause: Int64 = 1_000

    // MARK: Open

    mutating func scheduleArrival(of source: SourceIndex) {
        let record = sources[source]
        guard record.isOn, record.times > 0, record.densest > 0 else { return }
        let gap: Double
        if record.isRegular {
            let density = density(of: source, at: now)
            guard density > 0 else {
                // Nothing now; it is looked again in a second.
                return events.add(.arrival, at: now + 1_000_000_000, source.number, record.generation, 1)
            }
            gap = 1 / (density * (Double(record.times) / 1e9))
        } else {
            gap = chance.exponential(
                mean: 1 / (record.densest * (Double(record.times) / 1e9)), record.arrivalStream)
        }
        let span = Int64(min(max(gap, 1), 1e17).rounded(.toNearestOrAwayFromZero))
        events.add(.arrival, at: now + span, source.number, record.generation)
    }

    mutating func takeArrival(of source: SourceIndex, _ generation: UInt32) {
        let record = sources[source]
        guard record.generation == generation else { return }
        scheduleArrival(of: source)
        if record.isRegular {
            guard density(of: source, at: now) > 0 else { return }
        } else if !record.isConstant {
            // Thinning: of the candidates at the highest rate as many are taken as the rate is now.
            let share = density(of: source, at: now) / record.densest
            guard chance.uniform(record.thinningStream) <= share else { return }
        }
        request(of: source, .source)
    }

    /// Requests of a nanosecond, without the factor of an action.
    private func density(of source: SourceIndex, at now: Int64) -> Double {
        guard case .rate(let curve, _) = model.sources[source].load else { return 0 }
        return curve.density(at: now)
    }

    // MARK: Closed

    mutating func beginUserCall(of source: SourceIndex) {
        guard sources[source].isOn else {
            sources[source].paused += 1
            return
        }
        request(of: source, .user)
    }

    /// A user has an outcome, and thinks before the next request.
    mutating func scheduleUser(_ source: SourceIndex, after call: CallRecord) {
        guard !sources[source].isOnce else { return }
        var pause = thinkTime(of: source)
        if pause == 0, now == call.startedAt { pause = Self.shortestPause }
        events.add(.user, at: now + pause, source.number)
    }

    mutating func thinkTime(of source: SourceIndex) -> Int64 {
        let record = sources[source]
        return record.think < 0 ? 0 : chance.draw(samplers[Int(record.think)], record.thinkStream)
    }

    // MARK: Requests

    private mutating func request(of source: SourceIndex, _ owner: CallRecord.Owner) {
        let record = sources[source]
        accountBeginning(source.offset)
        let edge = edges[record.edge].item
        var origin = CallOrigin(owner: owner, number: source.number, place: record.place, item: max(edge, -1))
        if record.items > 0 { origin.item = Int32(chance.number(below: Int(record.items), record.itemStream)) }
        if record.keys > 0 { origin.key = Int32(chance.number(below: Int(record.keys), record.keyStream)) }
        if record.kindCount > 0 { origin.kindChoice = chooseKind(of: source) }
        let call = beginCall(record.edge, origin)
        if record.patience >= 0 {
            events.add(.patience, at: now + record.patience, call.number, calls[call].life)
        }
        attempt(call)
    }

    private mutating func chooseKind(of source: SourceIndex) -> Int32 {
        let kinds = model.sources[source].kinds
        let total = kinds.reduce(0) { $0 + $1.weight.billionths }
        var choice = Int64(chance.number(below: Int(total), sources[source].kindStream))
        for kind in kinds {
            choice -= kind.weight.billionths
            if choice < 0 { return Int32(kind.kinds[0].offset) }
        }
        return -1
    }

    /// - Parameter isOn: `nil` for no change, as for `times`.
    mutating func setSource(_ source: SourceIndex, isOn: Bool?, times: FixedPoint?) {
        if let isOn { sources[source].isOn = isOn }
        if let times { sources[source].times = times.billionths }
        sources[source].generation &+= 1
        if case .rate = model.sources[source].load { scheduleArrival(of: source) }
        if sources[source].isOn {
            for _ in 0..<sources[source].paused { events.add(.user, at: now, source.number) }
            sources[source].paused = 0
        }
    }

    // MARK: Tickets

    /// Somebody whose call failed may write.
    mutating func complain(_ source: SourceIndex) {
        guard let tickets = model.sources[source].tickets else { return }
        guard chance.roll(tickets.chance, sources[source].ticketStream) else { return }
        let sampler = people[tickets.person].ticketSamplers[source.offset]
        let delay = sampler < 0 ? 0 : chance.draw(samplers[Int(sampler)], sources[source].ticketStream)
        events.add(.ticket, at: now + delay, tickets.person.number)
    }

    mutating func losePatience(_ call: CallIndex, _ life: UInt32) {
        guard calls[call].life == life else { return }
        calls[call].isTicketed = true
        complain(SourceIndex(number: calls[call].ownerNumber))
    }
}

extension RateCurve {
    /// Requests of a nanosecond at a moment.
    func density(at now: Int64) -> Double {
        guard let next = points.firstIndex(where: { $0.at.nanoseconds > now }) else {
            return points.last?.density ?? 0
        }
        guard next > 0 else { return points[0].density }
        let (before, after) = (points[next - 1], points[next])
        let part = Double(now - before.at.nanoseconds) / Double((after.at - before.at).nanoseconds)
        return before.density + (after.density - before.density) * part
    }

    var densest: Double { points.reduce(0) { max($0, $1.density) } }
    var isConstant: Bool { points.allSatisfy { $0.density == points[0].density } }
}
