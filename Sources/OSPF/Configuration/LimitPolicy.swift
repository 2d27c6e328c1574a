import NetworkPrimitives
import OSPFWire

/// What a router does about the number of LSAs it holds: one parameter set in which every vendor is a row.
///
/// Sources for the rows are in the documentation page on limits. Names follow the vendors' words where they agree. Plain
/// data without references: a copy costs what its octets cost.
public struct LimitPolicy: Hashable, Sendable {
    /// Which LSAs count towards the limit.
    public enum Count: Hashable, Sendable, CaseIterable {
        /// Every LSA in the database.
        case all
        /// Those that other routers originated (Cisco, Junos).
        case foreign
        /// Type 5, without the default route (RFC 1765).
        case externalNonDefault
        /// Types 5 and 7, without default routes (Huawei's older trap text).
        case externalAndNSSA
        /// Not LSAs but routes of the routing table (BIRD): the database and flooding are left alone.
        case routes
    }

    /// What is counted apart, each against the maximum.
    public enum Scope: Hashable, Sendable, CaseIterable {
        /// All together: the OSPF process.
        case instance
        /// Each area, and what is flooded through the whole autonomous system.
        case area
        /// Each router that advertises LSAs (Nokia).
        case advertisingRouter
        /// Each LSA type (Enterasys).
        case lsaType
    }

    /// Whether holding exactly the limit is already too much.
    public enum Trip: Hashable, Sendable, CaseIterable { case exceeds, reaches }

    /// What happens first when the limit is hit.
    public enum Action: Hashable, Sendable, CaseIterable {
        /// A message, nothing else.
        case warn
        /// LSAs that would add to the database are refused for as long as it is full.
        case reject
        /// The router advertises its transit links at the largest cost, as a stub router does (Nokia; RFC 6987).
        case overload
        /// The router withdraws its own external LSAs and refuses others' that do not fit (RFC 1765).
        case withdraw
        /// New LSAs are refused for `grace`; a router that is then still over its limit shuts down OSPF.
        case shutdown
    }

    /// What a router does that is still over its limit when `grace` is over.
    public enum AfterGrace: Hashable, Sendable, CaseIterable { case shutdown, reject, overload }

    /// What an isolated router does with its hellos.
    public enum IsolatedHellos: Hashable, Sendable, CaseIterable {
        /// None are sent: neighbors wait for the dead interval (Cisco).
        case silent
        /// Sent, without neighbors, and deaf to answers: neighbors fall back at the next hello (Junos).
        case deaf
        /// One without neighbors as it goes, then none: neighbors fall back at once (BIRD's `disable`).
        case farewell
    }

    /// When a refusing router accepts new LSAs again.
    public enum Release: Hashable, Sendable, CaseIterable {
        /// As soon as the count is below the limit.
        case belowLimit
        /// Only after a restart or an operator's command (BIRD's `block`).
        case latched
        /// When `exitInterval` is over and the count is below the limit.
        case timer
    }

    /// What becomes of newer instances of LSAs that the database holds while new ones are refused.
    public enum HeldUpdates: Hashable, Sendable, CaseIterable {
        case accept
        /// Only those at MaxAge, which make room.
        case maxAgeOnly
        case refuse
    }

    public enum Permanence: Hashable, Sendable, CaseIterable {
        /// The isolation whose number equals the ignore count is for good.
        case reaches
        /// The one after it is.
        case exceeds
        /// The isolation whose number equals the ignore count does not end with its ignore time.
        case expires
    }

