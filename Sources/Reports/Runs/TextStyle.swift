/// Emphasis on a terminal. What it emphasizes is said in words as well.
public struct TextStyle: Sendable {
    private let isColored: Bool

    public init(isColored: Bool) { self.isColored = isColored }

    public static let plain = TextStyle(isColored: false)

    func heading(_ text: String) -> String { sequence("1", text) }
    func good(_ text: String) -> String { sequence("32", text) }
    func bad(_ text: String) -> String { sequence("1;31", text) }

    /// All control sequences that a report may hold.
    public static let sequences = ["1", "32", "1;31", "0"].map { "\u{1B}[\($0)m" }

    private func sequence(_ code: String, _ text: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
