import ArgumentParser
import Scenarios

/// A mistake in the arguments, said as every other: `spillway: error: WHAT (WHERE): WHAT WOULD BE RIGHT`.
///
/// The argument library has its own words for it, which are read here; what it has no words for is printed as it is.
struct ArgumentMistake {
    private let arguments: [String]
    /// The command that was meant, where it is known.
    private let command: (any ParsableCommand.Type)?
    private var message = ""
    private var help = ""

    init(in arguments: [String]) {
        self.arguments = arguments
        command = SpillwayProgram.command(named: arguments.first ?? "")
    }

    /// The first word, or what help was asked for, where no command is called so.
    var unknownCommand: String? {
        let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
        guard let word = words.first, !word.hasPrefix("-"), word != "help", SpillwayProgram.command(named: word) == nil
        else {
            return nil
        }
        return word
    }

    /// Takes down what the argument library says.
    mutating func read(_ error: any Error) {
        message = SpillwayProgram.message(for: error)
        // `Help:  --seed <seed>  The random seed.`
        let lines = SpillwayProgram.fullMessage(for: error).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("Help:  ") } ?? ""
        help = line.dropFirst(7).split(separator: "  ", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    }

    /// The message and where there is more to read; `nil` where there is no mistake.
    var text: String? {
        if let unknownCommand {
            let names = SpillwayProgram.configuration.subcommands.compactMap { $0.configuration.commandName }
            let near = CommandWords.command(for: unknownCommand, among: names)
            let remedy = near.map { "did you mean '\($0)'?" } ?? "the commands are \(names.joined(separator: ", "))"
            return "spillway: error: unknown command '\(unknownCommand)': \(remedy)\n  See 'spillway --help'.\n"
        }
        guard !message.isEmpty else { return nil }
        let name = command?.configuration.commandName.map { "spillway \($0)" } ?? "spillway"
        let (problem, remedy) = parts
        let place = remedy == nil && problem.contains("(") ? "" : " (\(name))"
        return "spillway: error: \(problem)\(place)\(remedy.map { ": \($0)" } ?? "")\n  See '\(name) --help'.\n"
    }

    // MARK: What the argument library says

    private var parts: (problem: String, remedy: String?) {
        // The library checks what options mean together before it looks for unknown ones.
        if let unknown = unknownOption { return ("unknown option '\(unknown)'", remedy(forOption: unknown)) }
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
        let (first, second) = (quoted.count > 1 ? quoted[1] : "", quoted.count > 3 ? quoted[3] : "")
        if message.hasPrefix("Unknown option") {
            return ("unknown option '\(first)'", remedy(forOption: first))
        }
        if message.hasPrefix("Missing value for") { return ("missing value for '\(first)'", described) }
        if message.hasPrefix("Missing expected argument") { return ("missing '\(first)'", described) }
        if message.hasPrefix("Unexpected argument") {
            return (
                "unexpected argument '\(first)'",
                "quote an argument that has spaces in it, and leave out what is too much"
            )
        }
        if message.hasPrefix("The value") {
            let choice = message.range(of: "Please provide one of ").map { "it is one of " + message[$0.upperBound...] }
            return ("invalid value '\(first)' for '\(second)'", choice.map(Self.withoutPeriod) ?? described)
        }
        return (message.first.map { $0.lowercased() + message.dropFirst() } ?? message, nil)
    }

    /// The help of the argument in question, as the end of a sentence.
    private var described: String? {
        guard let first = help.first else { return nil }
        let isAbbreviation = help.dropFirst().first?.isUppercase ?? false
        return (isAbbreviation ? String(first) : first.lowercased()) + Self.withoutPeriod(String(help.dropFirst()))
    }

    private static func withoutPeriod(_ text: String) -> String { text.last == "." ? String(text.dropLast()) : text }

    private func remedy(forOption option: String) -> String? {
        CommandWords.option(for: option, among: knownOptions).map { "did you mean '\($0)'?" }
    }

    private var unknownOption: String? {
        guard command != nil else { return nil }
        let known = knownOptions + ["--help", "--version", "--help-hidden"]
        let words = arguments.dropFirst().prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
        return words.map { String($0.prefix { $0 != "=" }) }.first {
            !known.contains($0) && !$0.contains(" ") && !$0.hasPrefix("--generate")
        }
    }

    private var knownOptions: [String] {
        let page = command?.helpMessage(columns: 1_000) ?? ""
        return page.matches(of: /(?:^|[\s\[])(--[a-z][a-z-]*)/).map { String($0.1) }
    }
}

extension SpillwayProgram {
    fileprivate static func command(named name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0.configuration.commandName == name }
    }
}
