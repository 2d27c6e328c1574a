import Checkpoints
import Emulation
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
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("raw").path) else { return nil }
        self.folder = folder
        func line(_ name: String) -> String? {
            (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))?
                .split(separator: "\n").first.map(String.init)
        }
        guard let name = line("daemon"), let daemon = RoutingDaemon(rawValue: name) else {
            throw LabRecordingError("\(folder.path)/daemon does not name a daemon")
        }
        self.daemon = daemon
        version = line("version")
        digest = line("digest")
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
            guard FileManager.default.fileExists(atPath: raw.path) else { break }
            checkpoints.append(
                try network.routers.indices.map { router in
                    try state(of: router, in: raw, checkpoint: checkpoints.count, directory, bodies)
                })
        }
        return checkpoints
    }

    private func state(
        of router: Int, in raw: URL, checkpoint: Int, _ directory: LabDirectory, _ bodies: CapturedBodies
    ) throws -> RouterState {
        let time = try? String(contentsOf: raw.appendingPathComponent("time"), encoding: .utf8)
        var state = directory.emptyState(
            of: router, daemon: daemon.rawValue, checkpoint: checkpoint,
            time: time.flatMap { Double($0.split(separator: "\n").first ?? "") } ?? 0)
        guard let text = try? String(contentsOf: raw.appendingPathComponent("\(router)"), encoding: .utf8) else {
            state.isAlive = false
            return state
        }
        do {
            switch daemon {
            case .frr: try FRRDump(router: router, directory: directory).read(text, into: &state)
            case .bird: try BIRDDump(router: router, directory: directory).read(text, into: &state)
            }
        } catch {
            throw LabRecordingError("\(state.router) at checkpoint \(checkpoint) cannot be read: \(error)")
        }
        bodies.fill(&state)
        state.sort()
        return state
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
