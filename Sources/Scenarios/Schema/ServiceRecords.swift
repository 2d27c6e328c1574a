import NetworkPrimitives

// The mappings of services, of those who call them, and of those who watch them.
extension Record {
    static let week = Shape.upTo(.seconds(604_800))
    static let spanOrNone = Shape.either([week, .word(["none"])])
    static let countOrUnlimited = Shape.either([.integer(0...1_000_000_000), .word(["unlimited"])])
    private static let names = Shape.nameOrNames

    /// What a scenario with services has besides its network.
    static let serviceKeys: [Key] = [
        Key("services", .map(of: .record(service)), "services by name: instances with workers, and what they do"),
        Key("sources", .map(of: .record(source)), "who makes requests, by name"),
        Key("monitors", .map(of: .record(monitor)), "who checks services, by name"),
        Key("people", .map(of: .record(person)), "who is told of trouble and acts, by name"),
        Key("watch", .list(of: .name), "metrics whose course is kept, such as 'queue deploy'"),
        Key(
            "bucket", .duration(.milliseconds(1)...(.seconds(86_400)), wholeSeconds: false),
            "the span over which success is added up and metrics are sampled (default 1m)"),
        Key("warmup", week, "figures leave out what was before (default 0s)"),
        Key("old-before", .text, "an instance that started before this moment is old, such as 10:29 or '1+12:00'"),
        Key("weekday", .integer(0...6), "the day on which the clock starts; 0 is Monday (default 0)"),
        Key("ideal-network", .record(idealNetwork), "delays and losses between places, where there are no routers"),
    ]

    /// What `change` and `add` can say of services.
    static let serviceChangeKeys: [Key] = ["services", "sources", "monitors", "people"].compactMap { section in
        guard let key = serviceKeys.first(where: { $0.name == section }), case .map(.record(let record)) = key.shape
        else { return nil }
        let partial = Record(
            record.name + "-change", record.summary, record.keys.map { Key($0.name, .optional($0.shape), $0.summary) })
        return Key(section, .map(of: .record(partial)), "changed \(section)")
    }

    static let idealNetwork = Record(
        "ideal-network", "an ideal network",
        [
            Key("delay", .upTo(.seconds(60)), "from any place to any other, one way (default 0s)"),
            Key("lost", .list(of: .record(lostPath)), "paths that are lost for a while"),
        ])
    static let lostPath = Record(
        "lost-path", "a lost path",
        [
            Key("between", .list(of: names), "two places, or two lists of them", isRequired: true),
            Key("from", .moment, "when it is lost", isRequired: true),
            Key("to", .moment, "when it is back", isRequired: true),
        ])

    static let service = Record(
        "service", "a service",
        [
            Key("at", .name, "where it stands: a router, a LAN, 'site X' or an outside network"),
            Key("instances", .integer(1...100_000), "how many there are (default 1)"),
            Key(
                "balance", .word(["random", "round-robin", "least-busy", "shared"]),
                "which instance gets a request that is for none in particular; shared: one queue for all (default random)"
            ),
        ] + laneKeys + [
            Key("lanes", .map(of: .record(lane)), "lanes by name, in place of one called main"),
            Key("shed", .list(of: .record(shedding)), "what is turned away while many wait"),
            Key(
                "drop-expired", .either([.boolean, week]),
                "drops a request whose turn comes with less than this left of its caller's time; true: with nothing left"
            ),
            Key("kinds", .map(of: .record(kind)), "kinds of requests by name"),
            Key("steps", steps, "what is done for a request of a kind that 'kinds' does not have"),
            Key("connect", .record(connect), "what a new connection costs the server"),
            Key("guard", .either([.word(["none"]), .record(guardian)]), "a breaker at the server (default none)"),
            Key("autoscale", .record(autoscale), "adds and removes instances"),
            Key("down", .word(["silent", "refuse"]), "what a stopped instance answers (default silent)"),
        ])

    private static let laneKeys: [Key] = [
        Key("workers", countOrUnlimited, "how many jobs are done at a time (default 1)"),
        Key("queue", countOrUnlimited, "places to wait; beyond, requests are answered 'full' (default unlimited)"),
        Key("order", .word(["fifo", "lifo", "priority"]), "whose turn is next (default fifo)"),
    ]
    static let lane = Record("lane", "a lane", laneKeys)
    static let shedding = Record(
        "shedding", "a shedding",
        [
            Key("above", .integer(0...1_000_000_000), "while more than so many wait", isRequired: true),
            Key(
                "priority", .integer(-1_000_000...1_000_000),
                "requests of at most this priority are turned away (default 0)"),
        ])

