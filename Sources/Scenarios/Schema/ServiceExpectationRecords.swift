import Services

// What can be expected of services.
extension Record {
    static let serviceExpectationKeys: [Key] =
        [
            Key("source", .name, "a source whose calls the rule is about"),
            Key("service", .name, "a service that the rule is about: queue, busy, workers, stuck, old or conns"),
            Key("lane", .name, "a lane such as 'web/main', or the lane of a monitor"),
            Key("metric", .name, "a metric such as 'queue deploy'"),
            Key("monitor", .name, "a monitor"),
            Key("cache", .name, "a cache"),
            Key("log", .name, "entries of the log that begin with this"),
            Key("submission", .name, "the calls of actions, by their name"),
            Key("breakers", .word(["all"]), "all breakers"),
            Key("connections", .name, "the connections to a service"),
            Key("value", figure, "with 'metric' and 'at': what it reads"),
            Key("at", .moment, "the moment at which a metric is read"),
            Key("by", .moment, "from when on the rule holds"),
            Key("from", .moment, "the beginning of what is looked at"),
            Key("to", .moment, "its end"),
            Key("after", .moment, "with 'empty-after' and 'full-after': from when on it is looked for"),
            Key("level", .number("200"), "with 'empty-after' and 'full-after': what counts as empty or full"),
            Key("seeds", .integer(1...1_000), "the mean of so many runs counts (default 1)"),
        ] + ["workers", "stuck", "old", "conns"].map { Key($0, figure, "with 'service': \($0)") }
        + ServiceFigure.Name.allCases.filter { $0 != .at }.map {
            Key($0.rawValue, figure, "the figure '\($0.rawValue)'")
        }

    private static let figure = Shape.comparison("3.2 +- 0.2")
}
