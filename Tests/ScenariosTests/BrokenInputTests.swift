import Foundation
import NetworkPrimitives
import Scenarios
import TestSupport
import Testing

@Suite("No input, however broken, traps or is half-read in silence") struct BrokenInputTests {
    /// Every key and both styles in few bytes.
    static let rich = """
        name: rich
        clock: 10:00:00
        duration: 5m
        defaults: {hello-interval: 5s, timers: frr, limit: {preset: juniper-junos, maximum: 3000}}
        models:
          m: {preset: arista-eos, cpu: {packet: 10us}, defects: {duplicates-updates: 2}}
        routers:
          a: {site: X, model: m, router-id: 192.0.2.1}
          b: {site: Y}
          "c": {site: Y, priority: 0}
        links:
          - [a, b]
          - {link: [b, {router: c, cost: 5}], loss: 1%, prefix: 198.51.100.0/30}
        lans: {lan: {members: {a: {priority: 3}, b: , c: }}}
        groups: {g: {base: 203.0.113.0/28, count: 3, election: ranked, originators: [a, {router: b, eligible: false}]}}
        outside: {o: [a, b]}
        timeline:
          - {at: 10:01:00, label: 'one', cut: a - b}
          - {when: {router: any, is: isolated, lasting: 1m}, set-limit: {router: b, action: reject}}
        probes: [{name: p, from: o, to: site Y}]
        expect: [{probe: p, lost: "< 3s"}, {database: below 80% of limit}]
        change: {links: {b - c: {cost: 7}}}
        add: {routers: [d], links: [[c, d]]}
        remove: {links: a - b, timeline: one}

        """

    private func load(_ bytes: [UInt8]) -> Int {
        let loaded = ScenarioLoader.load(path: "x", files: FileSource { _ in .success(bytes) })
        for diagnostic in loaded.diagnostics { _ = "\(diagnostic)" }
        #expect((loaded.content == nil) == loaded.diagnostics.contains { $0.severity == .error })
        return loaded.diagnostics.count
    }

    @Test func `The rich file is sound`() { #expect(messages(Self.rich) == []) }

    @Test func `Every prefix of a file`() {
        let bytes = Array(Self.rich.utf8)
        for length in bytes.indices { _ = load(Array(bytes[..<length])) }
    }

    @Test(arguments: 0..<8) func `Random bytes in a file`(seed: Int) {
        var dice = SeededDice(seed: UInt64(seed))
        let original = Array(Self.rich.utf8)
        for _ in 0..<150 {
            var bytes = original
            for _ in 0...dice.number(below: 3) {
                let place = Int(dice.number(below: UInt64(bytes.count)))
                switch dice.number(below: 3) {
                case 0: bytes[place] ^= 1 << UInt8(dice.number(below: 7))
                case 1: bytes[place] = Array("{}[]:,-#&*!|>'\"%@`? \n0~".utf8)[Int(dice.number(below: 22))]
                default: bytes.remove(at: place)
                }
            }
            _ = load(bytes)
        }
    }

    @Test(arguments: 0..<4) func `Binary garbage`(seed: Int) {
        var dice = SeededDice(seed: UInt64(seed))
        for length in 1..<200 { #expect(load((0..<length).map { _ in UInt8(truncatingIfNeeded: dice.next()) }) > 0) }
    }

    @Test(
        "Bombs and oddities",
        arguments: [
            String(repeating: "[", count: 5_000),
            String(repeating: "{a: ", count: 5_000),
            String(repeating: "- ", count: 5_000) + "x",
            String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: {*c : 1}\n",
            "? [a]\n: b\n", "? {a: b}\n: c\n", "!!binary x: y", "%YAML 1.1\n---\n{}", "\u{FEFF}", "\r\r\r", "'",
            "\"\\ud800\"", "a: !!python/object x",
            "routers: {a: {router-id: 255.255.255.255}, b: }\naddressing: {router-ids: 255.255.255.255/32, links: 0.0.0.0/0}",
            "routers: [a, b]\nlinks: [[a, b], [a, b]]\naddressing: {links: 192.0.2.0/30, lans: 10.0.0.0/31}",
            "routers: [a]\nduration: 2562047.9h\nclock: 99:99",
            "routers: [a]\ntimeline: [{at: 99999999999999999999s, start: a}]",
            "a: 1\na: 2\na: 3\n'a': 4\n\"a\": 5",
        ])
    func bombs(_ text: String) { #expect(load(Array(text.utf8)) > 0) }

    @Test func `Files that extend each other come to an end`() {
        let files = FileSource.memory(["a.yaml": "extends: b.yaml", "b.yaml": "extends: a.yaml"])
        let loaded = ScenarioLoader.load(path: "a.yaml", files: files)
        #expect(
            loaded.diagnostics.map(\.description.firstLine) == [
                "b.yaml:1:10: error: 'a.yaml' extends this file in turn"
            ])
    }
}

extension String {
    fileprivate var firstLine: String { String(prefix { $0 != "\n" }) }
}
