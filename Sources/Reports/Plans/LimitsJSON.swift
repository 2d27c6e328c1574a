import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// A survey of failures for programs, as `docs/result-format.md` describes it. The number of jobs leaves no trace in it.
public struct LimitsJSON: Sendable {
    private let survey: LimitSurvey

    public init(_ survey: LimitSurvey) { self.survey = survey }

    private var network: NetworkConfiguration { survey.request.network }
    private func name(_ router: RouterIndex) -> String { network.routers[router].name }
    private func text(_ failure: Int) -> String { survey.rows[failure].failure.text(in: network) }

    public func text(under header: ResultHeader) -> String {
        header.text(.limits) { root in
            root.field("network", network.name)
            root.field("seed", network.seed)
            root.field("survive", survey.request.demand)
            root.field("measured", survey.request.measured)
            root.field("watch_ns", survey.request.watch.nanoseconds)
            root.field("returns", survey.request.returns)
            root.field("cold_start_ns", survey.coldStart.nanoseconds)
            TopologyJSON(network, survey.request.notes).write(into: &root)
            survey.judgment.write(headline: survey.headline, before: survey.before, into: &root) { _, _ in }
            root.field("survives", survey.judgment.outcome == .pass)
            root.key("fallen_in_cold_start")
            root.array { list in survey.fallenBefore.forEach { list.value(name($0)) } }
            root.key("first_to_trip")
            write(survey.firstToTrip, into: &root)
            root.key("first_out_of_memory")
            write(survey.firstOutOfMemory, into: &root)
            root.field("worst_for_traffic", survey.worstForTraffic.map(text))
            root.field("least_headroom", survey.tightest.map { name($0.router) })
            root.key("failures")
            root.array { list in survey.rows.forEach { write($0, into: &list) } }
            root.key("routers")
            root.array { list in survey.routers.forEach { write($0, into: &list) } }
        }
    }

    private func write(_ soonest: LimitSurvey.FirstHit?, into root: inout CompactJSON) {
        guard let soonest else { return root.value(nil as Int?) }
        root.object { object in
            object.field("router", name(soonest.router))
            object.field("failure", text(soonest.failure))
            object.field("after_ns", soonest.after.nanoseconds)
        }
    }

    private func write(_ row: LimitSurvey.Row, into list: inout CompactJSON) {
        list.object { object in
            object.field("failure", row.failure.text(in: network))
            object.numbers("routers", row.failure.routers.map(\.offset))
            object.numbers("segments", row.failure.segments.map(\.offset))
            object.field("survives", row.survives)
            object.field("settled", row.configured.isSettled && row.unlimited.isSettled)
            object.key("cut_off")
            object.array { list in
                for cut in row.configured.cutTraffic {
                    list.object { object in
                        object.field("probe", survey.request.probes[cut.probe].name)
                        object.field("pairs", cut.pairs)
                    }
                }
            }
            object.key("falls")
            object.array { list in
                for fall in row.configured.falls {
                    list.object { object in
                        object.field("router", name(fall.router))
                        object.field("met_ns", fall.met.nanoseconds)
                        object.field("counted", fall.count)
                        object.field("isolated_ns", fall.isolated?.nanoseconds)
                    }
                }
            }
            object.key("shortages")
            object.array { list in
                for shortage in row.configured.shortages {
                    list.object { object in
                        object.field("router", name(shortage.router))
                        object.field("after_ns", shortage.after.nanoseconds)
                        object.field("lsas", shortage.count)
                        object.field("crashes", shortage.crashes)
                    }
                }
            }
            object.key("needs")
            object.array { list in row.unlimited.peaks.forEach { list.value($0) } }
        }
    }

    private func write(_ need: LimitSurvey.RouterNeed, into list: inout CompactJSON) {
        list.object { object in
            object.field("name", name(need.router))
            object.field("counted", need.now)
            object.field("worst", need.worst)
            object.field("worst_failure", need.worstFailure.map(text))
            object.field("limit", need.limit.maximum)
            object.field("limit_action", need.limit.maximum == nil ? nil : "\(need.limit.action)")
            object.field("headroom", need.headroom)
            object.field("smallest_limit", need.smallestLimit)
            object.field("memory_octets", need.memory?.octets)
            object.field("worst_memory_octets", need.worstMemory)
            object.field("falls", need.falls)
            object.field("soonest_failure", need.soonest.map { text($0.failure) })
            object.field("soonest_ns", need.soonest?.after.nanoseconds)
        }
    }
}
