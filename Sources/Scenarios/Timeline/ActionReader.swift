import Emulation
import NetworkPrimitives
import OSPF

/// Reads the actions of one timeline entry, in the order in which its keys stand.
struct ActionReader {
    let draft: NetworkDraft
    let presets: [Preset]
    let sink: DiagnosticSink
    /// The time of day at which the timeline starts.
    var clock: Duration?

    private var resolver: NameResolver { NameResolver(names: draft.names, sink: sink) }

    func read(_ entry: Value) -> [Action] {
        let known = Record.actionKeys.map(\.name)
        let fields = (entry.fields ?? []).filter { known.contains($0.key) }
        if fields.isEmpty, entry["checkpoint"]?.boolean != true,
            (entry.fields ?? []).allSatisfy({ Record.entry.key($0.key) != nil })
        {
            sink.error("an entry needs an action, such as 'decommission' or 'cut'", at: entry.position)
        }
        return fields.flatMap { field in
            power(field) ?? cable(field) ?? origination(field) ?? reconfiguration(field) ?? []
        }
    }

    /// `router` where the action is a mapping; the value itself where it is a name or a list.
    private func routers(_ value: Value) -> [Int] { resolver.routers(value.fields == nil ? value : value["router"]) }
    private func segments(_ value: Value) -> [Int] { resolver.segments(value.fields == nil ? value : value["segment"]) }

    private func power(_ field: Value.Field) -> [Action]? {
        let value = field.value
        switch field.key {
        case "decommission":
            let orderly = value["orderly"]?.boolean ?? false
            return routers(value).map { .decommission(router: $0, orderly: orderly) }
        case "stop-ospf":
            let orderly = value["orderly"]?.boolean ?? false
            return routers(value).map { .stopProcess(router: $0, orderly: orderly) }
        case "start": return routers(value).map { .start(router: $0) }
        case "reboot":
            let downtime = value["downtime"]?.duration ?? .seconds(120)
            return routers(value).map { .reboot(router: $0, downtime: downtime) }
        case "restart-ospf":
            let downtime = value["downtime"]?.duration ?? .seconds(10)
            return routers(value).map { router in
                if !draft.configuration.routers[router].ospf.gracefulRestart.isEnabled {
                    let name = draft.names.routers[router]
                    sink.warning(
                        "'\(name)' has no 'graceful-restart' with 'enabled: true', so that this restart is not graceful",
                        at: field.keyPosition)
                }
                return .restartProcess(router: router, downtime: downtime)
            }
        case "clear": return routers(value).map { .clear(router: $0) }
        default: return nil
        }
    }

    private func cable(_ field: Value.Field) -> [Action]? {
        let value = field.value
        switch field.key {
        case "disconnect": return routers(value).map { .disconnect(router: $0) }
        case "reconnect": return routers(value).map { .reconnect(router: $0) }
        case "cut" where value["router"] != nil:
            let fault: PortFault =
                if value["one-way"]?.boolean == true { .outgoingLost } else {
                    value["silent"]?.boolean == true ? .silent : .carrierLost
                }
            return interfaces(value).map { .cutPort(router: $0.router, interface: $0.interface, fault) }
        case "cut":
            if let oneWay = value.field("one-way"), oneWay.value.boolean == true {
                sink.error("'one-way' needs 'router': whose frames are lost", at: oneWay.keyPosition)
            }
            let silent = value["silent"]?.boolean ?? false
            return segments(value).map { .cut(segment: $0, silent: silent) }
        case "repair" where value["router"] != nil:
            return interfaces(value).map { .repairPort(router: $0.router, interface: $0.interface) }
        case "repair": return segments(value).map { .repair(segment: $0) }
        case "set-loss":
            guard let loss = value["loss"]?.ratio else { return [] }
            return segments(value).map { .setLoss(segment: $0, loss) }
        case "set-corruption":
            guard let share = value["corruption"]?.ratio else { return [] }
            return segments(value).map { .setCorruption(segment: $0, share) }
        case "set-delay":
            guard let delay = value["delay"]?.duration else { return [] }
            let jitter = value["jitter"]?.duration ?? .zero
            return segments(value).map { .setDelay(segment: $0, delay: delay, jitter: jitter) }
        default: return nil
        }
    }

    private func origination(_ field: Value.Field) -> [Action]? {
        let value = field.value
        guard ["redistribute", "withdraw", "set-eligible"].contains(field.key) else { return nil }
        guard let number = resolver.group(value["group"]) else { return [] }
        let group = draft.groups[number]
        return routers(value).compactMap { router in
            guard let member = group.originators.first(where: { $0.router == router }) else {
                let near = nearestName(
                    to: draft.names.routers[router], among: group.originators.map { draft.names.routers[$0.router] })
                let message = "'\(draft.names.routers[router])' is not an originator of '\(group.name)'"
                sink.error(message, at: value["router"]?.position ?? value.position, suggestion: near)
                return nil
            }
            switch field.key {
            case "redistribute": return .redistribute(router: router, member.configuration)
            case "withdraw": return .withdraw(router: router, name: group.name)
            default:
                return value["eligible"]?.boolean.map {
                    .setEligible(router: router, group: group.name, isEligible: $0)
                }
            }
        }
    }

    private func reconfiguration(_ field: Value.Field) -> [Action]? {
        let value = field.value
        switch field.key {
        case "set-limit":
            let reader = MachineReader(presets: presets, sink: sink)
            return routers(value).map { router in
                var limit = draft.configuration.routers[router].ospf.limit
                reader.apply(limit: value, to: &limit)
                return .setLimit(router: router, limit)
            }
        case "set-opaque-lsas":
            guard let opaque = OpaqueReader(sink: sink).read(value) else { return [] }
            return routers(value).map { .setOpaque(router: $0, opaque) }
        case "set-defects":
            let reader = MachineReader(presets: presets, sink: sink)
            return routers(value).map { router in
                var defects = draft.configuration.routers[router].ospf.defects
                reader.apply(defects: value, to: &defects)
                return .setDefects(router: router, defects)
            }
        case "set-stub-router":
            guard let isStub = value["active"]?.boolean else { return [] }
            return routers(value).map { .setStubRouter(router: $0, isStub) }
        case "set-cost":
            guard let cost = value["cost"]?.integer.flatMap(UInt16.init(exactly:)) else { return [] }
            return interfaces(value).map { .setCost(router: $0.router, interface: $0.interface, cost: cost) }
        case "set-authentication":
            let reader = AuthenticationReader(clock: clock, sink: sink)
            guard let authentication = reader.read(value["authentication"]) else { return [] }
            let ports =
                value["router"] == nil
                ? segments(value).flatMap { draft.configuration.segments[$0].members } : interfaces(value)
            return ports.map {
                .setAuthentication(router: $0.router, interface: $0.interface, authentication)
            }
        case "set-priority":
            guard let priority = value["priority"]?.integer.flatMap(UInt8.init(exactly:)) else { return [] }
            return interfaces(value).map {
                .setPriority(router: $0.router, interface: $0.interface, priority: priority)
            }
        default: return nil
        }
    }

    /// The interfaces of the named routers on the named segments.
    private func interfaces(_ value: Value) -> [SegmentMember] {
        let segments = segments(value)
        return routers(value).flatMap { router in
            segments.compactMap { segment in
                let configuration = draft.configuration.segments[segment]
                if let member = configuration.members.first(where: { $0.router == router }) { return member }
                let message = "'\(draft.names.routers[router])' is not on '\(configuration.name)'"
                sink.error(message, at: value["segment"]?.position ?? value.position)
                return nil
            }
        }
    }
}
