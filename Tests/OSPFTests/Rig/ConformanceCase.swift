import Foundation
import NetworkPrimitives
import OSPFWire
import Reports
import TestSupport

@testable import Captures
@testable import OSPF

/// A folder of `Cases`: a router in a state (`case.json`), what happens to it (`input.jsonl`), and what it sends (`output.jsonl`).
///
/// `case.json` has the `clause`, what it `says` in words of ours, the `router`, and what is `given`: steps that lead to the state
/// and are no part of the output. The lines are those of `spillway inspect --packets`, with `interface` in front; times count from
/// the state on. A line of the input may have an `event` in the place of a packet.
struct ConformanceCase {
    let folder: URL
    let clause: String
    let says: String
    private let about: PacketReader

    var name: String { folder.lastPathComponent }

    init(_ folder: URL) throws {
        self.folder = folder
        about = PacketReader(
            try JSONTree(try String(contentsOf: folder.appendingPathComponent("case.json"), encoding: .utf8)))
        try about.allow(only: ["clause", "says", "router", "given", "hellos"])
        (clause, says) = (try about.text("clause"), try about.text("says"))
    }

    /// What the name begins with: `RFC 2328 §13 (5)(a)` is `13-5a`.
    var number: String {
        let parts = clause.split(separator: " ").dropFirst(2).map { $0.filter { !"§()".contains($0) } }
        return parts.joined(separator: "-")
    }

