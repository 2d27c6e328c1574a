import NetworkPrimitives
import Scenarios
import Services
import Testing

@Suite("Services: the format of scenario files") struct ServiceFormatTests {
    private static let head = """
        duration: 1m
        clock: "10:00"
        services:
          web: { workers: 2, steps: [work: 10ms, call: { to: db }] }
          db: { workers: unlimited, kinds: { read: { steps: [work: 5ms] }, write: { steps: [work: 5ms] }, request: {} } }

        """

    private func load(_ text: String) throws -> Loaded<ServiceScenario> {
        try #require(ScenarioLoader.loadServices(path: "s.yaml", files: .memory(["s.yaml": text])))
    }

    /// Each with what is wrong, where, and the nearest right name.
    static let mistakes: [(text: String, message: String, line: Int, suggestion: String?)] = [
        ("sources: { a: { to: wbe, rate: 1/s } }", "there is no service 'wbe'", 6, "web"),
        ("sources: { a: { to: web, rate: fast } }", "a rate must be such as", 6, nil),
        ("sources: { a: { to: web } }", "a source needs 'rate' or 'users'", 6, nil),
        ("sources: { a: { to: web, rate: 1/s, timeot: 2s } }", "unknown key 'timeot'", 6, "timeout"),
        ("sources: { a: { to: web, rate: 1/s, timeout: 2 } }", "'timeout' must be a time such as", 6, nil),
        ("sources: { a: { to: db, rate: 1/s, kind: raed } }", "'db' has no kind 'raed'", 6, "read"),
        ("sources: { a: { to: web, users: 3, rate: 1/s } }", "'rate' and 'users' exclude each other", 6, nil),
        ("monitors: { m: { check: { to: web }, every: 1m, alert: [page: bob] } }", "there is no person 'bob'", 6, nil),
        ("monitors: { m: { every: 1m } }", "needs 'check'", 6, nil),
        (
            "people: { p: { rules: [{ name: r, when: { metric: queu web, above: 3 }, do: [note: x] }] } }",
            "a metric is queue", 6, "queue"
        ),
        (
            "people: { p: { rules: [{ name: r, when: { done: q }, do: [note: x] }] } }", "there is no rule 'q'", 6, nil
        ),
        ("timeline: [{ at: 10:00:30, do: [mode: { service: web, mode: hnag }] }]", "'mode' must be", 6, "hang"),
        ("timeline: [{ at: 10:00:30, do: [stop: webb] }]", "there is no service 'webb'", 6, "web"),
        ("timeline: [{ at: 10:00:30, cut: a - b }]", "without routers an entry needs 'do'", 6, nil),
        ("timeline: [{ at: 10:00:30, do: [cut: a - b] }]", "'cut' needs a network", 6, nil),
        ("expect: [{ source: x, mean: 1 }]", "there is no source 'x'", 6, nil),
        ("expect: [{ lane: web/mian, queue: 1 }]", "there is no lane 'web/mian'", 6, "web/main"),
        ("expect: [{ service: web, queue: 20 }]", "a value needs 'at'", 6, nil),
        ("expect: [{ lane: web, queue: lots }]", "an expected figure must be such as", 6, nil),
        ("ideal-network: { lost: [{ between: [a, b], from: 20s, to: 10s }] }", "'to' must be after 'from'", 6, nil),
    ]

    @Test(arguments: mistakes.indices) func `a mistake is told with its place and the nearest right name`(_ number: Int)
        throws
    {
        let mistake = Self.mistakes[number]
        let loaded = try load(Self.head + mistake.text + "\n")
        let found = try #require(
            loaded.diagnostics.first { $0.message.contains(mistake.message) }, "\(loaded.diagnostics)")
        #expect(found.line == mistake.line)
        #expect(found.column > 1)
        #expect(found.suggestion == mistake.suggestion)
        #expect(loaded.content == nil)
    }

    @Test func `all mistakes are told at once`() throws {
        let loaded = try load(Self.head + "sources: { a: { to: wbe, rate: 1/s }, b: { to: bd, rate: 1/s } }\n")
        #expect(loaded.diagnostics.count == 2)
    }

    @Test func `everything of the format has a meaning`() throws {
        let text = """
            duration: 20s
            bucket: 1s
            services:
              db:
                instances: 2
                balance: least-busy
                lanes: { accept: { workers: 2, queue: 10 }, main: { workers: 4, order: priority } }
                shed: [{ above: 30, priority: 0 }]
                drop-expired: 150ms
                kinds:
                  write:
                    priority: 1
                    steps: [work: { exp: 10ms }, release, reply, fail: { chance: 1% }, work: { lognormal: { median: 3ms, sigma: 0.5 } }]
                connect: { round-trips: 2, work: 1ms, lane: accept, max: 50 }
                guard: { share: 0.3, window: 60, open: 20s, probes: 20, kinds: [-connect] }
                down: refuse
              web:
                workers: 10
                steps:
                  - lookup: { cache: c, keys: 100, ttl: 1s, per: instance, miss: [work: { erlang: { stages: 2, mean: 4ms } }] }
                  - call: { to: db, kind: write, times: 2, optional: true, timeout: 1s, retries: 2, backoff: { jitter: full }, pool: { size: 3, warm: 1 } }
                autoscale: { period: 1s, target: 0.7, delay: 2s, min: 1, max: 3 }
            sources:
              a: { from: x, to: [web, db], kinds: { write: 1 }, rate: [[0s, 5/s], [10s, 20/s]], choose: random, shares: [3, 1], budget: { ratio: 10% } }
              b: { to: web, users: 3, think: { uniform: [1s, 2s] }, items: 5, tickets: { to: p, chance: 1, patience: 1s } }
            monitors:
              m: { at: x, of: db, every: 1s, timeout: 500ms, failures: 2, workers: 1, repeat: 5s, hold: 50%, check: { to: db, kind: write }, alert: [page: { person: p, from: x, delay: 1s }], wide: { share: 5%, do: [note: wide] } }
            people:
              p: { reaction: { exp: 1s }, look: 1s, reads-mail: { hours: ["00:00", "23:59"] }, rules: [{ name: r, when: { told: alert }, do: [restart: db, note: restarted] }] }
            timeline:
              - { at: 2s, label: it hangs, do: [mode: { service: db, mode: hang, kinds: write }] }
              - { at: 4s, do: [submit-each: { of: db, every: 1s, submit: { to: web, as: check } }, source: { name: a, times: 2 }] }
            watch: [queue db, success source a]
            """
        let loaded = try load(text)
        #expect(loaded.diagnostics == [])
        let scenario = try #require(loaded.content)
        let result = scenario.run()
        #expect(result.world.brokenLaws == [])
        let texts = result.world.log.map(\.text)
        #expect(texts.contains("it hangs"))
        #expect(texts.contains("p is told: alert"))
        #expect(texts.contains("restarted"))
    }

    @Test func `a scenario changes services of another`() throws {
        let files = [
            "base.yaml": Self.head + "sources: { a: { to: web, rate: 5/s } }\n",
            "s.yaml": """
            extends: base.yaml
            change: { services: { web: { workers: 5 } }, sources: { a: { rate: 7/s } } }
            add: { sources: { b: { to: web, rate: 1/s } } }
            """,
        ]
        let loaded = try #require(ScenarioLoader.loadServices(path: "s.yaml", files: .memory(files)))
        #expect(loaded.diagnostics == [])
        let model = try #require(loaded.content).model
        #expect(model.services.first?.lanes[0].workers == 5)
        #expect(model.sources.map(\.name) == ["a", "b"])
    }
}
