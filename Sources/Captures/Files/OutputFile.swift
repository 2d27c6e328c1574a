#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is written under a temporary name in its own directory, and renamed when it is whole.
final class OutputFile {
    private let path: String
    private let temporaryPath: String
    private var stream: UnsafeMutablePointer<FILE>?

    init(path: String) throws(CaptureError) {
        self.path = path
        // The process's number keeps two writers of one file apart; the last one to close wins, with a whole file.
        temporaryPath = "\(path).\(getpid()).partial"
        guard let stream = fopen(temporaryPath, "wb") else { throw .cannotWrite(InputFile.systemError()) }
        self.stream = stream
    }

    deinit {
        guard let stream else { return }
        fclose(stream)
        remove(temporaryPath)
    }

    func write(_ octets: [UInt8]) throws(CaptureError) {
        guard let stream, fwrite(octets, 1, octets.count, stream) == octets.count else {
            throw .cannotWrite(InputFile.systemError())
        }
    }

    func close() throws(CaptureError) {
        guard let stream else { return }
        self.stream = nil
        guard fclose(stream) == 0, rename(temporaryPath, path) == 0 else {
            let reason = InputFile.systemError()
            remove(temporaryPath)
            throw .cannotWrite(reason)
        }
    }
}

extension CaptureWriter {
    /// Asks the operating system to let this process hold so many files open at one time, as far as it grants that.
    public static func allow(files count: Int) {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return }
        let wanted = rlim_t(count + 64)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        setrlimit(resource, &limit)
    }
}
