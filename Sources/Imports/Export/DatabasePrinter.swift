import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

/// The databases of a network as text that routers print, and that the tools of others read.
public struct DatabasePrinter: Sendable {
    public enum Dialect: String, CaseIterable, Sendable {
        /// `show ip ospf database` of IOS.
        case ios = "lsdb-ios"
        /// The same of FRRouting.
        case frr = "lsdb-frr"
        /// `show ospf database extensive` of Junos.
        case junos = "lsdb-junos"
    }

    private let databases: NetworkDatabases
    private let dialect: Dialect
    private let router: RouterID

    /// - Parameter router: whose output it is.
    public init(_ databases: NetworkDatabases, as dialect: Dialect, of router: RouterID) {
        self.databases = databases
        self.dialect = dialect
        self.router = router
    }

    public var text: String {
        switch dialect {
        case .junos: JunosPrinter(databases, router).text
        case .ios, .frr: cisco
        }
    }

    // MARK: The IOS family

    private static let commands: [(type: LSType, word: String)] = [
        (.router, "router"), (.network, "network"), (.summaryNetwork, "summary"), (.summaryASBR, "asbr-summary"),
        (.nssa, "nssa-external"), (.asExternal, "external"), (.opaqueLink, "opaque-link"), (.opaqueArea, "opaque-area"),
        (.opaqueAS, "opaque-as"),
    ]

