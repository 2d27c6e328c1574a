import Captures
import NetworkPrimitives
import OSPFWire
import Reports
import Testing

/// Router-LSAs and Hellos of a wire, at chosen times.
private struct LinkWire {
    var frames: [CapturedFrame] = []

    private mutating func add(_ packet: OSPFPacket, at time: Double, from sender: UInt32) {
        frames.append(
            CapturedFrame(
                number: frames.count + 1, time: Instant(nanoseconds: Int64(time * 1e9)),
                octets: OSPFFrame.ethernet(
                    packet.encoded(), from: IPv4Address(bits: 0x0A00_0000 + sender), to: .allSPFRouters)))
    }

    /// A router-LSA of `router` with point-to-point links to others.
    mutating func links(_ router: UInt32, to others: [UInt32], sequence: Int32, at time: Double, age: UInt16 = 1) {
        let links = others.map {
            RouterLSABody.Link(
                type: .pointToPoint, id: IPv4Address(bits: $0),
                data: IPv4Address(bits: 0x0A01_0000 + router), metric: 1)
        }
        update(router, .router, IPv4Address(bits: router), .router(RouterLSABody(links: links)), sequence, time, age)
    }

    mutating func update(
        _ router: UInt32, _ type: LSType, _ id: IPv4Address, _ body: LSABody, _ sequence: Int32, _ time: Double,
        _ age: UInt16 = 1
    ) {
        let lsa = LSA(
            age: age, options: 2, type: type, linkStateID: id, advertisingRouter: RouterID(bits: router),
            sequenceNumber: Int32.min + sequence, body: body)
        let update = PacketBody.linkStateUpdate(LinkStateUpdate(lsas: [lsa]))
        add(OSPFPacket(routerID: RouterID(bits: 9), areaID: .backbone, body: update), at: time, from: 9)
    }

    mutating func hello(
        _ router: UInt32, at time: Double, dr: UInt32 = 0, seeing others: [UInt32] = [], lls: [UInt8] = []
    ) {
        var options: Options = [.external]
        if !lls.isEmpty { options.insert(.linkLocalSignaling) }
        let hello = Hello(
            networkMask: IPv4Address("255.255.255.0")!, helloInterval: 10, options: options, routerPriority: 1,
            routerDeadInterval: 40, designatedRouter: IPv4Address(bits: dr),
            neighbors: others.map { RouterID(bits: $0) })
        add(
            OSPFPacket(
                routerID: RouterID(bits: router), areaID: .backbone, body: .hello(hello), linkLocalSignaling: lls),
            at: time, from: router)
    }

    func summary() throws -> CaptureSummary {
        var analysis = CaptureAnalysis()
        for frame in frames { analysis.add(frame) }
        return analysis.summary(of: try CaptureReader(octets: OwnCaptures.fiveTypes))
    }

    func text() throws -> String { CaptureSummaryText(name: "x", summary: try summary()).text }
}

@Suite("What is no violation, and what is") struct AccusationTests {
    @Test("RFC 2328 §13 (5)(a): a copy from the exchange that is old by its age does not forbid a new instance")
    func minLSArrival() throws {
        var wire = Wire()
        wire.update(at: 10, sequence: 1, age: 40)
        wire.update(at: 10.3, sequence: 2, metric: 2, age: 1)
        #expect(try wire.rules() == [])
        var hasty = Wire()
        hasty.update(at: 10, sequence: 1)
        hasty.update(at: 10.3, sequence: 2, metric: 2)
        #expect(try hasty.rules() == [.minLSInterval, .minLSArrival])
    }

    @Test("RFC 2328 §13.4: the answer to a newer copy of one's own LSA does not wait")
    func answer() throws {
        var wire = Wire()
        wire.update(at: 10, sequence: 7, age: 1, from: 2)
        wire.update(at: 10.1, sequence: 8, age: 1, from: 1)
        #expect(try wire.rules() == [])
    }

    @Test("RFC 2328 §12.4: an LSA that came over more routers than the one before is older by its age")
    func agesOnTheWay() throws {
        var wire = Wire()
        wire.update(at: 10, sequence: 1, age: 1, from: 2)
        wire.update(at: 15.1, sequence: 2, age: 4, from: 3)
        #expect(try wire.rules() == [])
    }

    @Test("RFC 5613 §2.2: a data block with a wrong checksum is ignored, and said")
    func linkLocalSignaling() throws {
        var block: [UInt8] = [0, 0, 0, 3, 0, 1, 0, 4, 0, 0, 0, 1]
        let checksum = internetChecksum(block)
        (block[0], block[1]) = (UInt8(checksum >> 8), UInt8(checksum & 0xFF))
        var wire = LinkWire()
        wire.hello(1, at: 0, lls: block)
        #expect(try wire.summary().violations.isEmpty)
        block[11] = 2
        wire.hello(1, at: 10, lls: block)
        #expect(try wire.summary().violations.map(\.rule) == [.linkLocalSignaling])
    }

