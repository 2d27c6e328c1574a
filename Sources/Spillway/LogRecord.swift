/// One thing that happened in a network.
public struct LogRecord: Hashable, Identifiable, Sendable {
    /// Counts from 0, in order of time.
    public let id: Int
    /// Virtual time: since the network was switched on, in the log of a run since the start of its timeline, before which it is
    /// negative.
    public let time: Duration
    /// The name of the router that it happened to, or `nil` where it happened to the network as a whole.
    public let router: String?
    /// What happened, in the words of `docs/result-format.md`, such as `adjacencyLost` or `limitExceeded`.
    public let kind: String
    /// The same as a phrase for people, which begins with the router.
    public let text: String
    /// The `id` of what caused it, or `nil` where nothing is known to.
    public let cause: Int?
}

extension LogRecord: CustomStringConvertible {
    /// ``text``.
    public var description: String { text }
}
