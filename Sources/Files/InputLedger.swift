import Crypto
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that a command has read, with the digests of their octets: what a result came from.
public final class InputLedger: Sendable {
    public struct Entry: Hashable, Sendable {
        /// As the user wrote it, or as a file that the user named refers to it.
        public let file: String
        /// SHA-256 of the octets as they were read, in hexadecimal; of a compressed file, as it is compressed.
        public let sha256: String
    }

    private enum Content {
        case digest(String)
        /// A duplicate of the descriptor that the file was read by.
        case descriptor(Int32)
    }

    private let notes = Mutex<[(file: String, content: Content)]>([])

    public init() {}

    /// Notes a file that was read as a whole.
    public func note(_ file: String, _ octets: [UInt8]) {
        let digest = Self.hexadecimal(SHA256.hash(data: octets))
        notes.withLock { $0.append((file, .digest(digest))) }
    }

    /// Notes an open file that can be read more than once. Its digest costs another pass over it, which is made when
    /// ``entries`` are asked for.
    public func note(_ file: String, descriptor: Int32) {
        let own = dup(descriptor)
        guard own >= 0 else { return }
        notes.withLock { $0.append((file, .descriptor(own))) }
    }

    /// In the order in which the files were first read; a file that was read twice and is the same is here once.
    public var entries: [Entry] {
        notes.withLock { notes in
            var entries: [Entry] = []
            for index in notes.indices {
                let digest: String
                switch notes[index].content {
                case .digest(let known): digest = known
                case .descriptor(let descriptor):
                    digest = Self.digest(of: descriptor)
                    close(descriptor)
                    notes[index].content = .digest(digest)
                }
                let entry = Entry(file: notes[index].file, sha256: digest)
                if !entries.contains(entry) { entries.append(entry) }
            }
            return entries
        }
    }

    /// Does not move the place at which others read the file.
    private static func digest(of descriptor: Int32) -> String {
        var hash = SHA256()
        var offset: off_t = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, offset)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return hexadecimal(hash.finalize()) }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += off_t(count)
        }
    }

    private static func hexadecimal(_ digest: SHA256Digest) -> String {
        digest.map { octet in (octet < 16 ? "0" : "") + String(octet, radix: 16) }.joined()
    }
}