    static func lines(of file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    // MARK: Playing it

    /// Puts the router into its state and plays the input. The lines that the router sent.
    func output() throws -> [String] {
        var rig = RouterRig(try configuration(), tellsHellos: about.object["hellos"] == .bool(true))
        for step in about.list("given") { try give(step, to: &rig) }
        let (start, count) = (rig.now, rig.log.count)
        for line in try Self.lines(of: folder.appendingPathComponent("input.jsonl")) {
            let input = PacketReader(try JSONTree(line))
            rig.pass(start + .nanoseconds(try input.number("time_ns")) - rig.now)
            try play(input, into: &rig)
        }
        return try rig.log[count...].map { try line(of: $0, after: start, from: rig.router.routerID) }
    }

    private func configuration() throws -> RouterConfiguration {
        guard let router = about.object["router"].map(PacketReader.init) else {
            throw CaseMistake(description: "no router")
        }
        try router.allow(only: ["interfaces", "areas", "redistribute"])
        var configuration = RouterConfiguration(routerID: "10.0.0.2")
        for (index, interface) in Table<InterfaceIndex, PacketReader>(router.list("interfaces")).indexed {
            try interface.allow(only: ["type", "area", "priority", "cost", "mtu", "transmit_delay"])
            let types: [String: InterfaceConfiguration.NetworkType] = [
                "broadcast": .broadcast, "point-to-point": .pointToPoint, "non-broadcast": .nonBroadcast,
                "point-to-multipoint": .pointToMultipoint,
            ]
            guard let type = types[try interface.text("type")] else { throw CaseMistake(description: "no such type") }
            configuration.interfaces.append(
                InterfaceConfiguration(
                    name: "eth\(index)", address: RouterRig.address(2, on: index),
                    prefix: IPv4Prefix(RouterRig.address(0, on: index), length: 24),
                    area: interface.object["area"] == nil
                        ? .backbone : AreaID(bits: try interface.address("area").bits),
                    networkType: type, cost: try interface.number("cost", else: 10),
                    priority: try interface.number("priority", else: 1),
                    transmitDelay: .seconds(try interface.number("transmit_delay", else: 1)),
                    mtu: try interface.number("mtu", else: 1_500)))
        }
        for area in router.list("areas") {
            let kinds: [String: AreaConfiguration.Kind] = ["normal": .normal, "stub": .stub, "nssa": .nssa]
            guard let kind = kinds[try area.text("type")] else {
                throw CaseMistake(description: "no such type of area")
            }
            configuration.areas.append(AreaConfiguration(area: AreaID(bits: try area.address("area").bits), kind: kind))
        }
        let prefixes = (router.object["redistribute"]?.items ?? []).compactMap { $0.text.flatMap { IPv4Prefix($0) } }
        if !prefixes.isEmpty {
            configuration.redistributions = [RedistributionConfiguration(name: "redistributed", prefixes: prefixes)]
        }
        return configuration
    }

    /// `{"greet": 3}` says hello as 10.0.0.3, `{"meet": 3}` becomes Full, `{"pass": 40}` waits, `{"settle": 30}` acknowledges, too.
    private func give(_ step: PacketReader, to rig: inout RouterRig) throws {
        try step.allow(only: ["greet", "meet", "pass", "settle", "silence", "on", "dr", "bdr", "priority", "lsas"])
        func peer(_ name: String) throws -> RigPeer {
            var peer = RigPeer(try step.number(name), on: try step.interface("on", else: 0))
            peer.priority = try step.number("priority", else: 1)
            if step.object["dr"] != nil { peer.designatedRouter = try step.address("dr") }
            if step.object["bdr"] != nil { peer.backupDesignatedRouter = try step.address("bdr") }
            return peer
        }
        if step.object["greet"] != nil {
            rig.greet(try peer("greet"))
        } else if step.object["meet"] != nil {
            rig.meet(try peer("meet"), describing: try step.list("lsas").map { try $0.lsa() })
        } else if step.object["silence"] != nil {
            rig.silence(try peer("silence"))
        } else if step.object["pass"] != nil {
            rig.pass(.seconds(try step.number("pass")))
        } else {
            rig.settle(.seconds(try step.number("settle")))
        }
    }

    private func play(_ input: PacketReader, into rig: inout RouterRig) throws {
        if input.object["event"] != nil {
            try input.allow(only: ["time_ns", "event", "interface", "cost"])
            let interface = try input.interface("interface", else: 0)
            switch try input.text("event") {
            case "end": break
            case "carrier-lost": rig.handle(.carrierLost(on: interface))
            case "carrier-gained": rig.handle(.carrierGained(on: interface))
            case "cost": rig.handle(.configure(.cost(try input.number("cost"), interface: interface)))
            case "withdraw": rig.handle(.configure(.withdraw(name: "redistributed")))
            default: throw CaseMistake(description: "no such event")
            }
            return
        }
        try input.allow(only: Self.essential.union(Self.incidental))
        var datagram = RigDatagram(
            try input.body(), from: RigPeer(1, on: try input.interface("interface")), area: .backbone)
        datagram.source = try input.address("src")
        datagram.destination = try input.address("dst")
        datagram.version = try input.number("version", else: 2)
        datagram.routerID = try input.routerID("router_id")
        datagram.area = AreaID(bits: try input.address("area_id").bits)
        rig.receive(datagram)
    }

    // MARK: Lines

    private static let essential: Set<String> = [
        "interface", "time_ns", "src", "dst", "type_name", "router_id", "area_id", "hello", "dd", "requests", "lsas",
    ]
    /// What packets have besides, and is left out of the output.
    private static let incidental: Set<String> = [
        "frame", "index", "encap", "quoted", "version", "type", "length", "checksum", "checksum_ok", "auth",
        "malformed",
        "notes", "lsa_count",
    ]

    private func line(of packet: SentPacket, after start: Instant, from router: RouterID) throws -> String {
        let octets = OSPFPacket(routerID: router, areaID: packet.area, body: packet.body).encoded()
        let found = FoundPacket(
            source: packet.source, destination: packet.destination, timeToLive: 1, octets: octets,
            payloadLength: octets.count, layers: [.ipv4], isQuoted: false, isHeaderChecksumValid: true,
            earlierFrames: [])
        let frame = CapturedFrame(
            number: 1, time: Instant(nanoseconds: (packet.instant - start).nanoseconds), linkType: .ipv4,
            originalLength: octets.count, octets: octets)
        guard case .object(let members) = try JSONTree(PacketLine(frame: frame, index: 0, packet: found).json) else {
            throw CaseMistake(description: "a packet line is an object")
        }
        let kept = members.filter { Self.essential.contains($0.name) }
        return JSONTree.object([.init(name: "interface", value: .integer(Int128(packet.interface.number)))] + kept)
            .compact
    }
}
