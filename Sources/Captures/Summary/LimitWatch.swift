import NetworkPrimitives
import OSPFWire

/// When each router would have hit a limit on its LSAs, by what the router itself has shown to hold: an LSA that it sent,
/// acknowledged, or described to a neighbor is in its database.
///
/// A lower bound: what a router held besides, the captured segment does not show. LSAs of other routers count, as they do
/// for most limits. A router whose Hello lists nobody has begun again, with an empty database.
public struct LimitWatch: Sendable {
    /// What one router has shown.
    public struct Router: Hashable, Sendable {
        public let routerID: RouterID
        /// The most LSAs of other routers at one time, and when.
        public var most = 0
        public var mostTime = Instant.origin
        /// When the limit was first met, and the frame that shows the LSA that was too much.
        public var met: (time: Instant, frame: Int, lsa: LSAKey)?
        /// LSAs that came while the database was full: what a router that rejects would have refused.
        public var beyond = 0
        /// LSAs of other routers at the end.
        public var last = 0

        public static func == (left: Self, right: Self) -> Bool {
            left.routerID == right.routerID && left.most == right.most && left.mostTime == right.mostTime
                && left.met?.frame == right.met?.frame && left.beyond == right.beyond && left.last == right.last
        }

        public func hash(into hasher: inout Hasher) { hasher.combine(routerID) }
    }

    private struct Place: Hashable {
        var area: AreaID?
        var key: LSAKey
    }

    private struct Database {
        /// When each LSA becomes too old, unless it is seen again.
        var held: [Place: Instant] = [:]
        /// No LSA is too old before this.
        var nextExpiry = Instant.never
        var router: Router

        /// Drops what is too old.
        mutating func expire(at now: Instant) {
            guard now >= nextExpiry else { return }
            held = held.filter { $0.value > now }
            nextExpiry = held.values.min() ?? .never
        }
    }

    /// LSAs that a router may hold; one more is too much.
    public let maximum: Int
    private var databases: [RouterID: Database] = [:]

    /// - Parameter maximum: at least one.
    public init(maximum: Int) { self.maximum = maximum }

    /// By Router ID.
    public var routers: [Router] {
        databases.values.map { database in
            var router = database.router
            router.last = database.held.count
            return router
        }
        .sorted { $0.routerID < $1.routerID }
    }

    /// Takes in the next packet.
    /// - Parameter leftOut: positions of LSAs that do not count, as every router discards them.
    mutating func add(_ packet: OSPFPacket, leavingOut leftOut: [Int], in frame: CapturedFrame) {
        let id = packet.header.routerID
        var database = databases.removeValue(forKey: id) ?? Database(router: Router(routerID: id))
        let area = packet.header.areaID
        switch packet.body {
        case .hello(let hello): if hello.neighbors.isEmpty { database.held = [:] }
        case .linkStateUpdate(let update):
            for (number, lsa) in update.lsas.enumerated() where !leftOut.contains(number) {
                note(lsa.header, area: area, in: frame, &database)
            }
        case .databaseDescription(let description):
            for (number, header) in description.lsaHeaders.enumerated() where !leftOut.contains(number) {
                note(header, area: area, in: frame, &database)
            }
        case .linkStateAcknowledgment(let acknowledgment):
            for (number, header) in acknowledgment.lsaHeaders.enumerated() where !leftOut.contains(number) {
                note(header, area: area, in: frame, &database)
            }
        default: break
        }
        databases[id] = database
    }

    private func note(_ header: LSAHeader, area: AreaID, in frame: CapturedFrame, _ database: inout Database) {
        guard header.advertisingRouter != database.router.routerID else { return }
        let place = Place(area: header.type.hasASScope ? nil : area, key: header.key)
        guard !header.isMaxAge else {
            database.held[place] = nil
            return
        }
        let lifetime = Constants.maxAge - .seconds(Int64(header.age))
        let expiry = frame.time + lifetime
        database.expire(at: frame.time)
        let isNew = database.held.updateValue(expiry, forKey: place) == nil
        database.nextExpiry = min(database.nextExpiry, expiry)
        guard isNew else { return }
        if database.held.count > database.router.most {
            database.router.most = database.held.count
            database.router.mostTime = frame.time
        }
        guard database.held.count > maximum else { return }
        database.router.beyond += 1
        if database.router.met == nil { database.router.met = (frame.time, frame.number, header.key) }
    }
}
