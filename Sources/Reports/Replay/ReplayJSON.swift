import Analysis
import Captures
import NetworkPrimitives
import OSPF
import Replays

/// The result of a router that a capture was played to, for programs. Times are nanoseconds since the first frame.
public struct ReplayJSON: Sendable {
    private let name: String
    private let capture: CapturedUpdates
    private let result: ReplayResult

    public init(name: String, capture: CapturedUpdates, result: ReplayResult) {
        self.name = name
        self.capture = capture
        self.result = result
    }

    public func text(under header: ResultHeader) -> String { header.text(.replay, write) }

    /// The results of several policies in one object.
    public static func text(of variants: [(name: String, result: Self)], under header: ResultHeader) -> String {
        header.text(.replayComparison) { root in
            root.key("variants")
            root.array { list in
                for variant in variants {
                    list.object { object in
                        object.field("name", variant.name)
                        object.key("result")
                        object.object { part in
                            part.field("format", ResultKind.replay.rawValue)
                            variant.result.write(&part)
                        }
                    }
                }
            }
        }
    }

    private func write(_ json: inout CompactJSON) {
        json.field("file", name)
        Judgment(rules: 0, broken: 0).write(headline: result.headline, before: [], into: &json) { _, _ in }
        json.field("first_time_ns", capture.firstTime.nanoseconds)
        json.field("length_ns", result.length.nanoseconds)
        json.field("updates", capture.updates.count)
        json.field("lsas", capture.lsaCount)
        json.key("frames")
        json.object { json in
            for kind in FrameClass.allCases { json.field(kind.rawValue, capture.totals[kind]) }
        }
        json.key("areas")
        json.array { json in for area in capture.areas { json.value(area.description) } }
        json.field("limit", result.limit.maximum)
        json.field("policy", "\(result.limit.action)")
        if let course = result.run.course {
            let numbers = SeriesNumbers(start: result.start)
            json.numbers("counted", numbers.differences(course.counted[RouterUnderTest.number]))
        }
        json.key("events")
        json.array { json in for event in result.events { write(event, &json) } }
        json.key("router")
        json.object { json in writeRouter(&json) }
        json.key("database")
        json.array { json in for lsa in result.finalDatabase { write(lsa, &json) } }
        json.field("digest", hexadecimal(result.run.digest))
    }

    private func write(_ event: ReplayResult.Event, _ json: inout CompactJSON) {
        json.object { json in
            json.field("kind", "\(event.kind)")
            json.field("time_ns", event.offset.nanoseconds)
            json.field("frame", event.frame)
            json.field("count", event.count)
            json.key("composition")
            json.array { json in
                for share in event.composition {
                    json.object { json in
                        json.field("router", share.router.description)
                        json.field("lsas", share.count)
                    }
                }
            }
        }
    }

    private func writeRouter(_ json: inout CompactJSON) {
        json.field("peak", result.counters.largestCount)
        json.field("peak_time_ns", result.peakOffset.nanoseconds)
        json.field("counted", result.router.countedLSAs)
        json.field("lacking", result.lackingCount)
        json.field("phase", "\(result.router.limitPhase)")
        json.field("isolations", result.counters.isolations)
        json.field("isolated_ns", result.timeIsolated.nanoseconds)
        json.field("rejected", result.counters.lsasRejected)
        json.field("lsas_discarded", result.discarded)
        json.field("spf_runs", result.counters.spfRuns)
    }

    private func write(_ lsa: DatabaseReport, _ json: inout CompactJSON) {
        json.object { json in
            json.field("area", lsa.key.area == DatabaseKey.systemWide ? nil : lsa.key.area.description)
            json.field("type", lsa.key.type.rawValue)
            json.field("lsid", lsa.key.linkStateID.description)
            json.field("adv", lsa.key.advertisingRouter.description)
            json.field("age", lsa.age)
        }
    }
}
