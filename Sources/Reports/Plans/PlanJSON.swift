import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// A planned change for programs, as `docs/result-format.md` describes it. Equal plans give equal bytes.
public struct PlanJSON: Sendable {
    private let result: PlanResult
    private let names: RunNames

    public init(_ result: PlanResult) {
        self.result = result
        names = RunNames(result.run)
    }

    public func text(under header: ResultHeader) -> String {
        header.text(.plan) { root in
            root.field("network", result.run.scenario.network.name)
            root.field("seed", result.run.scenario.network.seed)
            root.field("measured", result.plan.measured)
            let before = HeadlineText(names: names, judgment: result.judgment).before
            result.judgment.write(headline: result.headline, before: before, names, into: &root)
            root.field("acceptable", result.judgment.outcome == .pass)
            root.field("tolerance_ns", result.plan.tolerance.nanoseconds)
            root.key("changes")
            root.array { list in
                for step in result.plan.steps {
                    list.object { object in
                        object.field("text", step.text)
                        object.field("at_ns", step.at.nanoseconds)
                    }
                }
            }
            root.key("left_out")
            root.array { list in result.plan.leftOut.forEach { list.value($0) } }
            root.key("thresholds")
            root.array { list in result.findings.forEach { write($0, into: &list) } }
            root.key("falls")
            root.array { list in result.falls.forEach { write($0, into: &list) } }
            root.key("near_limit")
            write(result.nearLimit, into: &root)
            root.key("story")
            root.array { RunJSON(result.run).write(result.story, into: &$0) }
            root.key("paths")
            root.array { list in result.paths.indices.forEach { writePaths(ofProbe: $0, into: &list) } }
            root.key("offices")
            root.array { list in result.offices.forEach { write($0, into: &list) } }
            root.key("routers")
            root.array { list in result.routes.indices.forEach { writeRouter($0, into: &list) } }
            root.key("cut_off")
            root.array { list in result.partition.cutOff.forEach { write($0, into: &list) } }
            root.key("dark_sites")
            root.array { list in result.darkSites.forEach { list.value($0) } }
            root.field("busiest_router", result.busiestRouter.map(names.router))
            root.field("convergence_ns", result.convergence?.nanoseconds)
            root.key("result")
            RunJSON(result.run).writePart(into: &root)
        }
    }

    private func offset(_ instant: Instant) -> Int64 { (instant - result.run.start).nanoseconds }

    private func write(_ routers: [RouterIndex], into json: inout CompactJSON) {
        json.array { list in routers.forEach { list.value(names.router($0)) } }
    }

    private func write(_ finding: ThresholdFinding, into list: inout CompactJSON) {
        list.object { object in
            object.field("text", finding.threshold.text)
            object.field("metric", finding.threshold.metric.rawValue)
            object.field("limit", RuleText.bound(finding.threshold))
            object.field("crossed", finding.isCrossed)
            switch finding.measured {
            case .time(let time): object.field("measured_ns", time.nanoseconds)
            case .count(let count): object.field("measured_count", count)
            case .percent(let percent): object.field("measured_percent", percent)
            case .never, .nothing: break
            }
            object.field("probe", finding.probe)
            object.field("router", finding.router.map(names.router))
        }
    }

    private func write(_ fall: Fall, into list: inout CompactJSON) {
        list.object { object in
            object.field("router", names.router(fall.router))
            object.field("met_ns", fall.met.nanoseconds)
            object.field("counted", fall.count)
            object.field("isolated_ns", fall.isolated?.nanoseconds)
        }
    }

    private func writePaths(ofProbe number: Int, into list: inout CompactJSON) {
        let paths = result.paths[number]
        list.object { object in
            object.field("probe", names.probe(number))
            object.field("unchanged", paths.unchanged)
            object.field("moved", paths.moved)
            object.field("lost", paths.lost)
            object.field("gained", paths.gained)
            object.field("never", paths.alwaysLost)
            object.field("absent", paths.absent)
            object.key("attribution")
            result.run.probes[number].attribution.write(into: &object)
            object.key("examples")
            object.array { list in
                for example in paths.examples {
                    list.object { object in
                        object.field("pairs", example.pairs)
                        object.field("source", example.source)
                        object.field("destination", "\(example.destination)")
                        object.key("before")
                        write(example.before, into: &object)
                        object.key("after")
                        write(example.after, into: &object)
                        object.field("delivered_after", example.isDeliveredAfter)
                    }
                }
            }
        }
    }

    private func write(_ change: OfficeChange, into list: inout CompactJSON) {
        let segments = result.run.scenario.network.segments
        list.object { object in
            switch change.office {
            case .originator(let name):
                object.field("office", "originator")
                object.field("of", name)
            case .designatedRouter(let segment):
                object.field("office", "designatedRouter")
                object.field("of", segments[segment].name)
            case .backupDesignatedRouter(let segment):
                object.field("office", "backupDesignatedRouter")
                object.field("of", segments[segment].name)
            case .translator(let area):
                object.field("office", "translator")
                object.field("of", "\(area)")
            }
            object.key("before")
            write(change.before, into: &object)
            object.key("after")
            write(change.after, into: &object)
            object.field("doubled", change.isDoubled)
            object.key("wins")
            object.array { list in
                for win in change.wins {
                    list.object { object in
                        object.field("router", names.router(win.router))
                        object.field("time_ns", offset(win.instant))
                        object.field("lsas", win.lsas)
                    }
                }
            }
        }
    }

    private func writeRouter(_ number: RouterIndex, into list: inout CompactJSON) {
        let routes = result.routes[number]
        let rate = result.run.updateRates[number]
        list.object { object in
            object.field("name", names.router(number))
            object.field("counted_before", result.countedBefore[number])
            object.field("counted_peak", result.run.routers[number].countedPeak)
            object.field("need", result.need(of: number))
            object.field("limit", result.run.routers[number].limit.maximum)
            object.field("headroom", result.headroom(of: number))
            object.field("update_rate", rate.perSecond)
            object.field("update_rate_at_ns", offset(rate.at))
            object.field("routes_before", routes.before)
            object.field("routes_rerouted", routes.rerouted)
            object.field("routes_recosted", routes.recosted)
            object.field("routes_new", routes.new)
            object.field("routes_gone", routes.gone)
        }
    }

    private func write(_ island: Partition.Island, into list: inout CompactJSON) {
        list.object { object in
            object.key("routers")
            write(island.routers, into: &object)
            object.field("cut_off_before", island.routers.allSatisfy(result.isCutOffBefore))
            object.key("dead_neighbors")
            write(island.deadNeighbors, into: &object)
            object.key("cut_segments")
            object.array { list in
                island.cutSegments.forEach { list.value(result.run.scenario.network.segments[$0].name) }
            }
        }
    }
}
