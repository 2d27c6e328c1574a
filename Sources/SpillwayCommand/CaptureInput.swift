import ArgumentParser
import Captures
import Imports
import NetworkPrimitives
import Replays
import Reports
import Scenarios

/// What the commands that read captures share.
enum CaptureInput {
    static func name(of path: String) -> String { path == "-" ? "standard input" : path }

    /// The file's name without directories and ending.
    static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? "capture"
        let stem = String(name.prefix { $0 != "." })
        return path == "-" || stem.isEmpty ? "capture" : stem
    }

    /// Opens captures, several as one.
    /// - Throws: exit code 2 where one cannot be read.
    static func reader(of paths: [String]) throws -> CaptureReader {
        guard paths.count(where: { $0 == "-" }) <= 1 else {
            throw Console.failure("standard input is given twice", at: "-")
        }
        do {
            return try CaptureReader(paths: paths, noting: Origin.inputs)
        } catch {
            throw Console.failure("\(error.error)", at: name(of: paths[error.number]))
        }
    }

    static func warnOfEnds(_ reader: CaptureReader, name: String) {
        let ends = reader.ends.isEmpty ? reader.end.map { [(name: name, end: $0)] } ?? [] : reader.ends
        for (name, end) in ends where end != .complete {
            Console.warning("\(end)", at: Self.name(of: name))
        }
    }

    /// What a topology or scenario calls its routers.
    /// - Throws: exit code 2 where the file cannot be used.
    static func routerNames(of path: String) throws -> [RouterID: String] {
        let loaded = ScenarioLoader.loadTopology(path: path, files: .noted)
        for diagnostic in loaded.diagnostics where diagnostic.severity == .error {
            StandardError.write("\(diagnostic)\n")
        }
        guard let network = loaded.content else { throw ExitCode(2) }
        return Dictionary(network.routers.map { ($0.ospf.routerID, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The network that captures show, and what they say besides.
    /// - Throws: exit code 2 where a file cannot be read or none shows a router.
    static func network(
        of paths: [String], at moment: MomentArgument?
    ) throws -> (topology: NetworkDescription, summary: CaptureSummary) {
        let reader = try reader(of: paths)
        let summary = CaptureAnalysis().summary(of: reader) { MomentArgument.span(to: moment, firstFrame: $0) }
        let name = paths.map(name).joined(separator: ", ")
        warnOfEnds(reader, name: name)
        let topology = NetworkDescription(summary)
        guard !topology.routers.isEmpty else {
            throw Console.failure(
                "no router: no whole router-LSA in \(counted(summary.totals.sum, "frame"))", at: name)
        }
        return (topology, summary)
    }
}
