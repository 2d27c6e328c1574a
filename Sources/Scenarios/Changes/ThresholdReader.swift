import Analysis
import NetworkPrimitives

/// Reads rules as people type them: `lost > 1s`, `headroom site PAR4 < 20%`, `isolated never`, `delivered at end`. The words are
/// those of `expect` in a scenario.
struct ThresholdReader {
    let draft: NetworkDraft
    let probes: [Probe]
    let sink: DiagnosticSink

    /// Longer ones first, so that `>=` is not read as `>`.
    private static let comparisons: [(words: String, Expectation.Comparison)] = [
        ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("<", .less), (">", .greater), (" more than ", .greater),
        (" less than ", .less), (" at least ", .greaterOrEqual), (" at most ", .lessOrEqual), (" above ", .greater),
        (" below ", .less),
    ]

    /// - Parameter isExpected: the statement must hold; otherwise it must not.
    func read(_ text: String, file: Int, line: Int, isExpected: Bool) -> Threshold? {
        guard let (left, found, right) = divided(text) ?? absolute(text) else {
            let metric = ChangeText.words(of: ChangeText.Part(text: text, column: 1)).first.flatMap {
                PlanMetric(rawValue: $0.text)
            }
            let example = metric.map { "\($0.rawValue) > \($0.unit == .time ? "1s" : "0")" } ?? "lost > 1s"
            sink.error(
                "a threshold is a comparison such as '\(example)'", at: Position(file: file, line: line, column: 1))
            return nil
        }
        func place(_ column: Int) -> Position { Position(file: file, line: line, column: column) }
        let words = ChangeText.words(of: left)
        guard let word = words.first else {
            sink.error("what is compared? Write a metric such as 'lost' first", at: place(left.column))
            return nil
        }
        let comparison = isExpected ? found.negated : found
        guard let metric = PlanMetric(rawValue: word.text == "delivered" ? "undelivered" : word.text) else {
            let near = nearestName(to: word.text, among: PlanMetric.allCases.map(\.rawValue))
            sink.error("there is no metric '\(shortened(word.text))'", at: place(word.column), suggestion: near)
            return nil
        }
        let subject = words.count > 1 ? subject(of: metric, words, left, place) : .all
        let value = value(of: metric, without(" of limit", right), place)
        guard let subject, let value else { return nil }
        guard canBeMeasured(metric, subject, value, place(word.column)) else { return nil }
        return Threshold(metric, of: subject, comparison, value, text: text)
    }

    /// What stands before and after the first comparison outside quotes.
    private func divided(_ text: String) -> (ChangeText.Part, Expectation.Comparison, ChangeText.Part)? {
        let scalars = Array(text.unicodeScalars)
        var quote: Unicode.Scalar?
        for start in scalars.indices {
            let scalar = scalars[start]
            if quote != nil {
                if scalar == quote { quote = nil }
                continue
            }
            if scalar == "'" || scalar == "\"" { quote = scalar }
            for (words, comparison) in Self.comparisons where scalars[start...].starts(with: words.unicodeScalars) {
                let end = start + words.unicodeScalars.count
                return (trimmed(scalars[..<start]), comparison, trimmed(scalars[end...]))
            }
        }
        return nil
    }

    /// Statements without a number: `isolated never`, `rejected none`, `delivered at end`.
    private func absolute(_ text: String) -> (ChangeText.Part, Expectation.Comparison, ChangeText.Part)? {
        let isAboutEnd = text.hasPrefix("delivered")
        let words = isAboutEnd ? [" at end"] : [" never", " none", " nothing"]
        guard let word = words.first(where: text.hasSuffix) else { return nil }
        let left = trimmed(Array(text.unicodeScalars).dropLast(word.unicodeScalars.count))
        let metric = ChangeText.words(of: left).first.flatMap { PlanMetric(rawValue: $0.text) }
        let zero = metric?.unit == .time ? "0s" : "0"
        return (
            left, .lessOrEqual, ChangeText.Part(text: zero, column: left.column + left.text.unicodeScalars.count + 1)
        )
    }

