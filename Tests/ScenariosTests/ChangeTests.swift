import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

/// Two sites, a LAN, a group with a standby, and limits on two routers.
private let sites = """
    routers:
      a: { site: ONE, limit: { maximum: 100, action: shutdown } }
      b: { site: ONE }
      c: { site: TWO, limit: { maximum: 200 } }
      d: { site: TWO }
    links:
      - [a, b]
      - [b, c]
      - [c, d]
    lans:
      office: { members: [a, d] }
    groups:
      services: { prefixes: [100.64.0.0/24], election: ranked, originators: [c, d] }
    """

private func plan(
    _ changes: [String], failIf thresholds: [String] = [], pause: Duration = .seconds(120), _ text: String = sites
) -> Loaded<ChangePlan> {
    let request = PlanRequest(changes: changes, thresholds: thresholds, pause: pause, watch: .seconds(600))
    return ScenarioLoader.loadPlan(path: "net.yaml", request: request, files: .memory(["net.yaml": text]))
}

/// So many routers in a row: r0, r1, ...
private func chain(of count: Int) -> String {
    let routers = (0..<count).map { "r\($0)" }.joined(separator: ", ")
    let links = (1..<count).map { "  - [r\($0 - 1), r\($0)]" }.joined(separator: "\n")
    return "routers: [\(routers)]\nlinks:\n\(links)\n"
}

private func lines(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { String("\($0)".prefix { $0 != "\n" }) }
}

@Suite("Changes are typed as an engineer says them") struct ChangeTests {
    private func actions(_ text: String) throws -> [Action] {
        let loaded = plan([text])
        let plan = try #require(loaded.content, "\(loaded.diagnostics)")
        return plan.scenario.timeline.flatMap(\.actions)
    }

    @Test func `a subject alone`() throws {
        #expect(try actions("decommission b") == [.decommission(router: 1, orderly: false)])
        #expect(try actions("disconnect site TWO") == [.disconnect(router: 2), .disconnect(router: 3)])
        #expect(try actions("start a, b") == [.start(router: 0), .start(router: 1)])
        #expect(try actions("restart a") == [.reboot(router: 0, downtime: .seconds(120))])
    }

    @Test("a link in every spelling", arguments: ["a - b", "b - a", "a-b", "b-a", "'a - b'"])
    func link(_ name: String) throws {
        #expect(try actions("cut \(name)") == [.cut(segment: 0, silent: false)])
    }

    @Test func `keys and values`() throws {
        #expect(try actions("decommission b orderly") == [.decommission(router: 1, orderly: true)])
        #expect(try actions("cut b-c silent") == [.cut(segment: 1, silent: true)])
        #expect(try actions("cut b-c router c") == [.cutPort(router: 2, interface: 0, .carrierLost)])
        #expect(try actions("cost b on b-c to 500") == [.setCost(router: 1, interface: 1, cost: 500)])
        #expect(try actions("set-cost b segment b-c cost 500") == [.setCost(router: 1, interface: 1, cost: 500)])
        #expect(try actions("priority a on office to 7") == [.setPriority(router: 0, interface: 1, priority: 7)])
        #expect(try actions("reboot b downtime 5m") == [.reboot(router: 1, downtime: .seconds(300))])
        #expect(try actions("withdraw c group services") == [.withdraw(router: 2, name: "services")])
    }

