import Emulation
import NetworkPrimitives
import OSPF

/// Looks at what joins the routers of a network and of its areas, whatever the ends of links agree about.
struct AreaFindings {
    private let network: NetworkConfiguration
    /// By router: which of the joined parts of the network it is in.
    let joined: Table<RouterIndex, RouterIndex>
    private(set) var findings: [Finding] = []

    init(_ network: NetworkConfiguration) {
        self.network = network
        var joins = Joins<RouterIndex>(count: network.routers.count)
        for segment in network.segments { segment.forEachPair { joins.join($0.router, $1.router) } }
        joined = joins.roots
        findDisconnected()
        findAreas()
        for (number, router) in network.routers.indexed {
            for redistribution in router.ospf.redistributions {
                if let finding = Self.boundaryRouter(number, of: redistribution.name, in: network) {
                    findings.append(finding)
                }
            }
        }
    }

    private mutating func findDisconnected() {
        let parts = Dictionary(grouping: network.routers.indices) { joined[$0] }.values
            .sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
        // A router without any interface is reported where it is defined.
        for part in parts.dropFirst() where !network.routers[part[0]].ospf.interfaces.isEmpty {
            findings.append(.disconnected(part))
        }
    }

    /// A router in an area.
    private struct Attachment: Hashable {
        let router: RouterIndex
        let area: AreaID
    }

    private struct AttachmentIndex: TableIndex {
        let number: UInt32
    }

    private mutating func findAreas() {
        var numbers: [Attachment: AttachmentIndex] = [:]
        var attachments = Table<AttachmentIndex, Attachment>()
        for (router, node) in network.routers.indexed {
            let areas = node.ospf.interfaces.filter(\.isEnabled).map(\.area) + node.ospf.loopbacks.map(\.area)
            for area in areas where numbers[Attachment(router: router, area: area)] == nil {
                numbers[Attachment(router: router, area: area)] = attachments.endIndex
                attachments.append(Attachment(router: router, area: area))
            }
        }
        var joins = Joins<AttachmentIndex>(count: attachments.count)
        for (left, right, area) in adjacencies {
            if let a = numbers[Attachment(router: left, area: area)],
                let b = numbers[Attachment(router: right, area: area)]
            {
                joins.join(a, b)
            }
        }
        var parts: [(area: AreaID, routers: [RouterIndex])] = []
        var places: [AttachmentIndex: Int] = [:]
        for (number, attachment) in attachments.indexed {
            let root = joins.root(of: number)
            if let place = places[root] {
                parts[place].routers.append(attachment.router)
            } else {
                places[root] = parts.count
                parts.append((attachment.area, [attachment.router]))
            }
        }
        judge(parts.sorted { $0.area < $1.area })
    }

    /// The pairs of routers that ought to be adjacent, and in which area.
    private var adjacencies: [(RouterIndex, RouterIndex, AreaID)] {
        var result: [(RouterIndex, RouterIndex, AreaID)] = []
        for segment in network.segments {
            // Ends in different areas are reported as such: each end also joins the other's area.
            let areas = Set(segment.members.map { network.routers[$0.router].ospf.interfaces[$0.interface].area })
            segment.forEachPair { left, right in result += areas.map { (left.router, right.router, $0) } }
            guard areas.count > 1 else { continue }
            for area in areas {
                let same = segment.members.filter {
                    network.routers[$0.router].ospf.interfaces[$0.interface].area == area
                }
                for (left, right) in zip(same, same.dropFirst()) { result.append((left.router, right.router, area)) }
            }
        }
        let routers = Dictionary(
            network.routers.indices.map { (network.routers[$0].ospf.routerID, $0) },
            uniquingKeysWith: { first, _ in first })
        for (router, node) in network.routers.indexed {
            for interface in node.ospf.interfaces where interface.isEnabled {
                guard let other = interface.virtualLink.flatMap({ routers[$0.neighbor] }) else { continue }
                result.append((router, other, .backbone))
            }
        }
        return result
    }

    private mutating func judge(_ parts: [(area: AreaID, routers: [RouterIndex])]) {
        let areas = parts.map(\.area).reduce(into: [AreaID]()) { if $0.last != $1 { $0.append($1) } }
        guard areas.count > 1 || parts.count > 1 else { return }
        let backbone = parts.filter { $0.area == .backbone }.map(\.routers)
        if backbone.isEmpty, areas.count > 1 { findings.append(.noBackbone(areas)) }
        // What no link joins has been reported.
        for group in Dictionary(grouping: backbone, by: { joined[$0[0]] }).values.sorted(by: { $0[0][0] < $1[0][0] })
        where group.count > 1 {
            findings.append(.splitBackbone(group.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }))
        }
        guard !backbone.isEmpty else { return }
        let borders = Set(backbone.joined())
        let withBackbone = Set(borders.map { joined[$0] })
        for part in parts where part.area != .backbone && withBackbone.contains(joined[part.routers[0]]) {
            if !part.routers.contains(where: borders.contains) {
                findings.append(.detachedArea(part.area, part.routers))
            }
        }
    }

    /// RFC 2328 §3.6: no AS boundary router can be inside a stub area.
    static func boundaryRouter(_ router: RouterIndex, of group: String, in network: NetworkConfiguration) -> Finding? {
        let ospf = network.routers[router].ospf
        guard let area = ospf.interfaces.first?.area,
            ospf.interfaces.allSatisfy({ ospf.area($0.area).kind == .stub })
        else { return nil }
        return .boundaryRouterInStubArea(area, router: router, group: group)
    }
}

/// What belongs together, by number: a union-find structure.
struct Joins<Index: TableIndex> {
    private var parents: Table<Index, Index>

    init(count: Int) { parents = Table(Index(0)..<Index(count)) }

    /// For each the one that stands for all that it belongs together with, the first of them.
    var roots: Table<Index, Index> {
        var joins = self
        return Table(parents.indices.map { joins.root(of: $0) })
    }

    mutating func root(of number: Index) -> Index {
        var number = number
        while parents[number] != number {
            parents[number] = parents[parents[number]]
            number = parents[number]
        }
        return number
    }

    mutating func join(_ left: Index, _ right: Index) {
        let (a, b) = (root(of: left), root(of: right))
        parents[max(a, b)] = min(a, b)
    }
}

extension SegmentConfiguration {
    /// As many pairs of members as join all that reach each other: its circuits, or each with the next.
    func forEachPair(_ body: (SegmentMember, SegmentMember) -> Void) {
        if let circuits {
            let byRouter = Dictionary(members.map { ($0.router, $0) }) { first, _ in first }
            for circuit in circuits {
                if let left = byRouter[circuit.first], let right = byRouter[circuit.second] { body(left, right) }
            }
            return
        }
        for (left, right) in zip(members, members.dropFirst()) { body(left, right) }
    }
}
