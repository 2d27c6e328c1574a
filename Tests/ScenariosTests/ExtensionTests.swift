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
        groups: {g: {base: 192.0.2.0/24, originators: [a, b]}}
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
