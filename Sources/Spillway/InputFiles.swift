import Files
import Reports
import Scenarios
import Synchronization

/// The files that an input consists of, as they were when they were first read: whatever becomes of them on disk, what was
/// loaded stays what it is.
struct InputFiles: Sendable {
    /// The file that names the others.
    let path: String
    /// In the order in which they were read.
    private let contents: [(path: String, octets: [UInt8])]

    /// A text that is in no file.
    init(_ text: String, named name: String) {
        path = name
        contents = [(name, Array(text.utf8))]
    }

    private init(path: String, contents: [(path: String, octets: [UInt8])]) {
        (self.path, self.contents) = (path, contents)
    }

    /// Reads files on disk, and keeps what was read.
    static func reading<Content>(
        _ path: String, _ load: (FileSource) throws(SpillwayError) -> Content
    ) throws(SpillwayError) -> (content: Content, files: InputFiles) {
        let memory = Memory()
        let content = try load(
            FileSource { path in
                let read = FileSource.disk.read(path)
                if case .success(let octets) = read { memory.note(path, octets) }
                return read
            })
        return (content, InputFiles(path: path, contents: memory.contents))
    }

    var source: FileSource {
        let contents = Dictionary(contents.map { ($0.path, $0.octets) }, uniquingKeysWith: { first, _ in first })
        return FileSource { path in contents[path].map { .success($0) } ?? .failure(.missing) }
    }

    /// Of a result that comes from these files.
    /// - Parameter captures: what else was read.
    func header(besides captures: InputLedger = InputLedger()) -> ResultHeader {
        let ledger = InputLedger()
        for (path, octets) in contents { ledger.note(path, octets) }
        return ResultHeader(
            version: ResultHeader.programVersion, command: "import Spillway",
            inputs: (ledger.entries + captures.entries).map {
                ResultHeader.Input(file: $0.file, sha256: $0.sha256)
            })
    }

    private final class Memory: Sendable {
        private let known = Mutex<[(path: String, octets: [UInt8])]>([])

        func note(_ path: String, _ octets: [UInt8]) { known.withLock { $0.append((path, octets)) } }
        var contents: [(path: String, octets: [UInt8])] { known.withLock { $0 } }
    }
}
