import Scenarios
import Testing

@testable import Labs

@Suite("What daemons are told") struct ConfigurationTests {
    @Test func `FRRouting: interfaces, areas, ranges and what is redistributed`() throws {
        let files = try LabSamples.plan(LabSamples.borders, for: .frr)
        let border = try #require(files["configuration/0/0/ospfd.conf"])
        #expect(
            border == """
                interface eth0
                 ip ospf area 0.0.0.1
                 ip ospf network point-to-point
                 ip ospf cost 33
                 ip ospf priority 1
                 ip ospf hello-interval 2
                 ip ospf dead-interval 7
                 ip ospf retransmit-interval 5
                 ip ospf transmit-delay 1
                exit
                interface eth1
                 ip ospf area 0.0.0.0
                 ip ospf network broadcast
                 ip ospf cost 10
                 ip ospf priority 7
                 ip ospf hello-interval 2
                 ip ospf dead-interval 7
                 ip ospf retransmit-interval 5
                 ip ospf transmit-delay 1
                 ip ospf passive
                exit
                interface lo
                 ip ospf area 0.0.0.0
                exit
                router ospf
                 ospf router-id 10.255.0.1
                 area 0.0.0.1 nssa
                 area 0.0.0.1 default-cost 9
                 area 0.0.0.0 range 10.0.0.0/8 not-advertise
                 max-metric router-lsa administrative
                exit

                """)
        let inside = try #require(files["configuration/1/0/ospfd.conf"])
        #expect(inside.contains(" area 0.0.0.1 nssa\n redistribute static route-map EXTERNAL\n"))
        #expect(inside.contains("ip prefix-list set-0 seq 5 permit 192.0.2.0/24\n"))
        #expect(inside.contains(" set metric 5\n set metric-type type-1\n set tag 3\n"))
        #expect(files["configuration/1/0/staticd.conf"] == "ip route 192.0.2.0/24 blackhole\n")
    }

    @Test func `FRRouting: a change is the commands that lead to it`() throws {
        let files = try LabSamples.plan(LabSamples.borders, for: .frr)
        #expect(files["configuration/1/1/ospfd.change"] == "interface eth0\n ip ospf cost 44\nexit\n")
        #expect(files["configuration/1/1/staticd.change"] == nil)
        #expect(files["configuration/1/2/staticd.change"] == "ip route 198.51.100.0/24 blackhole\n")
        #expect(files["configuration/1/2/ospfd.change"] == nil)
        #expect(
            files["configuration/0/1/ospfd.change"]
                == "router ospf\n no max-metric router-lsa administrative\nexit\n")
    }

    @Test func `BIRD: the same network`() throws {
        let files = try LabSamples.plan(LabSamples.borders, for: .bird)
        #expect(
            files["configuration/0/0/bird.conf"] == """
                router id 10.255.0.1;
                protocol device {}
                protocol kernel { ipv4 { export all; import none; }; merge paths yes limit 16; }
                protocol ospf v2 ospf1 {
                  stub router yes;
                  ipv4 { import all; export none; };
                  area 0.0.0.0 {
                    networks { 10.0.0.0/8 hidden; };
                    interface "eth1" { type broadcast; cost 10; priority 7; hello 2; dead 7; wait 7; retransmit 5; \
                transmit delay 1; stub; };
                    interface "lo" { stub; };
                  };
                  area 0.0.0.1 {
                    nssa;
                    summary yes;
                    default cost 9;
                    translator stability 40;
                    interface "eth0" { type ptp; cost 33; priority 1; hello 2; dead 7; wait 7; retransmit 5; \
                transmit delay 1; };
                  };
                }

                """)
        let late = try #require(files["configuration/1/2/bird.conf"])
        #expect(late.contains("cost 44;"))
        #expect(late.contains("protocol static set_1 { ipv4 {}; route 198.51.100.0/24 blackhole; }"))
        #expect(late.contains("if proto = \"set_0\" then { ospf_metric1 = 5; ospf_tag = 3; accept; }"))
        let before = try #require(files["configuration/1/0/bird.conf"])
        #expect(before.contains("protocol static set_1 { ipv4 {}; }"))
    }

    @Test func `A default route is announced by FRRouting itself`() throws {
        let text = """
            routers: [a, b]
            links: [[a, b]]
            groups: { internet: { prefixes: [0.0.0.0/0], metric: 8, metric-type: e1, originators: a } }
            """
        let files = try LabSamples.plan(text, for: .frr)
        let line = " default-information originate always metric 8 metric-type 1\n"
        #expect(files["configuration/0/0/ospfd.conf"]?.contains(line) == true)
        #expect(files["configuration/0/0/staticd.conf"] == "")
    }

    @Test func `FRRouting: each setting of an NSSA is a line, and is taken back alone`() throws {
        let text = """
            areas:
              1: { type: nssa, summaries: false, translator-role: always, suppress-forwarding-address: true }
            routers: { a: { loopback-area-id: 0 }, b: { loopback-area-id: 1 } }
            links: [{ link: [a, b], area-id: 1 }]
            timeline:
              - { at: 1s, set-area: { router: a, area: 1, suppress-forwarding-address: false } }
            """
        let files = try LabSamples.plan(text, for: .frr)
        let lines = ["", " translate-always", " no-summary", " suppress-fa"].map { " area 0.0.0.1 nssa\($0)\n" }
        #expect(files["configuration/0/0/ospfd.conf"]?.contains(lines.joined()) == true)
        #expect(
            files["configuration/0/1/ospfd.change"] == "router ospf\n no area 0.0.0.1 nssa suppress-fa\nexit\n")
    }

    @Test func `BIRD: a router of one stub area is not told to export, or it would not start`() throws {
        let text = """
            areas: { 1: { type: stub } }
            routers: { core: { loopback-area-id: 0 }, inside: { loopback-area-id: 1 } }
            links: [{ link: [core, inside], area-id: 1 }]
            groups: { g: { prefixes: [203.0.113.0/24], election: none, originators: [core, inside] } }
            timeline:
              - { at: 1s, set-area: { router: inside, area: 1, type: normal } }
            """
        let files = try LabSamples.plan(text, for: .bird)
        #expect(files["configuration/1/0/bird.conf"]?.contains("export none;") == true)
        #expect(files["configuration/1/1/bird.conf"]?.contains("export filter announced;") == true)
        #expect(files["configuration/0/0/bird.conf"]?.contains("export filter announced;") == true)
    }
}
