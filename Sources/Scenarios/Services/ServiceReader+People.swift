import NetworkPrimitives
import Services

extension ServiceReader {
    mutating func readMonitor(_ index: MonitorIndex, _ value: Value) {
        guard let check = value["check"], let call = call(check) else { return }
        var monitor = model.monitors[index]
        monitor.check = call
        monitor.of = value["of"] == nil ? call.targets[0].service : service(value["of"]) ?? call.targets[0].service
        monitor.isEach = value["each"]?.boolean ?? true
        if let every = value["every"]?.duration { monitor.every = every }
        monitor.phase = value["phase"]?.duration
        monitor.timeout = spanOrNone(value["timeout"])
        monitor.countsFromDue = value["timeout-from"]?.text != "sent"
        monitor.failures = value["failures"]?.integer ?? 1
        monitor.recoveries = value["recoveries"]?.integer ?? 1
        monitor.workers = countOrUnlimited(value["workers"], default: nil)
        monitor.work = workTime(value["work"])
        monitor.alertWork = workTime(value["alert-work"])
        monitor.again = spanOrNone(value["repeat"])
        monitor.hold = value["hold"]?.number
        monitor.alertDelay = value["alert-delay"]?.duration ?? .zero
        monitor.alert = actions(value["alert"])
        if let wide = value["wide"] {
            monitor.wide = .init(share: share(wide["share"], default: .one), actions: actions(wide["do"]))
        }
        model.monitors[index] = monitor
    }

    mutating func readPerson(_ index: PersonIndex, _ value: Value) {
        var person = model.people[index]
        if value["at"] != nil { person.place = place(value["at"]) }
        person.reaction = workTime(value["reaction"])
        if let look = value["look"]?.duration { person.look = look }
        if let mail = value["reads-mail"], mail.boolean != false { person.mailHours = hours(mail) }
        person.ticketThreshold = value["ticket-threshold"]?.integer ?? 1
        person.rules = (value["rules"]?.items ?? []).map { rule($0) }
        model.people[index] = person
    }

    private func hours(_ value: Value) -> PersonDefinition.Hours {
        let ends = (value["hours"]?.items ?? []).compactMap { $0.timeOfDay ?? $0.duration }
        if value["hours"] != nil, ends.count != 2 || ends[0] >= ends[1] {
            sink.error("'hours' takes two times of day, such as [08:00, 18:00]", at: value.position)
        }
        return PersonDefinition.Hours(
            from: ends.first ?? .zero, to: ends.count == 2 ? ends[1] : .seconds(86_400),
            days: value["days"]?.items?.compactMap(\.integer) ?? Array(0...6))
    }

    private mutating func rule(_ value: Value) -> PersonDefinition.Rule {
        var rule = PersonDefinition.Rule(name: value["name"]?.text ?? "", when: RuleCondition())
        rule.after = value["after"]?.duration ?? .zero
        rule.again = value["again"]?.duration
        rule.actions = actions(value["do"])
        guard let when = value["when"] else { return rule }
        rule.when.told = when["told"]?.text
        rule.when.done = when["done"]?.text
        rule.when.time = when["time"].flatMap { moment($0) }
        rule.when.metric = when["metric"].flatMap { metric($0) }
        rule.when.above = when["above"]?.number
        rule.when.below = when["below"]?.number
        rule.when.lasting = when["lasting"]?.duration ?? .zero
        if let pair = when["reaches"]?.items, pair.count == 2 {
            rule.when.reaches = .init(place(pair[0]), place(pair[1]))
        }
        checkCondition(when)
        return rule
    }

    private func checkCondition(_ when: Value) {
        if when.fields?.isEmpty ?? true {
            sink.error("a condition needs 'told', 'done', 'time', 'metric' or 'reaches'", at: when.position)
        }
        if let metric = when["metric"], when["above"] == nil, when["below"] == nil {
            sink.error("'metric' needs 'above' or 'below'", at: metric.position)
        }
        for key in ["above", "below"] where when["metric"] == nil {
            if let field = when.field(key) { sink.error("'\(key)' needs 'metric'", at: field.keyPosition) }
        }
        if let reaches = when["reaches"], reaches.items?.count != 2 {
            sink.error("'reaches' takes two places", at: reaches.position)
        }
    }

    /// What rules wait for must exist.
    func checkRules() {
        let rules = model.people.flatMap(\.rules)
        for person in fields("people") {
            for item in person.value["rules"]?.items ?? [] {
                guard let done = item["when"]?["done"], let name = done.text else { continue }
                if !rules.contains(where: { $0.name == name }) {
                    let _: Int? = missing("rule", done, among: rules.map(\.name))
                }
            }
        }
    }

    // MARK: Metrics

    /// `queue deploy`, `stuck php`, `failing mon5`, `success source reads`.
    func metric(_ value: Value) -> ServiceMetric? {
        let words = (value.text ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        let kinds = ["queue", "busy", "workers", "stuck", "old", "conns", "failing", "success"]
        guard words.count == 2, kinds.contains(words[0]) else {
            let near = words.first.flatMap { nearestName(to: $0, among: kinds) }
            sink.error(
                "a metric is \(kinds.dropLast().joined(separator: ", ")) or success, and a name, such as 'queue web'",
                at: value.position, suggestion: near)
            return nil
        }
        var name = words[1]
        if words[0] == "success", name.hasPrefix("source ") { name = String(name.dropFirst(7)) }
        let subject = Value(content: .scalar(name), position: value.position)
        switch words[0] {
        case "success": return source(subject).map { .success($0) }
        case "failing": return monitor(subject).map { .failing($0) }
        case "queue":
            if let monitor = monitorNamed(name) { return .monitorQueue(monitor) }
            return service(subject).map { .queue($0) }
        case "busy":
            if let monitor = monitorNamed(name) { return .monitorBusy(monitor) }
            return service(subject).map { .busy($0) }
        case "workers": return service(subject).map { .workers($0) }
        case "stuck": return service(subject).map { .stuck($0) }
        case "old": return service(subject).map { .old($0) }
        default: return service(subject).map { .connections($0) }
        }
    }

    /// The monitor of a name that no service has.
    private func monitorNamed(_ name: String) -> MonitorIndex? {
        guard !model.services.contains(where: { $0.name == name }) else { return nil }
        return model.monitors.firstIndex { $0.name == name }
    }
}
