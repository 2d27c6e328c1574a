import Captures
import NetworkPrimitives
import OSPFWire
import Scenarios

/// Reads files of any kind into one network, and says what came of each.
public struct NetworkImport {
    /// What the user says besides the files.
    public struct Options: Sendable {
        /// The area of LSAs for which their file names none.
        public var area: AreaID?
        public var process: String?
        public var vrf: String?
        /// Megabits per second at which a link of a graph costs 1; `nil` for equal costs.
        public var referenceBandwidth: Double?
        /// Names of routers, which win over those that files show.
        public var names: [RouterID: String] = [:]

        public init() {}
    }

    let options: Options
    private(set) var files: [SourceFile] = []
    var join = DatabaseJoin()
    /// What each file gave, in its order.
    var gains: [String] = []
    /// What is worth knowing, in one sentence each.
    public internal(set) var notices: [String] = []
    /// What keeps files from being imported.
    public internal(set) var problems: [Diagnostic] = []
    /// LSAs that were printed with a checksum, and how many have it.
    private(set) var checked = 0
    private(set) var exact = 0
    /// Configurations of routers.
    var configurations: [DeviceConfiguration] = []
    /// Labs and graphs, as they are.
    var graphs: [NetworkGraph] = []

    public init(_ options: Options = Options()) { self.options = options }

    /// Adds a file; captures are read elsewhere, and come with their summary.
    public mutating func add(_ file: SourceFile, captured summary: CaptureSummary? = nil) {
        let number = files.count
        files.append(file)
        files[number].octets = []
        files[number].log = nil
        if let summary { return addCapture(summary, number) }
        guard !file.kinds.isEmpty || !file.isFound else {
            notices.append("\(file.name): left out, as it is no file of a network that can be imported")
            return
        }
        guard !file.kinds.isEmpty else {
            problems.append(
                Diagnostic(
                    file: file.path,
                    message:
                        "this is nothing that can be imported: captures, 'show ip ospf database' and its like, configurations, labs and graphs can; --as KIND says which it is"
                ))
            return
        }
        let log = file.log ?? TerminalLog(file.octets)
        for kind in file.kinds { read(file, as: kind, log, number) }
    }

    private mutating func read(_ file: SourceFile, as kind: FileKind, _ log: TerminalLog, _ number: Int) {
        switch kind {
        case .capture: break
        case .ciscoDatabase: add(CiscoText.read(log, defaultArea: options.area), kind, number)
        case .ciscoConfiguration:
            add(CiscoConfiguration.read(log, file: number, path: file.path, options), kind, number)
        case .ciscoInterfaces: add(InterfaceText.read(log, file: number, path: file.path), kind, number)
        case .junosConfiguration:
            add(JunosConfiguration.read(log, file: number, path: file.path, options), kind, number)
        case .junosDatabase: add(JunosText.read(log, defaultArea: options.area), kind, number)
        case .huaweiDatabase: add(HuaweiText.read(log, defaultArea: options.area), kind, number)
        case .birdDatabase:
            add(BirdText.read(log, defaultArea: options.area), kind, number)
            notices.append(
                "\(file.name): BIRD prints no headers and no addresses of interfaces: addresses of routers on networks are made up, and which of several equal links is which is not known"
            )
        case .frrDatabase:
            let documents = FRRJSON.documents(in: file.octets).map { PlainDocument.read(Array($0), path: file.path) }
            problems += documents.flatMap(\.diagnostics).filter { $0.severity == .error }
            add(FRRJSON.read(documents.compactMap(\.content), defaultArea: options.area), kind, number)
        case .graphML: add(GraphMLReader.read(file.octets), kind, number)
        case .gml: add(GMLReader.read(log), kind, number)
        case .netlab, .containerlab:
            let loaded = PlainDocument.read(file.octets, path: file.path)
            problems += loaded.diagnostics.filter { $0.severity == .error }
            guard let root = loaded.content else { return }
            add(kind == .netlab ? NetlabReader.read(root) : ContainerlabReader.read(root), kind, number)
        }
    }

