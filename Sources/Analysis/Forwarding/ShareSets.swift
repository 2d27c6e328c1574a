/// The number of a set in a `ShareSets`.
struct ShareSetID: Hashable, Sendable {
    let number: Int32
    static let empty = ShareSetID(number: 0)
}

/// How traffic divides among places: sets of shares in billionths, each kept once, so that fates are compared by number.
struct ShareSets<Place: Hashable & Comparable & Sendable>: Sendable {
    struct Share: Hashable, Sendable {
        let place: Place
        let share: Int
    }

    private var sets: [[Share]] = [[]]
    private var numbers: [[Share]: ShareSetID] = [[]: .empty]

    /// Sorted by place.
    subscript(set: ShareSetID) -> [Share] { sets[Int(set.number)] }

    /// The set with one place.
    mutating func single(_ place: Place, _ share: Int = Fate.whole) -> ShareSetID {
        share > 0 ? intern([Share(place: place, share: share)]) : .empty
    }

    /// Sums of parts of other sets.
    mutating func sum(_ parts: [(set: ShareSetID, part: Int)]) -> ShareSetID {
        if parts.allSatisfy({ $0.set == .empty }) { return .empty }
        if parts.count == 1, parts[0].part == Fate.whole { return parts[0].set }
        var sum: [Place: Int] = [:]
        for (set, part) in parts {
            for share in self[set] { sum[share.place, default: 0] += Fate.part(share.share, of: part) }
        }
        return intern(sum.map { Share(place: $0.key, share: $0.value) }.sorted { $0.place < $1.place })
    }

    private mutating func intern(_ shares: [Share]) -> ShareSetID {
        if let known = numbers[shares] { return known }
        let id = ShareSetID(number: Int32(sets.count))
        sets.append(shares)
        numbers[shares] = id
        return id
    }
}
