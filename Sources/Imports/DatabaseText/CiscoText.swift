import NetworkPrimitives
import OSPFWire

/// Reads `show ip ospf database` of IOS and all that print alike: IOS-XE, IOS-XR, NX-OS, EOS, FRRouting, Quagga and others.
///
/// They differ in indentation, case, masks, number formats and words, and print the same labels in the same order.
struct CiscoText {
    private var result = DatabaseText()
    private let defaultArea: AreaID?
    private var database: Int?
    private var device: String?
    private var area: AreaID?
    /// By the heading, which alone tells type 3 from type 4 in FRRouting.
    private var type: LSType?
    private var lsa: PrintedLSA?
    /// Within an LSA, a metric belongs to the last link.
    private var hasTOS = false

    static func read(_ log: TerminalLog, defaultArea: AreaID?) -> DatabaseText {
        let text = LabelledText(
            log, isLabel: { CiscoLabel($0) != nil }, isApart: { isListed($0) || Prompt.device($0) != nil })
        var reader = CiscoText(defaultArea: defaultArea)
        for line in text.lines { reader.read(text.cursor(line), line.number) }
        reader.finish()
        return reader.result
    }

    /// A line of a listing begins with two addresses.
    private static func isListed(_ line: TextCursor) -> Bool {
        var line = line
        return line.address() != nil && line.address() != nil
    }

    private init(defaultArea: AreaID?) { self.defaultArea = defaultArea }

    private mutating func read(_ line: TextCursor, _ number: Int) {
        var value = line
        guard let label = CiscoLabel(taking: &value) else { return readUnlabelled(line, number) }
        switch label {
        case .router: openRouter(value)
        case .heading: readHeading(line)
        case .age:
            finish()
            var next = PrintedLSA(line: number, type: type, area: area)
            next.age = Self.age(value)
            next.doNotAge = value.contains("DoNotAge") || value.contains("DNA")
            lsa = next
        case .options: readOptions(&value)
        case .type: readType(value)
        case .linkStateID: lsa?.linkStateID = value.address()
        case .advertisingRouter: lsa?.advertisingRouter = value.address().map { RouterID(bits: $0.bits) }
        case .sequenceNumber: lsa?.sequenceNumber = value.hexadecimal().map { Int32(bitPattern: $0) }
        case .checksum: lsa?.checksum = value.hexadecimal().map { UInt16(truncatingIfNeeded: $0) }
        case .length: lsa?.length = value.number(Int.self)
        case .flags:
            lsa?.flags = RouterLSABody.Flags(rawValue: UInt8(truncatingIfNeeded: value.hexadecimal(most: 2) ?? 0))
        case .areaBorderRouter: lsa?.flags.insert(.areaBorderRouter)
        case .boundaryRouter: lsa?.flags.insert(.asBoundaryRouter)
        case .virtualEndpoint: lsa?.flags.insert(.virtualLinkEndpoint)
        case .translator: lsa?.flags.insert(.nssaTranslator)
        case .linkCount: lsa?.linkCount = value.number(Int.self)
        default: readBody(label, &value)
        }
    }

    private mutating func readBody(_ label: CiscoLabel, _ value: inout TextCursor) {
        switch label {
        case .link: openLink(value)
        case .linkID: setLink { $0.id = Self.valueAddress(&value) }
        case .linkData: setLink { $0.data = Self.valueAddress(&value) }
        case .mask: lsa?.mask = value.mask()
        case .attachedRouter:
            if let router = value.address() { lsa?.attachedRouters.append(RouterID(bits: router.bits)) }
        case .tos: readTOS(&value)
        case .metric: readMetric(value.number(UInt32.self))
        case .metricType: addRoute(type: value.number())
        case .forwardAddress:
            if let address = value.address() { setRoute { $0.forwardingAddress = address } }
        case .tag: if let tag = value.number(UInt32.self) { setRoute { $0.tag = tag } }
        default: break
        }
    }

    // MARK: Headings

    /// `OSPF Router with ID (10.0.0.1) (Process ID 1, VRF BLUE)`, with or without blanks and commas.
    private mutating func openRouter(_ line: TextCursor) {
        finish()
        (area, type) = (nil, nil)
        var line = line
        if line.next == UInt8(ascii: "(") { line.position += 1 }
        line.skipBlanks()
        var process = PrintedDatabase.Process()
        process.routerID = line.address().map { RouterID(bits: $0.bits) }
        if line.skip(to: "Process ID ") { process.name = line.text(until: " ,)") }
        if line.skip(to: "VRF ") { process.vrf = line.text(until: " ,)") }
        if process.vrf == "default" { process.vrf = "" }
        database = result.database(of: process)
        if let router = process.routerID, let device { result.hostnames[router] = device }
    }

