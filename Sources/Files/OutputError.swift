/// Output that cannot be written, and why.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As the user wrote it.
    public let path: String
    /// The operating system's words, or ours.
    public let reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path): cannot be written: \(reason)" }
}
