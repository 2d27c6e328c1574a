import Analysis
import Emulation
import Foundation
import NetworkPrimitives
import Reports
import TestSupport
import Testing

@Suite("A run that is watched") struct WatchTests {
    private func picture(width: Int?, height: Int = 30, style: TextStyle = .plain) throws -> [String] {
        var builder = NetworkBuilder(routers: 4)
        for router in 0..<3 { builder.link(router, router + 1) }
        let probe = Probe(
            name: "first to last", sources: [ProbeSource(name: "r0", entries: [0])],
            destinations: [ProbeDestination(address: IPv4Address("10.0.0.4")!)])
        var configuration = builder.configuration
        configuration.routers[0].site = "NORTH"
        configuration.routers[1].site = "NORTH"
        let scenario = Scenario(name: "watched", network: configuration, probes: [probe], duration: .seconds(60))
        var network = try #require(try Simulation.converged(configuration))
        let start = network.now
        network.apply(.decommission(router: 3, orderly: false), text: "off")
        network.advance(to: start + .seconds(5))
        let options = ReportOptions(width: width, style: style)
        return WatchPicture(of: scenario, options: options).lines(
            of: network, at: .seconds(5), lost: [250_000], events: ["+4.000  something"], height: height)
    }

    @Test func `Sites, marks of states, losses and events are on it`() throws {
        let lines = try picture(width: 100)
        let names = NetworkBuilder(routers: 4).configuration.routers.map(\.name)
        #expect(lines[0] == "watched  +5.000  (5s of 1m00s)")
        #expect(lines[1] == "NORTH  o \(names[0])  o \(names[1])  ")
        #expect(lines[2] == "o \(names[2])  - \(names[3])  ")
        #expect(lines[3] == "[#####...............] 25% lost  first to last")
        #expect(lines[4].hasPrefix("o running"))
        #expect(lines[5] == "+4.000  something")
    }

    @Test func `It is as wide and as high as the terminal`() throws {
        for width in [41, 60, 80] { #expect(try picture(width: width).allSatisfy { $0.count <= width }) }
        #expect(try picture(width: 80, height: 3).count == 3)
    }

    @Test func `Colors are emphasis of what is wrong, and can be left out`() throws {
        #expect(try picture(width: 100, style: TextStyle(isColored: true)).joined().contains("\u{1B}[1;31m- "))
        #expect(try !picture(width: 100).joined().contains("\u{1B}"))
    }

    private static let arguments = ["run", "Topologies/examples/triangle-cut.yaml", "--watch", "--speed", "1000000"]

    @Test func `Where there is no terminal, events are lines, and the report is the same`() throws {
        let watched = try CommandLineProgram.run(Self.arguments)
        let plain = try CommandLineProgram.run(["run", "Topologies/examples/triangle-cut.yaml"])
        #expect(watched.output == plain.output && watched.code == plain.code)
        #expect(!watched.errors.contains("\u{1B}"))
        let lines = watched.errors.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("+30.000") && $0.contains("cut amsterdam - berlin") })
    }

    @Test func `A speed needs --watch, and is a factor`() throws {
        let alone = try CommandLineProgram.run(["run", "x.yaml", "--speed", "2"])
        #expect(alone.code == 2 && alone.errors.contains("--speed needs --watch (--speed)"))
        let wrong = try CommandLineProgram.run(["run", "x.yaml", "--watch", "--speed", "fast"])
        #expect(wrong.code == 2 && wrong.errors.contains("'fast' is not a speed (--speed)"))
    }
}
