import Scenarios
import Testing

/// A text and the one thing that is wrong with it.
struct Mistake: CustomTestStringConvertible, Sendable {
    var text: String
    var message: String
    var testDescription: String { message }

    init(_ text: String, _ message: String) {
        self.text = text
        self.message = message
    }
}

@Suite("Every mistake is told word for word, with its place") struct DiagnosticTests {
    @Test(
        "Files",
        arguments: [
            Mistake("", "spillway: error: the file is empty (net.yaml)"),
            Mistake("# nothing\n", "spillway: error: the file is empty (net.yaml)"),
            Mistake("~", "spillway: error: the file is empty (net.yaml)"),
            Mistake("[a, b]", "net.yaml:1:1: error: a scenario is a mapping, not a list"),
            Mistake("hello", "net.yaml:1:1: error: a scenario is a mapping, not 'hello'"),
            Mistake(
                "a: [1, 2",
                "net.yaml:2:1: error: a list that '[' opens is not closed: ',' or ']' is missing"),
            Mistake(
                "a: 1\n\tb: 2",
                "net.yaml:2:1: error: a tab cannot indent YAML: use spaces"
            ),
            Mistake("a: \u{1}", "net.yaml:1:4: error: not a text file: control character U+0001"),
            Mistake(
                "a\n---\nb",
                "net.yaml:2:1: error: a second document begins here: a file holds one, without '---'"
            ),
            Mistake("{}", "net.yaml:1:1: error: a topology needs 'routers'"),
            Mistake("routers:\n", "net.yaml:1:1: error: there are no routers"),
            Mistake("routers: []", "net.yaml:1:1: error: there are no routers"),
            Mistake(
                "routers: 7",
                "net.yaml:1:10: error: 'routers' must be a list, each item a name, or a mapping of names, not '7'"),
        ])
    func files(_ mistake: Mistake) { #expect(messages(mistake.text) == [mistake.message]) }

    @Test(
        "Keys and values",
        arguments: [
            Mistake("sed: 1", "net.yaml:5:1: error: unknown key 'sed' in a scenario; did you mean 'seed'?"),
            Mistake("frobnicate: 1", "net.yaml:5:1: error: unknown key 'frobnicate' in a scenario"),
            Mistake(
                "nodes: [a]", "net.yaml:5:1: error: unknown key 'nodes' in a scenario; did you mean 'routers'?"),
            Mistake(
                "defaults: {metric: 5}",
                "net.yaml:5:12: error: unknown key 'metric' in the defaults; did you mean 'cost'?"),
            Mistake(
                "defaults: {hello: 5s}",
                "net.yaml:5:12: error: unknown key 'hello' in the defaults; did you mean 'hello-interval'?"),
            Mistake(
                "groups: {g: {base: 192.0.2.0/24, cost: 3, originators: a}}",
                "net.yaml:5:34: error: unknown key 'cost' in a group; did you mean 'metric'?"),
            Mistake(
                "timeline: [{at: 1s, max-metric: a}]",
                "net.yaml:5:21: error: unknown key 'max-metric' in an entry; did you mean 'set-stub-router'?"),
            Mistake(
                "timeline: [{at: 1s, shutdown: a}]",
                "net.yaml:5:21: error: unknown key 'shutdown' in an entry; did you mean 'decommission'?"),
            Mistake(
                "lans: {l: {members: [a], interface-type: nbma}}",
                "net.yaml:5:42: error: 'interface-type' must be 'broadcast', 'non-broadcast', 'point-to-multipoint' or 'point-to-point', not 'nbma'; did you mean 'non-broadcast'?"
            ),
            Mistake(
                "groups: !include g.yaml",
                "net.yaml:5:9: error: YAML tags such as '!include' are not read here: 'topology' and 'extends' name other files"
            ),
            Mistake("seed: 1\nseed: 2", "net.yaml:6:1: error: the key 'seed' is already on line 5"),
            Mistake(
                "seed: x", "net.yaml:5:7: error: 'seed' must be a whole number from 0 to 9223372036854775807, not 'x'"),
            Mistake("seed: -1", "net.yaml:5:7: error: 'seed' must not be negative: -1"),
            Mistake(
                "duration: 60",
                "net.yaml:5:11: error: 'duration' must be a time such as 200ms or 40s, not '60'; a time needs a unit: 60s"
            ),
            Mistake("duration: 0s", "net.yaml:5:11: error: 'duration' must be from 1s to 168h, not 0s"),
            Mistake("clock: noon", "net.yaml:5:8: error: 'clock' must be a time such as 10:12:00 or 90s, not 'noon'"),
            Mistake("defaults: {cost: -5}", "net.yaml:5:18: error: 'cost' must not be negative: -5"),
            Mistake("defaults: {cost: 0}", "net.yaml:5:18: error: 'cost' must be from 1 to 65535, not 0"),
            Mistake(
                "defaults: {cost: [1]}",
                "net.yaml:5:18: error: 'cost' must be a whole number from 1 to 65535, not a list"),
            Mistake(
                "defaults: {hello-interval: 1500ms}",
                "net.yaml:5:28: error: 'hello-interval' must be whole seconds, not 1.5s"),
            Mistake("defaults: {passive: maybe}", "net.yaml:5:21: error: 'passive' must be true or false, not 'maybe'"),
            Mistake(
                "defaults: {loss: 200%}", "net.yaml:5:18: error: 'loss' must be a ratio such as 1% or 1/100, not '200%'"
            ),
            Mistake(
                "defaults: {limit: juniper-juno}",
                "net.yaml:5:19: error: there is no preset 'juniper-juno'; did you mean 'juniper-junos'?"),
            Mistake(
                "defaults: {limit: {action: rejct}}",
                "net.yaml:5:28: error: 'action' must be 'warn', 'reject', 'overload', 'withdraw' or 'shutdown', not 'rejct'; did you mean 'reject'?"
            ),
            Mistake("defaults: {model: cisco}", "net.yaml:5:19: error: there is no model 'cisco'"),
            Mistake(
                "defaults: {timers: {spf: {throttle: tick, hold: 1s}}}",
                "net.yaml:5:43: error: unknown key 'hold' in a throttle of shape 'tick': it takes period"),
            Mistake("change: {routers: {d: {site: X}}}", "net.yaml:5:20: error: there is no router 'd' to change"),
            Mistake(
                "remove: {links: a - d}",
                "net.yaml:5:17: error: there is no link 'a - d' to remove; did you mean 'a - b'?"),
            Mistake("add: {routers: [a]}", "net.yaml:5:17: error: 'a' already exists (net.yaml:1:11); use 'change'"),
            Mistake(
                "x: &b {y: [*b, *b]}",
                "net.yaml:5:12: error: YAML aliases are not read here; use 'defaults', 'models' or 'extends' to say a thing once"
            ),
        ])
    func keys(_ mistake: Mistake) { #expect(messages(row + mistake.text).first == mistake.message) }

    @Test(
        "Networks",
        arguments: [
            Mistake("routers: [a, b, a]", "net.yaml:1:17: error: the router 'a' is already on line 1"),
            Mistake("routers: {a: {router-id: 0.0.0.0}}", "net.yaml:1:26: error: a router id must not be 0.0.0.0"),
            Mistake(
                "routers: {a: {router-id: 1.1.1.1}, b: {router-id: 1.1.1.1}}\nlinks: [[a, b]]",
                "net.yaml:1:51: warning: the router id 1.1.1.1 is already that of 'a' (line 1): as neighbors they refuse each other (RFC 2328 10.5), further apart each answers the other's LSAs (13.4)"
            ),
            Mistake(
                "routers: {any: }",
                "net.yaml:1:11: error: 'any' is reserved, and no name of a router"),
            Mistake(
                "routers: [a, b]\nlinks: [[a, bb]]", "net.yaml:2:13: error: there is no router 'bb'; did you mean 'b'?"),
            Mistake("routers: [a, b]\nlinks: [[a, a]]", "net.yaml:2:9: error: a link joins two different routers"),
            Mistake("routers: [a, b]\nlinks: [[a]]", "net.yaml:2:9: error: a link joins two routers, not 1"),
            Mistake(
                "routers: [a, b]\nlinks: [{name: x}]",
                "net.yaml:2:9: error: a link needs 'link': a name, or a list, each item a name, or a mapping (an end of a link)"
            ),
            Mistake(
                "routers: [a, b]\nlinks: [{link: [a, b], name: x}, {link: [a, b], name: x}]",
                "net.yaml:2:55: error: the link 'x' is already on line 2"),
            Mistake(
                "routers: [a, b]\nlans: {l: [a, b, a]}",
                "net.yaml:2:18: error: 'a' is already a member of this LAN (line 2)"),
            Mistake("routers: [a, b]\nlans: {l: []}", "net.yaml:2:8: error: the LAN 'l' has no members"),
            Mistake(
                "routers: [a, b]\nlinks: [{link: [a, b], prefix: 192.0.2.0/32}]",
                "net.yaml:2:32: error: 192.0.2.0/32 has no room for 2 routers"),
            Mistake(
                "routers: [a, b]\nlinks: [{link: [{router: a, address: 192.0.2.9}, b], prefix: 192.0.2.0/30}]",
                "net.yaml:2:38: error: 192.0.2.9 is not a host address of 192.0.2.0/30"),
            Mistake(
                "routers: [a, b]\nlinks: [{link: [a, b], prefix: 192.0.2.0/30}, {link: [a, b], prefix: 192.0.2.0/24}]",
                "net.yaml:2:47: error: 'a - b (2)' has 192.0.2.0/24, which overlaps 192.0.2.0/30 of 'a - b'"),
            Mistake(
                "routers: [a, b]\nlinks: [{link: [a, b], dead-interval: 10s}]",
                "net.yaml:2:9: error: the dead interval 10s is not longer than the hello interval 10s"),
            Mistake("routers: [a, b, c]\nlinks: [[a, b]]", "net.yaml:1:17: warning: the router 'c' has no links"),
            Mistake(
                "addressing: {router-ids: 10.9.0.0/30}\nrouters: [a, b, c, d, e]",
                "net.yaml:2:20: error: no router id is left in 10.9.0.0/30 for 'd' and 1 more routers; give 'addressing' a larger 'router-ids'"
            ),
            Mistake(
                "addressing: {links: 10.9.0.0/30}\nrouters: [a, b]\nlinks: [[a, b], [a, b], [a, b]]",
                "net.yaml:3:17: error: no prefix is left in 10.9.0.0/30 for this and 1 more; give 'addressing' larger 'links'"
            ),
            Mistake(
                "routers: [a]\ngroups: {g: {originators: a}}",
                "net.yaml:2:10: error: the group 'g' needs 'base' or 'prefixes'"),
            Mistake(
                "routers: [a]\ngroups: {g: {base: 192.0.2.0/24, count: 1e12, originators: a}}",
                "net.yaml:2:41: error: 'count' must be a whole number from 1 to 1000000, not '1e12'"),
            Mistake(
                "routers: [a]\ngroups: {g: {base: 255.255.255.0/24, count: 2, originators: a}}",
                "net.yaml:2:45: error: 2 prefixes from 255.255.255.0/24 on go beyond 255.255.255.255"),
            Mistake(
                "routers: [a]\ngroups: {g: {base: 192.0.2.7/24, originators: a}}",
                "net.yaml:2:20: error: 'base' must be a prefix such as 192.0.2.0/24, not '192.0.2.7/24'; did you mean '192.0.2.0/24'?"
            ),
            Mistake(
                "routers: [a]\noutside: {o: {}}",
                "net.yaml:2:14: error: an outside network needs 'enters': a name, or a list, each item a name"),
            Mistake("routers: [a]\noutside: {o: b}", "net.yaml:2:14: error: there is no router 'b'"),
        ])
    func networks(_ mistake: Mistake) { #expect(messages(mistake.text) == [mistake.message]) }

    @Test(
        "Timelines, probes and rules",
        arguments: [
            Mistake(
                "timeline: [{at: 1s, decomission: a}]",
                "net.yaml:5:21: error: unknown key 'decomission' in an entry; did you mean 'decommission'?"),
            Mistake(
                "timeline: [{at: 1s}]",
                "net.yaml:5:12: error: an entry needs an action, such as 'decommission' or 'cut'"),
            Mistake("timeline: [{start: a}]", "net.yaml:5:12: error: an entry needs 'at' or 'when'"),
            Mistake(
                "timeline: [{at: 1s, when: {router: any, is: isolated}, start: a}]",
                "net.yaml:5:21: error: an entry has 'at' or 'when', not both"),
            Mistake(
                "timeline: [{at: 9s, start: a}, {at: 8s, start: b}]",
                "net.yaml:5:32: error: this entry is due at 8s, before the one above it (9s)"),
            Mistake(
                "timeline: [{at: 6m, start: a}]",
                "net.yaml:5:17: error: this is after the end of the scenario, which lasts 5m"),
            Mistake(
                "timeline: [{at: 10:00:00, start: a}]",
                "net.yaml:5:17: error: a time of day needs 'clock' in the scenario"),
            Mistake(
                "clock: 10:00:00\ntimeline: [{at: 9:00:00, start: a}]",
                "net.yaml:6:17: error: 9:00:00 is before the clock starts (10:00:00)"),
            Mistake(
                "timeline: [{at: 1s, cut: a - d}]",
                "net.yaml:5:26: error: there is no link or LAN 'a - d'; did you mean 'a - b'?"),
            Mistake(
                "timeline: [{at: 1s, set-cost: {router: c, segment: a - b, cost: 9}}]",
                "net.yaml:5:52: error: 'c' is not on 'a - b'"),
            Mistake("timeline: [{at: 1s, clear: site X}]", "net.yaml:5:28: error: there is no site 'X'"),
            Mistake(
                "timeline: [{at: 1s, withdraw: {router: a, group: g}}]", "net.yaml:5:50: error: there is no group 'g'"),
            Mistake(
                "timeline: [{when: {router: none, is: rejecting}, start: a}]",
                "net.yaml:5:28: error: 'none' can be waited for with 'is: isolated' only"),
            Mistake(
                "probes: [{from: aa, to: b}]",
                "net.yaml:5:17: error: there is no router or outside network 'aa'; did you mean 'a'?"),
            Mistake(
                "probes: [{from: a, to: 203.0.113.0/24}]",
                "net.yaml:5:24: warning: no router and no group has 203.0.113.0/24"),
            Mistake(
                "probes: [{from: a, to: b}, {from: a, to: b}]",
                "net.yaml:5:28: error: the probe 'a to b' is already on line 5"),
            Mistake("expect: [{probe: x, lost: none}]", "net.yaml:5:18: error: there is no probe 'x'"),
            Mistake("expect: [{lost: none}]", "net.yaml:5:11: error: 'lost' needs 'probe'"),
            Mistake(
                "expect: [{probe: every probe}]",
                "net.yaml:5:10: error: this rule states nothing: it needs 'lost', 'dark', 'delivered', 'isolated', 'database', 'rejected', 'route', 'neighbor', 'lsa', 'designated-router-of' or 'translates'"
            ),
            Mistake(
                "expect: [{probe: every probe, lost: 30s}]",
                "net.yaml:5:37: error: 'lost' must be a comparison such as 'below 30s', not '30s'"),
        ])
    func courses(_ mistake: Mistake) { #expect(messages(row + mistake.text) == [mistake.message]) }

    @Test func `A file that is missing, a directory or too large`() {
        let failing = FileSource { path in .failure(path == "a" ? .missing : path == "b" ? .isDirectory : .tooLarge) }
        func message(_ path: String) -> [String] {
            ScenarioLoader.load(path: path, files: failing).diagnostics.map(\.description)
        }
        #expect(message("a") == ["spillway: error: no such file (a)"])
        #expect(message("b") == ["spillway: error: this is a directory, not a file (b)"])
        #expect(message("c") == ["spillway: error: the file is larger than 16 MiB (c)"])
        #expect(messages("topology: no.yaml") == ["net.yaml:1:11: error: 'no.yaml': no such file"])
    }

    @Test func `The disk is asked only for files`() {
        #expect(ScenarioLoader.load(path: "/nonexistent").diagnostics.map(\.message) == ["no such file"])
        #expect(ScenarioLoader.load(path: "/").diagnostics.map(\.message) == ["this is a directory, not a file"])
    }

    @Test func `All mistakes of a file are told at once, from top to bottom`() {
        let text = "sed: 1\nrouters: [a, b]\nlinks: [[a, c]]\nprobes: [{from: x, to: y}]\nlinks: []\n"
        #expect(load(text).diagnostics.map { "\($0.line):\($0.column)" } == ["1:1", "3:13", "4:17", "4:24", "5:1"])
        #expect(load(text).content == nil)
    }

    @Test func `A diagnostic shows its line and a caret, and no control characters`() {
        let diagnostic = Diagnostic(
            file: "f.yaml", line: 2, column: 4, message: "m", suggestion: "s", sourceLine: "ab\u{1B}\tc")
        #expect("\(diagnostic)" == "f.yaml:2:4: error: m; did you mean 's'?\n  ab? c\n     ^")
    }

    @Test func `A hundred mistakes are enough`() {
        let loaded = load(
            "routers: [a, b]\nlinks: [\(Array(repeating: "[a, zz]", count: 150).joined(separator: ", "))]")
        #expect(loaded.diagnostics.count == 101)
        #expect(loaded.diagnostics.last?.message == "50 more mistakes are not shown")
    }
}
