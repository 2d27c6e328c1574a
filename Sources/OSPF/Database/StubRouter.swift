import NetworkPrimitives

// RFC 6987: a router that carries no transit traffic, and stays reachable itself.
extension Router {
    /// Whether transit traffic is to avoid the router now: because it is configured to, or because it has just started.
    public var isStubRouterNow: Bool { configuration.isStubRouter || timers.isSet(Timer.startup) }

    /// RFC 6987 §2: the cost of a link that traffic could be sent through. An overloaded router does the same.
    var transitCost: UInt32? {
        isStubRouterNow || limit.phase == .overloaded ? StubRouterOptions.maxLinkMetric : nil
    }

    /// The cost of a stub network, where options include it.
    var stubLinkCost: UInt32? {
        isStubRouterNow && configuration.stubRouterOptions.includesStubLinks ? StubRouterOptions.maxLinkMetric : nil
    }

    /// The metric of a summary-LSA that would have the metric `own`.
    func summaryMetric(_ own: UInt32) -> UInt32 {
        guard isStubRouterNow, let metric = configuration.stubRouterOptions.summaryMetric else { return own }
        return max(metric, own)
    }

    /// The metric of an imported destination that would have the metric `own`.
    func externalMetric(_ own: UInt32) -> UInt32 {
        guard isStubRouterNow, let metric = configuration.stubRouterOptions.externalMetric else { return own }
        return max(metric, own)
    }

    /// The process starts: no transit traffic until the router has learned where to send it.
    mutating func beginStartup(at now: Instant) {
        let time = configuration.stubRouterOptions.onStartup
        if time > .zero { timers.set(Timer.startup, to: now + time) }
    }

    /// The router became a stub router or ceased to be one, or its options changed.
    mutating func stubRouterChanged(_ context: inout RouterContext) {
        guard isRunning, !limit.isIsolated, !isStopping, configuration.originatesLSAs else { return }
        originateRouterLSAs(&context)
        for key in summaries.keys { originate(key, &context) }
        for position in externals.keys.indices {
            for key in externals.keys[position] { originate(key, &context) }
        }
    }
}
