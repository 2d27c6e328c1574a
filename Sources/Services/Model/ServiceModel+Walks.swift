extension ServiceModel {
    /// Every action, wherever it stands.
    public func forEachAction(_ body: (ServiceAction) -> Void) {
        for entry in timeline { entry.actions.forEachAction(body) }
        for monitor in monitors {
            monitor.alert.forEachAction(body)
            monitor.wide?.actions.forEachAction(body)
        }
        for person in people { for rule in person.rules { rule.actions.forEachAction(body) } }
        for service in services { for kind in service.kinds { kind.steps.forEachAction(body) } }
    }
}

extension [ServiceAction] {
    func forEachAction(_ body: (ServiceAction) -> Void) {
        for action in self {
            body(action)
            if case .setAlert(_, let actions) = action { actions.forEachAction(body) }
        }
    }
}

extension [ServiceStep] {
    func forEachAction(_ body: (ServiceAction) -> Void) {
        for step in self {
            if case .act(let actions) = step { actions.forEachAction(body) }
            if case .lookup(let lookup) = step { lookup.miss.forEachAction(body) }
        }
    }

    /// Every call step, those of misses included.
    func forEachCall(_ body: (CallDefinition) -> Void) {
        for step in self {
            if case .call(let call) = step { body(call) }
            if case .lookup(let lookup) = step { lookup.miss.forEachCall(body) }
        }
    }
}
