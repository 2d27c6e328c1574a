import NetworkPrimitives

/// Compares values with shapes and reports every difference.
struct ShapeChecker {
    let sink: DiagnosticSink

    /// Whether `value` has the shape. `label` names it in messages, such as `cost`.
    @discardableResult
    func check(_ value: Value, is shape: Shape, label: String) -> Bool {
        switch shape {
        case .optional(let inner): value.isNothing || check(value, is: inner, label: label)
        case .either(let shapes): check(value, isOneOf: shapes, whole: shape, label: label)
        case .record(let record): checkRecord(value, record, label: label)
        case .map(let item): checkMap(value, of: item, label: label)
        case .list(let item): checkList(value, of: item, whole: shape, label: label)
        default: checkScalar(value, is: shape, label: label)
        }
    }

    private func expected(_ shape: Shape, _ value: Value, label: String) -> Bool {
        sink.error("\(label) must be \(shape.expectation), not \(value.kindOfContent)", at: value.position)
        return false
    }

    private func check(_ value: Value, isOneOf shapes: [Shape], whole: Shape, label: String) -> Bool {
        let fitting = shapes.filter { $0.fitsForm(of: value) }
        // Of several alternatives of one form, any may hold; what is wrong is reported for all together.
        if fitting.count == 1 { return check(value, is: fitting[0], label: label) }
        for shape in fitting
        where ShapeChecker(sink: DiagnosticSink.scratch(like: sink)).check(value, is: shape, label: label) {
            return true
        }
        let words = shapes.flatMap { shape -> [String] in if case .word(let words) = shape { words } else { [] } }
        if let text = value.text, let near = nearestWord(to: text, among: words) {
            sink.error(
                "\(label) must be \(whole.expectation), not \(value.kindOfContent)", at: value.position,
                suggestion: near)
            return false
        }
        return expected(whole, value, label: label)
    }

    private func checkRecord(_ value: Value, _ record: Record, label: String) -> Bool {
        guard let fields = value.fields else { return expected(.record(record), value, label: label) }
        var isRight = true
        for field in fields {
            if let key = record.key(field.key) {
                if !check(field.value, is: key.shape, label: "'\(key.name)'") { isRight = false }
            } else if let message = UnmodeledFeature.message(for: field.key) {
                sink.error(message, at: field.keyPosition)
                isRight = false
            } else {
                let near = nearestWord(to: field.key, among: record.keys.map(\.name))
                let message = "unknown key '\(shortened(field.key))' in \(record.summary)"
                sink.error(message, at: field.keyPosition, suggestion: near)
                isRight = false
            }
        }
        for key in record.keys where key.isRequired && value.field(key.name) == nil {
            sink.error("\(record.summary) needs '\(key.name)': \(key.shape.expectation)", at: value.position)
            isRight = false
        }
        return isRight
    }

    private func checkMap(_ value: Value, of item: Shape, label: String) -> Bool {
        guard let fields = value.fields else { return expected(.map(of: item), value, label: label) }
        var isRight = true
        for field in fields {
            if let problem = problem(ofName: field.key) {
                sink.error("a name in \(label) \(problem)", at: field.keyPosition)
                isRight = false
            }
            if !check(field.value, is: item, label: "'\(shortened(field.key))'") { isRight = false }
        }
        return isRight
    }

    private func checkList(_ value: Value, of item: Shape, whole: Shape, label: String) -> Bool {
        guard let items = value.items else { return expected(whole, value, label: label) }
        return items.reduce(true) { check($1, is: item, label: "each item of \(label)") && $0 }
    }

