import Captures
import NetworkPrimitives
import OSPFWire
import Reports
import Testing

@Suite("The summary of lan-flap.pcap") struct SummaryTests {
    private let summary: CaptureSummary

    init() throws { summary = CaptureAnalysis.summary(of: try CaptureReader(octets: OwnCaptures.lanFlap)) }

    @Test func `Every frame is a packet that is used`() {
        #expect(summary.totals[.used] == 496 && summary.totals.sum == 496)
        #expect(summary.end == .complete)
    }

    @Test func `One segment with three routers`() throws {
        let segment = try #require(summary.segments.first)
        #expect(summary.segments.count == 1 && segment.prefix == IPv4Prefix("10.2.0.0/24"))
        #expect(segment.routers.map(\.routerID.description) == ["10.255.0.1", "10.255.0.2", "10.255.0.3"])
        #expect(segment.designatedRouter == IPv4Address("10.2.0.2"))
        #expect(segment.designatedRouterChanges == 1)
    }

    @Test func `The Designated Router falls silent and returns`() {
        let router = RouterID("10.255.0.3")!
        let kinds = summary.events.map(\.kind)
        #expect(kinds.contains { if case .routerFellSilent(router, _) = $0 { true } else { false } })
        #expect(kinds.contains { if case .routerReturned(router, _) = $0 { true } else { false } })
        #expect(summary.routers.first { $0.routerID == router }?.restarts == 1)
    }

    @Test func `25 externals come and go twice`() throws {
        let external = try #require(summary.databases.first { $0.area == nil })
        #expect(external.entries.count == 25 && external.liveCount == 0)
        #expect(external.entries.allSatisfy { $0.returns == 1 && $0.arrivals[.flushed] == 2 })
    }

    @Test func `The router behind the link that flaps is the one that changes most`() {
        let flapping = summary.routers.filter { $0.routerLSAReversions > 0 }.map(\.routerID)
        #expect(flapping.contains(RouterID("10.255.0.2")!))
        #expect(!summary.lacksHellos)
        let busiest = summary.routers.max { $0.routerLSAChanges < $1.routerLSAChanges }
        #expect(busiest?.routerID == RouterID("10.255.0.2"))
    }

    @Test func `Two readings are equal, word for word`() throws {
        let again = CaptureAnalysis.summary(of: try CaptureReader(octets: OwnCaptures.lanFlap))
        let header = ResultHeader(version: "1", command: "spillway", inputs: [])
        #expect(
            CaptureSummaryText(name: "a", summary: summary).text == CaptureSummaryText(name: "a", summary: again).text)
        #expect(
            CaptureSummaryJSON(name: "a", summary: summary).text(under: header)
                == CaptureSummaryJSON(name: "a", summary: again).text(under: header))
    }

    @Test func `The report is the one that ships beside the capture`() {
        let text = CaptureSummaryText(name: "Topologies/captures/lan-flap.pcap", summary: summary).text
        let expected = String(decoding: OwnCaptures.octets("Topologies/captures/lan-flap.txt"), as: UTF8.self)
        #expect(
            text + "\n" == expected, "after a deliberate change: spillway inspect … > Topologies/captures/lan-flap.txt")
    }

    @Test func `A point-to-point link has no Designated Router`() throws {
        let summary = CaptureAnalysis.summary(of: try CaptureReader(octets: OwnCaptures.pointToPoint))
        #expect(summary.totals[.used] == 150)
        #expect(summary.segments.first?.designatedRouter == .unspecified)
        #expect(summary.segments.first?.routers.count == 2)
    }
}

@Suite("RFC 2328 §10.5 What neighbors must agree on") struct ViolationTests {
    private func hello(
        _ router: UInt32, interval: UInt16 = 10, dead: UInt32 = 40, mask: String = "255.255.255.0", area: UInt32 = 0
    ) -> CapturedFrame {
        let packet = OSPFPacket(
            routerID: RouterID(bits: router), areaID: AreaID(bits: area),
            body: .hello(
                Hello(
                    networkMask: IPv4Address(mask)!, helloInterval: interval, options: [.external], routerPriority: 1,
                    routerDeadInterval: dead)))
        let source = IPv4Address(bits: 0x0A00_0000 + router)
        return CapturedFrame(
            number: Int(router), time: Instant(nanoseconds: Int64(router)),
            octets: OSPFFrame.ethernet(packet.encoded(), from: source, to: .allSPFRouters))
    }

    private func rules(_ frames: [CapturedFrame]) throws -> [Violation.Rule] {
        var analysis = CaptureAnalysis()
        for frame in frames { analysis.add(frame) }
        return analysis.summary(of: try CaptureReader(octets: OwnCaptures.fiveTypes)).violations.map(\.rule)
    }

    @Test func `Differences are named`() throws {
        #expect(try rules([hello(1), hello(2)]) == [])
        #expect(try rules([hello(1), hello(2, interval: 5)]) == [.helloInterval])
        #expect(try rules([hello(1), hello(2, dead: 20)]) == [.routerDeadInterval])
        #expect(try rules([hello(1), hello(2, mask: "255.255.0.0")]) == [.networkMask])
        #expect(try rules([hello(1), hello(2, area: 1)]) == [.areaID])
    }
}
