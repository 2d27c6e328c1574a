import Captures
import Emulation
import Replays
import Scenarios

extension TraceSource {
    /// Captures on disk, for `replay` in a timeline.
    static let captures = TraceSource { path in
        let reader: CaptureReader
        let capture: CapturedUpdates
        do throws(CaptureError) {
            reader = try CaptureReader(path: path, noting: Origin.inputs)
            capture = CapturedUpdates(reader)
        } catch {
            return .failure(Failure("\(error)"))
        }
        guard !capture.updates.isEmpty else {
            let total = capture.totals.sum
            return .failure(
                Failure("no usable OSPFv2 Link State Update in \(total) \(total == 1 ? "frame" : "frames")"))
        }
        var warnings = capture.gaps.map(\.description)
        if let end = reader.end, end != .complete { warnings.append("\(end)") }
        let updates = capture.updates.map { HeardTrace.Update(offset: $0.offset, area: $0.area, lsas: $0.lsas) }
        return .success(Trace(updates: updates, routers: capture.routers, warnings: warnings))
    }
}
