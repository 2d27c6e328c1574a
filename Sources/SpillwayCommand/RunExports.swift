import Analysis
import Exports
import Files
import Reports
import Results

/// What a run is written as besides its report. The files are begun before it, so that one that cannot be written costs no run.
struct RunExports {
    private let perfetto: OutputFile?
    private let metrics: OutputFile?

    /// - Throws: exit code 2 where a file cannot be written.
    init(perfetto: String?, metrics: String?) throws {
        self.perfetto = try perfetto.map(Self.begin)
        self.metrics = try metrics.map(Self.begin)
    }

    /// Whether the run has to take down its course.
    var needCourse: Bool { perfetto != nil || metrics != nil }

    private static func begin(_ path: String) throws -> OutputFile {
        do {
            return try OutputFile(path: path)
        } catch {
            throw Console.failure(error)
        }
    }

    /// - Throws: exit code 2 where a file cannot be written.
    func write(_ result: RunResult) throws {
        guard needCourse else { return }
        guard case .run(let run) = try Console.reading(RunJSON(result).text(under: .current)) else { return }
        do {
            try finish(perfetto, TraceEvents(run)?.text)
            try finish(metrics, OpenMetricsText(run)?.text)
        } catch {
            throw Console.failure(error)
        }
    }

    private func finish(_ file: OutputFile?, _ text: String?) throws {
        guard let file, let text else { return }
        try file.write(text)
        try file.close()
    }
}
