import Foundation

/// Where scenario files come from: the disk, or a test's memory.
public struct FileSource: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case missing
        case isDirectory
        case tooLarge
        /// The operating system's words.
        case unreadable(String)
    }

    /// Gives the bytes of the file at a path, or says why it cannot.
    public var read: @Sendable (_ path: String) -> Result<[UInt8], Failure>

    public init(read: @escaping @Sendable (_ path: String) -> Result<[UInt8], Failure>) {
        self.read = read
    }

    /// The largest file that is read, in bytes: a network of 10,000 routers takes a tenth of it.
    public static let sizeLimit = 16 << 20

    /// Files on disk.
    public static let disk = FileSource { path in
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return .failure(.missing) }
        guard !isDirectory.boolValue else { return .failure(.isDirectory) }
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            // Devices have no size and no end, so that reading is what is bounded.
            let data = try handle.read(upToCount: sizeLimit + 1) ?? Data()
            return data.count > sizeLimit ? .failure(.tooLarge) : .success(Array(data))
        } catch {
            return .failure(.unreadable(systemReason(of: error)))
        }
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

/// Why the operating system refused, in its words and without those of libraries in between, such as `Permission denied`.
public func systemReason(of error: any Error) -> String {
    var error = error as NSError
    while error.domain != NSPOSIXErrorDomain, let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError {
        error = inner
    }
    guard error.domain == NSPOSIXErrorDomain else { return "input/output error" }
    return String(cString: strerror(Int32(error.code))).lowercased()
}
