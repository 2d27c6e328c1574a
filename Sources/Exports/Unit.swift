import NetworkPrimitives
import Reports

/// What a number of a result counts, by the ending of its name, and how people write it.
enum Unit: String {
    case nanoseconds = "ns"
    case millionths
    case percent
    case count = ""

    /// - Parameter name: in camel case, as `Results` has it.
    init(of name: String) {
        self =
            name.hasSuffix("Ns")
            ? .nanoseconds
            : name.hasSuffix("Share") || name.contains("ShareAt")
                ? .millionths
                : name.contains("Percent") ? .percent : .count
    }

    func text(_ number: Int) -> String {
        switch self {
        case .nanoseconds: spoken(.nanoseconds(Int64(number)))
        case .millionths: percentage(number)
        case .percent: "\(number)%"
        case .count: grouped(number)
        }
    }
}

/// `lost_ns` for `lostNs`: a field as the JSON has it.
func fieldName(_ property: String) -> String {
    property.map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
}
