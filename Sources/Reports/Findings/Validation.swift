import Analysis
import Scenarios

/// What there is to say about one scenario file: what its reader says, and what is found when its network is started.
public struct Validation: Sendable {
    public let file: String
    public private(set) var diagnostics: [Diagnostic]
    private let scenario: Scenario?
    /// By diagnostic, in their order; `nil` for those of the reader.
    private(set) var kinds: [FindingKind?]
    private var start: StartFindings?

    /// - Parameter isStrict: whether warnings are errors.
    /// - Complexity: a cold start, unless the network is too large for it.
    public init(of file: String, _ loaded: Loaded<Scenario>, isStrict: Bool = false) {
        self.file = file
        scenario = loaded.content
        diagnostics = loaded.diagnostics
        kinds = loaded.diagnostics.map { _ in nil }
        if let scenario, let places = loaded.places {
            let start = StartFindings(of: scenario)
            self.start = start
            let text = start.result.map(FindingText.init) ?? FindingText(scenario.network)
            let told = start.findings.map { finding in
                (places.diagnostic(.warning, text.sentence(finding), at: finding.place), Optional(finding.kind))
            }
            let all = (zip(diagnostics, kinds) + told).enumerated().sorted { left, right in
                let (a, b) = (left.element.0, right.element.0)
                return (a.file, a.line, a.column, left.offset) < (b.file, b.line, b.column, right.offset)
            }
            (diagnostics, kinds) = (all.map(\.element.0), all.map(\.element.1))
        }
        if isStrict { for index in diagnostics.indices { diagnostics[index].severity = .error } }
    }

    /// Whether the file can be used.
    public var isFine: Bool { scenario != nil && !diagnostics.contains { $0.severity == .error } }

    /// Whether the network was started, so that what arrives and what limits are hit is known.
    var isStarted: Bool { start?.result != nil }

    /// `nil` where the file cannot be used.
    public var summary: String? {
        guard let scenario else { return nil }
        let network = scenario.network
        var parts = [
            counted(network.routers.count, "router"), counted(network.segments.count, "segment"),
            counted(scenario.timeline.count, "timeline entry", plural: "timeline entries"),
            counted(scenario.probes.count, "probe"),
            counted(scenario.expectations.count, "expectation"), "lasts \(scenario.duration)",
        ]
        if !diagnostics.isEmpty {
            parts.append(counted(diagnostics.count, isFine ? "warning" : "error"))
        }
        if !isStarted { parts.append("too large to be started: what arrives was not checked") }
        return parts.joined(separator: ", ")
    }
}
