import NetworkPrimitives
import Testing

@testable import OSPFWire

/// One packet of each type, and what each figure of the RFC has in it.
enum Sample {
    static let router = RouterID("10.0.0.1")!
    static let routerLSA = LSA(
        age: 7, options: 2, type: .router, linkStateID: IPv4Address("10.0.0.1")!, advertisingRouter: router,
        sequenceNumber: Int32.min + 1,
        body: .router(
            RouterLSABody(
                flags: [.asBoundaryRouter],
                links: [
                    .init(type: .transit, id: IPv4Address("10.2.0.1")!, data: IPv4Address("10.2.0.2")!, metric: 10),
                    .init(
                        type: .stub, id: IPv4Address("10.9.0.0")!, data: IPv4Address("255.255.0.0")!, metric: 1,
                        tos: [TOSMetric(tos: 8, metric: 5)]),
                ])))
    static let bodies: [(LSType, LSABody)] = [
        (.router, .router(RouterLSABody(flags: [.areaBorderRouter], links: []))),
        (.network, .network(NetworkLSABody(mask: IPv4Address("255.255.255.0")!, attachedRouters: [router, .none]))),
        (
            .summaryNetwork,
            .summary(SummaryLSABody(mask: IPv4Address("255.0.0.0")!, metrics: [TOSMetric(metric: 0xFFFFFF)]))
        ),
        (
            .summaryASBR,
            .summary(SummaryLSABody(mask: .unspecified, metrics: [TOSMetric(metric: 1), TOSMetric(tos: 2, metric: 3)]))
        ),
        (
            .asExternal,
            .external(
                ExternalLSABody(
                    mask: IPv4Address("255.255.0.0")!,
                    routes: [
                        .init(externalType: .type2, metric: 20, forwardingAddress: IPv4Address("10.0.0.9")!, tag: 7)
                    ]))
        ),
        (
            .nssa,
            .external(ExternalLSABody(mask: .unspecified, routes: [.init(externalType: .type1, tos: 4, metric: 1)]))
        ),
        (LSType(rawValue: 200), .unknown([1, 2, 3])),
    ]

    static let packets: [OSPFPacket] = [
        .hello(
            Hello(
                networkMask: IPv4Address("255.255.255.0")!, helloInterval: 10, options: [.external], routerPriority: 1,
                routerDeadInterval: 40, designatedRouter: IPv4Address("10.2.0.1")!, neighbors: [router])),
        .databaseDescription(
            DatabaseDescription(
                interfaceMTU: 1500, options: [.external, .opaque], flags: [.initial, .more, .master],
                ddSequenceNumber: 99,
                lsaHeaders: [routerLSA.header])),
        .linkStateRequest(LinkStateRequest(items: [.init(routerLSA.header.key)])),
        .linkStateUpdate(LinkStateUpdate(lsas: [routerLSA, routerLSA])),
        .linkStateAcknowledgment(LinkStateAcknowledgment(lsaHeaders: [routerLSA.header])),
    ].map { OSPFPacket(routerID: router, areaID: .backbone, body: $0) }
}

@Suite("RFC 2328 §A.3 OSPF packet formats") struct PacketFormatTests {
    @Test("What is encoded decodes to the same packet, with a valid checksum", arguments: Sample.packets)
    func roundTrip(packet: OSPFPacket) throws {
        let octets = packet.encoded()
        #expect(try OSPFPacket(decoding: octets) == packet)
        #expect(packetChecksum(octets) == 0)
        #expect(octets.count == Int(packet.header.length))
    }

    @Test("Every prefix is refused without a crash", arguments: Sample.packets)
    func prefixes(packet: OSPFPacket) {
        let octets = packet.encoded()
        for count in octets.indices {
            #expect(throws: DecodeError.self) { try OSPFPacket(decoding: Array(octets.prefix(count))) }
        }
    }

    @Test("Whatever one octet says: a refusal, or a packet that encodes to the same octets", arguments: Sample.packets)
    func damagedOctets(packet: OSPFPacket) throws {
        let octets = packet.encoded()
        for position in octets.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF, ~octets[position]] {
                var damaged = octets
                damaged[position] = value
                guard let decoded = try? OSPFPacket(decoding: damaged) else { continue }
                #expect(decoded.encoded() == damaged, "octet \(position) is \(value)")
            }
        }
    }

    @Test func `An error names the field and its offset`() {
        let octets = Sample.packets[0].encoded()
        var short = octets
        (short[2], short[3]) = (0, 30)
        let expected = DecodeError(field: "Options", offset: 30, reason: .truncated(needed: 1, available: 0))
        #expect(throws: expected) { try OSPFPacket(decoding: short) }
        #expect("\(expected)" == "Options at octet 30: cut short, needs 1 octets and has 0")
    }

    @Test func `Version 3 is not read`() {
        var octets = Sample.packets[0].encoded()
        octets[0] = 3
        #expect(throws: DecodeError(field: "Version #", offset: 0, reason: .unsupportedVersion(3))) {
            try OSPFPacket(decoding: octets)
        }
    }

    @Test func `A count of LSAs that cannot fit is refused before anything is allocated`() {
        var octets = Sample.packets[3].encoded()
        octets[24] = 0xFF
        #expect(throws: DecodeError.self) { try OSPFPacket(decoding: octets) }
    }
}

@Suite("RFC 2328 §D Authentication") struct AuthenticationFormatTests {
    @Test func `Cryptographic authentication has no checksum and its digest lies behind the packet`() throws {
        var packet = OSPFPacket(
            routerID: Sample.router, areaID: .backbone, body: Sample.packets[0].body,
            authentication: .cryptographic(keyID: 5, digestLength: 16, sequenceNumber: 77))
        #expect(packet.header.checksum == 0)
        packet.digest = [UInt8](repeating: 0xAB, count: 16)
        let octets = packet.encoded()
        #expect(octets.count == Int(packet.header.length) + 16)
        #expect(try OSPFPacket(decoding: octets) == packet)
    }

    @Test func `A password is kept as its 64 bits`() throws {
        let packet = OSPFPacket(
            routerID: Sample.router, areaID: .backbone, body: Sample.packets[0].body,
            authentication: .simple(0x6369_7363_6F00_0000))
        #expect(Array(packet.encoded()[16..<21]) == Array("cisco".utf8))
        #expect(packetChecksum(packet.encoded()) == 0)
    }

    @Test func `A data block for link-local signaling follows the digest (RFC 5613 §2)`() throws {
        guard case .hello(var hello) = Sample.packets[0].body else { return }
        hello.options.insert(.linkLocalSignaling)
        let block: [UInt8] = [0xFF, 0xF6, 0, 3, 0, 1, 0, 4, 0, 0, 0, 1]
        let packet = OSPFPacket(
            routerID: Sample.router, areaID: .backbone, body: .hello(hello), linkLocalSignaling: block)
        #expect(try OSPFPacket(decoding: packet.encoded() + [9]).trailer == [9])
        #expect(try OSPFPacket(decoding: packet.encoded()).linkLocalSignaling == block)
    }
}
