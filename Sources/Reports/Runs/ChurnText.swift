import Analysis
import NetworkPrimitives

extension Churn {
    /// The end of the sentence that says that a network did not converge.
    public var text: String {
        let (who, isOne) = (list(names), names.count == 1)
        return switch kind {
        case .shutDown:
            "\(who) \(isOne ? "shuts" : "shut") down OSPF at \(isOne ? "its LSA limit" : "their LSA limits") again and again"
        case .refused:
            "\(who) \(isOne ? "refuses" : "refuse") LSAs at \(isOne ? "its limit" : "their limits") without acknowledging them, so that neighbors retransmit them forever"
        case .crashed:
            "\(who) \(isOne ? "runs" : "run") out of memory and \(isOne ? "crashes" : "crash") again and again"
        case .busy: "OSPF is still busy at \(who)"
        }
    }
}

extension Duration {
    /// `30 minutes`, of a time that is whole minutes.
    public var minutes: String { counted(Int(nanoseconds / 60_000_000_000), "minute") }
}
