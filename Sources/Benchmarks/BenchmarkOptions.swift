#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the command line asks for.
struct BenchmarkOptions {
    /// Which benchmarks to run; none means all.
    var names: [String] = []
    /// How many repeats are counted, at least one.
    var repeats = 5
    var showsHelp = false

    /// What is wrong with a command line.
    struct Mistake: Error {
        let message: String
    }

    static func parse(_ arguments: some Sequence<String>) -> Result<BenchmarkOptions, Mistake> {
        var options = BenchmarkOptions()
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "--help", "-h": options.showsHelp = true
            case "--repeats":
                guard let text = rest.next(), let count = Int(text), (1...1_000).contains(count) else {
                    return .failure(Mistake(message: "--repeats takes a number from 1 to 1000"))
                }
                options.repeats = count
            case _ where argument.hasPrefix("-"): return .failure(Mistake(message: "unknown option \(argument)"))
            default:
                guard BenchmarkProgram.catalog.contains(where: { $0.name == argument }) else {
                    return .failure(Mistake(message: "there is no benchmark named \(argument)"))
                }
                options.names.append(argument)
            }
        }
        return .success(options)
    }
}

/// Prints a last word and ends the program.
func leave(_ text: String, status: Int32) -> Never {
    print(text)
    exit(status)
}
