import NetworkPrimitives
import OSPFWire
import TestSupport

/// What is wrong with a case's own text.
struct CaseMistake: Error, CustomStringConvertible {
    let description: String
}

/// Reads what `spillway inspect --packets` writes: packets and LSAs as JSON. Lengths and checksums may be left out where a body
/// tells them.
struct PacketReader {
    let object: JSONTree

    init(_ object: JSONTree) { self.object = object }

    /// - Throws: where the object has a member of another name.
    func allow(only names: Set<String>) throws {
        guard case .object(let members) = object else { throw CaseMistake(description: "\(object) is no object") }
        for member in members where !names.contains(member.name) {
            throw CaseMistake(description: "'\(member.name)' is not among \(names.sorted().joined(separator: ", "))")
        }
    }

    // MARK: Fields

    func number<Number: FixedWidthInteger>(
        _ name: String, _ type: Number.Type = Number.self, else absent: Number? = nil
    )
        throws -> Number
    {
        switch object[name] {
        case .integer(let value)?:
            if let number = Number(exactly: value) { return number }
        case .string(let text)?:
            if text.hasPrefix("0x"), let value = UInt64(text.dropFirst(2), radix: 16),
                let number = Number(exactly: value) ?? (Number.bitWidth == 32 ? Number(truncatingIfNeeded: value) : nil)
            {
                return number
            }
        case nil:
            if let absent { return absent }
        default: break
        }
        throw CaseMistake(
            description: "'\(name)' is to be a number, and is \(object[name].map { "\($0)" } ?? "missing")")
    }

    func interface(_ name: String, else absent: InterfaceIndex? = nil) throws -> InterfaceIndex {
        InterfaceIndex(number: try number(name, else: absent?.number))
    }

    func text(_ name: String) throws -> String {
        guard let text = object[name]?.text else { throw CaseMistake(description: "'\(name)' is to be a text") }
        return text
    }

    func address(_ name: String) throws -> IPv4Address {
        guard let address = IPv4Address(try text(name)) else {
            throw CaseMistake(description: "'\(name)' is no address")
        }
        return address
    }

    func routerID(_ name: String) throws -> RouterID { RouterID(bits: try address(name).bits) }

    func list(_ name: String) -> [PacketReader] { (object[name]?.items ?? []).map(PacketReader.init) }

    private func part(_ name: String) throws -> PacketReader {
        guard let part = object[name] else { throw CaseMistake(description: "'\(name)' is missing") }
        return PacketReader(part)
    }

    // MARK: Packets

    func body() throws -> PacketBody {
        switch try text("type_name") {
        case "hello": .hello(try part("hello").hello())
        case "dd": .databaseDescription(try part("dd").description(list("lsas").map { try $0.header() }))
        case "lsr": .linkStateRequest(LinkStateRequest(items: try list("requests").map { try $0.request() }))
        case "lsu": .update(try list("lsas").map { try $0.lsa() })
        case "lsack": .acknowledgment(try list("lsas").map { try $0.header() })
        default: throw CaseMistake(description: "'type_name' is hello, dd, lsr, lsu or lsack")
        }
    }

    private func hello() throws -> Hello {
        Hello(
            networkMask: try address("mask"), helloInterval: try number("hello_interval"),
            options: Options(rawValue: try number("options")), routerPriority: try number("priority"),
            routerDeadInterval: try number("dead_interval"), designatedRouter: try address("dr"),
            backupDesignatedRouter: try address("bdr"),
            neighbors: try (object["neighbors"]?.items ?? []).map {
                guard let id = $0.text.flatMap({ RouterID($0) }) else {
                    throw CaseMistake(description: "\($0) is no Router ID")
                }
                return id
            })
    }

    private func description(_ headers: [LSAHeader]) throws -> DatabaseDescription {
        DatabaseDescription(
            interfaceMTU: try number("mtu"), options: Options(rawValue: try number("options")),
            flags: DatabaseDescription.Flags(rawValue: try number("flags")), ddSequenceNumber: try number("sequence"),
            lsaHeaders: headers)
    }

    private func request() throws -> LinkStateRequest.Item {
        LinkStateRequest.Item(
            type: try number("type"), linkStateID: try address("link_state_id"),
            advertisingRouter: try routerID("advertising_router"))
    }

    // MARK: LSAs

    private func header() throws -> LSAHeader {
        LSAHeader(
            age: try number("age"), options: try number("options"), type: LSType(rawValue: try number("type")),
            linkStateID: try address("link_state_id"), advertisingRouter: try routerID("advertising_router"),
            sequenceNumber: try number("sequence"), checksum: try number("checksum", else: 0),
            length: try number("length", else: 20))
    }

    func lsa() throws -> LSA {
        let header = try header()
        var lsa = LSA(
            age: header.age, options: header.options, type: header.type, linkStateID: header.linkStateID,
            advertisingRouter: header.advertisingRouter, sequenceNumber: header.sequenceNumber,
            body: try part("body").lsaBody(header.type))
        if object["checksum"] != nil { lsa.header.checksum = header.checksum }
        return lsa
    }

    private func lsaBody(_ type: LSType) throws -> LSABody {
        switch type {
        case .router:
            return .router(
                RouterLSABody(
                    flags: RouterLSABody.Flags(rawValue: try number("flags")),
                    links: try list("links").map {
                        RouterLSABody.Link(
                            type: .init(rawValue: try $0.number("type")), id: try $0.address("id"),
                            data: try $0.address("data"),
                            metric: try $0.number("metric"))
                    }))
        case .network:
            let attached = (object["attached"]?.items ?? []).compactMap { $0.text.flatMap { RouterID($0) } }
            return .network(NetworkLSABody(mask: try address("mask"), attachedRouters: attached))
        case .summaryNetwork, .summaryASBR:
            return .summary(
                SummaryLSABody(
                    mask: try address("mask"),
                    metrics: try list("metrics").map {
                        TOSMetric(tos: try $0.number("tos"), metric: try $0.number("metric"))
                    }))
        case .asExternal, .nssa:
            return .external(
                ExternalLSABody(mask: try address("mask"), routes: try list("routes").map { try $0.route() }))
        default: return .unknown([0, 0, 0, 0])
        }
    }

    private func route() throws -> ExternalLSABody.Route {
        guard let type = ExternalLSABody.MetricType(rawValue: try number("external_type")) else {
            throw CaseMistake(description: "'external_type' is 1 or 2")
        }
        return ExternalLSABody.Route(
            externalType: type, tos: try number("tos"), metric: try number("metric"),
            forwardingAddress: try address("forward"), tag: try number("tag"))
    }
}
