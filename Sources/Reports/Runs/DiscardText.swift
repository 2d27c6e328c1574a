import NetworkPrimitives
import OSPF

/// What routers discarded, and why.
enum DiscardText {
    /// Such as `3 of another area, 1 to AllDRouters`; `nil` where there is nothing.
    static func reasons<Reason: CustomStringConvertible>(_ counts: DiscardCounts<Reason>) -> String? {
        let found = counts.found.map { "\(grouped($0.count)) \($0.reason)" }
        return found.isEmpty ? nil : found.joined(separator: ", ")
    }
}

extension CompactJSON {
    /// A list of reasons, each with its count.
    mutating func field<Reason: CustomStringConvertible>(_ name: String, _ counts: DiscardCounts<Reason>) {
        key(name)
        array { list in
            for found in counts.found {
                list.object { object in
                    object.field("reason", found.reason.description)
                    object.field("count", found.count)
                }
            }
        }
    }
}
