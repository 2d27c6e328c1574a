import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("What a file leaves out is what a router does") struct DefaultTests {
    private func loopbackArea(_ settings: String, _ links: String) throws -> AreaID {
        try scenario("routers: {a: {\(settings)}, b: , c: }\nlinks: [\(links), [b, c]]").router("a").ospf.loopbacks[0]
            .area
    }

    @Test func `RFC 2328 §3.1: a loopback makes no border router of one whose interfaces are all in one area`() throws {
        let inside = "{link: [a, b], area-id: 1}, {link: [a, c], area-id: 1}"
        let network = try scenario("routers: [a, b, c]\nlinks: [\(inside), [b, c]]")
        #expect(try network.router("a").ospf.loopbacks.map(\.area) == [AreaID(bits: 1)])
        #expect(try network.router("b").ospf.loopbacks.map(\.area) == [.backbone])
        #expect(try loopbackArea("loopback-area-id: 0", inside) == .backbone)
    }

    @Test func `Where interfaces do not agree, a loopback is in the backbone, or else where the first interface is`()
        throws
    {
        #expect(try loopbackArea("", "{link: [a, b], area-id: 1}, [a, c]") == .backbone)
        #expect(try loopbackArea("", "{link: [a, b], area-id: 2}, {link: [a, c], area-id: 1}") == AreaID(bits: 2))
        #expect(try loopbackArea("", "[b, a]") == .backbone)
    }

    @Test func `RFC 2328 §12.4.4: two routers that redistribute a destination both originate it`() throws {
        let network = try scenario(row + "groups: {g: {base: 192.0.2.0/24, originators: [a, b]}}")
        #expect(try network.router("a").ospf.redistributions.map(\.election) == [nil])
        #expect(try network.router("b").ospf.redistributions.map(\.election) == [nil])
    }

    @Test func `A rank without an election is told`() {
        let group = "groups: {g: {base: 192.0.2.0/24, originators: [a, {router: b, eligible: false}]}}"
        #expect(
            messages(row + group) == [
                "net.yaml:5:63: warning: 'eligible' says nothing without an election, and every originator of 'g' announces it: add 'election: ranked' to the group"
            ])
        let action = "timeline: [{at: 1s, set-eligible: {router: a, group: g, eligible: false}}]"
        #expect(
            messages(row + "groups: {g: {base: 192.0.2.0/24, originators: [a, b]}}\n" + action) == [
                "net.yaml:6:54: error: the group 'g' has no election: 'set-eligible' needs 'election: ranked' there"
            ])
    }
}
