import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// The report of a run for programs: one JSON object, as `docs/result-format.md` describes it. Equal runs give equal bytes.
///
/// Moments are nanoseconds since the start of the timeline, spans nanoseconds, shares millionths.
public struct RunJSON: Sendable {
    let result: RunResult
    let names: RunNames
    private let explanations: [Explanation]

    /// - Parameter explanations: of what was asked for.
    public init(_ result: RunResult, explanations: [Explanation] = []) {
        self.result = result
        self.explanations = explanations
        names = RunNames(result)
    }

    public func text(under header: ResultHeader) -> String { header.text(.run, write) }

    /// As a part of another result, which has the header.
    func writePart(into json: inout CompactJSON) {
        json.object { part in
            part.field("format", ResultKind.run.rawValue)
            write(into: &part)
        }
    }

    private func write(into root: inout CompactJSON) {
        writeRun(into: &root)
        writePicture(into: &root)
        let headline = HeadlineText(names: names, judgment: result.judgment)
        result.judgment.write(
            headline: result.headline(names), before: headline.before, names, into: &root)
        root.key("verdicts")
        root.array { list in result.verdicts.forEach { write($0, into: &list) } }
        root.key("probes")
        root.array { list in result.probes.forEach { write($0, into: &list) } }
        root.key("loops")
        root.array { list in
            result.loops.forEach { loop in list.array { inner in loop.forEach { inner.value(names.router($0)) } } }
        }
        root.key("routers")
        root.array { list in result.routers.indices.forEach { writeRouter($0, into: &list) } }
        root.key("totals")
        root.object(writeTotals)
        root.key("convergence")
        root.object(writeConvergence)
        root.key("story")
        root.array { write(Story(result), into: &$0) }
        root.key("happenings")
        root.array { list in result.happenings.forEach { writeHappening($0, into: &list) } }
        guard !explanations.isEmpty || !result.routeAnswers.isEmpty else { return }
        root.key("why")
        root.array { list in
            for explanation in explanations { list.object { writeExplanation(explanation, into: &$0) } }
            for (question, answer) in result.routeAnswers {
                RouteAnswerText(question, answer, in: result.scenario.network).write(into: &list)
            }
        }
    }

    private func writeRun(into root: inout CompactJSON) {
        let scenario = result.scenario
        root.field("name", scenario.name)
        root.field("summary", scenario.summary)
        root.field("network", scenario.network.name)
        root.field("seed", scenario.network.seed)
        root.field("clock_start_ns", scenario.clockStart?.nanoseconds)
        root.field("cold_start_ns", result.coldStart.nanoseconds)
        root.field("settling_ns", result.settling.nanoseconds)
        root.key("unrest")
        root.array { list in result.unrest.forEach { list.value(names.text($0)) } }
        root.key("findings")
        root.array(writeFindings)
        root.field("duration_ns", (result.end - result.start).nanoseconds)
        root.field("partial", result.isPartial)
        root.field("as_expected", result.isAsExpected)
        root.field("digest", hexadecimal(result.digest))
    }

    private func write(_ verdict: Verdict, into list: inout CompactJSON) {
        list.object { object in
            object.field("text", verdict.expectation.text)
            object.field("location", verdict.expectation.location)
            object.field("holds", verdict.holds)
            switch verdict.measured {
            case .time(let time): object.field("measured_ns", time.nanoseconds)
            case .count(let count): object.field("measured_count", count)
            case .percent(let percent): object.field("measured_percent", percent)
            case .share(let share): object.field("measured_share", share)
            case .route(let words): object.field("measured_route", words)
            case .nothing: break
            }
            object.field("router", verdict.router.map(names.router))
            writeRule(of: verdict, into: &object)
        }
    }

    // MARK: Probes

