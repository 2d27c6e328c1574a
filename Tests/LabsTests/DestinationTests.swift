import Captures
import Emulation
import Foundation
import NetworkPrimitives
import OSPFWire
import Replays
import Scenarios
import TestSupport
import Testing

@testable import OSPF

/// Whom packets are addressed to: by network type and packet type.
private struct DestinationTable {
    /// The network types, with point-to-multipoint networks apart on which packets for all go to each neighbor.
    enum Kind: String, CaseIterable {
        case pointToPoint, broadcast, nonBroadcast, pointToMultipoint, configuredPointToMultipoint, virtualLink
    }
    enum Destination: Int { case allSPFRouters, allDRouters, neighbor }

    private(set) var seen: [Kind: [PacketType: Set<Destination>]] = [:]
    private(set) var packetCount = 0

    /// RFC 2328 §8.1, §9.5 and §13.5.
    static let rfc: [Kind: [PacketType: Set<Destination>]] = [
        .pointToPoint: all(.allSPFRouters),
        .broadcast: [
            .hello: [.allSPFRouters], .databaseDescription: [.neighbor], .linkStateRequest: [.neighbor],
            .linkStateUpdate: [.allSPFRouters, .allDRouters, .neighbor],
            .linkStateAcknowledgment: [.allSPFRouters, .allDRouters, .neighbor],
        ],
        .nonBroadcast: all(.neighbor),
        // Neighbors that are not configured are found by multicast, and what is for all of them goes the same way.
        .pointToMultipoint: [
            .hello: [.allSPFRouters], .databaseDescription: [.neighbor], .linkStateRequest: [.neighbor],
            .linkStateUpdate: [.allSPFRouters, .neighbor], .linkStateAcknowledgment: [.allSPFRouters, .neighbor],
        ],
        .configuredPointToMultipoint: all(.neighbor),
        .virtualLink: all(.neighbor),
    ]

    private static func all(_ destination: Destination) -> [PacketType: Set<Destination>] {
        let types: [PacketType] = [
            .hello, .databaseDescription, .linkStateRequest, .linkStateUpdate, .linkStateAcknowledgment,
        ]
        return Dictionary(uniqueKeysWithValues: types.map { ($0, [destination]) })
    }

    /// - Parameter area: the segment's: what is of the backbone in another area belongs to a virtual link.
    mutating func read(_ file: URL, _ kind: Kind, area: AreaID) throws {
        let reader = try CaptureReader(path: file.path)
        var classifier = FrameClassifier()
        while let frame = reader.next() {
            let classified = classifier.classify(frame)
            guard let packet = classified.decoded, let found = classified.packets.first else { continue }
            let destination: Destination =
                found.destination == .allSPFRouters
                ? .allSPFRouters : found.destination == .allDRouters ? .allDRouters : .neighbor
            let isVirtual = packet.header.areaID != area && packet.header.areaID == .backbone
            seen[isVirtual ? .virtualLink : kind, default: [:]][packet.header.type, default: []].insert(destination)
            packetCount += 1
        }
    }

    static func kind(of segment: SegmentConfiguration, in network: NetworkConfiguration) -> Kind {
        let member = segment.members[0]
        let ospf = network.routers[member.router].ospf
        switch ospf.interfaces[member.interface].networkType {
        case .pointToPoint: return .pointToPoint
        case .broadcast: return .broadcast
        case .nonBroadcast: return .nonBroadcast
        case .virtualLink: return .virtualLink
        case .pointToMultipoint:
            let isConfigured = ospf.staticNeighbors.contains { $0.interface == member.interface }
            return isConfigured && ospf.profile.addressesConfiguredNeighbors
                ? .configuredPointToMultipoint : .pointToMultipoint
        }
    }
}

@Suite("RFC 2328 §8.1 Whom packets are sent to") struct DestinationTests {
    /// Every network type, and links that lose packets so that some are sent again.
    private static func network(_ profile: BehaviorProfile) -> NetworkConfiguration {
        var builder = NetworkBuilder(routers: 10)
        builder.link(0, 1)
        builder.lan([1, 2, 3, 4])
        builder.nonBroadcast([4, 5, 6])
        builder.pointToMultipoint([6, 7, 8], circuits: [(6, 7), (6, 8)])
        builder.pointToMultipoint([7, 8, 0], circuits: [(7, 8), (8, 0)], isConfigured: true)
        builder.lan([2, 9], area: 1)
        builder.virtualLink(2, 9, through: 1)
        for segment in builder.segments.indices { builder.segments[segment].loss = Ratio(15, of: 100) }
        for router in builder.nodes.indices { builder.nodes[router].ospf.profile = profile }
        return builder.configuration
    }

