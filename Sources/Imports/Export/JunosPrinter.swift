import NetworkPrimitives
import OSPFWire

/// `show ospf database extensive` of Junos.
struct JunosPrinter {
    private let databases: NetworkDatabases
    private let router: RouterID

    init(_ databases: NetworkDatabases, _ router: RouterID) {
        self.databases = databases
        self.router = router
    }

    var text: String {
        var lines = ["user@\(databases.hostnames[router] ?? "router")> show ospf database extensive | no-more ", ""]
        for database in databases.databases {
            lines.append(
                database.area.map { "    OSPF database, Area \($0)" } ?? "    OSPF AS SCOPE link state database")
            lines.append(" Type       ID               Adv Rtr           Seq      Age  Opt  Cksum  Len ")
            lines += database.entries.flatMap(text)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let types: [LSType: String] = [
        .router: "Router", .network: "Network", .summaryNetwork: "Summary", .summaryASBR: "ASBRSum",
        .asExternal: "Extern",
        .nssa: "NSSA", .opaqueLink: "OpaqLoc", .opaqueArea: "OpaqArea", .opaqueAS: "OpaqAS",
    ]

    private func text(_ entry: NetworkDatabases.Entry) -> [String] {
        let header = entry.header
        guard let type = Self.types[header.type] else { return [] }
        func left(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let own = header.advertisingRouter == router ? "*" : " "
        let sequence = String(UInt32(bitPattern: header.sequenceNumber), radix: 16)
        let line =
            left(type, 8) + own + left("\(header.linkStateID)", 17) + left("\(header.advertisingRouter)", 17)
            + "0x\(sequence)"
            + right("\(header.age)", 6) + "  0x" + left(String(header.options, radix: 16), 2) + " 0x"
            + left(String(header.checksum, radix: 16), 4) + right("\(header.length)", 4)
        let body = entry.body.flatMap { try? LSABody(decoding: $0, type: header.type, linkStateID: header.linkStateID) }
        return [line] + (body.map(text) ?? [])
    }

    private func text(_ body: LSABody) -> [String] {
        switch body {
        case .router(let body):
            ["  bits 0x\(String(body.flags.rawValue, radix: 16)), link count \(body.links.count)"]
                + body.links.flatMap { link in
                    [
                        "  id \(link.id), data \(link.data), Type \(Self.name(of: link.type)) (\(link.type.rawValue))",
                        "    Topology count: 0, Default metric: \(link.metric)",
                    ]
                } + ["  Topology default (ID 0)"]
                + body.links.filter { $0.type != .stub }.flatMap { link in
                    [
                        "    Type: \(Self.name(of: link.type)), Node ID: \(link.id)",
                        "      Metric: \(link.metric), Bidirectional",
                    ]
                }
        case .network(let body):
            ["  mask \(body.mask)"] + body.attachedRouters.map { "  attached router \($0)" }
        case .summary(let body):
            ["  mask \(body.mask)"] + body.metrics.map { "  Topology default (ID 0) -> Metric: \($0.metric)" }
        case .external(let body):
            ["  mask \(body.mask)", "  Topology default (ID 0)"]
                + body.routes.map { route in
                    let tag = IPv4Address(bits: route.tag)
                    return
                        "    Type: \(route.externalType.rawValue), Metric: \(route.metric), Fwd addr: \(route.forwardingAddress), Tag: \(tag)"
                }
        case .opaque, .unknown: []
        }
    }

    private static func name(of type: RouterLSABody.LinkType) -> String {
        switch type {
        case .pointToPoint: "PointToPoint"
        case .transit: "Transit"
        case .stub: "Stub"
        default: "Virtual"
        }
    }
}
