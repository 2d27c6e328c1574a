import NetworkPrimitives

/// Turns a case of services, a model with the figures that are known of it, into a scenario file.
///
/// A case counts seconds without a unit; a scenario writes the unit. Its figures become expectations.
struct ServiceCaseWriter {
    let root: Value
    let sink: DiagnosticSink

    /// Keys of a case whose numbers are seconds.
    private static let spans: Set<String> = [
        "duration", "warmup", "bucket", "at", "think", "timeout", "first", "max", "open", "every", "phase", "work",
        "alert-work", "alert-delay", "repeat", "lasting", "after", "again", "reaction", "look", "delay", "period",
        "lifetime", "idle", "max-wait", "peer-forgets", "give-up", "ttl", "patience", "exp", "median", "mean",
        "older-than", "time", "old-before", "drop-expired", "uniform", "from",
    ]

    func text() -> String? {
        guard let model = root["model"], model.fields != nil else {
            sink.error("a case of services needs 'model'", at: root.position)
            return nil
        }
        var yaml = SectionedYAML()
        yaml.entry("name", FlowYAML(root["name"]?.line ?? model["name"]?.line ?? "case"))
        let words = [root["title"]?.line, root["why"]?.line].compactMap { $0 }.filter { !$0.isEmpty }
        if !words.isEmpty { yaml.entry("description", FlowYAML(words.joined(separator: "; "))) }
        for key in ["seed", "weekday"] { model[key].map { yaml.entry(key, plain($0)) } }
        for key in ["clock", "duration", "warmup", "bucket", "old-before"] {
            model[key].map { yaml.entry(key, converted($0, key: key)) }
        }
        network(model, &yaml)
        for section in ["services", "sources", "monitors", "people"] { mapping(section, model, &yaml) }
        yaml.list("timeline", (model["timeline"]?.items ?? []).map { entry($0) })
        yaml.list("watch", (model["watch"]?.items ?? []).map(plain))
        yaml.list("expect", (root["expect"]?.items ?? []).compactMap { expectation($0) })
        return yaml.text
    }

    private func mapping(_ section: String, _ model: Value, _ yaml: inout SectionedYAML) {
        let fields = model[section]?.fields ?? []
        yaml.mapping(section, fields.map { ($0.key, converted($0.value, key: $0.key)) })
    }

    private func network(_ model: Value, _ yaml: inout SectionedYAML) {
        guard let network = model["network"] else { return }
        let losses = (network["lost"]?.items ?? []).map { loss -> FlowYAML in
            .mapping(
                (loss.fields ?? []).map { field in
                    (field.key, field.key == "between" ? plain(field.value) : time(field.value))
                })
        }
        yaml.mapping(
            "ideal-network",
            [("delay", time(network["delay"] ?? zero)), ("lost", .list(losses))])
    }

    private var zero: Value { Value(content: .scalar("0s"), position: root.position) }

    // MARK: Values

    private func plain(_ value: Value) -> FlowYAML {
        switch value.content {
        case .scalar(let text): scalar(text)
        case .nothing: .text("~")
        case .list(let items): .list(items.map(plain))
        case .mapping(let fields): .mapping(fields.map { ($0.key, plain($0.value)) })
        }
    }

    private func scalar(_ text: String) -> FlowYAML {
        switch text {
        case "true": .truth(true)
        case "false": .truth(false)
        default: .text(text)
        }
    }

    /// A number of seconds as a span; anything else as it is.
    private func time(_ value: Value) -> FlowYAML {
        guard let text = value.text, Double(text) != nil else { return plain(value) }
        return .text(Self.span(text))
    }

    /// `100` becomes `100s`, `1e-06` becomes `0.000001s`.
    static func span(_ number: String) -> String {
        if !number.contains("e"), !number.contains("E") { return "\(trimmed(number))s" }
        let nanoseconds = Int64(((Double(number) ?? 0) * 1e9).rounded())
        return "\(Duration(nanoseconds: nanoseconds))"
    }

    /// Without more than nine decimals.
    private static func trimmed(_ number: String) -> String {
        guard let point = number.firstIndex(of: ".") else { return number }
        let decimals = number[number.index(after: point)...].prefix(9)
        return decimals.allSatisfy { $0 == "0" } ? String(number[..<point]) : "\(number[..<point]).\(decimals)"
    }

