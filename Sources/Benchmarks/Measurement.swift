/// One figure of a benchmark.
struct Measurement: Sendable {
    let what: String
    /// The median.
    let value: Double
    let unit: String
    /// What it should be, or `nil` where nothing was promised.
    let aim: Aim?

    /// A promise about a figure.
    enum Aim: Sendable {
        case below(Double)
        case above(Double)
    }

    init(_ what: String, _ value: Double, _ unit: String, aim: Aim? = nil) {
        self.what = what
        self.value = value
        self.unit = unit
        self.aim = aim
    }

    /// Whether the aim is met; `nil` where there is none.
    var isMet: Bool? {
        switch aim {
        case .below(let bound): value < bound
        case .above(let bound): value > bound
        case nil: nil
        }
    }
}

/// The table on the terminal, printed row by row as the figures come.
struct MeasurementTable {
    private var missed = 0

    func printHeading() { Swift.print(row("benchmark", "figure", "unit", "aim", "")) }

    mutating func print(_ measurement: Measurement) {
        let aim =
            switch measurement.aim {
            case .below(let bound): "< \(legible(bound))"
            case .above(let bound): "> \(legible(bound))"
            case nil: ""
            }
        if measurement.isMet == false { missed += 1 }
        let verdict = measurement.isMet.map { $0 ? "met" : "missed" } ?? ""
        Swift.print(row(measurement.what, legible(measurement.value), measurement.unit, aim, verdict))
    }

    func printClosing() {
        Swift.print(missed == 0 ? "Every aim is met." : "\(missed) aims are missed.")
    }

    private func row(_ what: String, _ value: String, _ unit: String, _ aim: String, _ verdict: String) -> String {
        let cells = [
            padded(what, to: 46), padded(value, to: 12, onTheLeft: true), padded(unit, to: 14),
            padded(aim, to: 10, onTheLeft: true), verdict,
        ]
        var text = cells.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
    }
}

func padded(_ text: String, to width: Int, onTheLeft: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return onTheLeft ? blanks + text : text + blanks
}

/// Three digits that matter, and commas in large numbers.
func legible(_ value: Double) -> String {
    if value >= 100 {
        var digits = String(Int(value.rounded()))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
    let places = value >= 10 ? 10.0 : value >= 1 ? 100.0 : 1_000.0
    let text = "\((value * places).rounded() / places)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
