import Foundation
import TestSupport
import Testing

/// A network with one thing in it that a person would find.
struct Oddity: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    /// The lines of warnings, as `LINE: words`.
    let warnings: [String]

    init(_ name: String, _ text: String, _ warnings: String...) {
        (testDescription, self.text, self.warnings) = (name, text, warnings)
    }
}

@Suite("validate finds what a person finds who looks at both ends") struct ValidateCommandTests {
    static func validate(_ text: String, _ options: String...) throws -> CommandLineProgram.Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("net.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try CommandLineProgram.run(["validate", file.path] + options)
    }

    private static func warnings(_ outcome: CommandLineProgram.Outcome) -> [(line: Int, text: String)] {
        outcome.errors.split(separator: "\n").compactMap { line in
            guard let place = line.range(of: "net.yaml:") else { return nil }
            let parts = line[place.upperBound...].split(separator: ":", maxSplits: 2)
            return Int(parts[0]).map { ($0, String(parts[2])) }
        }
    }

    private func expect(_ oddity: Oddity) throws {
        let outcome = try Self.validate(oddity.text)
        #expect(outcome.code == 0)
        let found = Self.warnings(outcome).filter { !$0.text.contains("never delivered") }
        #expect(found.count == oddity.warnings.count, "\(outcome.errors)")
        for wanted in oddity.warnings {
            let parts = wanted.split(separator: ":", maxSplits: 1)
            #expect(
                found.contains { "\($0.line)" == parts[0] && $0.text.contains(parts[1].dropFirst()) },
                "\(wanted)\n\(outcome.errors)")
        }
    }

    private static func link(_ settings: String) -> String {
        "routers: [a, b, c]\nlinks:\n  - [b, c]\n  - { link: [a, \(settings)] }"
    }
    private static func lan(_ a: String, _ b: String, _ c: String, _ more: String = "") -> String {
        "routers: [a, b, c]\nlans:\n  l:\n    members:\n      a: {\(a)}\n      b: {\(b)}\n      c: {\(c)}\n\(more)"
    }

    @Test(
        "RFC 2328 §8.2, §10.5, §10.6: links",
        arguments: [
            Oddity(
                "HelloInterval", link("{ router: b, hello-interval: 5s, dead-interval: 40s }"),
                "4: never adjacent: a and b on 'a - b': HelloInterval differs: 10s and 5s (RFC 2328 §10.5)"),
            Oddity(
                "HelloInterval, with the dead interval that follows", link("{ router: b, hello-interval: 5s }"),
                "4: HelloInterval differs"),
            Oddity("RouterDeadInterval", link("{ router: b, dead-interval: 30s }"), "4: RouterDeadInterval differs"),
            Oddity(
                "area", link("{ router: b, area-id: 1 }"), "4: Area ID differs: 0.0.0.0 and 0.0.0.1 (RFC 2328 §8.2)"),
            Oddity("MTU", link("{ router: b, mtu: 9000 }"), "4: Interface MTU differs, 9000 and 1500"),
            Oddity("MTU that is ignored", "defaults: { mtu-ignore: true }\n" + link("{ router: b, mtu: 9000 }")),
            Oddity("passive", link("{ router: b, passive: true }"), "4: b is passive there"),
            Oddity("disabled", link("{ router: b, enabled: false }"), "4: OSPF does not run on the interface of b"),
            Oddity(
                "authentication",
                link("{ router: b, authentication: { type: simple, key: x } }"), "4: Authentication type differs"),
            Oddity(
                "interface types", link("{ router: b, interface-type: broadcast }"), "4: interface types differ"),
            Oddity(
                "mask of a point-to-point link",
                "routers: [a, b]\nlinks:\n  - { link: [{ router: a, address: 192.0.2.1/30 }, { router: b, address: 192.0.2.2/29 }] }",
                "3: Network mask differs: /30 and /29; adjacent all the same"),
        ])
    func links(_ oddity: Oddity) throws { try expect(oddity) }

    @Test(
        "RFC 2328 §9.4, §10.5: LANs, at the line of the member that differs",
        arguments: [
            Oddity("timer", lan("", "", "dead-interval: 60s"), "7: a and c on 'l': RouterDeadInterval differs"),
            Oddity("the odd one is the first", lan("dead-interval: 60s", "", ""), "5: RouterDeadInterval differs"),
            Oddity("priority", lan("priority: 0", "priority: 0", "priority: 0"), "3: every Router Priority is 0"),
            Oddity("priority of most", lan("priority: 0", "priority: 0", "")),
            Oddity(
                "mask", lan("address: 192.0.2.1/24", "address: 192.0.2.2/24", "address: 192.0.2.3/25"),
                "7: Network mask differs: /24 and /25 (RFC 2328 §10.5)"),
            Oddity("passive", lan("", "passive: true", ""), "6: b is passive there"),
            Oddity("hosts", lan("", "passive: true", "passive: true")),
            Oddity(
                "point-to-multipoint hub and point-to-point spokes",
                lan(
                    "interface-type: point-to-multipoint", "interface-type: point-to-point",
                    "interface-type: point-to-point", "    circuits: [[a, b], [a, c]]\n")),
        ])
    func lans(_ oddity: Oddity) throws { try expect(oddity) }

    @Test(
        "RFC 2328 §3: areas",
        arguments: [
            Oddity(
                "split backbone",
                "routers:\n  a:\n  b:\n  c:\n  d:\nlinks: [[a, b], { link: [b, c], area-id: 1 }, [c, d]]",
                "4: the backbone is in 2 parts: a and b | c and d"),
            Oddity(
                "a virtual link joins it",
                "routers: [a, b, c, d]\nlinks: [[a, b], { link: [b, c], area-id: 1 }, [c, d]]\nvirtual-links: [{ routers: [b, c], transit-area-id: 1 }]"
            ),
            Oddity(
                "a loopback alone in the backbone",
                "routers:\n  a:\n  b:\n  c: { loopback-area-id: 0 }\nlinks: [[a, b], { link: [b, c], area-id: 1 }]",
                "4: of c only the loopback is in it"),
            Oddity(
                "area without border router",
                "routers:\n  a:\n  b:\n  c:\n  d:\nlinks: [[a, b], { link: [b, c], area-id: 1 }, { link: [c, d], area-id: 2 }]",
                "4: area 0.0.0.2 of c and d has no border router in the backbone"),
            Oddity(
                "no backbone",
                "routers: [a, b, c]\nlinks: [{ link: [a, b], area-id: 1 }, { link: [b, c], area-id: 2 }]",
                "1: no backbone (area 0.0.0.0)"),
            Oddity(
                "one area", "routers: [a, b, c]\nlinks: [{ link: [a, b], area-id: 1 }, { link: [b, c], area-id: 1 }]"),
            Oddity(
                "area types",
                "routers: { a: { areas: { 1: { type: stub } } }, b: , c: }\nlinks:\n  - { link: [a, b], area-id: 1 }\n  - [a, c]",
                "3: E or N bit differs: area 0.0.0.1 is a stub area at a and a normal area at b"),
            Oddity(
                "unused area", "routers: [a, b]\nlinks: [[a, b]]\nareas:\n  7: { type: stub }",
                "4: no router has an interface in area 0.0.0.7"),
            Oddity(
                "AS boundary router in a stub area",
                "routers: [a, b]\nlinks: [{ link: [a, b], area-id: 1 }]\nareas: { 1: { type: stub } }\ngroups:\n  g: { base: 203.0.113.0/24, originators: [a] }",
                "5: a redistributes 'g', but area 0.0.0.1 is a stub area"),
            Oddity(
                "two halves", "routers:\n  a:\n  b:\n  c:\n  d:\nlinks: [[a, b], [c, d]]",
                "4: no link joins c and d to the other 2 routers"),
        ])
    func areas(_ oddity: Oddity) throws { try expect(oddity) }

    @Test(
        "Names, addresses and limits",
        arguments: [
            Oddity(
                "site",
                "routers:\n  a: { site: Manchester }\n  b: { site: Manchester }\n  c: { site: Manchestr }\nlinks: [[a, b], [b, c]]",
                "4: only one router is at the site 'Manchestr'; did you mean 'Manchester'?"),
            Oddity(
                "sites by number",
                "routers: { a: { site: PAR4 }, b: { site: PAR4 }, c: { site: PAR5 } }\nlinks: [[a, b], [b, c]]"),
            Oddity(
                "external prefixes over those of links",
                "routers: [a, b]\nlinks: [[a, b]]\ngroups:\n  g: { base: 10.0.0.0/24, originators: [a] }",
                "4: the group 'g' announces 10.0.0.0/24 of 10.0.0.0/10, from which links get their addresses"),
            Oddity(
                "a preset without a number",
                "models:\n  m: { preset: juniper-junos }\nrouters: { a: { model: m }, b: { model: m } }\nlinks: [[a, b]]",
                "2: the preset 'juniper-junos' has no number, so that there is no limit"),
            Oddity(
                "a limit below what there is",
                "routers:\n  a:\n  b: { limit: { maximum: 8, action: shutdown } }\nlinks: [[a, b]]\ngroups: { g: { base: 203.0.113.0/28, count: 12, originators: [a] } }",
                "3: b hits its LSA limit of 8 in the cold start"),
            Oddity(
                "a warning threshold",
                "routers:\n  a:\n  b: { limit: { maximum: 16, action: shutdown } }\nlinks: [[a, b]]\ngroups: { g: { base: 203.0.113.0/28, count: 12, originators: [a] } }",
                "3: b counts 13 LSAs before anything happens: above 75% of the limit of 16"),
        ])
    func names(_ oddity: Oddity) throws { try expect(oddity) }

    @Test func `What is never delivered names its reason and how many pairs`() throws {
        let outcome = try Self.validate(Self.link("{ router: b, mtu: 1400 }"))
        #expect(
            outcome.errors.contains(
                "never delivered: 4 of 9 pairs of every router to every router, such as a to 10.255.0.2 (b)"))
        #expect(Self.warnings(outcome).allSatisfy { $0.line == 4 })
    }

    @Test func `RFC 3101 §2.2: an NSSA without a default route is named where traffic to the outside is not delivered`()
        throws
    {
        let outcome = try Self.validate(
            """
            routers: [a, b, c]
            links: [{ link: [a, b], area-id: 1 }, [b, c]]
            areas: { 1: { type: nssa } }
            groups: { g: { base: 203.0.113.0/24, originators: [c] } }
            probes: [{ from: a, to: g }]
            """)
        #expect(
            outcome.errors.contains(
                "such as a to 203.0.113.1: area 0.0.0.1 is an NSSA: AS-external-LSAs are not flooded into it, and no border router announces a default route into it"
            ))
    }

    @Test(
        "A network that does not converge names the routers and the reason",
        arguments: [
            ("action: reject, acknowledge-rejected: false", "b refuses LSAs at its limit without acknowledging them"),
            (
                "action: shutdown, ignore-time: 30s, ignore-count: 1000",
                "b shuts down OSPF at its LSA limit again and again"
            ),
        ])
    func churn(_ limit: String, _ reason: String) throws {
        let outcome = try Self.validate(
            """
            routers: { a: , b: { limit: { maximum: 8, \(limit) } } }
            links: [[a, b]]
            groups: { g: { base: 203.0.113.0/28, count: 12, originators: [a] } }
            """)
        #expect(outcome.errors.contains("did not converge within 10 minutes of simulated time: \(reason)"))
    }

    @Test func `With strict, a warning is an error`() throws {
        let fine = try Self.validate("routers: [a, b]\nlinks: [[a, b]]", "--strict")
        #expect(fine.code == 0)
        let outcome = try Self.validate(Self.link("{ router: b, mtu: 1400 }"), "--strict")
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("error: never adjacent") && !outcome.errors.contains("warning:"))
    }

    @Test func `As JSON, with places and kinds`() throws {
        let outcome = try Self.validate(Self.link("{ router: b, mtu: 1400 }"), "--format", "json")
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(json["format"] as? String == "spillway-validation/1")
        let file = try #require((json["files"] as? [[String: Any]])?.first)
        let told = try #require(file["diagnostics"] as? [[String: Any]])
        #expect(told.map { $0["kind"] as? String } == ["mtu", "undelivered"])
        #expect(told.map { $0["line"] as? Int } == [4, 4])
        #expect(told.allSatisfy { $0["severity"] as? String == "warning" })
    }

    @Test func `run and plan tell the same in sections of their own`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("net.yaml").path
        try (Self.link("{ router: b, mtu: 1400 }") + "\nduration: 10s\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        for arguments in [["run", file], ["plan", file, "--change", "cut b - c", "--watch", "10s"]] {
            let output = try CommandLineProgram.run(arguments).output
            #expect(output.contains("NEVER ADJACENT\n  a and b on 'a - b': Interface MTU differs, 1500 and 1400"))
            #expect(output.contains("NEVER DELIVERED\n  4 of 9 pairs"))
        }
        let table = try CommandLineProgram.run(["run", file]).output
        #expect(table.contains("below Full"))
    }
}