    private func converted(_ value: Value, key: String, within parent: String = "") -> FlowYAML {
        switch value.content {
        case .scalar:
            if parent == "connect" || parent == "autoscale", key == "max" { return plain(value) }
            if key == "rate" || parent == "rate" { return number(value) }
            if key == "drop-expired", value.boolean != nil { return plain(value) }
            return Self.spans.contains(key) ? time(value) : plain(value)
        case .nothing: return .text("~")
        case .list(let items):
            if key == "rate" { return .list(items.map(ratePoint)) }
            if key == "hyper" { return .list(items.map(branch)) }
            if key == "erlang", items.count == 2 { return .list([plain(items[0]), time(items[1])]) }
            if key == "lognormal", items.count == 2 { return .list([time(items[0]), plain(items[1])]) }
            if key == "do" || key == "alert" { return .list(items.map { converted($0, key: "", within: key) }) }
            return .list(items.map { converted($0, key: key, within: parent) })
        case .mapping(let fields):
            // Nothing is the same as no key, but where it is all there is to say.
            let said = fields.filter { !$0.value.isNothing || ["note", "release", "reply"].contains($0.key) }
            return .mapping(said.map { ($0.key == "k" ? "stages" : $0.key, field($0, in: value, of: key)) })
        }
    }

    /// In sources and pages `from` is a place, and so is `at` of services, monitors and people.
    private func field(_ field: Value.Field, in value: Value, of key: String) -> FlowYAML {
        if field.key == "from" || field.key == "at", field.value.text.map({ Double($0) == nil }) ?? false {
            return plain(field.value)
        }
        if field.key == "note" { return field.value.text.map { .text($0) } ?? .text("~") }
        return converted(field.value, key: field.key, within: key)
    }

    private func ratePoint(_ value: Value) -> FlowYAML {
        guard let pair = value.items, pair.count == 2 else { return plain(value) }
        return .list([time(pair[0]), number(pair[1])])
    }

    /// Without an exponent.
    private func number(_ value: Value) -> FlowYAML {
        guard let text = value.text, Double(text) != nil else { return plain(value) }
        return .text(Self.number(text))
    }

    private func branch(_ value: Value) -> FlowYAML {
        guard let pair = value.items, pair.count == 2 else { return plain(value) }
        return .list([plain(pair[0]), time(pair[1])])
    }

    private func entry(_ value: Value) -> FlowYAML {
        .mapping(
            (value.fields ?? []).map { field in
                (field.key, field.key == "at" ? time(field.value) : converted(field.value, key: field.key))
            })
    }

    // MARK: Figures

    private func expectation(_ value: Value) -> FlowYAML? {
        guard let of = value["of"]?.text, let figure = value["figure"]?.text, let wanted = value["value"]?.text else {
            sink.error("a figure needs 'of', 'figure' and 'value'", at: value.position)
            return nil
        }
        if of == "counts" { return count(figure, wanted, value) }
        var fields: [(key: String, value: FlowYAML?)] = [subject(of)]
        let tolerance = value["tolerance"]?.text ?? "0"
        let bound = wanted == "never" ? "never" : "\(Self.number(wanted)) +- \(Self.number(tolerance))"
        fields.append((figure == "at" ? "value" : figure, .text(bound)))
        for key in ["at", "from", "to", "after"] { fields.append((key, value[key].map { time($0) })) }
        fields.append(("level", value["level"].map(plain)))
        fields.append(("seeds", root["seeds"].map(plain)))
        return .mapping(fields)
    }

    /// `s connections opened` are the connections to s.
    private func count(_ figure: String, _ wanted: String, _ value: Value) -> FlowYAML? {
        let ending = " connections opened"
        guard figure.hasSuffix(ending) else {
            sink.error("'\(shortened(figure))' is no count that a scenario can expect", at: value.position)
            return nil
        }
        let tolerance = Self.number(value["tolerance"]?.text ?? "0")
        return .mapping([
            ("connections", .text(String(figure.dropLast(ending.count)))),
            ("opened", .text("\(Self.number(wanted)) +- \(tolerance)")), ("seeds", root["seeds"].map(plain)),
        ])
    }

    /// `source a` is a source, `s connections opened` of `counts` are connections, and so on.
    private func subject(_ of: String) -> (key: String, value: FlowYAML?) {
        for kind in ["source", "lane", "metric", "monitor", "cache", "log"] where of.hasPrefix(kind + " ") {
            return (kind, .text(String(of.dropFirst(kind.count + 1))))
        }
        if of.hasPrefix("source-like submit ") {
            return ("submission", .text(String(of.dropFirst("source-like submit ".count))))
        }
        return of == "breakers" ? ("breakers", .text("all")) : ("log", .text(of))
    }

    /// Nine decimals at the most.
    static func number(_ text: String) -> String {
        if text.contains("e") || text.contains("E") {
            let billionths = Int64(((Double(text) ?? 0) * 1e9).rounded())
            let (whole, part) = billionths.quotientAndRemainder(dividingBy: 1_000_000_000)
            return "\(whole).\(String(part + 1_000_000_000).dropFirst())"
        }
        return trimmed(text)
    }
}
