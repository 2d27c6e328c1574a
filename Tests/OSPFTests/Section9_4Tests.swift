import Emulation
import NetworkPrimitives
import TestSupport
import Testing

@testable import OSPF

@Suite("RFC 2328 §9.4 Electing the Designated Router") struct Section9_4Tests {
    private func candidate(_ id: UInt32, priority: UInt8 = 1, dr: UInt32 = 0, bdr: UInt32 = 0) -> ElectionCandidate {
        ElectionCandidate(
            routerID: RouterID(bits: id), address: IPv4Address(bits: id), priority: priority,
            designatedRouter: IPv4Address(bits: dr), backupDesignatedRouter: IPv4Address(bits: bdr))
    }

    private func elect(_ candidates: [ElectionCandidate]) -> [UInt32] {
        let result = ElectionResult(candidates)
        return [result.designatedRouter.bits, result.backupDesignatedRouter.bits]
    }

    @Test func `without any claim the best becomes Backup and is promoted`() {
        #expect(elect([candidate(1), candidate(2), candidate(3)]) == [3, 3])
        #expect(elect([candidate(1, priority: 9), candidate(2), candidate(3)]) == [1, 1])
    }

    @Test func `a router that claims to be Designated Router is not asked to be Backup`() {
        #expect(elect([candidate(3, dr: 3), candidate(1), candidate(2)]) == [3, 2])
    }

    @Test func `a claim to be Backup goes before a higher priority`() {
        #expect(elect([candidate(1, dr: 1), candidate(2, bdr: 2), candidate(3, priority: 200)]) == [1, 2])
    }

    @Test func `a living Designated Router is not displaced by a better newcomer`() {
        #expect(elect([candidate(1, dr: 1), candidate(2, bdr: 2), candidate(9, priority: 255)]) == [1, 2])
    }

    @Test func `of two that claim the role the better one has it`() {
        #expect(elect([candidate(1, dr: 1), candidate(2, priority: 5, dr: 2), candidate(3)]) == [2, 3])
    }

    @Test func `nobody eligible, nobody elected`() { #expect(elect([]) == [0, 0]) }

    @Test func `A passive interface elects nobody, whatever its priority becomes`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        builder.lan([0])
        builder.nodes[0].ospf.interfaces[1].isPassive = true
        var network = builder.converged()
        network.apply(.setPriority(router: 0, interface: 1, priority: 9), text: "priority")
        network.advance(to: network.now + .seconds(50))
        #expect(network.routers[0].interfaceState(1) == .drOther)
        #expect(!network.context.journal.happenings.contains { $0.kind == .designatedRouterElected })
    }
}
