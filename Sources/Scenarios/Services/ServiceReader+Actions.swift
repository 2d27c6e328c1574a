import Emulation
import NetworkPrimitives
import Services

extension ServiceReader {
    mutating func readTimeline() {
        var entries: [ServiceTimelineEntry] = []
        for item in tree["timeline"]?.items ?? [] {
            guard let list = item["do"] else { continue }
            guard let at = item["at"], let time = moment(at) else {
                sink.error("an entry with 'do' needs 'at'", at: item.position)
                continue
            }
            entries.append(ServiceTimelineEntry(at: time, label: item["label"]?.line ?? "", actions: actions(list)))
        }
        model.timeline = entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// One action, or a list of them.
    mutating func actions(_ value: Value?) -> [ServiceAction] {
        guard let value else { return [] }
        return value.oneOrMore.flatMap { item -> [ServiceAction] in
            (item.fields ?? []).flatMap { action($0, in: item) }
        }
    }

    private mutating func action(_ field: Value.Field, in item: Value) -> [ServiceAction] {
        let value = field.value
        switch field.key {
        case "mode": return mode(value).map { [$0] } ?? []
        case "stale":
            guard let service = service(value["service"]) else { return [] }
            return [
                .stale(
                    service, kinds: kinds(value["kinds"], at: service), ofCaller: value["of"]?.text == "caller")
            ]
        case "stop": return instances(value).map { [.stop($0.0, $0.1)] } ?? []
        case "restart": return instances(value).map { [.stop($0.0, $0.1), .start($0.0, $0.1)] } ?? []
        case "start" where isForService(value): return instances(value).map { [.start($0.0, $0.1)] } ?? []
        case "clear" where isForService(value):
            guard let service = service(value.fields == nil ? value : value["service"]) else { return [] }
            return [.clear(service, kinds: kinds(value["kinds"], at: service))]
        case "set": return setting(value).map { [$0] } ?? []
        case "submit": return submission(value).map { [.submit($0)] } ?? []
        case "submit-each": return submitEach(value).map { [$0] } ?? []
        case "page": return page(value).map { [.page($0)] } ?? []
        case "source":
            guard let source = source(value["name"]) else { return [] }
            return [.source(source, isOn: value["on"]?.boolean, times: value["times"]?.number)]
        case "monitor":
            guard let monitor = monitor(value["name"]), let isOn = value["on"]?.boolean else { return [] }
            return [.monitor(monitor, isOn: isOn)]
        case "restart-monitor": return monitor(value).map { [.restartMonitor($0)] } ?? []
        case "alert-action":
            guard let monitor = monitor(value["monitor"]) else { return [] }
            return [.setAlert(monitor, actions(value["do"]))]
        case "flush-cache": return flush(value)
        case "note": return [.note(value.line ?? "")]
        default: return networkActions(field, in: item)
        }
    }

    /// `start` and `clear` are actions on routers, too.
    private func isForService(_ value: Value) -> Bool {
        guard draft != nil else { return true }
        if value["service"] != nil { return true }
        return value.text.map { name in model.services.contains { $0.name == name } } ?? false
    }

    private mutating func networkActions(_ field: Value.Field, in item: Value) -> [ServiceAction] {
        guard let draft else {
            sink.error("'\(field.key)' needs a network: this scenario has no routers", at: field.keyPosition)
            return []
        }
        let reader = ActionReader(draft: draft, presets: presets, sink: sink, replays: nil, clock: clock)
        let actions = reader.read(.mapping([field], at: item.position))
        return actions.map { action in
            networkActions.append(action)
            return .network(networkActions.count - 1)
        }
    }

    // MARK: Services

    private func mode(_ value: Value) -> ServiceAction? {
        guard let service = service(value["service"]), let word = value["mode"]?.text else { return nil }
        let mode: ServiceAction.Mode
        switch word {
        case "hang": mode = .hang
        case "refuse": mode = .refuse
        case "down": mode = .down
        case "slow": mode = .slow(share(value["factor"], default: FixedPoint(2)))
        default: mode = .ok
        }
        return .mode(service, selection(value["item"]), kinds: kinds(value["kinds"], at: service), mode)
    }

    private func selection(_ value: Value?) -> ServiceAction.Selection {
        value?.text == "same" ? .same : value?.integer.map { .number($0) } ?? .all
    }

    private func instances(_ value: Value) -> (ServiceIndex, ServiceAction.Selection)? {
        guard let service = service(value.fields == nil ? value : value["service"]) else { return nil }
        return (service, selection(value["item"]))
    }

    private func setting(_ value: Value) -> ServiceAction? {
        if let edge = value["edge"] { return policySetting(edge, value) }
        guard let field = value["service"] else {
            sink.error("'set' needs 'service' or 'edge'", at: value.position)
            return nil
        }
        guard let service = service(field) else { return nil }
        var change = ServiceChange()
        change.lane = value["lane"].flatMap { lane($0, of: service) }
        if let workers = value["workers"] { change.workers = .some(countOrUnlimited(workers, default: nil)) }
        if let queue = value["queue"] { change.queue = .some(countOrUnlimited(queue, default: nil)) }
        change.instances = value["instances"]?.integer
        change.slow = value["slow"]?.number
        return .set(service, change)
    }

    private func policySetting(_ edge: Value, _ value: Value) -> ServiceAction? {
        guard let policy = value["policy"], let selection = edgeSelection(edge) else {
            if value["policy"] == nil { sink.error("'edge' needs 'policy'", at: edge.position) }
            return nil
        }
        var change = PolicyChange()
        if let timeout = policy["timeout"] { change.timeout = .some(spanOrNone(timeout)) }
        change.retries = policy["retries"]?.integer
        change.backoff = policy["backoff"].map { backoff($0) }
        return .setPolicy(selection, change)
    }

    private func edgeSelection(_ value: Value) -> EdgeSelection? {
        let text = value.text ?? ""
        func named(_ name: some StringProtocol) -> Value {
            Value(content: .scalar(String(name)), position: value.position)
        }
        if text.hasPrefix("source ") { return source(named(text.dropFirst(7))).map { .source($0) } }
        if text.hasPrefix("monitor ") { return monitor(named(text.dropFirst(8))).map { .monitor($0) } }
        if text.hasPrefix("service ") { return service(named(text.dropFirst(8))).map { .service($0) } }
        if let middle = text.range(of: " to ") {
            guard let from = service(named(text[..<middle.lowerBound])),
                let to = service(named(text[middle.upperBound...]))
            else { return nil }
            return .between(from, to)
        }
        sink.error(
            "'edge' must be such as 'source X', 'monitor X', 'service X' or 'X to Y'", at: value.position)
        return nil
    }

    // MARK: Calls

    private mutating func submission(_ value: Value) -> Submission? {
        guard let call = call(value) else { return nil }
        let target = model.services[call.targets[0].service].name
        var submission = Submission(call, name: value["as"]?.text ?? target)
        if value["from"] != nil { submission.place = place(value["from"]) }
        submission.isOnce = value["once"]?.boolean ?? false
        submission.cap = value["cap"]?.integer
        return submission
    }

    private mutating func submitEach(_ value: Value) -> ServiceAction? {
        guard let service = service(value["of"]), let what = value["submit"], var submission = submission(what) else {
            return nil
        }
        // Each is about the instance that it is made for.
        submission.call.item = .same
        return .submitEach(
            of: service, olderThan: value["older-than"].flatMap { moment($0) },
            every: value["every"]?.duration ?? .zero, submission)
    }

    private mutating func page(_ value: Value) -> PageDefinition? {
        guard let person = person(value.fields == nil ? value : value["person"]) else { return nil }
        var page = PageDefinition(to: person)
        if let about = value["about"]?.text { page.about = about }
        page.delay = value["delay"]?.duration ?? .zero
        if value["from"] != nil { page.from = place(value["from"]) }
        if value["to"] != nil { page.to = place(value["to"]) }
        if let via = value["via"] {
            guard let service = service(via), let kind = kind(value["kind"], at: service, from: via.position) else {
                return nil
            }
            page.via = CallDefinition([.init(service: service, kind: kind)], policy: policy(value, targets: 1))
        }
        return page
    }

    private func flush(_ value: Value) -> [ServiceAction] {
        guard let name = value.text else { return [] }
        if let cache = model.caches.firstIndex(of: name) { return [.flushCache(cache)] }
        let _: Int? = missing("cache", value, among: model.caches)
        return []
    }

    // MARK: The ideal network

    mutating func readIdealNetwork() {
        guard let value = tree["ideal-network"] else { return }
        if draft != nil, let field = tree.field("ideal-network") {
            sink.error("'ideal-network' is for scenarios without routers", at: field.keyPosition)
        }
        model.ideal.delay = value["delay"]?.duration ?? .zero
        for loss in value["lost"]?.items ?? [] {
            guard let between = loss["between"]?.items, between.count == 2 else {
                sink.error("'between' takes two places, or two lists of them", at: loss.position)
                continue
            }
            guard let from = loss["from"].flatMap({ moment($0) }), let to = loss["to"].flatMap({ moment($0) }) else {
                continue
            }
            if to <= from { sink.error("'to' must be after 'from'", at: loss.position) }
            for first in between[0].oneOrMore {
                for second in between[1].oneOrMore {
                    let (one, other) = (place(first), place(second))
                    if one != other { model.ideal.losses.append(.init(one, other, from: from, to: to)) }
                }
            }
        }
    }
}
