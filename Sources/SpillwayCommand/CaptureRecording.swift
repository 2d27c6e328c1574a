import Analysis
import Captures
import Emulation
import Files
import NetworkPrimitives
import Replays
import Synchronization

/// `--capture DIRECTORY`: every segment of a run in a capture file of its own, from the cold start on.
///
/// The first error is reported at the end of the run.
final class CaptureRecording: Sendable {
    private struct State {
        let captures: SegmentCaptures
        var failure: CaptureError?
    }

    private let output: OutputFolder
    private let directory: String
    private let state: Mutex<State>

    /// - Throws: exit code 2 where the directory is not an empty one of this run alone.
    init(directory: String, of configuration: NetworkConfiguration) throws {
        output = try Console.outputFolder(directory)
        self.directory = directory
        state = Mutex(State(captures: SegmentCaptures(directory: directory, of: configuration)))
    }

    /// The cold start, as `Simulation.converged` does it.
    func converged(_ configuration: NetworkConfiguration, observer: Simulation.Observer) throws -> Network? {
        do {
            let limit = Simulation.convergenceLimit
            let network = try state.withLock {
                try $0.captures.converged(configuration, within: limit, isCancelled: observer.isCancelled)
            }
            guard let network else { return nil }
            return try Simulation.accept(network, after: limit)
        } catch let error as CaptureError {
            throw Console.failure("\(error)", at: directory)
        }
    }

    /// Writes what was sent since the last time.
    func take(_ network: Network) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do throws(CaptureError) {
                try state.captures.write(network)
            } catch {
                state.failure = error
            }
        }
    }

    /// Gives the files their names, and says on standard error how many there are.
    func finish() throws {
        do {
            let files = try state.withLock { state in
                if let failure = state.failure { throw failure }
                return try state.captures.close()
            }
            let frames = files.reduce(0) { $0 + $1.frames }
            StandardError.line(
                "spillway: \(frames) frames in \(files.count) capture \(files.count == 1 ? "file" : "files"), in \(directory)"
            )
        } catch {
            throw Console.failure("\(error)", at: directory)
        }
    }
}
