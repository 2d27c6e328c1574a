/// The keys of the form `spillway-neutral/1`. What is no key of it is an error, and what its importer does
/// not use is reported.
struct NeutralKeys {
    let sink: DiagnosticSink

    /// What a mapping may hold. Kinds of mappings stand behind a colon; a minus marks what says something about routing, or
    /// about what is expected, that is not used.
    private static let kinds = [
        "case": """
        schema name kind origin note notes description conventions defaults:defaults segments:segment routers:router \
        steps:step addresses directed_graph_figure3 spf_tree_figure5 backbone_database_figure8 lsa_counts lsa_examples \
        -converged_lsdb -converged_state
        """,
        "defaults": """
        cost loopback_cost external_metric external_metric_type note nssa_default_summary nssa_default_summary_note
        """,
        "segment": "id prefixes members:member",
        "member": "router interface",
        "router": """
        name router_id router_id_source interfaces:interface areas:area redistribute default_originate static_routes \
        external_origins:origin max_metric:maximum network_statements reference_bandwidth_mbps distance unmodelled \
        -forwarding_address_self
        """,
        "interface": """
        name addresses area cost cost_source network_type priority hello_interval dead_interval passive attached shutdown \
        unnumbered peer_address stub_link host_route bandwidth_mbps -vrf -prefix_suppression -network_options
        """,
        "area": """
        id type no_summary default_cost ranges:range nssa_ranges:range nssa_default_originate nssa_default_summary \
        suppress_forward_address virtual_links
        """,
        "range": "prefix advertise cost",
        "origin": "prefix source metric metric_type name via",
        "maximum": "transit stub summary external",
        "step": """
        id text actions:action match expected:expected* expected_lsdb expected_summaries expected_summaries_backbone note \
        golden_source
        """,
        "action": """
        op router area neighbour prefix interface address advertise cost via metric metric_type network_type priority \
        passive hello_interval dead_interval type no_summary default_cost nssa_default_originate nssa_default_summary \
        suppress_forward_address
        """,
        "expected": "routes:route absent interfaces routers routers_listed match neighbours_full neighbours_absent",
        "route": """
        prefix kind cost type2_cost next_hops:hop next_hop_routers name attached -area -advertising_routers -selected
        """,
        "hop": "interface address attached",
    ].mapValues { words in
        words.split(whereSeparator: \.isWhitespace).map { word in
            let parts = word.split(separator: ":")
            return Key(
                name: String(parts[0].trimmingPrefix("-")), kind: parts.count > 1 ? String(parts[1]) : nil,
                isUsed: !parts[0].hasPrefix("-"))
        }
    }

    private struct Key {
        let name: String
        let kind: String?
        let isUsed: Bool
    }

    func check(_ root: Value) {
        var told: Set<String> = []
        check(root, "case", &told)
    }

    private func check(_ value: Value, _ kind: String, _ told: inout Set<String>) {
        if kind.hasSuffix("*") {
            for field in value.fields ?? [] { check(field.value, String(kind.dropLast()), &told) }
            return
        }
        if let items = value.items {
            for item in items { check(item, kind, &told) }
            return
        }
        let keys = Self.kinds[kind] ?? []
        for field in value.fields ?? [] {
            guard let key = keys.first(where: { $0.name == field.key }) else {
                sink.error(
                    "unknown key '\(shortened(field.key))' in \(Self.article(kind))", at: field.keyPosition,
                    suggestion: nearestName(to: field.key, among: keys.map(\.name)))
                continue
            }
            // One word about each is enough: cases name the area of every route.
            if !key.isUsed, Self.says(field.value), told.insert("\(kind) \(field.key)").inserted {
                sink.warning(
                    "'\(field.key)' is left out, here and wherever \(Self.article(kind)) has it", at: field.keyPosition)
            }
            if let kind = key.kind { check(field.value, kind, &told) }
        }
    }

    private static func says(_ value: Value) -> Bool { !value.isNothing && value.boolean != false }

    private static func article(_ kind: String) -> String {
        let name = kind == "maximum" ? "max_metric" : kind
        return ["area", "interface", "origin", "action", "expected"].contains(name) ? "an '\(name)'" : "a '\(name)'"
    }
}
