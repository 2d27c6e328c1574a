import Files

/// Where scenario files come from: the disk, or a test's memory.
public struct FileSource: Sendable {
    public typealias Failure = InputError

    /// Gives the bytes of the file at a path, or says why it cannot.
    public var read: @Sendable (_ path: String) -> Result<[UInt8], Failure>

    public init(read: @escaping @Sendable (_ path: String) -> Result<[UInt8], Failure>) {
        self.read = read
    }

    /// The largest file that is read, in bytes: a network of 10,000 routers takes a tenth of it.
    public static let sizeLimit = 16 << 20

    /// Files on disk.
    public static let disk = FileSource { path in
        Result { () throws(InputError) in try FileInput.octets(of: path, upTo: sizeLimit) }
    }

    /// Files that exist only here, by path.
    public static func memory(_ files: [String: String]) -> FileSource {
        FileSource { path in files[path].map { .success(Array($0.utf8)) } ?? .failure(.missing) }
    }
}

/// The path of `name` as written in the file at `path`: relative names start at that file's directory.
func resolvedPath(_ name: String, from path: String) -> String {
    guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
    return String(path[...slash]) + name
}
