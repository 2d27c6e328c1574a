import Emulation
import NetworkPrimitives
import OSPF

/// The operator who carries out a timeline: what of it is still to come, and when.
struct Timetable: Participant {
    private let entries: [TimelineEntry]
    /// What was carried out so far.
    private(set) var actions: [(id: HappeningID, place: TimelinePlace)] = []
    /// Actions that are not carried out.
    var leftOut: Set<TimelinePlace> = []
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
    var nextDeadline: Instant { (watches.compactMap(\.due) + [nextFixed]).min() ?? .never }

    private var nextFixed: Instant { taken < fixed.count ? fixed[taken].instant : .never }

    var isOperator: Bool { true }

    /// Whether an entry at a fixed moment is due.
    func isPlanned(for now: Instant) -> Bool { nextFixed <= now }

    mutating func take(_ news: News, from network: inout Network) {
        guard !news.entries.isEmpty else { return }
        for index in watches.indices { watches[index].look(at: network) }
    }

    /// Carries out what is due.
    mutating func meetDeadline(in network: inout Network) {
        for (number, entry, cause) in takeDue(at: network.now) {
            for (position, action) in entry.actions.enumerated() {
                let place = TimelinePlace(entry: number, position: position)
                guard !leftOut.contains(place) else { continue }
                let text = action.text(in: network.configuration)
                let id = network.apply(action, text: entry.label.map { "\($0): \(text)" } ?? text, cause: cause)
                actions.append((id, place))
            }
        }
    }

    /// Takes the entries that are due, in the order of the scenario.
    private mutating func takeDue(at now: Instant) -> [(number: Int, entry: TimelineEntry, cause: HappeningID)] {
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