    public var count: Count
    public var scope: Scope
    /// Whether the router's own LSAs count; `nil` as `count` has it, which leaves them out for `foreign` alone.
    public var countsSelfOriginated: Bool?
    /// Whether LSAs count whose originator was unreachable at the last calculation of routes. Vendors count them.
    public var countsOrphans: Bool
    /// The number of LSAs, or `nil` where there is no limit.
    public var maximum: UInt32?
    /// With `scope: .lsaType`: overrides `maximum`, by type.
    public var typeMaximums: TypeMaximums
    public var trip: Trip
    /// Percentage of `maximum` at which a warning is logged, `0...100`; 0 gives none.
    public var warningThreshold: UInt8
    /// The limit is in force only while memory is scarce (Huawei); `nil`: always.
    public var memoryGate: MemoryGate?
    public var action: Action
    /// How long an over-full router refuses new LSAs before it shuts down OSPF; zero isolates at once.
    public var grace: Duration
    public var afterGrace: AfterGrace
    /// Whether a refused LSA is acknowledged. If not, its sender retransmits it until it fits or is withdrawn.
    public var acknowledgesRejected: Bool
    public var heldUpdates: HeldUpdates
    public var release: Release
    /// How long a router advertises the largest costs; `nil` until an operator ends it.
    public var overloadTimeout: Duration?
    /// After how long a router leaves the overflow state (RFC 1765 §2.4), or with `release: .timer` looks whether it may
    /// stop refusing; `nil` until an operator ends it.
    public var exitInterval: Duration?
    /// By how much of itself `exitInterval` is varied at random, up and down.
    public var exitJitter: Ratio
    /// Whether a router whose exit interval is over stays in the overflow state while the limit is hit (Huawei).
    public var exitRechecks: Bool
    public var isolatedHellos: IsolatedHellos
    /// Whether an isolated router keeps its own LSAs (Junos) or clears all (Cisco).
    public var keepsOwnLSAs: Bool
    /// Whether a router flushes its own LSAs before it shuts down OSPF. No vendor documents it.
    public var flushesOwnLSAs: Bool
    /// Whether an isolated router goes on forwarding by its last routing table. No vendor documents it.
    public var keepsForwarding: Bool
    /// How long an isolation lasts; `nil` until an operator ends it.
    public var ignoreTime: Duration?
    /// How many isolations there may be before one is permanent.
    public var ignoreCount: UInt32
    public var permanence: Permanence
    /// A quiet time after which isolations are counted from zero again.
    public var resetTime: Duration
    /// Whether a change of the limit clears the process: every adjacency starts again (Cisco's soft reset).
    public var clearsOnReconfiguration: Bool
    /// What the router does about the number of routes that it imports itself; `nil`: no limit.
    public var redistribution: RedistributionLimit?

    public init(
        count: Count = .foreign, maximum: UInt32? = nil, trip: Trip = .exceeds, warningThreshold: UInt8 = 75,
        action: Action = .warn, grace: Duration = .zero, acknowledgesRejected: Bool = true,
        release: Release = .belowLimit, isolatedHellos: IsolatedHellos = .silent, keepsOwnLSAs: Bool = false,
        keepsForwarding: Bool = false, ignoreTime: Duration? = .seconds(300), ignoreCount: UInt32 = 5,
        permanence: Permanence = .reaches, resetTime: Duration = .seconds(600), scope: Scope = .instance,
        countsSelfOriginated: Bool? = nil, countsOrphans: Bool = true, typeMaximums: TypeMaximums = TypeMaximums(),
        memoryGate: MemoryGate? = nil, afterGrace: AfterGrace = .shutdown, heldUpdates: HeldUpdates = .accept,
        overloadTimeout: Duration? = nil, exitInterval: Duration? = nil, exitJitter: Ratio = Ratio(1, of: 10),
        exitRechecks: Bool = false, flushesOwnLSAs: Bool = false, clearsOnReconfiguration: Bool = false,
        redistribution: RedistributionLimit? = nil
    ) {
        self.count = count
        self.scope = scope
        self.countsSelfOriginated = countsSelfOriginated
        self.countsOrphans = countsOrphans
        self.maximum = maximum
        self.typeMaximums = typeMaximums
        self.trip = trip
        self.warningThreshold = warningThreshold
        self.memoryGate = memoryGate
        self.action = action
        self.grace = grace
        self.afterGrace = afterGrace
        self.acknowledgesRejected = acknowledgesRejected
        self.heldUpdates = heldUpdates
        self.release = release
        self.overloadTimeout = overloadTimeout
        self.exitInterval = exitInterval
        self.exitJitter = exitJitter
        self.exitRechecks = exitRechecks
        self.isolatedHellos = isolatedHellos
        self.keepsOwnLSAs = keepsOwnLSAs
        self.flushesOwnLSAs = flushesOwnLSAs
        self.keepsForwarding = keepsForwarding
        self.ignoreTime = ignoreTime
        self.ignoreCount = ignoreCount
        self.permanence = permanence
        self.resetTime = resetTime
        self.clearsOnReconfiguration = clearsOnReconfiguration
        self.redistribution = redistribution
    }

