import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("What files mean") struct MeaningTests {
    @Test func `Addresses are handed out in order, around those that are given`() throws {
        let text = """
            routers: {a: {}, b: {router-id: 10.255.0.1}, c: {loopback: 10.255.0.3}}
            links: [[a, b], {link: [b, c], prefix: 10.0.0.4/30}, [a, c]]
            lans: {lan: [a, b, c]}
            """
        let network = try scenario(text).network
        #expect(network.routers.map(\.ospf.routerID.description) == ["10.255.0.2", "10.255.0.1", "10.255.0.4"])
        #expect(
            network.routers.map { $0.ospf.loopbacks[0].address.description } == [
                "10.255.0.2", "10.255.0.1", "10.255.0.3",
            ])
        let interfaces = network.routers.map { $0.ospf.interfaces.map { "\($0.name) \($0.address) \($0.prefix)" } }
        #expect(
            interfaces[0] == ["eth0 10.0.0.1 10.0.0.0/30", "eth1 10.0.0.9 10.0.0.8/30", "eth2 10.64.0.1 10.64.0.0/24"])
        #expect(network.segments.map(\.name) == ["a - b", "b - c", "a - c", "lan"])
        #expect(try scenario(text) == scenario(text))
    }

    @Test func `A large network has no two addresses alike`() throws {
        let names = (0..<300).map { "r\($0)" }
        let links = (0..<600).map { "[r\($0 % 300), r\(($0 * 7 + 1 + $0 / 300) % 300)]" }.filter { pair in
            let ends = pair.dropFirst().dropLast().split(separator: ",")
            return ends[0] != ends[1].dropFirst()
        }
        let text =
            "routers: [\(names.joined(separator: ", "))]\nlinks: [\(links.joined(separator: ", "))]\nlans: {l: [\(names.joined(separator: ", "))]}"
        let network = try scenario(text).network
        let addresses = network.routers.flatMap { $0.ospf.loopbacks.map(\.address) + $0.ospf.interfaces.map(\.address) }
        #expect(Set(addresses).count == addresses.count)
        #expect(Set(network.segments.map(\.name)).count == network.segments.count)
    }

    @Test func `Settings go from the general to the particular`() throws {
        let text = """
            defaults: {cost: 11, hello-interval: 1s, model: m}
            models: {m: {cost: 12, priority: 7}}
            routers: {a: {cost: 13}, b: {}, c: {dead-interval: 9s}}
            links: [[a, b], {link: [b, {router: c, cost: 15}], cost: 14}]
            """
        let scenario = try scenario(text)
        #expect(try scenario.router("a").ospf.interfaces.map(\.cost) == [13])
        #expect(try scenario.router("b").ospf.interfaces.map(\.cost) == [12, 14])
        let last = try scenario.router("c").ospf.interfaces[0]
        #expect((last.cost, last.priority) == (15, 7))
        #expect((last.helloInterval, last.deadInterval) == (.seconds(1), .seconds(9)))
        #expect(try scenario.router("a").ospf.interfaces[0].deadInterval == .seconds(4))
    }

    @Test func `A ranked group leaves ineligible members out`() throws {
        let text =
            row
            + "groups: {g: {base: 192.0.2.0/25, count: 2, election: ranked, originators: [c, {router: a, eligible: false}, b]}}"
        let scenario = try scenario(text)
        let a = try #require(try scenario.router("a").ospf.redistributions.first)
        let b = try #require(try scenario.router("b").ospf.redistributions.first)
        let c = try scenario.router("c").ospf.routerID
        #expect(a.election == OriginatorElection(rank: 2, betterRanked: [c], isEligible: false))
        #expect(b.election == OriginatorElection(rank: 3, betterRanked: [c]))
        #expect(b.prefixes.map(\.description) == ["192.0.2.0/25", "192.0.2.128/25"])
    }

    @Test func `Only the primary, or all`() throws {
        func elections(_ election: String) throws -> [OriginatorElection?] {
            let text = row + "groups: {g: {base: 192.0.2.0/24, election: \(election), originators: [a, b]}}"
            return try scenario(text).network.routers.prefix(2).map { $0.ospf.redistributions[0].election }
        }
        #expect(try elections("primary-only").map { $0?.isEligible } == [true, false])
        #expect(try elections("none") == [nil, nil])
    }

    @Test func `Every action`() throws {
        let text =
            row + """
                groups: {g: {base: 192.0.2.0/24, election: ranked, originators: [{router: a, active: false}]}}
                timeline:
                  - {at: 0s, decommission: a, start: [a, b], disconnect: b, reconnect: b, clear: every router}
                  - {at: 1s, decommission: {router: a, orderly: true}, reboot: {router: a, downtime: 9s}}
                  - {at: 2s, cut: b - a, repair: [a - b]}
                  - {at: 2s, cut: {segment: a - b, silent: true}}
                  - {at: 3s, redistribute: {router: a, group: g}}
                  - {at: 3s, withdraw: {router: a, group: g}, set-eligible: {router: a, group: g, eligible: false}}
                  - {at: 4s, set-limit: {router: a, maximum: 9, action: reject}, set-defects: {router: b, duplicates-updates: 3}}
                  - {at: 5s, set-cost: {router: b, segment: b - c, cost: 7}, set-priority: {router: b, segment: b - c, priority: 0}}
                  - {at: 6s, set-loss: {segment: a - b, loss: 1/2}, set-delay: {segment: a - b, delay: 5ms}}
                """
        let scenario = try scenario(text)
        #expect(try scenario.router("a").ospf.redistributions.isEmpty)
        let redistribution = RedistributionConfiguration(
            name: "g", prefixes: [try #require(IPv4Prefix("192.0.2.0/24"))],
            election: OriginatorElection(rank: 1, betterRanked: []))
        let expected: [[Action]] = [
            [
                .decommission(router: 0, orderly: false), .start(router: 0), .start(router: 1), .disconnect(router: 1),
                .reconnect(router: 1), .clear(router: 0), .clear(router: 1), .clear(router: 2),
            ],
            [.decommission(router: 0, orderly: true), .reboot(router: 0, downtime: .seconds(9))],
            [.cut(segment: 0, silent: false), .repair(segment: 0)], [.cut(segment: 0, silent: true)],
            [.redistribute(router: 0, redistribution)],
            [.withdraw(router: 0, name: "g"), .setEligible(router: 0, group: "g", isEligible: false)],
            [
                .setLimit(router: 0, LimitPolicy(maximum: 9, action: .reject)),
                .setDefects(router: 1, RouterDefects(updateCopies: 3)),
            ],
            [.setCost(router: 1, interface: 1, cost: 7), .setPriority(router: 1, interface: 1, priority: 0)],
            [.setLoss(segment: 0, Ratio(1, of: 2)), .setDelay(segment: 0, delay: .milliseconds(5), jitter: .zero)],
        ]
        #expect(scenario.timeline.map(\.actions) == expected)
    }

    @Test func `Times of day count from the clock, and run past midnight`() throws {
        let text =
            row
            + "clock: 23:59:00\nduration: 10m\ntimeline: [{at: 23:59:30, start: a}, {at: 90s, start: a}, {at: 00:01:00.5, start: b}]"
        let scenario = try scenario(text)
        #expect(
            scenario.timeline.map(\.trigger) == [.at(.seconds(30)), .at(.seconds(90)), .at(.milliseconds(120_500))])
        #expect(scenario.clockStart == .seconds(86_340))
    }

    @Test func `Conditions`() throws {
        let text =
            row + """
                timeline:
                  - {when: {router: any, is: isolated, lasting: 17m}, start: a}
                  - {when: {router: [c, a], is: rejecting}, start: a}
                  - {when: {router: none, is: isolated, lasting: 1m}, start: a}
                """
        let expected: [Trigger] = [
            .when(.anyIsolated(routers: [0, 1, 2]), lasting: .seconds(1_020)),
            .when(.anyRejecting(routers: [2, 0]), lasting: .zero), .when(.noneIsolated, lasting: .seconds(60)),
        ]
        #expect(try scenario(text).timeline.map(\.trigger) == expected)
    }

    @Test func `Probes of sites, groups and outside networks`() throws {
        let text = """
            routers: {a: {site: X}, b: {site: Y}, c: {site: Y}}
            links: [[a, b], [b, c]]
            groups: {g: {base: 192.0.2.0/24, originators: [c, b]}}
            outside: {o: [b, a]}
            probes: [{from: o, to: site Y}, {name: p, from: site Y, to: [a, 192.0.2.9]}]
            """
        let probes = try scenario(text).probes
        #expect(probes.map(\.name) == ["o to site Y", "p"])
        #expect(probes[0].sources == [ProbeSource(name: "o", entries: [1, 0])])
        #expect(
            probes[0].destinations.map { "\($0.address)" } == [
                "10.255.0.2", "10.255.0.3", "192.0.2.1",
            ])
        #expect(probes[1].sources.map(\.name) == ["b", "c"])
        #expect(probes[1].destinations.map(\.address.description) == ["10.255.0.1", "192.0.2.9"])
        #expect(try scenario(row).probes.map(\.name) == ["every router to every router"])
    }

    @Test func `Rules keep their words and their place`() throws {
        let text =
            row + """
                probes: [{name: p, from: a, to: c}]
                expect:
                  - {probe: p, lost: below 30s, dark: at most 10s}
                  - {probe: every probe, delivered: at end}
                  - {routers: [a, b], isolated: never}
                  - {database: "< 80% of limit"}
                  - {database: below 4000}
                  - {rejected: at least 1}
                """
        let expectations = try scenario(text).expectations
        #expect(
            expectations.map(\.rule) == [
                .lost(probe: "p", .less, .seconds(30)), .dark(probe: "p", .lessOrEqual, .seconds(10)),
                .delivered(probe: "p"),
                .isolated(routers: [0, 1], .lessOrEqual, 0), .databaseShare(routers: [0, 1, 2], .less, percent: 80),
                .databaseSize(routers: [0, 1, 2], .less, 4_000), .rejected(routers: [0, 1, 2], .greaterOrEqual, 1),
            ])
        #expect(expectations[3].text == "routers: [a, b], isolated: never")
        #expect(expectations[3].location == "net.yaml:9:5")
    }
}
