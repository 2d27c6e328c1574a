import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("A timeline that replays captures") struct ReplayEntryTests {
    private let network = """
        routers: {a: {router-id: 10.0.0.1}, b: , c: {loopback-area-id: 1}}
        links: [[a, b], {link: [b, c], area-id: 1}]
        """

    private func load(_ timeline: String) -> Loaded<Scenario> {
        let text = network + "\nduration: 5m\ntimeline:\n" + timeline + "\n"
        let traces = TraceSource { path in
            guard path == "folder/storm.pcapng" else { return .failure(.init("no such file")) }
            let updates = [Duration.zero, .seconds(3)].map { HeardTrace.Update(offset: $0, area: .backbone, lsas: []) }
            return .success(.init(updates: updates, routers: [RouterID(bits: 0x0A00_0001)], warnings: ["cut off"]))
        }
        return ScenarioLoader.load(
            path: "folder/x.yaml", files: .memory(["folder/x.yaml": text]), traces: traces)
    }

    @Test func `Each replay plugs one listener in, beside all that was read`() throws {
        let loaded = load(
            "  - {at: 1s, replay: storm.pcapng, on: a - b}\n  - {at: 2s, replay: storm.pcapng, on: b - a}")
        let scenario = try #require(loaded.content)
        #expect(
            scenario.network.routers.map(\.name).dropFirst(3) == [
                "listener of storm.pcapng", "listener of storm.pcapng",
            ])
        #expect(scenario.network.segments.count == 4)
        let heard = scenario.timeline.flatMap(\.actions).map { action -> [Int] in
            guard case .replay(let listener, let trace) = action else { return [] }
            return [listener.offset, trace.updates.count]
        }
        #expect(heard == [[3, 2], [4, 2]])
        // Nobody else's probes and rules mean the listeners.
        #expect(scenario.probes.allSatisfy { $0.sources.allSatisfy { $0.entries.allSatisfy { $0 < 3 } } })
        #expect(
            loaded.diagnostics.map(\.message) == [
                "'storm.pcapng': cut off",
                "a (10.0.0.1): Router IDs of the capture and of the network: these routers will flush the captured LSAs, as they are their own (RFC 2328 §13.4)",
                "'storm.pcapng': cut off",
                "a (10.0.0.1): Router IDs of the capture and of the network: these routers will flush the captured LSAs, as they are their own (RFC 2328 §13.4)",
            ])
    }

    @Test(
        "All mistakes are told",
        arguments: [
            (
                "{at: 1s, replay: storm.pcapng}",
                ["'replay' needs 'on': the link or LAN on which the capture is replayed"]
            ),
            ("{at: 1s, on: a - b, cut: a - b}", ["'on' belongs to 'replay'"]),
            (
                "{at: 1s, replay: none.pcap, on: a - d}",
                ["'none.pcap': no such file", "there is no link or LAN 'a - d'"]
            ),
            (
                "{at: 1s, replay: storm.pcapng, on: b - c}",
                ["'b - c' is in area 0.0.0.1, and the capture's updates are in 0.0.0.0"]
            ),
        ]) func mistakes(entry: String, messages: [String])
    {
        let loaded = load("  - " + entry)
        #expect(loaded.content == nil)
        let errors = loaded.diagnostics.filter { $0.severity == .error }
        #expect(errors.map { $0.message } == messages)
    }
}
