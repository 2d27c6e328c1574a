import Results

/// A run, with its series unfolded.
struct RunView {
    let run: RunDocument
    /// Of the explorers on the page.
    let number: Int
    let clock: PageClock
    /// In milliseconds.
    let end: Int
    /// The first thing that was done, or that led to harm.
    let start: Int
    /// How many steps of the story belong to its first round; the rest repeats it.
    let firstRound: Int
    let course: RunCourse?

    init(_ run: RunDocument, number: Int) throws(PageError) {
        self.run = run
        self.number = number
        clock = PageClock(startNs: run.clockStartNs)
        end = max(1, run.durationNs / 1_000_000)
        let action = run.happenings.first { $0.kind == "action" }?.timeNs
        start = min(end, max(0, (run.story.first?.startNs ?? action ?? 0) / 1_000_000))
        let return_ = run.story.firstIndex { $0.kind == "returned" || $0.kind == "processRestarted" }
        firstRound = return_ ?? min(run.story.count, 12)
        if let topology = run.topology, let series = run.series {
            course = try RunCourse(run, topology, series, end: end)
        } else {
            course = nil
        }
    }

    var firstSteps: ArraySlice<StoryStepDocument> { run.story.prefix(firstRound) }
    /// The window in which it all begins, with a margin.
    var focus: ClosedRange<Int>? {
        guard let last = firstSteps.map(\.endNs).max(), !run.story.isEmpty else { return nil }
        let length = max(last / 1_000_000, start + 1_000) - start
        let window = max(0, start - length * 6 / 100)...min(end, start + length + length * 6 / 100)
        return window.upperBound - window.lowerBound >= end * 9 / 10 ? nil : window
    }

    /// Routers that shut down or crashed at least once, by position.
    var fallen: [Int] { run.routers.indices.filter { run.routers[$0].isolations > 0 || run.routers[$0].crashes > 0 } }
    var limited: Int { run.routers.count { $0.limit != nil } }
    /// The probe that lost most.
    var worstProbe: ProbeDocument? { run.probes.filter { $0.lostNs > 0 }.max { $0.lostNs < $1.lostNs } }
    /// The probe to which nothing arrived for the longest time.
    var darkestProbe: ProbeDocument? { run.probes.filter { $0.darkNs > 0 }.max { $0.darkNs < $1.darkNs } }
}

extension ProbeDocument {
    /// The share of the traffic that is lost, in millionths.
    var loss: StepFunction<Int> {
        StepFunction(samples.lazy.filter { !$0.isEmpty }.map { ($0[0] / 1_000_000, $0.dropFirst().reduce(0, +)) })
    }
}
