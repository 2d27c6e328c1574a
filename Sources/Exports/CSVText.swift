import Files
import Results

/// The numbers of a result as one table (RFC 4180): what a number is of, its name there, the field, its unit and the number.
///
/// One form for every result, which spreadsheets pivot and programs read: `probe,outside to PAR4,lost_ns,ns,1228728669125`.
public struct CSVText: Sendable {
    private let file: ResultFile

    public init(_ file: ResultFile) { self.file = file }

    public var text: String {
        let rows = file.rows.map { row in
            [row.part, row.object, row.name, fieldName(row.field), row.unit, row.value].map(Self.cell)
                .joined(separator: ",")
        }
        return (["part,object,name,field,unit,value"] + rows).map { $0 + "\r\n" }.joined()
    }

    /// A cell. Text that a spreadsheet would take for a formula gets an apostrophe, which is what they show as text.
    static func cell(_ text: String) -> String {
        let legible = LegibleText.line(text)
        let isNumber = Int(legible) != nil
        let isFormula = !isNumber && legible.first.map { "=+-@".contains($0) } ?? false
        let tame = isFormula ? "'" + legible : legible
        guard tame.contains(where: { ",\"".contains($0) || $0.isNewline }) || tame.first == " " || tame.last == " "
        else { return tame }
        return "\"" + tame.replacing("\"", with: "\"\"") + "\""
    }
}

/// A number or word of a result.
private struct Row {
    /// The variant of a comparison, otherwise nothing.
    var part = ""
    var object: String
    var name: String
    var field: String
    var unit: String
    var value: String
}

/// Rows as they are gathered from a result.
private struct RowList {
    private(set) var rows: [Row] = []
    /// The variant of a comparison, otherwise nothing.
    var part = ""

    /// What says what an object is called, and is no field of it.
    private static let left = ["name", "format", "spillwayVersion", "command", "summary"]

    /// The fields of an object that are numbers, words or truths.
    mutating func add(_ object: String, _ name: String, _ document: some Any) {
        for child in Mirror(reflecting: document).children {
            guard let field = child.label, !Self.left.contains(field) else { continue }
            switch child.value {
            case let number as Int: append(object, name, field, Unit(of: field).rawValue, "\(number)")
            case let number as UInt64: append(object, name, field, "", "\(number)")
            case let truth as Bool: append(object, name, field, "", "\(truth)")
            case let text as String: append(object, name, field, "", text)
            default: continue
            }
        }
    }

    private mutating func append(
        _ object: String, _ name: String, _ field: String, _ unit: String, _ value: String
    ) {
        rows.append(Row(part: part, object: object, name: name, field: field, unit: unit, value: value))
    }

    mutating func add(_ run: RunDocument) {
        add("run", run.name, run)
        add("totals", run.network, run.totals)
        add("convergence", run.network, run.convergence)
        for probe in run.probes {
            add("probe", probe.name, probe)
            add("probe", probe.name, probe.attribution)
        }
        for router in run.routers { add("router", router.name, router) }
        for verdict in run.verdicts { add("expectation", verdict.text, verdict) }
    }

    mutating func add(_ plan: PlanDocument) {
        add("plan", plan.network, plan)
        for threshold in plan.thresholds { add("threshold", threshold.text, threshold) }
        for router in plan.routers { add("planned router", router.name, router) }
        for paths in plan.paths { add("paths", paths.probe, paths) }
        add(plan.result)
    }

    mutating func add(_ survey: LimitsDocument) {
        add("survey", survey.network, survey)
        for failure in survey.failures {
            add("failure", failure.failure, failure)
            let cut = failure.cutOff.reduce(0) { $0 + $1.pairs }
            append("failure", failure.failure, "falls", "", "\(failure.falls.count)")
            append("failure", failure.failure, "shortages", "", "\(failure.shortages.count)")
            append("failure", failure.failure, "cutOffPairs", "", "\(cut)")
        }
        for router in survey.routers { add("router", router.name, router) }
    }

    mutating func add(_ variant: VariantDocument) {
        part = variant.name
        for child in Mirror(reflecting: variant.measures).children {
            guard let field = child.label, let spread = child.value as? SpreadDocument else { continue }
            append("measure", "median", field, Unit(of: field).rawValue, "\(spread.median)")
            append("measure", "worst", field, Unit(of: field).rawValue, "\(spread.worst)")
        }
        if let run = variant.result { add(run) }
        for run in variant.runs ?? [] {
            add("seed", "\(run.seed)", run)
            for probe in run.probes { add("seed \(run.seed), probe", probe.name, probe) }
        }
    }

    mutating func add(_ replay: ReplayDocument) {
        add("replay", replay.file, replay)
        add("router", replay.policy, replay.router)
        for (number, event) in replay.events.enumerated() { add("event", "\(number + 1)", event) }
    }
}

extension ResultFile {
    fileprivate var rows: [Row] {
        var list = RowList()
        switch self {
        case .run(let run): list.add(run)
        case .plan(let plan): list.add(plan)
        case .limits(let survey): list.add(survey)
        case .comparison(let comparison): for variant in comparison.variants { list.add(variant) }
        case .replay(let replay): list.add(replay)
        case .replayComparison(let comparison):
            for variant in comparison.variants {
                list.part = variant.name
                list.add(variant.result)
            }
        }
        return list.rows
    }
}
