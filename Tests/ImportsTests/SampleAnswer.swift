import Foundation
import NetworkPrimitives
import OSPFWire

@testable import Imports

/// What a sample's network is, as a person worked it out.
struct SampleAnswer: Decodable {
    struct Router: Decodable { var areas: [String]? }
    struct Link: Decodable {
        var a: String
        var b: String
        var cost_ab: Int?
        var cost_ba: Int?
        var address_a: String?
        var address_b: String?
    }
    struct Member: Decodable {
        var router: String
        var address: String?
        var cost: Int?
    }
    struct LAN: Decodable {
        var prefix: String?
        var dr: String?
        var members: [Member]
    }
    struct Stub: Decodable {
        var router: String
        var prefix: String
        var cost: Int?
        var area: String
    }
    struct External: Decodable {
        var prefix: String
        var metric: Int
        var type: String
        var originator: String
        var forward: String?
        var tag: Int?
    }

    var routers: [String: Router]
    var links: [Link]
    var lans: [LAN]
    var stubs: [Stub]?
    var externals: [External]?
    var areas: [String: String]?

    static func read(_ file: URL) throws -> SampleAnswer {
        try JSONDecoder().decode(SampleAnswer.self, from: Data(contentsOf: file))
    }

    /// What the description lacks of it, one line each.
    func differences(from network: NetworkDescription) -> [String] {
        var lines: [String] = []
        func id(_ router: Int) -> String {
            network.routers[router].routerID.map { "\($0)" } ?? network.routers[router].name
        }
        let known = network.routers.indices.filter { !network.routers[$0].isBeyond }.map(id)
        if Set(known) != Set(routers.keys) { lines.append("routers \(known.sorted())") }
        let ends = network.segments.filter(\.isCable).filter { $0.ends.count == 2 }.map { segment in
            segment.ends.map { end -> String in
                let cost = network.routers[end.router].isStubRouter ? 65535 : Int(end.cost ?? 0)
                return "\(id(end.router)) \(end.address.map { "\($0)" } ?? "unnumbered") \(cost)"
            }.sorted()
        }
        for link in links {
            let wanted = [
                "\(link.a) \(link.address_a ?? "unnumbered") \(link.cost_ab ?? 0)",
                "\(link.b) \(link.address_b ?? "unnumbered") \(link.cost_ba ?? 0)",
            ].sorted()
            if !ends.contains(wanted) { lines.append("no link \(wanted)") }
        }
        if ends.count != links.count { lines.append("\(ends.count) links") }
        for lan in lans {
            let segment = network.segments.first { segment in
                "\(segment.prefix.map { "\($0)" } ?? "")" == lan.prefix
                    && segment.ends.map { "\(id($0.router)) \($0.address.map { "\($0)" } ?? "") \($0.cost ?? 0)" }
                        .sorted()
                        == lan.members.map { "\($0.router) \($0.address ?? "") \($0.cost ?? 0)" }.sorted()
            }
            if segment == nil { lines.append("no LAN \(lan.prefix ?? "")") }
            if let wanted = lan.dr, segment?.designatedRouter.map(id) != wanted {
                lines.append("designated router of \(lan.prefix ?? "")")
            }
        }
        for stub in stubs ?? [] {
            let isThere =
                network.routers.indices.contains { number in
                    id(number) == stub.router
                        && network.routers[number].loopbacks.contains {
                            "\($0.address)/32" == stub.prefix && $0.cost == stub.cost ?? 0
                        }
                }
                || network.segments.contains { segment in
                    segment.isStub && "\(segment.prefix.map { "\($0)" } ?? "")" == stub.prefix
                        && segment.ends.map { "\(id($0.router)) \($0.cost ?? 0)" } == [
                            "\(stub.router) \(stub.cost ?? 0)"
                        ]
                }
            if !isThere { lines.append("no stub network \(stub.prefix) of \(stub.router)") }
        }
        for external in externals ?? [] {
            let isThere = network.groups.contains { group in
                group.prefixes.contains { "\($0)" == external.prefix }
                    && group.originators.map(id).contains(external.originator)
                    && Int(group.route.metric) == external.metric
                    && (group.route.externalType == .type1 ? "e1" : "e2") == external.type
                    && (external.tag.map { $0 == Int(group.route.tag) } ?? true)
                    && (external.forward.map { $0 == "\(group.route.forwardingAddress)" } ?? true)
            }
            if !isThere { lines.append("no external \(external.prefix) of \(external.originator)") }
        }
        for (area, kind) in areas ?? [:] where kind != "normal" {
            let known = network.areas.first { "\($0.area)" == area }
            // An area that no file is of is known by nothing.
            let isRead = network.segments.contains { "\($0.area)" == area }
            if isRead, known?.kind.rawValue != kind { lines.append("area \(area) is not \(kind)") }
        }
        return lines
    }
}
