import NetworkPrimitives

// What holds of a router between any two inputs: of neighbors after each turn in builds for debugging, the rest in tests.
extension Router {
    /// The invariants that are broken, in words; none in a correct router. O(neighbors × database).
    package func brokenInvariants() -> [String] {
        brokenListInvariants() + brokenNeighborInvariants() + brokenDatabaseInvariants()
    }

    /// Whether what a limit counts by a rule of its own is what a count of the whole database gives. O(database).
    package func hasSoundTally(_ store: LSAStore) -> Bool {
        guard database.tally.isKept else { return true }
        var counted = database.tally.emptied
        for entry in database.lsas(without: .orphan) {
            counted.change(by: 1, store[entry.key], isSelfOriginated: entry.flags.contains(.selfOriginated))
        }
        return counted.agrees(with: database.tally)
    }

    /// How many packets the router retains: the last Database Description of each adjacency.
    package var retainedPackets: Int { neighbors.count { $0.exchange.lastSent != .none } }

    /// Each entry knows on how many retransmission lists it is, and no list holds a slot that is free.
    private func brokenListInvariants() -> [String] {
        var broken: [String] = []
        var counts = Table<DatabaseSlot, Int>(repeatElement(0, count: database.slotCount.offset))
        for neighbor in neighbors.indices {
            var next = neighbors[neighbor].retransmission.list.next(from: 0)
            while let slot = next {
                if database.isInUse(slot) {
                    counts[slot] += 1
                } else {
                    broken.append("neighbor \(neighbor) waits for the free slot \(slot)")
                }
                next = neighbors[neighbor].retransmission.list.next(from: slot.advanced(by: 1))
            }
        }
        for slot in counts.indices where database.isInUse(slot) && Int(database[slot].retransmissions) != counts[slot] {
            broken.append("slot \(slot) counts \(database[slot].retransmissions) lists, not \(counts[slot])")
        }
        return broken
    }

    /// Lists belong to adjacencies, and a freed neighbor has nothing left.
    func brokenNeighborInvariants() -> [String] {
        var broken: [String] = []
        for number in neighbors.indices {
            let neighbor = neighbors[number]
            let isIdle =
                neighbor.retransmission.list.count == 0 && neighbor.requests.isEmpty
                && !timers.isSet(timer(.retransmission, neighbor: number))
            if neighbor.state < .exchange, !isIdle {
                broken.append("neighbor \(number) has lists in \(neighbor.state)")
            }
            // A configured neighbor in state Down is polled by the same timer.
            let isPolled = neighbor.state == .down && isStatic(number)
            let isForgotten =
                neighbor.exchange.lastSent == .none && (isPolled || !timers.isSet(timer(.exchange, neighbor: number)))
            if neighbor.state < .exStart, !isForgotten { broken.append("neighbor \(number) still exchanges") }
            if neighbor.state == .full, !neighbor.requests.isEmpty { broken.append("neighbor \(number) owes LSAs") }
        }
        for number in freeNeighbors
        where neighbors[number].state != .down || timers.isSet(timer(.inactivity, neighbor: number)) {
            broken.append("the freed neighbor \(number) lives")
        }
        for interface in interfaces {
            let full = interface.neighbors.count { neighbors[$0].state == .full }
            if full != interface.fullNeighbors { broken.append("interface \(interface.index) counts its Full wrongly") }
        }
        return broken
    }

    /// RFC 2328 §14: an LSA at MaxAge that is no longer needed has left the database.
    private func brokenDatabaseInvariants() -> [String] {
        guard flooding.isEmpty, !neighbors.contains(where: { $0.state == .exchange || $0.state == .loading }) else {
            return []
        }
        return database.entries.indices.filter {
            database[$0].flags.contains([.inUse, .maxAge]) && database[$0].retransmissions == 0
        }.map { "slot \($0) is dead, and nobody needs it" }
    }
}
