import Files
import Testing

@Suite("Text for a terminal") struct LegibleTextTests {
    @Test func `text without control characters stays as it is`() {
        for text in ["", "par4-core-1\n", "10:12 é ü 中 – “x”\n\n", "£5 · 2 ×"] {
            #expect(LegibleText.escaping(text) == text)
        }
    }

    @Test(
        "what would move a cursor, set a title or turn text around is shown",
        arguments: [
            ("\u{1B}]0;x\u{07}", "\\x1B]0;x\\x07"), ("a\rb", "a\\x0Db"), ("\u{9B}2J", "\\x9B2J"), ("\u{7F}", "\\x7F"),
            ("\u{202E}txt", "\\u{202E}txt"), ("a\u{0}b", "a\\x00b"), ("a\r\nb", "a\\x0D\nb"),
        ])
    func isShown(_ text: String, as expected: String) {
        #expect(LegibleText.escaping(text) == expected)
    }

    @Test func `the program's own emphasis stays, and only that`() {
        let bold = "\u{1B}[1m"
        #expect(LegibleText.escaping(bold + "x\u{1B}[8my", except: [bold]) == bold + "x\\x1B[8my")
    }
}
