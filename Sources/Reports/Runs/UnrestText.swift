import Analysis

extension RunNames {
    /// What keeps a network busy for ever, in one sentence.
    func text(_ unrest: Unrest) -> String {
        switch unrest {
        case .sharedRouterID(let id, let routers):
            "did not converge: \(list(routers.map(router))) have the same Router ID \(id) and overwrite each other's LSAs (RFC 2328 §13.4)"
        case .sharedAddress(let address, let routers, let segment):
            "did not converge: \(list(routers.map(router))) have the same address \(address) on "
                + result.scenario.network.segments[segment].name
        case .unfinished(let router, let id, let interface, let state):
            "never adjacent: \(self.router(router)) and \(neighbor(id, of: router, on: interface)) (\(state))"
        }
    }
}
