import OSPF

/// How a happening came about: from the first cause that is known to the happening itself.
public struct CauseChain: Hashable, Sendable {
    /// Never empty; each is the cause of the next.
    public let links: [HappeningID]

    /// The chain that ends with a happening.
    /// - Complexity: O(length). A cause always comes before what it causes, so that a chain ends.
    public init(to happening: HappeningID, in journal: Journal) {
        var links = [happening]
        var cause = journal[happening].cause
        while !cause.isNone, cause < links[links.count - 1] {
            links.append(cause)
            cause = journal[cause].cause
        }
        self.links = links.reversed()
    }

    /// Whether it goes back to something that people or nature did.
    public func startsWithAction(in journal: Journal) -> Bool { journal[links[0]].kind == .action }

    /// Whether it is known where it begins: with an action, a standing misconfiguration, a timer of the protocol, or the
    /// network's cold start.
    public func isComplete(in journal: Journal) -> Bool { journal[links[0]].kind.isFirstCause }
}

extension Happening.Kind {
    /// Whether nothing need go before it.
    public var isFirstCause: Bool {
        switch self {
        case .action, .coldStart, .lossConfigured, .duplicateRouterID, .helloRefused, .authenticationFailed,
            .keyExpired,
            .refreshed, .aged:
            true
        default: false
        }
    }
}
