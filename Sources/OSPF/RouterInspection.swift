import NetworkPrimitives
import OSPFWire

/// What a router knows about a neighbor, for reports.
public struct NeighborReport: Hashable, Sendable {
    public let routerID: RouterID
    public let address: IPv4Address
    public let interface: InterfaceIndex
    public let state: NeighborState
    public let priority: UInt8
    public let designatedRouter: IPv4Address
    public let backupDesignatedRouter: IPv4Address
    /// It said that it takes opaque LSAs (RFC 5250 §3.1).
    public let takesOpaque: Bool
}

/// An LSA as a database holds it, for reports.
public struct DatabaseReport: Sendable {
    public let key: DatabaseKey
    public let instance: LSAInstanceID
    /// Whole seconds, `0...3600`.
    public let age: Int
    public let isSelfOriginated: Bool

    public var isMaxAge: Bool { age >= Constants.maxAgeSeconds }
}

// Looking into a router without changing it. None of this is used by the protocol.
extension Router {
    public func interfaceState(_ index: InterfaceIndex) -> InterfaceState { interfaces[index].state }
    public func hasCarrier(_ index: InterfaceIndex) -> Bool { interfaces[index].hasCarrier }
    public func designatedRouter(on index: InterfaceIndex) -> IPv4Address { interfaces[index].designatedRouter }
    public func backupDesignatedRouter(on index: InterfaceIndex) -> IPv4Address {
        interfaces[index].backupDesignatedRouter
    }

    /// The first interface in an area.
    public func interface(in area: AreaID) -> InterfaceIndex? { interfaces.firstIndex { $0.area == area } }

    /// Whether frames to AllDRouters are for this interface: others have not joined that group.
    public func listensToAllDRouters(_ index: InterfaceIndex) -> Bool {
        interfaces[index].state == .designatedRouter || interfaces[index].state == .backup
    }

    /// All neighbors, by interface and then in the order of their first Hellos.
    public var neighborReports: [NeighborReport] {
        interfaces.flatMap { interface in
            interface.neighbors.map { number in
                let neighbor = neighbors[number]
                return NeighborReport(
                    routerID: neighbor.routerID, address: neighbor.address, interface: neighbor.interface,
                    state: neighbor.state, priority: neighbor.priority, designatedRouter: neighbor.designatedRouter,
                    backupDesignatedRouter: neighbor.backupDesignatedRouter, takesOpaque: takesOpaque(number))
            }
        }
    }

    /// How many adjacencies are Full.
    public var fullAdjacencies: Int { interfaces.reduce(0) { $0 + $1.fullNeighbors } }

    /// The same of one interface.
    public func fullNeighbors(on index: InterfaceIndex) -> Int { interfaces[index].fullNeighbors }

    /// The database, sorted by key. O(n log n).
    public func databaseReport(_ store: LSAStore, at now: Instant) -> [DatabaseReport] {
        database.lsas().map { entry in
            DatabaseReport(
                key: store[entry.key], instance: entry.instance, age: entry.age(at: now),
                isSelfOriginated: entry.flags.contains(.selfOriginated))
        }.sorted { $0.key < $1.key }
    }

    /// A digest of the database's instances without their ages: equal databases have equal digests, whatever the order in
    /// which they were filled. LSAs at MaxAge are left out, and those of a link (RFC 5250 §3), which `linkDigest` has. O(n).
    ///
    /// - Parameter opaque: whether the opaque LSAs are meant, or the others; `nil` for both.
    public func databaseDigest(_ scope: AreaID, opaque: Bool? = nil) -> UInt64 {
        var sum: UInt64 = 0
        for entry in database.lsas(in: [scope], without: [.maxAge, .linkLocal])
        where opaque == nil || opaque == entry.flags.contains(.opaque) {
            sum &+= Self.digest(of: entry)
        }
        return sum
    }

    /// The same of the LSAs with link scope on the link of an interface. O(n) where the router ever held one.
    public func linkDigest(_ interface: InterfaceIndex, _ store: LSAStore) -> UInt64 {
        guard hasLinkLocalLSAs else { return 0 }
        var sum: UInt64 = 0
        for entry in database.live(of: [.opaqueLink]) where store[entry.key].link == interfaces[interface].link {
            sum &+= Self.digest(of: entry)
        }
        return sum
    }

    private static func digest(of entry: DatabaseEntry) -> UInt64 {
        var digest = Digest()
        digest.add(entry.instance.number)
        return digest.value
    }

    /// Whether AS-external-LSAs are flooded over an interface (RFC 2328 §13.3).
    public func carriesExternals(_ interface: InterfaceIndex) -> Bool { interfaces[interface].carriesExternals }

    /// Whether the external destinations of the redistribution at this position are originated now.
    public func isOriginating(_ redistribution: Int) -> Bool {
        redistribution < externals.isActive.count && externals.isActive[redistribution]
    }

    /// Octets that the database takes, the dense tables included.
    public var databaseBytes: Int { database.byteCount }

    /// Whether a timer runs that will change what the router says or holds, whatever arrives: of its limit, of what it
    /// redistributes, of its start as a stub router, or of a graceful restart.
    public var awaitsTimer: Bool {
        isRunning
            && (timers.isSet(Timer.limit) || timers.isSet(Timer.redistribution) || timers.isSet(Timer.startup)
                || timers.isSet(Timer.grace))
    }
}
