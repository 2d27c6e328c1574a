import NetworkPrimitives
import OSPF

/// Reads `areas`, of the network and of single routers, and tells every router about the areas it is attached to.
struct AreaSection {
    let tree: Value
    let sink: DiagnosticSink

    func read(into draft: inout NetworkDraft) {
        let common = areas(in: tree["areas"])
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
            if area == .backbone, let type = field.value["type"], type.text != "normal" {
                sink.error("the backbone is always a normal area", at: type.position)
            }
            return (area, field)
        }
    }

    private func apply(_ layer: Value, to area: inout AreaConfiguration) {
        switch layer["type"]?.text {
        case "normal": area.kind = .normal
        case "stub": area.kind = .stub
        case "nssa": area.kind = .nssa
        default: break
        }
        if let summaries = layer["summaries"]?.boolean { area.importsSummaries = summaries }
        if let cost = cost(layer["default-cost"]) { area.defaultCost = cost }
        if let originates = layer["nssa-default"]?.boolean { area.originatesNSSADefault = originates }
        if let type = layer["nssa-default-type"]?.text { area.isNSSADefaultType2 = type == "e2" }
        if let suppresses = layer["suppress-forwarding-address"]?.boolean {
            area.suppressesForwardingAddress = suppresses
        }
        switch layer["translator-role"]?.text {
        case "always": area.translatorRole = .always
        case "candidate": area.translatorRole = .candidate
        case "never": area.translatorRole = .never
        default: break
        }
        if let interval = layer["translator-stability-interval"]?.duration {
            area.translatorStabilityInterval = interval
        }
        if let ranges = layer["ranges"]?.items { area.ranges = ranges.compactMap(range) }
        if let ranges = layer["nssa-ranges"]?.items { area.nssaRanges = ranges.compactMap(nssaRange) }
    }

    private func nssaRange(_ value: Value) -> NSSARange? {
        value["prefix"]?.prefix.map {
            NSSARange(
                prefix: $0, isAdvertised: value["advertise"]?.boolean ?? true, tag: cost(value["tag"]) ?? 0)
        }
    }

    private func range(_ value: Value) -> AreaRange? {
        value["prefix"]?.prefix.map {
            AreaRange(
                prefix: $0, isAdvertised: value["advertise"]?.boolean ?? true, cost: cost(value["cost"]))
        }
    }

    private func cost(_ value: Value?) -> UInt32? { value?.integer.flatMap(UInt32.init(exactly:)) }
}

extension RouterConfiguration {
    /// The areas of its interfaces and loopbacks, each once.
    fileprivate var attachedAreas: [AreaID] {
        var areas: [AreaID] = []
        for area in interfaces.map(\.area) + loopbacks.map(\.area) where !areas.contains(area) { areas.append(area) }
        return areas
    }
}
