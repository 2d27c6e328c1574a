import NetworkPrimitives

// What the operator switches on and off on a running router.
extension Router {
    /// OSPF starts or ends on an interface, which keeps its carrier. A virtual link comes up with the next calculation.
    mutating func enable(_ index: Int, _ isEnabled: Bool, at now: Instant, _ context: inout RouterContext) {
        guard configuration.interfaces[index].isEnabled != isEnabled else { return }
        configuration.interfaces[index].isEnabled = isEnabled
        guard isRunning else { return }
        if isEnabled {
            if configuration.interfaces[index].networkType == .virtualLink { scheduleSPF(at: now, &context) }
            interfaceUp(index, at: now, &context)
        } else {
            let wasDesignated = interfaces[index].state == .designatedRouter
            interfaceDown(index, reason: .interfaceDown, at: now, &context)
            if wasDesignated { reoriginateNetworkLSA(of: index, at: now, &context) }
        }
        originateRouterLSAs(at: now, &context)
        reoriginateExternals(forwardingInto: index, at: now, &context)
    }
}
