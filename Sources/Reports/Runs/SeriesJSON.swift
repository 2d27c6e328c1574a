import Analysis
import NetworkPrimitives

/// The course of a run for programs: flat arrays of numbers, times in whole milliseconds, each as the difference to the one before.
struct SeriesJSON {
    let course: Course
    let names: RunNames

    /// How the series were thinned, in a sentence.
    private var rule: String {
        "States, adjacencies and detours are exact. Numbers of routers are the largest of each second or, where there would be more than \(grouped(course.sampleLimit)) values, of longer stretches; those of the network likewise, with \(grouped(4 * Series.limit)). Ways are exact up to \(grouped(Series.limit)) changes of a probe; after that, one is taken down for each stretch of a second or more."
    }

    func write(into json: inout CompactJSON) {
        json.object { json in
            json.field("rule", rule)
            json.key("state_names")
            let states = RouterOutcome.State.allCases
            json.array { list in states.forEach { list.value("\($0)") } }
            write("states", course.states.map { steps($0) { states.firstIndex(of: $0)! } }, &json)
            write("links", course.adjacencies.map { steps($0) { $0 } }, &json)
            write("counted", course.counted.map(differences), &json)
            write("queues", course.queues.map(differences), &json)
            write("cpu", course.processors.map(differences), &json)
            write("spf", course.calculations.map(differences), &json)
            json.numbers("received", differences(course.received))
            json.numbers("sent", differences(course.sent))
            json.key("probes")
            json.array { list in course.ways.forEach { write($0, into: &list) } }
        }
    }

    private func write(_ name: String, _ lists: [[Int]], _ json: inout CompactJSON) {
        json.key(name)
        json.array { outer in lists.forEach { outer.numbers($0) } }
    }

    private func write(_ ways: ProbeWays, into list: inout CompactJSON) {
        list.object { object in
            object.key("ways")
            object.array { list in ways.pictures.forEach { write($0, into: &list) } }
            object.numbers("way", steps(ways.samples) { $0 })
            object.numbers("detour", differences(ways.detours))
        }
    }

    private func write(_ picture: TrafficPicture, into list: inout CompactJSON) {
        list.object { object in
            object.numbers("enters", picture.entries.flatMap { [$0.what.offset, $0.share] })
            object.numbers(
                "steps",
                picture.steps.flatMap {
                    [$0.what.from.offset, $0.what.segment.offset, $0.what.to?.offset ?? -1, $0.share]
                })
            object.numbers("arrives", picture.arrivals.flatMap { [$0.what.number, $0.share] })
            object.key("dies")
            object.array { list in
                for part in picture.deaths {
                    list.object { object in
                        object.field("reason", "\(part.what.reason)")
                        object.field("router", part.what.router.offset)
                        object.field("share", part.share)
                        if part.what.loop >= 0 { object.field("loop", part.what.loop) }
                        if let segment = part.what.segment { object.field("segment", segment.offset) }
                        if let prefix = part.what.prefix { object.field("prefix", "\(prefix)") }
                    }
                }
            }
        }
    }

    private func steps<Value>(_ samples: [Course.Sample<Value>], _ number: (Value) -> Int) -> [Int] {
        SeriesNumbers(start: names.clock.start).steps(samples, number)
    }

    private func differences(_ samples: [Course.Sample<Int>]) -> [Int] {
        SeriesNumbers(start: names.clock.start).differences(samples)
    }
}

/// Samples as flat arrays of numbers.
struct SeriesNumbers {
    /// What times are counted from, in whole milliseconds, rounded down.
    let start: Instant

    func steps<Value>(_ samples: [Course.Sample<Value>], _ number: (Value) -> Int) -> [Int] {
        var last = 0
        return samples.flatMap { sample in
            let time = Int((sample.instant - start).nanoseconds.flooredMilliseconds)
            defer { last = time }
            return [time - last, number(sample.value)]
        }
    }

    func differences(_ samples: [Course.Sample<Int>]) -> [Int] {
        var last = 0
        return steps(samples) { value in
            defer { last = value }
            return value - last
        }
    }
}

extension Int64 {
    fileprivate var flooredMilliseconds: Int64 { self >= 0 ? self / 1_000_000 : (self - 999_999) / 1_000_000 }
}

extension Arrival {
    /// A router's number, or -1 less a segment's.
    fileprivate var number: Int {
        switch self {
        case .router(let number): number.offset
        case .segment(let number): -1 - number.offset
        }
    }
}
