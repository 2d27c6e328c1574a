import NetworkPrimitives
import OSPFWire

/// Reads `show ospf state all` of BIRD: a tree of areas, routers and networks, indented by tabs.
///
/// It has no headers and no addresses of interfaces. What is missing is made up, the same in each run: addresses of LANs and of
/// subnets that both ends of a link announce, interface numbers elsewhere.
struct BirdText {
    /// A router or a network in an area, and what is said below it.
    private struct Block {
        var area: AreaID?
        var router: RouterID?
        var network: IPv4Prefix?
        var designatedRouter: RouterID?
        var isReachable = true
        var items: [Item] = []
        var line: Int
    }

    private struct Item {
        var word: String
        var router: RouterID?
        var prefix: IPv4Prefix?
        var metric: UInt32 = 0
        var isType2 = false
        var via: IPv4Address?
        var tag: UInt32 = 0
    }

    private var blocks: [Block] = []
    private var result = DatabaseText()
    private var area: AreaID?
    /// Columns before the routers and networks of an area; what is said of them is further in.
    private var headDepth: Int?

    static func read(_ log: TerminalLog, defaultArea: AreaID?) -> DatabaseText {
        var reader = BirdText()
        for line in log.lines where !line.isBlank { reader.read(TextCursor(log.octets, line.range), log, line) }
        _ = reader.result.database(of: PrintedDatabase.Process())
        reader.addLSAs(defaultArea)
        return reader.result
    }

    // MARK: Lines

    private mutating func read(_ line: TextCursor, _ log: TerminalLog, _ place: TerminalLog.Line) {
        var line = line
        let depth = log.octets[place.range.lowerBound..<line.position].reduce(0) { $0 + ($1 == 0x09 ? 8 : 1) }
        if line.take("area ") {
            area = line.area()
        } else if line.starts(with: "other ASBRs") || line.starts(with: "external") && area == nil {
            area = nil
        } else if line.take("unreachable") {
            if !blocks.isEmpty { blocks[blocks.count - 1].isReachable = false }
        } else if line.take("distance ") {
            return
        } else if line.take("dr ") {
            if !blocks.isEmpty {
                blocks[blocks.count - 1].designatedRouter = line.address().map { RouterID(bits: $0.bits) }
            }
        } else if let item = Self.item(line), !blocks.isEmpty, !isHead(item, depth) {
            blocks[blocks.count - 1].items.append(item)
        } else if line.take("router ") {
            guard let id = line.address() else { return note(place) }
            headDepth = headDepth ?? depth
            blocks.append(Block(area: area, router: RouterID(bits: id.bits), line: place.number))
        } else if line.take("network ") {
            guard let prefix = Self.prefix(&line) else { return note(place) }
            headDepth = headDepth ?? depth
            blocks.append(Block(area: area, network: prefix, line: place.number))
        } else if Prompt.device(line) == nil, !blocks.isEmpty {
            note(place)
        }
    }

    private mutating func note(_ place: TerminalLog.Line) { result.notUnderstood.append(place.number) }

    /// A router or network without a metric opens a block, unless it is said of a network, as attached routers are.
    private func isHead(_ item: Item, _ depth: Int) -> Bool {
        guard item.metric == .max, ["router", "network"].contains(item.word) else { return false }
        return depth <= headDepth ?? depth
    }

    private static func prefix(_ line: inout TextCursor) -> IPv4Prefix? {
        guard let address = line.address() else { return nil }
        let start = line.next
        guard start == UInt8(ascii: "/"), let mask = line.mask() else { return IPv4Prefix(address, length: 32) }
        return IPv4Prefix(address, mask: mask)
    }

