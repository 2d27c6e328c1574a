/// Measures what the emulator promises about speed and size, and prints the figures beside the aims.
///
/// Each benchmark is a file of its own. `Scripts/bench` builds this program in release mode and runs it.
@main
struct BenchmarkProgram {
    static func main() {
        let options: BenchmarkOptions
        switch BenchmarkOptions.parse(CommandLine.arguments.dropFirst()) {
        case .success(let parsed): options = parsed
        case .failure(let mistake): leave("\(mistake.message)\n\(usage)", status: 2)
        }
        if options.showsHelp { leave(usage, status: 0) }
        #if DEBUG
            print("Built for debugging: these figures say nothing about a release build.")
        #endif
        var table = MeasurementTable()
        table.printHeading()
        for benchmark in catalog where options.names.isEmpty || options.names.contains(benchmark.name) {
            for measurement in benchmark.run(options.repeats) { table.print(measurement) }
        }
        table.printClosing()
    }

    /// In the order in which they run. The cold start comes first: the peak of memory is the whole process's.
    static let catalog: [Benchmark] = [
        Benchmark(
            name: "cold-start",
            summary: "1,000 routers with four links each, from power-on to equal databases and all routes",
            run: measureColdStart),
        Benchmark(
            name: "fork", summary: "copying that network when it has converged, and cutting a link", run: measureFork),
        Benchmark(
            name: "spf", summary: "one routing table calculation with 1,000 and 10,000 routers", run: measureSPF),
        Benchmark(
            name: "decode", summary: "reading link state updates from octets, checksums verified",
            run: measureDecoding),
        Benchmark(
            name: "captures", summary: "captures of link state updates into a database, checksums verified",
            run: measureCaptures),
        Benchmark(
            name: "queue", summary: "one event out of the queue and one in, at three depths", run: measureQueue),
    ]

    private static var usage: String {
        let width = catalog.map(\.name.count).max() ?? 0
        let rows = catalog.map { "  " + padded($0.name, to: width) + "  " + $0.summary }
        return """
            Usage: Benchmarks [--repeats N] [NAME ...]

            Runs all benchmarks, or those that are named:
            \(rows.joined(separator: "\n"))

            Each figure is the median of N repeats (default 5) after one that is not counted, and in processor time
            of one thread unless it says otherwise.
            """
    }
}

/// One benchmark of the catalog.
struct Benchmark: Sendable {
    let name: String
    let summary: String
    /// Measures with a number of repeats.
    let run: @Sendable (Int) -> [Measurement]
}