    private var cisco: String {
        var lines: [String] = []
        let name = databases.hostnames[router] ?? "router"
        for (type, word) in Self.commands {
            let found = databases.databases.filter { $0.entries.contains { $0.header.type == type } }
            guard !found.isEmpty else { continue }
            lines += [
                "\(name)#show ip ospf database \(word)", "",
                "            OSPF Router with ID (\(router))\(dialect == .ios ? " (Process ID 1)" : "")", "",
            ]
            for database in found {
                lines += [heading(type, database.area), ""]
                for entry in database.entries where entry.header.type == type { lines += text(entry) + [""] }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func heading(_ type: LSType, _ area: AreaID?) -> String {
        let place = area.map { " (Area \(name(of: $0)))" } ?? ""
        if dialect == .frr {
            switch type {
            case .router: return "                Router Link States\(place)"
            case .network: return "                Net Link States\(place)"
            case .summaryNetwork: return "                Summary Link States\(place)"
            case .summaryASBR: return "                ASBR-Summary Link States\(place)"
            case .nssa: return "                NSSA-external Link States\(place)"
            case .asExternal: return "                AS External Link States"
            case .opaqueLink: return "                Link-Local Opaque-LSA\(place)"
            case .opaqueArea: return "                Area-Local Opaque-LSA\(place)"
            default: return "                AS-Global Opaque-LSA"
            }
        }
        switch type {
        case .router: return "\t\tRouter Link States\(place)"
        case .network: return "\t\tNet Link States\(place)"
        case .summaryNetwork: return "\t\tSummary Net Link States\(place)"
        case .summaryASBR: return "\t\tSummary ASB Link States\(place)"
        case .nssa: return "\t\tType-7 AS External Link States\(place)"
        case .asExternal: return "\t\tType-5 AS External Link States"
        case .opaqueLink: return "\t\tType-9 Opaque Link Local Link States\(place)"
        case .opaqueArea: return "\t\tType-10 Opaque Area Link States\(place)"
        default: return "\t\tType-11 Opaque AS Link States"
        }
    }

    /// IOS calls areas by number where they are small ones.
    private func name(of area: AreaID) -> String {
        guard dialect == .ios else {
            return databases.kinds[area].map { kind in
                "\(area)" + (kind == .nssa ? " [NSSA]" : kind == .stub ? " [Stub]" : "")
            } ?? "\(area)"
        }
        return "\(area.bits)"
    }

    private func text(_ entry: NetworkDatabases.Entry) -> [String] {
        let header = entry.header
        var lines = ["  LS age: \(header.age)\(header.doNotAge ? " (DoNotAge)" : "")", "  Options: \(options(header))"]
        let body = entry.body.flatMap { try? LSABody(decoding: $0, type: header.type, linkStateID: header.linkStateID) }
        if dialect == .frr {
            lines.append("  LS Flags: 0x6  ")
            if case .router(let body)? = body {
                let words = flags(body.flags)
                lines.append(
                    "  Flags: 0x\(String(body.flags.rawValue, radix: 16))\(words.isEmpty ? "" : " : \(words)")")
            }
        }
        let suffix =
            switch header.type {
            case .network: dialect == .ios ? " (address of Designated Router)" : " (address of Designated Router)"
            case .summaryNetwork: " (summary Network Number)"
            case .summaryASBR: " (AS Boundary Router address)"
            case .asExternal, .nssa: " (External Network Number )"
            default: ""
            }
        let sequence = UInt32(bitPattern: header.sequenceNumber)
        lines += [
            "  LS Type: \(typeName(header.type))", "  Link State ID: \(header.linkStateID)\(suffix)",
            "  Advertising Router: \(header.advertisingRouter)",
            "  LS Seq Number: \(String(sequence, radix: 16, uppercase: dialect == .ios))",
            "  Checksum: 0x\(checksum(header.checksum))", "  Length: \(header.length)",
        ]
        return lines + (body.map(text) ?? [])
    }

    private func checksum(_ value: UInt16) -> String {
        let digits = String(value, radix: 16, uppercase: dialect == .ios)
        return dialect == .ios ? digits : String(repeating: "0", count: 4 - digits.count) + digits
    }

    private func options(_ header: LSAHeader) -> String {
        if dialect == .frr {
            let digits = String(header.options, radix: 16)
            let bits = zip("O DC EA N/P MC E".split(separator: " "), [6, 5, 4, 3, 2, 1]).map { word, bit in
                header.options >> UInt8(bit) & 1 != 0 ? String(word) : "-"
            }
            return "0x\(digits)  : *|\(bits.joined(separator: "|"))|-"
        }
        let isDemand = header.options & 0x20 != 0
        let translation =
            header.type == .nssa
            ? (header.options & 0x08 != 0 ? "Type 7/5 translation, " : "No Type 7/5 translation, ") : ""
        return "(No TOS-capability, \(translation)\(isDemand ? "DC" : "No DC"))"
    }

    private func flags(_ flags: RouterLSABody.Flags) -> String {
        let words: [(RouterLSABody.Flags, String)] = [
            (.virtualLinkEndpoint, "VL-endpoint"), (.areaBorderRouter, "ABR"), (.asBoundaryRouter, "ASBR"),
        ]
        return words.filter { flags.contains($0.0) }.map(\.1).joined(separator: " ")
    }

    private func typeName(_ type: LSType) -> String {
        switch type {
        case .router: dialect == .ios ? "Router Links" : "router-LSA"
        case .network: dialect == .ios ? "Network Links" : "network-LSA"
        case .summaryNetwork: dialect == .ios ? "Summary Links(Network)" : "summary-LSA"
        case .summaryASBR: dialect == .ios ? "Summary Links(AS Boundary Router)" : "summary-LSA"
        case .asExternal: dialect == .ios ? "AS External Link" : "AS-external-LSA"
        case .nssa: dialect == .ios ? "AS External Link" : "NSSA-LSA"
        case .opaqueLink: dialect == .ios ? "Opaque Link Link" : "Link-Local Opaque-LSA"
        case .opaqueArea: dialect == .ios ? "Opaque Area Link" : "Area-Local Opaque-LSA"
        default: dialect == .ios ? "Opaque AS Link" : "AS-Global Opaque-LSA"
        }
    }

    // MARK: Bodies

    private func text(_ body: LSABody) -> [String] {
        switch body {
        case .router(let body): text(body)
        case .network(let body):
            ["  Network Mask: \(mask(body.mask))"] + body.attachedRouters.map { "\tAttached Router: \($0)" }
        case .summary(let body):
            ["  Network Mask: \(mask(body.mask))"]
                + body.metrics.map { "\t\(dialect == .ios ? "MTID" : "TOS"): \($0.tos) \tMetric: \($0.metric) " }
        case .external(let body):
            ["  Network Mask: \(mask(body.mask))"]
                + body.routes.flatMap { route in
                    [
                        "\tMetric Type: "
                            + (route.externalType == .type1
                                ? "1 (Comparable directly to link state metric)"
                                : "2 (Larger than any link state path)"),
                        "\t\(dialect == .ios ? "MTID" : "TOS"): \(route.tos) ", "\tMetric: \(route.metric) ",
                        "\tForward Address: \(route.forwardingAddress)", "\tExternal Route Tag: \(route.tag)",
                    ]
                }
        case .opaque(let body):
            ["  Opaque Type: \(body.opaqueType.rawValue)", "  Opaque ID: \(body.opaqueID)"]
        case .unknown: []
        }
    }

    private func mask(_ mask: IPv4Address) -> String { "/\((~mask.bits).leadingZeroBitCount)" }

    private func text(_ body: RouterLSABody) -> [String] {
        var lines: [String] = []
        if dialect == .ios {
            let words: [(RouterLSABody.Flags, String)] = [
                (.areaBorderRouter, "Area Border Router"), (.asBoundaryRouter, "AS Boundary Router"),
                (.virtualLinkEndpoint, "Virtual Link Endpoint"), (.nssaTranslator, "Unconditional NSSA translator"),
            ]
            lines += words.filter { body.flags.contains($0.0) }.map { "  \($0.1)" }
        } else {
            lines.append("")
        }
        lines += ["  \(dialect == .ios ? "" : " ")Number of Links: \(body.links.count)", ""]
        for link in body.links {
            lines += text(link)
            lines.append("")
        }
        return lines
    }

    private func text(_ link: RouterLSABody.Link) -> [String] {
        let article = dialect == .ios ? "a " : ""
        let (kind, id, data) =
            switch link.type {
            case .stub:
                (
                    "\(article)Stub Network", dialect == .ios ? "Network/subnet number" : "Net",
                    "Network Mask"
                )
            case .transit: ("a Transit Network", "Designated Router address", "Router Interface address")
            case .virtual: ("a Virtual Link", "Neighboring Router ID", "Router Interface address")
            default: ("another Router (point-to-point)", "Neighboring Router ID", "Router Interface address")
            }
        let number = dialect == .ios ? "MTID" : "TOS"
        return [
            "    Link connected to: \(kind)", "     (Link ID) \(id): \(link.id)",
            "     (Link Data) \(data): \(link.data)",
            "      Number of \(number) metrics: \(link.tos.count)",
            "       TOS 0 Metric\(dialect == .ios ? "s" : ""): \(link.metric)",
        ] + link.tos.map { "       \(dialect == .ios ? "MTID" : "TOS") \($0.tos) Metrics: \($0.metric)" }
    }
}

extension NetworkDatabases {
    /// What the routers of an emulated network hold: all of them together, or one of them.
    public init(_ network: Network, of router: RouterIndex? = nil) {
        var join = DatabaseJoin()
        let store = network.context.store
        for number in router.map({ [$0] }) ?? Array(network.routers.indices) where network.isRunningOSPF(number) {
            for report in network.routers[number].databaseReport(store, at: network.now) {
                let lsa = store.wireLSA(of: report.instance, age: UInt16(report.age))
                join.add(
                    Entry(header: lsa.header, body: lsa.body), in: lsa.header.type.hasASScope ? nil : report.key.area,
                    from: number.offset)
            }
        }
        self = join.databases
        for node in network.configuration.routers { hostnames[node.ospf.routerID] = node.name }
    }
}
