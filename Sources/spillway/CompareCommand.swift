import Analysis
import ArgumentParser
import Reports

/// `spillway compare`: the same scenario under different policies, or different scenarios side by side.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Runs a scenario under several policies at the LSA limit, or several scenarios, and compares them.",
        discussion: """
            Each network is started once; every variant is a fork of it and differs in nothing but its policy. A policy \
            takes the place of what routers with a limit are configured to do at it. Exits with 0, or with 2 where \
            the input is wrong.
            """
    )

    @Argument(help: "Scenario files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @Option(help: "Policies, separated by commas: configured, shutdown, reject, warn, none.")
    var policy: String?

    @Option(help: "How the result is printed.")
    var format = ResultFormat.text

    @Option(help: "Another seed than the files' for everything that is left to chance.")
    var seed: UInt64?

    @Option(help: "How many variants run at once.")
    var jobs = 1

    func run() async throws {
        guard jobs > 0 else { throw Console.failure("--jobs: at least 1") }
        let policies = try readPolicies()
        let scenarios = try files.map { try Console.scenario(at: $0, seed: seed) }
        let variants = scenarios.flatMap { scenario in
            policies.map { limits in
                Comparison.Variant(name: name(of: scenario, limits), scenario: scenario, limits: limits)
            }
        }
        let progress = ProgressLine()
        Interruption.watch()
        let observer = Simulation.Observer(isCancelled: { Interruption.isPending }, progress: { progress.show($0) })
        let comparison: Comparison?
        do {
            comparison = try await Comparison.run(variants, jobs: jobs, observer: observer)
        } catch let error as SimulationError {
            progress.clear()
            throw Console.failure(Console.describe(error))
        }
        progress.clear()
        guard let comparison else {
            StandardError.write("spillway: interrupted; a comparison of half the variants says nothing\n")
            throw ExitCode(Interruption.exitCode)
        }
        switch format {
        case .json: print(ComparisonJSON(comparison).text, terminator: "")
        case .text: print(ComparisonText(comparison, options: Console.options()).text, terminator: "")
        }
    }

    /// With one file the policies are the question; with several, the files are.
    private func readPolicies() throws -> [LimitOverride] {
        guard let policy else {
            return files.count > 1 ? [.configured] : [.configured, .shutdown, .reject, .warn, .none]
        }
        return try policy.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let limits = LimitOverride(rawValue: String(word)) else {
                let names = LimitOverride.allCases.map(\.rawValue).joined(separator: ", ")
                throw Console.failure("--policy: '\(word)' is none of \(names)")
            }
            return limits
        }
    }

    private func name(of scenario: Scenario, _ limits: LimitOverride) -> String {
        if files.count == 1 { return limits.title }
        return limits == .configured ? scenario.name : "\(scenario.name): \(limits.title)"
    }
}

extension LimitOverride {
    /// What a table calls the variant.
    fileprivate var title: String {
        switch self {
        case .configured: "as configured"
        case .shutdown: "shutdown"
        case .reject: "reject"
        case .warn: "warn only"
        case .none: "no limit"
        }
    }
}
