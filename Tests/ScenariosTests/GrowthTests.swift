import Analysis
import Scenarios
import Testing

@Suite("Reading a file takes time with its length") struct GrowthTests {
    /// A tree of routers in sites of twenty.
    private func tree(_ count: Int) -> String {
        let routers = (0..<count).map { "  r\($0): { site: S\($0 / 20) }" }
        let links = (1..<count).map { "  - [r\($0), r\(($0 - 1) / 2)]" }
        return (["routers:"] + routers + ["links:"] + links).joined(separator: "\n")
    }

    private func time(_ count: Int) throws -> ContinuousClock.Duration {
        let text = tree(count)
        var loaded: Loaded<Scenario>?
        let taken = ContinuousClock().measure { loaded = load(text) }
        #expect(loaded?.content?.network.routers.count == count)
        return taken
    }

    @Test func `Five times as many routers take not much more than five times as long`() throws {
        let small = try (0..<3).map { _ in try time(1_500) }.min()!
        let large = try (0..<2).map { _ in try time(7_500) }.min()!
        // With the square it would be twenty-five times.
        #expect(large < small * 14, "\(small), \(large)")
    }

    @Test func `Among many sites one probe goes from each to all`() throws {
        let probes = try scenario(tree(2_200)).probes
        #expect(probes.count == 110)
        #expect(probes[0].name == "S0 to every site")
        #expect(try scenario(tree(60)).probes.count == 6)
    }
}
