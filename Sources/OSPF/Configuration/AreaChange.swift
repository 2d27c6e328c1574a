import NetworkPrimitives

/// What an operator changes about an area of a running router; `nil` leaves a setting as it is.
public struct AreaChange: Hashable, Sendable {
    public let area: AreaID
    public var kind: AreaConfiguration.Kind?
    public var importsSummaries: Bool?
    public var defaultCost: UInt32?
    public var originatesNSSADefault: Bool?
    public var announcesDefaultSummary: Bool?
    public var isNSSADefaultType2: Bool?
    /// All ranges that there are afterwards.
    public var ranges: [AreaRange]?
    /// All NSSA ranges that there are afterwards.
    public var nssaRanges: [NSSARange]?
    public var suppressesForwardingAddress: Bool?
    public var translatorRole: TranslatorRole?
    public var translatorStabilityInterval: Duration?
    public var inboundFilter: PrefixFilter?
    public var outboundFilter: PrefixFilter?

    public init(area: AreaID) { self.area = area }

    /// Applies the change to the present configuration.
    public func apply(to configuration: inout AreaConfiguration) {
        func set<Value>(_ value: Value?, _ path: WritableKeyPath<AreaConfiguration, Value>) {
            if let value { configuration[keyPath: path] = value }
        }
        set(kind, \.kind)
        set(importsSummaries, \.importsSummaries)
        set(defaultCost, \.defaultCost)
        set(originatesNSSADefault, \.originatesNSSADefault)
        set(isNSSADefaultType2, \.isNSSADefaultType2)
        set(ranges, \.ranges)
        set(nssaRanges, \.nssaRanges)
        set(suppressesForwardingAddress, \.suppressesForwardingAddress)
        set(translatorRole, \.translatorRole)
        set(translatorStabilityInterval, \.translatorStabilityInterval)
        if let announcesDefaultSummary { configuration.announcesDefaultSummary = announcesDefaultSummary }
        if let inboundFilter { configuration.inboundFilter = inboundFilter }
        if let outboundFilter { configuration.outboundFilter = outboundFilter }
    }
}
