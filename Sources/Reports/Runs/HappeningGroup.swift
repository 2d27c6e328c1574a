import Analysis
import NetworkPrimitives
import OSPF

/// Happenings of one kind at nearly the same time, in one line.
struct HappeningGroup {
    let kind: Happening.Kind
    let reason: Happening.Reason
    var happenings: [HappeningID]
    var start: Instant
    var end: Instant

    init(_ step: Story.Step) {
        (kind, reason, happenings, start, end) = (step.kind, step.reason, step.happenings, step.start, step.end)
    }

    init(_ id: HappeningID, _ happening: Happening) {
        (kind, reason, happenings) = (happening.kind, happening.reason, [id])
        (start, end) = (happening.instant, happening.instant)
    }

    /// A pause that ends a group.
    private static let pause: Duration = .seconds(1)
    /// The longest time that one line covers.
    private static let longest: Duration = .seconds(5)

    /// The run's happenings in groups, by the moment of each group's first.
    static func groups(of result: RunResult, where isShown: (Happening) -> Bool) -> [HappeningGroup] {
        var groups: [HappeningGroup] = []
        var open: [Key: Int] = [:]
        for number in result.happenings {
            let happening = result.journal.happenings[number]
            guard isShown(happening) else { continue }
            let id = HappeningID(number: UInt32(number))
            let key = Key(happening, id)
            if let index = open[key], happening.instant - groups[index].end <= pause,
                happening.instant - groups[index].start <= longest, groups[index].goesOn(with: happening.kind)
            {
                groups[index].happenings.append(id)
                groups[index].end = happening.instant
            } else {
                open[key] = groups.count
                groups.append(HappeningGroup(id, happening))
            }
        }
        return groups
    }

    /// A loss and its end are one line, an end and the next loss are two.
    private func goesOn(with next: Happening.Kind) -> Bool { kind == next || kind == .probeLost }

    private struct Key: Hashable {
        let kind: Happening.Kind
        let reason: Happening.Reason
        /// What must be distinguished within a kind: the probe, the level of an election, every action.
        let distinction: UInt32

        init(_ happening: Happening, _ id: HappeningID) {
            kind = happening.kind == .probeRestored ? .probeLost : happening.kind
            reason = happening.reason
            switch happening.entry {
            case .action: distinction = id.number
            case .probeLost(let probe, _, _), .probeRestored(let probe): distinction = probe
            case .helperStarted(let neighbor, _): distinction = neighbor.bits
            case .helperRefused(let neighbor, let refusal): distinction = neighbor.bits ^ refusal.rawValue
            case .helperStopped(let neighbor, let reason): distinction = neighbor.bits ^ reason.rawValue
            case .designatedRouterElected(_, let isBackup): distinction = isBackup ? 0 : 1
            case .authenticationFailed(_, let failure): distinction = failure.rawValue
            case .helloRefused(_, let mismatch): distinction = mismatch.rawValue
            case .restartEnded(let reason): distinction = reason.rawValue
            default: distinction = 0
            }
        }
    }
}
