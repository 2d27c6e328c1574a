import NetworkPrimitives
import Scenarios

/// Reads a topology of netlab: nodes, links in their short and long forms, OSPF's attributes, and addresses that stand in the file.
///
/// What netlab takes from pools is netlab's to give out; Router IDs and loopbacks follow from the node's number, as they do there.
struct NetlabReader {
    private let root: Value
    private var graph = NetworkGraph()
    private var numbers: [String: Int] = [:]
    private var areas: [String: AreaID] = [:]

    static func read(_ root: Value) -> NetworkGraph {
        var reader = NetlabReader(root: root)
        reader.readNodes()
        reader.readLinks()
        return reader.graph
    }

    private init(root: Value) { self.root = root }

    /// An attribute of a mapping, whose name has dots or whose parts are nested.
    private static func attribute(_ path: String, of value: Value?) -> Value? {
        guard let value else { return nil }
        if let found = value[path] { return found }
        let parts = path.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        for field in value.fields ?? [] where field.key == parts[0] {
            if let found = attribute(String(parts[1]), of: field.value) { return found }
        }
        return nil
    }

    private func attribute(_ path: String, of value: Value?) -> Value? { Self.attribute(path, of: value) }

    // MARK: Nodes

    private mutating func readNodes() {
        let pool =
            (attribute("addressing.loopback.ipv4", of: root)?.text ?? attribute("addressing.loopback", of: root)?.text)
            .flatMap { IPv4Prefix($0) }
        var entries: [(name: String, value: Value?)] = []
        if let fields = root["nodes"]?.fields {
            entries = fields.map { ($0.key, $0.value) }
        } else {
            entries = (root["nodes"]?.items ?? []).compactMap { item in
                (item.text ?? item["name"]?.text).map { ($0, item.fields == nil ? nil : item) }
            }
        }
        // Numbers that are given stay; the others count up around them.
        var taken = Set(entries.compactMap { attribute("id", of: $0.value)?.text.flatMap { Int($0) } })
        var next = 1
        for (name, value) in entries {
            var node = NetworkGraph.Node(id: name, label: name)
            let id: Int
            if let given = attribute("id", of: value)?.text.flatMap({ Int($0) }) {
                id = given
            } else {
                while taken.contains(next) { next += 1 }
                taken.insert(next)
                id = next
            }
            numbers[name] = id
            let base = pool ?? IPv4Prefix("10.0.0.0/24")!
            let address = attribute("loopback.ipv4", of: value)?.text.flatMap { text in
                parseAddressWithLength(text)?.address ?? IPv4Address(text)
            }
            let own = IPv4Address(bits: base.address.bits &+ UInt32(truncatingIfNeeded: id))
            let loopback = address ?? (base.contains(own) ? own : nil)
            node.routerID =
                attribute("ospf.router_id", of: value)?.text.flatMap { RouterID($0) }
                ?? loopback.map { RouterID(bits: $0.bits) }
            node.area = area(of: attribute("ospf.area", of: value)) ?? area(of: attribute("ospf.area", of: root))
            areas[name] = node.area
            node.loopback = loopback
            graph.nodes.append(node)
        }
        graph.notes.append(
            "Addresses that netlab takes from its pools are not in the file: those of links here are the program's own."
        )
    }

    private func area(of value: Value?) -> AreaID? { value?.text.flatMap { AreaID($0) } }

    // MARK: Links

    private mutating func readLinks() {
        for item in root["links"]?.items ?? [] { readLink(item) }
    }

