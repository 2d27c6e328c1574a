import Spillway

@main
struct Client {
    static func main() throws {
        // A topology from YAML ...
        let triangle = try Topology(contentsOf: "Topologies/examples/triangle.yaml")
        print("\(triangle.name): \(triangle.routers.joined(separator: ", "))")

        // ... or built in code: four routers in a row, the last of which holds 13 LSAs at the most.
        var builder = TopologyBuilder(name: "row")
        for name in ["a", "b", "c"] { builder.addRouter(name) }
        builder.addRouter("d", settings: ["limit": ["maximum": 13, "action": "shutdown"]])
        for (left, right) in [("a", "b"), ("b", "c"), ("c", "d")] { builder.addLink(left, right, cost: 10) }
        builder.addExternals("internet", base: "198.51.100.0/28", count: 8, originators: ["a"])
        let row = try builder.build()

        // Run: the network is switched on and converges. A copy is a fork.
        let network = try EmulatedNetwork(triangle)
        var fork = network
        try fork.apply("cut amsterdam - berlin")
        fork.run(for: .seconds(60))

        // Who reaches whom, on which way, and why.
        print(try network.reachability(from: "amsterdam", to: "berlin"))
        print(try fork.reachability(from: "amsterdam", to: "berlin"))
        try fork.apply("cut amsterdam - paris; run 60s")
        for pair in fork.reachability() where !pair.isReachable { print(pair) }
        print(try network.route(of: "amsterdam", to: "10.255.0.2"), terminator: "")

        // The log: what happened last, and what it came from.
        let lost = fork.log.last { $0.kind == "adjacencyLost" }!
        for record in fork.log.causes(of: lost) { print("\(record.time.formatted): \(record)") }

        // What a change would do, before it is made.
        let report = try EmulatedNetwork(row).assess("set-limit d maximum 10")
        report.headline.forEach { print($0) }

        // For programs.
        print("\(report.json.prefix(24))..., \(fork.json.count) characters of state")
    }
}

extension Duration {
    /// Seconds with two decimals.
    fileprivate var formatted: String {
        let hundredths = components.seconds * 100 + components.attoseconds / 10_000_000_000_000_000
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)s"
    }
}
