/// The actions that can be typed as a change, for a page of help: made from the table that they are read by.
public enum ChangeHelp {
    /// One action in two columns: how it is typed, and what it does.
    public static var actions: [(example: String, summary: String)] {
        Record.actionKeys.compactMap { key in key.example.map { ($0, key.summary) } }
            + [("run 5m", "lets time pass before the next action")]
    }

    /// Actions of timelines that cannot be typed.
    public static var missing: [String] { Record.actionKeys.filter { $0.example == nil }.map(\.name) }
}
