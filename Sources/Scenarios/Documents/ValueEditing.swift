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

    /// This value with `other` laid over it: mappings are merged key by key, everything else is replaced.
    func overlaid(by other: Value) -> Value {
        if isNothing { return other }
        guard fields != nil, let changes = other.fields else { return other.isNothing ? self : other }
        return changes.reduce(self) { result, change in
            let old = result.field(change.key)
            let value = old.map { $0.value.overlaid(by: change.value) } ?? change.value
            return result.setting(change.key, to: value, keyPosition: change.keyPosition)
        }
    }
}
