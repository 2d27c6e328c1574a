import Analysis
import Checkpoints
import Foundation
import Synchronization

/// Writes the states of all routers at every checkpoint of a run. A write that fails is told when the run is over.
final class CheckpointRecording: Sendable {
    private let folder: CheckpointFolder
    private let failure = Mutex<(any Error)?>(nil)

    init(directory: String) { folder = CheckpointFolder(URL(fileURLWithPath: directory)) }

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
            throw Console.failure("--checkpoints: \((error as NSError).localizedDescription)")
        }
    }
}
