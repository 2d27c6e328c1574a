#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a file cannot be read.
public enum InputError: Error, Hashable, Sendable {
    case missing
    case isDirectory
    /// It holds more than the reader takes.
    case tooLarge
    /// The operating system's words, or ours.
    case unreadable(String)
}

/// Files that are read, of whatever kind: neither a device without an end nor a FIFO without a writer keeps the program.
public enum FileInput {
    /// How long a FIFO is given to find a process at its other end, in tenths of a second.
    static let patience = 50

    /// Opens a file for reading.
    /// - Returns: a descriptor, which the caller closes.
    public static func open(_ path: String) throws(InputError) -> Int32 {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(systemError())
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory }
        let isFIFO = status.st_mode & S_IFMT == S_IFIFO
        let descriptor = posixOpen(path, O_RDONLY | O_CLOEXEC | (isFIFO ? O_NONBLOCK : 0), 0)
        guard descriptor >= 0 else { throw .unreadable(systemError()) }
        if isFIFO { try awaitWriter(descriptor) }
        return descriptor
    }

    /// The octets of a whole file.
    /// - Parameter limit: a file that holds more is refused, after `limit` octets were read.
    public static func octets(of path: String, upTo limit: Int) throws(InputError) -> [UInt8] {
        let descriptor = try open(path)
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return octets }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(systemError())
            }
            guard octets.count + count <= limit else { throw .tooLarge }
            octets += buffer[..<count]
        }
    }

    /// Whether there is something of this name.
    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// The names in a folder, sorted; `nil` where it is none or cannot be read.
    public static func names(in folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Without a writer nothing ever becomes ready, not even the end.
    private static func awaitWriter(_ descriptor: Int32) throws(InputError) {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        for _ in 0..<patience where request.revents == 0 { poll(&request, 1, 100) }
        guard request.revents != 0 else {
            close(descriptor)
            throw .unreadable("nobody writes into this FIFO")
        }
        _ = fcntl(descriptor, F_SETFL, 0)
    }
}

func posixOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
