import NetworkPrimitives
import OSPFWire
import Scenarios

/// Reads what FRRouting prints with `json`: whatever names of objects lead to an LSA, it is known by its fields.
struct FRRJSON {
    private var result = DatabaseText()
    private let defaultArea: AreaID?
    private var database = 0

    /// Where in the document a value stands.
    private struct Place {
        var area: AreaID?
        var type: LSType?
    }

    static func read(_ documents: [Value], defaultArea: AreaID?) -> DatabaseText {
        var reader = FRRJSON(defaultArea: defaultArea)
        for root in documents {
            var process = PrintedDatabase.Process()
            process.routerID = root["routerId"]?.text.flatMap { RouterID($0) }
            reader.database = reader.result.database(of: process)
            reader.walk(root, Place())
        }
        return reader.result
    }

    /// The documents of a log, each in its braces.
    static func documents(in octets: [UInt8]) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var (depth, start, isQuoted, isEscaped) = (0, 0, false, false)
        for (position, octet) in octets.enumerated() {
            if isQuoted {
                if octet == UInt8(ascii: "\""), !isEscaped { isQuoted = false }
                isEscaped = octet == UInt8(ascii: "\\") && !isEscaped
            } else if octet == UInt8(ascii: "{") {
                if depth == 0 { start = position }
                depth += 1
            } else if octet == UInt8(ascii: "}"), depth > 0 {
                depth -= 1
                if depth == 0 { result.append(octets[start...position]) }
            } else if octet == UInt8(ascii: "\""), depth > 0 {
                isQuoted = true
            }
        }
        // What is cut off says itself where.
        return result.isEmpty || depth > 0 ? result + [octets[start...]] : result
    }

    private init(defaultArea: AreaID?) { self.defaultArea = defaultArea }

    private mutating func walk(_ value: Value, _ place: Place) {
        if value.fields != nil, value["advertisingRouter"] ?? value["advertisedRouter"] != nil {
            return add(value, place)
        }
        for field in value.fields ?? [] {
            var inner = place
            if let type = Self.type(ofHeading: field.key) {
                inner.type = type
            } else if let area = AreaID(field.key), field.key.contains(".") || field.key == "0", place.area == nil {
                inner.area = area
            }
            walk(field.value, inner)
        }
        for item in value.items ?? [] { walk(item, place) }
    }

    /// `routerLinkStates`, `Router Link States`, `asbrSummaryLinkStates` and so on.
    private static func type(ofHeading key: String) -> LSType? {
        let name = key.lowercased().filter { !" -_".contains($0) }
        guard name.contains("linkstates") || name.contains("opaque") else { return nil }
        if name.contains("opaque") || name.contains("linklocal") || name.contains("arealocal")
            || name.contains("asglobal")
        {
            return name.contains("link") && !name.contains("area") && !name.contains("as")
                ? .opaqueLink
                : name.contains("area") ? .opaqueArea : .opaqueAS
        }
        if name.hasPrefix("nssa") { return .nssa }
        if name.contains("external") { return .asExternal }
        if name.contains("asbr") { return .summaryASBR }
        if name.contains("summary") { return .summaryNetwork }
        if name.hasPrefix("net") { return .network }
        return name.hasPrefix("router") ? .router : nil
    }

    private static func type(ofName name: String) -> LSType? {
        switch name.lowercased() {
        case "router-lsa": .router
        case "network-lsa": .network
        case "summary-lsa": .summaryNetwork
        case "as-external-lsa": .asExternal
        case "nssa-lsa": .nssa
        case "link-local opaque-lsa": .opaqueLink
        case "area-local opaque-lsa": .opaqueArea
        case "as-external opaque-lsa", "as-global opaque-lsa": .opaqueAS
        default: nil
        }
    }

    // MARK: LSAs

    private mutating func add(_ value: Value, _ place: Place) {
        func text(_ names: String...) -> String? { names.lazy.compactMap { value[$0]?.text }.first }
        func number(_ name: String) -> UInt32? { value[name]?.text.flatMap { UInt32($0) } }
        var lsa = PrintedLSA(
            line: value.position.line, type: place.type ?? text("lsaType").flatMap { Self.type(ofName: $0) },
            area: place.area)
        lsa.age = UInt16(clamping: min(3600, number("lsaAge") ?? 0))
        lsa.linkStateID = text("linkStateId", "lsId").flatMap { IPv4Address($0) }
        lsa.advertisingRouter = text("advertisingRouter", "advertisedRouter").flatMap { RouterID($0) }
        lsa.sequenceNumber = text("lsaSeqNumber", "sequenceNumber").flatMap(Self.hexadecimal).map {
            Int32(bitPattern: $0)
        }
        lsa.checksum = text("checksum").flatMap(Self.hexadecimal).map { UInt16(truncatingIfNeeded: $0) }
        lsa.length = number("length").map { Int($0) }
        readOptions(text("options"), &lsa)
        lsa.isListing = value["length"] == nil
        lsa.flags = RouterLSABody.Flags(rawValue: UInt8(truncatingIfNeeded: number("flags") ?? 0))
        lsa.linkCount = number("numOfLinks").map { Int($0) }
        lsa.mask = text("networkMask").flatMap(Self.mask)
        lsa.attachedRouters = Self.routers(value["attchedRouters"] ?? value["attachedRouters"])
        if let metric = number("tos0Metric") { lsa.metrics = [TOSMetric(metric: metric & 0xFF_FFFF)] }
        for link in Self.members(value["routerLinks"]) { lsa.links.append(Self.link(link)) }
        if let type = text("metricType") {
            var route = ExternalLSABody.Route(
                externalType: type.hasPrefix("E1") || type.hasPrefix("1") ? .type1 : .type2, metric: 0)
            route.metric = (number("metric") ?? 0) & 0xFF_FFFF
            route.forwardingAddress =
                text("forwardAddress", "nssaForwardAddress").flatMap { IPv4Address($0) } ?? .unspecified
            route.tag = number("externalRouteTag") ?? 0
            lsa.routes = [route]
        }
        result.add(lsa, to: database, defaultArea: defaultArea)
    }

    private static func hexadecimal(_ text: String) -> UInt32? {
        UInt32(text.hasPrefix("0x") ? String(text.dropFirst(2)) : text, radix: 16)
    }

    /// `26`, or a dotted mask.
    private static func mask(_ text: String) -> IPv4Address? {
        UInt8(text).flatMap { $0 <= 32 ? IPv4Prefix(.broadcastMask, length: $0).mask : nil } ?? IPv4Address(text)
    }

    /// Members of an object or a list, in their order.
    private static func members(_ value: Value?) -> [Value] { value?.items ?? value?.fields?.map(\.value) ?? [] }

    private static func routers(_ value: Value?) -> [RouterID] {
        members(value).compactMap { ($0["attachedRouterId"]?.text ?? $0.text).flatMap { RouterID($0) } }
    }

    private static func link(_ value: Value) -> RouterLSABody.Link {
        func address(_ names: String...) -> IPv4Address? {
            names.lazy.compactMap { value[$0]?.text.flatMap { IPv4Address($0) } }.first
        }
        let name = (value["linkType"]?.text ?? "").lowercased()
        let type: RouterLSABody.LinkType =
            name.contains("stub")
            ? .stub : name.contains("transit") ? .transit : name.contains("virtual") ? .virtual : .pointToPoint
        let data = type == .stub ? value["networkMask"]?.text.flatMap(mask) : address("routerInterfaceAddress")
        return .init(
            type: type, id: address("neighborRouterId", "designatedRouterAddress", "networkAddress") ?? .unspecified,
            data: data ?? .unspecified, metric: value["tos0Metric"]?.text.flatMap { UInt16($0) } ?? 0)
    }

    /// `*|-|DC|-|-|-|E|-`
    private func readOptions(_ text: String?, _ lsa: inout PrintedLSA) {
        guard let text else { return lsa.hiddenOptions = 0xFF }
        let bits: [String: UInt8] = ["O": 0x40, "DC": 0x20, "EA": 0x10, "L": 0x10, "N/P": 0x08, "MC": 0x04, "E": 0x02]
        for word in text.split(separator: "|") { lsa.options |= bits[String(word)] ?? 0 }
        lsa.hiddenOptions = 0x81
    }
}
