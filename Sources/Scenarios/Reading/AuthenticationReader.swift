import NetworkPrimitives
import OSPF

/// Reads `authentication`, of interfaces and of the action that changes it.
struct AuthenticationReader {
    /// The time of day at which the timeline starts.
    let clock: Duration?
    let sink: DiagnosticSink

    /// - Returns: `nil` where nothing is said, or after saying what is wrong.
    func read(_ value: Value?) -> InterfaceAuthentication? {
        guard let value else { return nil }
        let type = value.text ?? value["type"]?.text
        switch type {
        case "none": return refusing(["key-id", "key", "key-chain", "auth-trailer-rfc"], of: value, .null)
        case "simple": return simple(value)
        case let name?:
            guard let algorithm = AuthenticationKey.algorithms.first(where: { $0.description == name }) else {
                return nil
            }
            let isExtended = value["auth-trailer-rfc"]?.text == "rfc7474"
            guard let keys = keys(of: value, AuthenticationKey(keyID: 1, algorithm: algorithm, key: [])) else {
                return nil
            }
            for (key, position) in keys { check(key, isExtended: isExtended, at: position) }
            return InterfaceAuthentication(isExtended ? .extended : .cryptographic, keys: keys.map(\.key))
        case nil: return nil
        }
    }

    private func simple(_ value: Value) -> InterfaceAuthentication? {
        guard let key = value["key"], let text = key.text else {
            sink.error("a simple password needs 'key'", at: value.position)
            return nil
        }
        if text.utf8.count > 8 { sink.error("a simple password has at most 8 octets", at: key.position) }
        let authentication = InterfaceAuthentication(
            .simple, keys: [AuthenticationKey(keyID: 0, key: Array(text.utf8))])
        return refusing(["key-id", "key-chain", "auth-trailer-rfc"], of: value, authentication)
    }

    private func refusing(
        _ keys: [String], of value: Value, _ authentication: InterfaceAuthentication
    ) -> InterfaceAuthentication {
        for name in keys {
            guard let field = value.field(name) else { continue }
            sink.error(
                "'\(name)' means nothing for authentication of type '\(value["type"]?.text ?? "none")'",
                at: field.keyPosition)
        }
        return authentication
    }

    private typealias Placed = (key: AuthenticationKey, position: Position)

    private func keys(of value: Value, _ base: AuthenticationKey) -> [Placed]? {
        guard let chain = value.field("key-chain") else {
            guard let secret = value["key"], let text = secret.text, !text.isEmpty else {
                sink.error("authentication by digest needs 'key' or 'key-chain'", at: value.position)
                return nil
            }
            var key = base
            key.keyID = value["key-id"]?.integer.flatMap(UInt32.init(exactly:)) ?? 1
            key.key = Array(text.utf8)
            return [(key, value["key-id"]?.position ?? value.position)]
        }
        for name in ["key", "key-id"] {
            guard let field = value.field(name) else { continue }
            sink.error("'\(name)' cannot stand beside 'key-chain'", at: field.keyPosition)
        }
        let keys = (chain.value.items ?? []).compactMap { key($0, base) }
        if keys.isEmpty {
            if chain.value.items?.isEmpty == true { sink.error("the key chain has no keys", at: chain.keyPosition) }
            return nil
        }
        return keys
    }

    private func key(_ value: Value, _ base: AuthenticationKey) -> Placed? {
        guard let id = value["key-id"]?.integer.flatMap(UInt32.init(exactly:)), let text = value["key"]?.text else {
            return nil
        }
        var key = base
        key.keyID = id
        key.key = Array(text.utf8)
        if let name = value["type"]?.text,
            let algorithm = AuthenticationKey.algorithms.first(where: { $0.description == name })
        {
            key.algorithm = algorithm
        }
        key.sendLifetime = lifetime(value, "send")
        key.acceptLifetime = lifetime(value, "accept")
        return (key, value["key-id"]?.position ?? value.position)
    }

    private func lifetime(_ value: Value, _ name: String) -> KeyLifetime {
        let lifetime = KeyLifetime(start: moment(value["\(name)-from"]), end: moment(value["\(name)-until"]))
        if let start = lifetime.start, let end = lifetime.end, end <= start {
            let position = value.field("\(name)-until")?.keyPosition ?? value.position
            sink.error("'\(name)-until' is not later than '\(name)-from'", at: position)
        }
        return lifetime
    }

    /// Since the start of the timeline. A time of day before the clock's is before it.
    private func moment(_ value: Value?) -> Duration? {
        guard let value else { return nil }
        guard let time = value.timeOfDay else { return value.duration }
        guard let clock else {
            sink.error("a time of day needs 'clock' in the scenario", at: value.position)
            return nil
        }
        return time - clock
    }

    private func check(_ key: AuthenticationKey, isExtended: Bool, at position: Position) {
        if isExtended, key.algorithm.description == "md5" {
            sink.error("RFC 7474 has no keyed MD5; choose one of the hmac-sha types", at: position)
        }
        if !isExtended, key.keyID > 255 {
            sink.error(
                "the key id \(key.keyID) is larger than 255, which needs 'auth-trailer-rfc: rfc7474'", at: position)
        }
    }
}
