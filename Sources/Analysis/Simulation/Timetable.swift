import Emulation
import NetworkPrimitives
import OSPF

/// What of a timeline is still to come, and when.
struct Timetable: Sendable {
    private let entries: [TimelineEntry]
    /// Entries at fixed moments, by moment and then in the order of the scenario; the next one first.
    private var fixed: [(instant: Instant, entry: Int)]
    private var watches: [ConditionWatch]

    init(_ entries: [TimelineEntry], start: Instant) {
        self.entries = entries
        fixed = []
        watches = []
        for (index, entry) in entries.enumerated() {
            switch entry.trigger {
            case .at(let offset): fixed.append((start + offset, index))
            case .when(let condition, let lasting):
                watches.append(ConditionWatch(entry: index, condition: condition, lasting: lasting))
            }
        }
        fixed.sort { ($0.instant, $0.entry) < ($1.instant, $1.entry) }
    }

    /// When the next entry is due if no condition changes.
    var nextDue: Instant { (watches.compactMap(\.due) + [fixed.first?.instant ?? .never]).min() ?? .never }

    /// Whether an entry at a fixed moment is due.
    func isFixedDue(at now: Instant) -> Bool { fixed.first.map { $0.instant <= now } ?? false }

    mutating func look(at network: Network) {
        for index in watches.indices { watches[index].look(at: network) }
    }

    /// Takes the entries that are due, in the order of the scenario.
    mutating func takeDue(at now: Instant) -> [(number: Int, entry: TimelineEntry, cause: HappeningID)] {
        var due: [(number: Int, cause: HappeningID)] = []
        while let first = fixed.first, first.instant <= now {
            due.append((first.entry, .none))
            fixed.removeFirst()
        }
        for watch in watches where watch.due.map({ $0 <= now }) ?? false { due.append((watch.entry, watch.cause)) }
        watches.removeAll { $0.due.map { $0 <= now } ?? false }
        return due.sorted { $0.number < $1.number }.map { ($0.number, entries[$0.number], $0.cause) }
    }
}
