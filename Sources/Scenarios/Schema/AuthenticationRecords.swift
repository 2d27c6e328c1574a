import NetworkPrimitives
import OSPF

// The mappings that say how packets are authenticated.
extension Record {
    static let authenticationShape = Shape.either([.word(["none"]), .record(authentication)])
    private static let algorithms = AuthenticationKey.algorithms.map(\.description)

    static let authentication = Record(
        "authentication", "authentication",
        [
            Key(
                "type", .word(["none", "simple"] + algorithms),
                "the authentication type (AuType), and the algorithm of digests", isRequired: true),
            Key(
                "auth-trailer-rfc", .word(["rfc5709", "rfc7474"]),
                "rfc7474: 64-bit sequence numbers, and the source address in the digest (default rfc5709)"),
            Key("key-id", .integer(0...4_294_967_295), "up to 255, unless rfc7474 (default 1)"),
            Key("key", .text, "the password or secret, as text"),
            Key("key-chain", .list(of: .record(key)), "several keys, for a key rollover, in place of 'key'"),
        ])

    static let key = Record(
        "key", "a key",
        [
            Key("key-id", .integer(0...4_294_967_295), "up to 255, unless rfc7474", isRequired: true),
            Key("key", .text, "the secret, as text", isRequired: true),
            Key("type", .word(algorithms), "the algorithm of its digests (default: the chain's)"),
            Key("send-from", .moment, "the time from which it is used for sending (default: always)"),
            Key("send-until", .moment, "when it ceases to be (default: never)"),
            Key("accept-from", .moment, "the time from which it is accepted (default: always)"),
            Key("accept-until", .moment, "when it ceases to be (default: never)"),
        ])

    static let setAuthentication = Record(
        "set-authentication", "set-authentication",
        [
            Key("router", .nameOrNames, "the router or routers (default: all on the segment)"),
            Key("segment", .nameOrNames, "the link or LAN", isRequired: true),
            Key("authentication", authenticationShape, "the new authentication", isRequired: true),
        ])
}
