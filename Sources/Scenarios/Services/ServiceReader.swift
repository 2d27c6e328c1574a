import Emulation
import NetworkPrimitives
import Services

/// Reads services, sources, monitors and people of a scenario into a model.
///
/// The shapes have been checked: what is missing or of a wrong form has been reported, and is left out here.
struct ServiceReader {
    let tree: Value
    /// The network that services stand at; `nil` for an ideal one.
    let draft: NetworkDraft?
    let presets: [Preset]
    let sink: DiagnosticSink
    let clock: Duration?
    let duration: Duration

    var model = ServiceModel()
    /// Actions on the network, by the number that the model has for them.
    var networkActions: [Action] = []

    init(tree: Value, draft: NetworkDraft?, presets: [Preset], sink: DiagnosticSink) {
        self.tree = tree
        self.draft = draft
        self.presets = presets
        self.sink = sink
        clock = tree["clock"].flatMap { $0.timeOfDay ?? $0.duration }
        duration = tree["duration"]?.duration ?? .seconds(300)
    }

    /// Whether a file has anything of this.
    static func isNeeded(for tree: Value) -> Bool {
        ["services", "sources", "monitors", "people"].contains { tree[$0] != nil }
    }

    mutating func read() {
        model.clockStart = clock ?? .zero
        model.weekday = tree["weekday"]?.integer ?? 0
        model.bucket = tree["bucket"]?.duration ?? .seconds(60)
        model.warmup = tree["warmup"]?.duration ?? .zero
        model.oldBefore = tree["old-before"].flatMap { moment($0) } ?? .zero
        // Names first: what is defined later may be referred to earlier.
        readNames()
        readIdealNetwork()
        for (index, field) in fields("services").enumerated() { readService(ServiceIndex(index), field.value) }
        for (index, field) in fields("sources").enumerated() { readSource(SourceIndex(index), field.value) }
        for (index, field) in fields("monitors").enumerated() { readMonitor(MonitorIndex(index), field.value) }
        for (index, field) in fields("people").enumerated() { readPerson(PersonIndex(index), field.value) }
        readTimeline()
        model.watched = (tree["watch"]?.items ?? []).compactMap { metric($0) }
        checkRules()
    }

    func fields(_ section: String) -> [Value.Field] { tree[section]?.fields ?? [] }

    private mutating func readNames() {
        for field in fields("services") {
            let place = place(field.value["at"])
            var service = ServiceDefinition(name: field.key, place: place)
            service.kinds = Table(kindFields(of: field.value).map { KindDefinition(name: $0.key) })
            service.lanes = lanes(of: field.value)
            service.instances = field.value["instances"]?.integer ?? 1
            model.services.append(service)
        }
        let dummy = CallDefinition([])
        for field in fields("sources") {
            model.sources.append(
                SourceDefinition(
                    name: field.key, place: place(field.value["from"]), call: dummy,
                    load: .rate(RateCurve([]), isRegular: false)))
        }
        for field in fields("monitors") {
            model.monitors.append(
                MonitorDefinition(
                    name: field.key, place: place(field.value["at"]), of: ServiceIndex(0), check: dummy))
        }
        for field in fields("people") {
            var person = PersonDefinition(name: field.key)
            person.rules = (field.value["rules"]?.items ?? []).map {
                PersonDefinition.Rule(name: $0["name"]?.text ?? "", when: RuleCondition())
            }
            model.people.append(person)
        }
    }

    /// A service's kinds; what 'steps' says at the top is done for kinds of any other name, and comes last.
    func kindFields(of service: Value) -> [Value.Field] {
        var kinds = service["kinds"]?.fields ?? []
        if let steps = service.field("steps") {
            let name = kinds.contains { $0.key == "request" } ? "*" : "request"
            kinds.append(Value.Field(key: name, keyPosition: steps.keyPosition, value: service))
        } else if kinds.isEmpty {
            kinds.append(Value.Field(key: "request", keyPosition: service.position, value: service))
        }
        return kinds
    }

    // MARK: Names

    func service(_ value: Value?) -> ServiceIndex? {
        guard let value, let name = value.text else { return nil }
        if let index = model.services.firstIndex(where: { $0.name == name }) { return index }
        return missing("service", value, among: model.services.map(\.name))
    }

    func source(_ value: Value?) -> SourceIndex? {
        guard let value, let name = value.text else { return nil }
        if let index = model.sources.firstIndex(where: { $0.name == name }) { return index }
        return missing("source", value, among: model.sources.map(\.name))
    }

