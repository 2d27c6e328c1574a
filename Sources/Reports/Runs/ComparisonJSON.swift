import Analysis
import NetworkPrimitives

/// A comparison for programs: the result of each variant, and the best. See `docs/result-format.md`.
public struct ComparisonJSON: Sendable {
    private let comparison: Comparison

    public init(_ comparison: Comparison) { self.comparison = comparison }

    public func text(under header: ResultHeader) -> String {
        header.text(.comparison) { root in
            comparison.judgment.write(headline: comparison.headline, before: [], into: &root) { _, _ in }
            root.field("contest", comparison.contest.word)
            root.key("broken")
            root.array { list in comparison.broken.forEach { list.value($0) } }
            root.key("best")
            if let best = comparison.best {
                root.array { list in best.forEach { list.value($0) } }
            } else {
                root.value(nil as Int?)
            }
            root.key("references")
            root.array { list in comparison.references.forEach { list.value($0) } }
            root.key("rule")
            root.array { list in comparison.rule.forEach { list.value($0.rawValue) } }
            root.key("price")
            root.array { list in comparison.price.forEach { write($0, into: &list) } }
            root.key("seeds")
            root.array { list in comparison.seeds?.forEach { list.value($0) } }
            root.key("variants")
            root.array { list in comparison.rows.forEach { write($0, into: &list) } }
        }
    }

    private func write(_ price: Comparison.Price, into list: inout CompactJSON) {
        list.object { object in
            object.field("measure", price.measure.rawValue)
            object.field("value", price.value)
            object.field("least", price.least)
            object.field("least_variant", price.leastRow)
        }
    }

    private func write(_ row: Comparison.Row, into list: inout CompactJSON) {
        list.object { object in
            object.field("name", row.name)
            object.field("limits", row.limits.name)
            object.key("start_digests")
            object.array { list in row.startDigests.forEach { list.value(hexadecimal($0)) } }
            object.key("measures")
            object.object { measures in
                for measure in comparison.measures {
                    let spread = row.spread(of: measure)
                    measures.key(measure.rawValue)
                    measures.object { object in
                        object.field("median", spread.median)
                        object.field("worst", spread.worst)
                    }
                }
            }
            object.key("attribution")
            row.averageAttribution.write(into: &object)
            guard row.runs.count > 1 else {
                object.key("result")
                return RunJSON(row.result).writePart(into: &object)
            }
            object.key("runs")
            object.array { list in row.runs.forEach { write($0, into: &list) } }
        }
    }

    /// What one of several seeds came to.
    private func write(_ result: RunResult, into list: inout CompactJSON) {
        list.object { object in
            object.field("seed", result.scenario.network.seed)
            object.field("digest", hexadecimal(result.digest))
            object.field("as_expected", result.isAsExpected)
            object.key("measures")
            object.object { measures in
                for measure in comparison.measures { measures.field(measure.rawValue, measure.value(in: result)) }
            }
            object.field(
                "isolated_for_good_at_ns",
                result.permanentIsolations.first.map { ($0.start - result.start).nanoseconds })
            object.field(
                "databases_equal_since_ns",
                result.convergence.databasesEqualSince.map { ($0 - result.start).nanoseconds })
            object.key("probes")
            object.array { list in
                for probe in result.probes {
                    list.object { object in
                        object.field("name", probe.name)
                        RunJSON.writeLosses(of: probe, into: &object)
                    }
                }
            }
        }
    }
}
