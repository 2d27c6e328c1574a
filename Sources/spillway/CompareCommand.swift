import Analysis
import ArgumentParser
import Reports
import Scenarios

/// `spillway compare`: the same scenario under different policies, or different scenarios side by side.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Runs a scenario under several policies at the LSA limit, or several scenarios, and compares them.",
        discussion: """
            Each network is started once for each seed; every variant is a fork of it and differs in nothing but its \
            limits. A policy takes the place of what routers with a limit are configured to do at it. Exits with 0, with 1 \
            where an expectation of a scenario is broken in any variant, and with 2 where the input is wrong. Where the \
            variants do not differ, none is called best; 'none' and 'warn' are references, since memory is free here.

            A policy is configured, none, an action of limits (warn, reject, shutdown) or a preset (see 'spillway \
            presets'), which keeps each router's own maximum. POLICY@WHERE changes the routers of a site, a model, a \
            group's originators, or one router; the others keep what they have.

            With --capture, a router under test hears a capture under each policy instead, as in 'spillway replay'.

            spillway compare incident.yaml --policy shutdown,reject,reject@PAR4 --vary ignore-time=60s,5m --seeds 20
            """
    )

    @Argument(help: "Scenario files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "In place of scenarios: a router under test hears this pcap or pcapng file under each policy; several are merged by time.",
            valueName: "file"), completion: .file())
    var capture: [String] = []

    @Option(help: ArgumentHelp("With --capture: how many LSAs the router may hold.", valueName: "number"))
    var limit: UInt32?

    @Option(
        help: ArgumentHelp("With --capture: how long the emulation goes on after it.", valueName: "duration"))
    var after = "10m"

    @Option(help: "Policies, separated by commas; may be repeated (default: configured,shutdown,reject,warn,none).")
    var policy: [String] = []

    @Option(
        help: ArgumentHelp(
            "Values of a key of limits, such as ignore-time=60s,5m or maximum@PAR4=3000,4000; combined with every policy and other variation.",
            valueName: "key=value,..."))
    var vary: [String] = []

    @Option(help: "How the result is printed.")
    var format = ResultFormat.text

    @Option(help: "Another seed than the files' for everything that is left to chance.")
    var seed: UInt64?

    @Option(
        help: "So many seeds, from the file's or --seed's on, or a list of them: the median and the worst are shown.")
    var seeds: SeedsArgument?

    @Option(help: "How many runs are under way at once; results do not depend on it.")
    var jobs = 1

    func validate() throws {
        guard files.isEmpty != capture.isEmpty else {
            throw ValidationError(
                capture.isEmpty
                    ? "name a scenario file, or a capture with --capture"
                    : "--capture takes the place of scenario files")
        }
        guard !capture.isEmpty || limit == nil else {
            throw ValidationError("--limit needs --capture; see --vary maximum")
        }
        guard capture.isEmpty || seed == nil && seeds == nil else {
            throw ValidationError("a capture leaves nothing to chance: --seed and --seeds are for scenarios")
        }
    }

    func run() async throws {
        if !capture.isEmpty {
            let test = RouterUnderTest(
                files: capture, limit: limit, preset: nil,
                policies: policy.isEmpty ? ["shutdown,reject,warn,none"] : policy, variations: vary, after: after)
            return try test.compare(format)
        }
        guard jobs > 0 else { throw Console.failure("--jobs: at least 1") }
        let scenarios = try files.map { try Console.scenario(at: $0, seed: seed) }
        let variants = try variants(of: scenarios)
        let progress = ProgressLine()
        Interruption.watch()
        let observer = Simulation.Observer(isCancelled: { Interruption.isPending }, progress: { progress.show($0) })
        let comparison: Comparison?
        do {
            comparison = try await Comparison.run(
                variants, seeds: seeds?.seeds(from: scenarios[0].network.seed) ?? [], jobs: jobs, observer: observer)
        } catch let error as SimulationError {
            progress.clear()
            throw Console.failure(Console.describe(error))
        }
        progress.clear()
        guard let comparison else {
            StandardError.line("spillway: interrupted; a comparison of half the variants says nothing")
            throw ExitCode(Interruption.exitCode)
        }
        switch format {
        case .json: try StandardOutput.writeUnchanged(ComparisonJSON(comparison).text(under: .current))
        case .text: try StandardOutput.write(ComparisonText(comparison, options: Console.options()).text)
        }
        try comparison.judgment.exit()
    }

    /// With one file the policies are the question; with several, or with variations, what is configured is one of them.
    private func variants(of scenarios: [Scenario]) throws -> [Comparison.Variant] {
        let isPlain = files.count == 1 && vary.isEmpty
        let policies =
            !policy.isEmpty ? policy : isPlain ? ["configured,shutdown,reject,warn,none"] : ["configured"]
        var variants: [Comparison.Variant] = []
        var diagnostics: [Diagnostic] = []
        for (file, scenario) in zip(files, scenarios) {
            let presets = ScenarioLoader.loadPresets(path: file, files: .noted).content ?? Preset.all
            let loaded = LimitVariants.read(
                policies: policies, variations: vary, network: scenario.network, presets: presets)
            for diagnostic in loaded.diagnostics where !diagnostics.contains(diagnostic) {
                diagnostics.append(diagnostic)
            }
            variants += (loaded.content ?? []).map { limits in
                Comparison.Variant(name: name(of: scenario, limits), scenario: scenario, limits: limits)
            }
        }
        for diagnostic in diagnostics { StandardError.write("\(diagnostic)\n") }
        guard !diagnostics.contains(where: { $0.severity == .error }) else { throw ExitCode(2) }
        return variants
    }

    private func name(of scenario: Scenario, _ limits: LimitOverride) -> String {
        if files.count == 1 { return limits.title }
        return limits.name == LimitOverride.configured.name ? scenario.name : "\(scenario.name): \(limits.title)"
    }
}

extension LimitOverride {
    /// What a table calls the variant.
    fileprivate var title: String {
        switch name {
        case "configured": "as configured"
        case "warn": "warn only"
        case "none": "no limit"
        default: name
        }
    }
}