    private static func item(_ line: TextCursor) -> Item? {
        var line = line
        guard let word = line.word(),
            ["router", "network", "stubnet", "external", "nssa-ext", "xnetwork", "xrouter", "vlink"].contains(word)
        else { return nil }
        var item = Item(word: word)
        if ["router", "xrouter", "vlink"].contains(word) {
            item.router = line.address().map { RouterID(bits: $0.bits) }
        } else {
            item.prefix = prefix(&line)
        }
        guard item.router != nil || item.prefix != nil else { return nil }
        item.metric = .max
        if line.take("metric2 ") {
            item.isType2 = true
            item.metric = line.number(UInt32.self) ?? 0
        } else if line.take("metric ") {
            item.metric = line.number(UInt32.self) ?? 0
        }
        if line.take("via ") { item.via = line.address() }
        if line.take("tag ") { item.tag = line.hexadecimal() ?? 0 }
        return item
    }

    // MARK: LSAs

    private struct Attachment: Hashable {
        var area: AreaID
        var router: RouterID
    }

    private mutating func addLSAs(_ defaultArea: AreaID?) {
        let networks = blocks.filter { $0.network != nil }
        for (number, block) in blocks.enumerated() {
            guard let area = block.area ?? defaultArea else { continue }
            if let router = block.router { addRouter(block, router, area, networks) }
            if let prefix = block.network { addNetwork(prefix, blocks[number], area) }
        }
        addExternals()
    }

    /// The address of a router on a network: the designated router has the first, the others follow in their order.
    private static func address(_ router: RouterID, on network: Block) -> IPv4Address? {
        guard let prefix = network.network else { return nil }
        let members = members(of: network)
        guard let place = members.firstIndex(of: router) else { return nil }
        let first: UInt32 = prefix.length < 31 ? 1 : 0
        let address = IPv4Address(bits: prefix.address.bits &+ UInt32(place) &+ first)
        return prefix.contains(address) ? address : nil
    }

    private static func members(of network: Block) -> [RouterID] {
        let attached = network.items.compactMap { $0.word == "router" ? $0.router : nil }
        guard let designated = network.designatedRouter, attached.contains(designated) else { return attached }
        return [designated] + attached.filter { $0 != designated }
    }

    private mutating func addNetwork(_ prefix: IPv4Prefix, _ block: Block, _ area: AreaID) {
        let members = Self.members(of: block)
        guard let first = members.first, let address = Self.address(first, on: block) else { return }
        var lsa = PrintedLSA(line: block.line, type: .network, area: area)
        Self.fill(&lsa, address, first)
        lsa.mask = prefix.mask
        lsa.attachedRouters = members
        result.add(lsa, to: 0, defaultArea: nil)
    }

    private static func fill(_ lsa: inout PrintedLSA, _ id: IPv4Address, _ router: RouterID) {
        lsa.linkStateID = id
        lsa.advertisingRouter = router
        lsa.sequenceNumber = .min + 1
        lsa.options = 0x02
    }

    private mutating func addRouter(_ block: Block, _ router: RouterID, _ area: AreaID, _ networks: [Block]) {
        var lsa = PrintedLSA(line: block.line, type: .router, area: area)
        Self.fill(&lsa, IPv4Address(bits: router.bits), router)
        var subnets = sharedSubnets(of: block)
        var count: [RouterID: Int] = [:]
        for (position, item) in block.items.enumerated() {
            let metric = UInt16(clamping: item.metric == .max ? 0 : item.metric)
            switch item.word {
            case "router":
                guard let neighbor = item.router else { continue }
                let place = count[neighbor, default: 0]
                count[neighbor] = place + 1
                var data = IPv4Address(bits: UInt32(position + 1))
                if let list = subnets[neighbor], place < list.count {
                    data = Self.host(of: list[place], isLower: router < neighbor)
                }
                lsa.links.append(
                    .init(type: .pointToPoint, id: IPv4Address(bits: neighbor.bits), data: data, metric: metric))
            case "network":
                guard let network = networks.first(where: { $0.network == item.prefix && $0.area == block.area }),
                    let designated = Self.members(of: network).first.flatMap({ Self.address($0, on: network) }),
                    let own = Self.address(router, on: network)
                else { continue }
                lsa.links.append(.init(type: .transit, id: designated, data: own, metric: metric))
            case "stubnet":
                guard let prefix = item.prefix else { continue }
                lsa.links.append(.init(type: .stub, id: prefix.address, data: prefix.mask, metric: metric))
            case "vlink":
                guard let neighbor = item.router else { continue }
                lsa.links.append(
                    .init(
                        type: .virtual, id: IPv4Address(bits: neighbor.bits), data: IPv4Address(bits: router.bits),
                        metric: metric))
            case "xnetwork", "xrouter": addSummary(item, router, area, block.line)
            default: lsa.flags.insert(.asBoundaryRouter)
            }
        }
        subnets = [:]
        if Set(blocks.filter { $0.router == router }.compactMap(\.area)).count > 1
            || block.items.contains(where: { $0.word.hasPrefix("x") })
        {
            lsa.flags.insert(.areaBorderRouter)
        }
        if block.items.contains(where: { $0.word == "vlink" }) { lsa.flags.insert(.virtualLinkEndpoint) }
        if !block.isReachable { lsa.age = 3_599 }
        result.add(lsa, to: 0, defaultArea: nil)
    }

