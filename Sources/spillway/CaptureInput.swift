import ArgumentParser
import Captures
import NetworkPrimitives
import Replays

/// What the commands that read captures share.
enum CaptureInput {
    static func name(of path: String) -> String { path == "-" ? "standard input" : path }

    /// The file's name without directories and ending.
    static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? "capture"
        let stem = String(name.prefix { $0 != "." })
        return path == "-" || stem.isEmpty ? "capture" : stem
    }

    /// The network that a capture shows.
    /// - Throws: exit code 2 where the file cannot be read or shows no router.
    static func topology(of path: String, at moment: MomentArgument?) throws -> CapturedTopology {
        let summary: CaptureSummary
        do {
            summary = try read(path, until: moment)
        } catch {
            throw Console.failure("\(name(of: path)): \(error)")
        }
        if summary.end != .complete { StandardError.write("spillway: warning: \(name(of: path)): \(summary.end)\n") }
        let topology = CapturedTopology(summary)
        guard !topology.routers.isEmpty else {
            throw Console.failure(
                "\(name(of: path)): shows no router: no whole router-LSA in \(summary.totals.sum) frames")
        }
        return topology
    }

    private static func read(_ path: String, until moment: MomentArgument?) throws(CaptureError) -> CaptureSummary {
        let reader = try CaptureReader(path: path)
        var analysis = CaptureAnalysis()
        var first: Instant?
        while let frame = reader.next() {
            first = first ?? frame.time
            if let moment, frame.time > moment.instant(firstFrame: first ?? frame.time) {
                analysis.leaveOut(frame)
            } else {
                analysis.add(frame)
            }
        }
        return analysis.summary(of: reader)
    }
}
