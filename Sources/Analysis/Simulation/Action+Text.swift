import Emulation
import NetworkPrimitives
import OSPF

extension Action {
    /// The action in an engineer's words, such as `decommission par4-core-1`.
    public func text(in network: NetworkConfiguration) -> String {
        func name(_ router: RouterIndex) -> String { network.routers[router].name }
        func port(_ router: RouterIndex, _ interface: InterfaceIndex) -> String {
            "\(name(router)) \(network.routers[router].ospf.interfaces[interface].name)"
        }
        switch self {
        case .decommission(let router, let orderly): return "decommission \(name(router))\(orderly ? " in order" : "")"
        case .stopProcess(let router, let orderly):
            return "stop the OSPF process of \(name(router))\(orderly ? " in order" : "")"
        case .start(let router): return "switch on \(name(router))"
        case .reboot(let router, let downtime): return "reboot \(name(router)), off for \(downtime)"
        case .restartProcess(let router, let downtime):
            return "restart the OSPF process of \(name(router)), down for \(downtime)"
        case .setOpaque(let router, let opaque):
            return "\(name(router)) originates \(opaque.count) opaque LSAs of type \(opaque.scope.rawValue)"
        case .disconnect(let router): return "disconnect \(name(router))"
        case .reconnect(let router): return "reconnect \(name(router))"
        case .cut(let segment, let silent): return "cut \(network.segments[segment].name)\(silent ? " silently" : "")"
        case .repair(let segment): return "repair \(network.segments[segment].name)"
        case .cutPort(let router, let interface, let fault):
            return "cut \(port(router, interface))\(fault.text)"
        case .repairPort(let router, let interface): return "repair \(port(router, interface))"
        case .setCircuit(let segment, let circuit, let isOpen):
            let members = "\(name(circuit.first)) and \(name(circuit.second))"
            return "\(isOpen ? "repair" : "cut") \(network.segments[segment].name) between \(members)"
        case .setEnabled(let router, let interface, let isEnabled):
            return "\(isEnabled ? "enable" : "disable") OSPF on \(port(router, interface))"
        case .clear(let router): return "clear the OSPF process of \(name(router))"
        case .redistribute(let router, let set): return "\(name(router)) redistributes \(set.name)"
        case .withdraw(let router, let set): return "\(name(router)) withdraws \(set)"
        case .setLimit(let router, let policy): return "limit of \(name(router)): \(policy.text)"
        case .setCost(let router, let interface, let cost): return "cost of \(port(router, interface)): \(cost)"
        case .setInterface(let router, let interface, let change):
            return "\(change.text.what) of \(port(router, interface)): \(change.text.value)"
        case .setRouterID(let router, let id, let isAtOnce):
            return "Router ID of \(name(router)): \(id)\(isAtOnce ? "" : " at its next start")"
        case .setMetric(let router, let set, let metric, let isType2):
            let type = isType2.map { $0 ? ", type 2" : ", type 1" } ?? ""
            return "metric of \(set) at \(name(router)): \(metric)\(type)"
        case .setPriority(let router, let interface, let priority):
            return "priority of \(port(router, interface)): \(priority)"
        case .setAuthentication(let router, let interface, let authentication):
            return "authentication of \(port(router, interface)): \(authentication.text)"
        case .setStubRouter(let router, let isStub, _):
            return "\(name(router)) \(isStub ? "asks" : "no longer asks") transit traffic to avoid it"
        case .setEligible(let router, let group, let isEligible):
            return "\(name(router)) \(isEligible ? "may" : "may not") be elected for \(group)"
        case .setDefects(let router, _): return "new software on \(name(router))"
        case .setArea(let router, let change): return "area \(change.area) of \(name(router)): \(change.text)"
        case .setPassive(let router, let interface, let isPassive):
            return "\(port(router, interface)) is \(isPassive ? "passive" : "no longer passive")"
        case .partition(let sides):
            return "partition: " + sides.map { $0.map(name).joined(separator: ", ") }.joined(separator: " | ")
        case .heal: return "heal the partition"
        case .replay(_, let trace): return "replay \(trace.name), \(trace.updates.count) link state updates"
        case .learn(_, let area, let lsas): return "hear \(lsas.count) LSAs of area \(area)"
        case .setLoss(let segment, let loss): return "loss on \(network.segments[segment].name): \(loss)"
        case .setMulticastLoss(let segment, let loss):
            return "loss of multicast on \(network.segments[segment].name): \(loss)"
        case .setCorruption(let segment, let share): return "damage on \(network.segments[segment].name): \(share)"
        case .setDelay(let segment, let delay, let jitter):
            let spread = jitter > .zero ? " and up to \(jitter) more" : ""
            return "delay on \(network.segments[segment].name): \(delay)\(spread)"
        }
    }
}

