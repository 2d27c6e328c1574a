import ArgumentParser
import NetworkPrimitives
import Reports
import Scenarios
import Services

extension RunCommand {
    /// Runs a scenario that has services.
    func run(_ services: ServiceScenario) async throws {
        var scenario = services
        if let until {
            scenario.duration = try Console.duration(until, option: "--until")
            guard scenario.duration > .zero else {
                throw Console.failure("'\(until)' is not longer than 0s", at: "--until")
            }
        }
        let unread = [
            ("--trace", trace != nil), ("--capture", capture != nil), ("--checkpoints", checkpoints != nil),
            ("--report", page.report != nil), ("--why", !why.isEmpty),
            ("--perfetto", perfetto != nil), ("--metrics", metrics != nil), ("--watch", watch),
        ]
        for (option, isGiven) in unread where isGiven {
            throw Console.failure("\(option) is for scenarios without services", at: option)
        }
        let result = try await Self.outcome(of: scenario, file: file)
        guard format == .text else {
            throw Console.failure("scenarios with services have no JSON result yet", at: "--format", "use text")
        }
        let options = Console.options(verbose: verbose, quiet: quiet)
        try StandardOutput.write(ServiceText(result, options: options).text)
        if let network = result.network { try StandardOutput.write("\n" + RunText(network, options: options).text) }
        if result.isPartial { throw ExitCode(Interruption.exitCode) }
        if !result.isPassed { throw ExitCode(1) }
    }
}

extension RunCommand {
    static func outcome(of scenario: ServiceScenario, file: String) async throws -> ServiceResult {
        Interruption.watch()
        guard let network = scenario.network else { return scenario.run { Interruption.isPending } }
        return try await Console.simulating(file) { observer, _ in
            try scenario.run(on: network, observer: observer)
        }
    }
}

extension Console {
    /// The scenario of a file that has services; `nil` where it has none, or cannot be read as one.
    static func services(at path: String, seed: UInt64?) throws -> ServiceScenario? {
        // A file without services is read again as a scenario, and is noted then, before what it extends.
        guard ScenarioLoader.loadServices(path: path, traces: .captures) != nil,
            let loaded = ScenarioLoader.loadServices(path: path, files: .noted, traces: .captures)
        else { return nil }
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard var scenario = loaded.content else { throw ExitCode(2) }
        if let seed {
            scenario.seed = seed
            scenario.network?.network.seed = seed
        }
        return scenario
    }
}
