import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that appears under its name only when it is complete.
///
/// Until then it has no name where the system knows nameless files (Linux): whatever ends the process, nothing of it is
/// left. Elsewhere it is called `NAME.PID.partial`. A symbolic link is followed, and what is not a regular file - a
/// device, a FIFO - is written into and never replaced. A file that is replaced keeps its permissions.
public final class OutputFile: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var descriptor: Int32
        var failure: OutputError?
        var isOpen = true
    }

    /// How the octets come to have the name.
    private enum Placement {
        /// They are written there at once.
        case direct
        case nameless
        case renaming(from: String)
    }

    private let path: String
    private let target: String
    private let placement: Placement
    private let state: Mutex<State>

    /// Begins a file.
    ///
    /// - Throws: `OutputError` where the folder is missing, or the file is a directory or may not be written.
    public convenience init(path: String) throws(OutputError) { try self.init(path: path, mayBeNameless: true) }

    init(path: String, mayBeNameless: Bool) throws(OutputError) {
        self.path = path
        target = try Self.following(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        let descriptor: Int32
        (placement, descriptor) = try Self.open(
            target, status: exists ? status : nil, path: path, mayBeNameless: mayBeNameless)
        state = Mutex(State(descriptor: descriptor))
    }

    deinit { discard() }

    /// Appends octets.
    ///
    /// - Throws: what went wrong in this or an earlier call; `close` throws it, too.
    public func write(_ octets: some Sequence<UInt8>) throws(OutputError) {
        let failure = state.withLock { state -> OutputError? in
            state.buffer.append(contentsOf: octets)
            if state.buffer.count > 1 << 18 { flush(&state) }
            return state.failure
        }
        if let failure { throw failure }
    }

    /// Appends text.
    public func write(_ text: String) throws(OutputError) { try write(text.utf8) }

    /// Gives the complete file its name.
    public func close() throws(OutputError) {
        let failure = state.withLock { state -> OutputError? in
            guard state.isOpen else { return state.failure }
            flush(&state)
            end(&state, isComplete: state.failure == nil)
            return state.failure
        }
        if let failure { throw failure }
    }

    /// Leaves nothing behind.
    public func discard() { state.withLock { if $0.isOpen { end(&$0, isComplete: false) } } }

    // MARK: Beginning

    /// The path at the end of a chain of symbolic links, which need not exist.
    private static func following(_ path: String) throws(OutputError) -> String {
        var current = path
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        for _ in 0..<40 {
            let count = readlink(current, &buffer, buffer.count)
            guard count >= 0 else { return current }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            current = link.hasPrefix("/") ? link : folder(of: current) + "/" + link
        }
        throw OutputError(path: path, reason: systemError(ELOOP))
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func open(
        _ target: String, status: stat?, path: String, mayBeNameless: Bool
    ) throws(OutputError) -> (Placement, Int32) {
        func checked(_ descriptor: Int32) throws(OutputError) -> Int32 {
            guard descriptor >= 0 else { throw OutputError(path: path, reason: systemError()) }
            return descriptor
        }
        let flags = O_WRONLY | O_CLOEXEC
        if let status, status.st_mode & S_IFMT == S_IFIFO { return (.direct, try openFIFO(target, path: path)) }
        if let status, status.st_mode & S_IFMT != S_IFREG { return (.direct, try checked(posixOpen(target, flags, 0))) }
        if status != nil, access(target, W_OK) != 0 { throw OutputError(path: path, reason: systemError()) }
        let mode = status.map { $0.st_mode & 0o777 } ?? 0o666
        if mayBeNameless, let descriptor = namelessFile(in: folder(of: target), mode: mode) {
            if status != nil { fchmod(descriptor, mode) }
            return (.nameless, descriptor)
        }
        let partial = "\(target).\(getpid()).partial"
        Ending.begin(partial)
        unlink(partial)
        let descriptor = posixOpen(partial, flags | O_CREAT | O_EXCL, mode)
        if descriptor < 0 { Ending.end(partial) {} }
        if status != nil { fchmod(descriptor, mode) }
        return (.renaming(from: partial), try checked(descriptor))
    }

    /// A FIFO without a reader would keep the program for ever.
    private static func openFIFO(_ target: String, path: String) throws(OutputError) -> Int32 {
        for _ in 0..<FileInput.patience {
            let descriptor = posixOpen(target, O_WRONLY | O_CLOEXEC | O_NONBLOCK, 0)
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFL, 0)
                return descriptor
            }
            guard errno == ENXIO else { throw OutputError(path: path, reason: systemError()) }
            usleep(100_000)
        }
        throw OutputError(path: path, reason: "nobody reads from this FIFO")
    }

    /// A file without a name; `nil` where the system or the file system has none.
    private static func namelessFile(in folder: String, mode: mode_t) -> Int32? {
        #if os(Linux)
            // O_TMPFILE, whose definition Swift does not import.
            let nameless: Int32 = 0o20_000_000 | O_DIRECTORY
            guard access("/proc/self/fd", X_OK) == 0 else { return nil }
            let descriptor = posixOpen(folder, nameless | O_WRONLY | O_CLOEXEC, mode)
            return descriptor >= 0 ? descriptor : nil
        #else
            return nil
        #endif
    }

    // MARK: Writing

    private func failure(_ error: Int32 = errno) -> OutputError {
        OutputError(path: path, reason: systemError(error), isClosedPipe: error == EPIPE)
    }

    private func flush(_ state: inout State) {
        defer { state.buffer.removeAll(keepingCapacity: true) }
        guard state.failure == nil, let error = writeAll(state.buffer, to: state.descriptor) else { return }
        state.failure = failure(error)
    }

    /// Gives a nameless file its name.
    /// - Returns: what went wrong.
    private func place(_ descriptor: Int32) -> OutputError? {
        let source = "/proc/self/fd/\(descriptor)"
        if link(source, to: target) { return nil }
        guard errno == EEXIST else { return failure() }
        // A file can be replaced by one with a name only.
        let partial = "\(target).\(getpid()).partial"
        return Ending.uninterrupted {
            unlink(partial)
            guard link(source, to: partial) else { return failure() }
            if rename(partial, target) == 0 { return nil }
            let reason = failure()
            unlink(partial)
            return reason
        }
    }

    private func link(_ source: String, to name: String) -> Bool {
        #if os(Linux)
            linkat(AT_FDCWD, source, AT_FDCWD, name, Int32(AT_SYMLINK_FOLLOW)) == 0
        #else
            false
        #endif
    }

    private func end(_ state: inout State, isComplete: Bool) {
        state.isOpen = false
        if isComplete, case .nameless = placement { state.failure = place(state.descriptor) }
        if posixClose(state.descriptor) != 0, state.failure == nil { state.failure = failure() }
        guard case .renaming(let partial) = placement else { return }
        Ending.end(partial) {
            let isPlaced = isComplete && state.failure == nil && rename(partial, target) == 0
            if isComplete, !isPlaced, state.failure == nil { state.failure = failure() }
            if !isPlaced { unlink(partial) }
        }
    }
}

private func posixClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
