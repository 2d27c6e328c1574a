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
            Each network is started once for each seed; every variant is a copy of it and differs in nothing but its \
            limits. A policy replaces what routers with a limit are configured to do at it. Exits with 0, with 1 \
            where an expectation of a scenario is broken in any variant, and with 2 where the input is wrong. Where the \
            variants do not differ, none is called best; 'none' and 'warn' are references, since memory costs nothing \
            here unless a machine has a memory.

            A policy is configured, none, an action of limits (warn, reject, shutdown) or a preset (see 'spillway \
            presets'), which keeps each router's own maximum. POLICY@WHERE changes the routers of a site, a model, a \
            group's originators, or one router; the others keep what they have.

            With --capture, a router under test receives a capture under each policy instead, as in 'spillway replay'.

            \(HelpText.examples(
                "spillway compare Topologies/examples/ignore-time.yaml \\\n    --policy shutdown,reject",
                "spillway compare Topologies/examples/ignore-time.yaml \\\n    --vary ignore-time=1m,5m --seeds 2 --jobs 2"))
            """
    )

    @Argument(help: "Scenario files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "In place of scenarios: a router under test receives this pcap or pcapng file under each policy; several are merged by time.",
            valueName: "file"), completion: .file())
    var capture: [String] = []

    @Option(help: ArgumentHelp("With --capture: the LSA limit of the router.", valueName: "number"))
    var limit: UInt32?

    @Option(
        help: ArgumentHelp(
            "With --capture: how long the emulation goes on after the last frame.", valueName: "duration"))
    var after = "10m"

    @Option(help: "Policies, separated by commas; may be repeated (default: configured,shutdown,reject,warn,none).")
    var policy: [String] = []

    @Option(
        help: ArgumentHelp(
            "Values of a key of limits, such as ignore-time=60s,5m or maximum@PAR4=3000,4000; combined with every policy and other variation.",
            valueName: "key=value,..."))
    var vary: [String] = []

    @OptionGroup var page: PageOption

    @Option(help: ReportFormat.help)
    var format = ReportFormat.text

    @Option(help: "Override the random seed of the files.")
    var seed: UInt64?

    @Option(
        help:
            "Number of seeds, starting at the file's (or --seed), or a list of seeds: the median and the worst are shown."
    )
    var seeds: SeedsArgument?

    @Option(help: "Parallel jobs; the result does not depend on it.")
    var jobs = 1

    func validate() throws {
        guard files.isEmpty != capture.isEmpty else {
            throw ValidationError(
                capture.isEmpty
                    ? "no file is given (<files>): give scenario files, or a capture with --capture"
                    : "scenario files and a capture exclude each other (--capture): give one or the other")
        }
        guard !capture.isEmpty || limit == nil else {
            throw ValidationError("--limit needs --capture (--limit): for scenarios, write --vary maximum=NUMBER")
        }
        guard capture.isEmpty || seed == nil && seeds == nil else {
            throw ValidationError("a capture has no random seed (--seed, --seeds): leave them out")
        }
    }

    func run() async throws {
        guard jobs > 0 else {
            throw Console.failure("'\(jobs)' is not a number of jobs", at: "--jobs", "give 1 or more")
        }
        if !capture.isEmpty {
            let request = ReplayRequest(
                files: capture, limit: limit, preset: nil,
                policies: policy.isEmpty ? ["shutdown,reject,warn,none"] : policy, variations: vary, after: after)
            return try await request.run(format, page: page.file(), jobs: jobs)
        }
        if try await compareServices() { return }
        let page = try page.file()
        let scenarios = try files.map { try Console.scenario(at: $0, seed: seed) }
        let variants = try variants(of: scenarios)
        let comparison = try await Console.simulating(
            files.count == 1 ? files[0] : nil, recordsCourse: format == .json || page != nil
        ) { observer, _ in
            try await Comparison.run(
                variants, seeds: seeds?.seeds(from: scenarios[0].network.seed) ?? [], jobs: jobs, observer: observer)
        }
        switch format {
        case .json, .markdown, .junit, .csv: try format.write(ComparisonJSON(comparison).text(under: .current))
        case .text: try StandardOutput.write(ComparisonText(comparison, options: Console.options()).text)
        }
        try page?.write(resultAs: ComparisonJSON(comparison).text(under: .current))
        try comparison.judgment.exit()
    }

    /// With one file the policies are the question; with several, or with variations, what is configured is one of them.
    private func variants(of scenarios: [Scenario]) throws -> [Sweep.Variant] {
        let isPlain = files.count == 1 && vary.isEmpty
        let policies =
            !policy.isEmpty ? policy : isPlain ? ["configured,shutdown,reject,warn,none"] : ["configured"]
        let loaded = LimitVariants.read(
            policies: policies, variations: vary, of: Array(zip(files, scenarios)), files: .noted)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let variants = loaded.content else { throw ExitCode(2) }
        return variants
    }
}
