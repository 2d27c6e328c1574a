import Foundation

/// One file of a lab's plan.
public struct LabFile: Hashable, Sendable {
    /// Relative to the plan's folder.
    public var path: String
    public var text: String

    /// Writes files into a folder; folders are made as needed.
    public static func write(_ files: [LabFile], to folder: URL) throws {
        for file in files {
            let url = folder.appendingPathComponent(file.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: url)
        }
    }
}
