import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 5250 §5 and RFC 3623 §B.2 at one router") struct OpaqueOriginationTests {
    @Test(
        "RFC 5250 §5 (1): who originates opaque LSAs of AS scope is an AS boundary router",
        arguments: [
            OpaqueConfiguration.Scope.area, .system,
        ])
    func boundaryRouter(scope: OpaqueConfiguration.Scope) throws {
        var rig = RouterRig(.pointToPoint) {
            $0.opaqueLSAs = [OpaqueConfiguration(scope: scope, count: 1)]
        }
        rig.meet(RigPeer(3))
        #expect(try #require(rig.own(.router)).flags == (scope == .system ? .asBoundaryRouter : []))
        rig.settle()
        rig.handle(.configure(.opaque(OpaqueConfiguration(scope: scope, count: 0))))
        rig.settle()
        #expect(try #require(rig.own(.router)).flags == [])
    }

    @Test(
        "RFC 3623 §B.2: what a neighbor has not acknowledged refuses it help only if the helper is strict",
        arguments: [
            true, false,
        ])
    func changesPending(isStrict: Bool) throws {
        var rig = RouterRig(.pointToPoint, .pointToPoint) {
            $0.gracefulRestart.helperStrictLSAChecking = isStrict
        }
        let (restarting, other) = (RigPeer(3), RigPeer(4, on: 1))
        rig.meet(restarting)
        rig.meet(other)
        rig.settle()
        rig.receive(.update([.external("192.0.2.0/24", by: other.routerID)]), from: other)
        rig.receive(.update([grace(of: restarting)]), from: restarting)
        let neighbor = try #require(rig.router.neighbors.first { $0.routerID == restarting.routerID })
        #expect((neighbor.helping != nil) == !isStrict)
    }

    private func grace(of peer: RigPeer) -> LSA {
        return LSA(
            age: 1, options: 2, type: .opaqueLink, linkStateID: "3.0.0.0", advertisingRouter: peer.routerID,
            sequenceNumber: 1,
            body: .opaque(
                OpaqueLSABody(
                    opaqueType: OpaqueType(rawValue: 3), opaqueID: 0,
                    tlvs: [TLV(type: 1, value: [0, 0, 0, 120]), TLV(type: 2, value: [1])])))
    }
}
