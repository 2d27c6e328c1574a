import NetworkPrimitives
import OSPFWire

/// Reads `display ospf lsdb router` and its like of Huawei's VRP and H3C's Comware: fields with colons, in either's case and blanks.
struct HuaweiText {
    private var result = DatabaseText()
    private let defaultArea: AreaID?
    private var database: Int?
    private var device: String?
    private var area: AreaID?
    private var lsa: PrintedLSA?

    static func read(_ log: TerminalLog, defaultArea: AreaID?) -> DatabaseText {
        let text = LabelledText(
            log, isLabel: { Label($0) != nil }, isApart: { Prompt.device($0) != nil })
        var reader = HuaweiText(defaultArea: defaultArea)
        for line in text.lines { reader.read(text.cursor(line), line.number) }
        reader.finish()
        return reader.result
    }

    private init(defaultArea: AreaID?) { self.defaultArea = defaultArea }

    private enum Label: String, CaseIterable {
        case process, area, type, linkStateID, advertisingRouter, age, length, options, sequenceNumber, checksum,
            linkCount
        case linkID, data, linkType, metric, mask, attachedRouter, tosMetric, externalType, forwardingAddress, tag,
            noise

        /// Labels without their blanks and colons, in lower case.
        private static let names: [String: Label] = [
            "area": .area, "type": .type, "lstype": .type, "lsid": .linkStateID, "linkstateid": .linkStateID,
            "advrtr": .advertisingRouter,
            "lsage": .age, "len": .length, "options": .options, "seq#": .sequenceNumber, "chksum": .checksum,
            "checksum": .checksum,
            "linkcount": .linkCount, "linkid": .linkID, "data": .data, "linktype": .linkType, "metric": .metric,
            "netmask": .mask, "tos0metric": .tosMetric, "etype": .externalType, "forwardingaddress": .forwardingAddress,
            "tag": .tag,
            "priority": .noise, "linkstatedatabase": .noise, "opaquetype": .noise, "opaqueid": .noise,
        ]

        init?(_ line: TextCursor) {
            var copy = line
            self.init(taking: &copy)
        }

        /// The label at the beginning of a line, without blanks and stars; `line` is after its colon then.
        init?(taking line: inout TextCursor) {
            var copy = line
            if copy.take("OSPF Process") {
                (self, line) = (.process, copy)
                return
            }
            if copy.take("Attached Router") {
                _ = copy.take(":")
                (self, line) = (.attachedRouter, copy)
                return
            }
            var name: [UInt8] = []
            while let octet = copy.next, octet != UInt8(ascii: ":"), name.count < 20 {
                if !TextCursor.isBlank(octet), octet != UInt8(ascii: "*") { name.append(TextCursor.lowercase(octet)) }
                copy.position += 1
            }
            guard let label = Self.names[String(decoding: name, as: UTF8.self)] else { return nil }
            if copy.next == UInt8(ascii: ":") {
                copy.position += 1
                copy.skipBlanks()
            } else if label != .noise {
                return nil
            }
            (self, line) = (label, copy)
        }
    }

    private mutating func read(_ line: TextCursor, _ number: Int) {
        var value = line
        guard let label = Label(taking: &value) else {
            if let name = Prompt.device(line) { device = name }
            if line.contains("AS External") { area = nil }
            return
        }
        switch label {
        case .process:
            finish()
            var process = PrintedDatabase.Process()
            process.name = value.word() ?? ""
            if value.skip(to: "Router ID ") { process.routerID = value.address().map { RouterID(bits: $0.bits) } }
            area = nil
            database = result.database(of: process)
            if let router = process.routerID, let device { result.hostnames[router] = device }
        case .area:
            finish()
            area = value.area()
        case .type:
            finish()
            let type = Self.type(value)
            lsa = PrintedLSA(line: number, type: type, area: type?.hasASScope == true ? nil : area)
        default: readField(label, &value)
        }
    }

    private static func type(_ value: TextCursor) -> LSType? {
        if value.starts(with: "router") { return .router }
        if value.starts(with: "network") { return .network }
        if value.starts(with: "sum-net") { return .summaryNetwork }
        if value.starts(with: "sum-asbr") { return .summaryASBR }
        if value.starts(with: "external") || value.starts(with: "ase") { return .asExternal }
        if value.starts(with: "nssa") { return .nssa }
        if value.starts(with: "opq-area") || value.starts(with: "opaque-area") { return .opaqueArea }
        if value.starts(with: "opq-link") || value.starts(with: "opaque-link") { return .opaqueLink }
        return value.starts(with: "opq-as") || value.starts(with: "opaque-as") ? .opaqueAS : nil
    }

