// The timeline of a recorded lab.
extension LabTopologyWriter {
    /// A router whose first action starts it is not there at first.
    func isAbsentAtFirst(_ router: String) -> Bool {
        let first = topology.timeline.first { entry in
            ["router-kill", "router-stop", "router-start"].contains(entry["action"]?.text)
                && routers(entry).contains(router)
        }
        return first?["action"]?.text == "router-start"
    }

    private func routers(_ entry: Value) -> [String] {
        (entry["routers"] ?? entry["router"])?.oneOrMore.compactMap(\.text) ?? []
    }

    /// The lines for one entry: two where two keys of a scenario are needed.
    func entry(_ entry: Value) -> [FlowYAML] {
        let at = (key: "at", value: Optional(FlowYAML.text((entry["at"]?.text ?? "0") + "s")))
        return actions(entry).map { .mapping([at, (key: $0.key, value: Optional($0.value))]) }
    }

    private func actions(_ entry: Value) -> [(key: String, value: FlowYAML)] {
        let routers = routers(entry)
        let names = routers.count == 1 ? FlowYAML.text(routers[0]) : .list(routers.map { .text($0) })
        func change(_ key: String, _ field: String, _ value: String) -> [(key: String, value: FlowYAML)] {
            let segment = entry["segment"]?.text ?? ""
            return [(key, .mapping([("router", names), ("segment", .text(segment)), (field, .text(value))]))]
        }
        switch entry["action"]?.text {
        case "checkpoint": return [("checkpoint", .truth(true))]
        case "link-down": return [("cut", cut(entry, routers))]
        case "link-up" where isPlugMissing(entry):
            sink.warning("a silent cut ends with 'mode: silent': nothing is repaired here", at: entry.position)
            return [("checkpoint", .truth(true))]
        case "link-up": return [("repair", cut(entry, routers, isRepair: true))]
        case "router-kill": return [(entry["carrier"]?.boolean == true ? "decommission" : "stop-ospf", names)]
        // What is done before the end is the profile's affair.
        case "router-stop": return [("stop-ospf", .mapping([("router", names), ("orderly", .truth(true))]))]
        case "router-start": return [("start", names)]
        case "set-cost": return change("set-cost", "cost", entry["value"]?.text ?? "")
        case "set-priority": return change("set-priority", "priority", entry["value"]?.text ?? "")
        case "max-metric":
            let isOn = entry["on"]?.boolean ?? true
            return [("set-stub-router", .mapping([("router", names), ("active", .truth(isOn))]))]
        case "add-externals": return externals(entry, "redistribute")
        case "remove-externals": return externals(entry, "withdraw")
        default:
            sink.error(
                "the action '\(shortened(entry["action"]?.text ?? ""))' cannot be imported", at: entry.position)
            return []
        }
    }

    /// A whole segment by its name, single plugs by their routers. A segment of which single plugs are cut or repaired
    /// anywhere in the timeline is handled plug by plug.
    private func cut(_ entry: Value, _ routers: [String], isRepair: Bool = false) -> FlowYAML {
        let segment = entry["segment"]?.text ?? ""
        let isByPlug = topology.timeline.contains { $0["segment"]?.text == segment && isAboutPlugs($0) }
        let isSilent = entry["mode"]?.text == "silent" && !isRepair
        guard isByPlug || isSilent else { return .text(segment) }
        let members = topology.segments.first { $0.id == segment }?.members.map(\.router) ?? []
        let plugs = routers.isEmpty ? members : routers
        return .mapping([
            ("segment", .text(segment)), ("router", isByPlug ? .list(plugs.map { .text($0) }) : nil),
            ("silent", isSilent ? .truth(true) : nil),
        ])
    }

    /// Whether the last cut before this repair took the plug away, which gaining carrier does not bring back.
    private func isPlugMissing(_ repair: Value) -> Bool {
        guard repair["mode"]?.text != "silent" else { return false }
        let before = topology.timeline.prefix { $0.position != repair.position }.filter { other in
            other["segment"]?.text == repair["segment"]?.text && routers(other) == routers(repair)
                && ["link-down", "link-up"].contains(other["action"]?.text)
        }
        // A repair that repaired nothing leaves the plug where it was.
        return before.last { $0["action"]?.text == "link-down" || $0["mode"]?.text == "silent" }.map {
            $0["action"]?.text == "link-down" && $0["mode"]?.text == "silent"
        } ?? false
    }

    private func isAboutPlugs(_ entry: Value) -> Bool {
        ["link-down", "link-up"].contains(entry["action"]?.text) && !routers(entry).isEmpty
    }

    private func externals(_ entry: Value, _ key: String) -> [(key: String, value: FlowYAML)] {
        let set = entry["set"]?.text ?? ""
        guard let external = topology.externals.first(where: { $0.id == set }) else {
            sink.error("there are no externals '\(shortened(set))'", at: entry.position)
            return []
        }
        return [(key, .mapping([("router", .text(external.router)), ("group", .text(set))]))]
    }
}
