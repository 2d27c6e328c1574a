import Captures
import NetworkPrimitives
import OSPFWire

extension CapturedTopologyBuilder {
    mutating func addGroups() {
        var announcements: [IPv4Prefix: [(router: Int, route: ExternalLSABody.Route)]] = [:]
        var seen: Set<LSAKey> = []
        var strangers = 0
        for database in summary.databases {
            for entry in database.entries
            where (entry.header.type == .asExternal || entry.header.type == .nssa) && !entry.header.isMaxAge
                && seen.insert(entry.header.key).inserted
            {
                guard let octets = entry.body else { continue }
                guard
                    case .external(let body)? = try? LSABody(
                        decoding: octets, type: entry.header.type, linkStateID: entry.header.linkStateID),
                    let prefix = IPv4Prefix(entry.header.linkStateID, mask: body.mask), let route = body.routes.first
                else {
                    unreadable += 1
                    continue
                }
                guard let router = numbers[entry.header.advertisingRouter] else {
                    strangers += 1
                    continue
                }
                announcements[prefix, default: []].append((router, route))
            }
        }
        collect(announcements)
        if strangers > 0 {
            topology.notes.append(
                "\(strangers) external LSAs are of routers outside the captured areas, and are left out.")
        }
    }

    private mutating func collect(_ announcements: [IPv4Prefix: [(router: Int, route: ExternalLSABody.Route)]]) {
        var index: [CapturedTopology.Group: Int] = [:]
        for (prefix, entries) in announcements.sorted(by: { $0.key < $1.key }) {
            // Routers that announce the prefix in the same way share a group.
            var rest = entries.sorted { $0.router < $1.router }
            while let first = rest.first {
                let same = rest.filter { $0.route == first.route }
                rest.removeAll { $0.route == first.route }
                var originators: [Int] = []
                for entry in same where originators.last != entry.router { originators.append(entry.router) }
                let key = CapturedTopology.Group(prefixes: [], route: first.route, originators: originators)
                if let known = index[key] {
                    topology.groups[known].prefixes.append(prefix)
                } else {
                    index[key] = topology.groups.count
                    topology.groups.append(key)
                    topology.groups[topology.groups.count - 1].prefixes = [prefix]
                }
            }
        }
    }
}