extension InterfaceChange {
    /// What is different, and what it is now, such as `MTU` and `1400`.
    fileprivate var text: (what: String, value: String) {
        switch self {
        case .address(let address, let prefix): return ("address", "\(address)/\(prefix.length)")
        case .mtu(let mtu): return ("MTU", "\(mtu)")
        case .area(let area): return ("area", "\(area.area)")
        case .networkType(.broadcast, _): return ("type", "broadcast")
        case .networkType(.pointToPoint, _): return ("type", "point-to-point")
        case .networkType(.nonBroadcast, _): return ("type", "non-broadcast")
        case .networkType(.pointToMultipoint, _): return ("type", "point-to-multipoint")
        case .networkType(.virtualLink, _): return ("type", "virtual link")
        case .intervals(let change):
            let parts = [
                change.hello.map { "hello \($0)" }, change.dead.map { "dead \($0)" },
                change.retransmit.map { "retransmit \($0)" }, change.transmitDelay.map { "transmit delay \($0)" },
            ]
            return ("timers", parts.compactMap { $0 }.joined(separator: ", "))
        }
    }
}

extension PortFault {
    fileprivate var text: String {
        switch self {
        case .carrierLost: ""
        case .silent: " silently"
        case .outgoingLost: " for what it sends"
        }
    }
}

extension AreaChange {
    /// What is different, such as `nssa, 2 ranges`.
    fileprivate var text: String {
        var parts: [String] = []
        switch kind {
        case .normal: parts.append("normal")
        case .stub: parts.append("stub")
        case .nssa: parts.append("nssa")
        case nil: break
        }
        if let importsSummaries { parts.append(importsSummaries ? "summaries" : "no summaries") }
        if let defaultCost { parts.append("default cost \(defaultCost)") }
        if let originatesNSSADefault { parts.append(originatesNSSADefault ? "a default route" : "no default route") }
        if let ranges { parts.append("\(ranges.count) range\(ranges.count == 1 ? "" : "s")") }
        if let nssaRanges { parts.append("\(nssaRanges.count) NSSA range\(nssaRanges.count == 1 ? "" : "s")") }
        if isNSSADefaultType2 != nil || suppressesForwardingAddress != nil || translatorRole != nil
            || translatorStabilityInterval != nil
        {
            parts.append("other settings of the NSSA")
        }
        return parts.isEmpty ? "as it is" : parts.joined(separator: ", ")
    }
}

extension LimitPolicy {
    /// `reject at 3300`, or `none`.
    public var text: String { maximum.map { "\(action) at \($0)" } ?? "none" }
}

extension InterfaceAuthentication {
    /// `hmac-sha-256, keys 1 and 2`; secrets are not shown.
    public var text: String {
        switch kind {
        case .null: return "none"
        case .simple: return "simple"
        case .cryptographic, .extended: break
        }
        var names: [String] = []
        for key in keys where !names.contains("\(key.algorithm)") { names.append("\(key.algorithm)") }
        let ids = keys.map { "\($0.keyID)" }
        let listed = ids.count > 1 ? ids.dropLast().joined(separator: ", ") + " and \(ids[ids.count - 1])" : ids[0]
        let trailer = kind == .extended ? " (RFC 7474)" : ""
        return "\(names.joined(separator: ", "))\(trailer), \(ids.count > 1 ? "keys" : "key") \(listed)"
    }
}
