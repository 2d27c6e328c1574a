import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Timers in files") struct TimerTests {
    private func timers(_ text: String) throws -> ProtocolTimers {
        try scenario(row + "defaults: {timers: {\(text)}}").router("a").ospf.timers
    }

    @Test func `A throttle of LSAs, whole or in part`() throws {
        let whole = try timers("lsa-throttle: {start: 50ms, hold: 200ms, maximum: 5s}")
        #expect(
            whole.lsaThrottle
                == LSAThrottle(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5)))
        #expect(!whole.lsaThrottle.isFixed)
        #expect(try timers("min-ls-interval: 2s").lsaThrottle == .fixed(.seconds(2)))
        // What is not said stays as it was: at once, five seconds, and nothing shorter than the hold.
        #expect(
            try timers("lsa-throttle: {hold: 8s}").lsaThrottle
                == LSAThrottle(start: .zero, hold: .seconds(8), maximum: .seconds(8)))
        let huawei = try #require(Preset.named("huawei-vrp")?.timers)
        #expect(
            huawei.lsaThrottle == LSAThrottle(start: .milliseconds(500), hold: .seconds(1), maximum: .seconds(5)))
    }

    @Test func `Pacing, retransmission and refresh`() throws {
        let timers = try timers(
            """
            flood-pacing: 33ms, flood-burst: 1, lsa-group-pacing: 240s, refresh-jitter: 1m, adjacency-limit: 4, \
            any-packet-keeps-alive: true, \
            retransmission: {backoff: 2, steady-rounds: 3, maximum: 30s, limit: 24, pacing: 66ms}
            """)
        #expect(timers.floodPacing == .milliseconds(33) && timers.floodBurst == 1)
        #expect(timers.lsaGroupPacing == .seconds(240) && timers.refreshJitter == .seconds(60))
        #expect(timers.adjacencyLimit == 4 && timers.anyPacketKeepsAlive)
        #expect(
            timers.retransmission
                == RetransmissionPolicy(
                    backoff: 2, steadyRounds: 3, maximum: .seconds(30), limit: 24, pacing: .milliseconds(66)))
        #expect(try self.timers("flood-burst: all, adjacency-limit: none, retransmission: {limit: none}") == .rfc2328)
    }

    @Test func `RFC 8405 in the words of RFC 9129`() throws {
        #expect(
            try timers("spf: {throttle: ietf-spf-delay}").spf
                == .ietf(
                    initial: .milliseconds(50), short: .milliseconds(200), long: .seconds(5),
                    learn: .milliseconds(500), holdDown: .seconds(10)))
        #expect(
            try timers(
                """
                spf: {throttle: ietf-spf-delay, initial-delay: 0s, short-delay: 100ms, long-delay: 2s, \
                time-to-learn: 1s, hold-down: 3s}
                """
            ).spf
                == .ietf(
                    initial: .zero, short: .milliseconds(100), long: .seconds(2), learn: .seconds(1),
                    holdDown: .seconds(3)))
    }

    @Test func `Mistakes in timers`() {
        #expect(
            messages(row + "defaults: {timers: {spf: {throttle: ietf-spf-delay, hold-down: 400ms, hold: 1s}}}") == [
                "net.yaml:5:53: error: 'hold-down' must be longer than 'time-to-learn', 500ms",
                "net.yaml:5:71: error: unknown key 'hold' in a throttle of shape 'ietf-spf-delay': it takes "
                    + "initial-delay, short-delay, long-delay, time-to-learn, hold-down",
            ])
        #expect(
            messages(row + "defaults: {timers: {flood-burst: none, retransmission: {limit: 0}}}").count == 2)
    }
}