    private static func host(of prefix: IPv4Prefix, isLower: Bool) -> IPv4Address {
        let first: UInt32 = prefix.length < 31 ? 1 : 0
        return IPv4Address(bits: prefix.address.bits &+ first &+ (isLower ? 0 : 1))
    }

    /// Of each neighbor over a link, the stub networks that both announce: the subnets of their links, in order.
    private func sharedSubnets(of block: Block) -> [RouterID: [IPv4Prefix]] {
        let own = Set(block.items.compactMap { $0.word == "stubnet" ? $0.prefix : nil }.filter { $0.length < 32 })
        var result: [RouterID: [IPv4Prefix]] = [:]
        for neighbor in Set(block.items.compactMap { $0.word == "router" ? $0.router : nil }) {
            let other = blocks.first { $0.router == neighbor && $0.area == block.area }
            let theirs = other?.items.compactMap { $0.word == "stubnet" ? $0.prefix : nil } ?? []
            result[neighbor] = Set(theirs).intersection(own).sorted()
        }
        return result
    }

    private mutating func addSummary(_ item: Item, _ router: RouterID, _ area: AreaID, _ line: Int) {
        let isBoundary = item.word == "xrouter"
        var lsa = PrintedLSA(line: line, type: isBoundary ? .summaryASBR : .summaryNetwork, area: area)
        let id = isBoundary ? item.router.map { IPv4Address(bits: $0.bits) } : item.prefix?.address
        guard let id else { return }
        Self.fill(&lsa, id, router)
        lsa.mask = isBoundary ? .unspecified : item.prefix?.mask
        lsa.metrics = [TOSMetric(metric: min(item.metric == .max ? 0 : item.metric, 0xFF_FFFF))]
        result.add(lsa, to: 0, defaultArea: nil)
    }

    private mutating func addExternals() {
        var seen: Set<LSAKey> = []
        for block in blocks {
            guard let router = block.router else { continue }
            for item in block.items where ["external", "nssa-ext"].contains(item.word) {
                guard let prefix = item.prefix else { continue }
                let type: LSType = item.word == "external" ? .asExternal : .nssa
                var lsa = PrintedLSA(line: block.line, type: type, area: type == .nssa ? block.area : nil)
                Self.fill(&lsa, prefix.address, router)
                if type == .nssa { lsa.options = 0x08 }
                // Prefixes that share an address have Link State IDs of their own (RFC 2328 Appendix E).
                if !seen.insert(LSAKey(type: type, linkStateID: prefix.address, advertisingRouter: router)).inserted {
                    lsa.linkStateID = prefix.lastAddress
                }
                lsa.mask = prefix.mask
                lsa.routes = [
                    .init(
                        externalType: item.isType2 ? .type2 : .type1,
                        metric: min(item.metric == .max ? 0 : item.metric, 0xFF_FFFF),
                        forwardingAddress: item.via ?? .unspecified, tag: item.tag)
                ]
                result.add(lsa, to: 0, defaultArea: nil)
            }
        }
    }
}
