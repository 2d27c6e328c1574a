import NetworkPrimitives
import OSPFWire

/// What one OSPF process printed of its databases.
struct PrintedDatabase {
    /// Which process of which router it is, as far as the text says it.
    struct Process: Hashable {
        var routerID: RouterID?
        var name = ""
        var vrf = ""

        /// `process 1, vrf BLUE, router 10.0.0.1`
        var words: String {
            let parts = [
                name.isEmpty ? nil : "process \(name)", vrf.isEmpty ? nil : "VRF \(vrf)",
                routerID.map { "router \($0)" },
            ]
            return parts.compactMap { $0 }.joined(separator: ", ")
        }
    }

    var process = Process()
    var lsas: [ReadLSA] = []
    var kinds: [AreaID: NetworkDescription.Area.Kind] = [:]
    /// The lines of LSAs for which nothing says which area they are in.
    var homeless: [Int] = []
}

/// The databases of a text, and what else it shows.
struct DatabaseText {
    var databases: [PrintedDatabase] = []
    var hostnames: [RouterID: String] = [:]
    /// Lines that are no part of what a router prints, or of a format that is not known.
    var notUnderstood: [Int] = []
    /// LSAs that lack a field of their header, by line.
    var incomplete: [Int] = []

    /// The database that LSAs of a process go to from now on.
    mutating func database(of process: PrintedDatabase.Process) -> Int {
        if let known = databases.firstIndex(where: { $0.process == process }) { return known }
        databases.append(PrintedDatabase(process: process))
        return databases.count - 1
    }

    mutating func add(_ lsa: PrintedLSA, to database: Int, defaultArea: AreaID?) {
        var lsa = lsa
        if lsa.area == nil { lsa.area = defaultArea }
        guard let read = lsa.encoded() else { return incomplete.append(lsa.line) }
        if read.area == nil, !read.header.type.hasASScope { return databases[database].homeless.append(lsa.line) }
        databases[database].lsas.append(read)
    }
}
