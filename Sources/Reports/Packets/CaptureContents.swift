import Captures

/// What is in a capture that holds no OSPFv2 to analyze.
public struct CaptureContents: Sendable {
    private let summary: CaptureSummary

    public init(_ summary: CaptureSummary) { self.summary = summary }

    /// One sentence for an error message.
    public var withoutOSPF: String {
        let total = summary.totals.sum
        let end = summary.end == .complete ? "" : "; \(summary.end)"
        guard total > 0 else { return "holds no frames\(end)" }
        let kinds = FrameClass.allCases.filter { summary.totals[$0] > 0 }.map { "\(summary.totals[$0]) \($0)" }
        return "holds no OSPFv2 packet; its \(counted(total, "frame")): \(kinds.joined(separator: ", "))\(end)"
    }
}
