/// The whole state of one router at a moment, in the schema `oracle-lab/1`, which is also that of the states recorded from
/// FRRouting and BIRD: what one of them knows, and what the emulator says instead, can be compared key by key.
///
/// The property names of nested types are Swift's; `CodingKeys` hold those of the schema.
public struct RouterState: Codable, Hashable, Sendable {
    public static let schema = "oracle-lab/1"

    public var schema = RouterState.schema
    /// The scenario's name.
    public var topology: String
    /// `spillway`, `frr` or `bird`.
    public var daemon: String
    public var router: String
    public var routerID: String
    /// Whether OSPF runs; if not, every list is empty.
    public var isAlive: Bool
    /// Sorted by area, type, Link State ID and Advertising Router.
    public var lsdb: [LSAState]
    public var interfaces: [InterfaceState]
    public var neighbors: [NeighborState]
    public var routes: [RouteState]
    /// The number of the checkpoint, from 0.
    public var checkpoint: Int
    /// Seconds since the start.
    public var time: Double

    private enum CodingKeys: String, CodingKey {
        case schema, topology, daemon, router, lsdb, interfaces, routes, checkpoint
        case neighbors = "neighbours"
        case routerID = "router_id"
        case isAlive = "alive"
        case time = "t"
    }

    public init(
        topology: String, daemon: String, router: String, routerID: String, isAlive: Bool, checkpoint: Int, time: Double
    ) {
        self.topology = topology
        self.daemon = daemon
        self.router = router
        self.routerID = routerID
        self.isAlive = isAlive
        self.checkpoint = checkpoint
        self.time = time
        (lsdb, interfaces, neighbors, routes) = ([], [], [], [])
    }
}

extension RouterState {
    /// One LSA of the database.
    public struct LSAState: Codable, Hashable, Sendable {
        /// `nil` for LSAs of the whole autonomous system.
        @Nullable public var area: String?
        public var type: UInt8
        public var typeName: String
        public var linkStateID: String
        public var advertisingRouter: String
        /// 3600: MaxAge, still held.
        public var age: Int
        /// Hexadecimal, such as `0x80000001`.
        public var sequenceNumber: String
        public var checksum: String
        @Nullable public var length: Int?
        @Nullable public var options: String?
        /// `nil` where a recording does not know it.
        @Nullable public var body: LSABodyState?

        private enum CodingKeys: String, CodingKey {
            case area, type, age, checksum, length, options, body
            case typeName = "type_name"
            case linkStateID = "lsid"
            case advertisingRouter = "adv"
            case sequenceNumber = "seq"
        }

        public init(
            area: String?, type: UInt8, typeName: String, linkStateID: String, advertisingRouter: String, age: Int,
            sequenceNumber: String, checksum: String, length: Int?, options: String?, body: LSABodyState?
        ) {
            self.area = area
            self.type = type
            self.typeName = typeName
            self.linkStateID = linkStateID
            self.advertisingRouter = advertisingRouter
            self.age = age
            self.sequenceNumber = sequenceNumber
            self.checksum = checksum
            self.length = length
            self.options = options
            self.body = body
        }
    }

    /// One interface, the loopback included.
    public struct InterfaceState: Codable, Hashable, Sendable {
        public var name: String
        /// `nil` for the loopback.
        @Nullable public var segment: String?
        public var area: String
        @Nullable public var address: String?
        /// DR, BDR, DROther, PtP, Waiting, Loopback or Down; `nil` for a virtual link that FRRouting has not brought up.
        @Nullable public var state: String?
        @Nullable public var cost: Int?
        @Nullable public var priority: Int?
        @Nullable public var designatedRouter: String?
        @Nullable public var backupDesignatedRouter: String?
        @Nullable public var designatedRouterID: String?
        @Nullable public var backupDesignatedRouterID: String?
        /// Seconds.
        @Nullable public var helloInterval: Int?
        @Nullable public var deadInterval: Int?

        private enum CodingKeys: String, CodingKey {
            case segment, area, address, state, cost, priority
            case name = "if"
            case designatedRouter = "dr"
            case backupDesignatedRouter = "bdr"
            case designatedRouterID = "dr_id"
            case backupDesignatedRouterID = "bdr_id"
            case helloInterval = "hello"
            case deadInterval = "dead"
        }

