import Analysis
import Emulation
import NetworkPrimitives

/// Reads changes as people type them: `decommission a; run 2m; cost b on b-c to 500`.
///
/// Every action of a timeline is understood, in three spellings. The subject alone: `cut a - b`. Then keys and values:
/// `cut a - b silent`, `set-limit a maximum 4000`, where `set-` may be left out, `on` means `segment` and `to` what is
/// set. And the mapping of scenario files: `set-limit { router: a, maximum: 4000 }`. `run 2m` lets time pass.
struct ChangeReader {
    let draft: NetworkDraft
    let presets: [Preset]
    let sink: DiagnosticSink

    /// One line of changes that was read.
    struct Change {
        var entries: [TimelineEntry]
        /// When its first action is due, and how far `run` has brought the time by its end.
        var start: Duration
        var end: Duration
        /// Whether time passes after the last action.
        var endsWithTime: Bool
    }

    private static let pauses = ["run", "wait"]
    private static let synonyms = ["restart": "reboot"]

    /// The longest time that a run may take.
    static let longest = Duration.seconds(604_800)

    /// Reads one line; everything that is wrong with it goes to the sink.
    func read(_ text: String, file: Int, line: Int, at start: Duration) -> Change {
        var change = Change(entries: [], start: start, end: start, endsWithTime: false)
        let parts = ChangeText.parts(of: text, separator: ";")
        if parts.isEmpty {
            sink.error("no change is given", at: Position(file: file, line: line, column: 1))
        }
        for part in parts {
            let place = Position(file: file, line: line, column: part.column)
            let words = ChangeText.words(of: part)
            let rest = words.count > 1 ? Self.rest(of: part, from: words[1].column) : nil
            if Self.pauses.contains(words[0].text) {
                change.end = later(change.end, words[0].text, rest, place)
                change.endsWithTime = true
                continue
            }
            guard let action = action(words[0].text, at: place) else { continue }
            guard let rest else {
                let form = action.example.map { "for example '\($0)'" } ?? action.summary
                sink.error("'\(words[0].text)' needs \(subject(of: action)): \(form)", at: place)
                continue
            }
            change.entries.append(TimelineEntry(.at(change.end), actions(action, rest, place)))
            change.endsWithTime = false
        }
        return change
    }

    /// What is left of a part from a column on.
    private static func rest(of part: ChangeText.Part, from column: Int) -> ChangeText.Part {
        let scalars = part.text.unicodeScalars.dropFirst(column - part.column)
        return ChangeText.Part(text: String(String.UnicodeScalarView(scalars)), column: column)
    }

    private func later(
        _ now: Duration, _ word: String, _ rest: ChangeText.Part?, _ place: Position
    ) -> Duration {
        guard let rest, let span = Duration(rest.text) else {
            let found = rest.map { ", not '\(shortened($0.text))'" } ?? ""
            let column = rest?.column ?? place.column
            sink.error(
                "'\(word)' needs a time such as 30s or 10m\(found)",
                at: Position(file: place.file, line: place.line, column: column))
            return now
        }
        guard span <= Self.longest - now else {
            sink.error("the changes take longer than \(Self.longest)", at: place)
            return now
        }
        return now + span
    }

    /// The key of the action that a word means.
    private func action(_ word: String, at place: Position) -> Record.Key? {
        let name = Self.synonyms[word] ?? word
        if let key = Record.actionKeys.first(where: { $0.name == name || $0.name == "set-" + name }) { return key }
        if let message = UnmodeledFeature.message(for: word) {
            sink.error(message, at: place)
            return nil
        }
        let names = Record.actionKeys.map(\.name)
        let short = names.filter { $0.hasPrefix("set-") }.map { String($0.dropFirst(4)) }
        let near = nearestWord(to: word, among: names + short + Self.synonyms.keys.sorted() + Self.pauses)
        sink.error("unknown action '\(shortened(word))'", at: place, suggestion: near)
        return nil
    }

    // MARK: The mapping that the words mean

    private func actions(_ action: Record.Key, _ rest: ChangeText.Part, _ place: Position) -> [Action] {
        guard let value = value(of: action, rest, place) else { return [] }
        let entry = Value.mapping([Value.Field(key: action.name, keyPosition: place, value: value)], at: place)
        guard ShapeChecker(sink: sink).check(entry, is: .record(.entry), label: "the change") else { return [] }
        return ActionReader(draft: draft, presets: presets, sink: sink, replays: nil).read(entry)
    }

