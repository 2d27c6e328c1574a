import NetworkPrimitives
import Scenarios

/// Reads a topology of containerlab: which interfaces are connected. It says nothing of OSPF; the configurations of its nodes do.
enum ContainerlabReader {
    /// Kinds of nodes that are a switch.
    private static let switches: Set<String> = ["bridge", "ovs-bridge"]

    static func read(_ root: Value) -> NetworkGraph {
        var graph = NetworkGraph()
        let topology = root["topology"]
        var linked: Set<String> = []
        for item in topology?["links"]?.items ?? [] { readLink(item, &graph, &linked) }
        for field in topology?["nodes"]?.fields ?? [] {
            let kind = kind(of: field.value, topology)
            // Who has no link is a tool, or a host.
            guard linked.contains(field.key) else { continue }
            var node = NetworkGraph.Node(id: field.key, label: field.key, line: field.keyPosition.line)
            let isSwitch = switches.contains(kind) || field.value["type"]?.text == "l2"
            node.isSegment = isSwitch
            graph.nodes.append(node)
        }
        graph.notes.append(
            "containerlab's file says nothing of OSPF: add the configurations of its nodes, as files or a folder.")
        return graph
    }

    private static func kind(of node: Value, _ topology: Value?) -> String {
        if let kind = node["kind"]?.text { return kind }
        if let group = node["group"]?.text, let kind = topology?["groups"]?[group]?["kind"]?.text { return kind }
        return topology?["defaults"]?["kind"]?.text ?? ""
    }

    /// `endpoints: ["r1:eth1", "r2:eth1"]`, or a list of mappings with `node` and `interface`.
    private static func readLink(_ item: Value, _ graph: inout NetworkGraph, _ linked: inout Set<String>) {
        var link = NetworkGraph.Link(ends: [], line: item.position.line)
        for endpoint in item["endpoints"]?.items ?? item["endpoint"].map({ [$0] }) ?? [] {
            var end: NetworkGraph.End?
            if let text = endpoint.text {
                let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
                end = parts.first.map { NetworkGraph.End(node: $0, interface: parts.dropFirst().first) }
            } else if let node = endpoint["node"]?.text {
                end = NetworkGraph.End(node: node, interface: endpoint["interface"]?.text)
            }
            guard let end, !["host", "mgmt-net", "macvlan"].contains(end.node) else { continue }
            linked.insert(end.node)
            link.ends.append(end)
        }
        guard link.ends.count == 2 else { return }
        graph.links.append(link)
    }
}
