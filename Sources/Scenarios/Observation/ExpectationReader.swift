import Analysis
import NetworkPrimitives

/// Reads `expect`: each rule becomes one expectation for each statement that it makes.
struct ExpectationReader {
    let draft: NetworkDraft
    let probes: [Probe]
    let sink: DiagnosticSink

    private static let aboutProbes = ["lost", "dark", "delivered"]
    private static let aboutRouters = ["isolated", "database", "rejected"]

    func read(_ list: Value?) -> [Expectation] {
        (list?.items ?? []).flatMap { item -> [Expectation] in
            guard let fields = item.fields, !ServiceExpectationReader.isMeant(item) else { return [] }
            let text = fields.map { "\($0.key): \(words($0.value))" }.joined(separator: ", ")
            let location = sink.shortName(of: item.position)
            if item["route"] != nil || item["all-routes"] != nil {
                return RouteExpectationReader(draft: draft, sink: sink).rules(of: item)
                    .map { Expectation($0, text: text, location: location) }
            }
            if fields.contains(where: { StateExpectationReader.keys.contains($0.key) }) {
                return StateExpectationReader(draft: draft, sink: sink).rules(of: item)
                    .map { Expectation($0, text: text, location: location) }
            }
            let statements = fields.filter { (Self.aboutProbes + Self.aboutRouters).contains($0.key) }
            guard !statements.isEmpty else {
                sink.error(
                    "this rule states nothing: it needs 'lost', 'dark', 'delivered', 'isolated', 'database', 'rejected', 'route', 'neighbor', 'lsa', 'designated-router-of' or 'translates'",
                    at: item.position)
                return []
            }
            return statements.flatMap { statement in
                rules(statement, of: item).map { Expectation($0, text: text, location: location) }
            }
        }
    }

    private func words(_ value: Value) -> String {
        value.items.map { "[" + $0.compactMap(\.text).joined(separator: ", ") + "]" } ?? value.text ?? ""
    }

    private func rules(_ statement: Value.Field, of item: Value) -> [Expectation.Rule] {
        if Self.aboutProbes.contains(statement.key) {
            return probeNames(item, statement).compactMap { rule(statement, probe: $0) }
        }
        guard item["routers"] != nil else {
            return rule(statement, routers: Array(draft.names.routers.indices)).map { [$0] } ?? []
        }
        let routers = NameResolver(names: draft.names, sink: sink).routers(item["routers"])
        return routers.isEmpty ? [] : rule(statement, routers: routers).map { [$0] } ?? []
    }

    private func probeNames(_ item: Value, _ statement: Value.Field) -> [String] {
        guard let probe = item["probe"], let name = probe.text else {
            sink.error("'\(statement.key)' needs 'probe'", at: statement.keyPosition)
            return []
        }
        if name == "every probe" {
            if probes.isEmpty { sink.error("there are no probes, so that nothing is measured", at: probe.position) }
            return probes.map(\.name)
        }
        if probes.contains(where: { $0.name == name }) { return [name] }
        let near = nearestName(to: name, among: probes.map(\.name))
        sink.error("there is no probe '\(shortened(name))'", at: probe.position, suggestion: near)
        return []
    }

    private func rule(_ statement: Value.Field, probe: String) -> Expectation.Rule? {
        guard statement.key != "delivered" else { return .delivered(probe: probe) }
        guard let (comparison, value) = comparison(statement, example: "below 30s"), let limit = value.duration else {
            return wrong(statement, example: "below 30s")
        }
        return statement.key == "lost" ? .lost(probe: probe, comparison, limit) : .dark(probe: probe, comparison, limit)
    }

    private func rule(_ statement: Value.Field, routers: [RouterIndex]) -> Expectation.Rule? {
        let example = statement.key == "database" ? "below 80% of limit" : "at most 3"
        guard let (comparison, value) = comparison(statement, example: example) else {
            return wrong(statement, example: example)
        }
        if statement.key == "database", let text = value.text, text.hasSuffix("% of limit") {
            let number = Value(content: .scalar(String(text.dropLast(" of limit".count))), position: value.position)
            guard let percent = number.percent else { return wrong(statement, example: example) }
            return .databaseShare(routers: routers, comparison, percent: percent)
        }
        guard let count = value.integer, count >= 0 else { return wrong(statement, example: example) }
        switch statement.key {
        case "isolated": return .isolated(routers: routers, comparison, count)
        case "rejected": return .rejected(routers: routers, comparison, count)
        default: return .databaseSize(routers: routers, comparison, count)
        }
    }

    private func wrong(_ statement: Value.Field, example: String) -> Expectation.Rule? {
        guard statement.value.text != nil else { return nil }
        sink.error(
            "'\(statement.key)' must be a comparison such as '\(example)', not \(statement.value.kindOfContent)",
            at: statement.value.position)
        return nil
    }

    private static let comparisons: [(words: String, Expectation.Comparison)] = [
        ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("<", .less), (">", .greater), ("below ", .less),
        ("above ", .greater),
        ("at most ", .lessOrEqual), ("at least ", .greaterOrEqual), ("more than ", .greater), ("less than ", .less),
    ]

    /// A comparison and what follows it. `never`, `none` and `nothing` are "at most zero".
    private func comparison(_ statement: Value.Field, example: String) -> (Expectation.Comparison, Value)? {
        guard let text = statement.value.text else { return nil }
        func value(_ text: String) -> Value { Value(content: .scalar(text), position: statement.value.position) }
        if ["never", "none", "nothing"].contains(text) {
            return (.lessOrEqual, value(statement.key == "lost" || statement.key == "dark" ? "0s" : "0"))
        }
        for (words, comparison) in Self.comparisons where text.hasPrefix(words) {
            let rest = text.dropFirst(words.count)
            return (comparison, value(String(rest.drop { $0 == " " })))
        }
        return nil
    }
}
