import NetworkPrimitives
import OSPF

/// Holds one interface, as all layers of the file make it, against what a daemon can do.
struct DaemonInterfaceCheck {
    let daemon: RoutingDaemon
    let sink: DiagnosticSink

    /// - Parameter place: where the file says something about a key.
    func check(_ index: InterfaceIndex, of router: RouterConfiguration, place: (String) -> Position) {
        let interface = router.interfaces[index]
        if interface.pointToPointStub == .neighbor {
            refuse("\(daemon.name) advertises a link's network, never the neighbor's address", at: place("stub-link"))
        }
        check(interface.authentication, at: place("authentication"))
        let neighbors = router.staticNeighbors.filter { $0.interface == index }
        let position = place("static-neighbors")
        if neighbors.contains(where: { $0.cost != nil }) {
            refuse("\(daemon.name) gives a neighbor no cost of its own", at: position)
        }
        switch daemon {
        case .frr:
            if interface.networkType == .pointToMultipoint, !neighbors.isEmpty {
                refuse("FRRouting finds the neighbors of a point-to-multipoint network by multicast", at: position)
            }
        case .bird:
            let isHost = interface.prefix.length == 32 && !interface.isUnnumbered
            if isHost, interface.networkType != .virtualLink {
                refuse("BIRD advertises an interface with a host's address at cost 0", at: place("prefix"))
            }
            if interface.networkType == .nonBroadcast, Set(neighbors.map(\.pollInterval)).count > 1 {
                refuse("BIRD has one poll interval for each interface", at: position)
            }
        }
    }

    func check(_ authentication: InterfaceAuthentication, at position: Position) {
        let keys = authentication.keys
        if authentication.kind == .extended {
            refuse("\(daemon.name) has no 64-bit sequence numbers (RFC 7474)", at: position)
        }
        if keys.contains(where: { $0.sendLifetime != .always || $0.acceptLifetime != .always }) {
            refuse(
                "a key's lifetime is a time of day on real routers: change keys by 'set-authentication'", at: position)
        }
        if keys.contains(where: { !Self.isPlain($0.key) }) {
            refuse("a key may have letters, digits and -._ only in a configuration file", at: position)
        }
        guard authentication.kind == .cryptographic else { return }
        if keys.contains(where: { !(1...255).contains($0.keyID) }) {
            refuse("the Key IDs of \(daemon.name) are 1 to 255", at: position)
        }
        guard daemon == .frr else { return }
        if keys.contains(where: { $0.algorithm != .keyedMD5 }) {
            refuse("FRRouting makes digests by MD5 only", at: position)
        }
        if keys.contains(where: { $0.key.count > 16 }) {
            refuse("an MD5 key of FRRouting has at most 16 octets", at: position)
        }
    }

    /// What no configuration language takes for something else.
    private static func isPlain(_ key: [UInt8]) -> Bool {
        key.allSatisfy { octet in
            let scalar = Unicode.Scalar(octet)
            return scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                || "-._".unicodeScalars.contains(scalar)
        }
    }

    private func refuse(_ message: String, at position: Position) { sink.error(message, at: position) }
}

/// Holds the settings of a stub router (RFC 6987) against what a daemon can do.
struct DaemonStubRouterCheck {
    let daemon: RoutingDaemon
    let sink: DiagnosticSink

    func check(_ options: StubRouterOptions, at position: Position) {
        if options.includesStubLinks || options.summaryMetric != nil || options.externalMetric != nil {
            sink.error("\(daemon.name) has no settings for what else a stub router makes costly", at: position)
        }
        guard options.onStartup > .zero else { return }
        let seconds = options.onStartup.wholeSeconds
        switch daemon {
        case .bird: sink.error("BIRD is no stub router for a time", at: position)
        case .frr:
            if !(5...86_400).contains(seconds) || .seconds(seconds) != options.onStartup {
                sink.error("'on-startup' of FRRouting is whole seconds, 5 to 86400", at: position)
            }
        }
    }
}
