import Foundation
import Synchronization

/// Ctrl-C, taken down so that a run can end with what it knows.
enum Interruption {
    private static let isRequested = Atomic<Bool>(false)
    private static let isWatching = Atomic<Bool>(false)

    /// Whether it was asked for.
    static var isPending: Bool { isRequested.load(ordering: .relaxed) }

    /// The exit code of a program that was interrupted.
    static let exitCode: Int32 = 128 + SIGINT

    /// From now on, the first Ctrl-C is taken down; a second one ends the program at once.
    static func watch() { isWatching.store(true, ordering: .relaxed) }

    /// - Returns: whether it was taken down.
    static func take() -> Bool {
        guard isWatching.exchange(false, ordering: .relaxed) else { return false }
        isRequested.store(true, ordering: .relaxed)
        return true
    }
}
