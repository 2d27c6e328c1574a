/// Applies a scenario's `remove`.
struct Removal {
    let sink: DiagnosticSink

    func apply(_ removal: Value, to base: Value) -> Value {
        var tree = base
        for name in removal["routers"]?.oneOrMore ?? [] { tree = withoutRouter(name, tree) }
        for (section, kind) in [("lans", "LAN"), ("groups", "group")] {
            for name in removal[section]?.oneOrMore ?? [] { tree = without(name, in: section, kind: kind, tree) }
        }
        tree = withoutItems(removal["links"], in: "links", key: "name", kind: "link", tree)
        tree = withoutItems(removal["timeline"], in: "timeline", key: "label", kind: "entry labeled", tree)
        let before = tree
        tree = withoutItems(removal["probes"], in: "probes", key: "name", kind: "probe", tree)
        if before != tree {
            tree = withoutExpectations(about: removal["probes"]?.oneOrMore.compactMap(\.text) ?? [], tree)
        }
        return tree
    }

    private func without(_ name: Value, in section: String, kind: String, _ tree: Value) -> Value {
        guard let text = name.text else { return tree }
        guard tree[section]?.field(text) != nil else {
            missing(kind, name, among: tree[section]?.fields?.map(\.key) ?? [])
            return tree
        }
        return tree.changing(section) { $0.removing(text) }
    }

    private func withoutItems(_ names: Value?, in section: String, key: String, kind: String, _ tree: Value) -> Value {
        (names?.oneOrMore ?? []).reduce(tree) { tree, name in
            let items = tree[section]?.items ?? []
            guard items.contains(where: { $0[key]?.text == name.text }) else {
                missing(kind, name, among: items.compactMap { $0[key]?.text })
                return tree
            }
            return tree.changing(section) { list in
                Value(content: .list(items.filter { $0[key]?.text != name.text }), position: list.position)
            }
        }
    }

    private func withoutExpectations(about probes: [String], _ tree: Value) -> Value {
        tree.changing("expect") { list in
            let kept = (list.items ?? []).filter { rule in !(rule["probe"]?.text.map(probes.contains) ?? false) }
            return Value(content: .list(kept), position: list.position)
        }
    }

    /// A router goes with its links and with its places on LANs, in groups and at the edge.
    private func withoutRouter(_ name: Value, _ tree: Value) -> Value {
        guard let text = name.text, tree["routers"]?.field(text) != nil else {
            missing("router", name, among: tree["routers"]?.fields?.map(\.key) ?? [])
            return tree
        }
        func others(_ list: Value) -> Value {
            Value(content: .list((list.items ?? []).filter { $0["router"]?.text != text }), position: list.position)
        }
        return tree.changing("routers") { $0.removing(text) }
            .changing("links") { links in
                let kept = (links.items ?? []).filter { link in
                    !(link["link"]?.items ?? []).contains { $0["router"]?.text == text }
                }
                return Value(content: .list(kept), position: links.position)
            }
            .changing("lans") { $0.mapFields { lan in lan.changing("members", by: others) } }
            .changing("groups") { $0.mapFields { group in group.changing("originators", by: others) } }
            .changing("outside") { outside in
                outside.mapFields { network in
                    network.changing("enters") { enters in
                        Value(content: .list(enters.oneOrMore.filter { $0.text != text }), position: enters.position)
                    }
                }
            }
    }

    private func missing(_ kind: String, _ name: Value, among names: [String]) {
        let near = name.text.flatMap { nearestName(to: $0, among: names) }
        sink.error("there is no \(kind) '\(shortened(name.text ?? ""))' to remove", at: name.position, suggestion: near)
    }
}
