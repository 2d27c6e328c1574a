import Analysis
import NetworkPrimitives

extension LossPart {
    /// In the words of a report.
    var text: String {
        switch self {
        case .detection: "detection"
        case .flooding: "flooding"
        case .spfWait: "SPF"
        case .isolation: "shutdown"
        case .refusal: "refused LSAs"
        case .overload: "overload"
        case .operatorWait: "unresolved"
        case .lossyLink: "lossy link"
        case .crash: "crash"
        case .other: "other"
        }
    }

    /// In a result's JSON.
    var field: String {
        switch self {
        case .detection: "detection_ns"
        case .flooding: "flooding_ns"
        case .spfWait: "spf_wait_ns"
        case .isolation: "isolation_ns"
        case .refusal: "refusal_ns"
        case .overload: "overload_ns"
        case .operatorWait: "operator_wait_ns"
        case .lossyLink: "lossy_link_ns"
        case .crash: "crash_ns"
        case .other: "other_ns"
        }
    }
}

extension LossAttribution {
    /// `detection 38.2s, flooding 3ms, SPF 200ms`: what is not zero.
    var text: String {
        let parts = parts
        guard !parts.isEmpty else { return "-" }
        return parts.map { part, lost in
            "\(part.text) \(spoken(lost))" + (part == .operatorWait ? " (no route, waiting for an operator)" : "")
        }.joined(separator: ", ")
    }

    /// All parts, zero or not.
    func write(into object: inout CompactJSON) {
        object.object { object in
            for part in LossPart.allCases { object.field(part.field, self[part].nanoseconds) }
        }
    }
}

/// How much longer a detour is: `+20 cost, +1 hop`.
func detourText(_ extra: WayLength) -> String {
    "+\(grouped(extra.cost)) cost" + (extra.hops > 0 ? ", +\(counted(Int(extra.hops), "hop"))" : "")
}
