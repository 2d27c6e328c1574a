import NetworkPrimitives
import OSPFWire

@testable import Imports

/// Databases as other programs print them, for reading them back.
enum OtherPrinters {
    private static func body(_ entry: NetworkDatabases.Entry) -> LSABody? {
        let header = entry.header
        return entry.body.flatMap { try? LSABody(decoding: $0, type: header.type, linkStateID: header.linkStateID) }
    }

    private static func hexadecimal(_ value: some BinaryInteger) -> String { String(value, radix: 16) }

    // MARK: Huawei

    static func huawei(_ databases: NetworkDatabases, _ router: RouterID) -> String {
        let types: [LSType: String] = [
            .router: "Router", .network: "Network", .summaryNetwork: "Sum-Net", .summaryASBR: "Sum-Asbr",
            .asExternal: "External",
            .nssa: "NSSA",
        ]
        var lines = ["<R1>display ospf lsdb router", "", "\t OSPF Process 1 with Router ID \(router)"]
        for database in databases.databases {
            lines += [database.area.map { "\t\t         Area: \($0)" } ?? "", "\t\t Link State Database ", ""]
            for entry in database.entries {
                let header = entry.header
                guard let type = types[header.type], let body = body(entry) else { continue }
                var words = header.options & 2 != 0 ? "E" : ""
                if case .router(let body) = body {
                    if body.flags.contains(.areaBorderRouter) { words = "ABR " + words }
                    if body.flags.contains(.asBoundaryRouter) { words = "ASBR " + words }
                    if body.flags.contains(.virtualLinkEndpoint) { words = "VIRTUAL " + words }
                }
                lines += [
                    "  Type      : \(type)", "  Ls id     : \(header.linkStateID)",
                    "  Adv rtr   : \(header.advertisingRouter)  ",
                    "  Ls age    : \(header.age) ", "  Len       : \(header.length) ", "  Options   :  \(words)  ",
                    "  seq#      : \(hexadecimal(UInt32(bitPattern: header.sequenceNumber))) ",
                    "  chksum    : 0x\(hexadecimal(header.checksum))",
                ]
                lines += huawei(body) + [""]
            }
        }
        return lines.joined(separator: "\r\n")
    }

    private static func huawei(_ body: LSABody) -> [String] {
        switch body {
        case .router(let body):
            ["  Link count: \(body.links.count)"]
                + body.links.flatMap { link in
                    let kind = ["", "P-2-P", "TransNet", "StubNet", "Virtual"][Int(link.type.rawValue)]
                    return [
                        "   * Link ID: \(link.id)", "     Data   : \(link.data)", "     Link Type: \(kind)",
                        "     Metric : \(link.metric)",
                    ] + (link.type == .stub ? ["     Priority : Low"] : [])
                }
        case .network(let body):
            ["  Net mask  : \(body.mask)", "  Priority  : Low"]
                + body.attachedRouters.map { "     Attached Router    \($0)" }
        case .summary(let body):
            ["  Net mask  : \(body.mask)", "  Tos 0  metric: \(body.metrics[0].metric)", "  Priority  : Low"]
        case .external(let body):
            [
                "  Net mask  : \(body.mask)", "  TOS 0  Metric: \(body.routes[0].metric)",
                "  E type    : \(body.routes[0].externalType.rawValue)",
                "  Forwarding Address : \(body.routes[0].forwardingAddress)",
                "  Tag       : \(body.routes[0].tag)", "  Priority  : Low",
            ]
        default: []
        }
    }

    // MARK: FRRouting's JSON

