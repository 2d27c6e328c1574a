/// Brings the short ways of writing things into the one long way, so that files can be merged and read simply.
///
/// Values of a wrong form are dropped; the shape checker has reported them.
struct Normalizer {
    let sink: DiagnosticSink

    func topology(_ root: Value) -> Value {
        var root = root
        root = root.changing("defaults", by: machine)
        root = root.changing("presets") { $0.mapFields(machine) }
        root = root.changing("models") { $0.mapFields(machine) }
        root = root.changing("outside") { $0.mapFields(outside) }
        root = root.changing("groups") { $0.mapFields(group) }
        root = root.changing("routers", by: routers)
        root = root.changing("links", by: links)
        return root.changing("lans") { $0.mapFields(lan) }
    }

    /// `limit: 3000` and `limit: juniper-junos`, and the same for timers, a CPU, memory and redistribution.
    func machine(_ value: Value) -> Value {
        value.changing("limit") { limit in
            guard limit.text == nil else {
                return wrapped(limit, key: limit.integer == nil ? "preset" : "maximum")
            }
            return limit.changing("redistribution") { $0.text == nil ? $0 : wrapped($0, key: "maximum") }
        }
        .changing("timers") { $0.text == nil ? $0 : wrapped($0, key: "preset") }
        .changing("cpu") { $0.text == nil ? $0 : wrapped($0, key: "preset") }
        .changing("memory") { $0.text == nil ? $0 : wrapped($0, key: "octets") }
    }

    private func outside(_ value: Value) -> Value { value.fields == nil ? wrapped(value, key: "enters") : value }

    func group(_ value: Value) -> Value {
        value.changing("originators") { list in
            Value(content: .list(list.oneOrMore.map { end($0) }), position: list.position)
        }
    }

    func routers(_ value: Value) -> Value {
        guard let items = value.items else { return value.mapFields(machine) }
        var fields: [Value.Field] = []
        var lines: [String: Int] = [:]
        for item in items {
            guard let name = item.text else { continue }
            if let line = lines.updateValue(item.position.line, forKey: name) {
                sink.error("the router '\(shortened(name))' is already on line \(line)", at: item.position)
            } else {
                let nothing = Value(content: .nothing, position: item.position)
                fields.append(Value.Field(key: name, keyPosition: item.position, value: nothing))
            }
        }
        return .mapping(fields, at: value.position)
    }

    /// Links as mappings of `name` and `link`, a list of two ends. A second link between the same
    /// routers gets a number.
    func links(_ value: Value) -> Value {
        var taken: [String: Int] = [:]
        let links = (value.items ?? []).compactMap { item -> Value? in
            guard let link = link(item), let ends = link["link"]?.items else { return nil }
            let names = ends.compactMap { $0["router"]?.text }
            guard names.count == 2, ends.count == 2 else {
                sink.error("a link joins two routers, not \(ends.count)", at: item.position)
                return nil
            }
            if let given = link["name"] {
                if let line = taken.updateValue(given.position.line, forKey: given.text ?? "") {
                    sink.error(
                        "the link '\(shortened(given.text ?? ""))' is already on line \(line)", at: given.position)
                }
                return link
            }
            let plain = names.joined(separator: " - ")
            var (name, number) = (plain, 1)
            while taken[name] != nil {
                number += 1
                name = "\(plain) (\(number))"
            }
            taken[name] = item.position.line
            return link.setting("name", to: Value(content: .scalar(name), position: item.position))
        }
        return Value(content: .list(links), position: value.position)
    }

    private func link(_ item: Value) -> Value? {
        switch item.content {
        case .list, .scalar:
            return wrapped(Value(content: .list(ends(item)), position: item.position), key: "link")
        case .mapping:
            guard let ends = item["link"].map(ends) else { return nil }
            return item.changing("link") { Value(content: .list(ends), position: $0.position) }
        case .nothing: return nil
        }
    }

    /// `[a, b]`, `a - b`, or a list of mappings.
    private func ends(_ value: Value) -> [Value] {
        guard let text = value.text else { return value.oneOrMore.map { end($0) } }
        let parts = text.unicodeScalars.split(separator: " ").map(String.init).split(separator: "-")
        return parts.map { end(Value(content: .scalar($0.joined(separator: " ")), position: value.position)) }
    }

    func lan(_ value: Value) -> Value {
        guard value.fields != nil else {
            return wrapped(
                Value(content: .list(value.oneOrMore.map { end($0) }), position: value.position), key: "members")
        }
        return value.changing("members") { members in
            let ends =
                members.fields.map { fields in
                    fields.map { field in
                        let name = Value(content: .scalar(field.key), position: field.keyPosition)
                        let base = field.value.fields == nil ? Value.mapping([], at: field.keyPosition) : field.value
                        return base.setting("router", to: name)
                    }
                } ?? members.oneOrMore.map { end($0) }
            return Value(content: .list(ends), position: members.position)
        }
    }

    private func end(_ value: Value) -> Value { value.text == nil ? value : wrapped(value, key: "router") }

    private func wrapped(_ value: Value, key: String) -> Value {
        .mapping([Value.Field(key: key, keyPosition: value.position, value: value)], at: value.position)
    }
}