    @Test("RFC 2328 §9.4: nobody is Designated Router only where nobody names one")
    func designatedRouter() throws {
        var wire = LinkWire()
        wire.hello(1, at: 0, dr: 0x0A00_0001)
        wire.hello(2, at: 1)
        #expect(try wire.text().contains("0.0.0.1 names itself DR, the others none"))
        var none = LinkWire()
        none.hello(1, at: 0, seeing: [2])
        none.hello(2, at: 1, seeing: [1])
        #expect(try none.text().contains("no Designated Router"))
    }
}

@Suite("RFC 2328 §16.1 (2) Links that both ends announce, and when they came and went") struct LinkEventTests {
    @Test func `A link is down when one end withdraws it, and up when it announces it again`() throws {
        var wire = LinkWire()
        wire.links(1, to: [2, 3], sequence: 1, at: 0)
        wire.links(2, to: [1], sequence: 1, at: 0)
        wire.links(3, to: [1], sequence: 1, at: 0)
        wire.links(1, to: [3], sequence: 2, at: 60)
        wire.links(2, to: [], sequence: 2, at: 60.1)
        wire.links(1, to: [2, 3], sequence: 3, at: 90)
        wire.links(2, to: [1], sequence: 3, at: 90.1)
        wire.links(1, to: [3], sequence: 4, at: 120)
        let summary = try wire.summary()
        let link = CapturedLink.between(RouterID(bits: 1), RouterID(bits: 2), isVirtual: false, subnet: nil)
        #expect(
            summary.events.map(\.kind) == [
                .linkDown(link, left: 0), .linkUp(link, after: .seconds(30), by: RouterID(bits: 1)),
                .linkDown(link, left: 0),
            ])
        #expect(summary.outages.count == 1 && summary.outages[0].spans.count == 2)
        let text = try wire.text()
        #expect(text.contains("\n  00:01:00 link 0.0.0.1 - 0.0.0.2 down (frame 4)\n"))
        #expect(text.contains("1 link went down, 1 more than once"))
        #expect(text.contains("down 2 times, for 30.000s; first at 00:01:00, last at 00:02:00; still down at the end"))
    }

    @Test func `One of two parallel links`() throws {
        var wire = LinkWire()
        wire.links(1, to: [2, 2], sequence: 1, at: 0)
        wire.links(2, to: [1, 1], sequence: 1, at: 0)
        wire.links(1, to: [2], sequence: 2, at: 60)
        wire.links(2, to: [1], sequence: 2, at: 60)
        let text = try wire.text()
        #expect(text.contains("link 0.0.0.1 - 0.0.0.2 down (one of several: 1 left)"))
        #expect(try wire.summary().events.count == 1)
    }

    @Test func `A LAN gathers around another Designated Router, and who is not there any more has left it`() throws {
        let (first, second) = (IPv4Address("10.9.0.1")!, IPv4Address("10.9.0.2")!)
        func attached(to dr: IPv4Address, _ router: UInt32) -> LSABody {
            .router(
                RouterLSABody(links: [
                    .init(
                        type: .transit, id: dr, data: IPv4Address(bits: 0x0A09_0000 + router),
                        metric: 1)
                ]))
        }
        func network(_ routers: [UInt32]) -> LSABody {
            .network(
                NetworkLSABody(
                    mask: IPv4Address("255.255.255.0")!, attachedRouters: routers.map { RouterID(bits: $0) }))
        }
        var wire = LinkWire()
        for router: UInt32 in 1...4 {
            wire.update(router, .router, IPv4Address(bits: router), attached(to: first, router), 1, 0)
        }
        wire.update(1, .network, first, network([1, 2, 3, 4]), 1, 0)
        for router: UInt32 in 2...4 {
            wire.update(
                router, .router, IPv4Address(bits: router), attached(to: second, router), 2, 60 + Double(router) / 10)
        }
        wire.update(2, .network, second, network([2, 3, 4]), 1, 61)
        let down = CaptureEvent.Kind.linkDown(.attachment(RouterID(bits: 1), to: IPv4Prefix("10.9.0.0/24")!), left: 3)
        #expect(try wire.summary().events.map(\.kind) == [down])
    }

    @Test func `Silences of one length are a timer's, and five minutes those of an LSA limit`() throws {
        var wire = LinkWire()
        for round in 0..<3 {
            let start = Double(round) * 400
            for second in stride(from: 0, to: 400, by: 10) { wire.hello(1, at: start + Double(second)) }
            for second in stride(from: 0, to: 100, by: 10) { wire.hello(2, at: start + Double(second)) }
        }
        let outage = try #require(try wire.summary().outages.first)
        #expect(outage.lengths == [.seconds(310), .seconds(310)])
        #expect(outage.timer == .seconds(300))
        #expect(try wire.text().contains("about 5 minutes, each time: as in the ignore state after an LSA limit"))
    }

    @Test func `A storm of LSAs that were all due for a refresh is LSRefreshTime's`() throws {
        var wire = Wire()
        for id in 0..<30 { wire.update(at: Double(id) / 100, sequence: 1, id: UInt32(id)) }
        for id in 0..<30 { wire.update(at: 1800 + Double(id) / 100, sequence: 2, id: UInt32(id)) }
        let storms = try wire.summary().events.compactMap { event in
            if case .storm(let storm) = event.kind { storm } else { nil }
        }
        #expect(storms.map(\.cause) == [.announcement(by: RouterID(bits: 1)), .refresh])
    }
}
