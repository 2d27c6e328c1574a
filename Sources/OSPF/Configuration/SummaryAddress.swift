import NetworkPrimitives

/// Redistributed destinations that an AS boundary router announces as one, as vendors' `summary-address` does.
///
/// It is announced while a member is; the most specific one that holds a destination counts. A default route is never part
/// of one.
public struct SummaryAddress: Hashable, Sendable {
    public var prefix: IPv4Prefix
    /// `false` keeps the members from being announced at all.
    public var isAdvertised: Bool
    /// `nil` for 0.
    public var tag: UInt32?
    /// `nil` for the lowest of its members, or what the profile has.
    public var metric: UInt32?
    /// `nil` for type 2 where a member has it.
    public var isType2: Bool?

    public init(
        prefix: IPv4Prefix, isAdvertised: Bool = true, tag: UInt32? = nil, metric: UInt32? = nil, isType2: Bool? = nil
    ) {
        self.prefix = prefix
        self.isAdvertised = isAdvertised
        self.tag = tag
        self.metric = metric
        self.isType2 = isType2
    }
}

extension RouterConfiguration {
    /// The most specific one that holds a destination.
    func summaryAddress(around prefix: IPv4Prefix) -> SummaryAddress? {
        guard !summaryAddresses.isEmpty, prefix != .default else { return nil }
        return summaryAddresses.filter { $0.prefix.contains(prefix) }.max { $0.prefix.length < $1.prefix.length }
    }

    /// What a summary-address is announced as, in the place of these sets.
    func redistribution(of summary: SummaryAddress, members: [Int]) -> RedistributionConfiguration {
        var merged = redistributions[members[0]]
        merged.metric =
            summary.metric ?? profile.summaryAddressMetric
            ?? members.reduce(UInt32.max) { min($0, redistributions[$1].metric) }
        merged.isType2 = summary.isType2 ?? members.contains { redistributions[$0].isType2 }
        merged.tag = summary.tag ?? 0
        merged.forwardingAddress = .unspecified
        return merged
    }
}
