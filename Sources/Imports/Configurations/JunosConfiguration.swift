import NetworkPrimitives
import OSPFWire
import Scenarios

/// Reads a configuration of Junos, as `set` commands or in braces.
struct JunosConfiguration {
    /// The words of a statement, and its line.
    struct Statement {
        var words: [String]
        var line: Int
    }

    private(set) var router: DeviceConfiguration
    private let options: NetworkImport.Options
    private var overload: [(key: String, value: FlowYAML?)]?
    private var protection: [(key: String, value: FlowYAML?)] = []
    private var exports: [String] = []
    private var spf: (delay: String?, holddown: String?, runs: String?) = (nil, nil, nil)

    static func read(_ log: TerminalLog, file: Int, path: String, _ options: NetworkImport.Options)
        -> [DeviceConfiguration]
    {
        var reader = JunosConfiguration(file: file, options: options)
        for statement in statements(of: log) { reader.read(statement) }
        reader.finish(path)
        return reader.router.runsOSPF || !reader.router.interfaces.isEmpty ? [reader.router] : []
    }

    private init(file: Int, options: NetworkImport.Options) {
        router = DeviceConfiguration(file: file, vendor: .junos)
        self.options = options
    }

    // MARK: Statements

    /// `set a b c`, or `a { b { c; } }`, with lists in brackets taken apart.
    static func statements(of log: TerminalLog) -> [Statement] {
        var result: [Statement] = []
        var outer: [[String]] = []
        var words: [String] = []
        var inactive = 0
        for line in log.lines where !line.isBlank {
            let tokens = tokens(log.octets[line.range])
            if tokens.first == "set" {
                result.append(Statement(words: Array(tokens.dropFirst()), line: line.number))
                continue
            }
            if tokens.first == "deactivate" || tokens.first == "delete" {
                let path = Array(tokens.dropFirst())
                result.removeAll { $0.words.starts(with: path) }
                continue
            }
            for token in tokens {
                switch token {
                case "{":
                    outer.append(words)
                    if inactive > 0 || words.first == "inactive:" { inactive += 1 }
                    words = []
                case "}":
                    if inactive > 0 { inactive -= 1 }
                    _ = outer.popLast()
                    words = []
                case ";":
                    if inactive == 0, words.first != "inactive:", !words.isEmpty {
                        result.append(contentsOf: unfolded(outer.flatMap { $0 } + words, line.number))
                    }
                    words = []
                default: words.append(token)
                }
            }
            // A prompt or a banner ends with no semicolon.
            if outer.isEmpty, !tokens.contains("{") { words = [] }
        }
        return result
    }

    /// `export [ A B ]` says two things.
    private static func unfolded(_ words: [String], _ line: Int) -> [Statement] {
        guard let open = words.firstIndex(of: "["), let close = words.firstIndex(of: "]"), open < close else {
            return [Statement(words: words, line: line)]
        }
        return words[(open + 1)..<close].map { Statement(words: Array(words[..<open]) + [$0], line: line) }
    }

    private static func tokens(_ line: ArraySlice<UInt8>) -> [String] {
        var tokens: [String] = []
        var word: [UInt8] = []
        var isQuoted = false
        func flush(_ word: inout [UInt8], _ tokens: inout [String]) {
            if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for octet in line {
            if octet == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                word.append(octet)
            } else if octet == UInt8(ascii: "#") {
                break
            } else if "{};[]".utf8.contains(octet) {
                flush(&word, &tokens)
                tokens.append(String(UnicodeScalar(octet)))
            } else if TextCursor.isBlank(octet) {
                flush(&word, &tokens)
            } else {
                word.append(octet)
            }
        }
        flush(&word, &tokens)
        return tokens
    }

    // MARK: Sections

    private mutating func read(_ statement: Statement) {
        let words = statement.words
        func rest(_ count: Int) -> ArraySlice<String> { words.dropFirst(count) }
        switch (words.first, words.dropFirst().first) {
        case ("system", "host-name"): router.name = words.dropFirst(2).first
        case ("interfaces", let name?): readInterface(name, Array(rest(2)), statement.line)
        case ("routing-options", "router-id"):
            router.routerID = words.dropFirst(2).first.flatMap { RouterID($0) }
        case ("routing-options", "static"):
            if words.dropFirst(2).first == "route", let prefix = words.dropFirst(3).first.flatMap({ IPv4Prefix($0) }),
                !router.statics.contains(prefix)
            {
                router.statics.append(prefix)
            }
        case ("protocols", "ospf"):
            router.runsOSPF = true
            if !readOSPF(Array(rest(2)), statement.line) {
                router.notUnderstood.append((statement.line, words.joined(separator: " ")))
            }
        case ("policy-options", "policy-statement"): readPolicy(Array(rest(2)))
        case ("policy-options", "prefix-list"):
            if words.count > 3, let prefix = IPv4Prefix(words[3]) {
                router.prefixLists[words[2], default: []].append(.init(permits: true, prefix: prefix))
            }
        default: break
        }
    }