    private mutating func addCapture(_ summary: CaptureSummary, _ number: Int) {
        let databases = NetworkDatabases(summary)
        let count = databases.databases.reduce(0) { $0 + $1.entries.count }
        gains.append("\(files[number].name): took it for \(FileKind.capture.words): \(Self.counted(count, "LSA"))")
        join.add(databases, from: number)
    }

    /// What captures that hold nothing are told of.
    public mutating func noteEmptyCapture(_ name: String, _ frames: Int) {
        notices.append("\(name): a capture without a whole LSA in \(Self.counted(frames, "frame"))")
    }

    // MARK: Configurations

    private mutating func add(_ found: [DeviceConfiguration], _ kind: FileKind, _ number: Int) {
        let name = files[number].name
        for configuration in found where configuration.runsOSPF {
            let id = configuration.effectiveRouterID
            if let known = configurations.firstIndex(where: { $0.effectiveRouterID == id }), id != nil {
                guard configuration.isListing || configurations[known].isListing else {
                    let other = files[configurations[known].file].name
                    notices.append("\(name): its Router ID is that of \(other), which counts")
                    continue
                }
                configurations[known] =
                    configuration.isListing
                    ? configurations[known].merged(with: configuration)
                    : configuration.merged(with: configurations[known])
            } else {
                configurations.append(configuration)
            }
            let count = configuration.interfaces.count { $0.area != nil }
            let what =
                "took it for \(configuration.vendor == .junos ? kind.words : "a configuration of \(configuration.vendor.rawValue)")"
            gains.append(
                "\(name): \(what): \(configuration.name ?? "a router"), \(Self.counted(count, "interface")) with OSPF")
            for line in configuration.notUnderstood.prefix(10) {
                notices.append("\(name):\(line.line): not understood: \(line.text)")
            }
            if configuration.notUnderstood.count > 10 {
                notices.append(
                    "\(name): \(Self.counted(configuration.notUnderstood.count, "line")) about OSPF not understood, the first of them above"
                )
            }
        }
        if !found.contains(where: \.runsOSPF) {
            notices.append("\(name): took it for \(kind.words), in which no interface runs OSPF")
        }
    }

    // MARK: Graphs

    private mutating func add(_ graph: NetworkGraph, _ kind: FileKind, _ number: Int) {
        guard !graph.nodes.isEmpty else {
            problems.append(Diagnostic(file: files[number].path, message: "\(kind.words) without nodes"))
            return
        }
        graphs.append(graph)
        gains.append(
            "\(files[number].name): took it for \(kind.words): \(Self.counted(graph.nodes.count, "node")), \(Self.counted(graph.links.count, "link"))"
        )
    }

    // MARK: Databases in text

    private mutating func add(_ text: DatabaseText, _ kind: FileKind, _ number: Int) {
        let file = files[number]
        guard let chosen = choose(text, file) else { return }
        var areas: Set<AreaID> = []
        var count = 0
        var bodies = 0
        var different: [ReadLSA] = []
        var result = NetworkDatabases()
        for database in chosen {
            for lsa in database.lsas {
                count += 1
                if lsa.body != nil { bodies += 1 }
                if let area = lsa.area { areas.insert(area) }
                switch lsa.check {
                case .exact:
                    checked += 1
                    exact += 1
                case .different:
                    checked += 1
                    different.append(lsa)
                case .unchecked: break
                }
                join.add(NetworkDatabases.Entry(header: lsa.header, body: lsa.body), in: lsa.area, from: number)
            }
            result.kinds.merge(database.kinds) { first, _ in first }
            if let line = database.homeless.first {
                problems.append(
                    Diagnostic(
                        file: file.path, line: line, column: 1,
                        message:
                            "\(Self.counted(database.homeless.count, "LSA")) from here on \(database.homeless.count == 1 ? "has" : "have") no heading that names an area: --area ID says which it is"
                    ))
            }
        }
        result.hostnames = text.hostnames
        join.add(result, from: number)
        let places = areas.sorted().map { "\($0)" }
        let place = places.isEmpty ? "" : " of area\(places.count == 1 ? "" : "s") \(Self.listed(places))"
        let headers = bodies < count ? ", \(count - bodies) of them by header only" : ""
        gains.append("\(file.name): took it for \(kind.words): \(Self.counted(count, "LSA"))\(place)\(headers)")
        tell(of: different, file)
        tell(of: text, file)
    }

