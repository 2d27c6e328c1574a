import NetworkPrimitives
import OSPFWire

/// What an LSA in an update was to an observer who had seen all updates before it.
public enum LSAArrival: String, Hashable, Sendable, CaseIterable {
    case new
    /// A newer instance with the same body.
    case refreshed
    /// A newer instance with another body.
    case changed
    /// A newer instance at MaxAge.
    case flushed
    /// The same instance again, from another sender: flooding at work.
    case refloodedByOther = "flooded on"
    /// The same instance again from the same sender.
    case retransmitted
    /// An instance older than one seen before.
    case outdated
}

/// How many LSAs arrived as what.
public struct ArrivalCounts: Hashable, Sendable {
    private var counts: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0, 0, 0)

    public init() {}

    public internal(set) subscript(arrival: LSAArrival) -> Int {
        get {
            switch arrival {
            case .new: Int(counts.0)
            case .refreshed: Int(counts.1)
            case .changed: Int(counts.2)
            case .flushed: Int(counts.3)
            case .refloodedByOther: Int(counts.4)
            case .retransmitted: Int(counts.5)
            case .outdated: Int(counts.6)
            }
        }
        set {
            let value = UInt32(clamping: newValue)
            switch arrival {
            case .new: counts.0 = value
            case .refreshed: counts.1 = value
            case .changed: counts.2 = value
            case .flushed: counts.3 = value
            case .refloodedByOther: counts.4 = value
            case .retransmitted: counts.5 = value
            case .outdated: counts.6 = value
            }
        }
    }

    public static func == (left: Self, right: Self) -> Bool { LSAArrival.allCases.allSatisfy { left[$0] == right[$0] } }

    public func hash(into hasher: inout Hasher) { for arrival in LSAArrival.allCases { hasher.combine(self[arrival]) } }
}

/// An LSA in a database, as it was seen last.
public struct ObservedLSA: Hashable, Sendable {
    /// The most recent instance (RFC 2328 §13.1).
    public var header: LSAHeader
    /// `nil` where only headers were seen, in Database Descriptions and acknowledgments.
    public var body: [UInt8]?
    /// When the most recent instance was first seen.
    public var time: Instant
    public var firstSeen: Instant
    /// Instances seen, by what they were.
    public internal(set) var arrivals = ArrivalCounts()
    /// Times that it was flushed and came back.
    public var returns = 0
    /// Times that its body became what it had been before a change: something went away and came back, or the reverse.
    public var reversions = 0
    /// Fingerprints of the contents that were replaced last, and where the next one goes.
    private var earlier: [UInt64] = []
    private var nextEarlier = 0
    /// When it came back, or took an earlier content again, last; and how often in quick succession.
    var lastTurn = Instant(nanoseconds: .min / 2)
    var answers = 0

    init(header: LSAHeader, body: [UInt8]?, time: Instant) {
        self.header = header
        self.body = body
        self.time = time
        firstSeen = time
    }

    /// More contents than this are not remembered.
    private static let mostEarlierBodies = 16

    /// Takes a body that differs from the present one.
    /// - Returns: whether it had this one before.
    mutating func change(to new: [UInt8]) -> Bool {
        let isKnown = earlier.contains(Self.fingerprint(new))
        if isKnown { reversions += 1 }
        guard let body else { return isKnown }
        if earlier.count < Self.mostEarlierBodies {
            earlier.append(Self.fingerprint(body))
        } else {
            earlier[nextEarlier] = Self.fingerprint(body)
            nextEarlier = (nextEarlier + 1) % Self.mostEarlierBodies
        }
        return isKnown
    }

