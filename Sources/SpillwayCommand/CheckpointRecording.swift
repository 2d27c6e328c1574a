import Analysis
import Checkpoints
import Files
import Synchronization

/// Writes the states of all routers at every checkpoint of a run. A write that fails is reported at the end of the run.
final class CheckpointRecording: Sendable {
    private let output: OutputFolder
    private let folder: CheckpointFolder
    private let failure = Mutex<(any Error)?>(nil)

    /// - Throws: exit code 2 where the directory is not an empty one of this run alone.
    init(directory: String) throws {
        output = try Console.outputFolder(directory)
        folder = CheckpointFolder(directory)
    }

    /// For `Simulation.Observer.checkpoint`.
    func take(_ states: [RouterState]) {
        failure.withLock { failure in
            guard failure == nil else { return }
            do {
                try folder.write(states)
            } catch {
                failure = error
            }
        }
    }

    /// - Throws: the exit code, after saying what went wrong.
    func finish() throws {
        if let error = failure.withLock({ $0 }) {
            throw Console.failure(error)
        }
    }
}
