import NetworkPrimitives
import OSPFWire
import Scenarios

extension CiscoConfiguration {
    /// A command of `router ospf`.
    /// - Returns: `false` where it is not understood.
    mutating func readOSPF(_ line: inout TextCursor, _ number: Int) -> Bool {
        if line.take("router-id ") || line.take("ospf router-id ") {
            router.routerID = line.address().map { RouterID(bits: $0.bits) }
            return router.routerID != nil
        }
        if line.take("network ") { return readNetwork(&line) }
        if line.take("passive-interface ") { return readPassive(&line, true) }
        if line.take("no passive-interface ") { return readPassive(&line, false) }
        if line.take("area ") { return readArea(&line, number) }
        if line.take("redistribute ") { return readRedistribution(&line, number) }
        if line.take("default-information originate") { return readDefault(&line) }
        if line.take("default-metric ") {
            router.defaultMetric = line.number(UInt32.self)
            return router.defaultMetric != nil
        }
        if line.take("auto-cost reference-bandwidth ") { return readReference(&line) }
        if line.take("summary-address ") { return readSummary(&line) }
        if line.take("max-lsa ") { return readLimit(&line) }
        if line.take("max-metric router-lsa") { return readMaximumMetric(&line) }
        if line.take("timers ") { return readTimers(&line) }
        if line.take("compatible rfc1583") {
            router.settings.append(("rfc1583-compatibility", .truth(true)))
            return true
        }
        if line.take("ospf abr-type ") {
            router.settings.append(("border-router-type", .text(line.starts(with: "standard") ? "standard" : "cisco")))
            return line.starts(with: "standard") || line.starts(with: "cisco")
        }
        return Self.harmless.contains { line.starts(with: $0) }
    }

    /// Commands that change nothing that is emulated.
    private static let harmless: [StaticString] = [
        "log-adjacency-changes", "ospf log-adjacency", "log-adjacency", "no ", "bfd", "maximum-paths", "nsf", "nsr",
        "snmp", "graceful-restart-helper",
        "exit", "capability ", "ispf", "prefix-suppression disable", "vrf ", "address-family ipv4 unicast",
        "fast-reroute",
        "mpls ", "mpls-te", "write-multiplier", "auto-cost", "neighbor ",
    ]

    /// `network 10.0.0.0 0.0.0.255 area 0`, `network 10.0.0.0/24 area 0`.
    private mutating func readNetwork(_ line: inout TextCursor) -> Bool {
        guard let address = line.address() else { return false }
        let wildcard: UInt32
        if line.next == UInt8(ascii: "/") {
            guard let mask = line.mask() else { return false }
            wildcard = ~mask.bits
        } else {
            guard let value = line.address() else { return false }
            // IOS takes a mask for a wildcard where one was typed.
            wildcard = value.bits & 0x8000_0000 != 0 ? ~value.bits : value.bits
        }
        guard line.take("area "), let area = line.area() else { return false }
        networks.append((address.bits, wildcard, area))
        return true
    }

    private mutating func readPassive(_ line: inout TextCursor, _ isPassive: Bool) -> Bool {
        if line.take("default") {
            router.isPassiveByDefault = isPassive
        } else {
            passive[line.rest.split(separator: " ").prefix(2).joined()] = isPassive
            if let name = line.word() { passive[name] = isPassive }
        }
        return true
    }

    // MARK: Areas

