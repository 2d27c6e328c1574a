import NetworkPrimitives
import OSPF
import OSPFWire

// Interfaces, virtual links and configured neighbors.
extension FRRConfiguration {
    static func lines(of interface: InterfaceConfiguration) -> [String] {
        guard let type = types[interface.networkType], interface.isEnabled else { return [] }
        var lines = [
            "ip ospf area \(interface.area)", "ip ospf network \(type)", "ip ospf cost \(interface.cost)",
            "ip ospf priority \(interface.priority)",
            "ip ospf hello-interval \(interface.helloInterval.wholeSeconds)",
            "ip ospf dead-interval \(interface.deadInterval.wholeSeconds)",
            "ip ospf retransmit-interval \(interface.retransmitInterval.wholeSeconds)",
            "ip ospf transmit-delay \(interface.transmitDelay.wholeSeconds)",
        ]
        lines += authentication(of: interface)
        if interface.isPassive { lines.append("ip ospf passive") }
        if interface.ignoresMTU { lines.append("ip ospf mtu-ignore") }
        return lines
    }

    private static let types: [InterfaceConfiguration.NetworkType: String] = [
        .broadcast: "broadcast", .pointToPoint: "point-to-point", .nonBroadcast: "non-broadcast",
        .pointToMultipoint: "point-to-multipoint",
    ]

    private static func authentication(of interface: InterfaceConfiguration) -> [String] {
        func text(_ key: AuthenticationKey) -> String { String(decoding: key.key, as: UTF8.self) }
        let keys = interface.authentication.keys
        switch interface.authentication.kind {
        case .null: return []
        case .simple: return ["ip ospf authentication", "ip ospf authentication-key \(text(keys[0]))"]
        case .cryptographic, .extended:
            // The last that was configured is sent with, as in the emulator.
            return ["ip ospf authentication message-digest"]
                + keys.map { "ip ospf message-digest-key \($0.keyID) md5 \(text($0))" }
        }
    }

    /// Two lines each: the link, and its timers.
    var virtualLinks: [String] {
        router.interfaces.flatMap { interface -> [String] in
            guard let link = interface.virtualLink, interface.isEnabled else { return [] }
            let command = "area \(link.transitArea) virtual-link \(link.neighbor)"
            let timers = [
                "hello-interval \(interface.helloInterval.wholeSeconds)",
                "retransmit-interval \(interface.retransmitInterval.wholeSeconds)",
                "transmit-delay \(interface.transmitDelay.wholeSeconds)",
                "dead-interval \(interface.deadInterval.wholeSeconds)",
            ]
            return [command, ([command] + timers).joined(separator: " ")]
        }
    }

    /// The neighbors on networks without multicast.
    var neighbors: [String] {
        router.staticNeighbors.map {
            "neighbor \($0.address) priority \($0.priority) poll-interval \($0.pollInterval.wholeSeconds)"
        }
    }
}
