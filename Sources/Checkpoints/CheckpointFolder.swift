import Files
import Foundation

/// A folder of checkpoints: `checkpoint-K/ROUTER.json` for each checkpoint and router.
public struct CheckpointFolder: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    private func folder(of checkpoint: Int) -> URL { url.appendingPathComponent("checkpoint-\(checkpoint)") }

    /// Writes the states of one checkpoint, each into its own file; folders are made as needed.
    ///
    /// The same states give the same bytes. A character of a name that cannot stand in a file's name becomes `_`.
    public func write(_ states: [RouterState]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        for state in states {
            let folder = folder(of: state.checkpoint)
            try OutputFolder.make(folder.path)
            let name = String(state.router.map { $0 == "/" || $0 == "\0" ? "_" : $0 })
            var data = try encoder.encode(state)
            data.append(UInt8(ascii: "\n"))
            let file = try OutputFile(path: folder.appendingPathComponent(name + ".json").path)
            try file.write(data)
            try file.close()
        }
    }

    /// How many checkpoints there are.
    public var count: Int {
        var count = 0
        while FileManager.default.fileExists(atPath: folder(of: count).path) { count += 1 }
        return count
    }

    /// The state of one router at one checkpoint.
    public func state(of router: String, at checkpoint: Int) throws -> RouterState {
        let file = folder(of: checkpoint).appendingPathComponent(router + ".json")
        return try JSONDecoder().decode(RouterState.self, from: Data(contentsOf: file))
    }
}
