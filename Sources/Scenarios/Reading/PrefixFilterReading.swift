import NetworkPrimitives
import OSPF

/// Reads prefix lists: `deny 10.0.0.0/8`, `permit 10.0.0.0/8 ge 16 le 24`, or a list of such rules.
struct PrefixFilterReading {
    let sink: DiagnosticSink

    /// - Returns: `nil` where nothing is said, or nothing that can be used.
    func filter(_ value: Value?) -> PrefixFilter? {
        let rules = (value?.oneOrMore ?? []).compactMap(rule)
        return rules.isEmpty ? nil : PrefixFilter(rules)
    }

    private func rule(_ value: Value) -> PrefixFilter.Rule? {
        let words = (value.text ?? "").split(separator: " ").map(String.init)
        guard let rule = Self.rule(words) else {
            sink.error(
                "a rule is 'permit PREFIX' or 'deny PREFIX', with 'ge LENGTH' and 'le LENGTH' for longer ones, such as deny 10.0.0.0/8 le 24",
                at: value.position)
            return nil
        }
        return rule
    }

    private static func rule(_ words: [String]) -> PrefixFilter.Rule? {
        guard words.count >= 2, ["permit", "deny"].contains(words[0]), let prefix = IPv4Prefix(words[1]),
            words.count % 2 == 0
        else { return nil }
        var bounds: [String: UInt8] = [:]
        for position in stride(from: 2, to: words.count, by: 2) {
            guard ["ge", "le"].contains(words[position]), let length = UInt8(words[position + 1]),
                (prefix.length...32).contains(length), bounds.updateValue(length, forKey: words[position]) == nil
            else { return nil }
        }
        // Without either word a rule is about the very prefix.
        let lower = bounds["ge"] ?? prefix.length
        let upper = bounds["le"] ?? (bounds["ge"] == nil ? prefix.length : 32)
        guard lower <= upper else { return nil }
        return PrefixFilter.Rule(isPermitted: words[0] == "permit", prefix: prefix, lengths: lower...upper)
    }
}
