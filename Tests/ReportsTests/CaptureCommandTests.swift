import Foundation
import TestSupport
import Testing

@Suite("The commands about captures") struct CaptureCommandTests {
    private func run(_ arguments: String...) throws -> CommandLineProgram.Outcome {
        try CommandLineProgram.run(arguments)
    }

    private let flap = "Topologies/captures/lan-flap.pcap"

    @Test func `inspect accounts for every frame, in text and in JSON`() throws {
        let text = try run("inspect", flap, "--limit", "20", "--policy", "shutdown")
        #expect(text.code == 0 && text.errors.isEmpty)
        #expect(text.output.contains("496  OSPFv2 packets used"))
        let json = try run("inspect", flap, "--between", "20s", "64s", "--format", "json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let difference = try #require(object["difference"] as? [String: Any])
        #expect(
            (difference["lsas"] as? [[String: Any]])?.compactMap { $0["change"] as? String }.sorted()
                == ["appeared", "changed", "changed", "gone"])
    }

    @Test func `inspect prints a line of JSON for each packet`() throws {
        let lines = try run("inspect", flap, "--packets").output.split(separator: "\n")
        #expect(lines.count == 496)
        for line in lines.prefix(20) {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
        }
    }

    @Test func `replay and compare hear the same`() throws {
        let replay = try run("replay", flap, "--limit", "20", "--policy", "shutdown,reject,warn,none")
        let compare = try run("compare", "--capture", flap, "--limit", "20")
        #expect(replay.code == 0)
        #expect(replay.output == compare.output)
        #expect(compare.output.contains("shutdown   +29.852s") && compare.output.contains("1x  300.000s"))
        let varied = try run(
            "compare", "--capture", flap, "--limit", "20", "--policy", "shutdown", "--vary", "ignore-time=60s,5m")
        #expect(varied.output.contains("60.000s") && varied.output.contains("300.000s"))
    }

    @Test func `replay hears several captures, also compressed ones, as one that was merged by time`() throws {
        try TemporaryFolder.with { folder in
            // The first 99 seconds are cut in two; the second part is compressed.
            let octets = Array(try Data(contentsOf: TestData.projectRoot.appendingPathComponent(flap)))
            func length(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(octets[place + 8 + $1]) << (8 * $1) } }
            var place = 24
            for _ in 0..<200 { place += 16 + length(place) }
            try Data(octets[..<place]).write(to: URL(fileURLWithPath: folder + "/1.pcap"))
            try Data(octets[..<24] + octets[place...]).write(to: URL(fileURLWithPath: folder + "/2.pcap"))
            let gzip = Process()
            gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            gzip.arguments = ["gzip", folder + "/2.pcap"]
            try gzip.run()
            gzip.waitUntilExit()
            let parts = [folder + "/2.pcap.gz", folder + "/1.pcap"]
            func body(_ arguments: [String]) throws -> [Substring] {
                let outcome = try CommandLineProgram.run(arguments)
                #expect(outcome.code == 0, "\(outcome.errors)")
                return outcome.output.split(separator: "\n").filter { !$0.contains(".pcap") }
            }
            #expect(
                try body(["replay"] + parts + ["--limit", "20"]) == body(["replay", flap, "--limit", "20"]))
            #expect(
                try body(["compare", "--limit", "20"] + parts.flatMap { ["--capture", $0] })
                    == body(["compare", "--limit", "20", "--capture", flap]))
            let then = ["--until", "60s", "--then", "stop-ospf 10.255.0.3; run 2m"]
            let (one, several) = (try body(["replay", flap] + then), try body(["replay"] + parts + then))
            #expect(one.dropFirst(2) == several.dropFirst(2))
            #expect(
                try body(["import"] + parts).dropFirst(1).filter { !$0.hasPrefix("name:") }
                    == body(["import", flap]).dropFirst(1).filter { !$0.hasPrefix("name:") })
        }
    }

    @Test func `replay into a network, and what would have happened next`() throws {
        let network = try run("replay", flap, "--into", "Topologies/examples/lan.yaml", "--at", "office")
        #expect(network.code == 0)
        #expect(network.errors.contains("Router IDs of the capture and of the network: these routers will flush"))
        let then = try run("replay", flap, "--until", "60s", "--then", "stop-ospf 10.255.0.3; run 2m")
        #expect(then.code == 0)
        #expect(then.output.contains("continued"))
    }

    @Test(
        "Mistakes end with 2 and one message each",
        arguments: [
            (["inspect", "no-such.pcap"], "no such file"),
            (["inspect", "README.md"], "README.md"),
            (["replay", "Topologies/captures/lan-flap.pcap"], "the router has no limit (--limit)"),
            (
                ["replay", "Topologies/captures/lan-flap.pcap", "--limit", "5", "--policy", "rejekt"],
                "did you mean 'reject'?"
            ),
            (["replay", "Topologies/captures/lan-flap.pcap", "--limit", "5", "--speed", "fast"], "give a factor"),
            (
                [
                    "replay", "Topologies/captures/lan-flap.pcap", "--into", "Topologies/examples/lan.yaml", "--at",
                    "offise",
                ], "did you mean 'office'?"
            ),
            (["compare"], "no file is given"),
            (["compare", "Topologies/examples/lan.yaml", "--limit", "5"], "--limit needs --capture"),
            (["import", "no-such.pcap", "-o", "/dev/null"], "no such file"),
        ])
    func mistakes(arguments: [String], message: String) throws {
        let result = try CommandLineProgram.run(arguments)
        #expect(result.code == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
