import NetworkPrimitives

extension CaptureAnalysis {
    /// Reads a capture to its end, and analyzes the frames of a span of time; the others are counted.
    ///
    /// - Parameters:
    ///   - span: asked once, with the time of the first frame.
    ///   - whole: an analysis that has seen nothing yet, where the summary is to say how the databases at the two ends of the
    ///     span differ, by everything that was captured before them.
    public func summary(
        of reader: CaptureReader, in span: (_ firstFrame: Instant) -> Range<Instant>, whole: CaptureAnalysis? = nil
    ) -> CaptureSummary {
        var analysis = self
        var history = whole.map { DatabaseHistory($0) }
        var chosen: Range<Instant>?
        while let frame = reader.next() {
            let range = chosen ?? span(frame.time)
            chosen = range
            history?.add(frame, until: range)
            if range.contains(frame.time) {
                analysis.add(frame)
            } else {
                analysis.leaveOut(frame)
            }
        }
        var summary = analysis.summary(of: reader)
        if let chosen { summary.difference = history?.difference(in: chosen) }
        return summary
    }
}

/// The databases at the two ends of a span of time, by everything that was captured before them.
private struct DatabaseHistory {
    private var analysis: CaptureAnalysis
    private var before: [DatabaseSummary]?

    init(_ analysis: CaptureAnalysis) { self.analysis = analysis }

    mutating func add(_ frame: CapturedFrame, until range: Range<Instant>) {
        if frame.time >= range.lowerBound, before == nil { before = analysis.databases }
        if frame.time < range.upperBound { analysis.add(frame) }
    }

    func difference(in range: Range<Instant>) -> DatabaseDifference {
        let after = analysis.databases
        return DatabaseDifference(
            from: before ?? after, at: range.lowerBound, to: after, at: range.upperBound - .nanoseconds(1))
    }
}
