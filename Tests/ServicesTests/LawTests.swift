import NetworkPrimitives
import Testing

@testable import Services

@Suite("Services: laws of queues in random systems") struct LawTests {
    /// Fewer where nothing is optimized.
    static let count: UInt64 = TestSpeed.isOptimized ? 1_000 : 40

    @Test func `every call has one outcome, and queues obey Little, work conservation and first in, first out`() {
        var calls: Int64 = 0
        for seed in 1...Self.count {
            var world = ServiceWorld(RandomModel(seed: seed).model, seed: seed)
            for second in 1...20 {
                world.run(until: .seconds(Int64(second)))
                let broken = world.brokenLaws
                #expect(broken == [], "seed \(seed), second \(second)")
                if !broken.isEmpty { return }
            }
            calls += world.totals.begun
        }
        #expect(calls > Int64(Self.count) * 100)
    }

    @Test func `two runs of a random system are equal`() {
        for seed in 1...Self.count / 10 {
            var first = ServiceWorld(RandomModel(seed: seed).model, seed: seed)
            var second = ServiceWorld(RandomModel(seed: seed).model, seed: seed)
            first.run(until: .seconds(20))
            for half in 1...40 { second.run(until: .milliseconds(Int64(half) * 500)) }
            #expect(first.digest == second.digest, "seed \(seed)")
        }
    }

    @Test func `a change of a service leaves the arrivals of open sources as they were`() {
        for seed in 1...Self.count / 10 {
            let model = RandomModel(seed: seed).model
            var changed = model
            for service in changed.services.indices {
                changed.services[service].lanes[0].workers = 1
                changed.services[service].instances += 1
            }
            changed.monitors = []
            let (before, after) = (requests(model, seed), requests(changed, seed))
            for source in model.sources.indices {
                guard case .rate = model.sources[source].load else { continue }
                #expect(before[source.offset] == after[source.offset], "seed \(seed)")
            }
        }
    }

    private func requests(_ model: ServiceModel, _ seed: UInt64) -> [Int64] {
        var world = ServiceWorld(model, seed: seed)
        world.run(until: .seconds(20))
        return world.requests
    }
}