    /// `ge-0/0/0 unit 0 family inet address 10.0.0.1/30`, called `ge-0/0/0.0` elsewhere.
    private mutating func readInterface(_ name: String, _ words: [String], _ line: Int) {
        if words == ["disable"] {
            for number in router.interfaces.indices where router.interfaces[number].name.hasPrefix(name + ".") {
                router.interfaces[number].isShutdown = true
            }
            return
        }
        if words.first == "mtu" || words.first == "speed" { return }
        guard words.first == "unit", words.count > 2 else { return }
        let number = router.interface("\(name).\(words[1])")
        if router.interfaces[number].line == 0 { router.interfaces[number].line = line }
        let rest = Array(words.dropFirst(2))
        if rest == ["disable"] { router.interfaces[number].isShutdown = true }
        if rest.first == "bandwidth", rest.count > 1 { router.interfaces[number].bandwidth = Self.bandwidth(rest[1]) }
        guard rest.starts(with: ["family", "inet"]), rest.count > 3 else { return }
        if rest[2] == "unnumbered-address" { router.interfaces[number].borrowsFrom = rest[3] }
        if rest[2] == "mtu" { router.interfaces[number].mtu = Int(rest[3]) }
        guard rest[2] == "address", let (address, length) = parseAddressWithLength(rest[3]) else { return }
        if let known = router.interfaces[number].address, known != address {
            let secondary = IPv4Prefix(address, length: length)
            if rest.last == "primary" {
                if let old = router.interfaces[number].prefix { router.interfaces[number].secondaries.append(old) }
                (router.interfaces[number].address, router.interfaces[number].length) = (address, length)
            } else if !router.interfaces[number].secondaries.contains(secondary) {
                router.interfaces[number].secondaries.append(secondary)
            }
        } else {
            (router.interfaces[number].address, router.interfaces[number].length) = (address, length)
        }
    }

    /// `10g`, `100m`, `1000000`: megabits per second.
    private static func bandwidth(_ text: String) -> Double? {
        guard let last = text.last else { return nil }
        let digits = last.isNumber ? text : String(text.dropLast())
        guard let value = Double(digits) else { return nil }
        switch last {
        case "g": return value * 1_000
        case "m": return value
        case "k": return value / 1_000
        default: return value / 1_000_000
        }
    }

    // MARK: protocols ospf

    private mutating func readOSPF(_ words: [String], _ line: Int) -> Bool {
        let value = words.dropFirst().first
        switch words.first {
        case "area":
            guard let id = value.flatMap({ AreaID($0) }) else { return false }
            return readArea(id, Array(words.dropFirst(2)), line)
        case "reference-bandwidth":
            router.referenceBandwidth = value.flatMap(Self.bandwidth)
            return router.referenceBandwidth != nil
        case "export":
            if let value { exports.append(value) }
            return value != nil
        case "overload":
            if overload == nil { overload = [] }
            if value == "timeout", let seconds = words.dropFirst(2).first {
                overload?.append(("on-startup", .text("\(seconds)s")))
            }
            return value == nil || value == "timeout"
        case "database-protection": return readProtection(Array(words.dropFirst()))
        case "spf-options":
            switch value {
            case "delay": spf.delay = words.dropFirst(2).first
            case "holddown": spf.holddown = words.dropFirst(2).first
            case "rapid-runs": spf.runs = words.dropFirst(2).first
            default: return false
            }
            return true
        case "prefix-export-limit":
            guard let value else { return false }
            router.limit.append(("redistribution", .mapping([("maximum", .text(value))])))
            return true
        case "no-rfc-1583": return true
        case "rfc-1583":
            router.settings.append(("rfc1583-compatibility", .truth(true)))
            return true
        case "traffic-engineering", "traceoptions", "lsa-refresh-interval", "graceful-restart", "topology",
            "backup-spf-options":
            return true
        default: return false
        }
    }

