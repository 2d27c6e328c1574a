import NetworkPrimitives

// What the steps of a neutral case change about areas.
extension NeutralCourse {
    /// An area as one router sees it.
    struct AreaOfRouter: Hashable {
        let router: String
        let area: AreaID
    }

    /// The NSSA ranges that stand before the first step; a scenario's `set-area` names all that there are afterwards.
    var initialRanges: [AreaOfRouter: [Value]] {
        var result: [AreaOfRouter: [Value]] = [:]
        for router in neutral.routers {
            for area in router["areas"]?.items ?? [] {
                guard let name = router["name"]?.text, let id = area["id"]?.areaID else { continue }
                result[AreaOfRouter(router: name, area: id)] = area["nssa_ranges"]?.items
            }
        }
        return result
    }

    static func nssaRange(_ range: Value) -> FlowYAML {
        .mapping([
            ("prefix", range["prefix"]?.text.map { .text($0) }),
            ("advertise", range["advertise"]?.text.map { .text($0) }),
            ("metric", range["cost"]?.text.map { .text($0) }),
        ])
    }

    /// The entry for an action on an area; `nil` where it is none, or cannot be said.
    func areaEntry(_ action: Value, _ ranges: inout [AreaOfRouter: [Value]]) -> (key: String, value: FlowYAML)? {
        guard let router = action["router"]?.text, let id = action["area"]?.areaID else { return nil }
        var settings: [(key: String, value: FlowYAML?)] = [("router", .text(router)), ("area", FlowYAML(id))]
        let place = AreaOfRouter(router: router, area: id)
        let others = ranges[place, default: []].filter { $0["prefix"]?.prefix != action["prefix"]?.prefix }
        switch action["op"]?.text {
        case "area-set":
            let known = [
                "type", "no_summary", "default_cost", "nssa_default_originate", "nssa_default_summary",
                "suppress_forward_address",
            ]
            let keys = (action.fields ?? []).map(\.key).filter { !["op", "router", "area"].contains($0) }
            guard keys.allSatisfy(known.contains) else { return nil }
            settings += [
                ("type", action["type"]?.text.map { .text($0) }),
                ("summaries", action["no_summary"]?.boolean.map { .truth(!$0) }),
                ("default-cost", action["default_cost"]?.text.map { .text($0) }),
                ("nssa-default", action["nssa_default_originate"]?.boolean.map { .truth($0) }),
                ("default-summary", action["nssa_default_summary"]?.boolean.map { .truth($0) }),
                ("suppress-forwarding-address", action["suppress_forward_address"]?.boolean.map { .truth($0) }),
            ]
        case "nssa-range-set":
            ranges[place] = others + [action]
            settings.append(("nssa-ranges", .list(ranges[place, default: []].map(Self.nssaRange))))
        case "nssa-range-remove":
            ranges[place] = others
            settings.append(("nssa-ranges", .list(others.map(Self.nssaRange))))
        default: return nil
        }
        return ("set-area", .mapping(settings))
    }
}
