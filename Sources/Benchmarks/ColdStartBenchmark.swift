import Emulation
import NetworkPrimitives
import OSPF

/// How many routers the networks of the cold start and the fork have.
private let routerCount = 1_000

/// From power-on: hellos, database exchange, flooding, acknowledgments and route calculation, until nothing is under way.
@Sendable func measureColdStart(repeats: Int) -> [Measurement] {
    let configuration = makeRandomNetwork(routers: routerCount, seed: 1)
    // A cold start lasts seconds: three of them say as much as is needed, and the first warms up the rest.
    var timings: [Timing] = []
    var deliveries = 0.0
    var entryBytes = 0.0
    for run in 0...min(repeats, 3) {
        var network = Network(configuration)
        let timing = Timing.of { converge(&network) }
        if run > 0 { timings.append(timing) }
        deliveries = Double(network.deliveries)
        let bytes = network.routers.reduce(0) { $0 + $1.databaseBytes }
        let entries = network.routers.reduce(0) { $0 + $1.databaseCounts.all }
        entryBytes = Double(bytes) / Double(entries)
    }
    let processor = median(timings.map(\.processor))
    let name = "cold start, \(legible(Double(routerCount))) routers"
    return [
        Measurement(name, processor, "s", aim: .below(10)),
        Measurement("\(name), on the wall", median(timings.map(\.wall)), "s"),
        Measurement("\(name), LSA deliveries", deliveries / processor, "deliveries/s"),
        Measurement("\(name), a database entry", entryBytes, "bytes"),
        Measurement("\(name), peak memory", peakMemory / 1_048_576, "MiB", aim: .below(1_024)),
    ]
}

/// A copy of the converged network, and the first event that makes it differ: a link is cut.
@Sendable func measureFork(repeats: Int) -> [Measurement] {
    var network = Network(makeRandomNetwork(routers: routerCount, seed: 1))
    converge(&network)
    var sum: UInt64 = 0
    let copyAndCut = medianSeconds(repeats) {
        var fork = network
        fork.apply(.cut(segment: 0, silent: false), text: "cut")
        sum &+= fork.digest.value
    }
    let second = medianSeconds(repeats) {
        var fork = network
        fork.apply(.cut(segment: 0, silent: false), text: "cut")
        fork.advance(to: fork.now + .seconds(1))
        sum &+= fork.digest.value
    }
    keep(sum)
    return [
        Measurement("fork, copy and first event", copyAndCut * 1e3, "ms", aim: .below(20)),
        Measurement("fork, and one second after the cut", second * 1e3, "ms"),
    ]
}

/// Lets a network converge, and checks that it has: equal databases of every router's LSA, and every route everywhere.
private func converge(_ network: inout Network) {
    let isQuiet = network.converge(within: .seconds(600))
    precondition(isQuiet, "the network converges")
    let digest = network.routers[0].databaseDigest(.backbone)
    let prefixes = network.configuration.segments.count + network.configuration.routers.count
    for router in network.routers {
        precondition(router.databaseCounts.all == network.routers.count, "a database holds every router's LSA")
        precondition(router.databaseDigest(.backbone) == digest, "all databases are equal")
        precondition(router.routingTable.count == prefixes, "every link and every loopback has a route")
    }
}
