import Files
import Results

/// A result as JUnit XML, which CI servers show as tests: a suite for the run or for each variant, and in it a test for each
/// expectation, threshold or failure. A result without rules is one test, that it was made.
public struct JUnitText: Sendable {
    private let file: ResultFile

    public init(_ file: ResultFile) { self.file = file }

    public var text: String {
        let suites = file.parts.map(Suite.init)
        let (version, command, inputs) = file.origin
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
        let (tests, failures) = (suites.reduce(0) { $0 + $1.count }, suites.reduce(0) { $0 + $1.failures })
        lines.append(
            "<testsuites name=\(quoted("spillway: " + file.name)) tests=\"\(tests)\" failures=\"\(failures)\">")
        for suite in suites {
            lines.append(
                "  <testsuite name=\(quoted(suite.name)) tests=\"\(suite.count)\" failures=\"\(suite.failures)\" errors=\"0\" skipped=\"0\">"
            )
            lines.append("    <properties>")
            for (name, value) in [("spillway", version), ("command", command)]
                + inputs.map({ ("sha256 of \($0.file)", $0.sha256) })
            {
                lines.append("      <property name=\(quoted(name)) value=\(quoted(value))/>")
            }
            lines.append("    </properties>")
            for test in suite.tests { lines += self.lines(of: test, in: suite) }
            if let headline = file.verdict?.headline, !headline.isEmpty {
                lines.append("    <system-out>\(Self.escaped(headline.joined(separator: "\n")))</system-out>")
            }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    private struct Suite {
        let name: String
        let tests: [Rule]
        var count: Int { tests.count }
        var failures: Int { tests.count { !$0.holds } }

        init(_ part: RulePart) {
            name = part.name
            tests =
                part.rules.isEmpty
                ? [Rule(name: "no expectations given", holds: true, text: "")] : part.rules
        }
    }

    private func lines(of test: Rule, in suite: Suite) -> [String] {
        let place = test.place.split(separator: ":").first.map { " file=\(quoted(String($0)))" } ?? ""
        let head = "    <testcase classname=\(quoted("spillway." + suite.name)) name=\(quoted(test.name))\(place)"
        guard !test.holds else { return [head + "/>"] }
        let written = test.place.isEmpty ? "" : " [\(test.place)]"
        return [
            head + ">",
            "      <failure message=\(quoted(test.text)) type=\"broken\">\(Self.escaped(test.name + ": " + test.text + written))</failure>",
            "    </testcase>",
        ]
    }

    private func quoted(_ text: String) -> String {
        "\"" + Self.escaped(LegibleText.line(text)).replacing("\"", with: "&quot;") + "\""
    }

    /// Text between tags. Characters that XML does not have are shown as escapes.
    static func escaped(_ text: String) -> String {
        let legible = LegibleText.escaping(text)
        let scalars = legible.unicodeScalars.filter { $0.value & 0xFFFE != 0xFFFE }
        return String(String.UnicodeScalarView(scalars)).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
