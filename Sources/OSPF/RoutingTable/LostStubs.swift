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
        var lost: [LostStub] = []
        for link in store.links(of: store[database[root].instance]) where link.type == .stub && link.prefix != .none {
            let isReached = workspace.tree.contains { vertex in
                let network = store[database[vertex].instance]
                return store[network.key].type == LSType.network && network.prefix == link.prefix
            }
            if isReached { lost.append(LostStub(prefix: link.prefix, cost: UInt32(link.metric))) }
        }
        return lost
    }
}

extension [LostStub] {
    func contains(_ prefix: PrefixID, cheaperThan cost: UInt32) -> Bool {
        !isEmpty && contains { $0.prefix == prefix && $0.cost < cost }
    }
}
