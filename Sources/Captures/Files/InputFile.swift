import CZlib
import Files

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
        let descriptor: Int32
        do {
            descriptor = try FileInput.open(path)
        } catch {
            throw CaptureError(error)
        }
        guard let file = fdopen(descriptor, "rb") else { throw .cannotOpen(Self.systemError()) }
        var status = stat()
        // A pipe or a device cannot be rewound either.
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            defer { fclose(file) }
            stream = try Self.temporaryCopy(of: file)
            return
        }
        stream = file
    }

    /// Notes the file as it is before anything is decompressed.
    func note(as path: String, in inputs: InputLedger?) {
        if let stream { inputs?.note(path, descriptor: fileno(stream)) }
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

    // MARK: gzip

    /// More than this is no capture that anybody compressed, but a trap.
    private static let longestCopy = 1 << 35

    /// The file itself, or a nameless temporary file of what gzip compressed into it.
    func decompressed() throws(CaptureError) -> InputFile {
        let magic = read(2)
        rewind()
        guard magic == [0x1F, 0x8B], let stream else { return self }
        let descriptor = dup(fileno(stream))
        lseek(descriptor, 0, SEEK_SET)
        guard descriptor >= 0, let source = gzdopen(descriptor, "rb") else { throw .cannotOpen(Self.systemError()) }
        defer { gzclose(source) }
        let target = try InputFile(octets: [])
        guard let file = target.stream else { throw .cannotOpen(Self.systemError()) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        while true {
            let count = Int(gzread(source, &buffer, UInt32(buffer.count)))
            // What was read until then is as good as any file that is cut off.
            if count <= 0 {
                guard total > 0 else { throw .damagedHeader("gzip cannot decompress it") }
                break
            }
            if total == 0, !CaptureReader.mayBegin(with: Array(buffer[..<min(4, count)])) { throw .notACapture }
            total += count
            guard total <= Self.longestCopy else { throw .cannotOpen("more than 32 GiB when decompressed") }
            guard fwrite(buffer, 1, count, file) == count else { throw .cannotOpen(Self.systemError()) }
        }
        target.rewind()
        return target
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
        var total = 0
        while true {
            let count = fread(&buffer, 1, buffer.count, input)
            if count == 0 { break }
            // What is no capture may have no end either, as a device: its beginning is enough to say so.
            if total == 0, !CaptureReader.mayBegin(with: Array(buffer[..<min(4, count)])) {
                fwrite(buffer, 1, min(4, count), copy)
                break
            }
            total += count
            guard total <= longestCopy, fwrite(buffer, 1, count, copy) == count else {
                let reason = total > longestCopy ? "more than 32 GiB, and no end of it" : systemError()
                fclose(copy)
                throw .cannotOpen(reason)
            }
        }
        fseeko(copy, 0, SEEK_SET)
        return copy
    }

    static func systemError() -> String { String(cString: strerror(errno)) }
}
