import Emulation
import NetworkPrimitives
import OSPF

/// Reads `virtual-links`, and gives the routers at their ends an interface more. Runs when areas are known.
struct VirtualLinkSection {
    let tree: Value
    let sink: DiagnosticSink

    private struct VirtualLink: Hashable {
        let ends: [RouterIndex]
        let area: AreaID
    }

    func read(into draft: inout NetworkDraft) {
        var lines: [VirtualLink: Int] = [:]
        for link in tree["virtual-links"]?.items ?? [] {
            let resolver = NameResolver(names: draft.names, sink: sink)
            let ends = (link["routers"]?.items ?? []).compactMap(resolver.router)
            guard let area = link["transit-area-id"]?.areaID, ends.count == link["routers"]?.items?.count else {
                continue
            }
            guard ends.count == 2, ends[0] != ends[1] else {
                sink.error("a virtual link joins two different routers", at: link["routers"]?.position ?? link.position)
                continue
            }
            if let line = lines.updateValue(link.position.line, forKey: VirtualLink(ends: ends.sorted(), area: area)) {
                sink.error("the two routers have this virtual link already (line \(line))", at: link.position)
                continue
            }
            guard isPossible(link, through: area, between: ends, draft) else { continue }
            add(link, through: area, from: ends[0], to: ends[1], &draft)
            add(link, through: area, from: ends[1], to: ends[0], &draft)
        }
    }

    private func isPossible(
        _ link: Value, through area: AreaID, between ends: [RouterIndex], _ draft: NetworkDraft
    ) -> Bool {
        let place = link["transit-area-id"]?.position ?? link.position
        guard area != .backbone else {
            sink.error("a virtual link belongs to the backbone and crosses another area", at: place)
            return false
        }
        for end in ends {
            let ospf = draft.configuration.routers[end].ospf
            let name = draft.names.routers[end]
            guard ospf.interfaces.contains(where: { $0.area == area }) else {
                sink.error("'\(name)' has no interface in area \(area)", at: place)
                return false
            }
            guard ospf.area(area).kind == .normal else {
                sink.error("a virtual link cannot cross a stub area or an NSSA (RFC 2328 §3.6)", at: place)
                return false
            }
        }
        return true
    }

    private func add(
        _ link: Value, through area: AreaID, from router: RouterIndex, to other: RouterIndex,
        _ draft: inout NetworkDraft
    ) {
        let neighbor = draft.configuration.routers[other].ospf.routerID
        let count = draft.configuration.routers[router].ospf.interfaces.count {
            $0.networkType == .virtualLink
        }
        var interface = InterfaceConfiguration.virtualLink(name: "VLINK\(count)", through: area, to: neighbor)
        var settings = InterfaceSettings(interface)
        settings.apply(link)
        interface = settings.interface
        interface.area = .backbone
        interface.isEnabled = link["enabled"]?.boolean ?? true
        if interface.deadInterval <= interface.helloInterval {
            let message =
                "the dead interval \(interface.deadInterval) is not longer than the hello interval \(interface.helloInterval)"
            if router < other { sink.error(message, at: link.position) }
        }
        draft.configuration.routers[router].ospf.interfaces.append(interface)
    }
}
