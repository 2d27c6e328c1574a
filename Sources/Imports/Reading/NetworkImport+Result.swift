import NetworkPrimitives
import OSPFWire
import Scenarios

extension NetworkImport {
    /// The databases of all files.
    public var databases: NetworkDatabases {
        var databases = join.databases
        databases.hostnames.merge(options.names) { _, told in told }
        return databases
    }

    /// The network of all files.
    public func description(of databases: NetworkDatabases) -> NetworkDescription {
        let paths = files.map(\.name)
        if !hasRouters(databases), configurations.isEmpty, let graph = graphs.first {
            var topology = graph.description(reference: options.referenceBandwidth)
            if graphs.count > 1 { topology.notes.append("Only the first of \(graphs.count) graphs is taken.") }
            return topology
        }
        guard hasRouters(databases) else {
            var builder = ConfigurationBuilder(configurations, files: paths)
            var topology = builder.build()
            for number in topology.routers.indices {
                if let name = topology.routers[number].routerID.flatMap({ options.names[$0] }) {
                    topology.routers[number].name = name
                }
            }
            return topology
        }
        var overlay = ConfigurationOverlay(
            configurations, files: paths, over: NetworkDescription(databases), names: options.names)
        return overlay.lay()
    }

    private func hasRouters(_ databases: NetworkDatabases) -> Bool {
        databases.databases.contains { $0.entries.contains { $0.header.type == .router && $0.body != nil } }
    }

    /// What came of the files: how exact they are first, then each file, then what is worth knowing.
    public var report: [String] {
        var lines: [String] = []
        if checked > 0 {
            let isAll = exact == checked
            lines.append(
                "\(Self.grouped(exact)) of \(Self.counted(checked, "LSA")) exact: \(isAll ? "each has" : "these have") the checksum that was printed."
            )
        }
        lines += gains
        lines += contradictions
        lines += notices
        return lines
    }

    private var contradictions: [String] {
        var lines = join.contradictions.prefix(10).map { entry in
            let names = entry.sources.map { files[$0].name }
            let place = entry.area.map { " of area \($0)" } ?? ""
            return
                "\(names[1]): \(entry.key)\(place) says something else than in \(names[0]), under the same sequence number: that one counts"
        }
        if join.contradictions.count > 10 {
            lines.append("\(join.contradictions.count - 10) more LSAs contradict each other")
        }
        if join.outdated > 0 {
            lines.append(
                "\(Self.counted(join.outdated, "LSA")) \(join.outdated == 1 ? "has" : "have") a newer instance of which only the header is known: the older content stands"
            )
        }
        return lines
    }

    /// Why there is no network; `nil` where there is one.
    public func lack(in databases: NetworkDatabases) -> String? {
        let entries = databases.databases.lazy.flatMap(\.entries)
        if hasRouters(databases) || !configurations.isEmpty || !graphs.isEmpty { return nil }
        if join.isEmpty { return "no LSA and no router in any of the files" }
        if entries.contains(where: { $0.header.type == .router }) {
            return
                "only headers of router-LSAs, which say nothing of links: 'show ip ospf database router' (with 'detail' on NX-OS and EOS, 'extensive' on Junos) prints them whole"
        }
        return
            "no router-LSA, which has the links of a router: add the output of 'show ip ospf database router'"
    }
}
