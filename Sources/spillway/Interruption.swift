import Foundation
import Synchronization

/// Ctrl-C, taken down so that a run can end with what it knows.
enum Interruption {
    private static let isRequested = Atomic<Bool>(false)

    /// Whether it was asked for.
    static var isPending: Bool { isRequested.load(ordering: .relaxed) }

    /// The exit code of a program that was interrupted.
    static let exitCode: Int32 = 128 + SIGINT

    /// From now on, the first Ctrl-C is taken down; a second one ends the program at once.
    static func watch() {
        signal(SIGINT) { _ in
            Interruption.isRequested.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
    }
}
