import NetworkPrimitives
import OSPFWire
import Scenarios

/// Reads a configuration of IOS, IOS-XE, NX-OS, EOS or FRRouting, wherever it stands in a text.
///
/// Commands tell which section they belong to, as copies lose their indentation; what else is there ends a section.
struct CiscoConfiguration {
    enum Section: Equatable {
        case none
        case interface(Int)
        /// Whether it is the process that was asked for.
        case ospf(isWanted: Bool)
        case policy(String, Int)
        case other
    }

    var router: DeviceConfiguration
    var section = Section.none
    let options: NetworkImport.Options
    /// `network` commands of OSPF, in their order: the first that matches decides.
    var networks: [(address: UInt32, wildcard: UInt32, area: AreaID)] = []
    /// Interfaces that are passive, or not, by name.
    var passive: [String: Bool] = [:]
    /// Processes of which there are commands.
    var processes: [String] = []
    private var hosts: [String] = []
    /// The text has indented lines.
    private var isIndented = false

    static func read(_ log: TerminalLog, file: Int, path: String, _ options: NetworkImport.Options)
        -> [DeviceConfiguration]
    {
        var reader = CiscoConfiguration(vendor: vendor(of: log), file: file, options: options)
        reader.isIndented = log.lines.contains { !$0.isBlank && log.octets[$0.range.lowerBound] == 0x20 }
        for line in log.lines where !line.isBlank { reader.read(TextCursor(log.octets, line.range), line, log) }
        reader.finish(path)
        return reader.router.runsOSPF || !reader.router.interfaces.isEmpty ? [reader.router] : []
    }

    private init(vendor: DeviceConfiguration.Vendor, file: Int, options: NetworkImport.Options) {
        router = DeviceConfiguration(file: file, vendor: vendor)
        self.options = options
    }

    /// By commands that one of them alone has.
    private static func vendor(of log: TerminalLog) -> DeviceConfiguration.Vendor {
        for line in log.lines where !line.isBlank {
            let cursor = TextCursor(log.octets, line.range)
            switch cursor.next {
            case UInt8(ascii: "f"):
                if cursor.starts(with: "frr version") || cursor.starts(with: "frr defaults") { return .frr }
                if cursor.starts(with: "feature ospf") { return .nxos }
            case UInt8(ascii: "o"): if cursor.starts(with: "ospf router-id ") { return .frr }
            case UInt8(ascii: "!"): if cursor.contains("(EOS)") || cursor.contains("EOS-") { return .eos }
            case UInt8(ascii: "i"):
                if cursor.starts(with: "ip router ospf ") { return .nxos }
                if cursor.starts(with: "ip routing") && cursor.rest.hasSuffix("routing") { return .eos }
            case UInt8(ascii: "n"):
                if cursor.starts(with: "no switchport"), line.range.count == line.width,
                    log.octets[line.range.lowerBound] == 0x20, cursor.position - line.range.lowerBound == 3
                {
                    return .eos
                }
            case UInt8(ascii: "l"):
                if cursor.starts(with: "log syslog") || cursor.starts(with: "log file") { return .frr }
            case UInt8(ascii: "s"): if cursor.starts(with: "service integrated-vtysh-config") { return .frr }
            default: break
            }
        }
        return .ios
    }

    // MARK: Lines

    private mutating func read(_ line: TextCursor, _ place: TerminalLog.Line, _ log: TerminalLog) {
        var command = line
        if command.next == UInt8(ascii: "!") || command.next == UInt8(ascii: "#") { return }
        if readTopLevel(&command, place.number) { return }
        let isInside = log.octets[place.range.lowerBound] == 0x20 || log.octets[place.range.lowerBound] == 0x09
        switch section {
        case .interface(let number): readInterface(&command, number, place.number)
        case .ospf(isWanted: true):
            let known = readOSPF(&command, place.number)
            if !known {
                // Whatever begins at the margin of an indented text is of another section.
                if isInside || !isIndented { note(line, place.number) } else { section = .other }
            }
        case .policy(let name, let term): readPolicy(&command, name, term)
        case .none, .other, .ospf: break
        }
    }

    mutating func note(_ line: TextCursor, _ number: Int) {
        router.notUnderstood.append((number, line.rest.split(separator: " ").joined(separator: " ")))
    }

    /// Commands that begin a section, or stand outside of all.
    private mutating func readTopLevel(_ line: inout TextCursor, _ number: Int) -> Bool {
        if line.take("hostname ") || line.take("switchname ") {
            if let name = line.word() { hosts.append(name) }
        } else if line.starts(with: "interface "), !line.contains("{") {
            _ = line.take("interface ")
            openInterface(&line, number)
        } else if line.take("router ospf") {
            openOSPF(line)
        } else if line.starts(with: "router ") && !line.starts(with: "router id") && !line.starts(with: "router-") {
            // `router-id` in BGP and OSPF is no section.
            section = .other
        } else if line.take("route-map ") {
            openPolicy(&line)
        } else if line.take("ip prefix-list ") {
            readPrefixList(&line, number)
        } else if line.take("ip route ") {
            readStatic(&line)
        } else if line.take("exit") || line.starts(with: "end") && line.end - line.position == 3 {
            if line.isAtEnd { section = .none }
        } else if Self.others.contains(where: { line.starts(with: $0) }) {
            section = .other
        } else {
            return false
        }
        return true
    }

