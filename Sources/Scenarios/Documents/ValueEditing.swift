extension Value {
    /// The same mapping with `key` set to `value`, in its old place or at the end.
    func setting(_ key: String, to value: Value, keyPosition: Position? = nil) -> Value {
        guard var fields else { return self }
        let field = Field(key: key, keyPosition: keyPosition ?? value.position, value: value)
        if let place = fields.firstIndex(where: { $0.key == key }) {
            fields[place] = field
        } else {
            fields.append(field)
        }
        return .mapping(fields, at: position)
    }

    func removing(_ key: String) -> Value {
        guard let fields else { return self }
        return .mapping(fields.filter { $0.key != key }, at: position)
    }

    /// The same mapping with the value of `key` replaced by what `transform` makes of it; unchanged where it has none.
    func changing(_ key: String, by transform: (Value) -> Value) -> Value {
        guard let field = field(key) else { return self }
        return setting(key, to: transform(field.value), keyPosition: field.keyPosition)
    }

    /// Every named value replaced by what `transform` makes of it.
    func mapFields(_ transform: (Value) -> Value) -> Value {
        guard let fields else { return self }
        return .mapping(
            fields.map { Field(key: $0.key, keyPosition: $0.keyPosition, value: transform($0.value)) }, at: position)
    }

    /// This value with `other` laid over it: mappings are merged key by key, everything else is replaced. As with the
    /// layers of one file, what stood before an own start of `other` no longer applies: a preset, a throttle of another
    /// shape, a key that says the same in another way.
    func overlaid(by other: Value) -> Value {
        if isNothing { return other }
        guard fields != nil, let changes = other.fields else { return other.isNothing ? self : other }
        return changes.reduce(self) { result, change in
            let old = result.field(change.key).flatMap { $0.value.isReplaced(by: change) ? nil : $0.value }
            let superseded = Self.superseded[change.key]?.filter { other[$0] == nil } ?? []
            return superseded.reduce(result) { $0.removing($1) }
                .setting(
                    change.key, to: old?.overlaid(by: change.value) ?? change.value, keyPosition: change.keyPosition)
        }
    }

    private func isReplaced(by change: Field) -> Bool {
        switch change.key {
        case "limit", "timers", "cpu": change.value["preset"] != nil
        case "spf": change.value["throttle"].map { $0.text != self["throttle"]?.text ?? "exponential" } ?? false
        default: false
        }
    }

    /// Keys that cannot stand beside another, or yield to it.
    private static let superseded = [
        "min-ls-interval": ["lsa-throttle"], "prefixes": ["base", "count"], "base": ["prefixes"],
        "key": ["key-chain"], "key-chain": ["key"],
    ]
}
