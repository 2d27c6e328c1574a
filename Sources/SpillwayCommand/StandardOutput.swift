import ArgumentParser
import Files
import Foundation
import Reports

/// What the commands print. Output that cannot be written is an error, as anybody who reads it would think it whole.
enum StandardOutput {
    /// Prints text for people: control characters of names are shown, not carried out.
    /// - Throws: exit code 2 after a message, or 141 where the reader has gone.
    static func write(_ text: String) throws {
        try writeUnchanged(LegibleText.escaping(text, except: TextStyle.sequences))
    }

    /// Prints text for programs, such as JSON or YAML, which escapes in its own way.
    static func writeUnchanged(_ text: String) throws {
        guard let error = writeAll(text.utf8, to: STDOUT_FILENO) else { return }
        guard error != EPIPE else { throw ExitCode(128 + SIGPIPE) }
        throw Console.failure("cannot be written", at: "standard output", String(cString: strerror(error)).lowercased())
    }

    /// Makes the help and the version, which the argument library prints, keep to the same rule.
    static func watch() {
        atexit {
            guard fflush(nil) != 0 else { return }
            if errno == EPIPE { _exit(128 + SIGPIPE) }
            _ = Console.failure("cannot be written", at: "standard output")
            _exit(2)
        }
    }
}
