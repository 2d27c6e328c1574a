/// Applies a scenario's `change`, `add` and `remove` to the tree it builds on, in this order.
struct Overlay {
    let sink: DiagnosticSink

    func apply(_ root: Value, to base: Value) -> Value {
        var tree = base
        if let change = root["change"] { tree = apply(change: change, to: tree) }
        if let addition = root["add"] { tree = apply(addition: addition, to: tree) }
        if let removal = root["remove"] { tree = Removal(sink: sink).apply(removal, to: tree) }
        return tree.removing("change").removing("add").removing("remove")
    }

    private static let serviceSections = [
        ("services", "service"), ("sources", "source"), ("monitors", "monitor"), ("people", "person"),
    ]

    // MARK: change

    private func apply(change: Value, to base: Value) -> Value {
        let normalizer = Normalizer(sink: sink)
        var tree = base
        if let defaults = change["defaults"] {
            let old = tree["defaults"] ?? .mapping([], at: defaults.position)
            tree = tree.setting("defaults", to: old.overlaid(by: normalizer.machine(defaults)))
        }
        tree = changed(tree, "presets", change, kind: "preset", normalizer.machine)
        tree = withoutReplacedLayers(tree, change["models"])
        tree = changed(tree, "models", change, kind: "model", normalizer.machine)
        tree = changed(tree, "areas", change, kind: "area") { $0 }
        tree = changed(tree, "groups", change, kind: "group", normalizer.group)
        tree = changed(tree, "routers", change, kind: "router", normalizer.machine)
        tree = changed(tree, "outside", change, kind: "outside network") { value in
            value.fields == nil
                ? .mapping([Value.Field(key: "enters", keyPosition: value.position, value: value)], at: value.position)
                : value
        }
        tree = changed(tree, "lans", change, kind: "LAN") { $0 }
        for (section, kind) in Self.serviceSections { tree = changed(tree, section, change, kind: kind) { $0 } }
        return changedLinks(tree, change)
    }

    /// Lays the named changes over what has these names.
    private func changed(_ tree: Value, _ section: String, _ change: Value, kind: String, _ normalize: (Value) -> Value)
        -> Value
    {
        (change[section]?.fields ?? []).reduce(tree) { tree, field in
            guard let old = tree[section]?.field(field.key) else {
                missing(kind, field, among: tree[section]?.fields?.map(\.key) ?? [])
                return tree
            }
            let new =
                section == "lans"
                ? changedSegment(old.value, field.value) : old.value.overlaid(by: normalize(field.value))
            return tree.changing(section) { $0.setting(field.key, to: new, keyPosition: old.keyPosition) }
        }
    }

    /// A model that gets another preset keeps nothing of the limit and the timers that it had, where the preset has its own.
    private func withoutReplacedLayers(_ tree: Value, _ models: Value?) -> Value {
        let renewed = (models?.fields ?? []).filter { $0.value["preset"] != nil }
        guard !renewed.isEmpty else { return tree }
        // What is wrong with the file's own presets is reported when the network is built.
        let silence = DiagnosticSink()
        for path in sink.paths { _ = silence.addFile(path: path) }
        let presets = Preset.all + PresetReader(known: Preset.all, sink: silence).read(tree["presets"])
        return renewed.reduce(tree) { tree, field in
            let preset = presets.first { $0.name == field.value["preset"]?.text }
            let replaced = [preset?.limit.map { _ in "limit" }, preset?.timers.map { _ in "timers" }].compactMap { $0 }
            return tree.changing("models") { models in
                models.changing(field.key) { model in replaced.reduce(model) { $0.removing($1) } }
            }
        }
    }

    private func missing(_ kind: String, _ field: Value.Field, among names: [String]) {
        let near = nearestName(to: field.key, among: names)
        sink.error("there is no \(kind) '\(shortened(field.key))' to change", at: field.keyPosition, suggestion: near)
    }

    private func changedLinks(_ tree: Value, _ change: Value) -> Value {
        (change["links"]?.fields ?? []).reduce(tree) { tree, field in
            var links = tree["links"]?.items ?? []
            guard let place = links.firstIndex(where: { $0["name"]?.text == field.key }) else {
                missing("link", field, among: links.compactMap { $0["name"]?.text })
                return tree
            }
            links[place] = links[place].overlaid(by: field.value)
            return tree.changing("links") { Value(content: .list(links), position: $0.position) }
        }
    }

    /// Members of a LAN are changed one by one.
    private func changedSegment(_ old: Value, _ change: Value) -> Value {
        let merged = old.overlaid(by: change.removing("members"))
        return (change["members"]?.fields ?? []).reduce(merged) { lan, field in
            var members = lan["members"]?.items ?? []
            guard let place = members.firstIndex(where: { $0["router"]?.text == field.key }) else {
                missing("member", field, among: members.compactMap { $0["router"]?.text })
                return lan
            }
            members[place] = members[place].overlaid(by: field.value)
            return lan.changing("members") { Value(content: .list(members), position: $0.position) }
        }
    }

    // MARK: add

    private func apply(addition: Value, to base: Value) -> Value {
        let addition = Normalizer(sink: sink).topology(addition)
        var tree = base
        for section in ["presets", "models", "outside", "groups", "routers", "lans"] + Self.serviceSections.map(\.0) {
            for field in addition[section]?.fields ?? [] {
                let old = tree[section] ?? .mapping([], at: field.keyPosition)
                if let taken = old.field(field.key) {
                    let message =
                        "'\(shortened(field.key))' already exists (\(sink.shortName(of: taken.keyPosition))); use 'change'"
                    sink.error(message, at: field.keyPosition)
                } else {
                    tree = tree.setting(
                        section, to: old.setting(field.key, to: field.value, keyPosition: field.keyPosition))
                }
            }
        }
        for section in ["links", "timeline", "probes", "expect", "watch"] {
            guard let more = addition[section], let items = more.items else { continue }
            let all = Value(
                content: .list((tree[section]?.items ?? []) + items), position: tree[section]?.position ?? more.position
            )
            // Links are named again as a whole: an added one may be the second between its routers.
            tree = tree.setting(section, to: section == "links" ? renamedLinks(all) : all)
        }
        return tree
    }

    private func renamedLinks(_ links: Value) -> Value {
        let unnamed = (links.items ?? []).map { link -> Value in
            let isGiven = link["name"].map { $0.position != link.position } ?? false
            return isGiven ? link : link.removing("name")
        }
        return Normalizer(sink: sink).links(Value(content: .list(unnamed), position: links.position))
    }
}
