import NetworkPrimitives
import Testing

@testable import Reports

@Suite("Numbers in reports") struct QuantityTests {
    @Test(
        "Spans are short",
        arguments: [
            (Duration.zero, "0s"), (.microseconds(20), "<1ms"), (.milliseconds(350), "350ms"),
            (.microseconds(999_600), "1s"), (.milliseconds(12_340), "12.3s"), (.milliseconds(59_960), "1m00s"),
            (.seconds(1_022), "17m02s"), (.seconds(3_900), "1h05m"),
        ]) func span(_ span: Duration, text: String)
    {
        #expect(spoken(span) == text)
    }

    @Test(
        "Counts have groups of three",
        arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678"), (-1_000, "-1,000")])
    func count(_ number: Int, text: String) {
        #expect(grouped(number) == text)
    }

    @Test(
        "Shares are never rounded to nothing or to all",
        arguments: [(0, "0%"), (1, "<0.1%"), (125_000, "12.5%"), (999_999, "99.9%"), (1_000_000, "100%")])
    func share(_ millionths: Int, text: String) {
        #expect(percentage(millionths) == text)
    }

    @Test func `a run with a clock tells the time of day, another one seconds`() {
        let start = Instant.origin + .seconds(70)
        let clock = Clock(start: start, clockStart: .seconds(10 * 3_600 + 12 * 60))
        #expect(clock.text(start + .milliseconds(350)) == "10:12:00.350")
        #expect(clock.text(start + .seconds(14 * 3_600)) == "00:12:00.000")
        #expect(Clock(start: start, clockStart: nil).text(start + .milliseconds(72_350)) == "+72.350")
    }

    @Test func `a narrow screen loses the least important columns`() {
        var table = TextTable([
            TextTable.Column(title: "router"), TextTable.Column(title: "LSAs", isNumeric: true, rank: 1),
            TextTable.Column(title: "model", rank: 2), TextTable.Column(title: "empty", rank: 1),
        ])
        table.add(["r1", "9", "some model", "-"])
        #expect(table.lines(width: nil) == ["  router  LSAs  model", "  r1         9  some model"])
        #expect(
            table.lines(width: 20) == [
                "  router  LSAs", "  r1         9", "  1 column left out (model): --verbose prints all",
            ])
    }

    @Test func `long lines are broken between words`() {
        let lines = wrapped("one two three four five six seven eight nine", indent: "  ", width: 24)
        #expect(lines == ["one two three four five", "  six seven eight nine"])
    }
}
