import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("A file says what is different from another") struct ExtensionTests {
    static let files = [
        "d/top.yaml": """
        name: top
        models: {m: {limit: {preset: juniper-junos, maximum: 3000}}}
        routers: {a: {model: m}, b: {model: m}, c: {}}
        links: [[a, b], [b, c], [a, c]]
        groups: {g: {base: 192.0.2.0/24, election: ranked, originators: [a, b]}}
        """,
        "d/base.yaml": """
        topology: top.yaml
        name: base
        description: the base
        duration: 10m
        timeline: [{at: 1m, label: cut, cut: a - b}, {at: 3m, repair: a - b}]
        probes: [{name: p, from: a, to: c}, {name: q, from: c, to: g}]
        expect: [{probe: p, lost: none}, {probe: q, lost: none}]
        """,
    ]

    private func extended(_ text: String) -> Loaded<Analysis.Scenario> {
        let all = Self.files.merging(["d/x.yaml": "extends: base.yaml\n" + text]) { $1 }
        return ScenarioLoader.load(path: "d/x.yaml", files: .memory(all))
    }

    private func scenario(_ text: String) throws -> Analysis.Scenario {
        let loaded = extended(text)
        return try #require(loaded.content, "\(loaded.diagnostics)")
    }

    @Test func `Nothing said, nothing changed but the name`() throws {
        let files = FileSource.memory(Self.files)
        let base = try #require(ScenarioLoader.load(path: "d/base.yaml", files: files).content)
        let same = try scenario("")
        #expect((same.name, base.name, same.network.name) == ("x", "base", "top"))
        #expect(same.network == base.network && same.timeline == base.timeline && same.probes == base.probes)
        #expect(same.expectations.first?.location == "base.yaml:7:10")
    }

    @Test func `A change is merged key by key`() throws {
        let changed = try scenario(
            "change: {models: {m: {limit: {action: reject}}}, routers: {b: {limit: 5}}, links: {b - c: {cost: 99}}}")
        #expect(try changed.router("a").ospf.limit.action == .reject)
        #expect(try changed.router("a").ospf.limit.maximum == 3_000)
        #expect(try changed.router("b").ospf.limit.maximum == 5)
        #expect(try changed.router("b").ospf.limit.isolatedHellos == .deaf)
        #expect(try changed.router("c").ospf.interfaces.map(\.cost) == [99, 10])
    }

    @Test func `Additions find their place in time`() throws {
        let more = try scenario("add: {timeline: [{at: 2m, cut: b - c}], routers: [d], links: [[c, d], [a, b]]}")
        #expect(
            more.timeline.map(\.actions) == [
                [.cut(segment: 0, silent: false)], [.cut(segment: 1, silent: false)], [.repair(segment: 0)],
            ])
        #expect(more.network.segments.map(\.name) == ["a - b", "b - c", "a - c", "c - d", "a - b (2)"])
    }

    @Test func `What is removed takes along what depends on it`() throws {
        let less = try scenario("remove: {timeline: cut, probes: q}")
        #expect(less.timeline.count == 1 && less.probes.map(\.name) == ["p"] && less.expectations.count == 1)
        let without = extended("remove: {routers: c}\nprobes: [{from: a, to: b}]\nexpect: []")
        #expect(without.content?.network.segments.map(\.name) == ["a - b"])
        #expect(try scenario("timeline: []").timeline.isEmpty)
    }

    @Test func `Mistakes are told in the file in which they are`() {
        let told = extended("change: {models: {n: {}}, groups: {g: {originators: [a, z]}}}\nrouters: [x]").diagnostics
        #expect(told.map(\.file) == ["d/x.yaml", "d/x.yaml", "d/x.yaml"])
        #expect(
            told.map(\.message) == [
                "there is no model 'n' to change", "there is no router 'z'",
                "'routers' cannot stand beside 'extends': write it under 'change' or 'add'",
            ])
    }
}

