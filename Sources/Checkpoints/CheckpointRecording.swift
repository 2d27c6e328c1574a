import Analysis
import Emulation
import Files
import NetworkPrimitives
import Synchronization

/// The states of all routers at every checkpoint of a run, written while the run goes on.
///
/// A write that fails is an error when the recording is finished.
public final class CheckpointRecording: Sendable {
    private let output: OutputFolder
    private let folder: CheckpointFolder
    private let failure = Mutex<(any Error)?>(nil)

    /// - Parameter folder: of this run alone.
    public init(into folder: OutputFolder) {
        output = folder
        self.folder = CheckpointFolder(folder.path)
    }

    /// For `Simulation.Observer.checkpoint`.
    public func take(_ network: Network, _ number: Int, _ time: Duration) {
        let states = RouterState.states(of: network, checkpoint: number, time: time)
        failure.withLock { failure in
            guard failure == nil else { return }
            do {
                try folder.write(states)
            } catch {
                failure = error
            }
        }
    }

    /// - Throws: the first error of a write.
    public func finish() throws {
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