    /// Times are in seconds.
    private mutating func readProtection(_ words: [String]) -> Bool {
        guard let value = words.dropFirst().first else {
            guard words.first == "warning-only" else { return false }
            protection.append(("action", .text("warn")))
            return true
        }
        switch words[0] {
        case "maximum-lsa": protection.append(("maximum", .text(value)))
        case "warning-threshold": protection.append(("warning-threshold", .text("\(value)%")))
        case "ignore-count": protection.append(("ignore-count", .text(value)))
        case "ignore-time": protection.append(("ignore-time", .text("\(value)s")))
        case "reset-time": protection.append(("reset-time", .text("\(value)s")))
        default: return false
        }
        return true
    }

    private mutating func readArea(_ id: AreaID, _ words: [String], _ line: Int) -> Bool {
        var area = router.areas[id] ?? DeviceConfiguration.Area()
        defer { router.areas[id] = area }
        let value = words.dropFirst().first
        switch words.first {
        case "interface":
            guard let value else { return false }
            return readAreaInterface(value, in: id, Array(words.dropFirst(2)))
        case "stub", "nssa":
            area.kind = words[0] == "stub" ? .stub : .nssa
            var rest = words.dropFirst()
            var isKnown = true
            while let word = rest.popFirst() {
                switch word {
                case "no-summaries": area.hasSummaries = false
                case "default-metric": area.defaultCost = rest.popFirst().flatMap { UInt32($0) }
                case "default-lsa": if area.nssaDefault == nil { area.nssaDefault = .type2 }
                case "metric-type": area.nssaDefault = rest.popFirst() == "1" ? .type1 : .type2
                case "summaries", "type-7": break
                default: isKnown = false
                }
            }
            return isKnown
        case "area-range":
            guard let prefix = value.flatMap({ IPv4Prefix($0) }) else { return false }
            var range = area.ranges.first { $0.prefix == prefix } ?? .init(prefix: prefix)
            area.ranges.removeAll { $0.prefix == prefix }
            if words.contains("restrict") { range.isAdvertised = false }
            if let place = words.firstIndex(of: "override-metric"), place + 1 < words.count {
                range.cost = UInt32(words[place + 1])
            }
            area.ranges.append(range)
            return !words.contains("exact")
        case "virtual-link":
            guard let neighbor = word(after: "neighbor-id", words).flatMap({ RouterID($0) }),
                let transit = word(after: "transit-area", words).flatMap({ AreaID($0) })
            else { return false }
            let link = DeviceConfiguration.VirtualLink(area: transit, neighbor: neighbor)
            if !router.virtualLinks.contains(link) { router.virtualLinks.append(link) }
            return true
        case nil: return true
        default: return false
        }
    }

    private func word(after key: String, _ words: [String]) -> String? {
        words.firstIndex(of: key).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    }

    private mutating func readAreaInterface(_ name: String, in area: AreaID, _ words: [String]) -> Bool {
        let number = router.interface(name == "all" || name.contains(".") ? name : "\(name).0")
        var interface = router.interfaces[number]
        defer { router.interfaces[number] = interface }
        // An address of its own area may be a second one.
        if interface.area == nil { interface.area = area }
        let value = words.dropFirst().first
        switch words.first {
        case nil: return name != "all"
        case "metric": interface.cost = value.flatMap { UInt16($0) }
        case "priority": interface.priority = value.flatMap { UInt8($0) }
        case "hello-interval": interface.helloInterval = value.flatMap { Int($0) }
        case "dead-interval": interface.deadInterval = value.flatMap { Int($0) }
        case "retransmit-interval": interface.retransmitInterval = value.flatMap { Int($0) }
        case "transit-delay": interface.transmitDelay = value.flatMap { Int($0) }
        case "passive": interface.isPassive = true
        case "disable": interface.area = nil
        case "interface-type":
            switch value {
            case "p2p": interface.type = .pointToPoint
            case "nbma": interface.type = .nonBroadcast
            case "p2mp": interface.type = .pointToMultipoint
            default: return false
            }
        case "authentication": return readAuthentication(Array(words.dropFirst()), &interface)
        case "bfd-liveness-detection", "ldp-synchronization", "link-protection", "node-link-protection": return true
        default: return false
        }
        return true
    }

