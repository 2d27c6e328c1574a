import Captures
import Files

/// A file to import, and what it was taken for.
public struct SourceFile: Sendable {
    /// As the user named it, or its path below a folder that was named.
    public var path: String
    public var kinds: [FileKind]
    /// Empty for captures, which are read where they lie.
    public var octets: [UInt8]
    /// The same as lines, where its kind was told by them.
    var log: TerminalLog?
    /// The user said what it is.
    public var isTold = false
    /// It lies in a folder that the user named, among others that may be of other use.
    public var isFound = false

    /// The largest text that is read.
    public static let sizeLimit = 1 << 28

    public var name: String { path == "-" ? "standard input" : path }

    public init(path: String, octets: [UInt8], kinds: [FileKind] = []) {
        self.path = path
        self.octets = octets
        self.kinds = kinds
    }

    /// Tells what a file is by its content.
    public static func recognized(path: String, octets: [UInt8], as told: FileKind? = nil) -> SourceFile {
        var octets = octets
        var file = SourceFile(path: path, octets: [])
        if Gzip.isCompressed(octets), let content = Gzip.decompressed(octets, upTo: sizeLimit) { octets = content }
        if told == .capture || Recognition.isCapture(octets) {
            file.kinds = [.capture]
            return file
        }
        file.octets = octets
        file.isTold = told != nil
        let log = TerminalLog(octets)
        file.kinds = told.map { [$0] } ?? Recognition.kinds(of: log)
        file.log = log
        return file
    }

    /// The files of folders, and those named one by one, in order.
    public static func paths(_ names: [String]) -> [(path: String, isFound: Bool)] {
        names.flatMap { name -> [(path: String, isFound: Bool)] in
            guard name != "-", let inside = FileInput.names(in: name) else { return [(name, false)] }
            let folder = name.hasSuffix("/") ? name : name + "/"
            return paths(inside.filter { !$0.hasPrefix(".") }.map { folder + $0 }).map { ($0.path, true) }
        }
    }
}
