import NetworkPrimitives
import OSPFWire

extension LSAInstance {
    /// The mark of an instance that is `age` seconds old.
    @inline(__always) func mark(age: Int) -> InstanceMark {
        InstanceMark(sequenceNumber: sequenceNumber, checksum: checksum, age: age)
    }
}

extension LSAStore {
    /// Whether an LSA is newer than, the same as or older than a database copy (RFC 2328 §13.1).
    @inline(__always)
    func freshness(of lsa: CarriedLSA, comparedTo entry: DatabaseEntry, at now: Instant) -> Freshness {
        self[lsa.instance].mark(age: Int(lsa.age)).freshness(
            comparedTo: self[entry.instance].mark(age: entry.age(at: now)))
    }
}

// RFC 2328 §13.3: flooding.
extension Router {
    /// Puts a database copy on the retransmission lists of all who need it and marks it for sending.
    ///
    /// - Parameter sender: the neighbor that it came from, `nil` where the router originated it.
    /// - Returns: whether it goes back out of the interface that it came in by.
    @discardableResult
    mutating func flood(
        _ slot: DatabaseSlot, receivedFrom sender: NeighborIndex?, _ context: inout RouterContext
    ) -> Bool {
        precondition(database.isInUse(slot), "what is flooded is in the database (RFC 2328 §13 (5))")
        let receivedOn = sender.map { neighbors[$0].interface }
        var wasFloodedBack = false
        for index in interfaces.indices where !interfaces[index].neighbors.isEmpty {
            guard carries(slot, on: index, context.store) else { continue }
            // RFC 2328 §13.3 (2): without a neighbor that needs it, it is not sent.
            guard addToRetransmissionLists(slot, on: index, except: sender, &context) else { continue }
            if index == receivedOn, let sender {
                // RFC 2328 §13.3 (3), (4): the Designated Router and its Backup have flooded to everyone, and a Backup
                // leaves it to the Designated Router.
                let address = neighbors[sender].address
                if interfaces[index].state != .pointToPoint,
                    address == interfaces[index].designatedRouter
                        || address == interfaces[index].backupDesignatedRouter
                        || interfaces[index].state == .backup
                {
                    continue
                }
                wasFloodedBack = true
            }
            scheduleFlooding(of: slot, on: index, because: context.cause, at: context.now)
        }
        return wasFloodedBack
    }

    /// RFC 2328 §13.3 (1): whether at least one neighbor on the interface needs the LSA.
    private mutating func addToRetransmissionLists(
        _ slot: DatabaseSlot, on index: InterfaceIndex, except sender: NeighborIndex?, _ context: inout RouterContext
    ) -> Bool {
        var isNeeded = false
        let entry = database[slot]
        for position in interfaces[index].neighbors.indices {
            let neighbor = interfaces[index].neighbors[position]
            // RFC 2328 §13.3 (1)(a).
            guard neighbors[neighbor].state >= .exchange,
                !entry.flags.contains(.opaque) || takesOpaque(neighbor)
            else { continue }
            if neighbors[neighbor].state != .full, let described = neighbors[neighbor].requests.instance(for: entry.key)
            {
                // RFC 2328 §13.3 (1)(b): not yet Full, so the request list says what the neighbor has.
                let comparison = context.store[entry.instance].mark(age: entry.age(at: context.now)).freshness(
                    comparedTo: context.store[described].mark(age: 0))
                if comparison == .older { continue }
                if neighbor != sender { requestAnswered(entry.key, by: neighbor, &context) }
                if comparison == .same { continue }
            }
            // RFC 2328 §13.3 (1)(c).
            if neighbor == sender { continue }
            // RFC 2328 §13.3 (1)(d).
            addToRetransmissionList(slot, of: neighbor, at: context.now)
            isNeeded = true
        }
        return isNeeded
    }

    private mutating func scheduleFlooding(
        of slot: DatabaseSlot, on index: InterfaceIndex, because cause: HappeningID, at now: Instant
    ) {
        let pacing = configuration.timers.floodPacing
        if pacing == .zero {
            if interfaces[index].floodingQueue.slots.isEmpty { flooding.append(index) }
        } else {
            let timer = Timer.number(.flood, interface: index)
            if !timers.isSet(timer) { timers.set(timer, to: now + pacing) }
        }
        // An own LSA that came back (RFC 2328 §13.4) has been replaced before it could be sent: it goes out once, as it is now.
        interfaces[index].floodingQueue.append(slot, because: cause)
    }
}
