import NetworkPrimitives
import OSPFWire

/// Reads `show ospf database extensive` of Junos, of which `detail` is a part.
///
/// One line has an LSA's header; lines of its body follow in words. `Topology default (ID 0)` repeats the links of router-LSAs.
struct JunosText {
    private var result = DatabaseText()
    private let defaultArea: AreaID?
    private var database = 0
    private var device: String?
    private var area: AreaID?
    private var lsa: PrintedLSA?
    /// The lines since the last `Topology default` of a router-LSA say again what its links said.
    private var isRepeating = false

    private static let types: [(StaticString, LSType)] = [
        ("Router", .router), ("Network", .network), ("Summary", .summaryNetwork), ("ASBRSum", .summaryASBR),
        ("Extern", .asExternal), ("NSSA", .nssa), ("OpaqArea", .opaqueArea), ("OpaqLoc", .opaqueLink),
        ("OpaqLink", .opaqueLink),
        ("OpaqAS", .opaqueAS),
    ]

    static func read(_ log: TerminalLog, defaultArea: AreaID?) -> DatabaseText {
        let text = LabelledText(log, isLabel: isLabel, isApart: { Prompt.device($0) != nil })
        var reader = JunosText(defaultArea: defaultArea)
        reader.database = reader.result.database(of: PrintedDatabase.Process())
        for line in text.lines { reader.read(text.cursor(line), line) }
        reader.finish()
        return reader.result
    }

    private init(defaultArea: AreaID?) { self.defaultArea = defaultArea }

    private static let labels: [StaticString] = [
        "OSPF ", "Type  ", "Type:", "Type 1,", "Type 2,", "bits ", "id ", "mask ", "attached router", "Topology ",
        "TOS ", "Metric:", "Aging timer", "Gen timer",
        "Installed ", "Last changed", "Opaque", "Area-opaque", "LSA ", "{master", "{backup",
    ]

    private static func isLabel(_ line: TextCursor) -> Bool {
        var copy = line
        return labels.contains { line.starts(with: $0) } || header(taking: &copy) != nil
    }

    private static func header(taking line: inout TextCursor) -> (type: LSType, isOwn: Bool)? {
        for (name, type) in types where line.take(name) {
            let isOwn = line.next == UInt8(ascii: "*")
            if isOwn {
                line.position += 1
                line.skipBlanks()
            }
            return line.starts(with: "ID ") || line.next.map { !(0x30...0x39).contains($0) } ?? true
                ? nil : (type, isOwn)
        }
        return nil
    }

    private mutating func read(_ line: TextCursor, _ place: LabelledText.Line) {
        var line = line
        if let device = Prompt.device(line) {
            self.device = device
            return
        }
        if line.take("OSPF ") { return readHeading(line) }
        if let (type, isOwn) = Self.header(taking: &line) { return readHeader(type, isOwn, line, place.number) }
        guard lsa != nil, lsa?.type?.isOpaque == false else {
            return
        }
        if !line.starts(with: "Aging") { lsa?.isListing = false }
        if line.take("bits ") {
            lsa?.flags = RouterLSABody.Flags(rawValue: UInt8(truncatingIfNeeded: line.hexadecimal(most: 4) ?? 0))
            if line.skip(to: "link count ") { lsa?.linkCount = line.number(Int.self) }
        } else if line.take("id ") {
            readLink(line)
        } else if line.take("mask ") {
            lsa?.mask = line.address()
        } else if line.take("attached router ") {
            if let router = line.address() { lsa?.attachedRouters.append(RouterID(bits: router.bits)) }
        } else {
            readTopology(line, place)
        }
    }

    private mutating func readHeading(_ line: TextCursor) {
        var line = line
        guard line.contains("database") else { return }
        finish()
        area = nil
        if line.skip(to: "Area ") { area = line.area() }
    }

