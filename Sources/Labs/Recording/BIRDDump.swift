import Checkpoints
import NetworkPrimitives
import OSPFWire

/// Reads BIRD's show output: text, each answer under a line `== QUESTION`.
struct BIRDDump {
    /// What `birdc` is asked at each checkpoint, one call each.
    static let questions = [
        "show ospf interface", "show ospf neighbors", "show ospf lsadb", "show route all protocol ospf1",
    ]

    let router: RouterIndex
    let directory: LabDirectory

    /// - Throws: a description where an answer is missing.
    func read(_ text: String, into state: inout RouterState) throws {
        let answers = Self.answers(in: text)
        guard answers.count == Self.questions.count else {
            throw LabRecordingError("\(answers.count) answers to \(Self.questions.count) questions")
        }
        state.interfaces = interfaces(answers[0])
        state.neighbors = neighbors(answers[1], on: state.interfaces)
        state.lsdb = lsas(answers[2], on: state.interfaces)
        state.routes = routes(answers[3])
    }

    /// The lines of each answer.
    private static func answers(in text: String) -> [[Substring]] {
        var answers: [[Substring]] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("== ") {
                answers.append([])
            } else if !answers.isEmpty {
                answers[answers.count - 1].append(line)
            }
        }
        return answers
    }

    // MARK: Interfaces and neighbors

    private func interfaces(_ lines: [Substring]) -> [RouterState.InterfaceState] {
        var result: [RouterState.InterfaceState] = []
        var name: String?
        var facts: [String: String] = [:]
        func finish() {
            if let name { result.append(interface(name, facts)) }
        }
        for line in lines {
            if line.hasPrefix("Virtual link ") || line.hasPrefix("Interface vlink") {
                // Its neighbor shows it.
                finish()
                name = nil
            } else if line.hasPrefix("Interface ") {
                finish()
                name = line.split(separator: " ").dropFirst().first.map(String.init)
                facts = [:]
            } else if let colon = line.firstIndex(of: ":") {
                facts[words(line[..<colon]).joined(separator: " ")] =
                    words(line[line.index(after: colon)...]).joined(separator: " ")
            }
        }
        finish()
        return result.sorted { $0.name < $1.name }
    }

    private func interface(_ name: String, _ facts: [String: String]) -> RouterState.InterfaceState {
        func word(_ key: String) -> String? { facts[key]?.split(separator: " ").first.map(String.init) }
        let isLoopback = name == "lo"
        let word0 = word("State") ?? ""
        let state = isLoopback ? "Loopback" : (word0 == "Backup" ? "BDR" : word0)
        let isBroadcast = ["DR", "BDR", "DROther", "Waiting"].contains(state)
        func elected(_ key: String) -> String? { isBroadcast ? addressOrNone(word(key)) : nil }
        return RouterState.InterfaceState(
            name: name, segment: directory.segment(of: router, interface: name), area: word("Area") ?? "",
            address: directory.address(of: router, interface: name), state: state,
            cost: isLoopback ? 0 : word("Cost").flatMap { Int($0) }, priority: word("Priority").flatMap { Int($0) },
            designatedRouter: elected("Designated router (IP)"),
            backupDesignatedRouter: elected("Backup designated router (IP)"),
            designatedRouterID: elected("Designated router (ID)"),
            backupDesignatedRouterID: elected("Backup designated router (ID)"),
            helloInterval: word("Hello timer").flatMap { Int($0) },
            deadInterval: word("Dead timer").flatMap { Int($0) })
    }

    private static let roles = ["DR": "DR", "BDR": "BDR", "Other": "DROther", "PtP": "PtP"]

    /// Lines such as `10.255.0.2  1  Full/PtP  3.5  eth0  10.0.0.2`.
    private func neighbors(
        _ lines: [Substring], on interfaces: [RouterState.InterfaceState]
    ) -> [RouterState.NeighborState] {
        lines.compactMap { line in
            let words = words(line)
            guard words.count >= 6, words[0].contains("."), let priority = Int(words[1]) else { return nil }
            let parts = words[2].split(separator: "/").map(String.init)
            let interface = interfaces.first { $0.name == words[4] }
            return RouterState.NeighborState(
                routerID: words[0], address: words[5], interface: words[4],
                segment: directory.segment(of: router, interface: words[4]), area: interface?.area,
                state: parts[0] == "2-Way" || parts[0] == "2Way" ? "2-Way" : parts[0],
                role: parts.count > 1 ? Self.roles[parts[1]] : nil, priority: priority,
                designatedRouter: interface?.designatedRouter,
                backupDesignatedRouter: interface?.backupDesignatedRouter)
        }
    }

    // MARK: Database

    /// Lines such as `2001  10.255.0.1  10.255.0.1  80000003  12  a1b2` under `Area 0.0.0.0`, `Link eth0` or `Global`: code,
    /// Link State ID, Advertising Router, sequence number, age, checksum. The code's last octet is the type.
    private func lsas(
        _ lines: [Substring], on interfaces: [RouterState.InterfaceState]
    ) -> [RouterState.LSAState] {
        var area: String?
        return lines.compactMap { line in
            let words = words(line)
            if words.first == "Area", words.count > 1 { area = words[1] }
            if words.first == "Link", words.count > 1 { area = interfaces.first { $0.name == words[1] }?.area }
            if words.first == "Global" { area = nil }
            guard words.count == 6, words[0].count == 4, let code = UInt16(words[0], radix: 16), let age = Int(words[4])
            else { return nil }
            let type = LSType(rawValue: UInt8(code & 0xFF))
            return RouterState.LSAState(
                area: type.hasASScope ? nil : area, type: type.rawValue,
                typeName: RouterState.LSAState.typeName(of: type), linkStateID: words[1], advertisingRouter: words[2],
                age: age, sequenceNumber: "0x" + padded(words[3], to: 8), checksum: "0x" + padded(words[5], to: 4),
                length: nil, options: nil, body: nil)
        }
    }

    // MARK: Routes

    private static let paths = ["I": "intra", "IA": "inter", "E1": "ext1", "E2": "ext2"]

    /// A line for each route, such as `10.0.0.0/30  unicast [ospf1 12:00:00.000] * I (150/10) [10.255.0.2]`, and below it
    /// its next hops and attributes. Further routes to the same prefix leave the prefix out.
    private func routes(_ lines: [Substring]) -> [RouterState.RouteState] {
        var routes: [RouterState.RouteState] = []
        var prefix = ""
        for line in lines {
            let words = words(line)
            if let first = words.first, first.contains("/"), !line.hasPrefix("\t") { prefix = first }
            if let path = Self.path(in: line) {
                routes.append(
                    RouterState.RouteState(
                        prefix: prefix, path: path, cost: nil, type2Cost: nil, tag: path.hasPrefix("ext") ? 0 : nil,
                        area: nil, nextHops: []))
            } else if !routes.isEmpty {
                addAttribute(words, to: &routes[routes.count - 1])
            }
        }
        return routes
    }

    private static func path(in line: Substring) -> String? {
        guard line.contains(" ["), let bracket = line.firstIndex(of: "]") else { return nil }
        let words = line[bracket...].dropFirst().split(separator: " ").filter { $0 != "*" && $0 != "!" }
        return words.first.flatMap { paths[String($0)] }
    }

    private func addAttribute(_ words: [String], to route: inout RouterState.RouteState) {
        guard words.count >= 2 else { return }
        switch words[0] {
        case "via" where words.count >= 4:
            route.nextHops.append(directory.hop(of: router, interface: words[3], via: words[1]))
        case "dev": route.nextHops.append(directory.hop(of: router, interface: words[1], via: nil))
        case "OSPF.metric1:": route.cost = Int(words[1])
        case "OSPF.metric2:" where route.path == "ext2": route.type2Cost = Int(words[1])
        case "OSPF.tag:" where route.tag != nil: route.tag = Int(words[1].dropFirst(2), radix: 16) ?? Int(words[1])
        default: break
        }
    }
}

/// What stands between spaces and tabs.
private func words(_ line: Substring) -> [String] { line.split(whereSeparator: \.isWhitespace).map(String.init) }
