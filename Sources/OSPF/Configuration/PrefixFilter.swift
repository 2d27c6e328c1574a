import NetworkPrimitives

/// A prefix list: rules that permit or deny networks, of which the first that matches decides.
///
/// What no rule matches is denied where a rule permits something, as vendors' lists have it, and permitted where all rules
/// deny.
public struct PrefixFilter: Hashable, Sendable {
    /// One rule: networks inside `prefix` whose length is one of `lengths`.
    public struct Rule: Hashable, Sendable {
        public var isPermitted: Bool
        public var prefix: IPv4Prefix
        public var lengths: ClosedRange<UInt8>

        public init(isPermitted: Bool, prefix: IPv4Prefix, lengths: ClosedRange<UInt8>) {
            self.isPermitted = isPermitted
            self.prefix = prefix
            self.lengths = lengths
        }

        func matches(_ other: IPv4Prefix) -> Bool { lengths.contains(other.length) && prefix.contains(other) }
    }

    public var rules: [Rule]

    public init(_ rules: [Rule]) { self.rules = rules }

    /// O(rules).
    public func permits(_ prefix: IPv4Prefix) -> Bool {
        rules.first { $0.matches(prefix) }?.isPermitted ?? rules.allSatisfy { !$0.isPermitted }
    }
}