    @Test func `a limit keeps what is not said of it`() throws {
        let changed = try actions("limit a to 300")
        guard case .setLimit(0, let policy) = try #require(changed.first) else {
            Issue.record("\(changed)")
            return
        }
        #expect(policy.maximum == 300)
        #expect(policy.action == .shutdown)
        #expect(try actions("set-limit { router: a, maximum: 300 }") == changed)
    }

    @Test func `time passes where it is said to`() throws {
        let plan = try #require(plan(["cut a-b; run 5m; repair a-b", "decommission d"]).content)
        #expect(plan.scenario.timeline.map(\.trigger) == [.at(.zero), .at(.seconds(300)), .at(.seconds(420))])
        #expect(plan.steps.map(\.at) == [.zero, .seconds(420)])
        #expect(plan.scenario.duration == .seconds(1_020))
        let watched = try #require(Self.watched("cut a-b; run 30m"))
        #expect(watched == .seconds(1_800))
    }

    private static func watched(_ change: String) -> Duration? { plan([change]).content?.scenario.duration }

    @Test(
        "every mistake is told with its place",
        arguments: [
            ("decomission b", "--change:1:1: error: unknown action 'decomission'; did you mean 'decommission'?"),
            ("cutt a-b", "--change:1:1: error: unknown action 'cutt'; did you mean 'cut'?"),
            (
                "decommission",
                "--change:1:1: error: 'decommission' needs a router: for example 'decommission a'"
            ),
            ("cut", "--change:1:1: error: 'cut' needs a link or LAN: for example 'cut a-b'"),
            ("cut a-b; cut a-c", "--change:1:14: error: there is no link or LAN 'a-c'"),
            ("cut ofice", "--change:1:5: error: there is no link or LAN 'ofice'; did you mean 'office'?"),
            ("cost a on a-b to x", "--change:1:18: error: 'cost' must be a whole number from 1 to 65535, not 'x'"),
            ("cost a on b-c to 5", "--change:1:11: error: 'a' is not on 'b - c'"),
            ("cost a to 5", "--change:1:6: error: set-cost needs 'segment': a name, or a list, each item a name"),
            (
                "start { router: x }",
                "--change:1:7: error: 'start' must be a name, or a list, each item a name, not a mapping"
            ),
            ("set-limit { router: x, maximum: 5 }", "--change:1:21: error: there is no router 'x'"),
            ("run soon", "--change:1:5: error: 'run' needs a time such as 30s or 10m, not 'soon'"),
            ("disconnect ONE", "--change:1:12: error: there is no router 'ONE'; did you mean 'site ONE'?"),
            (" ; ", "--change:1:1: error: no change is given"),
            (
                "set-limit { router: a",
                "--change:1:22: error: a '}' is missing"
            ),
        ])
    func mistake(_ text: String, _ message: String) {
        #expect(lines(plan([text]).diagnostics) == [message])
    }

    @Test("every example of the help is a change", arguments: ChangeHelp.actions.map(\.example))
    func example(_ text: String) throws {
        let network = """
            routers: [a, b, c]
            links: [{ link: [a, b], area-id: 1 }, [b, c]]
            lans: { office: { members: [a, c] } }
            virtual-links: [{ routers: [a, b], transit-area-id: 1 }]
            groups: { g: { prefixes: [198.51.100.0/24], election: ranked, originators: [a, c] } }
            """
        let loaded = plan([text], network)
        #expect(loaded.diagnostics.filter { $0.severity == .error } == [])
        #expect(loaded.content?.scenario.timeline.isEmpty == text.hasPrefix("run"))
    }

    @Test func `the help has every action that can be typed`() {
        // A capture is replayed by a timeline alone.
        #expect(ChangeHelp.missing == ["replay"])
    }

    @Test func `all mistakes are told at once, in the network as well`() {
        let broken = sites + "\nrouterz: []\n"
        let found = lines(plan(["cut x-y", "start z"], failIf: ["losst > 1s"], broken).diagnostics)
        #expect(found.count == 4)
        #expect(found.last == "--fail-if:1:1: error: there is no metric 'losst'; did you mean 'lost'?")
    }

    // MARK: What is watched

    @Test func `without probes, all sites to each other`() throws {
        let plan = try #require(plan(["cut a-b"]).content)
        #expect(plan.scenario.probes.map(\.name) == ["ONE to TWO", "TWO to ONE"])
        // Two routers' loopbacks, and the service that lives there.
        #expect(plan.scenario.probes[0].destinations.count == 3)
        #expect(plan.measured == "each of 2 sites to each other; every router of each site")
    }

    @Test func `of a large network without sites, some routers`() throws {
        let text = chain(of: 300)
        let plan = try #require(plan(["cut r0-r1"], text).content)
        #expect(plan.scenario.probes[0].sources.count == 141)
        #expect(plan.measured == "141 of 300 routers, evenly chosen, to each other; the file has no sites")
    }

    @Test func `the file's own probes and expectations, and nothing else of its course`() throws {
        let text =
            row
                + """
                timeline: [{ at: 1s, cut: a - b }]
                probes: [{ from: a, to: c }]
                expect: [{ probe: a to c, lost: none }]
                """
        let plan = try #require(plan(["cut b-c"], text).content)
        #expect(plan.measured == "the file's probe")
        #expect(plan.leftOut == ["the file's timeline"])
        #expect(plan.scenario.timeline.flatMap(\.actions) == [.cut(segment: 1, silent: false)])
        #expect(plan.scenario.expectations.count == 1)
    }
}

@Suite("Thresholds") struct ThresholdTests {
    private func threshold(_ text: String) throws -> Threshold {
        let loaded = plan(["cut a-b"], failIf: [text])
        return try #require(loaded.content?.thresholds.first, "\(loaded.diagnostics)")
    }

    @Test func `a metric, a name, a comparison, a value`() throws {
        let each: [(text: String, Threshold)] = [
            ("lost > 1s", Threshold(.lost, .greater, .time(.seconds(1)))),
            (
                "lost ONE to TWO >= 200ms",
                Threshold(.lost, of: .probe("ONE to TWO"), .greaterOrEqual, .time(.milliseconds(200)))
            ),
            ("dark 'TWO to ONE' above 0s", Threshold(.dark, of: .probe("TWO to ONE"), .greater, .time(.zero))),
            ("headroom site ONE < 20%", Threshold(.headroom, of: .routers([0, 1]), .less, .percent(20))),
            ("headroom<500", Threshold(.headroom, .less, .count(500))),
            (
                "database a, c at least 1_000",
                Threshold(.database, of: .routers([0, 2]), .greaterOrEqual, .count(1_000))
            ),
            ("elections > 0", Threshold(.elections, .greater, .count(0))),
            ("convergence > 1m", Threshold(.convergence, .greater, .time(.seconds(60)))),
        ]
        for (text, expected) in each {
            var expected = expected
            expected.text = text
            #expect(try threshold(text) == expected)
        }
    }

