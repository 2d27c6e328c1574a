import NetworkPrimitives

/// What a border router does about the number of routes that it imports into OSPF: a limit at the source
/// (Cisco's `redistribute maximum-prefix`, Nokia's `export-limit`, Huawei's `import-route limit`).
public struct RedistributionLimit: Hashable, Sendable {
    public enum Action: Hashable, Sendable, CaseIterable {
        /// A message, nothing else.
        case warn
        /// The first `maximum` routes are announced, the others are not.
        case stop
        /// Every redistributed route is withdrawn; the router tries again after `retryTime`, `retries` times.
        case withdraw
    }

    /// The number of prefixes of all sets that the router announces now; exactly this many are not too many. `nil`
    /// where there is no limit, or a preset leaves it to be given.
    public var maximum: UInt32?
    /// Percentage of `maximum` at which a warning is logged, `0...100`; 0 gives none.
    public var warningThreshold: UInt8
    public var action: Action
    /// How often the router tries again after a withdrawal; then only an operator brings the routes back.
    public var retries: UInt32
    public var retryTime: Duration

    public init(
        maximum: UInt32?, warningThreshold: UInt8 = 75, action: Action = .stop, retries: UInt32 = 1,
        retryTime: Duration = .seconds(300)
    ) {
        self.maximum = maximum
        self.warningThreshold = warningThreshold
        self.action = action
        self.retries = retries
        self.retryTime = retryTime
    }
}
