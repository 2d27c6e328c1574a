import Captures
import NetworkPrimitives
import OSPFWire
import Testing

@Suite("RFC 5340: OSPFv3, by its headers") struct OSPFv3Tests {
    private func octets(_ number: UInt32, count: Int = 4) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }

    /// An LSA header and as many octets of body.
    private func lsa(_ type: UInt32, id: UInt32, sequence: UInt32, body: Int, length: UInt32? = nil) -> [UInt8] {
        let age = octets(7, count: 2)
        let header = age + octets(type, count: 2) + octets(id) + octets(0x0101_0101) + octets(0x8000_0000 + sequence)
        return header + octets(0xBEEF, count: 2) + octets(length ?? UInt32(20 + body), count: 2)
            + Array(repeating: 0, count: body)
    }

    private func packet(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [3, type] + octets(UInt32(16 + body.count), count: 2) + octets(0x0202_0202) + octets(1) + [0, 0, 5, 0] + body
    }

    /// Over IPv6 over Ethernet.
    private func frame(_ packet: [UInt8]) -> CapturedFrame {
        let address: [UInt8] = [0xFE, 0x80] + Array(repeating: 0, count: 13) + [1]
        let header: [UInt8] = [0x60, 0, 0, 0] + octets(UInt32(packet.count), count: 2) + [89, 1] + address + address
        let ethernet = Array(repeating: UInt8(2), count: 12) + [0x86, 0xDD]
        return CapturedFrame(number: 1, time: .origin, octets: ethernet + header + packet)
    }

    private func findings(_ packets: [[UInt8]]) throws -> CaptureSummary {
        var analysis = CaptureAnalysis()
        for packet in packets { analysis.add(frame(packet)) }
        return analysis.summary(of: try CaptureReader(octets: OwnCaptures.fiveTypes))
    }

    @Test func `Updates, descriptions and acknowledgments show their LSA headers`() throws {
        let update = packet(
            4, octets(2) + lsa(0x2001, id: 0, sequence: 3, body: 8) + lsa(0x4005, id: 9, sequence: 1, body: 12))
        let description = packet(
            2, Array(repeating: 0, count: 12) + lsa(0x0008, id: 4, sequence: 1, body: 0, length: 56))
        let acknowledgment = packet(5, lsa(0x2001, id: 0, sequence: 2, body: 0, length: 28))
        let summary = try findings([update, description, acknowledgment, packet(1, [])])
        #expect(summary.totals[.ospfv3] == 4)
        let found = summary.ospfv3
        #expect(found.packets.map(\.type.rawValue) == [1, 2, 4, 5])
        #expect(found.unreadable == 0)
        #expect(found.routers.map(\.packets) == [4])
        #expect(found.routers.first?.areas == [AreaID(bits: 1)])
        let types = found.lsas.map { "\($0.header.type) \($0.header.linkStateID)" }
        #expect(types == ["AS-external-LSA 9", "link-LSA 4", "router-LSA 0"])
        // The newest instance counts, whatever came last.
        #expect(found.lsas.last?.header.sequenceNumber == Int32.min + 3)
    }

    @Test func `Headers that cannot be read are told`() throws {
        let tooMany = packet(4, octets(3) + lsa(0x2001, id: 0, sequence: 1, body: 4))
        let tooLong = packet(4, octets(1) + lsa(0x2001, id: 0, sequence: 1, body: 4, length: 4_000))
        let cut = packet(5, Array(lsa(0x2001, id: 0, sequence: 1, body: 0).dropLast()))
        let found = try findings([tooMany, tooLong, cut]).ospfv3
        #expect(found.unreadable == 3)
        #expect(found.lsas.count == 1)
    }

    @Test func `Every prefix of a packet is taken as it is`() {
        let update = packet(4, octets(1) + lsa(0x2009, id: 1, sequence: 1, body: 16))
        for length in update.indices {
            var dissector = FrameDissector()
            if case .ospfv3 = dissector.dissect(frame(Array(update[..<length]))) {
                Issue.record("\(length) of \(update.count) octets were taken for a packet")
            }
        }
    }
}
