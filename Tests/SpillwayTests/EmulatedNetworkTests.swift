import Foundation
import Spillway
import Testing

@Suite("A network that runs, forks, is changed and asked") struct EmulatedNetworkTests {
    private func triangle() throws -> EmulatedNetwork { try EmulatedNetwork(Topology(contentsOf: Shipped.triangle)) }

    /// Routers in a row, so that every cut parts them.
    private func row(_ names: [String], settings: [String: Setting] = [:]) throws -> EmulatedNetwork {
        var builder = TopologyBuilder(name: "row")
        for name in names { builder.addRouter(name) }
        for (left, right) in zip(names, names.dropFirst()) { builder.addLink(left, right, settings: settings) }
        return try EmulatedNetwork(builder.build())
    }

    @Test func `a fork goes its own way, and the same way twice`() throws {
        let network = try triangle()
        let digest = network.digest
        var (first, second) = (network, network)
        for change in ["cut amsterdam - berlin", "run 30s"] {
            try first.apply(change)
            try second.apply(change)
        }
        #expect(first.digest == second.digest)
        #expect(first.digest != digest)
        #expect(network.digest == digest)
        #expect(first.elapsed == network.elapsed + .seconds(30))
    }

    @Test func `time passes only where it is said`() throws {
        var network = try triangle()
        let start = network.elapsed
        try network.apply("cut amsterdam - berlin")
        #expect(network.elapsed == start)
        try network.apply("repair amsterdam - berlin; run 90s")
        #expect(network.elapsed == start + .seconds(90))
        network.run(for: .milliseconds(1_500))
        #expect(network.elapsed == start + .milliseconds(91_500))
        let isSettled = network.settle(within: .seconds(120))
        #expect(isSettled)
        #expect(network.isQuiet)
    }

    @Test func `a change with a mistake in it is not made at all`() throws {
        var network = try triangle()
        let digest = network.digest
        #expect {
            try network.apply("cut amsterdam - berlin; cut amsterdam - rome; run")
        } throws: { error in
            guard case SpillwayError.invalidInput(let problems) = error else { return false }
            return problems.count == 2 && problems.allSatisfy { $0.file == "--change" }
        }
        network.run(for: .zero)
        #expect(network.digest == digest)
    }

    @Test func `packets take another way when a link is cut`() throws {
        var network = try triangle()
        #expect(try network.reachability(from: "amsterdam", to: "berlin").path == ["amsterdam", "berlin"])
        try network.apply("cut amsterdam - berlin; run 10s")
        let now = try network.reachability(from: "amsterdam", to: "berlin")
        #expect(now.path == ["amsterdam", "paris", "berlin"])
        #expect(now.isReachable && now.deliveredShare == 1_000_000)
        #expect("\(now)" == "amsterdam reaches berlin via paris")
    }

    @Test(
        "packets that are lost are lost for a reason, at a router",
        arguments: [
            ("cut b - c; run 60s", Reachability.Loss.noRoute, "a", "a does not reach c: no route at a"),
            ("cut b - c silent", .nextHopDead, "c", "a does not reach c: c does not answer"),
            ("set-loss b - c to 50%", .lossyLink, "b", "a reaches c via b in part: lossy link b - c"),
        ])
    func loss(change: String, loss: Reachability.Loss, router: String, text: String) throws {
        var network = try row(["a", "b", "c"])
        try network.apply(change)
        let found = try network.reachability(from: "a", to: "c")
        #expect(found.loss == loss)
        #expect(found.lossRouter == router)
        #expect("\(found)" == text)
        #expect(!found.isReachable)
    }

    @Test func `nothing is sent to a router that is powered off`() throws {
        var network = try row(["a", "b"])
        try network.apply("decommission b")
        let found = try network.reachability(from: "a", to: "b")
        #expect(found.path.isEmpty && found.loss == nil && !found.isReachable)
    }

    @Test func `everybody is asked about everybody`() throws {
        var network = try row(["a", "b", "c"])
        #expect(network.reachability().count == 6)
        #expect(network.reachability().allSatisfy { $0.isReachable })
        try network.apply("cut b - c; run 60s")
        let lost = network.reachability().filter { !$0.isReachable }.map { "\($0.source)-\($0.destination)" }
        #expect(lost == ["a-c", "b-c", "c-a", "c-b"])
    }

    @Test func `a name that is not there is an error with the nearest that is`() throws {
        let network = try triangle()
        #expect(throws: SpillwayError.unknownName("berlni", wanted: "a router", suggestion: "berlin")) {
            try network.reachability(from: "berlni", to: "paris")
        }
        #expect(throws: SpillwayError.unknownName("x", wanted: "a prefix or an IPv4 address", suggestion: nil)) {
            try network.route(of: "paris", to: "x")
        }
    }

    @Test func `a router says why it has a route, or none`() throws {
        var network = try row(["a", "b", "c"])
        let route = try network.route(of: "a", to: "10.255.0.3")
        #expect(route.prefix == "10.255.0.3/32")
        #expect(route.nextHops == ["10.0.0.2"])
        #expect(route.candidates.map(\.isUsed) == [true])
        try network.apply("cut b - c; run 60s")
        let none = try network.route(of: "a", to: "10.255.0.3")
        #expect(!none.hasRoute && none.nextHops.isEmpty)
        #expect(none.candidates.map(\.isUsed) == [false])
        #expect("\(none)".hasPrefix("WHY: A 10.255.0.3/32\n  no route"))
    }

    @Test func `the log says what happened and what it came from`() throws {
        var network = try row(["a", "b"])
        let before = network.log.count
        try network.apply("cut a - b; run 10s")
        let new = network.log.dropFirst(before)
        #expect(new.first?.text == "cut a - b" && new.first?.router == nil)
        let lost = try #require(new.first { $0.kind == "adjacencyLost" && $0.router == "a" })
        let chain = network.log.causes(of: lost)
        #expect(chain.last == lost)
        #expect(chain.first?.text == "cut a - b")
        #expect(zip(chain, chain.dropFirst()).allSatisfy { $1.cause == $0.id })
        #expect(network.log.json.split(separator: "\n").count == network.log.count + 1)
    }

    @Test func `the state of all routers is JSON`() throws {
        let network = try triangle()
        let states = try #require(try JSONSerialization.jsonObject(with: Data(network.json.utf8)) as? [[String: Any]])
        #expect(states.compactMap { $0["router"] as? String } == network.topology.routers)
        #expect(states.allSatisfy { ($0["neighbours"] as? [[String: Any]])?.count == 2 })
    }
}
