import NetworkPrimitives
import OSPF

/// Reads `areas`, of the network and of single routers, and gives every router the areas it is attached to.
struct AreaSection {
    let tree: Value
    let sink: DiagnosticSink

    func read(into draft: inout NetworkDraft) {
        let common = areas(in: tree["areas"])
        draft.areaFields = common.map(\.field)
        let used = Set(draft.configuration.routers.flatMap(\.ospf.attachedAreas))
        for (area, field) in common where !used.contains(area) && !sink.hasErrors {
            sink.warning("no router has an interface in area \(area)", at: field.keyPosition)
        }
        for router in draft.configuration.routers.indices {
            let own = areas(in: draft.routerValues[router]["areas"])
            let attached = draft.configuration.routers[router].ospf.attachedAreas
            for (area, field) in own where !attached.contains(area) {
                let name = draft.names.routers[router]
                sink.warning("'\(name)' has no interface in area \(area)", at: field.keyPosition)
            }
            draft.configuration.routers[router].ospf.areas = attached.compactMap { area in
                let layers = (common + own).filter { $0.area == area }.map(\.field.value)
                guard !layers.isEmpty else { return nil }
                var configuration = AreaConfiguration(
                    area: area, defaultCost: draft.configuration.routers[router].ospf.profile.defaultCost)
                for layer in layers { apply(layer, to: &configuration) }
                // What is said of the area as a whole is about its border routers.
                let isToldItself = own.contains { $0.area == area && $0.field.value["nssa-default"] != nil }
                if attached.count == 1, !isToldItself { configuration.originatesNSSADefault = false }
                return configuration
            }
        }
    }

    private func areas(in value: Value?) -> [(area: AreaID, field: Value.Field)] {
        var lines: [AreaID: Int] = [:]
        return (value?.fields ?? []).compactMap { field in
            guard let area = AreaID(field.key) else {
                sink.error(
                    "an area is a number or looks like 0.0.0.1, not '\(shortened(field.key))'", at: field.keyPosition)
                return nil
            }
            if let line = lines.updateValue(field.keyPosition.line, forKey: area) {
                sink.error("the area \(area) is already on line \(line)", at: field.keyPosition)
            }
            return (area, field)
        }
    }

    private func apply(_ layer: Value, to configuration: inout AreaConfiguration) {
        Self.change(of: configuration.area, from: layer, sink: sink).apply(to: &configuration)
    }

    /// What one layer, or an action of the timeline, says about an area.
    static func change(of area: AreaID, from layer: Value, sink: DiagnosticSink) -> AreaChange {
        var change = AreaChange(area: area)
        switch layer["type"]?.text {
        case "normal": change.kind = .normal
        case "stub": change.kind = .stub
        case "nssa": change.kind = .nssa
        default: break
        }
        if area == .backbone, let type = layer["type"], type.text != "normal" {
            sink.error("the backbone is always a normal area", at: type.position)
        }
        change.importsSummaries = layer["summaries"]?.boolean
        change.defaultCost = cost(layer["default-cost"])
        change.announcesDefaultSummary = layer["default-summary"]?.boolean
        change.originatesNSSADefault = layer["nssa-default"]?.boolean
        change.isNSSADefaultType2 = layer["nssa-default-type"]?.text.map { $0 == "e2" }
        change.suppressesForwardingAddress = layer["suppress-forwarding-address"]?.boolean
        switch layer["translator-role"]?.text {
        case "always": change.translatorRole = .always
        case "candidate": change.translatorRole = .candidate
        case "never": change.translatorRole = .never
        default: break
        }
        change.translatorStabilityInterval = layer["translator-stability-interval"]?.duration
        let filters = PrefixFilterReading(sink: sink)
        change.inboundFilter = filters.filter(layer["filter-list"]?["in"])
        change.outboundFilter = filters.filter(layer["filter-list"]?["out"])
        change.ranges = layer["ranges"]?.items?.compactMap(range)
        change.nssaRanges = layer["nssa-ranges"]?.items?.compactMap(nssaRange)
        return change
    }

    private static func nssaRange(_ value: Value) -> NSSARange? {
        value["prefix"]?.prefix.map {
            NSSARange(
                prefix: $0, isAdvertised: value["advertise"]?.boolean ?? true, tag: cost(value["tag"]) ?? 0,
                metric: cost(value["metric"]))
        }
    }

    private static func range(_ value: Value) -> AreaRange? {
        value["prefix"]?.prefix.map {
            AreaRange(
                prefix: $0, isAdvertised: value["advertise"]?.boolean ?? true, cost: cost(value["cost"]))
        }
    }

    private static func cost(_ value: Value?) -> UInt32? { value?.integer.flatMap(UInt32.init(exactly:)) }
}

extension RouterConfiguration {
    /// The areas of its interfaces and loopbacks, each once.
    var attachedAreas: [AreaID] {
        var areas: [AreaID] = []
        for area in interfaces.map(\.area) + loopbacks.map(\.area) where !areas.contains(area) { areas.append(area) }
        return areas
    }
}
