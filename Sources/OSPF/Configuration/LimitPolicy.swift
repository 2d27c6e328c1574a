import NetworkPrimitives

/// What a router does about the number of LSAs it holds: one parameter set in which every vendor is a row.
///
/// Sources for the rows are in the documentation page on limits. Names follow the vendors' words where they agree.
public struct LimitPolicy: Hashable, Sendable {
    /// Which LSAs count towards the limit.
    public enum Count: Hashable, Sendable, CaseIterable {
        /// Every LSA in the database.
        case all
        /// Those that other routers originated (Cisco, Junos).
        case foreign
        /// Type 5, without the default route (RFC 1765).
        case externalNonDefault
    }

    /// Whether holding exactly the limit is already too much.
    public enum Trip: Hashable, Sendable, CaseIterable { case exceeds, reaches }

    /// What happens first when the limit is met.
    public enum Action: Hashable, Sendable, CaseIterable {
        /// A message, nothing else.
        case warn
        /// LSAs that would add to the database are refused for as long as it is full.
        case reject
        /// New LSAs are refused for `grace`; a router that is then still over its limit isolates itself.
        case shutdown
    }

    /// What an isolated router does with its hellos.
    public enum IsolatedHellos: Hashable, Sendable, CaseIterable {
        /// None are sent: neighbours wait for the dead interval (Cisco).
        case silent
        /// Sent, without neighbours, and deaf to answers: neighbours fall back at the next hello (Junos).
        case deaf
    }

    /// When a refusing router accepts new LSAs again.
    public enum Release: Hashable, Sendable, CaseIterable {
        /// As soon as the count is below the limit.
        case belowLimit
        /// Only after a restart or an operator's command (BIRD's `block`).
        case latched
    }

    public enum Permanence: Hashable, Sendable, CaseIterable {
        /// The isolation whose number equals the ignore count is for good.
        case reaches
        /// The one after it is.
        case exceeds
    }

    public var count: Count
    /// The number of LSAs, or `nil` where there is no limit.
    public var maximum: UInt32?
    public var trip: Trip
    /// Percentage of `maximum` at which a warning is logged, `0...100`; 0 gives none.
    public var warningThreshold: UInt8
    public var action: Action
    /// How long an over-full router refuses new LSAs before it isolates itself; zero isolates at once.
    public var grace: Duration
    /// Whether a refused LSA is acknowledged. If not, its sender retransmits it until it fits or is withdrawn.
    public var acknowledgesRejected: Bool
    public var release: Release
    public var isolatedHellos: IsolatedHellos
    /// Whether an isolated router keeps its own LSAs (Junos) or clears all (Cisco).
    public var keepsOwnLSAs: Bool
    /// Whether an isolated router goes on forwarding by its last routing table. No vendor documents it.
    public var keepsForwarding: Bool
    /// How long an isolation lasts; `nil` until an operator ends it.
    public var ignoreTime: Duration?
    /// How many isolations there may be before one is permanent.
    public var ignoreCount: UInt32
    public var permanence: Permanence
    /// A quiet time after which isolations are counted from zero again.
    public var resetTime: Duration

    public init(
        count: Count = .foreign, maximum: UInt32? = nil, trip: Trip = .exceeds, warningThreshold: UInt8 = 75,
        action: Action = .warn, grace: Duration = .zero, acknowledgesRejected: Bool = true,
        release: Release = .belowLimit, isolatedHellos: IsolatedHellos = .silent, keepsOwnLSAs: Bool = false,
        keepsForwarding: Bool = false, ignoreTime: Duration? = .seconds(300), ignoreCount: UInt32 = 5,
        permanence: Permanence = .reaches, resetTime: Duration = .seconds(600)
    ) {
        self.count = count
        self.maximum = maximum
        self.trip = trip
        self.warningThreshold = warningThreshold
        self.action = action
        self.grace = grace
        self.acknowledgesRejected = acknowledgesRejected
        self.release = release
        self.isolatedHellos = isolatedHellos
        self.keepsOwnLSAs = keepsOwnLSAs
        self.keepsForwarding = keepsForwarding
        self.ignoreTime = ignoreTime
        self.ignoreCount = ignoreCount
        self.permanence = permanence
        self.resetTime = resetTime
    }

    /// No limit, as FRRouting and BIRD have none on their databases.
    public static let none = LimitPolicy()
}
