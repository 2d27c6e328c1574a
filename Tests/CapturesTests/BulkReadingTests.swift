import Captures
import Foundation
import NetworkPrimitives
import OSPFWire
import TestSupport
import Testing

@Suite("Bulk reading") struct BulkReadingTests {
    /// The database and the totals as the thorough way finds them.
    private struct Expected {
        var totals = FrameTotals()
        var latest: [String: LSA] = [:]
        var lsas = 0

        init(_ octets: [UInt8]) throws {
            let reader = try CaptureReader(octets: octets)
            var classifier = FrameClassifier()
            while let frame = reader.next() {
                let result = classifier.classify(frame)
                guard let packet = result.decoded, case .linkStateUpdate(let update) = packet.body else { continue }
                for (number, lsa) in update.lsas.enumerated() where !result.badLSAs.contains(number) {
                    lsas += 1
                    let area: AreaID? = lsa.header.type.hasASScope ? nil : packet.header.areaID
                    let key = Self.key(area, lsa)
                    if let old = latest[key], lsa.header.freshness(comparedTo: old.header) != .newer { continue }
                    latest[key] = lsa
                }
            }
            totals = classifier.totals
        }

        static func key(_ area: AreaID?, _ lsa: LSA) -> String { "\(area.map { "\($0)" } ?? "AS") \(lsa.header.key)" }
    }

    private func check(_ octets: [UInt8], _ name: String) throws {
        let expected = try Expected(octets)
        var reading = BulkReading()
        reading.read(try CaptureReader(octets: octets))
        #expect(reading.totals == expected.totals, "\(name)")
        #expect(reading.lsaCount == expected.lsas, "\(name)")
        var found: [String: LSA] = [:]
        for (area, lsa) in reading.database.instances { found[Expected.key(area, lsa)] = lsa }
        #expect(found == expected.latest && reading.database.count == found.count, "\(name)")
    }

    @Test("It finds what the thorough way finds", arguments: ["five-types", "point-to-point", "LAN flap"])
    func ownCaptures(name: String) throws {
        let octets =
            switch name {
            case "five-types": OwnCaptures.fiveTypes
            case "point-to-point": OwnCaptures.pointToPoint
            default: OwnCaptures.lanFlap
            }
        try check(octets, name)
        try check(try OwnCaptures.pcapng(octets), "\(name) as pcapng")
    }

    @Test func `Every octet damaged: the same totals and the same database`() throws {
        let octets = OwnCaptures.fiveTypes
        for position in octets.indices.dropFirst(24) {
            var damaged = octets
            damaged[position] ^= 0x11
            try check(damaged, "octet \(position)")
        }
    }

    @Test(.enabled(if: TestData.has("captures/public"), "the reference data is not beside this checkout"))
    func `Public captures: the same totals and the same database`() throws {
        let folder = try #require(TestData.shared("captures/public"))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { ["pcap", "pcapng", "cap"].contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
        #expect(!files.isEmpty)
        for file in files {
            let octets = Array(try Data(contentsOf: file))
            guard (try? CaptureReader(octets: octets)) != nil else { continue }
            try check(octets, file.lastPathComponent)
        }
    }

    @Test func `A body that grows and shrinks keeps its octets`() throws {
        var frames: [[UInt8]] = []
        for (round, links) in [1, 5, 200, 2, 0, 300].enumerated() {
            let lsa = LSA(
                age: 1, options: 2, type: .router, linkStateID: IPv4Address(bits: 1),
                advertisingRouter: RouterID(bits: 1),
                sequenceNumber: Int32.min + 1 + Int32(round),
                body: .router(
                    RouterLSABody(
                        links: (0..<links).map {
                            .init(
                                type: .stub, id: IPv4Address(bits: UInt32($0)), data: IPv4Address(bits: .max),
                                metric: UInt16(round))
                        })))
            let packet = OSPFPacket(
                routerID: RouterID(bits: 1), areaID: .backbone, body: .linkStateUpdate(LinkStateUpdate(lsas: [lsa])))
            frames.append(
                OSPFFrame.ethernet(packet.encoded(), from: IPv4Address(bits: 0x0A00_0001), to: .allSPFRouters))
        }
        let octets: [UInt8] = try OwnCaptures.withTemporaryFile { file in
            let writer = try CaptureWriter(path: file.path)
            for frame in frames { try writer.write(frame, at: .origin) }
            try writer.close()
            return Array(try Data(contentsOf: file))
        }
        try check(octets, "growing bodies")
        var reading = BulkReading()
        reading.read(try CaptureReader(octets: octets))
        #expect(reading.changeCount == 6 && reading.database.instances.first?.lsa.body.count == 4 + 300 * 12)
    }
}