    private mutating func tell(of different: [ReadLSA], _ file: SourceFile) {
        let most = 10
        for lsa in different.prefix(most) {
            guard case .different(let cause) = lsa.check else { continue }
            notices.append("\(file.name):\(lsa.line): \(lsa.header.key) is not exact: \(cause)")
        }
        if different.count > most { notices.append("\(file.name): \(different.count - most) more LSAs are not exact") }
    }

    private mutating func tell(of text: DatabaseText, _ file: SourceFile) {
        if let line = text.incomplete.first {
            notices.append(
                "\(file.name):\(line): \(Self.counted(text.incomplete.count, "LSA")) from here on \(text.incomplete.count == 1 ? "lacks" : "lack") a field of the header, and \(text.incomplete.count == 1 ? "is" : "are") left out"
            )
        }
        if !text.notUnderstood.isEmpty {
            let lines = text.notUnderstood.prefix(5).map { "\($0)" }.joined(separator: ", ")
            notices.append(
                "\(file.name): \(Self.counted(text.notUnderstood.count, "line")) not understood (\(text.notUnderstood.count > 5 ? "the first are " : "")\(lines))"
            )
        }
    }

    /// The databases of one network: those of the process and VRF that were asked for, or all that share LSAs.
    private mutating func choose(_ text: DatabaseText, _ file: SourceFile) -> [PrintedDatabase]? {
        let full = text.databases.filter { !$0.lsas.isEmpty || !$0.homeless.isEmpty }
        let wanted = full.filter { database in
            (options.process.map { $0 == database.process.name } ?? true)
                && (options.vrf.map { $0 == database.process.vrf || $0 == "default" && database.process.vrf.isEmpty }
                    ?? true)
        }
        let choices = full.map(\.process.words).joined(separator: "; ")
        guard !wanted.isEmpty else {
            let reason =
                full.isEmpty
                ? "no LSA in it: 'show ip ospf database router' and its like print them"
                : "no database of that process and VRF (--process, --vrf): there are \(choices)"
            problems.append(Diagnostic(file: file.path, message: reason))
            return nil
        }
        let networks = Self.networks(among: wanted)
        guard networks == 1 else {
            problems.append(
                Diagnostic(
                    file: file.path,
                    message: "databases of \(networks) networks: choose one with --process or --vrf: \(choices)"))
            return nil
        }
        return wanted
    }

    /// Processes whose databases have no LSA in common are of different networks.
    private static func networks(among databases: [PrintedDatabase]) -> Int {
        var groups: [(keys: Set<LSAKey>, vrfs: Set<String>)] = []
        for database in databases {
            var keys = Set(database.lsas.map(\.header.key))
            var vrfs: Set<String> = [database.process.vrf]
            // A router's process is one network, whatever commands printed.
            let touching = groups.indices.filter { !groups[$0].keys.isDisjoint(with: keys) }
            for index in touching.reversed() {
                keys.formUnion(groups[index].keys)
                vrfs.formUnion(groups[index].vrfs)
                groups.remove(at: index)
            }
            groups.append((keys, vrfs))
        }
        return groups.count
    }

    // MARK: Words

    static func counted(_ count: Int, _ noun: String) -> String {
        "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// `1,234`
    static func grouped(_ number: Int) -> String {
        var digits = Array("\(abs(number))")
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    static func listed(_ words: [String]) -> String {
        words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
    }
}
