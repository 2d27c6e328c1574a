/// What the YAML library finds wrong, in our own words and with what would be right.
enum YAMLWords {
    /// Beginnings of the library's sentences.
    private static let sentences: [(found: String, told: String)] = [
        ("found a tab character", "a tab cannot indent YAML: use spaces"),
        ("found character '\\t", "a tab cannot indent YAML: use spaces"),
        ("did not find expected ',' or ']'", "a list that '[' opens is not closed: ',' or ']' is missing"),
        ("did not find expected ',' or '}'", "a mapping that '{' opens is not closed: ',' or '}' is missing"),
        (
            "did not find expected '-' indicator",
            "an item of this list was expected here: indent it as those before, with '-'"
        ),
        ("did not find expected key", "a key was expected here: indent it as those before it"),
        ("did not find expected node content", "a value was expected here"),
        (
            "did not find expected <document start>",
            "the document has ended before this line: indent it as the lines above"
        ),
        ("mapping values are not allowed", "a ':' cannot stand here: quote the text, or begin a new line"),
        ("block sequence entries are not allowed", "a '-' cannot stand here: begin a new line"),
        ("block mapping", "a key cannot stand here: begin a new line"),
        ("could not find expected ':'", "a ':' is missing after a key"),
        ("found unexpected ':'", "a ':' cannot stand here: quote the text"),
        ("found unexpected end of stream", "a quoted text is not closed"),
        ("found unexpected document indicator", "a quoted text is not closed"),
        ("found unknown escape character", "a '\\' in double quotes begins an escape: use single quotes"),
        ("but found another document", "a second document begins here: a file holds one, without '---'"),
        ("found undefined tag handle", "YAML tags ('!') are not read here"),
        ("found undefined alias", "YAML aliases ('*') are not read here"),
        ("Maximum nesting level", "nested more than \(YAMLComposer.depthLimit) levels deep"),
        ("control characters are not allowed", "a control character cannot stand here"),
    ]

    /// - Parameter character: what stands at the place, `nil` at the end of a line.
    static func message(for problem: String, at character: Character?) -> String {
        if problem.hasPrefix("found character that cannot start any token") {
            guard let character, character != "\t" else { return "a tab cannot indent YAML: use spaces" }
            return "text cannot begin with '\(character)': quote it"
        }
        return sentences.first { problem.hasPrefix($0.found) }?.told
            ?? "this is not YAML: check the indentation and the quotes"
    }
}
