import ArgumentParser
import Files
import Reports
import Scenarios
import Spillway

/// Where a result comes from: the command, and the files that it has read.
enum Origin {
    /// Everything that is read goes through it.
    static let inputs = InputLedger()

    /// The command as a person types it: without what changes nothing, and without secrets.
    static func command(_ arguments: some Sequence<String>) -> String {
        var words = ["spillway"]
        var previous: String?
        for argument in arguments {
            defer { previous = argument }
            // The number of jobs leaves no trace in a result.
            if previous == "--jobs" || argument == "--jobs" || argument.hasPrefix("--jobs=") { continue }
            let isSecret = previous == "--key" || argument.hasPrefix("--key=")
            words.append(quoted(isSecret ? withoutSecret(argument) : argument))
        }
        return words.joined(separator: " ")
    }

    /// `1=***` for `1=secret`.
    private static func withoutSecret(_ argument: String) -> String {
        let option = argument.hasPrefix("--key=") ? "--key=" : ""
        let name = argument.dropFirst(option.count).prefix { $0 != "=" }
        return option + name + "=***"
    }

    /// As a shell takes it for one word.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                || "-_./,:=@%+".unicodeScalars.contains(scalar)
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

extension FileSource {
    /// Files on disk, which the results name.
    static let noted = FileSource { path in
        let read = FileSource.disk.read(path)
        if case .success(let octets) = read { Origin.inputs.note(path, octets) }
        return read
    }
}

extension TraceSource {
    /// Captures on disk, which the results name.
    static let captures = captures(noting: Origin.inputs)
}

extension ResultHeader {
    /// Of this command, once it has read what it reads.
    static var current: ResultHeader {
        ResultHeader(
            version: ResultHeader.programVersion, command: Origin.command(CommandLine.arguments.dropFirst()),
            inputs: Origin.inputs.entries.map { Input(file: $0.file, sha256: $0.sha256) })
    }
}