/// What the format says: a preset replaces what stood before, in whatever layer it stands.
@Suite("A preset replaces what outer layers said of the limit and the timers") struct PresetLayerTests {
    private static let arista = Preset.named("arista-eos")?.limit

    /// The limit of `a`, which a preset with the maximum 100 must give whatever stood before.
    private func expectArista(_ text: String, _ place: SourceLocation = #_sourceLocation) throws {
        var wanted = try #require(Self.arista)
        wanted.maximum = 100
        let network = try scenario(text + "\nlinks: [[a, b]]\n")
        #expect(try network.router("a").ospf.limit == wanted, sourceLocation: place)
    }

    @Test(
        "in a file's own layers and in its changes",
        arguments: [
            "defaults: {limit: {action: warn, maximum: 5}}\nrouters: {a: {limit: {preset: arista-eos, maximum: 100}}, b: }",
            """
            defaults: {limit: {action: warn}}
            models: {r: {preset: arista-eos, limit: {maximum: 100}}}
            routers: {a: {model: r}, b: }
            """,
            """
            models: {r: {limit: {action: warn, maximum: none}}}
            routers: {a: {model: r}, b: {model: r}}
            change: {models: {r: {limit: {preset: arista-eos, maximum: 100}}}}
            """,
            """
            models: {r: {preset: frr, cost: 7, limit: {action: reject, ignore-time: 1m}}}
            routers: {a: {model: r}, b: }
            change: {models: {r: {preset: arista-eos, limit: {maximum: 100}}}}
            """,
            """
            routers: {a: {limit: {action: warn, grace: 9s, redistribution: 10}}, b: }
            change: {routers: {a: {limit: {preset: arista-eos, maximum: 100}}}}
            """,
            """
            defaults: {limit: {scope: area, count: all}}
            routers: [a, b]
            change: {defaults: {limit: {preset: arista-eos, maximum: 100}}}
            """,
            """
            presets: {p: {limit: {action: reject, release: latched}}}
            routers: {a: {limit: p}, b: }
            change: {presets: {p: {limit: {preset: arista-eos, maximum: 100}}}}
            """,
        ]) func replaces(_ text: String) throws
    { try expectArista(text) }

    @Test func `Of a model with another preset everything but limit and timers stays`() throws {
        let changed = try scenario(
            """
            models: {r: {preset: cisco-ios, cost: 7, timers: {flood-pacing: 1s}}}
            routers: {a: {model: r}, b: }
            links: [[a, b]]
            change: {models: {r: {preset: cisco-nx-os}}}
            """
        ).router("a").ospf
        #expect(changed.interfaces[0].cost == 7)
        #expect(changed.timers == Preset.named("cisco-nx-os")?.timers)
    }

    @Test func `Timers, a CPU and a throttle start anew likewise`() throws {
        let changed = try scenario(
            """
            defaults: {timers: {min-ls-arrival: 5s, spf: {start: 9s}}, cpu: {packet: 1s}}
            routers: {a: {timers: {lsa-throttle: {hold: 1s}}, limit: {redistribution: {maximum: 9, action: withdraw}}}, b: }
            links: [[a, b]]
            change:
              defaults: {timers: {spf: {throttle: tick, period: 2s}}, cpu: unlimited}
              routers: {a: {timers: {min-ls-interval: 3s}, limit: {redistribution: 7}}, b: {timers: frr, cpu: {packet: 1ms}}}
            """)
        let (a, b) = (try changed.router("a"), try changed.router("b"))
        #expect(a.ospf.timers.spf == .tick(.seconds(2)) && a.ospf.timers.minLSArrival == .seconds(5))
        #expect(a.ospf.timers.minLSInterval == .seconds(3) && a.ospf.timers.lsaThrottle.isFixed)
        #expect(a.ospf.limit.redistribution?.maximum == 7 && a.ospf.limit.redistribution?.action == .withdraw)
        #expect(b.ospf.timers == Preset.named("frr")?.timers)
        #expect(a.cpu.packet == .zero && b.cpu.packet == .milliseconds(1) && b.cpu.lsaReceive == .zero)
    }
}
