import Analysis
import Captures
import Emulation
import Files
import NetworkPrimitives
import Synchronization

/// Every segment of a run in a capture file of its own, from the cold start on, written while the run goes on.
///
/// A write that fails is an error when the recording is finished.
public final class CaptureRecording: Sendable {
    private struct State {
        let captures: SegmentCaptures
        var failure: CaptureError?
    }

    /// Of this run alone.
    public let folder: OutputFolder
    private let state: Mutex<State>

    public init(into folder: OutputFolder, of configuration: NetworkConfiguration) {
        self.folder = folder
        state = Mutex(State(captures: SegmentCaptures(directory: folder.path, of: configuration)))
    }

    /// The network with which the timeline of a scenario starts, as `Simulation.startingNetwork` has it.
    ///
    /// - Returns: `nil` where the observer canceled.
    /// - Throws: `CaptureError`, `SimulationError`.
    public func startingNetwork(of scenario: Scenario, observer: Simulation.Observer) throws -> Network? {
        guard !scenario.startsCold else {
            var network = Network(scenario.network)
            network.recordsTransmissions = true
            return network
        }
        let limit = Simulation.convergenceLimit
        let network = try state.withLock {
            try $0.captures.converged(scenario.network, within: limit, isCancelled: observer.isCancelled)
        }
        return try network.map { network throws(SimulationError) in try Simulation.accept(network, after: limit) }
    }

    /// Writes what was sent since the last time.
    public func take(_ network: Network) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do throws(CaptureError) {
                try state.captures.write(network)
            } catch {
                state.failure = error
            }
        }
    }

    /// Gives the files their names.
    ///
    /// - Throws: `CaptureError`, the first that occurred.
    public func finish() throws -> [SegmentCaptures.File] {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            return try state.captures.close()
        }
    }
}
