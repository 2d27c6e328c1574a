import Analysis
import Emulation
import NetworkPrimitives

/// Reads what a network is to survive: `any 1 router, any 2 links, site PAR4, link a - b`.
struct SurvivalReader {
    let draft: NetworkDraft
    let sink: DiagnosticSink

    /// Failures that are simulated at the most.
    static let limit = 100_000

    /// Every failure that is asked for, each once, in the order of the text and then of the network.
    func read(_ text: String, file: Int, line: Int) -> [Failure] {
        let parts = ChangeText.parts(of: text, separator: ",")
        if parts.isEmpty {
            sink.error(
                "survive what? Write for example 'any 1 router, any 1 link'",
                at: Position(file: file, line: line, column: 1))
        }
        var failures: [Failure] = []
        for part in parts {
            func place(_ column: Int) -> Position { Position(file: file, line: line, column: column) }
            let words = ChangeText.words(of: part)
            let more = words[0].text == "any" ? any(words, place) : named(part, words, place)
            guard failures.count + more.count <= Self.limit else {
                sink.error("more than \(grouped(Self.limit)) failures", at: place(part.column))
                return []
            }
            failures += more
        }
        var seen: Set<Failure> = []
        return failures.filter { seen.insert($0).inserted }
    }

    // MARK: any 2 links

    private func any(_ words: [ChangeText.Part], _ place: (Int) -> Position) -> [Failure] {
        let end = words[words.count - 1].column + words[words.count - 1].text.unicodeScalars.count
        guard words.count > 1, let count = Int(words[1].text), count > 0 else {
            let found = words.count > 1 ? ", not '\(shortened(words[1].text))'" : ""
            sink.error("'any' needs a number from 1 on\(found)", at: place(words.count > 1 ? words[1].column : end))
            return []
        }
        guard words.count > 2, let kind = kind(words[2].text) else {
            let near = words.count > 2 ? nearestName(to: words[2].text, among: Self.kinds) : nil
            let found = words.count > 2 ? ", not '\(shortened(words[2].text))'" : ""
            sink.error(
                "any \(count) of what? router, link, lan or site\(found)",
                at: place(words.count > 2 ? words[2].column : end), suggestion: near)
            return []
        }
        if words.count > 3 {
            sink.error(
                "a comma must come before '\(shortened(words[3].text))'", at: place(words[3].column))
            return []
        }
        let network = draft.configuration
        let all = kind.parts(of: network).count
        guard count <= all else {
            let have = all == 0 ? "no \(kind.rawValue)" : "only \(all) \(plural(kind, all))"
            sink.error("the network has \(have)", at: place(words[0].column))
            return []
        }
        guard kind.failureCount(of: network, count: count, bound: Self.limit + 1) <= Self.limit else {
            sink.error(
                "any \(count) of \(grouped(all)) \(plural(kind, all)) are more than \(grouped(Self.limit)) failures",
                at: place(words[0].column))
            return []
        }
        return kind.failures(of: network, count: count)
    }

    private static let kinds = FailureKind.allCases.map(\.rawValue) + FailureKind.allCases.map { $0.rawValue + "s" }

    private func kind(_ word: String) -> FailureKind? {
        FailureKind.allCases.first { $0.rawValue == word || $0.rawValue + "s" == word }
    }

    private func plural(_ kind: FailureKind, _ count: Int) -> String { kind.rawValue + (count == 1 ? "" : "s") }

    // MARK: router a

    private func named(
        _ part: ChangeText.Part, _ words: [ChangeText.Part], _ place: (Int) -> Position
    ) -> [Failure] {
        guard let kind = FailureKind(rawValue: words[0].text), words.count > 1 else {
            let near = nearestName(to: words[0].text, among: ["any"] + FailureKind.allCases.map(\.rawValue))
            let message =
                FailureKind(rawValue: words[0].text) == nil
                ? "'\(shortened(part.text))' is no failure: 'any 1 router', 'router NAME', 'link A - B', 'site NAME'"
                : "which \(words[0].text)? A name must follow, or write 'any 1 \(words[0].text)'"
            sink.error(message, at: place(words[0].column), suggestion: near)
            return []
        }
        let scalars = part.text.unicodeScalars.dropFirst(words[1].column - part.column)
        let name = ChangeText.unquoted(String(String.UnicodeScalarView(scalars)))
            .split(separator: " ").joined(separator: " ")
        let found: Failure.Part?
        let candidates: [String]
        switch kind {
        case .router:
            found = draft.names.router(named: name).map { .router($0) }
            candidates = Array(draft.names.routers)
        case .link, .lan:
            found = SegmentNames(draft.configuration).find(name).map { .segment($0) }
            candidates = Array(draft.names.segments)
        case .site:
            let members = draft.names.members(ofSite: name)
            found = members.isEmpty ? nil : .site(name, routers: members)
            candidates = draft.names.sites
        }
        if found == nil {
            let near = nearestName(to: name, among: candidates)
            sink.error(
                "there is no \(kind.rawValue) '\(shortened(name))'", at: place(words[1].column), suggestion: near)
        }
        return found.map { [Failure([$0])] } ?? []
    }
}
