import Emulation
import NetworkPrimitives

/// What a network shows when it is started and nothing happens.
public struct StartFindings: Sendable {
    /// Everything that was found.
    public let findings: [Finding]
    /// The moment after the start, `nil` where the network is too large to be started for this.
    public let result: RunResult?

    /// Routers times LSAs that a start may bring: each LSA is flooded to each router.
    private static let workLimit = 400_000
    /// How long the start may take: a network of routers that shut themselves down again and again has none.
    private static let limit = Duration.seconds(600)

    /// - Complexity: a cold start, or, where that is too much, O(routers + segments).
    public init(of scenario: Scenario) {
        guard Self.work(of: scenario.network) <= Self.workLimit else {
            findings = Finding.standing(in: scenario.network)
            result = nil
            return
        }
        var still = scenario
        (still.timeline, still.expectations, still.duration, still.startsCold) = ([], [], .zero, false)
        var network = Network(scenario.network)
        while network.now < .origin + Self.limit, !network.settle(within: .seconds(1)) {}
        var simulation = Simulation(still, from: network)
        let result = simulation.run()
        self.result = result
        // What is not announced until something happens is meant so.
        let found = result.findings.filter { if case .undelivered(let pairs) = $0 { !pairs.isUnknown } else { true } }
        let churn = network.quietSince == nil ? Churn.found(in: network) : []
        findings = churn.map { .notConverged($0, within: Self.limit) } + found
    }

    private static func work(of network: NetworkConfiguration) -> Int {
        let externals = network.routers.reduce(0) { sum, router in
            sum + router.ospf.redistributions.reduce(0) { $0 + $1.prefixes.count }
        }
        return network.routers.count * (network.routers.count + network.segments.count + externals)
    }
}
