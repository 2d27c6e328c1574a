import Foundation

/// Where test data lies, on whichever machine the tests run.
public enum TestData {
    /// The top of the checkout.
    public static let projectRoot: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of reference data beside the checkout, or `nil` where a clone stands alone.
    public static let shared: URL? = {
        let candidate = projectRoot.deletingLastPathComponent().appendingPathComponent("shared")
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isDirectory)
        return exists && isDirectory.boolValue ? candidate : nil
    }()

    /// The folder `name` of the shared data, where it is there. Tests that need one are enabled by `has(_:)`.
    public static func shared(_ name: String) -> URL? {
        let folder = shared?.appendingPathComponent(name)
        return folder.flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }
    }

    public static func has(_ name: String) -> Bool { shared(name) != nil }
}
