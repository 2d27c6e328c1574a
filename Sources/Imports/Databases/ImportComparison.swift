import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

/// The LSAs of an imported network, emulated, beside those that were read: which are equal, and why others are not.
public struct ImportComparison: Sendable {
    /// An LSA that the emulated routers do not originate in the same way.
    public struct Difference: Hashable, Sendable {
        /// `nil` for LSAs of AS scope.
        public let area: AreaID?
        public let key: LSAKey
        public let cause: String
    }

    /// LSAs that were read whole, and how many of them come out equal, octet by octet, but for ages, sequence numbers and
    /// what follows from them.
    public private(set) var total = 0
    public private(set) var equal = 0
    /// By area, then in order of their keys.
    public private(set) var differences: [Difference] = []
    /// LSAs that the routers originate in areas that were read, and that no file has.
    public private(set) var extra: [Difference] = []

    private struct Place: Hashable {
        var area: AreaID?
        var key: LSAKey
    }

    /// - Parameter network: the imported network, converged.
    public init(_ databases: NetworkDatabases, _ network: Network) {
        let emulated = Self.originated(in: network)
        var seen: Set<Place> = []
        var routers: Set<RouterID> = []
        for database in databases.databases {
            for entry in database.entries where !entry.header.isMaxAge {
                let place = Place(area: database.area, key: entry.key)
                seen.insert(place)
                guard let body = entry.body else { continue }
                total += 1
                if entry.header.type == .router { routers.insert(entry.header.advertisingRouter) }
                if emulated[place] == body {
                    equal += 1
                } else {
                    differences.append(
                        Difference(
                            area: database.area, key: entry.key,
                            cause: Self.cause(entry, captured: body, emulated: emulated[place])))
                }
            }
        }
        let areas = Set(databases.databases.map(\.area))
        for place in emulated.keys
        where !seen.contains(place) && areas.contains(place.area) && routers.contains(place.key.advertisingRouter) {
            extra.append(Difference(area: place.area, key: place.key, cause: "is in no file"))
        }
        extra.sort { ($0.area?.bits ?? .max, $0.key) < ($1.area?.bits ?? .max, $1.key) }
    }

