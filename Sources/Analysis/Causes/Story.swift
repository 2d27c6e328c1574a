import NetworkPrimitives
import OSPF

/// The main thread of a run: every chain that leads to an isolation or a crash, together and in order, where what
/// happened to several routers for the same reason at nearly the same time is one step.
public struct Story: Sendable {
    /// One thing that happened, to one router or to many.
    public struct Step: Sendable {
        public let kind: Happening.Kind
        public let reason: Happening.Reason
        /// In order; at least one.
        public fileprivate(set) var happenings: [HappeningID]
        /// The routers, each once, in order; empty where it happened to the whole network.
        public fileprivate(set) var routers: [RouterIndex]
        /// The step that caused it, `nil` for a first cause.
        public fileprivate(set) var cause: Int?
        /// Other steps that had a part in it, ascending.
        public fileprivate(set) var furtherCauses: [Int] = []
        public let start: Instant
        public fileprivate(set) var end: Instant
    }

    public let steps: [Step]

    /// The story of a run's isolations and crashes. Where there are none, that of its losses of traffic.
    public init(_ result: RunResult) {
        let journal = result.journal
        func targets(_ kinds: [Happening.Kind]) -> [HappeningID] {
            result.happenings.filter { kinds.contains(journal.happenings[$0].kind) }
                .map { HappeningID(number: UInt32($0)) }
        }
        let isolations = targets([.isolated, .isolatedPermanently, .crashed])
        self.init(of: isolations.isEmpty ? targets([.probeLost]) : isolations, in: journal)
    }

    /// What belongs together happens within this time.
    private static let together: Duration = .seconds(60)

    /// The story of all chains to these happenings. O(sum of the chains' lengths).
    public init(of targets: [HappeningID], in journal: Journal) {
        var members: Set<HappeningID> = []
        for target in targets + targets.flatMap({ journal[$0].entry.furtherCauses }) {
            var link = target
            while !link.isNone, members.insert(link).inserted { link = journal[link].cause }
        }
        var steps: [Step] = []
        var stepOf: [HappeningID: Int] = [:]
        var open: [Key: Int] = [:]
        for id in members.sorted() {
            let happening = journal[id]
            let cause = happening.cause.isNone ? nil : stepOf[happening.cause]
            let key = Key(
                kind: happening.kind, reason: happening.reason, cause: cause,
                isAction: happening.kind == .action ? id : nil)
            if let step = open[key], happening.instant - steps[step].end <= Self.together {
                steps[step].add(id, happening)
                stepOf[id] = step
            } else {
                open[key] = steps.count
                stepOf[id] = steps.count
                steps.append(Step(id, happening, cause: cause))
            }
        }
        for (id, step) in stepOf.sorted(by: { $0.key < $1.key }) {
            // Happenings that are shown together began with the first: what came between explains the later ones alone.
            let further = journal[id].entry.furtherCauses.compactMap { stepOf[$0] }.filter { $0 < step }
            steps[step].furtherCauses = Set(steps[step].furtherCauses + further)
                .subtracting([steps[step].cause].compactMap { $0 }).sorted()
        }
        self.steps = steps
    }

    private init(steps: [Step]) { self.steps = steps }

    /// Whether each step follows from the end of an isolation or a crash: what happened before, once more.
    private var areRepeated: [Bool] {
        var repeated: [Bool] = []
        for step in steps {
            let isReturn = step.kind == .returned || step.kind == .processRestarted
            repeated.append(isReturn || step.cause.map { repeated[$0] } ?? false)
        }
        return repeated
    }

    /// The story without what followed when isolations or crashes ended.
    public var firstRound: Story {
        let areRepeated = areRepeated
        var numbers: [Int] = []
        var kept: [Step] = []
        for (index, step) in steps.enumerated() {
            numbers.append(kept.count)
            if !areRepeated[index] { kept.append(step.caused { areRepeated[$0] ? nil : numbers[$0] }) }
        }
        return Story(steps: kept)
    }

    /// What followed when isolations or crashes ended; the causes are positions in the whole story.
    public var laterRounds: [Step] { zip(steps, areRepeated).filter(\.1).map(\.0) }

    private struct Key: Hashable {
        let kind: Happening.Kind
        let reason: Happening.Reason
        let cause: Int?
        /// Every action is a step of its own.
        let isAction: HappeningID?
    }
}

extension Story.Step {
    fileprivate init(_ id: HappeningID, _ happening: Happening, cause: Int?) {
        kind = happening.kind
        reason = happening.reason
        happenings = [id]
        routers = happening.router.map { [$0] } ?? []
        self.cause = cause
        start = happening.instant
        end = happening.instant
    }

    /// The same step where others are numbered otherwise, or left out.
    fileprivate func caused(byNumber number: (Int) -> Int?) -> Self {
        var step = self
        step.cause = cause.flatMap(number)
        step.furtherCauses = furtherCauses.compactMap(number)
        return step
    }

    fileprivate mutating func add(_ id: HappeningID, _ happening: Happening) {
        happenings.append(id)
        if let router = happening.router, !routers.contains(router) { routers.append(router) }
        end = happening.instant
    }
}