    /// Commands of other sections that begin one.
    private static let others: [StaticString] = [
        "line con", "line vty", "line aux", "vrf definition", "vrf context", "ip vrf ", "access-list ",
        "ip access-list", "class-map",
        "policy-map", "control-plane", "crypto ", "username ", "snmp-server", "banner ", "aaa ", "key chain", "archive",
        "ip sla",
        "ip community-list", "ip as-path", "ipv6 ", "ntp ", "logging ", "line ", "vlan ", "spanning-tree", "version ",
    ]

    private mutating func openInterface(_ line: inout TextCursor, _ number: Int) {
        var name = line.text(until: " \t")
        line.skipBlanks()
        // `interface GigabitEthernet 0/1`
        if let rest = line.next, (0x30...0x39).contains(rest) { name += line.word() ?? "" }
        let place = router.interface(name)
        router.interfaces[place].line = number
        if line.take("vrf ") { router.interfaces[place].vrf = line.word() ?? "" }
        section = .interface(place)
    }

    private mutating func openOSPF(_ line: TextCursor) {
        var line = line
        let process = line.starts(with: "vrf ") ? "" : line.word() ?? ""
        let vrf = line.take("vrf ") ? line.word() ?? "" : ""
        // Several processes are several networks; the first, or the one that was asked for.
        if !processes.contains(process + " " + vrf) { processes.append(process + " " + vrf) }
        let isWanted =
            (options.process.map { $0 == process }
                ?? (vrf == (options.vrf ?? "") && (router.process.isEmpty || router.process == process)))
            && vrf == (options.vrf ?? "")
        if isWanted { router.process = process }
        router.runsOSPF = router.runsOSPF || isWanted
        section = .ospf(isWanted: isWanted)
    }

    // MARK: Static routes and prefix lists

    /// `ip route 10.0.0.0 255.0.0.0 Null0`, `ip route 10.0.0.0/8 blackhole`.
    private mutating func readStatic(_ line: inout TextCursor) {
        section = .none
        guard !line.starts(with: "vrf "), let prefix = Self.prefix(&line) else { return }
        if !router.statics.contains(prefix) { router.statics.append(prefix) }
    }

    static func prefix(_ line: inout TextCursor) -> IPv4Prefix? {
        guard let address = line.address(), let mask = line.mask() else { return nil }
        return IPv4Prefix(address, mask: mask)
    }

    /// `NAME seq 5 permit 10.0.0.0/8 ge 16 le 24`
    private mutating func readPrefixList(_ line: inout TextCursor, _ number: Int) {
        section = .none
        guard let name = line.word(), !line.starts(with: "description") else { return }
        if line.take("seq ") { _ = line.number() }
        let permits = line.take("permit ")
        guard permits || line.take("deny ") else { return }
        var rule: DeviceConfiguration.PrefixRule
        if line.take("any") {
            rule = .init(permits: permits, prefix: .default, least: 0, most: 32)
        } else {
            guard let prefix = Self.prefix(&line) else { return }
            rule = .init(permits: permits, prefix: prefix)
        }
        if line.take("ge ") { rule.least = line.number(UInt8.self) }
        if line.take("le ") {
            rule.most = line.number(UInt8.self)
            if rule.least == nil { rule.least = rule.prefix.length }
        }
        if line.take("ge ") { rule.least = line.number(UInt8.self) }
        router.prefixLists[name, default: []].append(rule)
    }

    // MARK: Route maps

    private mutating func openPolicy(_ line: inout TextCursor) {
        let name = line.word() ?? ""
        let permits = !line.take("deny")
        _ = line.take("permit")
        let order = line.number(Int.self) ?? 10
        var term = DeviceConfiguration.Policy.Term()
        term.permits = permits
        router.policies[name, default: .init()].terms.append((order, term))
        section = .policy(name, router.policies[name]!.terms.count - 1)
    }

    private mutating func readPolicy(_ line: inout TextCursor, _ name: String, _ number: Int) {
        guard var term = router.policies[name]?.terms[number].term else { return }
        if line.take("match ip address prefix-list ") {
            while let list = line.word() { term.lists.append(list) }
        } else if line.take("match ") {
            term.isUnknown = true
        } else if line.take("set metric ") {
            term.metric = line.number(UInt32.self)
        } else if line.take("set metric-type ") {
            term.metricType = line.contains("type-1") || line.rest == "1" ? .type1 : .type2
        } else if line.take("set tag ") {
            term.tag = line.number(UInt32.self)
        }
        router.policies[name]?.terms[number].term = term
    }

    // MARK: In the end

    private mutating func finish(_ path: String) {
        let stem = String((path.split(separator: "/").last ?? "").prefix { $0 != "." })
        // A host may have two names, its own and that of its daemons.
        router.name = hosts.first { $0 == stem } ?? hosts.first ?? (stem.isEmpty ? nil : stem)
        for number in router.interfaces.indices {
            let interface = router.interfaces[number]
            if interface.area == nil, interface.vrf == (options.vrf ?? ""),
                let address = interface.address ?? borrowed(interface)
            {
                let match = networks.first { ($0.address ^ address.bits) & ~$0.wildcard == 0 }
                router.interfaces[number].area = match?.area
            }
            if interface.isPassive == nil {
                router.interfaces[number].isPassive = passive[interface.name] ?? router.isPassiveByDefault
            }
            if router.interfaces[number].area != nil { router.runsOSPF = true }
        }
    }

    private func borrowed(_ interface: DeviceConfiguration.Interface) -> IPv4Address? {
        interface.borrowsFrom.flatMap { name in
            router.interfaces.first { $0.name.lowercased() == name.lowercased() }?.address
        }
    }
}
