import NetworkPrimitives
import Services

/// Reads what is expected of services.
struct ServiceExpectationReader {
    let services: ServiceReader
    let sink: DiagnosticSink

    /// What an expectation can be about.
    static let subjects = [
        "source", "service", "lane", "metric", "monitor", "cache", "log", "submission", "breakers", "connections",
    ]
    private static let metrics = ["queue", "busy", "workers", "stuck", "old", "conns"]

    static func isMeant(_ item: Value) -> Bool { subjects.contains { item[$0] != nil } }

    func read(_ list: Value?) -> [ServiceExpectation] {
        (list?.items ?? []).filter { Self.isMeant($0) }.flatMap { rules(of: $0) }
    }

    private func rules(of item: Value) -> [ServiceExpectation] {
        let fields = item.fields ?? []
        let named = fields.filter { Self.subjects.contains($0.key) }
        if named.count > 1 {
            sink.error("'\(named[0].key)' and '\(named[1].key)' exclude each other", at: named[1].keyPosition)
        }
        let text = fields.map { "\($0.key): \($0.value.text ?? "")" }.joined(separator: ", ")
        let location = sink.shortName(of: item.position)
        let seeds = item["seeds"]?.integer ?? 1
        let statements = fields.filter { isStatement($0.key, about: named[0].key) }
        if statements.isEmpty {
            sink.error("this rule states nothing: it needs a figure, such as 'mean' or 'queue'", at: item.position)
        }
        return statements.compactMap { statement in
            rule(statement, subject: named[0], of: item).map {
                ServiceExpectation($0, seeds: seeds, text: text, location: location)
            }
        }
    }

    private func isStatement(_ key: String, about subject: String) -> Bool {
        if key == "value" || key == subject { return key == "value" }
        if key == "at" || ["from", "to", "by", "after", "level", "seeds"].contains(key) { return false }
        return ServiceFigure.Name(rawValue: key) != nil || Self.metrics.contains(key)
    }

    private func rule(_ statement: Value.Field, subject: Value.Field, of item: Value) -> ServiceExpectation.Rule? {
        guard let bound = bound(statement.value) else { return nil }
        if subject.key == "service" { return serviceRule(statement, subject, bound, of: item) }
        guard let about = self.subject(subject) else { return nil }
        let name = statement.key == "value" ? ServiceFigure.Name.at : ServiceFigure.Name(rawValue: statement.key)
        guard let name else {
            sink.error("'\(statement.key)' is no figure of '\(subject.key)'", at: statement.keyPosition)
            return nil
        }
        var figure = ServiceFigure(about, name)
        figure.at = item["at"].flatMap { services.moment($0) }
        figure.from = (item["from"] ?? item["after"]).flatMap { services.moment($0) }
        figure.to = item["to"].flatMap { services.moment($0) }
        figure.level = item["level"]?.number
        if name == .at, figure.at == nil {
            sink.error("'value' needs 'at': the moment at which the metric is read", at: statement.keyPosition)
        }
        return .figure(figure, bound)
    }

    /// `service: deploy, queue: below 20, by: 10:45`.
    private func serviceRule(
        _ statement: Value.Field, _ subject: Value.Field, _ bound: ServiceExpectation.Bound, of item: Value
    ) -> ServiceExpectation.Rule? {
        guard Self.metrics.contains(statement.key) else {
            sink.error(
                "'\(statement.key)' is no metric of a service: write one of \(Self.metrics.joined(separator: ", "))",
                at: statement.keyPosition, suggestion: nearestName(to: statement.key, among: Self.metrics))
            return nil
        }
        let words = "\(statement.key) \(subject.value.text ?? "")"
        guard let metric = services.metric(Value(content: .scalar(words), position: subject.value.position)) else {
            return nil
        }
        if case .near = bound {
            guard let at = item["at"].flatMap({ services.moment($0) }) else {
                sink.error(
                    "a value needs 'at'; from a moment on, write 'below' or 'above'", at: statement.value.position)
                return nil
            }
            var figure = ServiceFigure(.metric(metric), .at)
            figure.at = at
            return .figure(figure, bound)
        }
        let start = item["by"].flatMap { services.moment($0) } ?? .zero
        return .from(metric, start, bound)
    }

    private func subject(_ field: Value.Field) -> ServiceFigure.Subject? {
        let value = field.value
        switch field.key {
        case "source": return services.source(value).map { .source($0) }
        case "monitor": return services.monitor(value).map { .monitor($0) }
        case "metric": return services.metric(value).map { .metric($0) }
        case "connections": return services.service(value).map { .connections($0) }
        case "submission": return .submission(value.text ?? "")
        case "log": return .log(value.line ?? "")
        case "breakers": return .breakers
        case "cache":
            if let cache = services.model.caches.firstIndex(of: value.text ?? "") { return .cache(cache) }
            let _: Int? = services.missing("cache", value, among: services.model.caches)
            return nil
        default: return lane(value)
        }
    }

    /// `s/main`, or the only lane of `s`.
    private func lane(_ value: Value) -> ServiceFigure.Subject? {
        let text = value.text ?? ""
        let known = services.model.services
        for service in known.indices {
            for (lane, definition) in known[service].lanes.enumerated()
            where text == "\(known[service].name)/\(definition.name)" || (text == known[service].name && lane == 0) {
                return .lane(service, lane: lane)
            }
        }
        if let monitor = services.model.monitors.firstIndex(where: { text == $0.name || text == "\($0.name)/main" }) {
            return .monitorLane(monitor)
        }
        let names = known.flatMap { service in service.lanes.map { "\(service.name)/\($0.name)" } }
        let _: Int? = services.missing("lane", value, among: names)
        return nil
    }

    // MARK: Values

    /// `3.2 +- 0.2`, `3`, `below 20`, `at least 95%`, `never`; seconds may be written as spans.
    private func bound(_ value: Value) -> ServiceExpectation.Bound? {
        let text = value.text ?? ""
        if text == "never" { return .never }
        let words: [(String, (FixedPoint) -> ServiceExpectation.Bound)] = [
            ("below ", { .below($0) }), ("at most ", { .atMost($0) }), ("above ", { .above($0) }),
            ("at least ", { .atLeast($0) }),
        ]
        for (word, make) in words where text.hasPrefix(word) {
            if let number = number(text.dropFirst(word.count)) { return make(number) }
        }
        let parts = text.split(separator: "+-", maxSplits: 1)
        if let first = parts.first, let wanted = number(first),
            let tolerance = parts.count == 1 ? .zero : number(parts[1])
        {
            return .near(wanted, tolerance: tolerance)
        }
        sink.error(
            "an expected figure must be such as '3.2 +- 0.2', 'below 20', 'at least 95%' or 'never', not \(value.kindOfContent)",
            at: value.position)
        return nil
    }

    private func number(_ text: some StringProtocol) -> FixedPoint? {
        let plain = text.split(separator: " ").joined()
        if let number = FixedPoint(plain) { return number }
        return Duration(plain).map { FixedPoint($0) }
    }
}
