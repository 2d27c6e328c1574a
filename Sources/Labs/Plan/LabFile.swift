import Files

/// One file of a lab's plan.
public struct LabFile: Hashable, Sendable {
    /// Relative to the plan's folder.
    public var path: String
    public var text: String

    /// Writes files into a folder; folders are made as needed.
    public static func write(_ files: [LabFile], to folder: OutputFolder) throws(OutputError) {
        for file in files {
            if let slash = file.path.lastIndex(of: "/") {
                try OutputFolder.make(folder.path + "/" + file.path[..<slash])
            }
            let output = try OutputFile(path: folder.path + "/" + file.path)
            try output.write(file.text)
            try output.close()
        }
    }
}
