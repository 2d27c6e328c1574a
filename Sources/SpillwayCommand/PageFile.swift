import ArgumentParser
import Files
import NetworkPrimitives
import Pages
import Results

/// `--report`, of every command that has results.
struct PageOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also write the result as an HTML page to this file; see 'spillway help report'.", valueName: "file"),
        completion: .file())
    var report: String?

    /// - Throws: exit code 2 where the file cannot be written.
    func file() throws -> PageFile? { try report.map { try PageFile($0) } }
}

/// The file that a page is written to. It is opened before what takes long, so that a wrong name is known at once.
struct PageFile {
    private let path: String
    private let file: OutputFile

    init(_ path: String) throws {
        self.path = path
        do {
            file = try OutputFile(path: path)
        } catch {
            throw Console.failure(error)
        }
    }

    /// Writes it, and says how large it is.
    func write(_ text: String) throws {
        do {
            try file.write(text)
            try file.close()
        } catch {
            throw Console.failure(error)
        }
        StandardError.line("spillway: \(grouped(text.utf8.count)) bytes in \(path)")
    }

    /// Writes the page of a result.
    /// - Parameter json: as `--format json` prints it.
    func write(resultAs json: String) throws {
        let html: String
        do {
            html = try ReportPage([try ResultFile(reading: Array(json.utf8))]).html
        } catch {
            throw Console.failure("\(error)", at: path)
        }
        try write(html)
    }
}