    func monitor(_ value: Value?) -> MonitorIndex? {
        guard let value, let name = value.text else { return nil }
        if let index = model.monitors.firstIndex(where: { $0.name == name }) { return index }
        return missing("monitor", value, among: model.monitors.map(\.name))
    }

    func person(_ value: Value?) -> PersonIndex? {
        guard let value, let name = value.text else { return nil }
        if let index = model.people.firstIndex(where: { $0.name == name }) { return index }
        return missing("person", value, among: model.people.map(\.name))
    }

    func missing<Index>(_ kind: String, _ value: Value, among names: [String]) -> Index? {
        let near = nearestName(to: value.text ?? "", among: names)
        sink.error("there is no \(kind) '\(shortened(value.text ?? ""))'", at: value.position, suggestion: near)
        return nil
    }

    /// The kind of this name at a service; where it has none of the name, what its own 'steps' are for.
    func kind(_ value: Value?, at service: ServiceIndex, from position: Position) -> KindIndex? {
        let kinds = model.services[service].kinds
        let name = value?.text ?? "request"
        if let index = kinds.firstIndex(where: { $0.name == name }) { return index }
        if fields("services")[service.offset].value["steps"] != nil { return KindIndex(kinds.count - 1) }
        if value == nil, kinds.count == 1 { return KindIndex(0) }
        let near = nearestName(to: name, among: kinds.map(\.name))
        let message =
            value == nil
            ? "'\(model.services[service].name)' has several kinds of requests: this needs 'kind'"
            : "'\(model.services[service].name)' has no kind '\(shortened(name))'"
        sink.error(message, at: value?.position ?? position, suggestion: near)
        return nil
    }

    func kinds(_ value: Value?, at service: ServiceIndex) -> [KindIndex]? {
        value.map { list in list.oneOrMore.compactMap { kind($0, at: service, from: list.position) } }
    }

    /// The number of a place; without a network any name is one.
    mutating func place(_ value: Value?) -> PlaceIndex {
        let name = value?.text ?? ""
        if let value, let draft { check(place: value, name, draft) }
        if let index = model.places.firstIndex(of: name) { return index }
        model.places.append(name)
        return PlaceIndex(model.places.count - 1)
    }

    private func check(place value: Value, _ name: String, _ draft: NetworkDraft) {
        let names = draft.names
        let sites = names.sites.map { "site " + $0 }
        let known = Array(names.routers) + Array(names.segments) + names.outside + sites
        guard !known.contains(name) else { return }
        let near = nearestName(to: name, among: known)
        sink.error(
            "there is no router, LAN, outside network or site '\(shortened(name))' for something to stand at",
            at: value.position, suggestion: near)
    }

    /// The number of a cache, which exists where it is first used.
    mutating func cache(_ name: String) -> Int {
        if let index = model.caches.firstIndex(of: name) { return index }
        model.caches.append(name)
        return model.caches.count - 1
    }

    // MARK: Times

    /// The time since the start: a span, a time of day, or a time of a later day such as `1+12:00`.
    func moment(_ value: Value) -> Duration? {
        if let span = value.duration { return span }
        let text = value.text ?? ""
        let parts = text.split(separator: "+", maxSplits: 1)
        if parts.count == 2, let days = Int64(parts[0]), days >= 0, days < 32, let time = timeOfDay(String(parts[1])),
            let clock
        {
            return .seconds(days * 86_400) + time - clock
        }
        guard let time = value.timeOfDay else {
            sink.error(
                "'\(shortened(text))' is no time: write for example 90s, 10:12 or 1+10:12", at: value.position)
            return nil
        }
        guard let clock else {
            sink.error("a time of day needs 'clock' in the scenario", at: value.position)
            return nil
        }
        return time >= clock ? time - clock : time - clock + .seconds(86_400)
    }

    /// A span, or `nil` for none.
    func spanOrNone(_ value: Value?) -> Duration? { value?.text == "none" ? nil : value?.duration }

    /// A count, or `nil` for no bound.
    func countOrUnlimited(_ value: Value?, default standard: Int?) -> Int? {
        guard let value else { return standard }
        return value.text == "unlimited" ? nil : value.integer ?? standard
    }

    func share(_ value: Value?, default standard: FixedPoint) -> FixedPoint { value?.number ?? standard }
}
