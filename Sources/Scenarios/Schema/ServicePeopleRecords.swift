import NetworkPrimitives

// Monitors, people and what is done.
extension Record {
    private static let actions = Shape.either([.list(of: serviceActionShape), serviceActionShape])

    static let monitor = Record(
        "monitor", "a monitor",
        [
            Key("at", .name, "where it stands"),
            Key("of", .name, "the service whose instances it checks (default: the service that the check calls)"),
            Key("each", .boolean, "whether each instance is checked (default true)"),
            Key(
                "every", .duration(.milliseconds(1)...(.seconds(604_800)), wholeSeconds: false),
                "the period (default 1m)"),
            Key("phase", week, "when the first check is due (default: spread over the period)"),
            Key("timeout", spanOrNone, "when a check has failed (default none)"),
            Key("timeout-from", .word(["due", "sent"]), "from when the timeout counts (default due)"),
            Key("failures", .integer(1...1_000_000), "failures in a row that make an alert (default 1)"),
            Key("recoveries", .integer(1...1_000_000), "successes in a row that end it (default 1)"),
            Key("workers", countOrUnlimited, "checks and alerts at a time (default unlimited)"),
            Key("work", workTime, "before each check (default 0s)"),
            Key("alert-work", workTime, "for each alert (default 0s)"),
            Key("repeat", spanOrNone, "an alert that lasts is raised again (default none)"),
            Key("overlap", .word(["skip"]), "a check whose predecessor is under way is left out"),
            Key("hold", .number("20%"), "no alerts while more than this share looks down"),
            Key("check", .record(callStep), "what is called", isRequired: true),
            Key("alert-delay", week, "until an alert takes effect (default 0s)"),
            Key("alert", actions, "what an alert does"),
            Key("wide", .record(wide), "what is done once when many are in alert"),
        ])
    static let wide = Record(
        "wide", "wide",
        [
            Key("share", .number("5%"), "the share of targets in alert", isRequired: true),
            Key("do", actions, "what is done then", isRequired: true),
        ])

    static let person = Record(
        "person", "a person",
        [
            Key("at", .name, "where the person sits"),
            Key("reaction", workTime, "from being told to the first look (default 0s)"),
            Key(
                "look", .duration(.seconds(1)...(.seconds(604_800)), wholeSeconds: false),
                "the time between looks (default 1m)"),
            Key("reads-mail", .either([.boolean, .record(mailHours)]), "when mail is read (default never)"),
            Key("ticket-threshold", .integer(1...1_000_000), "tickets that tell (default 1)"),
            Key("rules", .list(of: .record(rule)), "what is done, and when"),
        ])
    static let mailHours = Record(
        "mail-hours", "mail hours",
        [
            Key("hours", .list(of: .moment), "from and to (default the whole day)"),
            Key("days", .list(of: .integer(0...6)), "0 is Monday (default all)"),
        ])
    static let rule = Record(
        "rule", "a rule",
        [
            Key("name", .name, "its name", isRequired: true),
            Key("when", .record(ruleCondition), "what must hold", isRequired: true),
            Key("after", week, "until it is carried out (default 0s)"),
            Key("again", week, "so long after it fired it may fire again (default never)"),
            Key("do", actions, "what is done"),
        ])
    static let ruleCondition = Record(
        "rule-condition", "a rule's condition",
        [
            Key("told", .name, "what the person was told of: 'alert', 'mail', or what a page is about"),
            Key("done", .name, "a rule that was carried out"),
            Key("time", .text, "the time of day, or after the start"),
            Key("metric", .name, "a metric such as 'queue deploy'"),
            Key("above", .number("50"), "that is above this"),
            Key("below", .number("20"), "that is below this"),
            Key("lasting", week, "at every look for so long"),
            Key("reaches", .list(of: .name), "two places between which the path is whole"),
        ])

    // MARK: Actions

    static let serviceActionShape = Shape.either([.word(["note"]), .record(serviceAction)])

    static let serviceAction = Record(
        "service-action", "an action",
        plainActionKeys + [Key("alert-action", .record(alertSetting), "changes what a monitor's alerts do")]
            + networkActionKeys)
    private static let alertAction = Record("alerting-action", "an action", plainActionKeys + networkActionKeys)

    /// The timeline's own actions, but for those that services have under the same name.
    private static let networkActionKeys = actionKeys.filter { key in
        !plainActionKeys.contains { $0.name == key.name } && key.name != "replay"
    }

    private static let serviceKey = Key("service", .name, "the service", isRequired: true)
    private static let kindsKey = Key("kinds", .nameOrNames, "the kinds it concerns (default all)")
    private static let itemKey = Key(
        "item", .either([.word(["same", "all"]), .integer(0...1_000_000)]), "the instance (default all)")

