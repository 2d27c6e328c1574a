import Emulation
import NetworkPrimitives
import OSPF

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
let clock = ContinuousClock()
var network = Network(makeRandomNetwork(routers: count, seed: 1))
let wall = clock.measure { _ = network.converge(within: .seconds(600)) }
print("converged at", network.now, "wall", wall, "events", network.eventCount, "deliveries", network.deliveries)
let digests = Set(network.routers.map { $0.databaseDigest(.backbone) })
print(
    "databases", digests.count, "entries", network.routers[0].databaseCounts.all, "routes",
    Set(network.routers.map { $0.routingTable.count }))
print(
    "instances", network.context.store.instances.count, "spf", network.routers.map { $0.counters.spfRuns }.reduce(0, +),
    "dup", network.routers.map { $0.counters.lsasDuplicate }.reduce(0, +), "retrans",
    network.routers.map { $0.counters.lsasRetransmitted }.reduce(0, +), "lost",
    (0..<count).map { network.machineCounters(of: $0).packetsLost }.reduce(0, +))
