/// Output that cannot be written, and why.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As the user wrote it.
    public let path: String
    /// The operating system's words, or ours.
    public let reason: String
    /// Whoever read it has gone, which is no fault of anybody's.
    public let isClosedPipe: Bool

    public init(path: String, reason: String, isClosedPipe: Bool = false) {
        self.path = path
        self.reason = reason
        self.isClosedPipe = isClosedPipe
    }

    public var description: String {
        "cannot be written (\(path)): \(reason.prefix(1).lowercased())\(reason.dropFirst())"
    }
}
