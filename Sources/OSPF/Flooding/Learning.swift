import NetworkPrimitives
import OSPFWire

extension Router {
    /// Takes an LSA that a capture shows, as from a neighbor with which the router is Full and who needs no answer: a
    /// listener's way to its database. MinLSArrival does not apply, since what was captured did arrive.
    mutating func learn(
        _ id: LSAInstanceID, age: UInt16, on interface: InterfaceIndex, _ context: inout RouterContext
    ) {
        let instance = context.store[id]
        if let reason = discardReason(of: instance, on: interface, context.store) {
            counters.discardedLSAs[reason] += 1
            return
        }
        let carried = CarriedLSA(instance: id, age: min(age, UInt16(Constants.maxAgeSeconds)))
        context.cause = instance.cause
        let slot = database.slot(of: instance.key)
        if slot == nil, Int(age) >= Constants.maxAgeSeconds { return }
        if let slot, context.store.freshness(of: carried, comparedTo: database[slot], at: context.now) != .newer {
            return
        }
        guard hasMemory(forLSAOf: instance.length, replacing: slot, context.store) else {
            allocationFailed(forLSAOf: instance.length, &context)
            return
        }
        let installed = install(
            id, age: Int(carried.age), replacing: slot, isSelfOriginated: false, &context)
        flood(installed, receivedFrom: nil, &context)
    }
}