    private mutating func readHeading(_ line: TextCursor) {
        finish()
        // What stands in parentheses is about the area: `(Area 0.0.0.2 [NSSA])`.
        let words = line.octets[line.position..<line.end].firstIndex(of: UInt8(ascii: "(")) ?? line.end
        type = Self.type(ofHeading: TextCursor(line.octets, line.position..<words))
        area = nil
        var line = line
        guard line.skip(to: "(Area ") else { return }
        area = line.area()
        guard let area else { return }
        let kind: NetworkDescription.Area.Kind? =
            line.contains("[NSSA") ? .nssa : line.contains("[Stub") ? .stub : nil
        if let kind { result.databases[current()].kinds[area] = kind }
    }

    private static func type(ofHeading line: TextCursor) -> LSType? {
        if line.contains("opaque") {
            if line.contains("link-local") || line.contains("type-9") || line.contains("opaque link") {
                return .opaqueLink
            }
            return line.contains("area") ? .opaqueArea : .opaqueAS
        }
        if line.contains("nssa") || line.contains("type-7") { return .nssa }
        if line.contains("external") { return .asExternal }
        if line.contains("asb") { return .summaryASBR }
        if line.contains("summary") { return .summaryNetwork }
        if line.contains("net link") || line.contains("network link") { return .network }
        return line.contains("router") ? .router : nil
    }

    /// Where LSAs go before any router has given its name.
    private mutating func current() -> Int {
        if let database { return database }
        let first = result.database(of: PrintedDatabase.Process())
        database = first
        return first
    }

    // MARK: Headers

    /// `1705`, `12 (DoNotAge)`, `MAXAGE(3600)`, or `00:29:08` of EOS.
    private static func age(_ value: TextCursor) -> UInt16 {
        var value = value
        while let octet = value.next, !(0x30...0x39).contains(octet) { value.position += 1 }
        var seconds = value.number() ?? 3600
        while value.next == UInt8(ascii: ":") {
            value.position += 1
            seconds = seconds &* 60 &+ (value.number() ?? 0)
        }
        return UInt16(clamping: min(seconds, 3600))
    }

    /// In words (`No TOS-capability, DC`), which leave out bits, or as a number.
    private mutating func readOptions(_ value: inout TextCursor) {
        guard lsa != nil else { return }
        if value.starts(with: "0x"), let number = value.hexadecimal(most: 2) {
            lsa?.options = UInt8(number)
            return
        }
        var bits: UInt8 = 0
        guard value.contains("TOS-cap") else { return readOptionWords(&value) }
        if value.contains(", DC") || value.contains("(DC") { bits |= 0x20 }
        if value.contains("type 7/5"), !value.contains("no type 7/5") { bits |= 0x08 }
        if value.contains("opaque") { bits |= 0x40 }
        if value.contains("(TOS-") { bits |= 0x01 }
        // "Upward" and "Downward" are the DN bit of RFC 4576.
        if value.contains("downward") { bits |= 0x80 }
        lsa?.options = bits
        lsa?.hiddenOptions = 0xDE & ~bits
    }

    /// `(E DC)`, as EOS has it.
    private mutating func readOptionWords(_ value: inout TextCursor) {
        let names: [String: UInt8] = [
            "E": 0x02, "MC": 0x04, "N": 0x08, "P": 0x08, "NP": 0x08, "N/P": 0x08, "EA": 0x10, "DC": 0x20, "O": 0x40,
        ]
        let words = value.rest.uppercased().split { " ,()|".contains($0) }
        let bits = words.reduce(UInt8(0)) { $0 | (names[String($1)] ?? 0) }
        lsa?.options = bits
        lsa?.hiddenOptions = ~bits
    }

    private mutating func readType(_ value: TextCursor) {
        guard type == nil else { return }
        lsa?.type = Self.type(ofPrinted: value)
    }

    private static func type(ofPrinted value: TextCursor) -> LSType? {
        if value.contains("summary") {
            return value.contains("boundary") || value.contains("asb") ? .summaryASBR : .summaryNetwork
        }
        if value.contains("nssa") || value.contains("type-7") { return .nssa }
        if value.contains("external") { return .asExternal }
        if value.contains("opaque") { return type(ofHeading: value) }
        if value.contains("network") { return .network }
        return value.contains("router") ? .router : nil
    }

