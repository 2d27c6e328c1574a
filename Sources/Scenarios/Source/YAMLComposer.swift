import Yams

/// Reads one YAML document into a `Value`; the only place that knows the YAML library.
struct YAMLComposer {
    /// Deeper than any format here, and shallow enough for every recursion.
    static let depthLimit = 32
    /// How many duplicate keys of one file are looked for before the rest is left to the next attempt.
    private static let duplicateLimit = 50

    let file: Int
    let sink: DiagnosticSink
    private var repeats = RepeatedKeys()
    private var mayHaveTags = false

    init(file: Int, sink: DiagnosticSink) {
        self.file = file
        self.sink = sink
    }

    /// The document in `text`, or `nil` after saying why there is none.
    mutating func compose(_ text: String) -> Value? {
        if let alias = firstAlias(in: text) {
            let place = SourceText.position(of: alias, in: text, file: file)
            sink.error(
                "YAML aliases are not read here; use 'defaults', 'models' or 'extends' to say a thing once", at: place)
            return nil
        }
        guard let root = parse(text) else { return nil }
        mayHaveTags = text.utf8.contains(UInt8(ascii: "!"))
        return value(of: root, depth: 0)
    }

    /// The library stops at a key that occurs twice. The second occurrence is masked and the rest read all the same, so
    /// that every mistake of the file is reported at once.
    private mutating func parse(_ text: String) -> Node? {
        var text = text
        for _ in 0..<Self.duplicateLimit {
            do {
                let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                guard let root = try parser.singleRoot() else {
                    sink.error("the file is empty", at: Position(file: file, line: 0, column: 0))
                    return nil
                }
                return root
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let first = position(context.mark)
                let key = keys.first ?? ""
                let message = "the key '\(shortened(key))' is already on line \(first.line)"
                guard let second = repeats.mask(key, after: first, in: &text) else {
                    sink.error("the key '\(shortened(key))' occurs twice", at: first)
                    return nil
                }
                sink.error(message, at: second)
            } catch {
                report(error)
                return nil
            }
        }
        return nil
    }

    private func position(_ mark: Mark) -> Position { Position(file: file, line: mark.line, column: mark.column) }

    private func report(_ error: any Error) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, let yaml), .parser(_, let problem, let mark, let yaml),
            .composer(_, let problem, let mark, let yaml):
            let lines = SourceText.lines(of: yaml)
            let line = lines.indices.contains(mark.line - 1) ? Array(lines[mark.line - 1]) : []
            let character = line.indices.contains(mark.column - 1) ? line[mark.column - 1] : nil
            sink.error(YAMLWords.message(for: problem, at: character), at: position(mark))
        case .reader(let problem, let offset, _, let yaml):
            let place = offset.flatMap { yaml.index(yaml.startIndex, offsetBy: $0, limitedBy: yaml.endIndex) }
            sink.error(
                YAMLWords.message(for: problem, at: nil), at: SourceText.position(of: place, in: yaml, file: file))
        default:
            sink.error(YAMLWords.message(for: "", at: nil), at: Position(file: file, line: 1, column: 1))
        }
    }

    private func value(of node: Node, depth: Int) -> Value {
        let place = node.mark.map(position) ?? Position(file: file, line: 0, column: 0)
        guard depth < Self.depthLimit else {
            sink.error("nested more than \(Self.depthLimit) levels deep", at: place)
            return Value(content: .nothing, position: place)
        }
        if mayHaveTags, let tag = Optional("\(node.tag)"), tag.count > 1, tag.hasPrefix("!") {
            sink.error(
                "YAML tags such as '\(shortened(tag))' are not read here: 'topology' and 'extends' name other files",
                at: place)
        }
        switch node {
        case .scalar(let scalar):
            let isNothing = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return Value(content: isNothing ? .nothing : .scalar(scalar.string), position: place)
        case .sequence(let sequence):
            return Value(content: .list(sequence.map { value(of: $0, depth: depth + 1) }), position: place)
        case .mapping(let mapping):
            return Value(content: .mapping(fields(of: mapping, depth: depth + 1)), position: place)
        case .alias:
            return Value(content: .nothing, position: place)
        }
    }

    private func fields(of mapping: Node.Mapping, depth: Int) -> [Value.Field] {
        var fields: [Value.Field] = []
        for (key, node) in mapping {
            let place = key.mark.map(position) ?? Position(file: file, line: 0, column: 0)
            if repeats.isMasked(line: place.line, column: place.column) { continue }
            guard case .scalar(let scalar) = key else {
                sink.error("a key must be a word, not a list or a mapping", at: place)
                continue
            }
            fields.append(Value.Field(key: scalar.string, keyPosition: place, value: value(of: node, depth: depth)))
        }
        return fields
    }
}

/// Where the first alias (`*name`) of an anchor (`&name`) stands, if there is one.
///
/// A handful of nested aliases unfold into more nodes than any memory holds, and the library unfolds them while it
/// reads. This scan is made before, and knows no context: `*name` counts wherever it stands, but only if `&name` stands
/// before it.
private func firstAlias(in text: String) -> String.Index? {
    var anchors: Set<Substring> = []
    let bytes = text.utf8
    var place = bytes.startIndex
    while place < bytes.endIndex {
        let mark = bytes[place]
        let start = bytes.index(after: place)
        guard mark == UInt8(ascii: "&") || mark == UInt8(ascii: "*") else {
            place = start
            continue
        }
        let end = bytes[start...].firstIndex { !isNameByte($0) } ?? bytes.endIndex
        if mark == UInt8(ascii: "&") {
            if start < end { anchors.insert(text[start..<end]) }
        } else if anchors.contains(text[start..<end]) {
            return place
        }
        place = end
    }
    return nil
}

private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
    default: false
    }
}
