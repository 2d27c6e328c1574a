import OSPFWire

/// A stub network of the router's own that has no route, and the cost below which there is none by others either.
struct LostStub {
    let prefix: PrefixID
    let cost: UInt32
}

// What `BehaviorProfile.losesStubsThatOthersReach` is about.
extension Router {
    /// The stub links of the root whose networks are transit networks to others.
    func lostStubs(_ workspace: borrowing SPFWorkspace, _ store: LSAStore) -> [LostStub] {
        guard let root = workspace.tree.first else { return [] }
        let instance = store[database[root].instance]
        var lost: [LostStub] = []
        var position = Int(instance.bodyStart) + 1
        for link in 0..<Int(instance.targetCount) {
            let last = store.words[position + 2]
            position += 3 + Int(last >> 16 & 0xFF)
            let target = store.targets[Int(instance.targetStart) + link]
            guard last >> 24 == LinkType.stub, target != .max else { continue }
            let prefix = PrefixID(number: target)
            let isReached = workspace.tree.contains { vertex in
                let network = store[database[vertex].instance]
                return store[network.key].type == LSType.network && network.prefix == prefix
            }
            if isReached { lost.append(LostStub(prefix: prefix, cost: last & 0xFFFF)) }
        }
        return lost
    }
}

extension [LostStub] {
    func contains(_ prefix: PrefixID, cheaperThan cost: UInt32) -> Bool {
        !isEmpty && contains { $0.prefix == prefix && $0.cost < cost }
    }
}
