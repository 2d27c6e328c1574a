import Checkpoints
import NetworkPrimitives
import OSPFWire

/// Reads FRRouting's show output: one JSON document for each question.
struct FRRDump {
    /// What `vtysh` is asked at each checkpoint, in one call.
    static let questions =
        ["interface json", "neighbor detail json", "route json"].map { "show ip ospf \($0)" }
        + databases.map { "show ip ospf database \($0.command) json" }

    private static let databases: [(command: String, key: String, type: LSType)] = [
        ("router", "routerLinkStates", .router), ("network", "networkLinkStates", .network),
        ("summary", "summaryLinkStates", .summaryNetwork), ("asbr-summary", "asbrSummaryLinkStates", .summaryASBR),
        ("external", "asExternalLinkStates", .asExternal), ("nssa-external", "nssaExternalLinkStates", .nssa),
        ("opaque-link", "linkLocalOpaqueLsa", .opaqueLink), ("opaque-area", "areaLocalOpaqueLsa", .opaqueArea),
        ("opaque-as", "asExternalOpaqueLsa", .opaqueAS),
    ]
    /// Older recordings were not asked for opaque LSAs.
    private static let opaqueQuestions = 3

    let router: RouterIndex
    let directory: LabDirectory

    /// - Throws: a description where the text is not what the questions lead to.
    func read(_ text: String, into state: inout RouterState) throws {
        let documents = try JSONValue.documents(in: text)
        guard [Self.questions.count, Self.questions.count - Self.opaqueQuestions].contains(documents.count) else {
            throw LabRecordingError(
                "\(documents.count) answers to \(Self.questions.count) questions")
        }
        state.interfaces = interfaces(documents[0])
        state.neighbors = neighbors(documents[1])
        state.routes = routes(documents[2])
        for (database, document) in zip(Self.databases, documents[3...]) {
            state.lsdb += lsas(document[database.key] ?? .null, type: database.type)
        }
    }

    // MARK: Interfaces and neighbors

    private static let interfaceStates = ["Backup": "BDR", "Point-To-Point": "PtP"]

    private func interfaces(_ document: JSONValue) -> [RouterState.InterfaceState] {
        // An interface that never had a carrier is listed without an area, as one on which OSPF does not run.
        (document["interfaces"]?.fields ?? []).filter {
            $0.value["ospfEnabled"] != .bool(false) && $0.value["ospfRunning"] != .bool(false)
        }.map { name, value in
            let state = value["state"]?.text ?? ""
            return RouterState.InterfaceState(
                name: name, segment: directory.segment(of: router, interface: name), area: firstWord(value["area"]),
                address: value["ipAddress"]?.text ?? directory.address(of: router, interface: name),
                state: Self.interfaceStates[state] ?? state,
                cost: value["cost"]?.integer, priority: value["priority"]?.integer,
                designatedRouter: addressOrNone(value["drAddress"]?.text),
                backupDesignatedRouter: addressOrNone(value["bdrAddress"]?.text),
                designatedRouterID: addressOrNone(value["drId"]?.text),
                backupDesignatedRouterID: addressOrNone(value["bdrId"]?.text),
                helloInterval: value["timerMsecs"]?.integer.map { $0 / 1_000 },
                deadInterval: value["timerDeadSecs"]?.integer)
        }
    }

    private static let roles = [
        "DR": "DR", "Backup": "BDR", "DROther": "DROther", "-": "PtP",
        // Of state and role together it shows 15 characters.
        "DROthe": "DROther", "DROth": "DROther",
    ]

