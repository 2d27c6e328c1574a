import NetworkPrimitives

// What the operator switches on and off on a running router.
extension Router {
    /// OSPF starts or ends on an interface, which keeps its carrier. A virtual link comes up with the next calculation.
    mutating func enable(_ index: InterfaceIndex, _ isEnabled: Bool, _ context: inout RouterContext) {
        guard configuration.interfaces[index].isEnabled != isEnabled else { return }
        configuration.interfaces[index].isEnabled = isEnabled
        guard isRunning else { return }
        if isEnabled {
            if configuration.interfaces[index].networkType == .virtualLink { scheduleSPF(&context) }
            interfaceUp(index, &context)
            greetDeaf(on: index, at: context.now)
        } else {
            let wasDesignated = interfaces[index].state == .designatedRouter
            take(.interfaceDown, on: index, reason: .interfaceDown, &context)
            if wasDesignated { reoriginateNetworkLSA(of: index, &context) }
        }
        // What a virtual link was attached to is sorted out by the next calculation.
        if configuration.interfaces[index].networkType != .virtualLink, !limit.isIsolated {
            forgetWhatHasNoPlace(&context)
        }
        originateRouterLSAs(&context)
        reoriginateExternals(forwardingInto: index, &context)
        // Those of types 9 and 10 belong to a link, and to an area that the router may not have been attached to.
        originateOpaques(&context)
    }

    /// An isolated router that keeps sending Hellos, and ignores those of others, also sends them on an interface that
    /// comes up meanwhile.
    mutating func greetDeaf(on index: InterfaceIndex, at now: Instant) {
        guard limit.isIsolated, configuration.limit.isolatedHellos == .deaf, interfaces[index].hasCarrier,
            !configuration.interfaces[index].isPassive, configuration.interfaces[index].isEnabled
        else { return }
        timers.set(Timer.number(.hello, interface: index), to: now)
    }
}
