import Analysis
import ArgumentParser
import Exports
import Files
import Foundation
import Reports
import Results
import Scenarios

/// What the commands share about the terminal they run in.
enum Console {
    /// Colors and the width of the screen where standard output is one.
    static func options(verbose: Bool = false, quiet: Bool = false) -> ReportOptions {
        let isScreen = isatty(STDOUT_FILENO) == 1
        let wantsColor = isScreen && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
        return ReportOptions(
            isVerbose: verbose, isQuiet: quiet, width: isScreen ? width : nil, style: TextStyle(isColored: wantsColor))
    }

    private static var width: Int { size(of: STDOUT_FILENO).columns }

    /// How large a terminal is: as COLUMNS and LINES say, or as it says itself.
    static func size(of terminal: Int32) -> (columns: Int, lines: Int) {
        var size = winsize()
        let isKnown = ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0
        func number(_ name: String, _ own: UInt16, atLeast least: Int, otherwise: Int) -> Int {
            if let given = environment(name).flatMap({ Int($0) }), given >= least { return given }
            return isKnown && Int(own) >= least ? Int(own) : otherwise
        }
        return (
            number("COLUMNS", size.ws_col, atLeast: 41, otherwise: 100),
            number("LINES", size.ws_row, atLeast: 6, otherwise: 24)
        )
    }

    /// The value of an environment variable that is set to something.
    static func environment(_ name: String) -> String? {
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
        return value
    }

    /// Reads a scenario. Everything that is wrong with the file goes to standard error.
    /// - Throws: exit code 2 where the file cannot be used.
    static func scenario(at path: String, seed: UInt64? = nil) throws -> Scenario {
        let loaded = ScenarioLoader.load(path: path, files: .noted, traces: .captures)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard var scenario = loaded.content else { throw ExitCode(2) }
        if let seed { scenario.network.seed = seed }
        return scenario
    }

    /// Writes a whole text to a file, or to standard output without one.
    /// - Throws: exit code 2 where the file cannot be written; what was in it stays then.
    static func write(_ text: String, to path: String?) throws {
        guard let path else { return try StandardOutput.writeUnchanged(text) }
        do {
            let file = try OutputFile(path: path)
            try file.write(text)
            try file.close()
        } catch {
            throw failure(error)
        }
    }

    /// Ends the command: the input is wrong, or the output cannot be written. `WHAT (WHERE): WHAT WOULD BE RIGHT`.
    /// - Parameters:
    ///   - place: the file or option.
    ///   - remedy: what would be right, or why it cannot be.
    static func failure(_ problem: String, at place: String? = nil, _ remedy: String? = nil) -> ExitCode {
        message("error", problem, at: place, remedy)
        return ExitCode(2)
    }

    /// Ends the command: something cannot be read or written. Where a pipe's reader has gone, nothing is printed.
    static func failure(_ error: any Error, at place: String? = nil) -> ExitCode {
        if let error = error as? OutputError, error.isClosedPipe { return ExitCode(128 + SIGPIPE) }
        return failure("\(error)", at: place)
    }

    static func warning(_ problem: String, at place: String? = nil, _ remedy: String? = nil) {
        message("warning", problem, at: place, remedy)
    }

    /// A name in the message does not end its line.
    private static func message(_ severity: String, _ problem: String, at place: String?, _ remedy: String?) {
        let (place, remedy) = (place.map { " (\($0))" } ?? "", remedy.map { ": \($0)" } ?? "")
        StandardError.line("spillway: \(severity): \(problem)\(place)\(remedy)")
    }

    /// The command was ended before there was a result.
    static func interruption() -> ExitCode {
        StandardError.line("spillway: interrupted: no result")
        return ExitCode(Interruption.exitCode)
    }

    /// A directory that this run alone writes into.
    /// - Throws: exit code 2 where it is not empty or cannot be made.
    static func outputFolder(_ path: String) throws -> OutputFolder {
        do {
            return try OutputFolder(path: path)
        } catch {
            throw failure(error)
        }
    }

    /// Simulates under a line of progress, until Ctrl-C.
    ///
    /// - Parameters:
    ///   - file: what a scenario that cannot be run is called.
    ///   - recordsCourse: whether runs take down their course, as pictures of them need it.
    ///   - body: makes the result; `nil` where it was canceled before there was one.
    /// - Throws: the exit code where there is no result.
    static func simulating<Outcome>(
        _ file: String? = nil, recordsCourse: Bool = false,
        _ body: (Simulation.Observer, ProgressLine) async throws -> Outcome?
    ) async throws -> Outcome {
        let progress = ProgressLine()
        Interruption.watch()
        var observer = Simulation.Observer(isCancelled: { Interruption.isPending }, progress: { progress.show($0) })
        observer.recordsCourse = recordsCourse
        do {
            let outcome = try await body(observer, progress)
            progress.clear()
            guard let outcome else { throw interruption() }
            return outcome
        } catch let error as SimulationError {
            progress.clear()
            throw failure(error, at: file)
        }
    }

    /// Ends the command: a scenario cannot be run.
    static func failure(_ error: SimulationError, at place: String? = nil) -> ExitCode {
        switch error {
        case .doesNotConverge(let limit, let churn):
            let reason = churn.map(\.text).joined(separator: "; ")
            return failure(
                "did not converge within \(limit.minutes) of simulated time", at: place, churn.isEmpty ? nil : reason)
        }
    }
}

/// How results are printed.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// How results of runs, comparisons, plans, surveys and replays are printed.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, junit, csv

    static let help: ArgumentHelp =
        "Format of the result: text; json, as docs/result-format.md describes it; markdown for a merge request or ticket; junit for CI servers; csv for spreadsheets."

    /// Prints a result in a format for programs.
    ///
    /// - Precondition: it is not `text`.
    func write(_ json: String) throws {
        switch self {
        case .text: preconditionFailure("text is not made of JSON")
        case .json: try StandardOutput.writeUnchanged(json)
        case .markdown: try StandardOutput.writeUnchanged(MarkdownText(try Console.reading(json)).text)
        case .junit: try StandardOutput.writeUnchanged(JUnitText(try Console.reading(json)).text)
        case .csv: try StandardOutput.writeUnchanged(CSVText(try Console.reading(json)).text)
        }
    }
}

extension Console {
    /// What a result says.
    static func reading(_ json: String) throws -> ResultFile {
        do {
            return try ResultFile(reading: Array(json.utf8))
        } catch {
            throw failure("\(error)", at: "the program's own JSON")
        }
    }
}

extension Judgment {
    /// Ends the command with what was concluded.
    func exit() throws {
        if exitCode != 0 { throw ExitCode(exitCode) }
    }
}