    private static let plainActionKeys: [Key] = [
        Key("mode", .record(mode), "makes a service hang, refuse, slow or down"),
        Key("stale", .record(stale), "a fail-over: what is older gets no answer"),
        Key("stop", .either([.name, .record(instanceAction)]), "stops instances of a service"),
        Key(
            "start", .either([.name, .list(of: .name), .record(instanceAction)]),
            "starts instances of a service, or a router"),
        Key("restart", .either([.name, .record(instanceAction)]), "stops and starts instances of a service"),
        Key("set", .record(setting), "changes a service, or the policy of calls"),
        Key(
            "clear", .either([.name, .list(of: .name), .record(clearing)]),
            "empties the queues of a service, or clears the OSPF process of a router"),
        Key("submit", .record(submission), "makes a call"),
        Key("submit-each", .record(submitEach), "makes a call for each instance of a service"),
        Key("page", .either([.name, .record(page)]), "tells a person"),
        Key("source", .record(sourceSetting), "changes a source"),
        Key("monitor", .record(monitorSetting), "switches a monitor on or off"),
        Key("restart-monitor", .name, "a monitor forgets what it knows"),
        Key("flush-cache", .name, "empties a cache"),
        Key("note", .optional(.text), "writes a line into the log"),
    ]
    static let mode = Record(
        "mode", "a mode",
        [
            serviceKey,
            Key(
                "mode", .word(["ok", "hang", "refuse", "slow", "down"]), "how it deals with requests", isRequired: true),
            Key("factor", .number("2"), "with slow: work takes so many times as long"), kindsKey, itemKey,
        ])
    static let stale = Record(
        "stale", "a fail-over",
        [serviceKey, kindsKey, Key("of", .word(["connection", "caller"]), "what must be older (default connection)")])
    static let instanceAction = Record("instance-action", "the action", [serviceKey, itemKey])
    static let clearing = Record("clearing", "the action", [serviceKey, kindsKey])
    static let setting = Record(
        "setting", "a setting",
        [
            Key("service", .name, "the service"),
            Key("lane", .name, "the lane (default the first)"),
            Key("workers", countOrUnlimited, "workers of each instance"),
            Key("queue", countOrUnlimited, "places to wait"),
            Key("instances", .integer(0...100_000), "how many there are"),
            Key("slow", .number("0.5"), "work takes so many times as long"),
            Key("edge", .name, "whose calls: 'source X', 'monitor X', 'service X' or 'X to Y'"),
            Key("policy", .record(policyChange), "what is different of them"),
        ])
    static let policyChange = Record(
        "policy-change", "a changed policy",
        policyKeys.filter { ["timeout", "retries", "backoff"].contains($0.name) })
    static let submission = Record(
        "submission", "a submission",
        [
            Key("once", .boolean, "not while another for the same item is under way (default false)"),
            Key("cap", .integer(0...1_000_000_000), "not while so many wait at the service"),
            Key("as", .name, "its name in reports (default: the service)"),
            Key("from", .name, "where it is sent from"),
        ] + callStep.keys)
    static let submitEach = Record(
        "submit-each", "submissions",
        [
            Key("of", .name, "the service for whose instances", isRequired: true),
            Key("older-than", .text, "only for instances that started before this moment"),
            Key("every", week, "the time between them (default 0s)"),
            Key("submit", .record(submission), "what is submitted", isRequired: true),
        ])
    static let page = Record(
        "page", "a page",
        [
            Key("person", .name, "who is told", isRequired: true),
            Key("about", .name, "what of (default alert)"),
            Key("via", .name, "the service that it passes through (default: the bare path)"),
            Key("kind", .name, "with 'via': the kind of request"),
            Key("from", .name, "where it is sent from"),
            Key("to", .name, "where the person sits"),
            Key("delay", week, "until it arrives (default 0s)"),
        ] + policyKeys)
    static let sourceSetting = Record(
        "source-setting", "a source's setting",
        [
            Key("name", .name, "the source", isRequired: true),
            Key("on", .boolean, "whether it asks"),
            Key("times", .number("1.5"), "its rate, as a multiple of the configured one"),
        ])
    static let monitorSetting = Record(
        "monitor-setting", "a monitor's setting",
        [
            Key("name", .name, "the monitor", isRequired: true),
            Key("on", .boolean, "whether it checks", isRequired: true),
        ])
    static let alertSetting = Record(
        "alert-setting", "an alert's setting",
        [
            Key("monitor", .name, "the monitor", isRequired: true),
            Key("do", .list(of: .record(alertAction)), "what its alerts do", isRequired: true),
        ])
}
