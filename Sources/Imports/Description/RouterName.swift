import Scenarios

/// Names of routers as they can stand in a topology file.
enum RouterName {
    /// A host name that can stand in a topology file as it is; others give way to the Router ID.
    static func legible(_ name: String) -> String? {
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
        }
        guard isPlain, let first = name.unicodeScalars.first, first.properties.isAlphabetic, name.count <= 60,
            !reserved.contains(name.lowercased())
        else { return nil }
        return name
    }

    private static let reserved = [
        "any", "none", "true", "false", "yes", "no", "on", "off", "null", "y", "n",
    ]

    /// Any label of a graph, made fit to be a name: one line, without what sets two ends of a link apart.
    static func made(from label: String) -> String {
        var name = String(
            String.UnicodeScalarView(
                label.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate:
                        " " as Unicode.Scalar
                    default: scalar
                    }
                }))
        name = name.split(separator: " ").joined(separator: " ").replacing(" - ", with: "-")
        name = String(name.prefix(80))
        if name.hasPrefix("site ") || name.hasPrefix("model ") { name = "router \(name)" }
        return ["any", "none", "every router"].contains(name) ? "router \(name)" : name
    }
}
