#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file that can be read from its beginning; standard input is first copied to a nameless temporary file, as
/// both readers look at the beginning twice.
///
/// Every `read` is buffered by the C library, and so is libpcap's reading of the same stream.
final class InputFile {
    /// The stream; `nil` once libpcap owns it, which then closes it.
    private(set) var stream: UnsafeMutablePointer<FILE>?

    /// Opens `path`, or standard input for `-`.
    init(path: String) throws(CaptureError) {
        if path == "-" {
            stream = try Self.copyOfStandardInput()
            return
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT ? .noSuchFile : .cannotOpen(Self.systemError())
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory }
        guard let file = fopen(path, "rb") else { throw .cannotOpen(Self.systemError()) }
        // A pipe or a device cannot be rewound either.
        guard status.st_mode & S_IFMT == S_IFREG else {
            defer { fclose(file) }
            stream = try Self.temporaryCopy(of: file)
            return
        }
        stream = file
    }

    /// A nameless temporary file of these octets.
    init(octets: [UInt8]) throws(CaptureError) {
        guard let file = tmpfile() else { throw .cannotOpen(Self.systemError()) }
        stream = file
        guard fwrite(octets, 1, octets.count, file) == octets.count else { throw .cannotOpen(Self.systemError()) }
        fseeko(file, 0, SEEK_SET)
    }

    deinit {
        if let stream { fclose(stream) }
    }

    /// Hands the stream to an owner that closes it.
    func release() -> UnsafeMutablePointer<FILE>? {
        defer { stream = nil }
        return stream
    }

    /// Reads up to `count` octets; fewer at the end of the file only.
    func read(_ count: Int) -> [UInt8] {
        guard let stream else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = fread(buffer.baseAddress, 1, count, stream)
        }
    }

    /// Passes over `count` octets; `false` where the file ends before.
    func skip(_ count: Int) -> Bool {
        var left = count
        while left > 0 {
            let part = read(min(left, 1 << 16))
            if part.isEmpty { return false }
            left -= part.count
        }
        return true
    }

    var offset: Int {
        guard let stream else { return 0 }
        return Int(ftello(stream))
    }

    func rewind() {
        if let stream { fseeko(stream, 0, SEEK_SET) }
    }

    private static func copyOfStandardInput() throws(CaptureError) -> UnsafeMutablePointer<FILE> {
        guard let input = fdopen(dup(0), "rb") else { throw .cannotOpen(systemError()) }
        defer { fclose(input) }
        return try temporaryCopy(of: input)
    }

    private static func temporaryCopy(of input: UnsafeMutablePointer<FILE>) throws(CaptureError)
        -> UnsafeMutablePointer<
            FILE
        >
    {
        guard let copy = tmpfile() else { throw .cannotOpen(systemError()) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, input)
            if count == 0 { break }
            guard fwrite(buffer, 1, count, copy) == count else {
                fclose(copy)
                throw .cannotOpen(systemError())
            }
        }
        fseeko(copy, 0, SEEK_SET)
        return copy
    }

    static func systemError() -> String { String(cString: strerror(errno)) }
}
