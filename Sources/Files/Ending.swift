import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What ends the process before its time, and leaves no half-written file behind.
///
/// A thread of its own waits for the signals, so that it can do more than a handler may.
public enum Ending {
    /// Files that have a name before they are complete.
    private static let temporary = Mutex<Set<String>>([])
    private static let signals = [SIGTERM, SIGHUP, SIGINT]

    /// From now on, SIGTERM, SIGHUP and SIGINT remove what is incomplete before they end the process, and a closed pipe or a
    /// limit of the size of files is an error of the one who writes.
    ///
    /// Called before there is any other thread. Signals that the process was started to ignore stay ignored.
    ///
    /// - Parameter interrupted: asked at each SIGINT; where it returns `true`, the process goes on.
    public static func watch(interrupted: @escaping @Sendable () -> Bool) {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals where !isIgnored(signal) { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let waiting = Waiting(set: set, interrupted: interrupted)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let result = pthread_create(&thread, nil, waitingThread, Unmanaged.passRetained(waiting).toOpaque())
        // Without the thread nobody would hear them.
        if result != 0 { pthread_sigmask(SIG_UNBLOCK, &set, nil) }
    }

    /// Signals wait until the names that are made meanwhile are gone or final.
    static func uninterrupted<Result>(_ body: () -> Result) -> Result { temporary.withLock { _ in body() } }

    static func begin(_ path: String) { temporary.withLock { _ = $0.insert(path) } }

    /// - Parameter body: gives the file its final name, or removes it.
    static func end(_ path: String, _ body: () -> Void) {
        temporary.withLock { paths in
            body()
            paths.remove(path)
        }
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private final class Waiting: Sendable {
        let set: sigset_t
        let interrupted: @Sendable () -> Bool

        init(set: sigset_t, interrupted: @escaping @Sendable () -> Bool) {
            self.set = set
            self.interrupted = interrupted
        }

        func run() {
            var set = set
            var number: Int32 = 0
            while sigwait(&set, &number) == 0 {
                if number == SIGINT, interrupted() { continue }
                Ending.temporary.withLock { paths in
                    for path in paths { unlink(path) }
                    signal(number, SIG_DFL)
                    pthread_sigmask(SIG_UNBLOCK, &set, nil)
                    raise(number)
                }
            }
        }
    }

    #if canImport(Darwin)
        private static let waitingThread: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
            Unmanaged<Waiting>.fromOpaque($0).takeUnretainedValue().run()
            return nil
        }
    #else
        private static let waitingThread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
            if let waiting = $0 { Unmanaged<Waiting>.fromOpaque(waiting).takeUnretainedValue().run() }
            return nil
        }
    #endif
}
