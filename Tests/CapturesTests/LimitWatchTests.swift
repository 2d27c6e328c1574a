import Captures
import NetworkPrimitives
import OSPFWire
import Testing

@Suite("Who would have met a limit") struct LimitWatchTests {
    private func watch(_ octets: [UInt8], _ maximum: Int) throws -> [RouterID: LimitWatch.Router] {
        var analysis = CaptureAnalysis()
        analysis.limit = LimitWatch(maximum: maximum)
        let reader = try CaptureReader(octets: octets)
        while let frame = reader.next() { analysis.add(frame) }
        let limit = try #require(analysis.summary(of: reader).limit)
        return Dictionary(uniqueKeysWithValues: limit.routers.map { ($0.routerID, $0) })
    }

    @Test func `The router that acknowledges one LSA too many is named with the frame`() throws {
        let routers = try watch(OwnCaptures.lanFlap, 20)
        let backup = try #require(routers[RouterID("10.255.0.2")!])
        #expect(backup.met?.frame == 170 && backup.most == 29)
        #expect(backup.met?.lsa.type == .asExternal)
        // The originator of the flood counts no LSA of its own.
        let originator = try #require(routers[RouterID("10.255.0.1")!])
        #expect(originator.met == nil && originator.most == 5)
    }

    @Test func `A limit that nobody reaches is met by nobody`() throws {
        let routers = try watch(OwnCaptures.lanFlap, 29)
        #expect(routers.values.allSatisfy { $0.met == nil && $0.beyond == 0 })
        #expect(routers.values.map(\.most).max() == 29)
    }
}
