import Analysis
import NetworkPrimitives
import TestSupport
import Testing

@Suite("Lossy links hurt the traffic that crosses them") struct LossyLinkTests {
    private func network(_ first: String = "", _ second: String = "", timeline: String = "") -> String {
        """
        defaults: { hello-interval: 10s, dead-interval: 4000s }
        routers: [a, b, c]
        links: [{ link: [a, b]\(first) }, { link: [b, c]\(second) }]
        duration: 100s
        timeline: [\(timeline)]
        probes: [{ name: one, from: a, to: b }, { name: two, from: a, to: c }, { name: back, from: c, to: a }]
        """
    }

    @Test func `The loss of a pair is 1 - (1 - loss)(1 - corruption) over its path, exactly`() throws {
        let result = try run(network(", loss: 1%", ", loss: 2%, corruption: 1/1000"))
        // 1 - 0.99 and 1 - 0.99 × 0.98 × 0.999 of 100 s.
        let (one, two) = (try result.outcome("one"), try result.outcome("two"))
        #expect(one.lost == .seconds(1) && one.lossy == .seconds(1) && one.blackHole == .zero)
        #expect(two.lost == .nanoseconds(3_077_020_000))
        #expect(two.attribution[.lossyLink] == two.lost && two.attribution.total == two.lost)
        #expect(two.losses.map(\.death.reason) == [.lossyLink, .lossyLink])
        #expect(two.losses.reduce(Duration.zero) { $0 + $1.lost } == two.lost)
        #expect(try result.outcome("back").lost == two.lost, "the way back is another probe")
    }

    @Test func `set-loss counts from its moment, and a repaired share no longer`() throws {
        let result = try run(
            network(
                timeline: """
                    { at: 20s, set-loss: { segment: a - b, loss: 50% } },
                    { at: 40s, set-corruption: { segment: a - b, corruption: 50% } },
                    { at: 60s, set-loss: { segment: a - b, loss: 0 } },
                    { at: 80s, set-corruption: { segment: a - b, corruption: 0 } }
                    """))
        // Half, three quarters, half.
        let probe = try result.outcome("one")
        #expect(probe.lossy == .seconds(35) && probe.lost == probe.lossy)
        #expect(probe.samples.map(\.lossy) == [0, 500_000, 750_000, 500_000, 0])
        #expect(probe.outages.count == 1 && probe.lostAtEnd == 0)
    }

    @Test func `Of equal ways each loses its own share`() throws {
        let result = try run(
            """
            routers: [a, b, c, d]
            links: [[a, b], { link: [b, d], loss: 10% }, [a, c], [c, d]]
            duration: 100s
            defaults: { dead-interval: 4000s }
            probes: [{ name: both, from: a, to: d }]
            """)
        #expect(try result.outcome("both").lost == .seconds(5))
    }

    @Test func `A lossy LAN loses on every crossing, to hosts on it as well`() throws {
        let result = try run(
            """
            routers: [a, b]
            lans: { lan: { members: [a, b], prefix: 192.0.2.0/24, loss: 10% } }
            duration: 100s
            probes: [{ name: router, from: a, to: b }, { name: host, from: a, to: 192.0.2.99 }]
            """)
        #expect(try result.outcome("router").lost == .seconds(10))
        #expect(try result.outcome("host").lost == .seconds(10))
    }

    @Test func `What lossy links let through may still die in a black hole`() throws {
        let result = try run(
            network(
                timeline: """
                    { at: 0s, set-loss: { segment: a - b, loss: 50% } }, { at: 50s, cut: { segment: b - c, silent: true } }
                    """))
        let probe = try result.outcome("two")
        #expect(probe.lossy == .seconds(50) && probe.blackHole == .seconds(25) && probe.lost == .seconds(75))
        #expect(probe.attribution[.lossyLink] == .seconds(50))
    }
}