    private func neighbors(_ document: JSONValue) -> [RouterState.NeighborState] {
        (document["neighbors"]?.fields ?? []).flatMap { id, value in
            (value.items.isEmpty ? [value] : value.items).map { neighbor in
                let parts = (neighbor["nbrState"]?.text ?? "").split(separator: "/").map(String.init)
                let interface = neighbor["ifaceName"]?.text ?? ""
                return RouterState.NeighborState(
                    routerID: id, address: neighbor["ifaceAddress"]?.text ?? "", interface: interface,
                    segment: directory.segment(of: router, interface: interface), area: firstWord(neighbor["areaId"]),
                    state: parts.first ?? "",
                    role: directory.electsDesignatedRouter(router, interface)
                        ? Self.roles[parts.count > 1 ? parts[1] : "-"] : "PtP",
                    priority: neighbor["nbrPriority"]?.integer,
                    designatedRouter: addressOrNone(neighbor["routerDesignatedId"]?.text),
                    backupDesignatedRouter: addressOrNone(neighbor["routerDesignatedBackupId"]?.text))
            }
        }
    }

    /// `0.0.0.1 [NSSA]` is area 0.0.0.1.
    private func firstWord(_ value: JSONValue?) -> String {
        (value?.text ?? "").split(separator: " ").first.map(String.init) ?? ""
    }

    // MARK: Routes

    private static let paths = ["IA": "inter", "E1": "ext1", "E2": "ext2"]

    private func routes(_ document: JSONValue) -> [RouterState.RouteState] {
        document.fields.compactMap { prefix, value in
            let words = (value["routeType"]?.text ?? "").split(separator: " ").map(String.init)
            // Routers are listed beside networks.
            guard words.first != "R" else { return nil }
            var path = words.count > 1 ? Self.paths[words[1]] ?? "intra" : "intra"
            let hops = hops(value["nexthops"]?.items ?? [])
            let cost = value["cost"]?.integer
            // The null route of an area range.
            if path == "inter", cost == nil, hops.isEmpty { path = "discard" }
            let isExternal = path.hasPrefix("ext")
            return RouterState.RouteState(
                prefix: prefix, path: path, cost: cost, type2Cost: path == "ext2" ? value["type2cost"]?.integer : nil,
                tag: isExternal ? value["tag"]?.integer ?? 0 : nil, area: value["area"]?.text, nextHops: hops)
        }
    }

    /// Each once: FRRouting lists a next hop for every path that leads to it.
    private func hops(_ items: [JSONValue]) -> [RouterState.NextHopState] {
        var hops: [RouterState.NextHopState] = []
        for item in items {
            let address = item["ip"]?.text?.trimmingSpaces
            let interface = item["directlyAttachedTo"]?.text ?? item["via"]?.text
            guard let interface, !interface.isEmpty else { continue }
            let hop = directory.hop(of: router, interface: interface, via: addressOrNone(address))
            if !hops.contains(hop) { hops.append(hop) }
        }
        return hops
    }

    // MARK: Database

    private func lsas(_ document: JSONValue, type: LSType) -> [RouterState.LSAState] {
        guard document["areas"] != nil else { return document.items.compactMap { lsa($0, type, area: nil) } }
        return (document["areas"]?.fields ?? []).flatMap { area, list in
            list.items.compactMap { lsa($0, type, area: area) }
        }
    }

    private func lsa(_ value: JSONValue, _ type: LSType, area: String?) -> RouterState.LSAState? {
        guard let id = value["linkStateId"]?.text, let router = value["advertisingRouter"]?.text else { return nil }
        return RouterState.LSAState(
            area: type.hasASScope ? nil : area, type: type.rawValue,
            typeName: RouterState.LSAState.typeName(of: type), linkStateID: id, advertisingRouter: router,
            age: value["lsaAge"]?.integer ?? 0,
            sequenceNumber: "0x" + padded(value["lsaSeqNumber"]?.text ?? "", to: 8),
            checksum: "0x" + padded(value["checksum"]?.text ?? "", to: 4), length: value["length"]?.integer,
            options: nil, body: nil)
    }
}

/// Hexadecimal digits with the zeros before them that were left out.
func padded(_ digits: String, to count: Int) -> String {
    String(repeating: "0", count: max(0, count - digits.count)) + digits.lowercased()
}

extension String {
    fileprivate var trimmingSpaces: String { split(separator: " ").joined(separator: " ") }
}