    private func readAuthentication(_ words: [String], _ interface: inout DeviceConfiguration.Interface) -> Bool {
        var known = interface.authentication ?? DeviceConfiguration.Authentication()
        defer { interface.authentication = known }
        if words.first == "simple-password", words.count > 1 {
            (known.type, known.key) = ("simple", words[1])
        } else if words.first == "md5", words.count > 3, words[2] == "key" {
            (known.type, known.keyID, known.key) = ("md5", Int(words[1]), words[3])
        } else {
            return false
        }
        return true
    }

    // MARK: Policies

    /// `NAME term T from protocol static`, `... from route-filter 10.0.0.0/8 exact`, `... then metric 5`, `... then accept`.
    private mutating func readPolicy(_ words: [String]) {
        guard let name = words.first else { return }
        var rest = words.dropFirst()
        var label = ""
        if rest.first == "term" {
            label = rest.dropFirst().first ?? ""
            rest = rest.dropFirst(2)
        }
        let key = "\(name) \(label)"
        if terms[key] == nil {
            terms[key] = router.policies[name, default: .init()].terms.count
            var term = DeviceConfiguration.Policy.Term()
            term.permits = false
            router.policies[name, default: .init()].terms.append((terms[key]!, term))
        }
        guard let number = terms[key], var term = router.policies[name]?.terms[number].term else { return }
        let value = Array(rest.dropFirst(2))
        switch (rest.first, rest.dropFirst().first) {
        case ("from", "protocol"): term.sources += value
        case ("from", "prefix-list"): term.lists += value
        case ("from", "route-filter"), ("from", "prefix-list-filter"):
            guard let prefix = value.first.flatMap({ IPv4Prefix($0) }) else {
                term.isUnknown = true
                break
            }
            let filter = "\(key) filters"
            if !term.lists.contains(filter) { term.lists.append(filter) }
            var rule = DeviceConfiguration.PrefixRule(permits: true, prefix: prefix)
            switch value.dropFirst().first {
            case "orlonger": (rule.least, rule.most) = (prefix.length, 32)
            case "longer": (rule.least, rule.most) = (min(32, prefix.length + 1), 32)
            case "upto":
                (rule.least, rule.most) = (prefix.length, value.dropFirst(2).first.flatMap { UInt8($0.dropFirst()) })
            default: break
            }
            router.prefixLists[filter, default: []].append(rule)
        case ("from", .some): term.isUnknown = true
        case ("then", "accept"): term.permits = true
        case ("then", "reject"): term.permits = false
        case ("then", "metric"): term.metric = value.first.flatMap { UInt32($0) }
        case ("then", "tag"): term.tag = value.first.flatMap { UInt32($0) }
        case ("then", "external"): term.metricType = value.last == "1" ? .type1 : .type2
        default: break
        }
        router.policies[name]?.terms[number].term = term
    }

    private var terms: [String: Int] = [:]

    // MARK: In the end

    private mutating func finish(_ path: String) {
        let stem = String((path.split(separator: "/").last ?? "").prefix { $0 != "." })
        if router.name == nil, !stem.isEmpty { router.name = stem }
        if let overload {
            router.settings.append(("stub-router", overload.isEmpty ? .truth(true) : .mapping(overload)))
        }
        if !protection.isEmpty { router.limit = [("preset", .text("juniper-junos"))] + protection + router.limit }
        if spf.delay != nil || spf.holddown != nil || spf.runs != nil {
            let fields: [(key: String, value: FlowYAML?)] = [
                ("throttle", .text("rapid-runs")), ("delay", .text("\(spf.delay ?? "200")ms")),
                ("runs", .text(spf.runs ?? "3")),
                ("holddown", .text("\(spf.holddown ?? "5000")ms")),
            ]
            router.timers.append(("spf", .mapping(fields)))
        }
        // A policy names the protocols that it takes routes of.
        for policy in exports {
            let sources = Set(router.policies[policy]?.terms.flatMap(\.term.sources) ?? []).sorted()
            for source in sources.isEmpty ? ["policy"] : sources {
                router.redistributions.append(
                    .init(
                        source: source == "direct" ? "connected" : source, metric: nil, metricType: nil, tag: nil,
                        policy: policy, line: 0))
            }
        }
        if let all = router.interfaces.firstIndex(where: { $0.name == "all" }) {
            let template = router.interfaces.remove(at: all)
            for number in router.interfaces.indices where router.interfaces[number].area == nil {
                router.interfaces[number].area = template.area
                if router.interfaces[number].cost == nil { router.interfaces[number].cost = template.cost }
            }
        }
    }
}