    private mutating func readArea(_ line: inout TextCursor, _ number: Int) -> Bool {
        guard let id = line.area() else { return false }
        var area = router.areas[id] ?? DeviceConfiguration.Area()
        defer { router.areas[id] = area }
        if line.take("stub") {
            area.kind = .stub
            if line.take("no-summary") { area.hasSummaries = false }
        } else if line.take("nssa") {
            return readNSSA(&line, &area)
        } else if line.take("default-cost ") {
            area.defaultCost = line.number(UInt32.self)
        } else if line.take("range ") {
            guard let prefix = Self.prefix(&line) else { return false }
            var range = NetworkDescription.AreaSettings.Range(prefix: prefix)
            if line.take("not-advertise") { range.isAdvertised = false }
            _ = line.take("advertise")
            if line.take("cost ") { range.cost = line.number(UInt32.self) }
            area.ranges.append(range)
        } else if line.take("virtual-link ") {
            guard let neighbor = line.address() else { return false }
            let link = DeviceConfiguration.VirtualLink(area: id, neighbor: RouterID(bits: neighbor.bits))
            if !router.virtualLinks.contains(link) { router.virtualLinks.append(link) }
        } else if line.take("authentication") {
            area.authentication = DeviceConfiguration.Authentication(
                type: line.take("message-digest") ? "md5" : "simple")
        } else {
            return false
        }
        return line.isAtEnd
    }

    private func readNSSA(_ line: inout TextCursor, _ area: inout DeviceConfiguration.Area) -> Bool {
        area.kind = .nssa
        var isKnown = true
        while !line.isAtEnd {
            if line.take("no-summary") {
                area.hasSummaries = false
            } else if line.take("default-information-originate") {
                area.nssaDefault = .type2
            } else if line.take("metric-type ") {
                if line.number() == 1 { area.nssaDefault = .type1 }
            } else if line.take("metric ") {
                area.defaultCost = line.number(UInt32.self)
            } else if line.word() != nil {
                isKnown = false
            }
        }
        return isKnown
    }

    // MARK: Routes of others

    private mutating func readRedistribution(_ line: inout TextCursor, _ number: Int) -> Bool {
        if line.take("maximum-prefix ") { return readRedistributionLimit(&line) }
        guard let source = line.word() else { return false }
        var entry = DeviceConfiguration.Redistribution(source: source, line: number)
        while !line.isAtEnd {
            if line.take("metric-type ") {
                entry.metricType = line.number() == 1 || line.take("type-1") ? .type1 : .type2
            } else if line.take("metric ") {
                entry.metric = line.number(UInt32.self)
            } else if line.take("tag ") {
                entry.tag = line.number(UInt32.self)
            } else if line.take("route-map ") {
                entry.policy = line.word()
            } else if let word = line.word(), UInt32(word) != nil, entry.source == source {
                // The number of a process or an autonomous system.
                entry.source += " \(word)"
            }
        }
        router.redistributions.append(entry)
        return true
    }

    private mutating func readDefault(_ line: inout TextCursor) -> Bool {
        var route = DeviceConfiguration.DefaultRoute()
        var isKnown = true
        while !line.isAtEnd {
            if line.take("always") {
                route.isAlways = true
            } else if line.take("metric-type ") {
                route.metricType = line.number() == 1 ? .type1 : .type2
            } else if line.take("metric ") {
                route.metric = line.number(UInt32.self)
            } else if line.word() != nil {
                isKnown = false
            }
        }
        router.defaultRoute = route
        return isKnown
    }

    private mutating func readSummary(_ line: inout TextCursor) -> Bool {
        guard let prefix = Self.prefix(&line) else { return false }
        var fields: [(key: String, value: FlowYAML?)] = [("prefix", FlowYAML(prefix))]
        while !line.isAtEnd {
            if line.take("not-advertise") || line.take("no-advertise") {
                fields.append(("advertise", .truth(false)))
            } else if line.take("tag "), let tag = line.number(UInt32.self) {
                fields.append(("tag", FlowYAML(tag)))
            } else if line.word() != nil {
                return false
            }
        }
        router.summaries.append(.mapping(fields))
        return true
    }

    // MARK: Costs, limits and timers

    private mutating func readReference(_ line: inout TextCursor) -> Bool {
        guard let value = line.number() else { return false }
        router.referenceBandwidth = Double(value) * (line.starts(with: "Gbps") ? 1_000 : 1)
        return value > 0
    }