    /// The captures of a network that is started and loses packets all the time.
    private static func exported(_ configuration: NetworkConfiguration) throws -> DestinationTable {
        var table = DestinationTable()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let captures = SegmentCaptures(directory: folder.path, of: configuration)
        var network = Network(configuration)
        network.recordsTransmissions = true
        try captures.advance(&network, to: .origin + .seconds(400))
        for file in try captures.close() {
            let segment = try #require(configuration.segments.first { $0.name == file.segment })
            let member = segment.members[0]
            try table.read(
                folder.appendingPathComponent(file.name), DestinationTable.kind(of: segment, in: configuration),
                area: configuration.routers[member.router].ospf.interfaces[member.interface].area)
        }
        return table
    }

    @Test(arguments: BehaviorProfile.allCases)
    func `Captures of a simulation have the destinations of the text, for every network type and packet type`(
        profile: BehaviorProfile
    ) throws {
        let table = try Self.exported(Self.network(profile))
        for kind in DestinationTable.Kind.allCases {
            // FRRouting multicasts to configured neighbors, too.
            let isMade = kind != .configuredPointToMultipoint || profile != .frr
            #expect(table.seen[kind] == (isMade ? DestinationTable.rfc[kind] : nil), "\(kind)")
        }
    }

    @Test func `On a recorded point-to-point link everything goes to AllSPFRouters`() throws {
        var table = DestinationTable()
        let file = TestData.projectRoot.appendingPathComponent("Tests/Data/bird-point-to-point.pcap")
        try table.read(file, .pointToPoint, area: .backbone)
        #expect(table.seen == [.pointToPoint: DestinationTable.rfc[.pointToPoint]!])
        #expect(table.packetCount == 150)
    }

    /// Recordings of `Scripts/lab`: the project's own, and those beside the checkout.
    private static func recordings(_ daemon: RoutingDaemon, in folder: URL) throws -> [(recording: URL, scenario: URL)]
    {
        let own = TestData.projectRoot
        var all = [
            (
                own.appendingPathComponent("Tests/Data/labs/triangle-cut-\(daemon.rawValue)"),
                own.appendingPathComponent("Topologies/examples/triangle-cut.yaml")
            )
        ]
        guard let shared = TestData.shared("lab-recordings") else {
            return all
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: shared.path).sorted()
        for name in names where name.hasSuffix(".\(daemon.rawValue).tar.xz") {
            let stem = String(name.dropLast(".\(daemon.rawValue).tar.xz".count))
            let tar = Process()
            tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            tar.arguments = ["tar", "-xJf", shared.appendingPathComponent(name).path, "-C", folder.path]
            try tar.run()
            tar.waitUntilExit()
            try #require(tar.terminationStatus == 0, "\(name) cannot be unpacked")
            all.append(
                (
                    folder.appendingPathComponent("\(stem).\(daemon.rawValue)"),
                    shared.appendingPathComponent("\(stem).yaml")
                ))
        }
        return all
    }

    @Test(arguments: RoutingDaemon.allCases)
    func `Real routers address their packets as the emulator does`(daemon: RoutingDaemon) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var table = DestinationTable()
        for (recording, scenario) in try Self.recordings(daemon, in: folder) {
            let loaded = ScenarioLoader.loadForLab(path: scenario.path, daemon: daemon)
            let network = try #require(loaded.content, "\(loaded.diagnostics)").scenario.network
            for (number, segment) in network.segments.enumerated() {
                let file = recording.appendingPathComponent("captures/b\(number).pcap")
                guard FileManager.default.fileExists(atPath: file.path) else { continue }
                let member = segment.members[0]
                try table.read(
                    file, DestinationTable.kind(of: segment, in: network),
                    area: network.routers[member.router].ospf.interfaces[member.interface].area)
            }
        }
        #expect(table.packetCount > 0)
        for (kind, types) in table.seen {
            for (type, destinations) in types {
                let expected = DestinationTable.rfc[kind]![type]!
                #expect(destinations.isSubset(of: expected), "\(daemon): \(kind), \(type): \(destinations)")
            }
        }
    }
}
