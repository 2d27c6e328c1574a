import Results

/// What a reader came for: the verdict, one sentence, and why. All other parts of a page only show how it came about.
struct Answer {
    enum Mark { case pass, fail, none }

    /// What was asked for, and the files' own words.
    var title = ""
    var summary = ""
    var banner: String?
    var mark = Mark.none
    var verdict = ""
    var sentence = ""
    /// Paragraphs with their titles.
    var paragraphs: [(title: String, text: String)] = []
    /// The figures that matter, and what they are.
    var facts: [(value: String, label: String)] = []
    var expectations: PageTable?
    var expectationsTitle = "Expected, and measured"

    /// - Parameter level: 1 for the first of a page.
    func write(into page: inout Markup, level: Int) {
        if let banner { page.element("p", [.class("banner")], banner) }
        page.element("div", [.class(expectations == nil ? "intro one" : "intro")]) { intro in
            intro.element("div") { text in
                write(verdict, into: &text)
                if level == 1 { text.element("h1", [], sentence) } else { text.element("h2", [.class("h1")], sentence) }
                for paragraph in paragraphs where !paragraph.text.isEmpty {
                    text.element("p", [.class("lead")]) { lead in
                        lead.element("b", [], paragraph.title)
                        lead.text(" " + paragraph.text)
                    }
                }
            }
            guard let expectations else { return }
            intro.element("div", [.class("side")]) { side in
                side.element("h2", [.class("h3")], expectationsTitle)
                expectations.write(into: &side)
            }
        }
        guard !facts.isEmpty else { return }
        page.element("dl", [.class("facts")]) { list in
            for fact in facts {
                list.element("div") { pair in
                    pair.element("dt", [], fact.label)
                    pair.element("dd", [], fact.value)
                }
            }
        }
    }

    private func write(_ verdict: String, into page: inout Markup) {
        let look = mark == .pass ? "verdict ok" : mark == .fail ? "verdict bad" : "verdict"
        page.element("div", [.class(look)]) { line in
            switch mark {
            case .fail: line.trusted(Self.cross)
            case .pass: line.trusted(Self.tick)
            case .none: break
            }
            line.element("span", [], verdict)
        }
    }

    private static let cross: StaticString = """
        <svg viewBox="0 0 20 20" aria-hidden="true"><path class="bd" d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" fill="#b3261e"/>\
        <path class="ob" d="M6.5 6.5l7 7m0-7l-7 7" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>
        """
    private static let tick: StaticString = """
        <svg viewBox="0 0 20 20" aria-hidden="true"><circle class="gd" cx="10" cy="10" r="9" fill="#1b6e4b"/>\
        <path class="ob" d="M5.6 10.4l3 3 5.8-6.4" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>
        """
}

extension Answer {
    /// The mark and the first words of what a command concluded.
    mutating func conclude(_ verdict: VerdictDocument, rules: String) {
        mark = verdict.outcome == "pass" ? .pass : verdict.outcome == "fail" ? .fail : .none
        let word = verdict.outcome?.uppercased()
        guard let word else {
            self.verdict = "No \(rules)s given"
            return
        }
        guard verdict.rules > 0 else {
            self.verdict = word
            return
        }
        let one = verdict.rules == 1
        let all = one ? "the \(rules) holds" : "all \(verdict.rules) \(rules)s hold"
        self.verdict =
            verdict.broken > 0
            ? "\(word): \(verdict.broken) of \(verdict.rules) \(rules)\(one ? "" : "s") broken"
            : word + ": " + (verdict.outcome == "pass" ? all : all + ", but the change does harm")
    }
}
