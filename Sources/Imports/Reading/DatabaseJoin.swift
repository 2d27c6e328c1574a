import NetworkPrimitives
import OSPFWire

/// The databases of several sources as those of one network: the union of their LSAs, of each its most recent instance.
struct DatabaseJoin {
    private struct Place: Hashable {
        var area: AreaID?
        var key: LSAKey
    }

    private struct Item {
        var entry: NetworkDatabases.Entry
        var source: Int
    }

    private var items: [Place: Item] = [:]
    private(set) var segments: [NetworkDatabases.Segment] = []
    private(set) var hostnames: [RouterID: String] = [:]
    private(set) var kinds: [AreaID: NetworkDescription.Area.Kind] = [:]
    /// Instances that say different things under one sequence number.
    private(set) var contradictions: [(key: LSAKey, area: AreaID?, sources: [Int])] = []
    /// LSAs of which a listing has a newer instance than the one that was read whole.
    private(set) var outdated = 0
    /// LSAs that were there more than once.
    private(set) var repeated = 0

    mutating func add(_ databases: NetworkDatabases, from source: Int) {
        for database in databases.databases {
            for entry in database.entries { add(entry, in: database.area, from: source) }
        }
        segments += databases.segments
        hostnames.merge(databases.hostnames) { first, _ in first }
        kinds.merge(databases.kinds) { first, _ in first }
    }

    mutating func add(_ entry: NetworkDatabases.Entry, in area: AreaID?, from source: Int) {
        let place = Place(area: area, key: entry.header.key)
        guard let known = items[place] else { return items[place] = Item(entry: entry, source: source) }
        repeated += 1
        let isSame =
            known.entry.header.sequenceNumber == entry.header.sequenceNumber
            && known.entry.header.checksum == entry.header.checksum
        if isSame {
            if known.entry.body == nil, entry.body != nil {
                items[place] = Item(entry: entry, source: source)
            } else if let ours = known.entry.body, let theirs = entry.body, ours != theirs {
                contradictions.append((place.key, area, [known.source, source]))
            }
            return
        }
        if known.entry.header.sequenceNumber == entry.header.sequenceNumber, known.entry.body != nil, entry.body != nil
        {
            contradictions.append((place.key, area, [known.source, source]))
        }
        let isNewer = entry.header.freshness(comparedTo: known.entry.header) == .newer
        switch (known.entry.body == nil, entry.body == nil) {
        case (false, true): if isNewer { outdated += 1 }
        case (true, false):
            if !isNewer { outdated += 1 }
            items[place] = Item(entry: entry, source: source)
        default: if isNewer { items[place] = Item(entry: entry, source: source) }
        }
    }

    var isEmpty: Bool { items.isEmpty }

    var databases: NetworkDatabases {
        var byArea: [AreaID?: [NetworkDatabases.Entry]] = [:]
        for (place, item) in items { byArea[place.area, default: []].append(item.entry) }
        var result = NetworkDatabases()
        result.databases = byArea.sorted {
            ($0.key?.bits).map(UInt64.init) ?? .max < ($1.key?.bits).map(UInt64.init) ?? .max
        }.map {
            NetworkDatabases.Database(area: $0.key, entries: $0.value.sorted { $0.header.key < $1.header.key })
        }
        result.segments = segments
        result.hostnames = hostnames
        result.kinds = kinds
        return result
    }
}
