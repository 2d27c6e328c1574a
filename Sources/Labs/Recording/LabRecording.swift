import Checkpoints
import Emulation
import Files
import Foundation
import NetworkPrimitives
import Scenarios

/// A recording that is not what it should be.
public struct LabRecordingError: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}

/// What real routers said of themselves in one run of a lab.
///
/// In the folder: `daemon`, `version` and `digest`; `raw/checkpoint-K/` with `time`, the seconds since the start of the routers, and a
/// file `N` for each router that ran, with its answers to ``questions(for:)``; `captures/*.pcap`.
public struct LabRecording {
    private let folder: URL
    public let daemon: RoutingDaemon
    /// As the daemon says it, such as `FRRouting 8.4.4`; `nil` where nobody wrote it down.
    public let version: String?
    /// The digest of the scenario that was run; `nil` where nobody wrote it down.
    public let digest: String?

    /// - Returns: `nil` where the folder holds no raw answers.
    public init?(folder: URL) throws {
        guard FileInput.exists(folder.appendingPathComponent("raw").path) else { return nil }
        self.folder = folder
        func line(_ name: String) throws -> String? {
            try Self.text(of: folder.appendingPathComponent(name))?.split(separator: "\n").first.map(String.init)
        }
        guard let name = try line("daemon"), let daemon = RoutingDaemon(rawValue: name) else {
            throw LabRecordingError("\(folder.path)/daemon does not name a daemon")
        }
        self.daemon = daemon
        version = try line("version")
        digest = try line("digest")
    }

    /// What a daemon is asked at each checkpoint.
    public static func questions(for daemon: RoutingDaemon) -> [String] {
        switch daemon {
        case .frr: FRRDump.questions
        case .bird: BIRDDump.questions
        }
    }

    /// The states of all routers at every checkpoint, in the order of the configuration.
    ///
    /// - Parameter start: seconds from the start of the routers to that of the timeline.
    public func states(of network: NetworkConfiguration) throws -> [[RouterState]] {
        let directory = LabDirectory(network)
        let bodies = try CapturedBodies(folder: folder.appendingPathComponent("captures"))
        var checkpoints: [[RouterState]] = []
        while true {
            let raw = folder.appendingPathComponent("raw/checkpoint-\(checkpoints.count)")
            guard FileInput.exists(raw.path) else { break }
            checkpoints.append(
                try network.routers.indices.map { router in
                    try state(of: router, in: raw, checkpoint: checkpoints.count, directory, bodies)
                })
        }
        return checkpoints
    }

    private func state(
        of router: RouterIndex, in raw: URL, checkpoint: Int, _ directory: LabDirectory, _ bodies: CapturedBodies
    ) throws -> RouterState {
        let time = try Self.text(of: raw.appendingPathComponent("time"))
        var state = directory.emptyState(
            of: router, daemon: daemon.rawValue, checkpoint: checkpoint,
            time: time.flatMap { Double($0.split(separator: "\n").first ?? "") } ?? 0)
        guard let text = try Self.text(of: raw.appendingPathComponent("\(router)")) else {
            state.isAlive = false
            return state
        }
        do {
            try Self.read(text, of: router, on: daemon, directory, into: &state)
        } catch {
            throw LabRecordingError("\(state.router) at checkpoint \(checkpoint) cannot be read: \(error)")
        }
        bodies.fill(&state)
        state.sort()
        return state
    }

    private static func read(
        _ answers: String, of router: RouterIndex, on daemon: RoutingDaemon, _ directory: LabDirectory,
        into state: inout RouterState
    ) throws {
        switch daemon {
        case .frr: try FRRDump(router: router, directory: directory).read(answers, into: &state)
        case .bird: try BIRDDump(router: router, directory: directory).read(answers, into: &state)
        }
    }

    /// What one router's answers say of it.
    /// - Throws: a description where they are no answers to ``questions(for:)``.
    package static func state(
        of router: RouterIndex, in network: NetworkConfiguration, answers: String, on daemon: RoutingDaemon
    ) throws -> RouterState {
        let directory = LabDirectory(network)
        var state = directory.emptyState(of: router, daemon: daemon.rawValue, checkpoint: 0, time: 0)
        try read(answers, of: router, on: daemon, directory, into: &state)
        return state
    }

    /// Daemons with 100,000 LSAs answer in less.
    private static let sizeLimit = 1 << 28

    /// - Returns: `nil` where there is no such file.
    private static func text(of file: URL) throws -> String? {
        do throws(InputError) {
            let octets = try FileInput.octets(of: file.path, upTo: sizeLimit)
            return String(decoding: octets, as: UTF8.self)
        } catch {
            switch error {
            case .missing: return nil
            case .isDirectory: throw LabRecordingError("\(file.path) is a directory, not a file")
            case .tooLarge: throw LabRecordingError("\(file.path) is larger than \(sizeLimit >> 20) MiB")
            case .unreadable(let reason): throw LabRecordingError("\(file.path) cannot be read: \(reason)")
            }
        }
    }
}

extension RouterState {
    /// Puts every list into the order of the schema.
    fileprivate mutating func sort() {
        lsdb.sort {
            ($0.area ?? "", $0.type, $0.linkStateID, $0.advertisingRouter)
                < ($1.area ?? "", $1.type, $1.linkStateID, $1.advertisingRouter)
        }
        interfaces.sort { $0.name < $1.name }
        neighbors.sort { ($0.interface, $0.routerID) < ($1.interface, $1.routerID) }
        routes.sort { (IPv4Prefix($0.prefix) ?? .default) < (IPv4Prefix($1.prefix) ?? .default) }
        for index in routes.indices {
            routes[index].nextHops.sort { ($0.interface, $0.via ?? "") < ($1.interface, $1.via ?? "") }
        }
    }
}
