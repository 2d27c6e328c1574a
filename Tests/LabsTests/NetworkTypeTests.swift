import Scenarios
import Testing

@testable import Labs

@Suite("Network types, virtual links and keys as daemons are told of them") struct NetworkTypeTests {
    private let network = """
        routers: [a, b, c]
        links:
          - { link: [a, b], unnumbered: true, authentication: { type: md5, key-id: 7, key: secret } }
        lans:
          radio: { members: [a, b, c], interface-type: point-to-multipoint, area-id: 1 }
          relay:
            interface-type: non-broadcast
            members:
              a: { static-neighbors: [{ router: c, priority: 3, poll-interval: 9s }] }
              c: { authentication: { type: simple, key: word } }
        virtual-links:
          - { routers: [a, b], transit-area-id: 1, hello-interval: 2s, dead-interval: 8s }
        timeline:
          - at: 5s
            set-virtual-link: { routers: [a, b], enabled: false }
          - at: 9s
            set-authentication: { segment: a - b, router: a, authentication: none }
        duration: 20s
        """

    @Test func `FRRouting`() throws {
        let files = try LabSamples.plan(network, for: .frr)
        let text = try #require(files["configuration/0/0/ospfd.conf"])
        #expect(text.contains(" ip ospf authentication message-digest\n ip ospf message-digest-key 7 md5 secret\n"))
        #expect(text.contains(" ip ospf network point-to-multipoint\n"))
        #expect(text.contains(" ip ospf network non-broadcast\n"))
        #expect(text.contains(" neighbor 10.64.1.2 priority 3 poll-interval 9\n"))
        let link = "area 0.0.0.1 virtual-link 10.255.0.2"
        let timers = "\(link) hello-interval 2 retransmit-interval 5 transmit-delay 1 dead-interval 8"
        #expect(text.contains(" \(link)\n \(timers)\n"))
        #expect(!text.contains("VLINK"))
        #expect(
            files["configuration/0/1/ospfd.change"] == "router ospf\n no \(timers)\n no \(link)\nexit\n")
        #expect(
            files["configuration/0/2/ospfd.change"] == """
                interface eth0
                 no ip ospf message-digest-key 7 md5 secret
                 no ip ospf authentication message-digest
                exit

                """)
        let other = try #require(files["configuration/2/0/ospfd.conf"])
        #expect(other.contains(" ip ospf authentication\n ip ospf authentication-key word\n"))
    }

    @Test func `BIRD`() throws {
        let files = try LabSamples.plan(network, for: .bird)
        let text = try #require(files["configuration/0/0/bird.conf"])
        #expect(text.contains("authentication cryptographic; password \"secret\" { id 7; algorithm keyed md5; };"))
        #expect(text.contains("neighbors { 10.64.0.2; 10.64.0.3; };"), "all others on the radio network")
        #expect(text.contains("type nbma;"))
        #expect(text.contains("poll 9; neighbors { 10.64.1.2 eligible; };"))
        let timers = "hello 2; dead 8; wait 8; retransmit 5; transmit delay 1;"
        #expect(text.contains("    virtual link 10.255.0.2 { \(timers) };\n"))
        #expect(files["configuration/0/1/bird.conf"]?.contains("virtual link") == false)
        #expect(files["configuration/2/0/bird.conf"]?.contains("authentication simple; password \"word\";") == true)
    }

    @Test func `The kernel reaches the other end of an unnumbered line by its address`() throws {
        let files = try LabSamples.plan(network, for: .frr)
        #expect(files["r0.batch"]?.contains("addr add 10.255.0.1 peer 10.255.0.2/32 dev eth0\n") == true)
        #expect(files["r0.batch"]?.contains("VLINK") == false)
    }
}
