import NetworkPrimitives
import OSPFWire

extension DescriptionBuilder {
    /// Opaque LSAs as they are: what they mean is for others to know, what they weigh is not (RFC 5250).
    mutating func addOpaqueLSAs() {
        var causes: [String: Int] = [:]
        var withoutContent = 0
        for (area, entry) in opaqueEntries {
            if let cause = Self.causeToOmit(entry) {
                causes[cause, default: 0] += 1
                continue
            }
            guard let router = numbers[entry.header.advertisingRouter] else {
                causes["nothing leads to its originator", default: 0] += 1
                continue
            }
            let length = (Int(entry.header.length) - LSAHeader.size) / 4 * 4
            guard entry.body != nil || (4...1024).contains(length) else {
                causes["neither its content nor its length is known", default: 0] += 1
                continue
            }
            let id = entry.header.linkStateID
            topology.routers[router].opaqueLSAs.append(
                NetworkDescription.OpaqueLSA(
                    area: area, opaqueType: OpaqueType(of: id).rawValue, opaqueID: OpaqueType.opaqueID(of: id),
                    content: entry.body.map { .octets($0) } ?? .length(length)))
            if entry.body == nil { withoutContent += 1 }
        }
        note(
            withoutContent, "opaque LSA has its length and no content: text does not say its octets",
            "opaque LSAs have their lengths and no content: text does not say their octets")
        for (cause, count) in causes.sorted(by: { $0.key < $1.key }) {
            note(count, "opaque LSA is left out: \(cause)", "opaque LSAs are left out, each for this reason: \(cause)")
        }
    }

    /// Why an opaque LSA cannot be originated as it was captured, or `nil` where it can.
    static func causeToOmit(_ entry: NetworkDatabases.Entry) -> String? {
        let opaqueType = OpaqueType(of: entry.header.linkStateID)
        if entry.header.type == .opaqueLink {
            return opaqueType == .grace
                ? "a Grace-LSA is of a restart, which is no part of a topology"
                : "its scope is one link, and its database does not say which"
        }
        if opaqueType.rawValue == 0 { return "opaque type 0 is reserved" }
        return (entry.body?.count ?? 0) % 4 == 0 ? nil : "its length is no multiple of four octets"
    }
}
