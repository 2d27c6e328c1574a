import NetworkPrimitives
import OSPF
import OSPFWire

// Interfaces and virtual links, a line each.
extension BIRDConfiguration {
    /// - Returns: `nil` for a virtual link, which has a place of its own.
    func text(of index: InterfaceIndex) -> String? {
        let interface = router.interfaces[index]
        guard let type = Self.types[interface.networkType], interface.isEnabled else { return nil }
        let settings =
            ["type \(type);", "cost \(interface.cost);", "priority \(interface.priority);"]
            + Self.timers(of: interface) + Self.authentication(of: interface) + neighbors(on: index)
            + (interface.isPassive ? ["stub;"] : [])
        return "    interface \"\(interface.name)\" { \(settings.joined(separator: " ")) };"
    }

    /// A virtual link, under the area that it crosses.
    static func link(_ interface: InterfaceConfiguration) -> String? {
        guard let link = interface.virtualLink, interface.isEnabled else { return nil }
        let settings = timers(of: interface) + authentication(of: interface)
        return "    virtual link \(link.neighbor) { \(settings.joined(separator: " ")) };"
    }

    private static let types: [InterfaceConfiguration.NetworkType: String] = [
        .broadcast: "broadcast", .pointToPoint: "ptp", .nonBroadcast: "nbma", .pointToMultipoint: "ptmp",
    ]

    private static func timers(of interface: InterfaceConfiguration) -> [String] {
        let dead = interface.deadInterval.wholeSeconds
        return [
            "hello \(interface.helloInterval.wholeSeconds);", "dead \(dead);", "wait \(dead);",
            "retransmit \(interface.retransmitInterval.wholeSeconds);",
            "transmit delay \(interface.transmitDelay.wholeSeconds);",
        ]
    }

    private static func authentication(of interface: InterfaceConfiguration) -> [String] {
        let keys = interface.authentication.keys
        func quoted(_ key: AuthenticationKey) -> String { "\"\(String(decoding: key.key, as: UTF8.self))\"" }
        switch interface.authentication.kind {
        case .null: return []
        case .simple: return ["authentication simple;", "password \(quoted(keys[0]));"]
        case .cryptographic, .extended:
            // The first that may be used is sent with; the emulator prefers the last.
            return ["authentication cryptographic;"]
                + keys.reversed().map { key in
                    "password \(quoted(key)) { id \(key.keyID); algorithm \(name(of: key.algorithm)); };"
                }
        }
    }

    private static func name(of algorithm: CryptographicAlgorithm) -> String {
        switch algorithm {
        case .keyedMD5: "keyed md5"
        case .hmacSHA1: "hmac sha1"
        case .hmacSHA256: "hmac sha256"
        case .hmacSHA384: "hmac sha384"
        case .hmacSHA512: "hmac sha512"
        }
    }

    /// BIRD accepts no neighbor on a point-to-multipoint network that is not configured: where the file leaves
    /// discovery to multicast, all others are listed.
    private func neighbors(on index: InterfaceIndex) -> [String] {
        let type = router.interfaces[index].networkType
        guard type == .nonBroadcast || type == .pointToMultipoint else { return [] }
        let given = router.staticNeighbors.filter { $0.interface == index }
        let listed =
            given.isEmpty
            ? others[index].map { "\($0);" }
            : given.map { "\($0.address)\(type == .nonBroadcast && $0.priority > 0 ? " eligible" : "");" }
        let poll = type == .nonBroadcast ? given.first.map { ["poll \($0.pollInterval.wholeSeconds);"] } ?? [] : []
        return poll + (listed.isEmpty ? [] : ["neighbors { \(listed.joined(separator: " ")) };"])
    }
}
