import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 2328 Appendix D Authentication") struct EmulatedAuthenticationTests {
    private static func keyed(_ id: UInt32, _ key: String, _ position: Int = 0) -> InterfaceAuthentication {
        InterfaceAuthentication(
            .cryptographic,
            keys: [AuthenticationKey(keyID: id, algorithm: AuthenticationKey.algorithms[position], key: bytes(key))])
    }
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static let simple = InterfaceAuthentication(.simple, keys: [AuthenticationKey(keyID: 0, key: bytes("one"))])

    /// Two routers on a link, or three on a LAN, with authentication by router.
    private func network(_ authentications: [InterfaceAuthentication]) -> Network {
        var builder = NetworkBuilder(routers: authentications.count)
        if authentications.count == 2 { builder.link(0, 1) } else { builder.lan(Array(authentications.indices)) }
        for (router, authentication) in authentications.enumerated() {
            builder.nodes[router].ospf.interfaces[0].authentication = authentication
        }
        return Network(builder.configuration)
    }

    private func refusals(_ network: Network, at router: Int) -> [AuthenticationFailure?] {
        network.context.journal.entries(of: RouterIndex(router)).compactMap {
            if case .authenticationFailed(_, let failure) = $0.entry { failure } else { nil }
        }
    }

    private func isFull(_ network: Network) -> Bool {
        network.routers.allSatisfy { router in
            router.neighborReports.count == network.routers.count - 1
                && router.neighborReports.contains { $0.state == .full }
        }
    }

    @Test("Routers that share a secret become adjacent", arguments: 0..<11)
    func shared(kind: Int) {
        let authentication =
            switch kind {
            case 0: Self.simple
            case 1...5: Self.keyed(7, "secret", kind - 1)
            default:
                InterfaceAuthentication(
                    .extended,
                    keys: [
                        AuthenticationKey(
                            keyID: 70_000, algorithm: AuthenticationKey.algorithms[max(1, kind - 6)],
                            key: Self.bytes("secret"))
                    ])
            }
        for count in [2, 3] {
            var network = network(Array(repeating: authentication, count: count))
            let isQuiet = network.converge(within: .seconds(120))
            #expect(isQuiet)
            #expect(isFull(network))
            #expect(network.routers.allSatisfy { $0.counters.packetsNotAuthenticated == 0 })
        }
    }

    @Test(
        "Routers that do not share one never do, and say so once, however often it happens",
        arguments: [
            (keyed(1, "a"), keyed(1, "b"), AuthenticationFailure.failure),
            (keyed(1, "a"), keyed(2, "a"), .keyUnknown), (keyed(1, "a", 0), keyed(1, "a", 2), .failure),
            (keyed(1, "one"), simple, .typeMismatch), (.null, simple, .typeMismatch),
            (.null, keyed(1, "one"), .typeMismatch),
            (
                simple, InterfaceAuthentication(.simple, keys: [AuthenticationKey(keyID: 0, key: bytes("two"))]),
                .failure
            ),
            (
                keyed(1, "a", 2),
                InterfaceAuthentication(
                    .extended,
                    keys: [
                        AuthenticationKey(keyID: 1, algorithm: AuthenticationKey.algorithms[2], key: bytes("a"))
                    ]), .typeMismatch
            ),
        ])
    func different(left: InterfaceAuthentication, right: InterfaceAuthentication, failure: AuthenticationFailure) {
        var network = network([left, right])
        network.advance(to: .origin + .seconds(200))
        for router in 0...1 {
            #expect(network.routers[router].neighborReports.isEmpty)
            #expect(refusals(network, at: router) == [failure])
            #expect(network.routers[router].counters.packetsNotAuthenticated >= 18)
        }
    }

    @Test
    func
        `A key that is changed at one end ends the adjacency at the dead interval, and one that is put right heals it`()
    {
        var network = network([Self.keyed(1, "old"), Self.keyed(1, "old")])
        let isQuiet = network.converge(within: .seconds(120))
        #expect(isQuiet)
        let start = network.now
        let action = network.apply(
            .setAuthentication(router: 0, interface: 0, Self.keyed(1, "new")), text: "new key")
        network.advance(to: start + .seconds(29))
        #expect(isFull(network))
        network.advance(to: start + .seconds(41))
        #expect(network.routers.allSatisfy { $0.neighborReports.isEmpty })
        let losses = network.context.journal.happenings.filter { $0.kind == .adjacencyLost }
        #expect(losses.count == 2)
        for loss in losses {
            // Lost because of silence, silent because of what was refused, refused because of the action.
            #expect(loss.reason == .inactivityTimer)
            let refusal = network.context.journal[loss.cause]
            #expect(refusal.kind == .authenticationFailed && refusal.cause == action)
        }
        network.apply(.setAuthentication(router: 1, interface: 0, Self.keyed(1, "new")), text: "and here")
        network.advance(to: start + .seconds(120))
        #expect(isFull(network))
    }

    @Test func `RFC 2328 §D.3: a neighbor that is polled may begin with any number`() {
        var builder = NetworkBuilder(routers: 2)
        builder.nonBroadcast([0, 1])
        for router in 0...1 {
            builder.nodes[router].ospf.interfaces[0].authentication = Self.keyed(1, "secret")
            builder.nodes[router].ospf.defects.restartsSequenceNumbers = true
        }
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(600))
        #expect(isFull(network))
        network.apply(.stopProcess(router: 1, orderly: false), text: "stop")
        network.advance(to: network.now + .seconds(100))
        network.apply(.start(router: 1), text: "start")
        network.advance(to: network.now + .seconds(200))
        #expect(isFull(network) && refusals(network, at: 0) == [])
    }

    /// Old and new key as RFC 2328 §D.3 rolls them over, the new one accepted from `accept` and sent from 60 s on.
    private func chain(acceptingNewFrom accept: Int64, sendingFrom send: Int64) -> InterfaceAuthentication {
        InterfaceAuthentication(
            .cryptographic,
            keys: [
                AuthenticationKey(
                    keyID: 1, key: Self.bytes("old"), sendLifetime: KeyLifetime(end: .seconds(90)),
                    acceptLifetime: KeyLifetime(end: .seconds(120))),
                AuthenticationKey(
                    keyID: 2, algorithm: AuthenticationKey.algorithms[2], key: Self.bytes("new"),
                    sendLifetime: KeyLifetime(start: .seconds(send)),
                    acceptLifetime: KeyLifetime(start: .seconds(accept))),
            ])
    }

    @Test func `A rollover whose lifetimes overlap is not noticed`() {
        var network = network([
            chain(acceptingNewFrom: 30, sendingFrom: 60), chain(acceptingNewFrom: 40, sendingFrom: 75),
        ])
        let isQuiet = network.converge(within: .seconds(120))
        #expect(isQuiet)
        network.startTimeline()
        network.advance(to: network.now + .seconds(400))
        #expect(isFull(network))
        #expect(network.routers.allSatisfy { $0.counters.adjacenciesLost == 0 })
        #expect(network.routers.allSatisfy { $0.counters.packetsNotAuthenticated == 0 })
    }

    @Test func `A rollover that one end begins before the other accepts the new key loses the adjacency until it does`()
    {
        var network = network([
            chain(acceptingNewFrom: 30, sendingFrom: 60), chain(acceptingNewFrom: 140, sendingFrom: 140),
        ])
        let isQuiet = network.converge(within: .seconds(120))
        #expect(isQuiet)
        network.startTimeline()
        let start = network.now
        network.advance(to: start + .seconds(55))
        #expect(isFull(network))
        network.advance(to: start + .seconds(135))
        #expect(!isFull(network))
        #expect(refusals(network, at: 1) == [.keyUnknown])
        network.advance(to: start + .seconds(300))
        #expect(isFull(network))
    }

    @Test func `The last key goes on after it has expired, and that is told`() {
        var authentication = Self.keyed(1, "only")
        authentication.keys[0].sendLifetime = KeyLifetime(end: .seconds(10))
        authentication.keys[0].acceptLifetime = KeyLifetime(end: .seconds(10))
        var network = network([authentication, authentication])
        let isQuiet = network.converge(within: .seconds(120))
        #expect(isQuiet)
        network.startTimeline()
        network.advance(to: network.now + .seconds(200))
        #expect(isFull(network))
        #expect(network.routers.allSatisfy { $0.counters.adjacenciesLost == 0 })
        #expect(network.context.journal.happenings.count { $0.kind == .keyExpired } == 2)
    }

    @Test(
        "A router whose sequence numbers start anew is refused until its neighbor forgets it",
        arguments: [InterfaceAuthentication.Kind.cryptographic, .extended], [false, true])
    func restart(kind: InterfaceAuthentication.Kind, isDefective: Bool) {
        let key = AuthenticationKey(
            keyID: 1, algorithm: AuthenticationKey.algorithms[2], key: Self.bytes("secret"))
        var network = network(Array(repeating: InterfaceAuthentication(kind, keys: [key]), count: 3))
        let isQuiet = network.converge(within: .seconds(120))
        #expect(isQuiet)
        network.advance(to: network.now + .seconds(600))
        network.apply(
            .setDefects(router: 0, RouterDefects(restartsSequenceNumbers: isDefective)), text: "software")
        network.apply(.reboot(router: 0, downtime: .seconds(5)), text: "reboot")
        let start = network.now
        network.advance(to: start + .seconds(30))
        #expect(refusals(network, at: 1) == (isDefective ? [.replayed] : []))
        network.advance(to: start + .seconds(150))
        #expect(isFull(network))
    }

    @Test func `Packets are filled up to the MTU with the digest in them, and never beyond`() {
        func largest(_ kind: PacketType, _ authentication: InterfaceAuthentication) -> UInt32 {
            var builder = NetworkBuilder(routers: 3)
            builder.link(0, 1)
            builder.link(1, 2)
            for interface in [0, 1] as [InterfaceIndex] {
                builder.nodes[1].ospf.interfaces[interface].authentication = authentication
            }
            builder.nodes[0].ospf.interfaces[0].authentication = authentication
            builder.nodes[2].ospf.interfaces[0].authentication = authentication
            builder.nodes[0].ospf.redistributions = [
                RedistributionConfiguration(
                    name: "many",
                    prefixes: (0..<300).map { IPv4Prefix(IPv4Address(bits: 0xC000_0000 + $0 << 8), length: 24) })
            ]
            for node in builder.nodes.indices { builder.nodes[node].cpu.slice = nil }
            var network = Network(builder.configuration)
            network.recordsTransmissions = true
            var largest: UInt32 = 0
            while !network.isQuiet || network.now < .origin + .seconds(60) {
                network.advance(to: network.now + .seconds(1))
                for transmission in network.transmissions {
                    let packet = network.context.packets[transmission.packet]
                    if packet.type == kind { largest = max(largest, packet.datagramLength) }
                }
                network.releaseTransmissions()
            }
            #expect(network.routers[2].databaseCounts.external == 300)
            return largest
        }
        // 36 octets an AS-external-LSA, 20 + 24 + 4 in front: 40 of them without, 38 with a digest of 64 octets.
        #expect(largest(.linkStateUpdate, .null) == 48 + 40 * 36)
        #expect(largest(.linkStateUpdate, Self.keyed(1, "secret", 4)) == 48 + 38 * 36 + 64)
        // 20 octets a header, 20 + 24 + 8 in front.
        #expect(largest(.databaseDescription, .null) == 52 + 72 * 20)
        #expect(largest(.databaseDescription, Self.keyed(1, "secret", 4)) == 52 + 69 * 20 + 64)
    }
}
