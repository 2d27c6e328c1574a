import NetworkPrimitives

/// Scratch space of the routing table calculation, shared by all routers of a network: nothing in it outlives a run.
struct SPFWorkspace: Sendable {
    /// By database slot.
    var distance: Table<DatabaseSlot, UInt32> = []
    var isDone: Table<DatabaseSlot, Bool> = []
    var hopSet: Table<DatabaseSlot, HopSetID> = []
    /// Vertices in the order in which they were added to the tree.
    var tree: [DatabaseSlot] = []
    /// The candidate list: distance, then networks before routers, then the slot, in one number.
    private var heap = MinimumHeap<UInt64>()
    /// The table under construction, by prefix number.
    var routes: [Route] = []
    /// For each router that the tree reached, its slot; by the number of its router-LSA's key.
    var routers = BitSet<LSAKeyID>()
    var routerRoutes = RouterRoutes()
    /// Paths to AS boundary routers from summary-LSAs, before the best are chosen.
    var interAreaRouters: [RouterRoute] = []
    /// By prefix number, where one of several equal external paths is used: what the LSA of the path in use counts.
    var externalPriorities: [UInt64] = []
    /// The virtual links whose other ends the trees reached.
    var virtualPaths: [VirtualPath] = []
    /// Areas in whose trees a router said that it ends a virtual link (TransitCapability, RFC 2328 §16.1).
    var transitAreas: [AreaID] = []

    mutating func beginArea(slots count: Int) {
        distance.removeAll(keepingCapacity: true)
        distance.append(contentsOf: repeatElement(.max, count: count))
        isDone.removeAll(keepingCapacity: true)
        isDone.append(contentsOf: repeatElement(false, count: count))
        hopSet.removeAll(keepingCapacity: true)
        hopSet.append(contentsOf: repeatElement(.local, count: count))
        tree.removeAll(keepingCapacity: true)
        heap.removeAll()
    }

    mutating func beginRoutes(prefixCount: Int) {
        routes.removeAll(keepingCapacity: true)
        routes.append(contentsOf: repeatElement(.none, count: prefixCount))
        routers.removeAll()
        routerRoutes.removeAll()
        virtualPaths.removeAll(keepingCapacity: true)
        transitAreas.removeAll(keepingCapacity: true)
    }

    /// Offers a path; equal-cost paths add their next hops (RFC 2328 §16.8).
    mutating func offer(_ route: Route, to prefix: PrefixID, _ sets: inout NextHopSets) {
        let current = routes[prefix.index]
        if route.isBetter(than: current) {
            routes[prefix.index] = route
        } else if route.isEqualCost(to: current), current.hopSet != route.hopSet {
            // A destination that is the router itself stays so.
            guard current.hopSet != .local, route.hopSet != .local else {
                routes[prefix.index].hopSet = .local
                return
            }
            routes[prefix.index].hopSet = sets.union(current.hopSet, route.hopSet)
        }
    }

    mutating func noteTransit(_ area: AreaID) {
        if area != .backbone, !transitAreas.contains(area) { transitAreas.append(area) }
    }

    /// Offers an external path where one of several equal ones is used: the LSA that counts more takes precedence.
    mutating func offerSingle(_ route: Route, priority: UInt64, to prefix: PrefixID) {
        let current = routes[prefix.index]
        guard
            route.isBetter(than: current)
                || (route.isEqualCost(to: current) && priority > externalPriorities[prefix.index])
        else { return }
        routes[prefix.index] = route
        externalPriorities[prefix.index] = priority
    }

    // MARK: Candidates

    mutating func push(_ slot: DatabaseSlot, distance: UInt32, isRouter: Bool) {
        heap.add(UInt64(distance) << 32 | (isRouter ? 1 << 31 : 0) | UInt64(slot.number))
    }

    mutating func pop() -> (slot: DatabaseSlot, distance: UInt32)? {
        heap.removeFirst().map {
            (DatabaseSlot(number: UInt32($0 & 0x7FFF_FFFF)), UInt32(truncatingIfNeeded: $0 >> 32))
        }
    }
}
