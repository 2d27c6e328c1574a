import Scenarios
import Testing

@Suite("What real routers cannot do is said, with its place") struct RefusalTests {
    private func complaints(_ text: String, _ daemon: RoutingDaemon) -> [String] {
        let files = FileSource.memory(["lab.yaml": text])
        return ScenarioLoader.loadForLab(path: "lab.yaml", daemon: daemon, files: files).diagnostics.map {
            "\($0.line):\($0.column) \($0.message)"
        }
    }

    private let network = "routers: [a, b]\nlinks: [[a, b]]\n"

    @Test func `A limit, defects and a listener`() {
        let text = """
            models:
              small: { limit: { maximum: 10, action: shutdown } }
            routers:
              a: { model: small }
              b: { defects: { duplicates-updates: 2 } }
              c: { listener: true }
            links: [[a, b], [b, c]]
            """
        #expect(
            complaints(text, .frr) == [
                "2:12 FRRouting has no limit on its database that could be compared",
                "5:8 FRRouting has no such defects", "6:8 FRRouting cannot be a silent listener",
            ])
    }

    @Test func `A limit that only warns changes nothing`() {
        #expect(complaints("defaults: { limit: 100 }\n" + network, .bird) == [])
    }

    @Test func `A standby of a ranked group`() {
        let text = network + "groups:\n  x: { prefixes: [192.0.2.0/24], election: ranked, originators: [a, b] }\n"
        #expect(
            complaints(text, .bird) == [
                "4:34 BIRD cannot be a standby in a ranked group; write 'election: none' or one originator"
            ])
        #expect(complaints(text.replacing("ranked", with: "none"), .bird) == [])
        #expect(complaints(text.replacing("ranked", with: "primary-only"), .bird) == [])
    }

    @Test func `Chance and conditions`() {
        let text = """
            routers: [a, b]
            links: [{ link: [a, b], loss: 1% }]
            timeline:
              - at: 1s
                cut: { segment: a - b, router: a, one-way: true }    # can be done
              - at: 2s
                set-loss: { segment: a - b, loss: 5% }
              - when: { router: any, is: isolated }
                reboot: { router: a }
            """
        #expect(
            complaints(text, .frr) == [
                "2:25 chance is another one on real routers: packet loss cannot be repeated",
                "7:5 'set-loss' cannot be run on FRRouting",
                "8:5 FRRouting has no limit that an entry could wait for; give it 'at'",
            ])
    }

    @Test func `What one of the two cannot do`() {
        let range = "areas: { 0: { ranges: [{ prefix: 10.0.0.0/8, cost: 5 }] } }\n" + network
        #expect(complaints(range, .frr) == [])
        #expect(complaints(range, .bird) == ["1:46 BIRD cannot give a range a cost"])
    }

    @Test func `A default route into an NSSA that the daemon would not announce`() {
        let text = """
            areas: { 1: { type: nssa, nssa-default: true } }
            routers: { a: {}, b: { loopback-area-id: 1, areas: { 1: { nssa-default: true } } }, c: }
            links: [{ link: [a, b], area-id: 1 }, [a, c]]
            timeline:
              - at: 1s
                set-area: { router: b, area: 1, nssa-default: true }
              - at: 2s
                set-area: { router: a, area: 1, nssa-default: true }
            """
        let inside = "announces a default route into an NSSA from its border routers only"
        let type7 = "FRRouting announces the default route into an NSSA as a summary-LSA, never as type 7"
        #expect(
            complaints(text, .frr) == [
                "1:27 \(type7)", "2:59 FRRouting \(inside)", "6:37 FRRouting \(inside)", "8:37 \(type7)",
            ])
        #expect(complaints(text, .bird) == ["2:59 BIRD \(inside)", "6:37 BIRD \(inside)"])
        let total = text.replacing(
            "nssa-default: true } }\nrouters", with: "nssa-default: true, summaries: false } }\nrouters")
        #expect(!complaints(total, .frr).contains { $0.hasPrefix("1:") })
    }

    @Test func `Stub routers with more than costly links`() {
        let text = """
            routers:
              a: { stub-router: { on-startup: 60s } }
              b: { stub-router: { include-stub: true } }
            links: [[a, b]]
            timeline:
              - at: 1s
                set-stub-router: { router: a, active: true, summary-lsa: true }
            """
        let options = "has no settings for what else a stub router makes costly"
        #expect(complaints(text, .frr) == ["3:8 FRRouting \(options)", "7:5 FRRouting \(options)"])
        #expect(
            complaints(text, .bird) == [
                "2:8 BIRD is no stub router for a time", "3:8 BIRD \(options)", "7:5 BIRD \(options)",
            ])
    }

    @Test func `Keys and networks`() {
        let text = """
            routers: [a, b]
            links:
              - { link: [a, b], stub-link: neighbor, authentication: { type: hmac-sha-256, key: secret } }
            timeline:
              - at: 1s
                set-authentication: { segment: a - b, authentication: { type: md5, key: two words } }
            """
        let stub = "advertises a link's network, never the neighbor's address"
        let key = "6:59 a key may have letters, digits and -._ only in a configuration file"
        #expect(complaints(text, .bird).contains("3:21 BIRD \(stub)"))
        #expect(complaints(text, .bird).contains(key))
        #expect(complaints(text, .frr).contains("3:42 FRRouting makes digests by MD5 only"))
        #expect(!complaints(text, .bird).contains { $0.contains("digests") })
    }

    @Test func `Opaque LSAs and graceful restarts`() {
        let text = """
            routers:
              a: { opaque-capable: false, graceful-restart: { enabled: true } }
              b: { graceful-restart: { helper-strict-lsa-checking: false } }
              c: { opaque-lsas: [{ scope: area, opaque-type: 1, count: 3 }] }
              d: { opaque-lsas: [{ scope: as, opaque-type: 4, count: 1, length: 8 }] }
            links: [[a, b], [c, d]]
            timeline:
              - { at: 1s, set-opaque-lsas: { router: d, scope: link, opaque-type: 4, count: 1, length: 8 } }
              - { at: 2s, set-mtu: { router: a, segment: a - b, mtu: 1400 }, restart-ospf: a }
            """
        let own =
            "FRRouting originates its Router Information alone: "
            + "one set, 'opaque-type: 4, count: 1, length: 8', of scope 'area' or 'as'"
        #expect(
            complaints(text, .frr) == [
                "2:31 FRRouting restarts gracefully only where it takes opaque LSAs", "4:8 \(own)", "8:15 \(own)",
            ])
        let none = "BIRD originates no opaque LSAs but those of a graceful restart"
        #expect(
            complaints(text, .bird) == [
                "2:8 BIRD always takes opaque LSAs",
                "3:8 BIRD always gives up its help when the topology changes", "4:8 \(none)", "5:8 \(none)",
                "8:15 \(none)",
            ])
    }

    @Test func `What is new and not translated`() {
        let text = """
            routers: { a: { summary-address: [10.0.0.0/8] }, b: }
            links: [{ link: [a, b], area-id: 1 }]
            areas: { 1: { type: nssa, nssa-ranges: [{ prefix: 10.0.0.0/8, metric: 3 }] } }
            """
        #expect(
            complaints(text, .bird) == [
                "1:17 'summary-address' cannot be run on BIRD", "3:63 BIRD cannot give a range a metric",
            ])
        #expect(complaints(text, .frr).contains("3:27 'nssa-ranges' cannot be run on FRRouting"))
    }

    @Test func `Names that Linux does not take`() {
        let text = "routers: [a, b]\nlinks: [{ link: [{ router: a, interface: ge-0/0/0 }, b] }]\n"
        #expect(complaints(text, .frr) == ["1:11 'ge-0/0/0' cannot be an interface's name on Linux"])
    }

    @Test func `What means nothing to them is listed`() throws {
        let text = "defaults: { cpu: unlimited, delay: 5ms }\n" + network + "probes: [{ from: a, to: b }]\n"
        #expect(try LabSamples.load(text, for: .frr).unusedKeys == ["cpu", "delay", "probes"])
    }
}