    // MARK: Router-LSAs

    private mutating func openLink(_ value: TextCursor) {
        guard lsa?.type == .router else { return }
        let kind: RouterLSABody.LinkType =
            value.contains("virtual")
            ? .virtual
            : value.contains("stub") ? .stub : value.contains("transit") ? .transit : .pointToPoint
        lsa?.links.append(RouterLSABody.Link(type: kind, id: .unspecified, data: .unspecified, metric: 0))
        hasTOS = false
    }

    private mutating func setLink(_ change: (inout RouterLSABody.Link) -> Void) {
        guard let count = lsa?.links.count, count > 0 else { return }
        change(&lsa!.links[count - 1])
    }

    /// After the colon that ends the label.
    private static func valueAddress(_ value: inout TextCursor) -> IPv4Address {
        while value.skip(past: UInt8(ascii: ":")) {}
        return value.address() ?? .unspecified
    }

    // MARK: Metrics

    /// `TOS 0 Metrics: 25`, `MTID 7 Metrics: 9`, `TOS: 0  Metric: 41`, or a TOS alone whose metric follows on a line of its own.
    private mutating func readTOS(_ value: inout TextCursor) {
        if value.next == UInt8(ascii: ":") {
            value.position += 1
            value.skipBlanks()
        }
        tos = value.number(UInt8.self) ?? 0
        if value.take("Metrics:") || value.take("Metric:") || value.take("Metrics :") || value.take("Metric :") {
            readMetric(value.number(UInt32.self))
        }
    }

    private var tos: UInt8 = 0

    private mutating func readMetric(_ metric: UInt32?) {
        guard let metric, let type = lsa?.type else { return }
        defer { tos = 0 }
        switch type {
        case .router:
            let (tos, isFirst) = (tos, !hasTOS)
            hasTOS = true
            setLink { link in
                if tos == 0, isFirst {
                    link.metric = UInt16(truncatingIfNeeded: metric)
                } else if tos != 0 {
                    link.tos.append(TOSMetric(tos: tos, metric: metric & 0xFFFF))
                }
            }
        case .summaryNetwork, .summaryASBR: lsa?.metrics.append(TOSMetric(tos: tos, metric: metric & 0xFF_FFFF))
        case .asExternal, .nssa:
            setRoute { $0.metric = metric & 0xFF_FFFF }
            if tos != 0 { setRoute { [tos] in $0.tos = tos } }
        default: break
        }
    }

    private mutating func addRoute(type: UInt64?) {
        lsa?.routes.append(ExternalLSABody.Route(externalType: type == 1 ? .type1 : .type2, metric: 0))
    }

    private mutating func setRoute(_ change: (inout ExternalLSABody.Route) -> Void) {
        guard let count = lsa?.routes.count, count > 0 else { return }
        change(&lsa!.routes[count - 1])
    }

    // MARK: What else there is

    private mutating func readUnlabelled(_ line: TextCursor, _ number: Int) {
        if let name = Prompt.device(line) {
            device = name
            return
        }
        if type != nil, readListing(line, number) { return }
        if lsa?.type?.isOpaque == true { return }
        // Dates, banners and echoed commands come before anything else.
        if database != nil, lsa != nil { result.notUnderstood.append(number) }
    }

    /// `10.0.0.1  10.0.0.1  1200  0x80000031 0x001D5F 2`: a line of a listing without bodies.
    private mutating func readListing(_ line: TextCursor, _ number: Int) -> Bool {
        var line = line
        guard let id = line.address(), let router = line.address() else { return false }
        var entry = PrintedLSA(line: number, type: type, area: area)
        entry.linkStateID = id
        entry.advertisingRouter = RouterID(bits: router.bits)
        let age = line
        guard line.word() != nil, let sequence = line.hexadecimal(), let checksum = line.hexadecimal() else {
            return false
        }
        entry.age = Self.age(age)
        entry.sequenceNumber = Int32(bitPattern: sequence)
        entry.checksum = UInt16(truncatingIfNeeded: checksum)
        entry.isListing = true
        finish()
        result.add(entry, to: current(), defaultArea: defaultArea)
        return true
    }

    private mutating func finish() {
        guard let lsa else { return }
        self.lsa = nil
        tos = 0
        result.add(lsa, to: current(), defaultArea: defaultArea)
    }
}
