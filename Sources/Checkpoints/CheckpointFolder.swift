import Files
import Foundation

/// A state that cannot be read, and why.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Within the folder of checkpoints.
    public let file: String
    public let reason: String

    public var description: String { "\(file): \(reason)" }
}

/// A folder of checkpoints: `checkpoint-K/ROUTER.json` for each checkpoint and router.
public struct CheckpointFolder: Sendable {
    /// As the user wrote it.
    public let path: String

    public init(_ path: String) { self.path = path }

    /// The longest file that is read: the state of a router with 100,000 LSAs is shorter.
    private static let sizeLimit = 1 << 28

    private func folder(of checkpoint: Int) -> String { "checkpoint-\(checkpoint)" }
    private func file(of router: String, at checkpoint: Int) -> String {
        folder(of: checkpoint) + "/" + FileName.of(router) + ".json"
    }

    /// Writes the states of one checkpoint, each into its own file; folders are made as needed.
    ///
    /// The same states give the same bytes.
    public func write(_ states: [RouterState]) throws {
        for state in states {
            try OutputFolder.make(path + "/" + folder(of: state.checkpoint))
            let file = try OutputFile(path: path + "/" + file(of: state.router, at: state.checkpoint))
            try file.write(try state.json())
            try file.close()
        }
    }

    /// How many checkpoints there are.
    public var count: Int {
        var count = 0
        while FileInput.exists(path + "/" + folder(of: count)) { count += 1 }
        return count
    }

    /// The state of one router at one checkpoint.
    public func state(of router: String, at checkpoint: Int) throws(CheckpointError) -> RouterState {
        try state(in: file(of: router, at: checkpoint))
    }

    /// The states of one checkpoint, in the order of their files' names.
    public func states(at checkpoint: Int) throws(CheckpointError) -> [RouterState] {
        var states: [RouterState] = []
        for name in FileInput.names(in: path + "/" + folder(of: checkpoint)) ?? [] where name.hasSuffix(".json") {
            states.append(try state(in: folder(of: checkpoint) + "/" + name))
        }
        return states
    }

    private func state(in file: String) throws(CheckpointError) -> RouterState {
        let octets: [UInt8]
        do {
            octets = try FileInput.octets(of: path + "/" + file, upTo: Self.sizeLimit)
        } catch {
            let reason =
                switch error {
                case .missing: "there is no such file"
                case .isDirectory: "this is a directory, not a file"
                case .tooLarge: "the file is larger than \(Self.sizeLimit >> 20) MiB"
                case .unreadable(let reason): "the file cannot be read: \(reason)"
                }
            throw CheckpointError(file: file, reason: reason)
        }
        do {
            return try RouterState(json: octets)
        } catch {
            throw CheckpointError(file: file, reason: "this is no state of a router: \(error)")
        }
    }
}

extension RouterState {
    public init(json octets: [UInt8]) throws {
        self = try JSONDecoder().decode(RouterState.self, from: Data(octets))
    }

    /// The same state gives the same octets.
    public func json() throws -> [UInt8] { try Self.octets(of: self) }

    /// Several states as one array.
    public static func json(of states: [RouterState]) throws -> [UInt8] { try octets(of: states) }

    private static func octets(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }
}