    private func without(_ ending: String, _ part: ChangeText.Part) -> ChangeText.Part {
        guard part.text.hasSuffix(ending) else { return part }
        return ChangeText.Part(text: String(part.text.dropLast(ending.count)), column: part.column)
    }

    private func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> ChangeText.Part {
        let front = scalars.drop { $0 == " " }
        let end = front.lastIndex { $0 != " " }.map { $0 + 1 } ?? front.startIndex
        return ChangeText.Part(
            text: String(String.UnicodeScalarView(front[front.startIndex..<end])), column: front.startIndex + 1)
    }

    // MARK: The subject

    private func subject(
        of metric: PlanMetric, _ words: [ChangeText.Part], _ left: ChangeText.Part, _ place: (Int) -> Position
    ) -> Threshold.Subject? {
        let start = words[1].column
        let text = String(
            String.UnicodeScalarView(left.text.unicodeScalars.dropFirst(start - left.column)))
        let name = ChangeText.unquoted(text).split(separator: " ").joined(separator: " ")
        switch metric.scope {
        case .network:
            sink.error("'\(metric.rawValue)' is of the whole network and takes no name", at: place(start))
            return nil
        case .probe:
            if probes.contains(where: { $0.name == name }) { return .probe(name) }
            let near = nearestName(to: name, among: probes.map(\.name))
            let known = near == nil ? "; the probes are \(list(probes.map(\.name)))" : ""
            sink.error("there is no probe '\(shortened(name))'\(known)", at: place(start), suggestion: near)
            return nil
        case .routers:
            let items = ChangeText.parts(of: text, startingAt: start, separator: ",").map { item in
                Value(content: .scalar(ChangeText.unquoted(item.text)), position: place(item.column))
            }
            let routers = NameResolver(names: draft.names, sink: sink)
                .routers(Value(content: .list(items), position: place(start)))
            return routers.isEmpty ? nil : .routers(routers)
        }
    }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
    }

    // MARK: The value

    private func value(
        of metric: PlanMetric, _ right: ChangeText.Part, _ place: (Int) -> Position
    ) -> Threshold.Value? {
        let value = Value(content: .scalar(right.text), position: place(right.column))
        switch metric.unit {
        case .time: if let time = value.duration { return .time(time) }
        case .count: if let count = value.integer { return .count(count) }
        case .countOrPercent:
            if right.text.hasSuffix("%"), let percent = value.percent { return .percent(percent) }
            if let count = value.integer { return .count(count) }
        }
        let expected =
            switch metric.unit {
            case .time: "a time such as 1s or 500ms"
            case .count: "a whole number"
            case .countOrPercent: "a whole number or a percentage such as 20%"
            }
        let found = right.text.isEmpty ? "nothing" : "'\(shortened(right.text))'"
        sink.error("'\(metric.rawValue)' is compared with \(expected), not \(found)", at: place(right.column))
        return nil
    }

    /// A rule about something that is not there would pass whatever happens.
    private func canBeMeasured(
        _ metric: PlanMetric, _ subject: Threshold.Subject, _ value: Threshold.Value, _ place: Position
    ) -> Bool {
        if metric.scope == .probe, probes.isEmpty {
            sink.error("'\(metric.rawValue)' cannot be measured: there are no probes", at: place)
            return false
        }
        var needsLimit = metric == .headroom || metric == .protection
        if metric == .database, case .percent = value { needsLimit = true }
        guard needsLimit else { return true }
        let all = draft.configuration.routers
        let routers: [RouterIndex] = if case .routers(let some) = subject { some } else { Array(all.indices) }
        guard routers.allSatisfy({ all[$0].ospf.limit.maximum == nil }) else { return true }
        let who = routers.count == 1 ? "'\(all[routers[0]].name)' has no limit" : "none of these routers has a limit"
        sink.error("'\(metric.rawValue)' cannot be measured: \(who)", at: place)
        return false
    }
}