    private static func originated(in network: Network) -> [Place: [UInt8]] {
        let store = network.context.store
        var bodies: [Place: [UInt8]] = [:]
        for router in network.routers {
            for report in router.databaseReport(store, at: network.now)
            where report.isSelfOriginated && !report.isMaxAge {
                let type = report.key.type
                let key = LSAKey(
                    type: type, linkStateID: report.key.linkStateID, advertisingRouter: report.key.advertisingRouter)
                bodies[Place(area: type.hasASScope ? nil : report.key.area, key: key)] = store.body(of: report.instance)
                    .flatMap { word in (0..<4).reversed().map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) } }
            }
        }
        return bodies
    }

    // MARK: Causes

    private static func cause(_ entry: NetworkDatabases.Entry, captured: [UInt8], emulated: [UInt8]?) -> String {
        let key = entry.key
        if key.type.isOpaque, let cause = DescriptionBuilder.causeToOmit(entry) { return cause }
        guard let emulated else { return missing(key) }
        func body(_ octets: [UInt8]) -> LSABody? {
            try? LSABody(decoding: octets, type: key.type, linkStateID: key.linkStateID)
        }
        switch (body(captured), body(emulated)) {
        case (.router(let captured)?, .router(let emulated)?): return difference(captured, emulated)
        case (.network(let captured)?, .network(let emulated)?):
            let lacking = captured.attachedRouters.filter { !emulated.attachedRouters.contains($0) }
            if !lacking.isEmpty {
                return "\(list(lacking)) not attached: nothing of its links to this network was read"
            }
            if captured.mask != emulated.mask { return "mask \(emulated.mask) for \(captured.mask)" }
            return "the same routers in another order"
        case (.summary(let captured)?, .summary(let emulated)?):
            let metrics = [captured, emulated].map { $0.metrics.first?.metric ?? 0 }
            if metrics[0] != metrics[1] { return "metric \(metrics[1]) for \(metrics[0])" }
            return captured.mask != emulated.mask
                ? "mask \(emulated.mask) for \(captured.mask), which says nothing here" : "metrics for types of service"
        case (.external(let captured)?, .external(let emulated)?):
            guard let theirs = captured.routes.first, let ours = emulated.routes.first else { return "no route" }
            return difference(theirs, ours)
        default: return "another content"
        }
    }

    private static func missing(_ key: LSAKey) -> String {
        switch key.type {
        case .network: "another router is Designated Router, or the network has too few routers"
        case .summaryNetwork, .summaryASBR: "its border router does not reach the destination in the imported network"
        case .asExternal, .nssa: "nothing of the imported network originates it"
        case .opaqueArea, .opaqueAS: "nothing leads to its originator"
        case .router: "no router of the imported network: nothing leads to it"
        default: "not originated"
        }
    }

    private static func difference(_ captured: RouterLSABody, _ emulated: RouterLSABody) -> String {
        if numberless(captured) == numberless(emulated) {
            return "the same but for the numbers of unnumbered interfaces, which are counted anew"
        }
        var parts: [String] = []
        if captured.flags.subtracting(emulated.flags) == .asBoundaryRouter, emulated.flags.isSubset(of: captured.flags)
        {
            parts.append("it is an AS boundary router, of which no external LSA was read")
        } else if captured.flags != emulated.flags {
            parts.append(
                "flags 0x\(String(emulated.flags.rawValue, radix: 16)) for 0x\(String(captured.flags.rawValue, radix: 16))"
            )
        }
        var rest = emulated.links
        var lacking: [RouterLSABody.Link] = []
        for link in captured.links {
            if let known = rest.firstIndex(of: link) { rest.remove(at: known) } else { lacking.append(link) }
        }
        if !lacking.isEmpty { parts.append("lacks " + list(lacking.map(words))) }
        if !rest.isEmpty { parts.append("has " + list(rest.map(words)) + " besides") }
        if parts.isEmpty { parts.append("the same links in another order") }
        return parts.joined(separator: "; ")
    }

    private static func numberless(_ body: RouterLSABody) -> RouterLSABody {
        var body = body
        for index in body.links.indices
        where body.links[index].type == .pointToPoint && body.links[index].data.bits >> 24 == 0 {
            body.links[index].data = .unspecified
        }
        return body
    }

    private static func words(_ link: RouterLSABody.Link) -> String {
        let what =
            switch link.type {
            case .pointToPoint: "the link to \(link.id) from \(link.data)"
            case .transit: "the transit link to \(link.id)"
            case .virtual: "the virtual link to \(link.id)"
            default: "the stub network \(IPv4Prefix(link.id, mask: link.data).map { "\($0)" } ?? "\(link.id)")"
            }
        return "\(what) at cost \(link.metric)"
    }

    private static func difference(_ captured: ExternalLSABody.Route, _ emulated: ExternalLSABody.Route) -> String {
        var parts: [String] = []
        if captured.metric != emulated.metric { parts.append("metric \(emulated.metric) for \(captured.metric)") }
        if captured.externalType != emulated.externalType { parts.append("another metric type") }
        if captured.forwardingAddress != emulated.forwardingAddress {
            parts.append("forwarding address \(emulated.forwardingAddress) for \(captured.forwardingAddress)")
        }
        if captured.tag != emulated.tag { parts.append("tag \(emulated.tag) for \(captured.tag)") }
        return parts.isEmpty ? "mask, or routes for types of service" : parts.joined(separator: "; ")
    }

    private static func list<Item>(_ items: [Item]) -> String {
        items.prefix(3).map { "\($0)" }.joined(separator: ", ")
            + (items.count > 3 ? " and \(items.count - 3) more" : "")
    }
}

extension ImportComparison {
    /// One sentence, and then a line for each LSA that differs, the first of them.
    public var remarks: [String] {
        var lines = ["Emulated, \(equal) of \(total) LSAs equal, octet by octet."]
        lines += differences.prefix(Self.longestList).map { entry in
            let place = entry.area.map { " in area \($0)" } ?? ""
            return "- \(entry.key)\(place): \(entry.cause)"
        }
        if differences.count > Self.longestList { lines.append("- and \(differences.count - Self.longestList) more") }
        if !extra.isEmpty {
            let first = extra.prefix(3).map { "\($0.key)" }.joined(separator: ", ")
            lines.append(
                "\(extra.count) LSA\(extra.count == 1 ? " is" : "s are") emulated that no file has: \(first)"
                    + (extra.count > 3 ? " and others" : ""))
        }
        return lines
    }

    private static let longestList = 30
}