    /// `max-lsa 12000 75 warning-only ignore-time 5 ignore-count 5 reset-time 10`, times in minutes.
    private mutating func readLimit(_ line: inout TextCursor) -> Bool {
        guard let maximum = line.number(UInt32.self), maximum > 0 else { return false }
        let preset =
            switch router.vendor {
            case .nxos: "cisco-nx-os"
            case .eos: "arista-eos"
            default: "cisco-ios"
            }
        router.limit += [("preset", .text(preset)), ("maximum", FlowYAML(maximum))]
        if let threshold = line.number() { router.limit.append(("warning-threshold", .text("\(threshold)%"))) }
        while !line.isAtEnd {
            if line.take("warning-only") {
                router.limit.append(("action", .text("warn")))
            } else if line.take("ignore-time "), let minutes = line.number() {
                router.limit.append(("ignore-time", .text("\(minutes)m")))
            } else if line.take("ignore-count "), let count = line.number() {
                router.limit.append(("ignore-count", FlowYAML(count)))
            } else if line.take("reset-time "), let minutes = line.number() {
                router.limit.append(("reset-time", .text("\(minutes)m")))
            } else {
                return false
            }
        }
        return true
    }

    private mutating func readRedistributionLimit(_ line: inout TextCursor) -> Bool {
        guard let maximum = line.number(UInt32.self) else { return false }
        var fields: [(key: String, value: FlowYAML?)] = [("maximum", FlowYAML(maximum))]
        if let threshold = line.number() { fields.append(("warning-threshold", .text("\(threshold)%"))) }
        if line.take("warning-only") { fields.append(("action", .text("warn"))) }
        if line.take("withdraw") { fields.append(("action", .text("withdraw"))) }
        router.limit.append(("redistribution", .mapping(fields)))
        return line.isAtEnd
    }

    private mutating func readMaximumMetric(_ line: inout TextCursor) -> Bool {
        var fields: [(key: String, value: FlowYAML?)] = []
        var isKnown = true
        while !line.isAtEnd {
            if line.take("on-startup ") {
                guard let seconds = line.number() else { return false }
                fields.append(("on-startup", .text("\(seconds)s")))
            } else if line.take("include-stub") {
                fields.append(("include-stub", .truth(true)))
            } else if line.take("summary-lsa") {
                fields.append(("summary-lsa", line.number().map { FlowYAML($0) } ?? .truth(true)))
            } else if line.take("external-lsa") {
                fields.append(("external-lsa", line.number().map { FlowYAML($0) } ?? .truth(true)))
            } else if line.take("administrative") {
                continue
            } else if line.word() != nil {
                isKnown = false
            }
        }
        router.settings.append(("stub-router", fields.isEmpty ? .truth(true) : .mapping(fields)))
        return isKnown
    }

    private mutating func readTimers(_ line: inout TextCursor) -> Bool {
        func time(_ milliseconds: UInt64) -> FlowYAML { .text("\(milliseconds)ms") }
        if line.take("throttle spf ") || line.take("spf delay ") {
            guard let start = line.number(), let hold = line.number(), let maximum = line.number() else { return false }
            let fields: [(key: String, value: FlowYAML?)] = [
                ("throttle", .text("exponential")), ("start", time(start)), ("hold", time(hold)),
                ("maximum", time(maximum)),
            ]
            router.timers.append(("spf", .mapping(fields)))
        } else if line.take("throttle lsa all ") || line.take("throttle lsa ") {
            guard let start = line.number() else { return false }
            guard let hold = line.number(), let maximum = line.number() else {
                // FRRouting has one interval.
                router.timers.append(("min-ls-interval", time(start)))
                return true
            }
            let fields: [(key: String, value: FlowYAML?)] = [
                ("start", time(start)), ("hold", time(hold)), ("maximum", time(maximum)),
            ]
            router.timers.append(("lsa-throttle", .mapping(fields)))
        } else if line.take("lsa arrival ") || line.take("lsa min-arrival ") || line.take("lsa-arrival ") {
            guard let interval = line.number() else { return false }
            router.timers.append(("min-ls-arrival", time(interval)))
        } else if line.take("pacing flood ") {
            guard let interval = line.number() else { return false }
            router.timers.append(("flood-pacing", time(interval)))
        } else {
            return false
        }
        return true
    }
}
