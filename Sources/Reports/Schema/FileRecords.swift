// The results of `validate` and `presets`.
extension ResultRecord {
    static let validation = ResultRecord(
        .validation, "what is wrong with files, and what is probably not meant",
        [
            ResultField("valid", .boolean, "every file can be used"),
            ResultField("files", .list(.record(file)), "in the order of the command"),
        ])
    private static let file = ResultRecord(
        "file", "a file, and what there is to say about it",
        [
            ResultField("file", .text, "as the user wrote it"), ResultField("valid", .boolean, "it can be used"),
            ResultField("started", .boolean, "the network was started, so that what arrives is known"),
            ResultField("diagnostics", .list(.record(diagnostic)), "in the order of the text"),
        ])
    private static let diagnostic = ResultRecord(
        "diagnostic", "a mistake, or what is probably not meant",
        [
            ResultField("severity", .word(["error", "warning"]), "whether the file can be used"),
            ResultField(
                "kind", .optional(findingKinds), "of what was found in the network; null for mistakes in the file"),
            ResultField("file", .text, "where: the file, or one that it builds on"),
            ResultField("line", .count, "from 1; 0 for the whole file"), ResultField("column", .count, "from 1"),
            ResultField("message", .text, "in words"),
            ResultField("suggestion", .optional(.text), "what would be right"),
        ])

    // MARK: Presets

    static let presets = ResultRecord(
        .presets, "what vendors' routers do at their limit",
        [ResultField("presets", .list(.record(preset)), "all, or the one that was asked for")])
    private static let preset = ResultRecord(
        "preset", "what one vendor's routers do",
        [
            ResultField("name", .text, "what scenario files call it"),
            ResultField("summary", .text, "what it stands for"),
            ResultField("extends", .text, "the preset that it starts from", canBeLeftOut: true),
            ResultField("limit", .record(presetLimit), "what happens at the limit", canBeLeftOut: true),
            ResultField("timers", .record(presetTimers), "the timers", canBeLeftOut: true),
            ResultField("sources", .texts, "where the values were read"),
            ResultField("unconfirmed", .texts, "what is not known for certain"),
        ])

    private static let openNumber = ResultShape.optional(.either([.count, .word(["none"])]))
    private static let presetLimit = ResultRecord(
        "preset-limit", "the keys of a limit in a scenario file; null is a number that is to be given",
        [
            key("count", .text), key("scope", .text), key("count-self-originated", .boolean),
            key("count-orphans", .boolean), key("maximum", openNumber),
            key(
                "types",
                .record(
                    ResultRecord(
                        "preset-types", "maximums by LSA type",
                        ["router", "network", "summary", "external", "nssa-external", "opaque"].map {
                            key($0, .count, canBeLeftOut: true)
                        })), canBeLeftOut: true),
            key("trip", .text), key("warning-threshold", .text),
            key("memory-gate", .record(memoryGate), canBeLeftOut: true),
            key("action", .text), key("grace", .text), key("after-grace", .text), key("acknowledge-rejected", .boolean),
            key("held-updates", .text), key("release", .text), key("overload-timeout", .text),
            key("exit-interval", .text),
            key("exit-jitter", .text), key("exit-recheck", .boolean), key("isolated-hellos", .text),
            key("keep-own-lsas", .boolean), key("flush-own-lsas", .boolean), key("keep-forwarding", .boolean),
            key("ignore-time", .text), key("ignore-count", .count), key("permanence", .text), key("reset-time", .text),
            key("clear-on-reconfiguration", .boolean),
            key("redistribution", .record(redistribution), canBeLeftOut: true),
        ])
    private static let memoryGate = ResultRecord(
        "preset-memory-gate", "the keys of a memory gate",
        [key("total", .count), key("others", .count), key("per-lsa", .count), key("danger", .text)])
    private static let redistribution = ResultRecord(
        "preset-redistribution", "the keys of a limit on redistribution",
        [
            key("maximum", openNumber), key("warning-threshold", .text), key("action", .text), key("retries", .count),
            key("retry-time", .text),
        ])
    private static let presetTimers = ResultRecord(
        "preset-timers", "the keys of timers in a scenario file",
        [
            key("min-ls-interval", .text, canBeLeftOut: true),
            key("lsa-throttle", .record(throttle), canBeLeftOut: true), key("min-ls-arrival", .text),
            key("flood-pacing", .text), key("spf", .record(spf)),
        ])
    private static let throttle = ResultRecord(
        "preset-lsa-throttle", "the keys of an LSA throttle",
        [key("start", .text), key("hold", .text), key("maximum", .text)])
    private static let spf = ResultRecord(
        "preset-spf", "the keys of an SPF throttle",
        [key("throttle", .text)]
            + [
                "start", "hold", "maximum", "delay", "runs", "holddown", "period", "initial-delay", "short-delay",
                "long-delay", "time-to-learn", "hold-down",
            ].map { key($0, $0 == "runs" ? .count : .text, canBeLeftOut: true) })

    private static func key(_ name: String, _ shape: ResultShape, canBeLeftOut: Bool = false) -> ResultField {
        ResultField(name, shape, "as '\(name)' of a scenario file", canBeLeftOut: canBeLeftOut)
    }
}
