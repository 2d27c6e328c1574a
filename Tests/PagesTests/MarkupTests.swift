import Testing

@testable import Pages

@Suite("Text is text") struct MarkupTests {
    @Test func `In text and attributes every character means itself`() {
        let markup = Markup.make { page in
            page.element("p", [.at("title", "a\"b'<c>&")], "<b>&amp;\"'")
        }
        #expect(markup.code == "<p title=\"a&quot;b&#39;&lt;c&gt;&amp;\">&lt;b&gt;&amp;amp;&quot;&#39;</p>")
    }

    @Test func `What changes a screen is made visible`() {
        #expect(Markup.make { $0.text("a\u{1B}[2Jb\u{202E}c\nd") }.code == "a\\x1B[2Jb\\u{202E}c\\x0Ad")
    }

    @Test func `Data cannot end the element that it stands in`() {
        let data = DataText.make { $0.value("</script><!--\"\\") }
        #expect(data.text == "\"\\u003C/script>\\u003C!--\\\"\\\\\"")
    }
}
