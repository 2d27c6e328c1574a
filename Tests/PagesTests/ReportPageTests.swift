import Foundation
import Results
import TestSupport
import Testing

@testable import Pages

@Suite("A page says what the result says") struct ReportPageTests {
    private func page(_ json: String) throws -> String { try ReportPage([try SomeResults.file(json)]).html }

    @Test func `Verdict and sentence come first, and their numbers are those of the result`() throws {
        let json = try SomeResults.shutdown.get()
        let html = try page(json)
        let run = try SomeResults.run(json)
        #expect(run.routers.contains { $0.isolations > 0 })
        let heading = try #require(html.firstMatch(of: #/<h1>(.*?)</h1>/#)?.1)
        #expect(heading.contains("shut down OSPF") || heading.contains("shuts down OSPF"))
        // Each span of the sentence stands in the first lines of the command's own report.
        let spans = heading.matches(of: #/[0-9][0-9hms.]*[ms]\b/#).map { String($0.0) }
        #expect(!spans.isEmpty)
        for span in spans { #expect(run.verdict.headline.joined().contains(span), "\(span)") }
        #expect(html.ranges(of: "class=\"verdict").first!.lowerBound < html.ranges(of: "<h1>").first!.lowerBound)
    }

    @Test func `Equal results give equal pages`() throws {
        let json = try SomeResults.shutdown.get()
        #expect(try page(json) == page(json))
    }

    /// Where a number of a result is, and how it is changed.
    private static let numbers: [(path: [String], value: any Sendable, shown: String)] = [
        (["probes", "0", "lost_ns"], 123_456_000_000_000, "34h17m"), (["probes", "0", "pairs"], 424_242, "424,242"),
        (["routers", "1", "counted_peak"], 98_765, "98,765"), (["routers", "0", "limit"], 87_654, "87,654"),
        (["routers", "1", "deepest_queue"], 76_543, "76,543"), (["routers", "1", "spf_runs"], 65_432, "65,432"),
        (["routers", "1", "lsas_retransmitted"], 54_321, "54,321"), (["seed"], 434_343, "seed 434343"),
        (["digest"], "0x1234567890abcdef", "0x1234567890abcdef"), (["totals", "largest_database"], 45_454, "45,454"),
        (["cold_start_ns"], 77_000_000_000, "1m17s"), (["verdict", "broken"], 0, "holds"),
    ]

    @Test("A number of the result that is another is another on the page", arguments: ReportPageTests.numbers.indices)
    func changed(_ place: Int) throws {
        let (path, value, shown) = Self.numbers[place]
        let fields = try SomeResults.fields(SomeResults.triangle.get())
        let before = try ReportPage([try SomeResults.file(fields)]).html
        let after = try ReportPage([
            try SomeResults.file(Self.changing(fields, path[...], to: value) as? [String: Any] ?? [:])
        ]).html
        #expect(after.contains(shown), "\(path)")
        #expect(before != after || path == ["verdict", "broken"])
    }

    private static func changing(_ value: Any, _ path: ArraySlice<String>, to new: Any) -> Any {
        guard let key = path.first else { return new }
        if var list = value as? [Any], let index = Int(key) {
            list[index] = changing(list[index], path.dropFirst(), to: new)
            return list
        }
        var fields = value as? [String: Any] ?? [:]
        fields[key] = changing(fields[key] ?? NSNull(), path.dropFirst(), to: new)
        return fields
    }

    @Test func `No figure stands in what is embedded`() {
        // Every number that a reader sees comes from a result: the script holds words for units only.
        let words = ["21m", "par4", "incident", "10:12"]
        for part in [EmbeddedPart.style.text, EmbeddedPart.script.text] {
            for word in words { #expect(!part.contains(word)) }
        }
    }

    @Test func `Its policy lets nothing run but its own script and style, and nothing be loaded`() throws {
        let html = try page(SomeResults.triangle.get())
        let policy = try #require(html.firstMatch(of: /Content-Security-Policy" content="(.*?)"/)?.1)
        #expect(policy.hasPrefix("default-src &#39;none&#39;"))
        #expect(!policy.contains("unsafe"))
        #expect(html.matches(of: /<script[ >]/).count == 2)
        #expect(html.matches(of: /<style/).count == 1)
        #expect(html.matches(of: /\ style="/).isEmpty)
        #expect(html.matches(of: #/(src|href)="(?!#|data:,)/#).isEmpty)
        #expect(
            html.ranges(of: "http").count == html.ranges(of: "http://www.w3.org/2000/svg").count
                + html.ranges(of: "http-equiv").count)
    }

    @Test func `A name stays a name, whatever is in it`() throws {
        let name = "</script><script>alert(1)</script><b>\"'&\u{1B}[2J\u{202E}"
        let json = try SomeResults.shutdown.get()
        let run = try SomeResults.run(json)
        let victim = run.routers[0].name
        var fields = try SomeResults.fields(json)
        fields = Self.renaming(fields, victim, to: name) as? [String: Any] ?? [:]
        fields["name"] = name
        let html = try ReportPage([try SomeResults.file(fields)]).html
        #expect(html.matches(of: /<script[ >]/).count == 2)
        #expect(!html.contains("<b>\""))
        #expect(html.contains("&lt;/script&gt;&lt;script&gt;alert(1)"))
        #expect(!html.unicodeScalars.contains("\u{1B}") && !html.unicodeScalars.contains("\u{202E}"))
        let picture = try ReportPicture([try SomeResults.file(fields)]).svg
        #expect(!picture.contains("<script"))
    }

    static func renaming(_ value: Any, _ old: String, to new: String) -> Any {
        switch value {
        case let text as String: text.replacing(old, with: new)
        case let list as [Any]: list.map { renaming($0, old, to: new) }
        case let fields as [String: Any]: fields.mapValues { renaming($0, old, to: new) }
        default: value
        }
    }

    @Test func `Without series there is no map, and the page says so`() throws {
        var fields = try SomeResults.fields(SomeResults.shutdown.get())
        fields["series"] = nil
        let html = try ReportPage([try SomeResults.file(fields)]).html
        #expect(html.contains("there is no map"))
        #expect(!html.contains("class=\"explore\""))
        #expect(html.contains("<h1>"))
        #expect(throws: PageError.self) { try ReportPicture([try SomeResults.file(fields)]) }
    }

    @Test(
        "A result that contradicts itself is refused in one sentence",
        arguments: [
            (["topology", "segments", "0", "members", "0"], 99), (["series", "states"], [] as [Int]),
            (["series", "links", "0"], [0, 77]), (["series", "probes", "0", "way"], [0, 77]),
            (["topology", "outside"], [["name": "x", "enters": [77]] as [String: any Sendable]]),
            (["routers"], [] as [Int]),
        ] as [([String], any Sendable)])
    func contradiction(_ path: [String], _ value: any Sendable) throws {
        let fields =
            Self.changing(try SomeResults.fields(SomeResults.shutdown.get()), path[...], to: value) as? [String: Any]
            ?? [:]
        let error = #expect(throws: PageError.self) { try ReportPage([try SomeResults.file(fields)]) }
        #expect(
            error?.description.hasPrefix("the result contradicts itself: ") == true
                || error?.description.contains("not there") == true)
    }

    @Test(
        "There is a page of each kind of result",
        arguments: [
            (
                ["plan", "Topologies/examples/triangle.yaml", "--change", "cut amsterdam - berlin"],
                "Paths before and after"
            ),
            (["limits", "Topologies/examples/lan.yaml"], "Failures that do harm"),
            (
                ["compare", "Topologies/examples/ignore-time.yaml", "--policy", "shutdown,reject"],
                "The same minutes under another policy"
            ),
            (["replay", "Topologies/captures/lan-flap.pcap", "--limit", "20", "--policy", "shutdown"], "limit hit"),
            (
                ["compare", "--capture", "Topologies/captures/lan-flap.pcap", "--limit", "20"],
                "The same capture under each policy"
            ),
        ])
    func kinds(_ arguments: [String], _ heading: String) throws {
        let html = try page(try SomeResults.json(arguments))
        #expect(html.contains(heading))
        #expect(html.contains("How to reproduce"))
        #expect(html.contains("spillway \(arguments[0])"))
        #expect(html.matches(of: /<h1>/).count == 1)
    }

    @Test func `Several results are on one page, and a comparison of the run is a part of its answer`() throws {
        let run = try SomeResults.json(["run", "Topologies/examples/ignore-time.yaml"])
        let comparison = try SomeResults.json([
            "compare", "Topologies/examples/ignore-time.yaml", "--policy", "configured,reject",
        ])
        let html = try ReportPage([try SomeResults.file(run), try SomeResults.file(comparison)]).html
        #expect(html.matches(of: /class="explore"/).count == 1)
        #expect(html.contains("What would help."))
        #expect(html.contains("With reject"))
        let two = try ReportPage([try SomeResults.file(run), try SomeResults.file(SomeResults.triangle.get())]).html
        #expect(two.matches(of: /class="explore"/).count == 2)
        #expect(two.matches(of: /<h1>/).count == 1)
        #expect(two.contains("id=\"explore1\""))
    }

    @Test func `Script and style have less than 50 kB`() { #expect(ReportPage.codeSize < 50_000) }

    @Test func `200 routers over an hour have less than 2 MB, and the worst that can be invented less than 10`() throws
    {
        let usual = try ReportPage([try InventedRun().file()]).html.utf8.count
        #expect(usual < 2_000_000)
        let worst = InventedRun(samples: 512, states: 60, changes: 15, events: 5_000)
        #expect(try ReportPage([try worst.file()]).html.utf8.count < 10_000_000)
    }

    @Test func `A thousand routers degrade by rule: dots, rows of those that fell, and words for the rest`() throws {
        let html = try ReportPage([try InventedRun(sites: 25, leaves: 32).file()]).html
        #expect(html.utf8.count < 10_000_000)
        #expect(html.contains("32 of 40 run") || html.contains("40 of 40 run"))
        #expect(html.contains("the map shows routers as dots"))
        #expect(html.matches(of: /class="ln tight/).count <= 40)
        #expect(html.contains("other routers"))
    }
}