    /// `*10.0.0.1  10.0.0.1  0x80000209  1409  0x22 0xd8fc  96`; a checksum of four digits may touch the length.
    private mutating func readHeader(_ type: LSType, _ isOwn: Bool, _ line: TextCursor, _ number: Int) {
        finish()
        var line = line
        var next = PrintedLSA(line: number, type: type, area: area)
        next.linkStateID = line.address()
        next.advertisingRouter = line.address().map { RouterID(bits: $0.bits) }
        next.sequenceNumber = line.hexadecimal().map { Int32(bitPattern: $0) }
        next.age = UInt16(clamping: line.number() ?? 0)
        next.options = UInt8(truncatingIfNeeded: line.hexadecimal(most: 2) ?? 0)
        next.checksum = line.hexadecimal(most: 4).map { UInt16(truncatingIfNeeded: $0) }
        next.length = line.number(Int.self)
        // Until a line of its body follows.
        next.isListing = true
        isRepeating = false
        lsa = next
        if isOwn, type == .router, let device, let router = next.advertisingRouter { result.hostnames[router] = device }
    }

    private mutating func readLink(_ line: TextCursor) {
        guard lsa?.type == .router else { return }
        var line = line
        let id = line.address()
        guard let id, line.skip(to: "data "), let data = line.address(), line.skip(to: "Type ") else { return }
        let kind: RouterLSABody.LinkType =
            line.contains("(1)")
            ? .pointToPoint
            : line.contains("(2)")
                ? .transit : line.contains("(3)") ? .stub : line.contains("(4)") ? .virtual : .pointToPoint
        lsa?.links.append(RouterLSABody.Link(type: kind, id: id, data: data, metric: 0))
        isRepeating = false
        // Wrapped text has them on one line.
        readTopology(line, nil)
    }

    /// `Topology count: 0, Default metric: 4`, `TOS count 0, TOS 0 metric 1`, `Topology default (ID 0) -> Metric: 68`, and
    /// `Type: 2, Metric: 20, Fwd addr: 0.0.0.0, Tag: 0.0.0.0`.
    private mutating func readTopology(_ line: TextCursor, _ place: LabelledText.Line?) {
        guard let type = lsa?.type else { return }
        var line = line
        switch type {
        case .router:
            if line.starts(with: "Topology default") { isRepeating = true }
            guard !isRepeating, Self.skipToMetric(&line), let metric = line.number(UInt32.self),
                let count = lsa?.links.count,
                count > 0
            else { return }
            lsa?.links[count - 1].metric = UInt16(truncatingIfNeeded: metric)
        case .summaryNetwork, .summaryASBR:
            guard lsa?.metrics.isEmpty == true, Self.skipToMetric(&line), let metric = line.number(UInt32.self) else {
                return
            }
            lsa?.metrics.append(TOSMetric(metric: metric & 0xFF_FFFF))
        case .asExternal, .nssa: readRoute(line)
        default: break
        }
    }

    private static func skipToMetric(_ line: inout TextCursor) -> Bool {
        line.skip(to: "metric: ") || line.skip(to: "metric ")
    }

    private mutating func readRoute(_ line: TextCursor) {
        var line = line
        if lsa?.routes.isEmpty == true, line.take("Type: ") || line.take("Type ") || line.skip(to: "Type: "),
            let type = line.number(UInt8.self)
        {
            lsa?.routes.append(ExternalLSABody.Route(externalType: type == 1 ? .type1 : .type2, metric: 0))
        }
        guard lsa?.routes.count == 1 else { return }
        // In this order, on one line or on several.
        if Self.skipToMetric(&line), let metric = line.number(UInt32.self) {
            lsa?.routes[0].metric = metric & 0xFF_FFFF
        }
        if line.skip(to: "fwd addr: ") || line.skip(to: "fwd addr "), let address = line.address() {
            lsa?.routes[0].forwardingAddress = address
        }
        if line.skip(to: "tag: ") || line.skip(to: "tag "), let tag = line.address()?.bits ?? line.number(UInt32.self) {
            lsa?.routes[0].tag = tag
        }
    }

    private mutating func finish() {
        guard let lsa else { return }
        self.lsa = nil
        result.add(lsa, to: database, defaultArea: defaultArea)
    }
}
