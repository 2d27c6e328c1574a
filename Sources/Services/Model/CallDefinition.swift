import NetworkPrimitives

/// A call of one service by another, or by a source, monitor or person.
public struct CallDefinition: Hashable, Sendable {
    /// A service and the kind of request there.
    public struct Target: Hashable, Sendable {
        public var service: ServiceIndex
        public var kind: KindIndex

        public init(service: ServiceIndex, kind: KindIndex) {
            self.service = service
            self.kind = kind
        }
    }

    /// Which instance of a fleet is meant.
    public enum Item: Hashable, Sendable {
        /// None: the service balances.
        case any
        /// That of the job that calls, or of the target that an alert is about.
        case same
        case number(Int)
    }

    public var targets: [Target]
    public var item = Item.any
    /// How often it is made, one after the other.
    public var times = 1
    /// Whether its failure is no failure of the job.
    public var isOptional = false
    public var priority: Int?
    public var policy = CallPolicy()

    public init(_ targets: [Target], item: Item = .any, policy: CallPolicy = CallPolicy()) {
        self.targets = targets
        self.item = item
        self.policy = policy
    }
}

/// How a caller deals with one that answers late, badly, or not at all.
public struct CallPolicy: Hashable, Sendable {
    public enum Choice: Hashable, Sendable {
        /// The first target, and the next where one fails.
        case fallback
        /// One by chance, with these weights.
        case random([FixedPoint])
    }

    /// Of one attempt, the wait for a connection and the handshake included; `nil` is without bound.
    public var timeout: Duration?
    public var retries = 0
    public var backoff = Backoff()
    public var budget: Budget?
    public var breaker: BreakerPolicy?
    public var choice = Choice.fallback
    public var pool: PoolPolicy?
    /// Whether an attempt that timed out is called off at the server.
    public var cancels = false

    public init() {}
}

/// How long a caller waits before it tries again.
public struct Backoff: Hashable, Sendable {
    public enum Jitter: String, Hashable, Sendable, CaseIterable { case none, full, equal }

    public var first: Duration = .milliseconds(100)
    public var factor = FixedPoint(2)
    public var maximum: Duration = .seconds(10)
    public var jitter = Jitter.none

    public init() {}
}

/// How many retries a caller may afford: each call earns a share of one, up to a burst.
public struct Budget: Hashable, Sendable {
    public var ratio: FixedPoint
    public var burst: FixedPoint

    public init(ratio: FixedPoint, burst: FixedPoint) {
        self.ratio = ratio
        self.burst = burst
    }
}

/// When a caller stops asking for a while.
public struct BreakerPolicy: Hashable, Sendable {
    /// Opens after so many failures in a row; `nil` where the share decides.
    public var failures: Int?
    /// Opens when at least this share of the last `window` outcomes failed.
    public var share: FixedPoint?
    public var window = 50
    public var open: Duration = .seconds(10)
    /// How many calls try whether it is over.
    public var probes = 1

    public init() {}
}

/// The connections that a caller keeps to each instance of a target.
public struct PoolPolicy: Hashable, Sendable {
    public var size: Int?
    /// Connections that exist at the start.
    public var warm = 0
    /// A connection is closed after so many answers.
    public var uses: Int?
    public var lifetime: Duration?
    public var idle: Duration?
    public var maximumWait: Duration?
    /// A server forgets a connection whose path was lost for so long; `nil` is never.
    public var peerForgets: Duration?
    /// Whether a server that forgot answers with a reset; otherwise it is silent.
    public var forgottenResets = false
    /// How long a message is sent again before the connection is given up.
    public var giveUp: Duration = .seconds(900)

    public init() {}
}