    static let kind = Record(
        "kind", "a kind",
        [
            Key("lane", .name, "the lane whose workers do it (default main)"),
            Key("priority", .integer(-1_000_000...1_000_000), "more goes first, where the lane's order is priority"),
            Key("steps", steps, "what is done, one after the other"),
        ])

    static let steps = stepList(named: "step", miss: stepList(named: "miss-step", miss: stepList(named: "inner-step")))

    /// - Parameter miss: the steps that fill a cache; look-ups nest twice at the most.
    private static func stepList(named name: String, miss: Shape? = nil) -> Shape {
        let lookups = miss.map { miss in
            Key(
                "lookup", .record(lookup(named: name == "step" ? "lookup" : "inner-lookup", miss: miss)),
                "looks a key up in a cache")
        }
        let step = Record(name, "a step", stepKeys + [lookups].compactMap { $0 })
        return .list(of: .either([.word(["release", "reply"]), .record(step)]))
    }

    private static let stepKeys: [Key] = [
        Key("work", workTime, "a worker works"),
        Key("call", .record(callStep), "calls a service and waits"),
        Key("release", .optional(.boolean), "gives the worker back; the answer still comes"),
        Key("reply", .optional(.boolean), "answers now, and works on"),
        Key("fail", .either([.number("1%"), .record(failing)]), "fails by chance"),
        Key("stop", .name, "stops the instance of a service that is the job's item"),
        Key("start", .name, "starts it"),
        Key("do", .either([.list(of: serviceActionShape), serviceActionShape]), "acts"),
    ]
    static let failing = Record(
        "failing", "a failure", [Key("chance", .number("1%"), "how likely it is", isRequired: true)])

    static let workTime = Shape.either([week, .record(distribution)])
    static let distribution = Record(
        "distribution", "a distribution",
        [
            Key("exp", week, "exponential, with this mean"),
            Key("uniform", .list(of: week), "from the first to the second, all alike"),
            Key("erlang", .either([.list(of: .text), .record(erlang)]), "the sum of exponential stages"),
            Key(
                "hyper", .list(of: .list(of: .text)),
                "exponential times, each with its weight: [[0.9, 30ms], [0.1, 700ms]]"),
            Key("lognormal", .either([.list(of: .text), .record(lognormal)]), "lognormal"),
        ])
    static let erlang = Record(
        "erlang", "an Erlang distribution",
        [
            Key("stages", .integer(1...1_000), "how many", isRequired: true),
            Key("mean", week, "of the whole", isRequired: true),
        ])
    static let lognormal = Record(
        "lognormal", "a lognormal distribution",
        [
            Key("median", week, "half of the times are shorter", isRequired: true),
            Key("sigma", .number("0.5"), "the standard deviation of the logarithm", isRequired: true),
        ])

    private static func lookup(named name: String, miss: Shape) -> Record {
        Record(
            name, "a look-up",
            [
                Key("cache", .name, "the cache's name", isRequired: true),
                Key("keys", .integer(1...100_000_000), "how many keys there are", isRequired: true),
                Key("ttl", week, "how long an entry is good (default: always)"),
                Key(
                    "per", .word(["instance", "service"]),
                    "whether each instance has a cache of its own (default service)"),
                Key("miss", miss, "what fills it"),
            ])
    }

    static let connect = Record(
        "connect", "connect",
        [
            Key("round-trips", .integer(0...100), "messages there and back (default 1)"),
            Key("work", workTime, "of the server for each of them (default 0s)"),
            Key("lane", .name, "whose workers do it (default main)"),
            Key("max", .integer(0...1_000_000_000), "how many connections an instance holds at the most"),
        ])
    private static let breakerKeys: [Key] = [
        Key("failures", .integer(1...1_000_000), "opens after so many in a row"),
        Key("share", .number("50%"), "opens when at least this share of the last 'window' failed"),
        Key("window", .integer(1...1_000_000), "how many outcomes are looked at (default 50)"),
        Key("open", week, "how long it stays open (default 10s)"),
        Key("probes", .integer(1...1_000_000), "how many pass then, to see (default 1)"),
    ]
    static let breaker = Record("breaker", "a breaker", breakerKeys)
    static let guardian = Record(
        "guard", "a guard",
        breakerKeys + [Key("kinds", names, "which kinds; -connect: handshakes (default: all of them, and handshakes)")])
    static let autoscale = Record(
        "autoscale", "autoscale",
        [
            Key(
                "period", .duration(.milliseconds(1)...(.seconds(604_800)), wholeSeconds: false),
                "how often it looks (default 1m)"),
            Key("target", .number("70%"), "the share of busy workers that is wanted (default 70%)"),
            Key("delay", week, "until a new instance is there (default 0s)"),
            Key("min", .integer(0...100_000), "at least (default 1)"),
            Key("max", .integer(1...100_000), "at most", isRequired: true),
        ])

