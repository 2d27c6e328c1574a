import NetworkPrimitives

/// Whether a router restarts gracefully (RFC 3623 §B.1), and helps others to (§B.2); the names are RFC 9129's.
public struct GracefulRestartConfiguration: Hashable, Sendable {
    /// Whether the router prepares a planned restart, so that traffic goes on.
    public var isEnabled: Bool
    /// Whether it helps neighbors that restart.
    public var helperEnabled: Bool
    /// The grace period that it asks for, in whole seconds, `1...1800`.
    public var restartInterval: Duration
    /// A helper gives up when the topology changes (RFC 3623 §3.2 (3)).
    public var helperStrictLSAChecking: Bool

    public init(
        isEnabled: Bool = false, helperEnabled: Bool = true, restartInterval: Duration = .seconds(120),
        helperStrictLSAChecking: Bool = true
    ) {
        self.isEnabled = isEnabled
        self.helperEnabled = helperEnabled
        self.restartInterval = restartInterval
        self.helperStrictLSAChecking = helperStrictLSAChecking
    }
}