        public init(
            name: String, segment: String?, area: String, address: String?, state: String, cost: Int?, priority: Int?,
            designatedRouter: String?, backupDesignatedRouter: String?, designatedRouterID: String?,
            backupDesignatedRouterID: String?, helloInterval: Int?, deadInterval: Int?
        ) {
            self.name = name
            self.segment = segment
            self.area = area
            self.address = address
            self.state = state
            self.cost = cost
            self.priority = priority
            self.designatedRouter = designatedRouter
            self.backupDesignatedRouter = backupDesignatedRouter
            self.designatedRouterID = designatedRouterID
            self.backupDesignatedRouterID = backupDesignatedRouterID
            self.helloInterval = helloInterval
            self.deadInterval = deadInterval
        }
    }

    /// One neighbor on one interface.
    public struct NeighborState: Codable, Hashable, Sendable {
        public var routerID: String
        public var address: String
        public var interface: String
        @Nullable public var segment: String?
        @Nullable public var area: String?
        /// As RFC 2328 §10.1 spells it, such as `2-Way`.
        public var state: String
        /// The neighbor's: DR, BDR, DROther or PtP.
        @Nullable public var role: String?
        @Nullable public var priority: Int?
        /// What the neighbor says.
        @Nullable public var designatedRouter: String?
        @Nullable public var backupDesignatedRouter: String?

        private enum CodingKeys: String, CodingKey {
            case address, segment, area, state, role, priority
            case routerID = "router_id"
            case interface = "if"
            case designatedRouter = "dr"
            case backupDesignatedRouter = "bdr"
        }

        public init(
            routerID: String, address: String, interface: String, segment: String?, area: String?, state: String,
            role: String?, priority: Int?, designatedRouter: String?, backupDesignatedRouter: String?
        ) {
            self.routerID = routerID
            self.address = address
            self.interface = interface
            self.segment = segment
            self.area = area
            self.state = state
            self.role = role
            self.priority = priority
            self.designatedRouter = designatedRouter
            self.backupDesignatedRouter = backupDesignatedRouter
        }
    }

    /// One route.
    public struct RouteState: Codable, Hashable, Sendable {
        public var prefix: String
        /// The path of a route that drops what it attracts (RFC 2328 §11.1).
        public static let discard = "discard"

        /// intra, inter, ext1, ext2 or discard.
        public var path: String
        /// ext1: the total; ext2: the distance to the border router or forwarding address.
        @Nullable public var cost: Int?
        @Nullable public var type2Cost: Int?
        @Nullable public var tag: Int?
        @Nullable public var area: String?
        public var nextHops: [NextHopState]

        private enum CodingKeys: String, CodingKey {
            case prefix, path, cost, tag, area
            case type2Cost = "type2_cost"
            case nextHops = "next_hops"
        }

        public init(
            prefix: String, path: String, cost: Int?, type2Cost: Int?, tag: Int?, area: String?,
            nextHops: [NextHopState]
        ) {
            self.prefix = prefix
            self.path = path
            self.cost = cost
            self.type2Cost = type2Cost
            self.tag = tag
            self.area = area
            self.nextHops = nextHops
        }
    }

    /// One way out.
    public struct NextHopState: Codable, Hashable, Sendable {
        public var interface: String
        /// `nil`: directly attached.
        @Nullable public var via: String?
        @Nullable public var segment: String?
        @Nullable public var router: String?

        private enum CodingKeys: String, CodingKey {
            case via, segment, router
            case interface = "if"
        }

        public init(interface: String, via: String?, segment: String?, router: String?) {
            self.interface = interface
            self.via = via
            self.segment = segment
            self.router = router
        }

        /// FRRouting lists a hop without a name beside those of a path over a virtual link; its name is then empty.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            interface = try container.decodeIfPresent(String.self, forKey: .interface) ?? ""
            via = try container.decodeIfPresent(String.self, forKey: .via)
            segment = try container.decodeIfPresent(String.self, forKey: .segment)
            router = try container.decodeIfPresent(String.self, forKey: .router)
        }
    }
}

/// A value that the schema writes as `null` where there is none, rather than leaving its key out.
@propertyWrapper
public struct Nullable<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    public var wrappedValue: Value?

    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension KeyedDecodingContainer {
    /// A missing key and `null` mean the same.
    func decode<Value>(_ type: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
        try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
    }
}