    private mutating func readLink(_ item: Value) {
        var ends: [(name: String, value: Value?)] = []
        var settings: Value?
        if let text = item.text {
            ends = Self.names(text, known: numbers).map { ($0, nil) }
        } else if let items = item.items {
            ends = items.compactMap { entry in entry.text.map { ($0, nil) } ?? entry["node"]?.text.map { ($0, entry) } }
        } else {
            settings = item
            for field in item.fields ?? [] where numbers[field.key] != nil { ends.append((field.key, field.value)) }
            for entry in item["interfaces"]?.items ?? [] {
                if let name = entry.text ?? entry["node"]?.text { ends.append((name, entry)) }
            }
        }
        ends = ends.filter { numbers[$0.name] != nil }
        guard !ends.isEmpty else {
            graph.notes.append("The link in line \(item.position.line) names no node.")
            return
        }
        // A link that does not run OSPF is no link here.
        if attribute("ospf", of: settings)?.text.map({ ["false", "False", "no"].contains($0) }) ?? false {
            graph.notes.append("The link in line \(item.position.line) has no OSPF, and is left out.")
            return
        }
        var link = NetworkGraph.Link(ends: [], line: item.position.line)
        let kind = attribute("type", of: settings)?.text
        link.isLAN = kind == "lan" || kind == "stub" || ends.count != 2
        link.prefix = (attribute("prefix.ipv4", of: settings)?.text ?? attribute("prefix", of: settings)?.text)
            .flatMap { IPv4Prefix($0) }
        let isUnnumbered = attribute("unnumbered", of: settings) ?? attribute("prefix.ipv4", of: settings)
        link.isUnnumbered = ["true", "True"].contains(isUnnumbered?.text ?? "")
        let common = area(of: attribute("ospf.area", of: settings))
        link.ends = ends.map { end($0.name, $0.value, settings) }
        // The interface knows best, then the link, then the node.
        let own = zip(ends, link.ends).map { $1.area ?? common ?? areas[$0.name] ?? .backbone }
        link.area = own[0]
        if Set(own).count > 1, common == nil {
            let isSaid = link.ends.compactMap(\.area)
            link.area = isSaid.first ?? own.min()
            graph.notes.append(
                "The nodes of the link in line \(item.position.line) are in areas \(own.map { "\($0)" }.joined(separator: " and ")), and it says none: taken for \(link.area ?? .backbone)."
            )
        }
        link.type = Self.type(attribute("ospf.network_type", of: settings)?.text)
        if kind == "stub" || ends.count == 1 {
            for end in link.ends.indices { link.ends[end].isPassive = true }
        }
        graph.links.append(link)
    }

    private static func type(_ text: String?) -> String? {
        text.flatMap {
            ["point-to-point", "broadcast", "non-broadcast", "point-to-multipoint"].contains($0) ? $0 : nil
        }
    }

    private func end(_ name: String, _ value: Value?, _ link: Value?) -> NetworkGraph.End {
        func either(_ path: String) -> String? { (attribute(path, of: value) ?? attribute(path, of: link))?.text }
        var end = NetworkGraph.End(node: name)
        end.cost = either("ospf.cost").flatMap { UInt16($0) }
        end.priority = either("ospf.priority").flatMap { UInt8($0) }
        end.isPassive = ["true", "True"].contains(either("ospf.passive") ?? "")
        end.area = area(of: attribute("ospf.area", of: value))
        let address = attribute("ipv4", of: value)?.text
        end.address = address.flatMap { parseAddressWithLength($0)?.address ?? IPv4Address($0) }
        end.interface = attribute("ifname", of: value)?.text
        for (key, path) in [("hello-interval", "ospf.timers.hello"), ("dead-interval", "ospf.timers.dead")] {
            if let seconds = either(path).flatMap({ UInt16($0) }) {
                end.settings.append(.init(key, .text("\(seconds)s")))
            }
        }
        return end
    }

    /// `a-b`, or `a-b-c` for a LAN, where names themselves may have dashes.
    private static func names(_ text: String, known: [String: Int]) -> [String] {
        let parts = text.split(separator: "-").map { $0.trimmed }
        if parts.allSatisfy({ known[$0] != nil }) { return parts }
        var names: [String] = []
        var open = ""
        for part in parts {
            open += (open.isEmpty ? "" : "-") + part
            if known[open] != nil {
                names.append(open)
                open = ""
            }
        }
        return names
    }
}

extension Substring {
    /// Without blanks around it.
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