    /// Of 64 bits, so that two of a handful of bodies share one by chance once in 10^17.
    private static func fingerprint(_ octets: [UInt8]) -> UInt64 {
        octets.reduce(0xCBF2_9CE4_8422_2325 ^ UInt64(octets.count)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    public var key: LSAKey { header.key }
    /// Changes of the body, flushes and returns: what makes others compute their routes again.
    public var churn: Int { arrivals[.changed] + arrivals[.flushed] + returns }
}

/// The LSAs of one area, or those of the whole autonomous system.
public struct DatabaseSummary: Hashable, Sendable {
    /// `nil` for the LSAs of AS scope.
    public var area: AreaID?
    /// In order of their keys; flushed LSAs stay, at MaxAge.
    public var entries: [ObservedLSA]

    /// Entries that are not flushed.
    public var liveCount: Int { entries.lazy.filter { !$0.header.isMaxAge }.count }

    /// Destinations outside the area that more than one router announces: what doubles a database when a standby
    /// takes over from a router that died without flushing.
    public var sharedDestinations: Int {
        let outside: Set<LSType> = [.summaryNetwork, .asExternal, .nssa]
        let live = entries.filter { outside.contains($0.header.type) && !$0.header.isMaxAge }
        let announcements = live.map { Destination(type: $0.header.type, id: $0.header.linkStateID) }
        return Dictionary(announcements.map { ($0, 1) }, uniquingKeysWith: +).values.lazy.filter { $0 > 1 }.count
    }

    private struct Destination: Hashable {
        var type: LSType
        var id: IPv4Address
    }
}

/// Follows every LSA that the capture shows.
struct DatabaseTracker {
    private struct Place: Hashable {
        var area: AreaID?
        var key: LSAKey

        /// Two words, as every LSA of a capture is looked up.
        func hash(into hasher: inout Hasher) {
            hasher.combine(UInt64(key.linkStateID.bits) << 32 | UInt64(key.advertisingRouter.bits))
            hasher.combine(UInt64(key.type.rawValue) << 32 | UInt64(area?.bits ?? .max))
        }
    }

    private struct Sighting: Hashable {
        var place: Place
        var sender: RouterID
        var sequenceNumber: Int32
    }

    private(set) var entries: [ObservedLSA] = []
    private var areas: [AreaID?] = []
    private var index: [Place: Int] = [:]
    /// Senders of the most recent instance of each entry.
    private var senders: [[RouterID]] = []
    /// When the most recent instance that was not flushed was originated, by its age.
    private var originated: [Instant?] = []
    /// When the most recent instance came in an update; `nil` where only headers of it came.
    private var installed: [Instant?] = []
    private(set) var restarts: [RouterID: Int] = [:]
    var violations = ViolationTracker()
    private(set) var totals = ArrivalCounts()
    /// Whether the LSA that was added last replaced one that was due for a refresh.
    private(set) var isRefreshDue = false

    /// Notes an LSA of an update.
    @discardableResult
    mutating func add(_ lsa: LSA, area: AreaID, sender: RouterID, in frame: CapturedFrame) -> LSAArrival {
        let place = Place(area: lsa.header.type.hasASScope ? nil : area, key: lsa.header.key)
        let number = index[place] ?? entries.count
        isRefreshDue = false
        let arrival = note(lsa, at: place, number, sender: sender, in: frame)
        totals[arrival] += 1
        entries[number].arrivals[arrival] += 1
        return arrival
    }

    /// Notes a header of a Database Description or an acknowledgment, which proves that the LSA exists.
    mutating func add(_ header: LSAHeader, area: AreaID, in frame: CapturedFrame) {
        let place = Place(area: header.type.hasASScope ? nil : area, key: header.key)
        guard let number = index[place] else {
            insert(header, body: nil, at: place, senders: [], in: frame)
            return
        }
        guard header.freshness(comparedTo: entries[number].header) == .newer || isReborn(number, header, in: frame)
        else {
            return
        }
        entries[number].header = header
        entries[number].body = nil
        entries[number].time = frame.time
        senders[number] = []
        originated[number] = header.isMaxAge ? nil : frame.time - .seconds(Int64(header.age))
        installed[number] = nil
    }

    private mutating func insert(
        _ header: LSAHeader, body: [UInt8]?, at place: Place, senders first: [RouterID], in frame: CapturedFrame
    ) {
        index[place] = entries.count
        entries.append(ObservedLSA(header: header, body: body, time: frame.time))
        areas.append(place.area)
        senders.append(first)
        originated.append(header.isMaxAge ? nil : frame.time - .seconds(Int64(header.age)))
        installed.append(body == nil ? nil : frame.time)
    }

    /// - Parameter number: the entry's, or the next one.
    private mutating func note(
        _ lsa: LSA, at place: Place, _ number: Int, sender: RouterID, in frame: CapturedFrame
    ) -> LSAArrival {
        guard number < entries.count else {
            insert(lsa.header, body: lsa.body, at: place, senders: [sender], in: frame)
            return lsa.header.isMaxAge ? .flushed : .new
        }
        let old = entries[number].header
        switch lsa.header.freshness(comparedTo: old) {
        case .older where isReborn(number, lsa.header, in: frame):
            return replace(number, with: lsa, sender: sender, in: frame)
        case .older:
            if isRestart(lsa.header, after: old, sender: sender) { restarts[sender, default: 0] += 1 }
            return .outdated
        case .same:
            if entries[number].body == nil { entries[number].body = lsa.body }
            installed[number] = installed[number] ?? frame.time
            if senders[number].contains(sender) { return .retransmitted }
            senders[number].append(sender)
            return senders[number].count == 1 ? .new : .refloodedByOther
        case .newer: return replace(number, with: lsa, sender: sender, in: frame)
        }
    }

    /// An LSA that was flushed leaves all databases, and may begin again with the first sequence number (RFC 2328 §14): by its
    /// age, such an instance was originated after the flush.
    private func isReborn(_ number: Int, _ header: LSAHeader, in frame: CapturedFrame) -> Bool {
        entries[number].header.isMaxAge && !header.isMaxAge
            && frame.time - .seconds(Int64(header.age)) > entries[number].time
    }

    private mutating func replace(_ number: Int, with lsa: LSA, sender: RouterID, in frame: CapturedFrame) -> LSAArrival
    {
        let old = entries[number].header
        let hadBody = entries[number].body != nil
        let isSameBody = entries[number].body == lsa.body
        checkPace(number, lsa.header, sender: sender, in: frame)
        checkSequence(number, lsa.header, in: frame)
        if isSameBody, let last = originated[number] {
            isRefreshDue = (Constants.lsRefreshTime - .seconds(100)...Constants.lsRefreshTime + .seconds(100))
                .contains(frame.time - last)
        }
        if !lsa.header.isMaxAge, hadBody, !isSameBody, entries[number].change(to: lsa.body) {
            noteContest(number, .contested, lsa.header, in: frame)
        }
        entries[number].header = lsa.header
        entries[number].body = lsa.body
        entries[number].time = frame.time
        senders[number].removeAll(keepingCapacity: true)
        senders[number].append(sender)
        installed[number] = frame.time
        guard !lsa.header.isMaxAge else { return .flushed }
        originated[number] = frame.time - .seconds(Int64(lsa.header.age))
        if old.isMaxAge {
            entries[number].returns += 1
            noteContest(number, .maxAgeWar, lsa.header, in: frame)
            return .new
        }
        return isSameBody && old.options == lsa.header.options ? .refreshed : .changed
    }

    /// More instances than this in between were not lost by the capture: the originator skips numbers.
    private static let longestGap: Int64 = 10

    /// Sequence numbers go up one by one (RFC 2328 §12.1.6).
    private mutating func checkSequence(_ number: Int, _ header: LSAHeader, in frame: CapturedFrame) {
        guard installed[number] != nil else { return }
        let step = Int64(header.sequenceNumber) - Int64(entries[number].header.sequenceNumber)
        if step > Self.longestGap { violations.add(.sequenceJump, header, frame) }
    }

    /// Two routers that undo what the other did to an LSA do so within seconds, again and again.
    private static let answerTime = Duration.seconds(15)
    private static let answersOfAWar = 3

    private mutating func noteContest(
        _ number: Int, _ rule: Violation.Rule, _ header: LSAHeader, in frame: CapturedFrame
    ) {
        let isAnswer = frame.time - entries[number].lastTurn < Self.answerTime
        entries[number].lastTurn = frame.time
        entries[number].answers = isAnswer ? entries[number].answers + 1 : 1
        if entries[number].answers >= Self.answersOfAWar { violations.add(rule, header, frame) }
    }

    /// A router that has lost its memory begins again with the first sequence number, while its old LSA stays in
    /// others (RFC 2328 §13.4).
    private func isRestart(_ header: LSAHeader, after old: LSAHeader, sender: RouterID) -> Bool {
        let isOwn = header.advertisingRouter == sender && header.type == .router
        return isOwn && header.sequenceNumber == Int32.min + 1 && old.sequenceNumber > header.sequenceNumber
    }

    /// MinLSInterval binds the originator (RFC 2328 §12.4), MinLSArrival those who accept what is flooded (§13 (5)(a)).
    ///
    /// When an instance was originated, its age tells; when it came, says nothing where it came late, out of another's
    /// database. An age has whole seconds and grows on the way, so that a gap must be clearly too short by both.
    private mutating func checkPace(_ number: Int, _ header: LSAHeader, sender: RouterID, in frame: CapturedFrame) {
        let isOriginator = sender == header.advertisingRouter
        // The answer to another's copy of one's own LSA does not wait (RFC 2328 §13.4).
        guard let last = originated[number], !isOriginator || senders[number].contains(sender) else { return }
        let origination = header.isMaxAge ? frame.time : frame.time - .seconds(Int64(header.age))
        let gap = origination - last
        let arrivalGap = frame.time - entries[number].time
        // Another router may hand on an old instance just before; only one's own haste is a fault.
        if senders[number].contains(sender), let installed = installed[number], frame.time - installed < Self.hasty,
            gap < Self.hasty
        {
            violations.add(.minLSArrival, header, frame)
        }
        guard !header.isMaxAge, gap < .milliseconds(3500), arrivalGap < .milliseconds(4900) else { return }
        violations.add(.minLSInterval, header, frame)
    }

    /// Clearly less than MinLSArrival.
    private static let hasty = Duration.milliseconds(900)

    /// The databases at the end, by area.
    var databases: [DatabaseSummary] {
        let order = Set(areas).sorted { ($0 == nil ? 1 : 0, $0?.bits ?? 0) < ($1 == nil ? 1 : 0, $1?.bits ?? 0) }
        return order.map { area in
            DatabaseSummary(
                area: area,
                entries: entries.indices.filter { areas[$0] == area }.map { entries[$0] }.sorted { $0.key < $1.key })
        }
    }
}
