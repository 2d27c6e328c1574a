import OSPF

/// Lays the keys of a `stub-router`, or of `set-stub-router`, over what stood before.
enum StubRouterReading {
    /// Whether the router is a stub router for good: `true`, or a mapping that does not speak of the start only.
    static func isAlways(_ value: Value?) -> Bool {
        guard let value else { return false }
        guard value.fields != nil else { return value.boolean ?? false }
        return value["always"]?.boolean ?? (value["on-startup"] == nil)
    }

    static func apply(_ value: Value, to options: inout StubRouterOptions) {
        if let includes = value["include-stub"]?.boolean { options.includesStubLinks = includes }
        if let metric = value["summary-lsa"] { options.summaryMetric = self.metric(metric) }
        if let metric = value["external-lsa"] { options.externalMetric = self.metric(metric) }
        if let time = value["on-startup"]?.duration { options.onStartup = time }
    }

    /// A number, `true` for the vendors' choice of one, or `false` for the LSAs' own metrics.
    private static func metric(_ value: Value) -> UInt32? {
        if let number = value.integer.flatMap(UInt32.init(exactly:)) { return number }
        return value.boolean == true ? StubRouterOptions.largeMetric : nil
    }
}
