import Foundation
import Synchronization

/// A file that appears under its name only when it is complete: until then it has another name in the same folder.
final class OutputFile: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "\(path): \(reason)" }
    }

    private struct State {
        var buffer: [UInt8] = []
        var descriptor: Int32
        var failure: String?
    }

    private let path: String
    private let temporaryPath: String
    private let state: Mutex<State>

    init(path: String) throws(Failure) {
        self.path = path
        temporaryPath = "\(path).\(getpid()).partial"
        let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
        state = Mutex(State(descriptor: descriptor))
    }

    /// Appends text. A failure is told by `finish`.
    func write(_ text: String) {
        state.withLock { state in
            state.buffer.append(contentsOf: text.utf8)
            if state.buffer.count > 1 << 20 { Self.flush(&state) }
        }
    }

    private static func flush(_ state: inout State) {
        var written = 0
        while written < state.buffer.count, state.failure == nil {
            let count = state.buffer[written...].withUnsafeBytes {
                Foundation.write(state.descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { state.failure = String(cString: strerror(errno)) }
            written += max(0, count)
        }
        state.buffer.removeAll(keepingCapacity: true)
    }

    /// Gives the complete file its name.
    func finish() throws(Failure) {
        let failure = state.withLock { state -> String? in
            Self.flush(&state)
            close(state.descriptor)
            if state.failure == nil, rename(temporaryPath, path) != 0 {
                state.failure = String(cString: strerror(errno))
            }
            return state.failure
        }
        guard let failure else { return }
        unlink(temporaryPath)
        throw Failure(path: path, reason: failure)
    }

    /// Leaves nothing behind.
    func discard() {
        state.withLock { _ = close($0.descriptor) }
        unlink(temporaryPath)
    }
}
