import Files
import NetworkPrimitives

/// Reads the frames of a capture file one after another, in constant memory.
///
/// A file that gzip has compressed is read as what it holds. Several files are read as one, merged by time. Classic pcap files of both byte orders and resolutions go through libpcap. pcapng files are read here, because
/// libpcap refuses those whose interfaces have different link types.
public final class CaptureReader {
    private enum Source {
        case classic(ClassicCaptureReader)
        case blocks(BlockCaptureReader)
        case merged(MergedCaptureReader)
    }

    private let source: Source
    public let format: CaptureFormat

    /// Opens a file.
    /// - Parameters:
    ///   - path: `-` means standard input.
    ///   - inputs: where the file is noted, for its digest.
    public convenience init(path: String, noting inputs: InputLedger? = nil) throws(CaptureError) {
        let file = try InputFile(path: path)
        file.note(as: path, in: inputs)
        try self.init(file)
    }

    /// Reads a capture file that is in memory.
    public convenience init(octets: [UInt8]) throws(CaptureError) { try self.init(InputFile(octets: octets)) }

    /// Opens files as one capture. Frames are numbered as merged by time, and interfaces as they come.
    /// - Parameters:
    ///   - paths: at least one.
    ///   - inputs: where the files are noted, for their digests.
    /// - Throws: the first file that cannot be read, by its place in the list.
    public convenience init(paths: [String], noting inputs: InputLedger? = nil) throws(CaptureFileError) {
        var files: [(name: String, reader: CaptureReader)] = []
        for (number, path) in paths.enumerated() {
            do throws(CaptureError) {
                files.append((path, try CaptureReader(path: path, noting: inputs)))
            } catch {
                throw CaptureFileError(number: number, error: error)
            }
        }
        self.init(merging: files)
    }

    private init(merging files: [(name: String, reader: CaptureReader)]) {
        precondition(!files.isEmpty, "a capture has a file")
        if files.count == 1 {
            (source, format) = (files[0].reader.source, files[0].reader.format)
        } else {
            (source, format) = (.merged(MergedCaptureReader(files)), .merged(files.count))
        }
    }

    private init(_ compressed: InputFile) throws(CaptureError) {
        let file = try compressed.decompressed()
        let magic = file.read(4)
        file.rewind()
        switch magic {
        case []: throw .empty
        case [0x0A, 0x0D, 0x0D, 0x0A]:
            source = .blocks(try BlockCaptureReader(file))
            format = .pcapng
        case [0xD4, 0xC3, 0xB2, 0xA1], [0x34, 0xCD, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0xA1, 0xB2, 0xCD, 0x34]:
            source = .classic(try ClassicCaptureReader(file))
            format = .pcap(nanoseconds: false, bigEndian: magic[0] == 0xA1)
        case [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D]:
            source = .classic(try ClassicCaptureReader(file))
            format = .pcap(nanoseconds: true, bigEndian: magic[0] == 0xA1)
        default: throw Self.error(forMagic: magic)
        }
    }

    /// Whether a file that begins with these four octets may be a capture.
    static func mayBegin(with magic: [UInt8]) -> Bool {
        let known: [[UInt8]] = [
            [0x0A, 0x0D, 0x0D, 0x0A], [0xD4, 0xC3, 0xB2, 0xA1], [0x34, 0xCD, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4],
            [0xA1, 0xB2, 0xCD, 0x34], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D],
        ]
        if magic.starts(with: [0x1F, 0x8B]) { return true }
        return known.contains(magic)
    }

    private static func error(forMagic magic: [UInt8]) -> CaptureError {
        if magic.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .unsupportedFormat("a file compressed by zstd") }
        if magic.starts(with: [0xFD, 0x37, 0x7A, 0x58]) { return .unsupportedFormat("a file compressed by xz") }
        if magic == Array("snoo".utf8) { return .unsupportedFormat("a snoop file") }
        return .notACapture
    }

    /// The interfaces described so far; a pcapng file may describe more as it goes on.
    public var interfaces: [CaptureInterface] {
        switch source {
        case .classic(let reader): [reader.interface]
        case .blocks(let reader): reader.interfaces
        case .merged(let reader): reader.interfaces
        }
    }

    /// How the file ended; `nil` until ``next()`` has returned `nil`.
    public var end: CaptureEnd? {
        switch source {
        case .classic(let reader): reader.end
        case .blocks(let reader): reader.end
        case .merged(let reader): reader.end
        }
    }

    /// Of several files, how each ended, so far; of one, nothing, as ``end`` says it.
    public var ends: [(name: String, end: CaptureEnd)] {
        if case .merged(let reader) = source { return reader.ends }
        return []
    }

    /// The next frame, or `nil` after the last complete one.
    public func next() -> CapturedFrame? {
        switch source {
        case .classic(let reader): reader.next()
        case .blocks(let reader): reader.next()
        case .merged(let reader): reader.next()
        }
    }

    /// The next frame in the reader's own memory, which the frame after it overwrites.
    func nextView() -> FrameView? {
        switch source {
        case .classic(let reader): reader.nextView()
        case .blocks(let reader): reader.nextView()
        case .merged(let reader): reader.nextView()
        }
    }
}
