import NetworkPrimitives

/// What else a stub router advertises at a large cost, beside its transit links, and when it is one by itself (RFC 6987;
/// the options of the vendors' `max-metric router-lsa`).
public struct StubRouterOptions: Hashable, Sendable {
    /// MaxLinkMetric (RFC 6987 §3).
    public static let maxLinkMetric: UInt32 = 0xFFFF
    /// What vendors take for summary-LSAs and AS-external-LSAs if no other metric is given.
    public static let largeMetric: UInt32 = 0xFF_0000

    /// Whether stub networks are advertised at MaxLinkMetric, too. Not the router's own addresses.
    public var includesStubLinks: Bool
    /// The metric of summary-LSAs that the router originates as a border router, `nil` for their own.
    public var summaryMetric: UInt32?
    /// The metric of AS-external-LSAs and NSSA-LSAs that it imports, `nil` for their own.
    public var externalMetric: UInt32?
    /// For how long after each start of the process the router is a stub router, whatever else is configured.
    public var onStartup: Duration

    public init(
        includesStubLinks: Bool = false, summaryMetric: UInt32? = nil, externalMetric: UInt32? = nil,
        onStartup: Duration = .zero
    ) {
        self.includesStubLinks = includesStubLinks
        self.summaryMetric = summaryMetric
        self.externalMetric = externalMetric
        self.onStartup = onStartup
    }
}
