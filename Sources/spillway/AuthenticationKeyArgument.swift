import ArgumentParser

/// `ID=SECRET`: a key ID and its secret, as text.
struct AuthenticationKeyArgument: ExpressibleByArgument {
    let keyID: UInt32
    let secret: [UInt8]

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let keyID = UInt32(parts[0]), !parts[1].isEmpty else { return nil }
        self.keyID = keyID
        secret = Array(parts[1].utf8)
    }
}
