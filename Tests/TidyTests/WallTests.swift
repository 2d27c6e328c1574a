import Foundation
import Testing

/// State has one place that changes it: what a compiler cannot see of that, because a router's parts lie in one value.
@Suite("Walls of the core") struct WallTests {
    /// The parts of interfaces and neighbors that are no constants of their own file, and the file that declares and changes them.
    private static let owners = [
        "authentication": "Interface/Authenticating.swift", "floodingQueue.late": "Flooding/LateFlooding.swift",
        "refusals": "Interface/Hello.swift", "exchange": "Neighbor/DatabaseExchange.swift",
        "retransmission": "Flooding/Retransmitting.swift", "sequenceNumbers": "Interface/Authenticating.swift",
        "helping": "GracefulRestart/Helping.swift", "requests": "Neighbor/LinkStateRequests.swift",
    ]

    @Test func `every variable of an interface and of a neighbor is set in its own file, or is a part with an owner`() {
        for name in ["Interface/Interface.swift", "Neighbor/Neighbor.swift"] {
            let file = SourceTree.swiftFiles.first { $0.path == "Sources/OSPF/" + name }
            let variables = (file?.lines ?? []).compactMap {
                $0.wholeMatch(of: #/    (private\(set\) )?var (\w+)(?:: .*| = .*)/#)
            }
            .filter { !$0.0.hasSuffix("}") && !$0.0.hasSuffix("{") }
            #expect(variables.count > 5, "\(name)")
            for variable in variables where variable.1 == nil {
                let part = String(variable.2)
                #expect(part == "floodingQueue" || Self.owners[part] != nil, "\(name): \(part)")
            }
        }
    }

    @Test func `a part of an interface or a neighbor is assigned in the file that owns it`() {
        let assignment =
            /(?:interfaces|neighbors)\[(?:[^\[\]]|\[[^\]]*\])*\]\.([\w.?]+)(?:\[[^\]]*\])?\s*(?:=(?!=)|[-+|&]+=)/
        var found = Set<String>()
        for file in SourceTree.swiftFiles(of: "OSPF") {
            for line in file.code where !line.contains("configuration.interfaces[") {
                for match in line.matches(of: assignment) {
                    let path = match.1.replacing("?", with: "")
                    let part = Self.owners.keys.first { path == $0 || path.hasPrefix($0 + ".") }
                    #expect(part.flatMap { Self.owners[$0] }.map { "Sources/OSPF/" + $0 } == file.path, "\(line)")
                    if let part { found.insert(part) }
                }
            }
        }
        #expect(found.count > 4)
    }

    /// The router's own parts, and the folder or file that changes each; its life begins and ends them all.
    private static let parts = [
        "database": ["Database/", "Flooding/Retransmitting.swift"], "maxAgeList": ["Database/"],
        "nextMaxAgeSweep": ["Database/"], "hasNewMaxAgeLSAs": ["Database/"], "externals": ["Database/"],
        "summaries": ["Database/"], "border": ["Interface/"], "activeRanges": ["Database/", "RoutingTable/"],
        "nssa": ["Database/"], "deferred": ["Database/"], "incompleteLSAs": ["Database/"],
        "spf": ["RoutingTable/"], "tableCauses": ["RoutingTable/"], "lastRefresh": ["Database/"],
        "lastAged": ["Database/"],
        "routingTable": ["RoutingTable/"], "transitAreas": ["RoutingTable/"], "limit": ["Limit/"],
        "memory": ["Database/"], "flooding": ["Flooding/"], "opaques": ["Database/"], "hasLinkLocalLSAs": ["Database/"],
        "restart": ["GracefulRestart/"], "helpedNeighbors": ["GracefulRestart/"], "endingHelp": ["GracefulRestart/"],
        "isRunning": ["GracefulRestart/"], "freeNeighbors": ["Neighbor/"], "packetsSigned": ["Interface/"],
        "isStopping": [], "startedAt": [], "startedProcessAt": [], "bootCount": [], "pendingRouterID": [],
    ]

    @Test func `a part of the router is changed in the folder that owns it, and where the process starts and ends`() {
        let change =
            #/(?:^|[\s(])(?:self\.)?(\w+)(?:\.\w+)*(?:\[[^\]]*\])?(?:\.\w+)*(?:\s*(?:=(?!=)|[-+|&]+=)|\.(?:append|remove|insert|formUnion|subtract)\w*[({])/#
        var found = Set<String>()
        for file in SourceTree.swiftFiles(of: "OSPF") where !file.path.contains("OSPF/Router") {
            let folder = file.path.dropFirst("Sources/OSPF/".count)
            for line in file.code where !line.contains(#/\b(?:let|var|case)\b|^    [a-z]\w*:/#) {
                for match in line.matches(of: change) {
                    let part = String(match.1)
                    guard let owners = Self.parts[part] else { continue }
                    // A part of the same name of something else is declared in the same file.
                    let isOther = file.code.contains { $0.contains("var \(part)") }
                    #expect(isOther || owners.contains { folder.hasPrefix($0) }, "\(file.path): \(line)")
                    found.insert(part)
                }
            }
        }
        #expect(found.count > 20)
    }
}