    static func frrJSON(_ databases: NetworkDatabases, _ router: RouterID) -> String {
        let headings: [(LSType, String, String)] = [
            (.router, "routerLinkStates", "router-LSA"), (.network, "networkLinkStates", "network-LSA"),
            (.summaryNetwork, "summaryLinkStates", "summary-LSA"),
            (.summaryASBR, "asbrSummaryLinkStates", "summary-LSA"),
            (.nssa, "nssaExternalLinkStates", "NSSA-LSA"), (.asExternal, "asExternalLinkStates", "AS-external-LSA"),
        ]
        var parts = ["\"routerId\":\"\(router)\""]
        for (type, heading, name) in headings {
            let areas = databases.databases.compactMap { database -> String? in
                let lsas = database.entries.filter { $0.header.type == type }.compactMap { json($0, name) }
                if lsas.isEmpty { return nil }
                return database.area.map { "\"\($0)\":[\(lsas.joined(separator: ","))]" }
                    ?? "[\(lsas.joined(separator: ","))]"
            }
            guard !areas.isEmpty else { continue }
            parts.append(
                type == .asExternal
                    ? "\"\(heading)\":\(areas[0])" : "\"\(heading)\":{\"areas\":{\(areas.joined(separator: ","))}}")
        }
        return "{\(parts.joined(separator: ",\n"))}"
    }

    private static func json(_ entry: NetworkDatabases.Entry, _ name: String) -> String? {
        guard let body = body(entry) else { return nil }
        let header = entry.header
        let bits = zip("O DC EA N/P MC E".split(separator: " "), [6, 5, 4, 3, 2, 1]).map { word, bit in
            header.options >> UInt8(bit) & 1 != 0 ? String(word) : "-"
        }
        let fields = [
            "\"lsaAge\":\(header.age)", "\"options\":\"*|\(bits.joined(separator: "|"))|-\"", "\"lsaFlags\":6",
            "\"lsaType\":\"\(name)\"",
            "\"linkStateId\":\"\(header.linkStateID)\"", "\"advertisingRouter\":\"\(header.advertisingRouter)\"",
            "\"lsaSeqNumber\":\"\(hexadecimal(UInt32(bitPattern: header.sequenceNumber)))\"",
            "\"checksum\":\"\(hexadecimal(header.checksum))\"", "\"length\":\(header.length)",
        ]
        return "{\((fields + json(body)).joined(separator: ","))}"
    }

    private static func json(_ body: LSABody) -> [String] {
        func length(_ mask: IPv4Address) -> Int { (~mask.bits).leadingZeroBitCount }
        switch body {
        case .router(let body):
            let links = body.links.enumerated().map { number, link in
                let parts =
                    switch link.type {
                    case .stub: ("Stub Network", "networkAddress", "\"networkMask\":\"\(link.data)\"")
                    case .transit:
                        ("a Transit Network", "designatedRouterAddress", "\"routerInterfaceAddress\":\"\(link.data)\"")
                    case .virtual: ("a Virtual Link", "neighborRouterId", "\"routerInterfaceAddress\":\"\(link.data)\"")
                    default:
                        (
                            "another Router (point-to-point)", "neighborRouterId",
                            "\"routerInterfaceAddress\":\"\(link.data)\""
                        )
                    }
                return
                    "\"link\(number)\":{\"linkType\":\"\(parts.0)\",\"\(parts.1)\":\"\(link.id)\",\(parts.2),\"numOfTosMetrics\":0,\"tos0Metric\":\(link.metric)}"
            }
            return [
                "\"flags\":\(body.flags.rawValue)", "\"numOfLinks\":\(links.count)",
                "\"routerLinks\":{\(links.joined(separator: ","))}",
            ]
        case .network(let body):
            let routers = body.attachedRouters.map { "\"\($0)\":{\"attachedRouterId\":\"\($0)\"}" }
            return ["\"networkMask\":\(length(body.mask))", "\"attchedRouters\":{\(routers.joined(separator: ","))}"]
        case .summary(let body):
            return ["\"networkMask\":\(length(body.mask))", "\"tos0Metric\":\(body.metrics[0].metric)"]
        case .external(let body):
            let route = body.routes[0]
            return [
                "\"networkMask\":\(length(body.mask))", "\"metricType\":\"E\(route.externalType.rawValue)\"",
                "\"tos\":0",
                "\"metric\":\(route.metric)", "\"forwardAddress\":\"\(route.forwardingAddress)\"",
                "\"externalRouteTag\":\(route.tag)",
            ]
        default: return []
        }
    }
}
