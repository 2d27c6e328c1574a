import NetworkPrimitives

/// The virtual links of a neutral case: those that are configured, and those that a step adds.
struct NeutralVirtualLinks {
    let neutral: NeutralCase
    let sink: DiagnosticSink

    private struct Link: Hashable {
        /// In the order of their names.
        let routers: [String]
        let area: AreaID
    }

    /// One entry for each link; what is added later is there from the start, and not enabled.
    var entries: [FlowYAML] {
        var links: [(link: Link, isEnabled: Bool)] = []
        for router in neutral.routers {
            for area in router["areas"]?.items ?? [] {
                for neighbor in area["virtual_links"]?.items ?? [] {
                    guard let link = link(from: router["name"]?.text, to: neighbor, through: area["id"]) else {
                        continue
                    }
                    if !links.contains(where: { $0.link == link }) { links.append((link, true)) }
                }
            }
        }
        for action in neutral.steps.flatMap({ $0["actions"]?.items ?? [] }) where Self.isAddition(action) {
            guard let link = link(of: action) else { continue }
            if !links.contains(where: { $0.link == link }) { links.append((link, false)) }
        }
        return links.map { link, isEnabled in
            .mapping([
                ("routers", .list(link.routers.map { .text($0) })), ("transit-area-id", FlowYAML(link.area)),
                ("enabled", isEnabled ? nil : .truth(false)),
            ])
        }
    }

    static func isAddition(_ action: Value) -> Bool { action["op"]?.text == "virtual-link-add" }

    /// The timeline's entry for a link that a step adds; both of its ends name it, and one entry is enough.
    func entry(_ action: Value, before: [(key: String, value: FlowYAML)]) -> (key: String, value: FlowYAML)? {
        guard let link = link(of: action) else { return nil }
        let value = FlowYAML.mapping([
            ("routers", .list(link.routers.map { .text($0) })), ("enabled", .truth(true)),
        ])
        return before.contains { $0.key == "set-virtual-link" && $0.value.line == value.line }
            ? nil : ("set-virtual-link", value)
    }

    private func link(of action: Value) -> Link? {
        action["neighbour"].flatMap { link(from: action["router"]?.text, to: $0, through: action["area"]) }
    }

    private func link(from router: String?, to neighbor: Value, through area: Value?) -> Link? {
        let other = neutral.routers.first { $0["router_id"]?.text == neighbor.text }
        guard let router, let name = other?["name"]?.text, let area = area?.areaID else {
            sink.error(
                "a virtual link needs its transit area and the router id of the other end", at: neighbor.position)
            return nil
        }
        return Link(routers: [router, name].sorted(), area: area)
    }
}
