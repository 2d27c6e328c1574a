import NetworkPrimitives

/// A case in the form `spillway-neutral/1`, looked at through what its importer needs.
struct NeutralCase {
    struct Interface {
        var router: String
        var value: Value

        var name: String { value["name"]?.text ?? "" }
        var type: String { value["network_type"]?.text ?? "" }
        var area: AreaID? { value["area"]?.areaID }
        var cost: Int { value["cost"]?.integer ?? 10 }
        typealias Address = (host: IPv4Address, prefix: IPv4Prefix)
        /// The primary address and its prefix.
        var address: Address? { value["addresses"]?.items?.first.flatMap(Self.address) }
        /// The others: networks that are advertised, and that no packet of OSPF is sent from.
        var secondaries: [Address] { (value["addresses"]?.items ?? []).dropFirst().compactMap(Self.address) }
        /// What the network of a secondary address is called here.
        func name(of secondary: Address) -> String { "\(router) \(name) \(secondary.host)" }

        static func address(_ value: Value) -> Address? {
            guard let text = value.text else { return nil }
            let parts = text.split(separator: "/")
            guard parts.count == 2, let host = IPv4Address(parts[0]), let length = UInt8(parts[1]), length <= 32 else {
                return nil
            }
            return (host, IPv4Prefix(host, length: length))
        }

        /// A point-to-point interface without an address, or with one that is no part of a network.
        var isUnnumbered: Bool {
            guard type == "point-to-point", value["stub_link"] == nil else { return false }
            return value["unnumbered"]?.boolean == true || address?.prefix.length == 32
        }
        /// The neighbor's address represents the link (RFC 2328 §12.4.1.1, option 1).
        var advertisesNeighbor: Bool { value["stub_link"]?.text == "neighbour-host" }
        /// What a host route is a route to, where it is not the interface's own address.
        var hostRoute: IPv4Prefix? { value["host_route"]?.prefix }
        /// Whether OSPF runs on it and it is plugged in.
        var isActive: Bool {
            area != nil && (isHost || value["attached"]?.boolean != false) && value["shutdown"]?.boolean != true
        }
        /// Whether it is one host alone.
        var isHost: Bool { type == "loopback" || type == "host-route" }
    }

    struct Segment {
        var id: String
        var members: [Interface]
        var position: Position
        /// A cable between two point-to-point interfaces.
        var isLink: Bool { members.count == 2 && members.allSatisfy { $0.type == "point-to-point" } }
    }

    struct Origin: Hashable {
        var router: String
        var prefix: IPv4Prefix
        var metric: Int
        var type: Int
    }

    let root: Value
    let name: String
    let routers: [Value]
    let interfaces: [Interface]
    let segments: [Segment]
    let origins: [Origin]
    let steps: [Value]

    init(_ root: Value) {
        self.root = root
        name = root["name"]?.text ?? "imported"
        routers = root["routers"]?.items ?? []
        let interfaces = routers.flatMap { router in
            (router["interfaces"]?.items ?? []).map { Interface(router: router["name"]?.text ?? "", value: $0) }
        }
        self.interfaces = interfaces
        segments = (root["segments"]?.items ?? []).enumerated().map { index, segment in
            let members = (segment["members"]?.items ?? []).compactMap { member in
                interfaces.first { $0.router == member["router"]?.text && $0.name == member["interface"]?.text }
            }
            return Segment(
                id: segment["id"]?.text ?? "s\(index + 1)",
                members: members.filter { $0.isActive && !$0.isHost && ($0.address != nil || $0.isUnnumbered) },
                position: segment.position)
        }
        origins = routers.flatMap { router in
            (router["external_origins"]?.items ?? []).compactMap { origin in
                origin["prefix"]?.prefix.map {
                    Origin(
                        router: router["name"]?.text ?? "", prefix: $0, metric: origin["metric"]?.integer ?? 20,
                        type: origin["metric_type"]?.integer ?? 2)
                }
            }
        }
        steps = root["steps"]?.items ?? []
    }

    /// The segment that an interface is plugged into.
    func segment(of router: String, _ interface: String) -> Segment? {
        segments.first { $0.members.contains { $0.router == router && $0.name == interface } }
    }
}
