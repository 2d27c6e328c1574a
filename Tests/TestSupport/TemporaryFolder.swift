import Foundation

/// A folder of a test's own.
public enum TemporaryFolder {
    /// Gives a new folder to `body`, and removes it.
    public static func with(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    /// The regular files below a folder, by their paths in it.
    public static func contents(_ folder: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isDirectory) else {
                continue
            }
            if !isDirectory.boolValue { contents[path] = FileManager.default.contents(atPath: folder + "/" + path) }
        }
        return contents
    }
}
