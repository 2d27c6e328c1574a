import ArgumentParser
import Captures
import NetworkPrimitives

/// `ID=SECRET`: a key ID and its secret, as text; `SOURCE/ID=SECRET` for the packets from one address.
struct AuthenticationKeyArgument: ExpressibleByArgument {
    let key: AuthenticationKeys.Key

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        let name = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = name.last.flatMap({ UInt32($0) }) else { return nil }
        var source: IPv4Address?
        if name.count == 2 {
            source = IPv4Address(String(name[0]))
            if source == nil { return nil }
        }
        key = AuthenticationKeys.Key(id: id, secret: Array(parts[1].utf8), source: source)
    }
}
