import NetworkPrimitives

/// Those who take part in a simulation, in the order in which they are told of news and have their turns.
public struct Participants: Sendable {
    private var all: [any Participant]
    /// How many of the log's entries everybody was told of.
    private var toldEntries: Int

    /// - Precondition: at most one is of a type; operators come after all others that have deadlines.
    public init(_ all: [any Participant], in network: Network) {
        self.all = all
        toldEntries = network.context.journal.happenings.count
    }

    /// The participant of a type.
    /// - Precondition: there is one.
    public subscript<Member: Participant>(_ type: Member.Type) -> Member {
        get { all.lazy.compactMap { $0 as? Member }.first! }
        set { all[all.firstIndex { $0 is Member }!] = newValue }
    }

    /// The participant of a type, if there is one.
    public func first<Member: Participant>(_ type: Member.Type) -> Member? {
        all.lazy.compactMap { $0 as? Member }.first
    }

    /// One more who looks on, and is told before all others.
    public mutating func addObserver(_ observer: some Participant) { all.insert(observer, at: 0) }

    public mutating func removeAll<Member: Participant>(_ type: Member.Type) { all.removeAll { $0 is Member } }

    public var nextDeadline: Instant { all.reduce(.never) { min($0, $1.nextDeadline) } }

    public mutating func begin(in network: inout Network) {
        for index in all.indices { all[index].begin(in: &network) }
    }

    /// Tells everybody what happened since they were told last.
    public mutating func tellNews(from network: inout Network) {
        let news = News(entries: toldEntries..<network.context.journal.happenings.count)
        for index in all.indices { all[index].take(news, from: &network) }
        // What they write into the log themselves is news to none of them.
        toldEntries = network.context.journal.happenings.count
    }

    /// Gives those who look on their turns, as far as their deadlines are here.
    /// - Returns: the first operator whose deadline is here, too; see `act`.
    public mutating func meetDeadlines(in network: inout Network) -> DueOperator? {
        while let index = all.firstIndex(where: { $0.nextDeadline <= network.now }) {
            guard !all[index].isOperator else {
                return DueOperator(index: index, isPlanned: all[index].isPlanned(for: network.now))
            }
            all[index].meetDeadline(in: &network)
        }
        return nil
    }

    /// An operator before its turn.
    public struct DueOperator: Equatable, Sendable {
        fileprivate let index: Int
        public let isPlanned: Bool
    }

    /// Lets an operator do what it has to, and tells everybody.
    public mutating func act(_ member: DueOperator, on network: inout Network) {
        all[member.index].meetDeadline(in: &network)
        tellNews(from: &network)
    }
}