    private func value(of action: Record.Key, _ rest: ChangeText.Part, _ place: Position) -> Value? {
        let start = Position(file: place.file, line: place.line, column: rest.column)
        let isNested = rest.text.hasPrefix("[[")
        if rest.text.hasPrefix("{") || isNested {
            guard rest.text.hasSuffix(isNested ? "]]" : "}") else {
                let end = Position(
                    file: place.file, line: place.line, column: rest.column + rest.text.unicodeScalars.count)
                sink.error("a '\(isNested ? "]]" : "}")' is missing", at: end)
                return nil
            }
            let before = String(repeating: "\n", count: place.line - 1) + String(repeating: " ", count: rest.column - 1)
            var composer = YAMLComposer(file: place.file, sink: sink)
            return composer.compose(before + rest.text).map(canonical)
        }
        guard let record = action.shape.record else { return names(rest, start, areSegments: false) }
        let fields = fields(rest, record, place)
        // The subject alone is what most actions take; a mapping is for the rest.
        let isAlone = fields.count == 1 && fields[0].key == record.keys[0].name && action.shape.takesNames
        return isAlone ? fields[0].value : .mapping(fields, at: start)
    }

    /// The words divided by the keys among them. What comes before the first key is the record's own first key's.
    private func fields(_ rest: ChangeText.Part, _ record: Record, _ place: Position) -> [Value.Field] {
        var runs: [(key: Record.Key, place: ChangeText.Part, words: [ChangeText.Part])] = []
        for word in ChangeText.words(of: rest) {
            if runs.isEmpty, key(word.text, of: record) == nil {
                runs.append((record.keys[0], word, [word]))
            } else if let key = key(word.text, of: record), !isOpen(runs.last?.key, runs.last?.words ?? [], word.text) {
                runs.append((key, word, []))
            } else {
                runs[runs.count - 1].words.append(word)
            }
        }
        return runs.map { run in
            let keyPosition = Position(file: place.file, line: place.line, column: run.place.column)
            guard let first = run.words.first, let last = run.words.last else {
                let content: Value.Content = run.key.shape.isBoolean ? .scalar("true") : .nothing
                return Value.Field(
                    key: run.key.name, keyPosition: keyPosition, value: Value(content: content, position: keyPosition))
            }
            let length = last.column + last.text.unicodeScalars.count - first.column
            let text = String(
                String.UnicodeScalarView(
                    rest.text.unicodeScalars.dropFirst(first.column - rest.column).prefix(length)))
            let start = Position(file: place.file, line: place.line, column: first.column)
            let part = ChangeText.Part(text: text, column: first.column)
            let value =
                run.key.shape.takesNames
                ? names(part, start, areSegments: run.key.name == "segment")
                : Value(content: .scalar(ChangeText.unquoted(text)), position: start)
            return Value.Field(key: run.key.name, keyPosition: keyPosition, value: value)
        }
    }

    /// A key that has no value yet takes the next word whatever it is, unless it needs none.
    private func isOpen(_ key: Record.Key?, _ words: [ChangeText.Part], _ word: String) -> Bool {
        guard let key, words.isEmpty else { return false }
        return !key.shape.isBoolean
    }

    private func key(_ word: String, of record: Record) -> Record.Key? {
        let name = word.hasSuffix(":") ? String(word.dropLast()) : word
        switch name {
        case "on": return record.key("segment")
        case "to":
            let isSubject = ["router", "segment"]
            return record.keys.last { $0.isRequired && !isSubject.contains($0.name) } ?? record.key("maximum")
                ?? record.key("loss")
        default: return record.key(name)
        }
    }

    /// One name, or several with commas between them. Segments get the names that the network has for them.
    private func names(_ part: ChangeText.Part, _ start: Position, areSegments: Bool) -> Value {
        let list = part.text.hasPrefix("[") && part.text.hasSuffix("]")
        let inner =
            list
            ? ChangeText.Part(text: String(part.text.dropFirst().dropLast()), column: part.column + 1) : part
        let items = ChangeText.parts(of: inner.text, startingAt: inner.column, separator: ",").map { item in
            let name = ChangeText.unquoted(item.text).split(separator: " ").joined(separator: " ")
            return Value(
                content: .scalar(areSegments ? segmentName(name) : name),
                position: Position(file: start.file, line: start.line, column: item.column))
        }
        return items.count == 1 ? items[0] : Value(content: .list(items), position: start)
    }

    private func segmentName(_ text: String) -> String {
        SegmentNames(draft.configuration).find(text).map { draft.configuration.segments[$0].name } ?? text
    }

    /// A mapping in braces may name segments as loosely as words do.
    private func canonical(_ value: Value) -> Value {
        guard let fields = value.fields else { return value }
        return .mapping(
            fields.map { field in
                guard field.key == "segment", let text = field.value.text else { return field }
                var field = field
                field.value.content = .scalar(segmentName(text))
                return field
            }, at: value.position)
    }

    private func subject(of action: Record.Key) -> String {
        action.shape.record?.keys[0].name == "segment" ? "a link or LAN" : "a router"
    }
}

/// Finds segments by what people call them: `a - b`, `a-b`, `b-a`, or a LAN's name.
public struct SegmentNames: Sendable {
    private let names: Table<SegmentIndex, String>

    public init(_ network: NetworkConfiguration) { names = Table(network.segments.map(\.name)) }

    /// The segment's number. An exact name takes precedence over a loose one.
    public func find(_ text: String) -> SegmentIndex? {
        names.firstIndex(of: text)
            ?? names.firstIndex { name in
                let ends = name.split(separator: " - ", maxSplits: 1).map(String.init)
                guard ends.count == 2 else { return false }
                return [" - ", "-"].contains { text == ends[0] + $0 + ends[1] || text == ends[1] + $0 + ends[0] }
            }
    }
}

extension Shape {
    /// The mapping that is one of the forms of this shape.
    fileprivate var record: Record? {
        switch self {
        case .record(let record): record
        case .either(let shapes): shapes.lazy.compactMap(\.record).first
        default: nil
        }
    }

    /// Whether a name alone is one of its forms.
    fileprivate var takesNames: Bool {
        switch self {
        case .name: true
        case .either(let shapes): shapes.contains(where: \.takesNames)
        default: false
        }
    }

    fileprivate var isBoolean: Bool { if case .boolean = self { true } else { false } }
}
