import NetworkPrimitives

/// A change of a running router's configuration.
public enum RouterChange: Sendable {
    case limit(LimitPolicy)
    case cost(UInt16, interface: InterfaceIndex)
    case interface(InterfaceChange, InterfaceIndex)
    /// In force now, by a restart of the process, or from its next start on.
    case routerID(RouterID, atOnce: Bool)
    /// Another member of ranked groups has another Router ID.
    case renamed(RouterID, to: RouterID)
    /// The metric of a redistribution set, and its type where it changes.
    case metric(UInt32, isType2: Bool?, name: String)
    case priority(UInt8, interface: InterfaceIndex)
    case redistribute(RedistributionConfiguration)
    case withdraw(name: String)
    /// A router has got or lost the route that a set waits for; see `RouteCondition`.
    case condition(name: String, isMet: Bool)
    case eligible(Bool, group: String)
    case authentication(InterfaceAuthentication, interface: InterfaceIndex)
    /// Replaces the set of the same scope and type.
    case opaque(OpaqueConfiguration)
    case defects(RouterDefects)
    /// Whether OSPF runs on an interface.
    case enabled(Bool, interface: InterfaceIndex)
    /// RFC 6987.
    case stubRouter(Bool, StubRouterOptions)
    case area(AreaChange)
    case passive(Bool, interface: InterfaceIndex)
}

extension Router {
    /// RFC 2328 §12.4 (9): what the router redistributes changed. It may have become an AS boundary router, or ceased
    /// to be one: without the E-bit other routers do not use its AS-external-LSAs (§12.4.1).
    private mutating func redistributionChanged(_ context: inout RouterContext) {
        // An isolated router originates nothing; its return does.
        guard !limit.isIsolated else { return }
        originateRouterLSAs(&context)
        originateExternals(&context)
    }

    mutating func apply(_ change: RouterChange, _ context: inout RouterContext) {
        switch change {
        case .limit(let policy):
            let old = configuration.limit
            configuration.limit = policy
            if isRunning { limitPolicyChanged(from: old, &context) } else { keepTally(context.store) }
        case .cost(let cost, let interface):
            configuration.interfaces[interface].cost = cost
            if isRunning { originateRouterLSAs(&context) }
        case .interface(let change, let interface): apply(change, on: interface, &context)
        case .routerID(let id, let isAtOnce): changeRouterID(to: id, atOnce: isAtOnce, &context)
        case .renamed(let old, let new): renameRanked(old, to: new)
        case .metric(let metric, let isType2, let name):
            for position in configuration.redistributions.indices
            where configuration.redistributions[position].name == name {
                configuration.redistributions[position].metric = metric
                if let isType2 { configuration.redistributions[position].isType2 = isType2 }
            }
            if isRunning { redistributionChanged(&context) }
        case .priority(let priority, let interface):
            configuration.interfaces[interface].priority = priority
            // A passive interface takes part in no election.
            if isRunning, !configuration.interfaces[interface].isPassive {
                take(.neighborChange, on: interface, &context)
            }
        case .redistribute(let redistribution):
            externals.unheardInNSSAs.removeAll { $0 == redistribution.name }
            externals.unforwarded.removeAll { $0 == redistribution.name }
            if let position = configuration.redistributions.firstIndex(where: { $0.name == redistribution.name }) {
                configuration.redistributions[position] = redistribution
            } else {
                configuration.redistributions.append(redistribution)
            }
            if isRunning { redistributionChanged(&context) }
        case .condition(let name, let isMet): conditionChanged(name, isMet: isMet, &context)
        case .withdraw(let name):
            guard let position = configuration.redistributions.firstIndex(where: { $0.name == name }) else { return }
            configuration.redistributions[position].prefixes = []
            if isRunning { redistributionChanged(&context) }
        case .eligible(let isEligible, let group):
            for position in configuration.redistributions.indices
            where configuration.redistributions[position].name == group {
                configuration.redistributions[position].election?.isEligible = isEligible
            }
            if isRunning { runElections(&context) }
        case .stubRouter(let isStubRouter, let options):
            configuration.isStubRouter = isStubRouter
            configuration.stubRouterOptions = options
            if !isStubRouter { timers.cancel(Timer.startup) }
            stubRouterChanged(&context)
        case .area(let change): apply(change, &context)
        case .passive(let isPassive, let interface): setPassive(isPassive, on: interface, &context)
        case .enabled(let isEnabled, let interface):
            enable(interface, isEnabled, &context)
        case .opaque(let opaque): configure(opaque, &context)
        case .authentication(let authentication, let interface):
            configuration.interfaces[interface].authentication = authentication
            authenticationChanged(on: interface, at: context.now, cause: context.cause)
        case .defects(let defects):
            configuration.defects = defects
            if isRunning { runElections(&context) }
        }
    }
}
