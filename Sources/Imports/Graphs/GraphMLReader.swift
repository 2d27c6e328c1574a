/// Reads GraphML, as the Internet Topology Zoo and yEd write it.
struct GraphMLReader {
    private var graph = NetworkGraph()
    /// What the keys of attributes mean.
    private var keys: [String: String] = [:]
    private var node: NetworkGraph.Node?
    private var link: NetworkGraph.Link?
    private var key: String?
    private var text = ""
    /// Inside yEd's label.
    private var isLabel = false

    static func read(_ octets: [UInt8]) -> NetworkGraph {
        var reader = GraphMLReader()
        var markup = MarkupReader(octets)
        while let token = markup.next() { reader.read(token, markup.line) }
        return reader.graph
    }

    private mutating func read(_ token: MarkupReader.Token, _ line: Int) {
        switch token {
        case .start(let name, let attributes): begin(name, attributes, line)
        case .text(let text): self.text += text
        case .end(let name): close(name)
        }
    }

    private mutating func begin(_ name: String, _ attributes: [String: String], _ line: Int) {
        switch name {
        case "key":
            if let id = attributes["id"] { keys[id] = attributes["attr.name"] ?? "" }
        case "node":
            node = NetworkGraph.Node(id: attributes["id"] ?? "", line: line)
        case "edge":
            link = NetworkGraph.Link(
                ends: [attributes["source"], attributes["target"]].compactMap { $0 }.map { .init(node: $0) }, line: line
            )
        case "hyperedge": link = NetworkGraph.Link(ends: [], isLAN: true, line: line)
        case "endpoint":
            if let node = attributes["node"] { link?.ends.append(.init(node: node)) }
        case "data": key = attributes["key"].flatMap { keys[$0] }
        case "y:NodeLabel": isLabel = true
        default: break
        }
        text = ""
    }

    private mutating func close(_ name: String) {
        let value = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch name {
        case "node":
            if let node { graph.nodes.append(node) }
            node = nil
        case "edge", "hyperedge":
            if let link { graph.links.append(link) }
            link = nil
        case "data":
            if let key, !value.isEmpty { set(key, value) }
            key = nil
        case "y:NodeLabel":
            if node?.label == nil, !value.isEmpty { node?.label = value }
            isLabel = false
        default: break
        }
        text = ""
    }

    private mutating func set(_ key: String, _ value: String) {
        if node != nil {
            switch key.lowercased() {
            case "label", "name": node?.label = value
            case "hyperedge": node?.isSegment = value == "1" || value == "true"
            case "internal": node?.isForeign = value == "0" || value == "false"
            default: break
            }
        } else if link != nil {
            set(key, value, of: &link!)
        }
    }

    private func set(_ key: String, _ value: String, of link: inout NetworkGraph.Link) {
        switch key.lowercased() {
        case "linkspeedraw": link.speed = Double(value).flatMap { $0.isFinite && $0 > 0 ? $0 / 1e6 : nil }
        case "cost", "weight", "metric", "ospf_cost", "igp_metric":
            guard let cost = Double(value), cost >= 1, cost <= 65_535 else { return }
            for end in link.ends.indices { link.ends[end].cost = UInt16(cost) }
        default: break
        }
    }
}

/// Reads GML: `graph [ node [ id 0 label "Bergen" ] edge [ source 0 target 1 ] ]`.
struct GMLReader {
    private let tokens: [String]
    private var position = 0
    private var depth = 0

    static func read(_ log: TerminalLog) -> NetworkGraph {
        var reader = GMLReader(tokens: tokens(log))
        var graph = NetworkGraph()
        reader.readList { key, reader in
            guard key == "graph" else { return false }
            reader.readGraph(&graph)
            return true
        }
        return graph
    }

    private init(tokens: [String]) { self.tokens = tokens }

    private static func tokens(_ log: TerminalLog) -> [String] {
        var tokens: [String] = []
        var word: [UInt8] = []
        var isQuoted = false
        for line in log.lines {
            let text = log.octets[line.range]
            if !isQuoted, text.first == UInt8(ascii: "#") { continue }
            for octet in text {
                if isQuoted {
                    if octet == UInt8(ascii: "\"") {
                        isQuoted = false
                        tokens.append(String(decoding: word, as: UTF8.self))
                        word = []
                    } else {
                        word.append(octet)
                    }
                } else if octet == UInt8(ascii: "\"") {
                    isQuoted = true
                } else if TextCursor.isBlank(octet) || octet == UInt8(ascii: "[") || octet == UInt8(ascii: "]") {
                    if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
                    word = []
                    if !TextCursor.isBlank(octet) { tokens.append(String(UnicodeScalar(octet))) }
                } else {
                    word.append(octet)
                }
            }
            if isQuoted {
                word.append(0x20)
            } else if !word.isEmpty {
                tokens.append(String(decoding: word, as: UTF8.self))
                word = []
            }
        }
        return tokens
    }

    /// Keys and values until the list ends; `take` reads values that are lists of a known kind.
    private mutating func readList(
        _ take: (String, inout GMLReader) -> Bool, _ set: (String, String) -> Void = { _, _ in }
    ) {
        depth += 1
        defer { depth -= 1 }
        // Deeper than any graph, and shallow enough for every recursion.
        guard depth < 100 else { return position = tokens.count }
        while position < tokens.count, tokens[position] != "]" {
            let key = tokens[position].lowercased()
            position += 1
            guard position < tokens.count else { return }
            if tokens[position] == "[" {
                position += 1
                if !take(key, &self) { readList({ _, _ in false }) }
                if position < tokens.count { position += 1 }
            } else {
                set(key, tokens[position])
                position += 1
            }
        }
    }

    private mutating func readGraph(_ graph: inout NetworkGraph) {
        var nodes: [NetworkGraph.Node] = []
        var links: [NetworkGraph.Link] = []
        readList({ key, reader in
            switch key {
            case "node":
                var node = NetworkGraph.Node(id: "")
                reader.readList({ _, _ in false }) { key, value in
                    switch key {
                    case "id": node.id = value
                    case "label": node.label = value.isEmpty ? nil : value
                    case "hyperedge": node.isSegment = value == "1"
                    case "internal": node.isForeign = value == "0"
                    default: break
                    }
                }
                nodes.append(node)
            case "edge":
                var (source, target) = ("", "")
                var link = NetworkGraph.Link(ends: [])
                var cost: UInt16?
                reader.readList({ _, _ in false }) { key, value in
                    switch key {
                    case "source": source = value
                    case "target": target = value
                    case "linkspeedraw": link.speed = Double(value).flatMap { $0.isFinite && $0 > 0 ? $0 / 1e6 : nil }
                    case "cost", "weight", "metric":
                        cost = Double(value).flatMap { $0 >= 1 && $0 <= 65_535 ? UInt16($0) : nil }
                    default: break
                    }
                }
                link.ends = [.init(node: source, cost: cost), .init(node: target, cost: cost)]
                links.append(link)
            default: return false
            }
            return true
        })
        graph.nodes += nodes
        graph.links += links
    }
}
