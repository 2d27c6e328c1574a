import NetworkPrimitives
import OSPFWire

/// Some of the LSAs of a database, in the order of their slots. Going through them copies and allocates nothing.
struct DatabaseEntries: Sequence, IteratorProtocol {
    fileprivate let entries: Table<DatabaseSlot, DatabaseEntry>
    /// `nil` for all.
    fileprivate let types: LSTypeSet?
    fileprivate let areas: [AreaID]?
    fileprivate let excluded: DatabaseEntry.Flags
    private var slot = DatabaseSlot(number: 0)

    fileprivate init(
        _ entries: Table<DatabaseSlot, DatabaseEntry>, _ types: LSTypeSet?, _ areas: [AreaID]?,
        _ excluded: DatabaseEntry.Flags
    ) {
        (self.entries, self.types, self.areas, self.excluded) = (entries, types, areas, excluded)
    }

    mutating func next() -> DatabaseEntry? {
        while slot < entries.endIndex {
            let entry = entries[slot]
            slot = slot.advanced(by: 1)
            guard entry.flags.contains(.inUse), entry.flags.isDisjoint(with: excluded) else { continue }
            if let types, !types.contains(entry.type) { continue }
            if let areas, !areas.contains(entry.scope) { continue }
            return entry
        }
        return nil
    }
}

extension LinkStateDatabase {
    /// The LSAs of some types in some areas, `nil` for all; the area of what belongs to none is `DatabaseKey.systemWide`.
    func lsas(
        of types: LSTypeSet? = nil, in areas: [AreaID]? = nil, without excluded: DatabaseEntry.Flags = []
    ) -> DatabaseEntries {
        DatabaseEntries(entries, types, areas, excluded)
    }

    /// Those that are not at MaxAge.
    func live(of types: LSTypeSet? = nil, in areas: [AreaID]? = nil) -> DatabaseEntries {
        lsas(of: types, in: areas, without: .maxAge)
    }

    /// Those of them that others originated: what routes come from.
    func liveOfOthers(of types: LSTypeSet, in areas: [AreaID]? = nil) -> DatabaseEntries {
        lsas(of: types, in: areas, without: [.maxAge, .selfOriginated])
    }

    /// Where those lie that are such now, for loops that change the database. O(n).
    func slots(where isSuch: (DatabaseEntry) -> Bool) -> [DatabaseSlot] {
        entries.indices.filter { isInUse($0) && isSuch(entries[$0]) }
    }
}
