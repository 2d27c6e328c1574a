import Captures
import NetworkPrimitives
import OSPFWire

/// The link state databases of one network and what else its routers said, wherever it was read.
public struct NetworkDatabases: Sendable {
    /// An instance of an LSA in a database.
    public struct Entry: Sendable {
        public var header: LSAHeader
        /// `nil` where only its header is known.
        public var body: [UInt8]?

        public init(header: LSAHeader, body: [UInt8]?) {
            self.header = header
            self.body = body
        }

        var key: LSAKey { header.key }
    }

    public struct Database: Sendable {
        /// `nil` for LSAs of AS scope.
        public var area: AreaID?
        /// In order of their keys.
        public var entries: [Entry]
    }

    /// A router on a segment, as its Hellos or its interface say.
    public struct Speaker: Sendable {
        public var routerID: RouterID
        public var address: IPv4Address
        public var priority: UInt8
        /// Seconds.
        public var helloInterval: UInt16
        public var routerDeadInterval: UInt32
        public var options: Options
    }

    public struct Segment: Sendable {
        public var area: AreaID
        public var prefix: IPv4Prefix?
        public var routers: [Speaker]
    }

    /// By area; those of AS scope come last.
    public var databases: [Database] = []
    public var segments: [Segment] = []
    public var hostnames: [RouterID: String] = [:]
    /// What headings say of areas.
    public var kinds: [AreaID: NetworkDescription.Area.Kind] = [:]

    public init() {}

    /// What a capture shows, at its end.
    public init(_ summary: CaptureSummary) {
        databases = summary.databases.map { database in
            Database(
                area: database.area, entries: database.entries.map { Entry(header: $0.header, body: $0.body) })
        }
        segments = summary.segments.map { segment in
            Segment(
                area: segment.area, prefix: segment.prefix,
                routers: segment.routers.map {
                    Speaker(
                        routerID: $0.routerID, address: $0.address, priority: $0.priority,
                        helloInterval: $0.helloInterval, routerDeadInterval: $0.routerDeadInterval,
                        options: $0.options)
                })
        }
        for router in summary.routers { hostnames[router.routerID] = router.hostname }
    }
}

extension NetworkDescription {
    /// The network that captures show, at their end.
    public init(_ summary: CaptureSummary) { self.init(NetworkDatabases(summary)) }
}
