import Emulation
import NetworkPrimitives
import OSPF

/// What of a timeline is still to come, and when.
struct Timetable: Sendable {
    private let entries: [TimelineEntry]
    /// Entries at fixed moments, by moment and then in the order of the scenario, and how many of them are over.
    private var fixed: [(instant: Instant, entry: Int)]
    private var taken = 0
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
    var nextDue: Instant { (watches.compactMap(\.due) + [nextFixed]).min() ?? .never }

    private var nextFixed: Instant { taken < fixed.count ? fixed[taken].instant : .never }

    /// Whether an entry at a fixed moment is due.
    func isFixedDue(at now: Instant) -> Bool { nextFixed <= now }

    mutating func look(at network: Network) {
        for index in watches.indices { watches[index].look(at: network) }
    }

    /// Takes the entries that are due, in the order of the scenario.
    mutating func takeDue(at now: Instant) -> [(number: Int, entry: TimelineEntry, cause: HappeningID)] {
        var due: [(number: Int, cause: HappeningID)] = []
        while nextFixed <= now {
            due.append((fixed[taken].entry, .none))
            taken += 1
        }
        for watch in watches where watch.due.map({ $0 <= now }) ?? false { due.append((watch.entry, watch.cause)) }
        watches.removeAll { $0.due.map { $0 <= now } ?? false }
        return due.sorted { $0.number < $1.number }.map { ($0.number, entries[$0.number], $0.cause) }
    }
}
