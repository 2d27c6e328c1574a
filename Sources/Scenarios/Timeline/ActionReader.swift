import Emulation
import NetworkPrimitives
import OSPF

/// Reads the actions of one timeline entry, in the order in which its keys stand.
struct ActionReader {
    let draft: NetworkDraft
    let presets: [Preset]
    let sink: DiagnosticSink
    /// `nil` where captures cannot be replayed.
    let replays: ReplayReader?
    /// The time of day at which the timeline starts.
    var clock: Duration?

    private var resolver: NameResolver { NameResolver(names: draft.names, sink: sink) }

    func read(_ entry: Value) -> [Action] {
        let known = Record.actionKeys.map(\.name)
        let fields = (entry.fields ?? []).filter { known.contains($0.key) }
        if fields.isEmpty, entry["checkpoint"]?.boolean != true, entry["do"] == nil,
            (entry.fields ?? []).allSatisfy({ Record.entry.key($0.key) != nil })
        {
            sink.error("an entry needs an action, such as 'decommission' or 'cut'", at: entry.position)
        }
        if let on = entry.field("on"), entry["replay"] == nil {
            sink.error("'on' belongs to 'replay'", at: on.keyPosition)
        }
        return fields.flatMap { field in
            if field.key == "replay" { return replay(field, in: entry) }
            return power(field) ?? circuit(field) ?? cable(field) ?? origination(field) ?? change(field)
                ?? reconfiguration(field) ?? []
        }
    }

    private func replay(_ field: Value.Field, in entry: Value) -> [Action] {
        guard let replays else {
            sink.error("captures can be replayed by the timeline of a scenario file only", at: field.keyPosition)
            return []
        }
        return replays.action(field, in: entry).map { [$0] } ?? []
    }

    /// `router` where the action is a mapping; the value itself where it is a name or a list.
    func routers(_ value: Value) -> [RouterIndex] { resolver.routers(value.fields == nil ? value : value["router"]) }
    private func segments(_ value: Value) -> [SegmentIndex] {
        resolver.segments(value.fields == nil ? value : value["segment"])
    }

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

    /// `cut` and `repair` of one pair of a segment's members.
    private func circuit(_ field: Value.Field) -> [Action]? {
        guard field.key == "cut" || field.key == "repair", let between = field.value["between"] else { return nil }
        for key in ["router", "silent", "one-way"] where field.value[key] != nil {
            sink.error("'between' and '\(key)' exclude each other", at: between.position)
        }
        let pair = (between.items ?? []).compactMap(resolver.router)
        guard pair.count == between.items?.count else { return [] }
        guard pair.count == 2, pair[0] != pair[1] else {
            sink.error("'between' takes two different routers", at: between.position)
            return []
        }
        return segments(field.value).compactMap { segment in
            let configuration = draft.configuration.segments[segment]
            for router in pair where !configuration.members.contains(where: { $0.router == router }) {
                sink.error("'\(draft.names.routers[router])' is not on '\(configuration.name)'", at: between.position)
                return nil
            }
            return .setCircuit(segment: segment, Circuit(pair[0], pair[1]), isOpen: field.key == "repair")
        }
    }

    /// Both ends of a virtual link.
    private func virtualLink(_ value: Value) -> [Action] {
        let pair = (value["routers"]?.items ?? []).compactMap(resolver.router)
        guard let isEnabled = value["enabled"]?.boolean, pair.count == value["routers"]?.items?.count else { return [] }
        let ends = zip(pair, pair.reversed()).flatMap { router, other in
            let neighbor = draft.configuration.routers[other].ospf.routerID
            let interfaces = draft.configuration.routers[router].ospf.interfaces
            return interfaces.indices.filter { interfaces[$0].virtualLink?.neighbor == neighbor }
                .map { Action.setEnabled(router: router, interface: $0, isEnabled) }
        }
        if pair.count != 2 || ends.isEmpty {
            sink.error(
                "these routers have no virtual link in 'virtual-links'",
                at: value["routers"]?.position ?? value.position)
        }
        return ends
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
        case "partition": return [.partition(sides: sides(value))]
        case "heal": return [.heal]
        case "set-loss":
            return loss(field)
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

    private func loss(_ field: Value.Field) -> [Action] {
        let (loss, multicast) = (field.value["loss"]?.ratio, field.value["multicast-loss"]?.ratio)
        if loss == nil, multicast == nil {
            sink.error("'set-loss' needs 'loss' or 'multicast-loss'", at: field.keyPosition)
        }
        return segments(field.value).flatMap { segment in
            [
                loss.map { Action.setLoss(segment: segment, $0) },
                multicast.map { Action.setMulticastLoss(segment: segment, $0) },
            ].compactMap { $0 }
        }
    }

    /// The routers of each side; one that is on two sides is an error.
    private func sides(_ value: Value) -> [[RouterIndex]] {
        var taken: Set<RouterIndex> = []
        return (value.items ?? []).map { side in
            resolver.routers(side).map { router in
                if !taken.insert(router).inserted {
                    sink.error("'\(draft.names.routers[router])' is already on a side", at: side.position)
                }
                return router
            }
        }
    }

    private func origination(_ field: Value.Field) -> [Action]? {
        let value = field.value
        guard ["redistribute", "withdraw", "set-eligible", "set-metric"].contains(field.key) else { return nil }
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
            case "set-metric":
                return value["metric"]?.integer.flatMap(UInt32.init(exactly:)).map {
                    .setMetric(
                        router: router, name: group.name, metric: $0,
                        isType2: value["metric-type"]?.text.map { $0 == "e2" })
                }
            default:
                guard member.configuration.election != nil else {
                    sink.error(
                        "the group '\(group.name)' has no election: 'set-eligible' needs 'election: ranked' there",
                        at: value["group"]?.position ?? value.position)
                    return nil
                }
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
        case "set-area":
            guard let area = value["area"]?.areaID else {
                sink.error("'set-area' needs 'area', or 'segment' and 'area-id'", at: value.position)
                return []
            }
            if let given = value.field("area-id") {
                sink.error("'area-id' is the area of an interface: name its 'segment'", at: given.keyPosition)
            }
            let change = AreaSection.change(of: area, from: value, sink: sink)
            return routers(value).map { router in
                let ospf = draft.configuration.routers[router].ospf
                if !ospf.interfaces.contains(where: { $0.area == area }),
                    !ospf.loopbacks.contains(where: { $0.area == area })
                {
                    let message = "'\(draft.names.routers[router])' has no interface in area \(area)"
                    sink.warning(message, at: value["area"]?.position ?? value.position)
                }
                return .setArea(router: router, change)
            }
        case "set-passive":
            guard let isPassive = value["passive"]?.boolean else { return [] }
            return interfaces(value).map {
                .setPassive(router: $0.router, interface: $0.interface, isPassive: isPassive)
            }
        case "set-virtual-link": return virtualLink(value)
        case "set-stub-router":
            guard let isStub = value["active"]?.boolean else { return [] }
            return routers(value).map { router in
                var options = draft.configuration.routers[router].ospf.stubRouterOptions
                StubRouterReading.apply(value, to: &options)
                return .setStubRouter(router: router, isStub, options)
            }
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
    func interfaces(_ value: Value) -> [SegmentMember] {
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
