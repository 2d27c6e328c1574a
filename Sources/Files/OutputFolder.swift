#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder that one run fills: empty at first, so that all its files are of that run.
///
/// Another process that wants the same folder is refused for as long as this value lives.
public final class OutputFolder: Sendable {
    /// As the user wrote it.
    public let path: String
    private let descriptor: Int32

    /// Makes the folder where it is missing, with those above it.
    ///
    /// - Parameter accepts: names of files that may be there already.
    /// - Throws: `OutputError` where it cannot be made, is not empty, or is being filled by another run.
    public init(path: String, accepting accepts: (String) -> Bool = { _ in false }) throws(OutputError) {
        self.path = path
        try Self.make(path)
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw OutputError(path: path, reason: systemError()) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw OutputError(path: path, reason: "another run is writing into this directory")
        }
        guard Self.isEmpty(path, but: accepts) else {
            throw OutputError(path: path, reason: "the directory is not empty; name a new one, or empty it")
        }
    }

    deinit { close(descriptor) }

    /// Makes a folder where it is missing, with those above it.
    public static func make(_ path: String) throws(OutputError) { try make(path, for: path) }

    private static func make(_ path: String, for original: String) throws(OutputError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.dropLast().lastIndex(of: "/"), slash > path.startIndex else {
            throw OutputError(path: original, reason: systemError())
        }
        try make(String(path[..<slash]), for: original)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw OutputError(path: original, reason: systemError())
        }
    }

    private static func isEmpty(_ path: String, but accepts: (String) -> Bool) -> Bool {
        FileInput.names(in: path)?.allSatisfy(accepts) ?? false
    }
}