    private func checkScalar(_ value: Value, is shape: Shape, label: String) -> Bool {
        guard let text = value.text else { return expected(shape, value, label: label) }
        switch shape {
        case .name:
            guard let problem = problem(ofName: text) else { return true }
            sink.error("\(label) \(problem)", at: value.position)
            return false
        case .integer(let range): return checkInteger(value, text, range, shape, label)
        case .prefix where !value.reads(as: shape):
            // The address of a host in it, where the network's own is wanted.
            let network = value.interfaceAddress.flatMap { given in
                given.length.map { "\(IPv4Prefix(given.address, length: $0))" }
            }
            let message = "\(label) must be \(shape.expectation), not \(value.kindOfContent)"
            sink.error(message, at: value.position, suggestion: network)
            return false
        case .duration(let range, let wholeSeconds):
            return checkDuration(value, range, wholeSeconds: wholeSeconds, shape, label)
        case .octets(let range):
            guard let octets = value.octets else { return expected(shape, value, label: label) }
            if range.contains(octets) { return true }
            sink.error(
                "\(label) must be from \(range.lowerBound) to \(range.upperBound) octets, not \(shortened(text))",
                at: value.position)
            return false
        case .word(let words):
            if words.contains(text) { return true }
            let near = nearestWord(to: text, among: words)
            sink.error(
                "\(label) must be \(shape.expectation), not \(value.kindOfContent)", at: value.position,
                suggestion: near)
            return false
        default: return value.reads(as: shape) || expected(shape, value, label: label)
        }
    }

    private func checkInteger(
        _ value: Value, _ text: String, _ range: ClosedRange<Int>, _ shape: Shape, _ label: String
    ) -> Bool {
        guard let number = value.integer else { return expected(shape, value, label: label) }
        if range.contains(number) { return true }
        let message =
            number < 0 && range.lowerBound >= 0
            ? "\(label) must not be negative: \(shortened(text))"
            : "\(label) must be from \(range.lowerBound) to \(range.upperBound), not \(shortened(text))"
        sink.error(message, at: value.position)
        return false
    }

    private func checkDuration(
        _ value: Value, _ range: ClosedRange<Duration>, wholeSeconds: Bool, _ shape: Shape, _ label: String
    ) -> Bool {
        guard let duration = value.duration else {
            let bare = value.integer.map { "; a time needs a unit: \($0)s" } ?? ""
            sink.error("\(label) must be \(shape.expectation), not \(value.kindOfContent)\(bare)", at: value.position)
            return false
        }
        guard range.contains(duration) else {
            let message =
                "\(label) must be from \(range.lowerBound) to \(range.upperBound), not \(value.text ?? "\(duration)")"
            sink.error(message, at: value.position)
            return false
        }
        guard !wholeSeconds || duration.nanoseconds % 1_000_000_000 == 0 else {
            sink.error("\(label) must be whole seconds, not \(duration)", at: value.position)
            return false
        }
        return true
    }
}

extension Shape {
    /// Whether a value of this form (text, list or mapping) could have the shape at all.
    func fitsForm(of value: Value) -> Bool {
        switch (self, value.content) {
        case (.optional(let inner), _): value.isNothing || inner.fitsForm(of: value)
        case (.either(let shapes), _): shapes.contains { $0.fitsForm(of: value) }
        case (.record, .mapping), (.map, .mapping), (.list, .list): true
        case (.record, _), (.map, _), (.list, _): false
        case (_, .scalar): true
        default: false
        }
    }
}

/// What is wrong with a name, or `nil`.
private func problem(ofName name: String) -> String? {
    if name.isEmpty { return "must not be empty" }
    if name.unicodeScalars.count > 100 { return "is longer than 100 characters" }
    if name.first == " " || name.last == " " { return "must not start or end with a space" }
    let isPrintable = name.unicodeScalars.allSatisfy {
        switch $0.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
        default: true
        }
    }
    return isPrintable ? nil : "must be printable"
}

extension DiagnosticSink {
    /// A sink for a trial whose outcome alone matters.
    static func scratch(like sink: DiagnosticSink) -> DiagnosticSink {
        let scratch = DiagnosticSink()
        for path in sink.paths { _ = scratch.addFile(path: path) }
        return scratch
    }
}