    private func write(_ probe: ProbeOutcome, into list: inout CompactJSON) {
        list.object { object in
            object.field("name", probe.name)
            object.field("pairs", probe.pairs)
            Self.writeLosses(of: probe, into: &object)
            object.field("lost_share_at_end", probe.lostAtEnd)
            object.key("death_at_end")
            write(probe.deathAtEnd, into: &object)
            object.field("absent_pairs_at_end", probe.absentPairsAtEnd)
            object.field("undelivered_pairs_before", probe.undeliveredBefore)
            object.field("never_arrived_pairs", probe.neverArrived)
            object.field("lost_share_at_start", probe.lostAtStart)
            object.field("delivered_since_ns", probe.deliveredSince.map(offset))
            object.key("outages")
            object.array { list in probe.outages.forEach { write($0, into: &list) } }
            object.key("losses")
            object.array { list in
                for loss in probe.losses {
                    list.object { object in
                        object.key("death")
                        write(loss.death, into: &object)
                        object.field("lost_ns", loss.lost.nanoseconds)
                    }
                }
            }
            writeStrays(of: probe, into: &object)
            object.key("sources")
            object.array { list in
                for source in probe.sources {
                    list.object { object in
                        object.field("name", source.name)
                        object.field("lost_ns", source.lost.nanoseconds)
                    }
                }
            }
            writeStreams(of: probe, into: &object)
            object.key("samples")
            object.array { list in
                for sample in probe.samples {
                    list.array { tuple in
                        tuple.value(offset(sample.instant))
                        tuple.value(sample.blackHole)
                        tuple.value(sample.looping)
                        tuple.value(sample.lossy)
                    }
                }
            }
        }
    }

    /// What a probe lost in numbers.
    static func writeLosses(of probe: ProbeOutcome, into object: inout CompactJSON) {
        object.field("lost_ns", probe.lost.nanoseconds)
        object.field("black_hole_ns", probe.blackHole.nanoseconds)
        object.field("loop_ns", probe.looping.nanoseconds)
        object.field("lossy_link_ns", probe.lossy.nanoseconds)
        object.key("attribution")
        probe.attribution.write(into: &object)
        object.field("detour_ns", probe.detour.nanoseconds)
        object.field("detour_extra_cost", probe.longestDetour.cost)
        object.field("detour_extra_hops", probe.longestDetour.hops)
        object.field("elsewhere_ns", probe.elsewhere.nanoseconds)
        object.field("dark_ns", probe.dark.nanoseconds)
    }

    private func write(_ outage: ProbeOutcome.Outage, into list: inout CompactJSON) {
        list.object { object in
            object.field("start_ns", offset(outage.start))
            object.field("end_ns", offset(outage.end))
            object.field("worst_share", outage.worst)
            object.field("open", outage.isOpen)
        }
    }

    private func writeStrays(of probe: ProbeOutcome, into object: inout CompactJSON) {
        object.key("elsewhere")
        object.array { list in
            for stray in probe.strays {
                list.object { object in
                    object.field("place", names.arrival(stray.ends.place))
                    object.field("instead_of", names.arrival(stray.ends.usual))
                    object.field("time_ns", stray.time.nanoseconds)
                }
            }
        }
    }

    private func writeStreams(of probe: ProbeOutcome, into object: inout CompactJSON) {
        object.key("worst_streams")
        object.array { list in
            for stream in probe.worstStreams {
                list.object { object in
                    object.field("source", stream.source)
                    object.field("destination", "\(stream.destination)")
                    object.field("destinations", stream.destinationCount)
                    object.field("lost_ns", stream.lost.nanoseconds)
                    object.field("intervals", stream.intervals)
                }
            }
        }
    }

    private func write(_ death: Death?, into object: inout CompactJSON) {
        guard let death else { return object.value(String?.none) }
        object.object { object in
            object.field("reason", "\(death.reason)")
            object.field("router", names.router(death.router))
            object.field("loop", death.loop >= 0 ? death.loop : nil)
            object.field("segment", death.segment.map(names.segment))
            object.field("prefix", death.prefix.map { "\($0)" })
        }
    }

    func offset(_ instant: Instant) -> Int64 { (instant - result.start).nanoseconds }
}
