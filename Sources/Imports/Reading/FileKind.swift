/// What a file can be taken for.
public enum FileKind: String, CaseIterable, Sendable {
    case capture
    case ciscoDatabase = "lsdb-ios"
    case junosDatabase = "lsdb-junos"
    case huaweiDatabase = "lsdb-huawei"
    case birdDatabase = "lsdb-bird"
    case frrDatabase = "lsdb-frr-json"
    case ciscoConfiguration = "config-ios"
    case ciscoInterfaces = "interfaces-ios"
    case junosConfiguration = "config-junos"
    case netlab
    case containerlab
    case graphML = "graphml"
    case gml

    /// In the words of a report.
    public var words: String {
        switch self {
        case .capture: "a packet capture"
        case .ciscoDatabase: "databases as IOS, NX-OS, EOS and FRRouting print them (show ip ospf database)"
        case .junosDatabase: "databases as Junos prints them (show ospf database extensive)"
        case .huaweiDatabase: "databases as Huawei and H3C print them (display ospf lsdb)"
        case .birdDatabase: "a topology as BIRD prints it (show ospf state all)"
        case .frrDatabase: "databases as JSON of FRRouting"
        case .ciscoInterfaces: "interfaces as IOS and FRRouting print them (show ip ospf interface)"
        case .ciscoConfiguration: "a configuration of the IOS family (IOS, NX-OS, EOS, FRRouting)"
        case .junosConfiguration: "a configuration of Junos"
        case .netlab: "a topology of netlab"
        case .containerlab: "a topology of containerlab"
        case .graphML: "a graph in GraphML"
        case .gml: "a graph in GML"
        }
    }
}

/// Tells what files are by what is in them.
enum Recognition {
    /// Everything that is in a text: a terminal's log holds databases and configurations.
    static func kinds(of log: TerminalLog) -> [FileKind] {
        var marks = Marks()
        for line in log.lines where !line.isBlank {
            marks.see(TextCursor(log.octets, line.range))
            if marks.isSettled { break }
        }
        return marks.kinds
    }

    static func isCapture(_ octets: [UInt8]) -> Bool {
        let known: [[UInt8]] = [
            [0x0A, 0x0D, 0x0D, 0x0A], [0xD4, 0xC3, 0xB2, 0xA1], [0x34, 0xCD, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4],
            [0xA1, 0xB2, 0xCD, 0x34], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D],
        ]
        return known.contains { octets.starts(with: $0) }
    }

    /// Lines that only one kind of file has.
    private struct Marks {
        private var found: Set<FileKind> = []
        private var isYAML = (nodes: false, links: false, netlab: false, kinds: false)
        private var isBIRD = (area: false, router: false, distance: false)
        private var lines = 0

        var isSettled: Bool {
            // Graphs and documents are one thing; logs may hold another one further on.
            found.contains(.graphML) || found.contains(.gml) || found.contains(.frrDatabase)
        }

        var kinds: [FileKind] {
            var kinds = found
            if isBIRD.area, isBIRD.router, isBIRD.distance, kinds.isEmpty { kinds.insert(.birdDatabase) }
            if kinds.isEmpty, isYAML.nodes, isYAML.kinds { kinds.insert(.containerlab) }
            if kinds.isEmpty, isYAML.nodes || isYAML.netlab, isYAML.links || isYAML.netlab { kinds.insert(.netlab) }
            return FileKind.allCases.filter(kinds.contains)
        }

        mutating func see(_ line: TextCursor) {
            lines += 1
            // In a log, a document comes after a prompt.
            let isOpening = line.next == UInt8(ascii: "{") && (lines == 1 || line.end - line.position == 1)
            if isOpening, found.isEmpty { found.insert(.frrDatabase) }
            switch TextCursor.lowercase(line.next ?? 0) {
            case UInt8(ascii: "<"):
                if line.contains("<graphml") { found.insert(.graphML) }
            case UInt8(ascii: "g"):
                if lines < 20, line.starts(with: "graph"), line.rest.allSatisfy({ "graph [".contains($0) }) {
                    found.insert(.gml)
                }
            case UInt8(ascii: "o"): seeOSPF(line)
            case UInt8(ascii: "l"):
                if line.starts(with: "LS age"), line.contains(":"), !found.contains(.huaweiDatabase) {
                    found.insert(.ciscoDatabase)
                }
                if line.starts(with: "Link State Database") || line.starts(with: "Ls id") {
                    found.insert(.huaweiDatabase)
                }
                if line.starts(with: "links:") { isYAML.links = true }
            case UInt8(ascii: "-"), UInt8(ascii: "e"):
                if line.contains("endpoints:") { isYAML.kinds = true }
            case UInt8(ascii: "n"):
                if line.starts(with: "nodes:") { isYAML.nodes = true }
            case UInt8(ascii: "m"):
                if line.starts(with: "module:") { isYAML.netlab = true }
            case UInt8(ascii: "k"):
                if line.starts(with: "kind:") || line.starts(with: "kinds:") { isYAML.kinds = true }
            case UInt8(ascii: "i"): seeConfiguration(line)
            case UInt8(ascii: "r"):
                if line.starts(with: "router ospf") { found.insert(.ciscoConfiguration) }
                if line.starts(with: "router ") { isBIRD.router = true }
            case UInt8(ascii: "h"):
                if line.starts(with: "hostname ") { found.insert(.ciscoConfiguration) }
            case UInt8(ascii: "s"):
                if line.starts(with: "set protocols ospf ") || line.starts(with: "set interfaces ")
                    || line.starts(with: "set routing-options ") || line.starts(with: "set system host-name ")
                {
                    found.insert(.junosConfiguration)
                }
            case UInt8(ascii: "p"):
                if line.starts(with: "protocols {") { found.insert(.junosConfiguration) }
            case UInt8(ascii: "a"):
                if line.starts(with: "area ") { isBIRD.area = true }
            case UInt8(ascii: "d"):
                if line.starts(with: "distance ") { isBIRD.distance = true }
            case UInt8(ascii: "u"):
                if line.starts(with: "unreachable") { isBIRD.distance = true }
            default: break
            }
            if found.isEmpty, line.contains("Link States (Area") || line.contains("External Link States") {
                found.insert(.ciscoDatabase)
            }
        }

        private mutating func seeOSPF(_ line: TextCursor) {
            if line.starts(with: "OSPF Router with ID") { found.insert(.ciscoDatabase) }
            if line.starts(with: "OSPF database, Area") || line.starts(with: "OSPF AS SCOPE") {
                found.insert(.junosDatabase)
            }
            if line.starts(with: "OSPF Process "), line.contains("with Router ID") { found.insert(.huaweiDatabase) }
        }

        private mutating func seeConfiguration(_ line: TextCursor) {
            let isInterface =
                line.next == UInt8(ascii: "i") && line.starts(with: "interface ") && !line.contains("{")
                && !line.contains(": ")
                && !line.contains(" :")
            if line.starts(with: "ip ospf ") && !line.contains(": ") || isInterface {
                found.insert(.ciscoConfiguration)
            }
            if line.starts(with: "Internet Address"), line.contains("Area ") { found.insert(.ciscoInterfaces) }
            if line.starts(with: "interfaces {") { found.insert(.junosConfiguration) }
        }
    }
}
