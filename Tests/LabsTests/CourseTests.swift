import Analysis
import NetworkPrimitives
import Scenarios
import Testing

@testable import Emulation
@testable import Labs

@Suite("The plan of a lab") struct CourseTests {
    private let course = """
        begin: power-on
        routers: [a, b, c]
        links: [[a, b]]
        lans: { office: [a, b, c] }
        duration: 100s
        timeline:
          - at: 10s
            cut: a - b
          - at: 10s
            stop-ospf: c
          - at: 20s
            cut: { segment: office, router: b, silent: true }
          - at: 30s
            reboot: { router: b, downtime: 5s }
          - at: 40s
            repair: [a - b, office]
        """

    @Test func `One line for each thing to do, in order of time`() throws {
        let text = try #require(try LabSamples.plan(course, for: .frr, settling: 2)["timeline"])
        let lines = text.split(separator: "\n").filter { !$0.contains("\tsay\t") }
            .map { $0.replacing("\t", with: " ") }
        #expect(
            lines == [
                "0.000 start 0 0", "0.000 start 1 0", "0.000 start 2 0",
                "12.000 checkpoint 0",
                "12.000 port p0-0 down; p0-1 down", "12.000 kill 2",
                "22.000 checkpoint 1", "22.000 port p1-1 nomaster up",
                "32.000 checkpoint 2", "32.000 port p1-1 down", "32.000 kill 1",
                "37.000 port p1-1 nomaster up", "37.000 start 1 0",
                "42.000 checkpoint 3",
                "42.000 port p0-0 master b0 up; p0-1 master b0 up; p1-1 master b1 up",
                "102.000 checkpoint 4", "102.000 end",
            ])
    }

    /// A bridge has both directions or none: who is mute gets one of its own, which hears the segment's and says nothing.
    @Test func `A cut in one direction`() throws {
        let text = """
            routers: [a, b, c]
            lans: { office: [a, b, c] }
            duration: 40s
            timeline:
              - { at: 10s, cut: { segment: office, router: b, one-way: true } }
              - { at: 20s, repair: { segment: office, router: b } }
            """
        let files = try LabSamples.plan(text, for: .bird)
        let ports = try #require(files["timeline"]).split(separator: "\n").filter { $0.contains("\tport\t") }
        #expect(ports == ["10.000\tport\tp0-1 master o0-1 up", "20.000\tport\tp0-1 master b0 up"])
        let hub = try #require(files["hub.batch"])
        #expect(hub.contains("link add o0-1 type bridge"))
        #expect(hub.contains("link set i0-1 mtu 1500 master b0 up\nlink set j0-1 mtu 1500 master o0-1 up\n"))
        #expect(
            hub.contains("link set j0-1 type bridge_slave flood off mcast_flood off bcast_flood off learning off\n"))
        #expect(!hub.contains("o0-0") && !hub.contains("o0-2"))
    }

    @Test func `An OSPF process that restarts alone, gracefully and not`() throws {
        let text = """
            routers: { a: { graceful-restart: { enabled: true, restart-interval: 50s } }, b: }
            links: [[a, b]]
            begin: power-on
            duration: 60s
            timeline:
              - { at: 10s, restart-ospf: { router: a, downtime: 5s } }
              - { at: 12s, clear: a }
              - { at: 13s, set-cost: { router: a, segment: a - b, cost: 3 } }
              - { at: 30s, restart-ospf: b }
              - { at: 32s, stop-ospf: b }
            """
        for daemon in RoutingDaemon.allCases {
            let files = try LabSamples.plan(text, for: daemon)
            let lines = try #require(files["timeline"]).split(separator: "\n")
                .filter { !$0.contains("\tsay\t") && !$0.contains("\tcheckpoint\t") }
                .map { $0.replacing("\t", with: " ") }
            // No process can be configured meanwhile, and one that has ended does not come back.
            #expect(
                lines == [
                    "0.000 start 0 0", "0.000 start 1 0", "10.000 announce 0", "10.300 pause 0", "15.300 resume 0 1",
                    "30.000 pause 1", "32.000 kill 1", "60.000 end",
                ])
        }
        let frr = try LabSamples.plan(text, for: .frr)
        let helper = " capability opaque\n graceful-restart"
        #expect(frr["configuration/0/0/ospfd.conf"]?.contains("\(helper) grace-period 50\n") == true)
        #expect(frr["configuration/1/0/ospfd.conf"]?.contains("\(helper) helper enable\n") == true)
        let bird = try LabSamples.plan(text, for: .bird)
        #expect(
            bird["configuration/0/0/bird.conf"]?.contains("graceful restart yes;\n  graceful restart time 50;") == true)
        #expect(bird["configuration/1/0/bird.conf"]?.contains("  graceful restart aware;\n") == true)
    }

    @Test func `An MTU that changes, and Router Information`() throws {
        let text = """
            routers: { a: { opaque-lsas: [{ scope: as, opaque-type: 4, count: 1, length: 8 }] }, b: }
            links: [[a, b]]
            duration: 60s
            timeline:
              - { at: 10s, set-mtu: { router: b, segment: a - b, mtu: 9000 } }
              - { at: 20s, set-opaque-lsas: { router: a, scope: as, opaque-type: 4, count: 0 , length: 8 } }
            """
        let files = try LabSamples.plan(text, for: .frr)
        let timeline = try #require(files["timeline"])
        #expect(timeline.contains("10.000\tlink\t1\teth0 mtu 9000\n") && timeline.contains("20.000\tconfigure\t0\t1\n"))
        // The cable carries whatever is sent.
        #expect(files["hub.batch"]?.contains("link set p0-0 mtu 9000 master b0") == true)
        #expect(files["configuration/0/0/ospfd.conf"]?.contains(" router-info as\n") == true)
        #expect(files["configuration/0/1/ospfd.change"] == "router ospf\n no router-info\nexit\n")
    }

    @Test func `Namespaces get the segments and addresses of the scenario`() throws {
        let files = try LabSamples.plan(course, for: .bird)
        #expect(files["daemon"] == "bird\n")
        #expect(files["routers"] == "0\ta\n1\tb\n2\tc\n")
        #expect(
            files["hub.batch"]?.hasPrefix(
                """
                link add b0 type bridge mcast_snooping 0 forward_delay 0 stp_state 0
                link add p0-0 type veth peer name eth0 netns r0
                link set p0-0 mtu 1500 master b0
                """) == true)
        #expect(
            files["r2.batch"] == """
                link set lo up
                addr add 10.255.0.3/32 dev lo
                addr add 10.64.0.3/24 dev eth0
                link set eth0 mtu 1500 up

                """)
    }

    /// Carriers in the namespaces follow the same rules as those of the emulator.
    @Test(arguments: LabSamples.shipped) func `Plugs have a carrier where the emulator's have one`(path: String) throws
    {
        let scenario = try #require(ScenarioLoader.loadForLab(path: path, daemon: .frr).content).scenario
        try check(scenario)
    }

    @Test func `The same with whole routers unplugged and switched off`() throws {
        let text = """
            begin: power-on
            routers: [a, b, c]
            links: [[a, b], [b, c], [c, a]]
            lans: { office: [a, b, c] }
            timeline:
              - { at: 10s, disconnect: b }
              - { at: 20s, reboot: { router: c, downtime: 1h } }
              - { at: 25s, start: c }
              - { at: 30s, cut: { segment: office, router: [b, c] } }
              - { at: 40s, reconnect: b }
              - { at: 50s, decommission: a }
              - { at: 60s, repair: { segment: office, router: c } }
              - { at: 70s, start: a }
              - { at: 80s, cut: { segment: a - b, silent: true } }
              - { at: 90s, repair: [office, a - b] }
            """
        try check(try LabSamples.load(text, for: .bird).scenario)
    }

    private func check(_ scenario: Scenario) throws {
        var network = Network(scenario.network)
        network.advance(to: .origin + .seconds(20))
        var cabling = Cabling(scenario.network)
        for action in scenario.timeline.flatMap(\.actions) {
            network.apply(action, text: "")
            cabling.apply(action)
            for (number, segment) in scenario.network.segments.enumerated() {
                for (member, end) in segment.members.enumerated() {
                    let isUp = cabling.ports[number][member] != .isDown
                    let router = network.routers[end.router]
                    // A router without power sees nothing, and its port is down.
                    let expected = network.isPoweredOn(end.router) && router.hasCarrier(end.interface)
                    #expect(isUp == expected, "\(segment.name), member \(member), after \(action)")
                }
            }
        }
    }
}
