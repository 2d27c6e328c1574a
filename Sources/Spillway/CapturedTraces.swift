import Captures
import Emulation
import Files
import Replays
import Scenarios

extension TraceSource {
    /// Captures on disk, for `replay` in a timeline.
    ///
    /// - Parameter inputs: takes down what is read.
    package static func captures(noting inputs: InputLedger) -> TraceSource {
        TraceSource { path in read(path, noting: inputs) }
    }

    private static func read(_ path: String, noting inputs: InputLedger) -> Result<Trace, Failure> {
        let reader: CaptureReader
        let capture: CapturedUpdates
        do throws(CaptureError) {
            reader = try CaptureReader(path: path, noting: inputs)
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
