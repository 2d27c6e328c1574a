import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §12.4 and the vendors' LSA throttles") struct LSAThrottleTests {
    /// When router-LSAs are sent, in milliseconds, if the cost of a link changes at these times. All are acknowledged.
    private func originations(_ throttle: LSAThrottle, changes: [Int64]) -> [Int64] {
        var lone = LoneRouter { $0.timers.lsaThrottle = throttle }
        // What it originated while the adjacency formed is long ago.
        lone.pass(to: .seconds(100))
        for (number, change) in changes.enumerated() {
            lone.pass(to: .seconds(100) + .milliseconds(change))
            lone.handle(.configure(.cost(UInt16(100 + number), interface: 0)))
            lone.acknowledgeAll()
        }
        lone.pass(to: .seconds(100) + .milliseconds((changes.last ?? 0) + 30_000))
        return lone.updates(of: LSType.router).map { $0 - 100_000 }
    }

    @Test func `MinLSInterval: at once, and again five seconds later`() {
        #expect(originations(.fixed(.seconds(5)), changes: [0, 1_000, 4_000]) == [0, 5_000])
        #expect(originations(.fixed(.seconds(5)), changes: [0, 1_000, 6_000, 20_000]) == [0, 5_000, 10_000, 20_000])
    }

    @Test func `IOS: start, then hold, doubled up to the maximum`() {
        let throttle = LSAThrottle(start: .milliseconds(50), hold: .milliseconds(200), maximum: .milliseconds(800))
        #expect(
            originations(throttle, changes: [0, 60, 300, 700, 1_500, 2_300]) == [50, 250, 650, 1_450, 2_250, 3_050])
    }

    @Test func `quiet for twice the maximum, and the row starts anew`() {
        let throttle = LSAThrottle(start: .milliseconds(50), hold: .milliseconds(200), maximum: .milliseconds(800))
        // 250 + 1,599 is not quiet yet, 250 + 1,600 is.
        #expect(originations(throttle, changes: [0, 60, 1_849]) == [50, 250, 1_849])
        #expect(originations(throttle, changes: [0, 60, 1_850]) == [50, 250, 1_900])
        #expect(originations(throttle, changes: [0, 60, 1_850, 1_901]) == [50, 250, 1_900, 2_100])
    }

    @Test func `no throttle at all: every change at once`() {
        #expect(originations(.fixed(.zero), changes: [0, 1, 2]) == [0, 1, 2])
    }

    @Test func `flushing does not wait, nor does the answer to a newer instance of an own LSA`() throws {
        var lone = LoneRouter {
            $0.timers.lsaThrottle = LSAThrottle(start: .seconds(1), hold: .seconds(10), maximum: .seconds(10))
            $0.redistributions = [
                RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("192.0.2.0/24")], isType2: true)
            ]
        }
        lone.pass(to: .seconds(1))
        let key = try #require(lone.own(LSType.asExternal)).instance
        let sequence = lone.context.store[key].sequenceNumber
        let newer = lone.external(sequence: sequence + 5, router: lone.router.routerID)
        lone.receive(.linkStateUpdate, [(newer, 1)])
        #expect(lone.sequenceNumber(LSType.asExternal) == sequence + 6)
        lone.acknowledgeAll()
        lone.handle(.configure(.withdraw(name: "x")))
        #expect(lone.own(LSType.asExternal)?.age == 3_600)
        #expect(lone.updates(of: LSType.asExternal) == [1_000, 1_000])
    }
}
