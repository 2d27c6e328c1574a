import NetworkPrimitives
import OSPFWire

/// How the databases that a capture shows differ between two moments.
public struct DatabaseDifference: Sendable {
    public enum Change: String, Hashable, Sendable, CaseIterable {
        /// Was not there, or was flushed.
        case appeared
        /// Was flushed, or grew too old.
        case gone
        /// Has another body or other options.
        case changed
        /// Has a newer instance of the same content.
        case refreshed
    }

    public struct Entry: Hashable, Sendable {
        /// `nil` for LSAs of AS scope.
        public var area: AreaID?
        public var change: Change
        /// As it was; `nil` where it had never been seen.
        public var before: ObservedLSA?
        public var after: ObservedLSA?

        public var key: LSAKey? { (after ?? before)?.key }
    }

    /// What can be said of one area, or of the AS-wide LSAs.
    public struct Area: Hashable, Sendable {
        /// `nil` for the LSAs of AS scope.
        public var area: AreaID?
        /// LSAs that were alive.
        public var before: Int
        public var after: Int
    }

    public let start: Instant
    public let end: Instant
    /// As in the summary's databases.
    public private(set) var areas: [Area] = []
    /// By area, then in order of their keys.
    public private(set) var entries: [Entry] = []

    /// - Parameters:
    ///   - before: the databases at `start`.
    ///   - after: the databases at `end`, by the same analysis: it holds everything that the earlier one held.
    public init(from before: [DatabaseSummary], at start: Instant, to after: [DatabaseSummary], at end: Instant) {
        self.start = start
        self.end = end
        for database in after {
            let earlier = before.first { $0.area == database.area }
            let old = Dictionary((earlier?.entries ?? []).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
            var counts = Area(area: database.area, before: 0, after: 0)
            counts.before = old.values.count { $0.isAlive(at: start) }
            for entry in database.entries {
                let was = old[entry.key]
                if entry.isAlive(at: end) { counts.after += 1 }
                guard let change = Self.change(from: was, at: start, to: entry, at: end) else { continue }
                entries.append(Entry(area: database.area, change: change, before: was, after: entry))
            }
            areas.append(counts)
        }
    }

    /// How many changes there are of a kind.
    public func count(_ change: Change) -> Int { entries.count { $0.change == change } }

    private static func change(
        from before: ObservedLSA?, at start: Instant, to after: ObservedLSA, at end: Instant
    ) -> Change? {
        let (wasAlive, isAlive) = (before?.isAlive(at: start) ?? false, after.isAlive(at: end))
        guard wasAlive, isAlive, let before else { return isAlive ? .appeared : wasAlive ? .gone : nil }
        guard before.header.freshness(comparedTo: after.header) != .same else { return nil }
        let isSame = before.header.options == after.header.options && before.body != nil && before.body == after.body
        return isSame ? .refreshed : .changed
    }
}

extension ObservedLSA {
    /// Whether it is neither flushed nor grown to MaxAge since it was seen (RFC 2328 §14).
    public func isAlive(at moment: Instant) -> Bool {
        !header.isMaxAge && (moment - time).wholeSeconds + Int64(header.age) < Int64(Constants.maxAgeSeconds)
    }
}
