import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Authentication in scenario files") struct AuthenticationFileTests {
    @Test func `The most particular place counts as a whole`() throws {
        let loaded = try scenario(
            """
            clock: 10:00:00
            defaults:
              authentication: { type: md5, key: common }
            routers:
              a:
              b: { authentication: none }
              c:
            links:
              - [a, b]
              - link: [b, c]
                authentication: { type: hmac-sha-256, auth-trailer-rfc: rfc7474, key-id: 300, key: particular }
            lans:
              hall:
                members: [a, { router: c, authentication: { type: simple, key: open } }]
                authentication:
                  type: hmac-sha-1
                  key-chain:
                    - { key-id: 1, key: old, send-until: 10:05, accept-until: 6m }
                    - { key-id: 2, key: new, type: hmac-sha-512, send-from: 10:04:30, accept-from: 09:50 }
            """)
        func authentication(_ router: String, _ interface: InterfaceIndex) throws -> InterfaceAuthentication {
            try loaded.router(router).ospf.interfaces[interface].authentication
        }
        func keyed(_ id: UInt32, _ text: String) -> AuthenticationKey {
            AuthenticationKey(keyID: id, key: Array(text.utf8))
        }
        #expect(try authentication("a", 0) == InterfaceAuthentication(.cryptographic, keys: [keyed(1, "common")]))
        #expect(try authentication("b", 0) == .null)
        var particular = keyed(300, "particular")
        particular.algorithm = .hmacSHA256
        #expect(try authentication("b", 1) == InterfaceAuthentication(.extended, keys: [particular]))
        #expect(try authentication("c", 0) == authentication("b", 1))
        #expect(try authentication("c", 1) == InterfaceAuthentication(.simple, keys: [keyed(0, "open")]))
        var (old, new) = (keyed(1, "old"), keyed(2, "new"))
        old.algorithm = .hmacSHA1
        old.sendLifetime.end = .seconds(300)
        old.acceptLifetime.end = .seconds(360)
        new.algorithm = .hmacSHA512
        new.sendLifetime.start = .seconds(270)
        new.acceptLifetime.start = .seconds(-600)
        #expect(try authentication("a", 1) == InterfaceAuthentication(.cryptographic, keys: [old, new]))
    }

    @Test func `The action is about one router or about all on the segment`() throws {
        let loaded = try scenario(
            row + """
                timeline:
                  - at: 10s
                    set-authentication: { router: b, segment: b - c, authentication: none }
                  - at: 20s
                    set-authentication: { segment: a - b, authentication: { type: simple, key: word } }
                """)
        let simple = InterfaceAuthentication(.simple, keys: [AuthenticationKey(keyID: 0, key: Array("word".utf8))])
        #expect(loaded.timeline[0].actions == [.setAuthentication(router: 1, interface: 1, .null)])
        #expect(
            loaded.timeline[1].actions == [
                .setAuthentication(router: 0, interface: 0, simple),
                .setAuthentication(router: 1, interface: 0, simple),
            ])
    }

    @Test(
        "Mistakes are told",
        arguments: [
            ("{ type: md5 }", "authentication by digest needs 'key' or 'key-chain'"),
            ("{ type: simple }", "a simple password needs 'key'"),
            ("{ type: simple, key: ninechars }", "a simple password has at most 8 octets"),
            ("{ type: simple, key: a, key-id: 3 }", "'key-id' means nothing for authentication of type 'simple'"),
            ("{ type: md5, key: a, auth-trailer-rfc: rfc7474 }", "RFC 7474 has no keyed MD5"),
            ("{ type: md5, key: a, key-id: 256 }", "the key id 256 is larger than 255"),
            ("{ type: md5, key: a, key-chain: [] }", "'key' cannot stand beside 'key-chain'"),
            ("{ type: md5, key-chain: [] }", "the key chain has no keys"),
            (
                "{ type: md5, key-chain: [{ key-id: 1, key: a, send-from: 2m, send-until: 1m }] }",
                "'send-until' is not later than 'send-from'"
            ),
            ("{ type: md5, key-chain: [{ key-id: 1, key: a, send-from: 10:00 }] }", "a time of day needs 'clock'"),
            ("{ type: mad5, key: a }", "must be 'none', 'simple', 'md5'"),
        ])
    func mistakes(authentication: String, message: String) {
        let told = messages("routers: [a, b]\nlinks:\n  - { link: [a, b], authentication: \(authentication) }\n")
        #expect(told.contains { $0.contains(message) && $0.hasPrefix("net.yaml:3:") }, "\(told)")
        #expect(told.count { $0.contains(message) } == 1)
    }

    @Test func `Ends that can never accept each other are found`() throws {
        let network = try scenario(
            """
            routers: [a, b]
            links:
              - link: [a, { router: b, authentication: { type: md5, key: other } }]
                authentication: { type: md5, key: one }
            """
        ).network
        #expect(Finding.standing(in: network) == [.mismatch(.authentication, segment: 0, routers: [0, 1])])
    }
}