    /// No limit, as FRRouting and BIRD have none on their databases.
    public static let none = LimitPolicy()

    /// Whether there is any limit on what the router holds.
    public var isSet: Bool { maximum != nil || (scope == .lsaType && typeMaximums.isSet) }

    /// Whether the router's own LSAs count.
    public var includesSelfOriginated: Bool { countsSelfOriginated ?? (count != .foreign) }

    /// Whether the three counts that every database keeps do, or LSAs must be counted by their own rule.
    var needsTally: Bool {
        let isPlain = scope == .instance && countsOrphans && countsSelfOriginated == nil
        return isSet && count != .routes && !(isPlain && count != .externalAndNSSA)
    }
}

/// Maximal numbers of LSAs by LSA type, for vendors that limit each type apart (Enterasys).
public struct TypeMaximums: Hashable, Sendable {
    /// `nil`: the common maximum, if there is one.
    public var router: UInt32?
    public var network: UInt32?
    /// Types 3 and 4, each.
    public var summary: UInt32?
    public var external: UInt32?
    public var nssaExternal: UInt32?
    /// Types 9 to 11, each.
    public var opaque: UInt32?

    public init(
        router: UInt32? = nil, network: UInt32? = nil, summary: UInt32? = nil, external: UInt32? = nil,
        nssaExternal: UInt32? = nil, opaque: UInt32? = nil
    ) {
        self.router = router
        self.network = network
        self.summary = summary
        self.external = external
        self.nssaExternal = nssaExternal
        self.opaque = opaque
    }

    public var isSet: Bool { self != TypeMaximums() }

    /// The maximum of an LSA type, `nil` where the common one holds.
    public subscript(type: LSType) -> UInt32? {
        switch type {
        case LSType.router: router
        case LSType.network: network
        case LSType.summaryNetwork, LSType.summaryASBR: summary
        case LSType.asExternal: external
        case LSType.nssa: nssaExternal
        default: opaque
        }
    }
}

/// When memory is so scarce that a limit is in force (Huawei VRP's `overload-limit`).
///
/// The memory of a router is what others use of it plus a number of octets for each LSA in the database. That the
/// database is among the largest users, which VRP asks for as well, is taken as given.
public struct MemoryGate: Hashable, Sendable {
    /// In octets.
    public var total: UInt64
    /// What everything but the database uses, in octets.
    public var others: UInt64
    /// What one LSA takes, in octets.
    public var perLSA: UInt32
    /// The percentage of `total` from which on memory is in danger.
    public var dangerThreshold: UInt8

    public init(total: UInt64, others: UInt64 = 0, perLSA: UInt32 = 500, dangerThreshold: UInt8 = 95) {
        self.total = total
        self.others = others
        self.perLSA = perLSA
        self.dangerThreshold = dangerThreshold
    }

    /// Whether memory is in danger with `lsas` LSAs in the database.
    public func isOpen(lsas: Int) -> Bool {
        let used = others + UInt64(lsas) * UInt64(perLSA)
        return used * 100 >= total * UInt64(dangerThreshold)
    }
}

extension LimitPolicy {
    /// What holds for LSAs of a type, where types are counted apart, or for all.
    func maximum(of type: LSType?) -> UInt32? { type.flatMap { typeMaximums[$0] } ?? maximum }
}
