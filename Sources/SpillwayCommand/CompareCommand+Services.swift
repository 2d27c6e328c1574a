import ArgumentParser
import NetworkPrimitives
import Reports
import Scenarios
import Services

extension CompareCommand {
    /// Compares scenarios with services, where the files are such.
    ///
    /// - Returns: whether they are.
    func compareServices() async throws -> Bool {
        let scenarios = try files.map { try Console.services(at: $0, seed: seed) }
        guard scenarios.contains(where: { $0 != nil }) else { return false }
        for (file, scenario) in zip(files, scenarios) where scenario == nil {
            throw Console.failure("this file has no services, and others have", at: file, "compare it with its like")
        }
        guard policy.isEmpty, vary.isEmpty else {
            throw Console.failure("limits are varied in scenarios without services", at: "--policy")
        }
        guard page.report == nil else {
            throw Console.failure("--report is for scenarios without services", at: "--report")
        }
        guard format == .text else {
            throw Console.failure("scenarios with services have no JSON result yet", at: "--format", "use text")
        }
        var rows: [ServiceComparisonText.Row] = []
        for case (let file, let scenario?) in zip(files, scenarios) {
            var results: [ServiceResult] = []
            for seed in seeds?.seeds(from: scenario.seed) ?? [scenario.seed] {
                var own = scenario
                own.seed = seed
                let result = try await RunCommand.outcome(of: own, file: file)
                if result.isPartial { throw ExitCode(Interruption.exitCode) }
                results.append(result)
            }
            rows.append(ServiceComparisonText.Row(scenario.name, results))
        }
        try StandardOutput.write(ServiceComparisonText(rows, options: Console.options()).text)
        guard rows.allSatisfy(\.isPassed) else { throw ExitCode(1) }
        return true
    }
}
