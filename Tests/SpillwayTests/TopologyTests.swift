import Foundation
import Spillway
import TestSupport
import Testing

@Suite("A topology, from YAML or built in code") struct TopologyTests {
    @Test func `a file is read with its names`() throws {
        let topology = try Topology(contentsOf: Shipped.triangle)
        #expect(topology.name == "triangle")
        #expect(topology.routers == ["amsterdam", "berlin", "paris"])
        #expect(topology.links == ["amsterdam - berlin", "berlin - paris", "amsterdam - paris"])
        #expect(topology.warnings == [])
    }

    @Test func `of a scenario the network alone is read`() throws {
        let topology = try Topology(contentsOf: Shipped.path("examples/triangle-cut.yaml"))
        #expect(topology.routers == ["amsterdam", "berlin", "paris"])
    }

    @Test func `all mistakes of a text are reported at once, with their places`() {
        #expect {
            try Topology(yaml: "name: x\nrouters: [a, b]\nlinks:\n  - [a, c]\n  - { link: [a, b], cots: 3 }\n")
        } throws: { error in
            guard case SpillwayError.invalidInput(let problems) = error else { return false }
            let places = problems.map { "\($0.file):\($0.line):\($0.column)" }
            return places == ["topology.yaml:4:9", "topology.yaml:5:21"] && problems.allSatisfy(\.isError)
                && problems[1].suggestion == "cost"
        }
    }

    @Test func `a file that is not there is an error with its name`() {
        let path = Shipped.path("nothing.yaml")
        #expect {
            try Topology(contentsOf: path)
        } throws: { error in
            guard case SpillwayError.invalidInput(let problems) = error else { return false }
            return problems.map(\.file) == [path] && "\(error)".contains("no such file")
        }
    }

    @Test func `what is built in code runs as the file that says the same`() throws {
        var builder = TopologyBuilder(name: "triangle")
        for name in ["amsterdam", "berlin", "paris"] { builder.addRouter(name) }
        builder.addLink("amsterdam", "berlin")
        builder.addLink("berlin", "paris")
        builder.addLink("amsterdam", "paris", cost: 30, settings: ["delay": "5ms"])
        let (built, read) = (try builder.build(), try Topology(contentsOf: Shipped.triangle))
        #expect(built.links == read.links)
        #expect(try EmulatedNetwork(built).digest == EmulatedNetwork(read).digest)
        #expect(try EmulatedNetwork(built).digest != EmulatedNetwork(read, seed: 2).digest)
    }

    @Test func `every kind of setting is written as YAML that is read back`() throws {
        var builder = TopologyBuilder(name: "all: kinds")
        builder.set("seed", to: 7)
        builder.set("areas", to: ["1": ["type": "stub", "summaries": false]])
        builder.addRouter("r 1", settings: ["limit": ["maximum": 40, "action": "shutdown"]])
        builder.addRouter("r2", settings: ["loopback": ["192.0.2.1", "192.0.2.2"]])
        builder.addRouter("r3")
        builder.addLink("r 1", "r2", settings: ["area-id": 0])
        builder.addLAN("office", members: ["r2", "r3"], settings: ["area-id": 1, "hello-interval": "5s"])
        builder.addExternals("internet", base: "198.51.100.0/28", count: 4, originators: ["r 1"])
        let topology = try builder.build()
        #expect(topology.links == ["r 1 - r2", "office"])
        #expect(topology.name == "all: kinds")
        let network = try EmulatedNetwork(topology)
        #expect(network.reachability().allSatisfy { $0.isReachable })
        #expect(try network.route(of: "r2", to: "198.51.100.16/28").hasRoute)
    }

    @Test func `a mistake in code has a line of the YAML that stands for it`() {
        var builder = TopologyBuilder(name: "x")
        builder.addRouter("a", settings: ["modle": "cisco"])
        #expect {
            try builder.build()
        } throws: { error in
            guard case SpillwayError.invalidInput(let problems) = error, let problem = problems.first else {
                return false
            }
            let lines = builder.yaml.split(separator: "\n")
            return lines[problem.line - 1].contains("modle") && problem.suggestion == "model"
        }
    }
}

/// Files of `Topologies`.
enum Shipped {
    static let triangle = path("examples/triangle.yaml")

    static func path(_ name: String) -> String {
        TestData.projectRoot.appendingPathComponent("Topologies/\(name)").path
    }
}
