import Captures
import Checkpoints
import Emulation
import Imports
import Labs
import NetworkPrimitives
import Replays
import Scenarios

/// Files that hold networks, and what is known of them.
extension FuzzTarget {
    private static func files(_ octets: [UInt8]) -> FileSource {
        FileSource { $0 == "fuzz" ? .success(octets) : .failure(.missing) }
    }

    private static func hasErrors(_ diagnostics: [Diagnostic]) -> Bool {
        diagnostics.contains { $0.severity == .error }
    }

    static func loadScenario(_ octets: [UInt8]) -> String? {
        let loaded = ScenarioLoader.load(path: "fuzz", files: files(octets))
        if (loaded.content == nil) != hasErrors(loaded.diagnostics) {
            return "an error without words, or words without it"
        }
        for diagnostic in loaded.diagnostics where diagnostic.description.isEmpty { return "a diagnostic says nothing" }
        guard let scenario = loaded.content else { return nil }
        let size = scenario.network.routers.reduce(scenario.network.segments.count) { sum, router in
            router.ospf.redistributions.reduce(sum + 1) { $0 + $1.prefixes.count }
        }
        // What can be loaded can be started.
        guard size < 50 else { return nil }
        var network = Network(scenario.network)
        network.advance(to: .origin + .seconds(15))
        return nil
    }

    static func importNetwork(_ octets: [UInt8]) -> String? {
        if let reader = try? CaptureReader(octets: octets) {
            let topology = NetworkDescription(CaptureAnalysis.summary(of: reader))
            let text = TopologyFile(topology, name: "fuzz", origin: "The network of the fuzzer.").text
            guard !topology.routers.isEmpty else { return nil }
            let loaded = ScenarioLoader.loadTopology(path: "fuzz", files: files(Array(text.utf8)))
            return hasErrors(loaded.diagnostics) ? "the imported network is not valid: \(loaded.diagnostics[0])" : nil
        }
        for format in ScenarioImporter.Format.allCases {
            let imported = ScenarioImporter.load(path: "fuzz", format: format, files: files(octets))
            guard let text = imported.content else { continue }
            let loaded = ScenarioLoader.load(path: "fuzz", files: files(Array(text.utf8)))
            if hasErrors(loaded.diagnostics) { return "the imported scenario is not valid: \(loaded.diagnostics[0])" }
        }
        return nil
    }

    static func importText(_ octets: [UInt8]) -> String? {
        for kind in FileKind.allCases where kind != .capture {
            var network = NetworkImport()
            network.add(.recognized(path: "fuzz", octets: octets, as: kind))
            for problem in network.problems where problem.description.isEmpty { return "a diagnostic says nothing" }
            let databases = network.databases
            guard network.problems.isEmpty, network.lack(in: databases) == nil else { continue }
            guard !network.report.isEmpty else { return "an import without a report" }
            let text = TopologyFile(network.description(of: databases), name: "fuzz", origin: "The fuzzer.").text
            _ = ScenarioLoader.loadTopology(path: "fuzz", files: files(Array(text.utf8)))
        }
        return nil
    }

    /// Two routers and the link between them, whose answers are read.
    private static let network: NetworkConfiguration? = ScenarioLoader.loadTopology(
        path: "fuzz", files: files(Array("{ routers: [a, b], links: [[a, b]] }".utf8))
    ).content

    static func readResult(_ octets: [UInt8]) -> String? {
        if let state = try? RouterState(json: octets) {
            let again = (try? state.json()).flatMap { try? RouterState(json: $0) }
            guard again == state else { return "the state does not survive writing and reading" }
            return StateComparison(state, with: state).differences.isEmpty ? nil : "a state differs from itself"
        }
        guard let network, let text = String(validating: octets, as: UTF8.self) else { return nil }
        for daemon in RoutingDaemon.allCases {
            _ = try? LabRecording.state(of: 0, in: network, answers: text, on: daemon)
        }
        return nil
    }
}
