import Testing

@testable import Pages

@Suite("Step functions and words") struct StepFunctionTests {
    @Test func `What holds at a moment is what began last`() {
        let course = StepFunction(
            [(0, 1), (10, 2), (10, 3), (20, 3), (30, 4)].map { (milliseconds: $0.0, value: $0.1) })
        #expect(course.moments == [0, 10, 30])
        #expect(course.value(at: -1) == nil)
        #expect([0, 9, 10, 29, 30, 99].map { course.value(at: $0) } == [1, 1, 3, 3, 4, 4])
        #expect(course.flat() == [0, 1, 10, 3, 20, 4])
        #expect(course.flat(areDifferences: true) == [0, 1, 10, 2, 20, 1])
        #expect(course.spans(until: 50).map(\.to) == [10, 30, 50])
    }

    @Test(
        "How many times a threshold",
        arguments: [
            (60, 60, "1x"), (126, 100, "1.26x"), (1_225, 60, "20x"), (105, 100, "1.05x"), (150, 100, "1.5x"),
            (5, 0, ""),
        ])
    func multiple(_ measured: Int, _ threshold: Int, _ text: String) {
        #expect(Words.multiple(measured, of: threshold) == text)
    }

    @Test func `A place in percent of the run has four digits`() {
        #expect(RunLanes.percent(0, of: 3_000_000) == "0.0000%")
        #expect(RunLanes.percent(1_234_567, of: 3_000_000) == "41.1522%")
        #expect(RunLanes.percent(3_000_000, of: 3_000_000) == "100.0000%")
    }
}
