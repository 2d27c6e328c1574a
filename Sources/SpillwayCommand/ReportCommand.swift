import ArgumentParser
import Files
import Pages
import Results

/// `spillway report`: a page of results that were written before.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes one self-contained HTML page of results, or a picture of a run.",
        discussion: """
            Reads what run, compare, plan, limits and replay print with --format json. Several results are on one page; \
            a comparison that holds the run before it becomes a part of that run's answer. The page needs no network. Where \
            scripts are blocked, and on paper, everything but the slider is there.

            The same page is written by --report FILE of these commands.

            \(HelpText.examples(
                "spillway report Tests/Data/results/triangle-cut.json -o triangle.html",
                "spillway report Tests/Data/results/triangle-cut.json --svg -o triangle.svg"))
            """
    )

    @Argument(help: "Results (JSON).", completion: .file(extensions: ["json"]))
    var files: [String]

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The file to write, in place of standard output.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(help: "Write an SVG picture of the first run or plan: who shut down when, and when traffic was lost.")
    var svg = false

    func run() throws {
        let results = try files.map(Self.read).map { try $0.get() }
        let text: String
        do {
            text = svg ? try ReportPicture(results).svg : try ReportPage(results).html
        } catch {
            throw Console.failure("\(error)", at: files.joined(separator: ", "))
        }
        guard let output else { return try StandardOutput.writeUnchanged(text) }
        let file = try PageFile(output)
        try file.write(text)
    }

    /// All files are read before the first mistake ends the command, so that every one is reported.
    private static func read(_ path: String) -> Result<ResultFile, ExitCode> {
        do {
            return .success(try ResultFile(reading: try FileInput.octets(of: path, upTo: sizeLimit)))
        } catch let error as InputError {
            let problem =
                switch error {
                case .missing: "no such file"
                case .isDirectory: "this is a directory, not a file"
                case .tooLarge: "the file is larger than \(sizeLimit >> 20) MiB"
                case .unreadable(let reason): "the file cannot be read: \(reason)"
                }
            return .failure(Console.failure(problem, at: path))
        } catch {
            return .failure(Console.failure("\(error)", at: path, "give what a command prints with --format json"))
        }
    }

    private static let sizeLimit = 1 << 30
}