    private mutating func readField(_ label: Label, _ value: inout TextCursor) {
        switch label {
        case .linkStateID: lsa?.linkStateID = value.address()
        case .advertisingRouter: lsa?.advertisingRouter = value.address().map { RouterID(bits: $0.bits) }
        case .age: lsa?.age = UInt16(clamping: min(3600, value.number() ?? 0))
        case .length: lsa?.length = value.number(Int.self)
        case .options: readOptions(value)
        case .sequenceNumber: lsa?.sequenceNumber = value.hexadecimal().map { Int32(bitPattern: $0) }
        case .checksum: lsa?.checksum = value.hexadecimal().map { UInt16(truncatingIfNeeded: $0) }
        case .linkCount: lsa?.linkCount = value.number(Int.self)
        case .linkID:
            lsa?.links.append(.init(type: .stub, id: value.address() ?? .unspecified, data: .unspecified, metric: 0))
        case .data: setLink { $0.data = value.address() ?? .unspecified }
        case .linkType:
            let isStub = value.starts(with: "stub")
            let type: DatabaseText.LinkType =
                isStub
                ? .stub
                : value.starts(with: "trans") ? .transit : value.starts(with: "virtual") ? .virtual : .pointToPoint
            setLink { $0.type = type }
        case .metric: readMetric(value.number(UInt32.self))
        case .mask: lsa?.mask = value.mask()
        case .attachedRouter:
            if let router = value.address() { lsa?.attachedRouters.append(RouterID(bits: router.bits)) }
        case .tosMetric: readMetric(value.number(UInt32.self))
        case .externalType: setRoute { $0.externalType = value.number() == 1 ? .type1 : .type2 }
        case .forwardingAddress: setRoute { $0.forwardingAddress = value.address() ?? .unspecified }
        case .tag: setRoute { $0.tag = value.number(UInt32.self) ?? 0 }
        default: break
        }
    }

    /// Flags of the router and options of the LSA stand together: `ABR ASBR E DC`.
    private mutating func readOptions(_ value: TextCursor) {
        var value = value
        var bits: UInt8 = 0
        while let word = value.word() {
            switch word.uppercased() {
            case "ABR": lsa?.flags.insert(.areaBorderRouter)
            case "ASBR": lsa?.flags.insert(.asBoundaryRouter)
            case "VIRTUAL", "VL", "V": lsa?.flags.insert(.virtualLinkEndpoint)
            case "E": bits |= 0x02
            case "NP", "N/P", "NSSA": bits |= 0x08
            case "DC": bits |= 0x20
            case "O": bits |= 0x40
            default: break
            }
        }
        lsa?.options = bits
        lsa?.hiddenOptions = 0xFE & ~bits
    }

    private mutating func setLink(_ change: (inout DatabaseText.Link) -> Void) {
        guard let count = lsa?.links.count, count > 0 else { return }
        change(&lsa!.links[count - 1])
    }

    private mutating func setRoute(_ change: (inout DatabaseText.Route) -> Void) {
        guard let type = lsa?.type, type == .asExternal || type == .nssa else { return }
        if lsa?.routes.isEmpty == true { lsa?.routes.append(.init(externalType: .type2, metric: 0)) }
        change(&lsa!.routes[0])
    }

    private mutating func readMetric(_ metric: UInt32?) {
        guard let metric, let type = lsa?.type else { return }
        switch type {
        case .router: setLink { $0.metric = UInt16(truncatingIfNeeded: metric) }
        case .summaryNetwork, .summaryASBR: lsa?.metrics = [.init(metric: metric & 0xFF_FFFF)]
        default: setRoute { $0.metric = metric & 0xFF_FFFF }
        }
    }

    private mutating func finish() {
        guard let lsa else { return }
        self.lsa = nil
        let home = database ?? result.database(of: PrintedDatabase.Process())
        database = home
        result.add(lsa, to: home, defaultArea: defaultArea)
    }
}

extension DatabaseText {
    typealias Link = RouterLSABody.Link
    typealias LinkType = RouterLSABody.LinkType
    typealias Route = ExternalLSABody.Route
}
