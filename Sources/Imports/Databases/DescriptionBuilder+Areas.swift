import NetworkPrimitives
import OSPFWire

extension DescriptionBuilder {
    /// What kinds of areas there are: by the Hellos, and in areas without any by the LSAs (RFC 2328 §A.2, RFC 3101 §2.1).
    mutating func addAreas() {
        for database in databases.databases {
            guard let area = database.area, area != .backbone else { continue }
            let live = database.entries.filter { !$0.header.isMaxAge }
            guard let kind = kind(of: area, live), kind != .normal else { continue }
            topology.areas.append(
                NetworkDescription.Area(
                    area: area, kind: kind, hasSummaries: hasSummaries(live), defaultCost: defaultCost(live)))
        }
    }

    /// `nil` where nothing shows it.
    private func kind(of area: AreaID, _ live: [NetworkDatabases.Entry]) -> NetworkDescription.Area.Kind? {
        if let said = databases.kinds[area] { return said }
        let hellos = databases.segments.filter { $0.area == area }.flatMap(\.routers).map(\.options)
        if hellos.contains(where: { $0.contains(.nssa) }) || live.contains(where: { $0.header.type == .nssa }) {
            return .nssa
        }
        let routers = live.filter { $0.header.type == .router }.map { Options(rawValue: $0.header.options) }
        let said = hellos.isEmpty ? routers : hellos
        guard !said.isEmpty else { return nil }
        return said.allSatisfy { !$0.contains(.external) } ? .stub : .normal
    }

    /// A default route alone is what an area without summaries has.
    private func hasSummaries(_ live: [NetworkDatabases.Entry]) -> Bool {
        let summaries = live.filter { $0.header.type == .summaryNetwork }
        return summaries.isEmpty || summaries.contains { $0.header.linkStateID != .unspecified }
    }

    private func defaultCost(_ live: [NetworkDatabases.Entry]) -> UInt32? {
        let costs = live.filter { $0.header.type == .summaryNetwork && $0.header.linkStateID == .unspecified }
            .compactMap { entry -> UInt32? in
                let body = entry.body.flatMap {
                    try? LSABody(decoding: $0, type: entry.header.type, linkStateID: entry.header.linkStateID)
                }
                guard case .summary(let summary)? = body else { return nil }
                return summary.metrics.first?.metric
            }
        return costs.min()
    }
}
