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

    /// The folder `name` of the shared data, or `nil` after printing that the caller's test is skipped.
    public static func shared(_ name: String, for test: String) -> URL? {
        guard let folder = shared?.appendingPathComponent(name), FileManager.default.fileExists(atPath: folder.path)
        else {
            print("SKIPPED: \(test): the shared reference data (\(name)) is not beside this checkout")
            return nil
        }
        return folder
    }
}
