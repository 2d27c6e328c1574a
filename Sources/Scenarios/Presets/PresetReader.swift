import OSPF

/// Reads presets: those of the program, and those that a topology adds to them.
struct PresetReader {
    /// The presets that these may start from, and whose names they may not take.
    let known: [Preset]
    let sink: DiagnosticSink

    /// The presets of a mapping by name, in its order. Each may start from any other, as long as none starts from itself.
    func read(_ table: Value?) -> [Preset] {
        let fields = table?.fields ?? []
        var read: [String: Preset] = [:]
        for field in fields where known.contains(where: { $0.name == field.key }) || field.key == "none" {
            sink.error(
                "'\(shortened(field.key))' is a preset of the program; choose another name", at: field.keyPosition)
        }
        for field in fields { _ = preset(field, among: fields, &read, open: []) }
        return fields.compactMap { read[$0.key] }
    }

    /// How many presets may stand between one and the first that it starts from.
    private static let depthLimit = 100

    private func preset(
        _ field: Value.Field, among fields: [Value.Field], _ read: inout [String: Preset], open: [String]
    ) -> Preset {
        if let preset = read[field.key] { return preset }
        let base = field.value["extends"].flatMap {
            start($0, of: field, among: fields, &read, open: open + [field.key])
        }
        let reader = MachineReader(presets: known, sink: sink)
        var settings = MachineSettings()
        if let limit = base?.limit { settings.limit = limit }
        if let timers = base?.timers { settings.timers = timers }
        reader.apply(limit: field.value["limit"], to: &settings.limit)
        reader.apply(timers: field.value["timers"], to: &settings.timers)
        func texts(_ key: String) -> [String] { field.value[key]?.oneOrMore.compactMap(\.text) ?? [] }
        let preset = Preset(
            name: field.key, summary: field.value["summary"]?.text ?? base?.summary ?? "", base: base?.name,
            limit: field.value["limit"] == nil ? base?.limit : settings.limit,
            timers: field.value["timers"] == nil ? base?.timers : settings.timers,
            sources: texts("sources") + (base?.sources ?? []),
            unconfirmed: texts("unconfirmed") + (base?.unconfirmed ?? []))
        read[field.key] = preset
        return preset
    }

    private func start(
        _ value: Value, of field: Value.Field, among fields: [Value.Field], _ read: inout [String: Preset],
        open: [String]
    ) -> Preset? {
        guard let name = value.text else { return nil }
        if open.contains(name) {
            sink.error("the preset '\(shortened(name))' extends itself", at: value.position)
            return nil
        }
        guard open.count < Self.depthLimit else {
            sink.error("presets extend each other more than \(Self.depthLimit) deep", at: value.position)
            return nil
        }
        if let next = fields.first(where: { $0.key == name }) { return preset(next, among: fields, &read, open: open) }
        if let preset = known.first(where: { $0.name == name }) { return preset }
        let near = nearestName(to: name, among: known.map(\.name) + fields.map(\.key).filter { $0 != field.key })
        sink.error("there is no preset '\(shortened(name))'", at: value.position, suggestion: near)
        return nil
    }
}