    @Test("every metric can be read", arguments: PlanMetric.allCases)
    func metric(_ metric: PlanMetric) throws {
        let value = metric.unit == .time ? "1s" : "3"
        #expect(try threshold("\(metric.rawValue) > \(value)").metric == metric)
    }

    @Test(
        "no rule passes in silence",
        arguments: [
            ("losst > 1s", "--fail-if:1:1: error: there is no metric 'losst'; did you mean 'lost'?"),
            (
                "lost ONE to TWI > 1s",
                "--fail-if:1:6: error: there is no probe 'ONE to TWI'; did you mean 'ONE to TWO'?"
            ),
            ("headroom x < 3", "--fail-if:1:10: error: there is no router 'x'"),
            ("headroom b < 3", "--fail-if:1:1: error: 'headroom' cannot be measured: 'b' has no limit"),
            ("lost > 5", "--fail-if:1:8: error: 'lost' is compared with a time such as 1s or 500ms, not '5'"),
            ("elections > 5s", "--fail-if:1:13: error: 'elections' is compared with a whole number, not '5s'"),
            (
                "headroom < ",
                "--fail-if:1:12: error: 'headroom' is compared with a whole number or a percentage such as 20%, not nothing"
            ),
            ("lost", "--fail-if:1:1: error: a threshold is a comparison such as 'lost > 1s'"),
            ("> 5", "--fail-if:1:1: error: what is compared? Write a metric such as 'lost' first"),
            ("cut-off a > 0", "--fail-if:1:9: error: 'cut-off' is of the whole network and takes no name"),
        ])
    func mistake(_ text: String, _ message: String) {
        #expect(lines(plan(["cut a-b"], failIf: [text]).diagnostics) == [message])
    }
}

@Suite("What a network is to survive") struct SurvivalTests {
    private func survey(_ texts: String...) -> Loaded<LimitSurvey.Request> {
        ScenarioLoader.loadSurvey(
            path: "net.yaml", survive: texts, watch: .seconds(60), returns: false, files: .memory(["net.yaml": sites]))
    }

    private func failures(_ texts: String...) throws -> [String] {
        let loaded = ScenarioLoader.loadSurvey(
            path: "net.yaml", survive: texts, watch: .seconds(60), returns: false, files: .memory(["net.yaml": sites]))
        let request = try #require(loaded.content, "\(loaded.diagnostics)")
        return request.failures.map { $0.text(in: request.network) }
    }

    @Test func `any one of a kind`() throws {
        #expect(try failures("any 1 router") == ["router a", "router b", "router c", "router d"])
        #expect(try failures("any 1 link") == ["link a - b", "link b - c", "link c - d", "link office"])
        #expect(try failures("any 1 site") == ["site ONE", "site TWO"])
    }

    @Test func `several at once`() throws {
        #expect(
            try failures("any 2 routers") == [
                "router a and router b", "router a and router c", "router a and router d", "router b and router c",
                "router b and router d", "router c and router d",
            ])
        #expect(try failures("any 4 routers").count == 1)
    }

    @Test func `what is named, and everything once`() throws {
        #expect(
            try failures("link b-a, router c", "site TWO, any 1 site") == [
                "link a - b", "router c", "site TWO", "site ONE",
            ])
    }

    @Test(
        "every mistake is told with its place",
        arguments: [
            (
                "any 1 routr",
                "--survive:1:7: error: any 1 of what? router, link, lan or site, not 'routr'; did you mean 'router'?"
            ),
            ("any routers", "--survive:1:5: error: 'any' needs a number from 1 on, not 'routers'"),
            ("any 0 routers", "--survive:1:5: error: 'any' needs a number from 1 on, not '0'"),
            ("any 1 router any 1 link", "--survive:1:14: error: a comma must come before 'any'"),
            ("any 3 sites", "--survive:1:1: error: the network has only 2 sites"),
            ("any 1 link, site THREE", "--survive:1:18: error: there is no site 'THREE'"),
            ("link a-c", "--survive:1:6: error: there is no link 'a-c'"),
            ("router", "--survive:1:1: error: which router? A name must follow, or write 'any 1 router'"),
            (
                "a, any 1 router",
                "--survive:1:1: error: 'a' is no failure: 'any 1 router', 'router NAME', 'link A - B', 'site NAME'"
            ),
            ("", "--survive:1:1: error: survive what? Write for example 'any 1 router, any 1 link'"),
        ])
    func mistake(_ text: String, _ message: String) {
        #expect(lines(survey(text).diagnostics) == [message])
    }

    @Test func `more failures than can be simulated are counted before they are made`() {
        let loaded = ScenarioLoader.loadSurvey(
            path: "net.yaml", survive: ["any 3 routers"], watch: .seconds(60), returns: false,
            files: .memory(["net.yaml": chain(of: 1_000)]))
        #expect(
            lines(loaded.diagnostics) == [
                "--survive:1:1: error: any 3 of 1,000 routers are more than 100,000 failures"
            ])
    }
}
