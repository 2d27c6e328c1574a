import NetworkPrimitives

/// Somebody who takes part in a simulation without being part of its network: an operator with a timetable, a probe, an
/// observer who looks once a second. The simulation knows nothing else of them.
///
/// A value, as the network is: a fork of a simulation has its own.
public protocol Participant: Sendable {
    /// When it wants a turn although nothing happens; `.never` for one that waits for news.
    var nextDeadline: Instant { get }
    /// Whether it does something to the network at its deadlines. Everybody is told of it afterwards.
    var isOperator: Bool { get }
    /// Whether what it is about to do was planned for this moment: a checkpoint comes before it.
    func isPlanned(for now: Instant) -> Bool
    /// The run starts now, or goes on from a fork.
    mutating func begin(in network: inout Network)
    /// The log has grown, or a routing table has changed. Called after everything that the network does in a moment.
    mutating func take(_ news: News, from network: inout Network)
    /// Its deadline is here.
    mutating func meetDeadline(in network: inout Network)
}

/// What is new since everybody was told last.
public struct News: Sendable {
    /// The log's new entries; empty where only routing tables changed.
    public let entries: Range<Int>
}

extension Participant {
    public var nextDeadline: Instant { .never }
    public var isOperator: Bool { false }
    public func isPlanned(for now: Instant) -> Bool { false }
    public mutating func begin(in network: inout Network) {}
    public mutating func take(_ news: News, from network: inout Network) {}
    public mutating func meetDeadline(in network: inout Network) {}
}