    // MARK: Calls

    static let policyKeys: [Key] = [
        Key("timeout", spanOrNone, "of one attempt, wait for a connection and handshake included (default none)"),
        Key("retries", .integer(0...1_000_000), "attempts after the first (default 0)"),
        Key("backoff", .record(backoff), "the pause before a retry"),
        Key("budget", .record(budget), "how many retries may be made: a share of the calls"),
        Key("breaker", .record(breaker), "stops asking for a while"),
        Key("choose", .word(["fallback", "random"]), "how one of several services is chosen (default fallback)"),
        Key("shares", .list(of: .number("1")), "with 'choose: random': the weights"),
        Key("pool", .record(pool), "connections that are kept; without, a message that is lost is lost"),
        Key("cancel", .boolean, "calls an attempt off that timed out (default false)"),
    ]
    static let backoff = Record(
        "backoff", "a backoff",
        [
            Key("first", week, "the first pause (default 100ms)"),
            Key("factor", .number("2"), "by which each is longer (default 2)"),
            Key("max", week, "the longest (default 10s)"),
            Key(
                "jitter", .word(["none", "full", "equal"]),
                "full: from nothing to the pause; equal: from half of it (default none)"),
        ])
    static let budget = Record(
        "budget", "a budget",
        [
            Key("ratio", .number("10%"), "retries that each call earns", isRequired: true),
            Key("burst", .number("10"), "retries that can be saved, and are there at the start (default 10)"),
        ])
    static let pool = Record(
        "pool", "a pool",
        [
            Key("size", .integer(1...1_000_000), "connections to each instance at the most (default: no bound)"),
            Key("warm", .integer(0...1_000_000), "connections at the start (default 0)"),
            Key("uses", .integer(1...1_000_000_000), "a connection is closed after so many answers"),
            Key("lifetime", week, "a connection is closed when it is older"),
            Key("idle", week, "a connection is closed when nobody has used it for longer"),
            Key("max-wait", week, "how long a call waits for a connection"),
            Key("peer-forgets", week, "a server forgets a connection whose path was lost for so long (default never)"),
            Key("forgotten", .word(["silent", "reset"]), "what it answers on one that it forgot (default silent)"),
            Key("give-up", week, "how long a message is sent again (default 15m)"),
        ])

    private static let itemShape = Shape.either([.word(["same"]), .integer(0...1_000_000)])
    static let callStep = Record(
        "call", "a call",
        [
            Key("to", names, "the service, or several of which the next is asked where one fails", isRequired: true),
            Key("kind", .name, "the kind of request (default request)"),
            Key("times", .integer(1...1_000_000), "how often, one after the other (default 1)"),
            Key("optional", .boolean, "whether its failure is no failure of the job (default false)"),
            Key("item", itemShape, "the instance that is meant; same: that of the job"),
            Key("priority", .integer(-1_000_000...1_000_000), "of the requests"),
        ] + policyKeys)

    static let source = Record(
        "source", "a source",
        [
            Key("from", .name, "where it stands"),
            Key("to", names, "the service, or several of which the next is asked where one fails", isRequired: true),
            Key("kind", .name, "the kind of request (default request)"),
            Key("kinds", .map(of: .number("9")), "kinds by chance, with their weights"),
            Key(
                "rate", .either([.text, .list(of: .list(of: .text))]),
                "how many come: 5/s, or [[time, rate], ...] with straight lines between"),
            Key("arrivals", .word(["poisson", "regular"]), "how they come (default poisson)"),
            Key("users", .integer(1...10_000_000), "users who wait for their answer, in place of a rate"),
            Key("think", workTime, "how long a user waits before the next request (default 0s)"),
            Key("together", .boolean, "whether all users begin at once (default false)"),
            Key("once", .boolean, "whether each user asks once (default false)"),
            Key("items", .integer(1...1_000_000), "each request is for one of so many instances"),
            Key("item", .integer(0...1_000_000), "each request is for this instance"),
            Key("keys", .integer(1...100_000_000), "each request is for one of so many keys"),
            Key("priority", .integer(-1_000_000...1_000_000), "of the requests"),
            Key("tickets", .record(tickets), "who gets no answer may write"),
        ] + policyKeys)
    static let tickets = Record(
        "tickets", "tickets",
        [
            Key("to", .name, "the person who reads them", isRequired: true),
            Key("chance", .number("0.1%"), "that somebody whose call failed writes (default 1)"),
            Key("after", workTime, "how long that takes (default 0s)"),
            Key("patience", week, "how long somebody waits for an answer (default: for ever)"),
        ])
}
