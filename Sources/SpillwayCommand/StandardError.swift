import Files

/// Messages beside the program's output.
enum StandardError {
    /// Prints text in which control characters of names are shown, not carried out. There is nowhere left to report it
    /// where it cannot be written.
    static func write(_ text: String) { writeUnchanged(LegibleText.escaping(text)) }

    /// Prints one line, which no name in it ends before.
    static func line(_ text: String) { writeUnchanged(LegibleText.line(text) + "\n") }

    /// Prints text that moves the cursor.
    static func writeUnchanged(_ text: String) { _ = writeAll(text.utf8, to: 2) }
}
