import NetworkPrimitives
import OSPFWire

/// LSAs stay in databases for up to an hour after their routers are gone.
extension DescriptionBuilder {
    /// A router refreshes its LSAs every half hour (LSRefreshTime, RFC 2328 Appendix B). One whose LSA is older and that no other
    /// router has a link to is no router of the network any more.
    mutating func removeDeparted() {
        var claimed: Set<Claim> = []
        for lsa in routerLSAs {
            for link in lsa.body.links where link.type == .pointToPoint || link.type == .virtual {
                claimed.insert(Claim(area: lsa.area, from: lsa.router, to: RouterID(bits: link.id.bits)))
            }
        }
        var attached: Set<Attachment> = []
        for lsa in networkLSAs {
            for router in lsa.body.attachedRouters { attached.insert(Attachment(area: lsa.area, router: router)) }
        }
        let networks = Set(networkLSAs.map { KnownNetwork(area: $0.area, address: $0.address) })
        var departed: [RouterID] = []
        routerLSAs.removeAll { lsa in
            let attachment = Attachment(area: lsa.area, router: lsa.router)
            guard ages[attachment] ?? 0 > Self.refreshTime, !attached.contains(attachment) else { return false }
            let isAnswered = lsa.body.links.contains { link -> Bool in
                switch link.type {
                case .pointToPoint, .virtual:
                    return claimed.contains(Claim(area: lsa.area, from: RouterID(bits: link.id.bits), to: lsa.router))
                // Where the network's LSA was not seen, nothing speaks against it.
                case .transit: return !networks.contains(KnownNetwork(area: lsa.area, address: link.id))
                default: return false
                }
            }
            if !isAnswered { departed.append(lsa.router) }
            return !isAnswered
        }
        for router in Set(departed).subtracting(routerLSAs.map(\.router)).sorted() {
            topology.notes.append(
                "\(router) is left out: no router has a link to it, and its LSA is older than half an hour, in which it would have been refreshed."
            )
        }
    }

    /// Seconds (LSRefreshTime).
    private static let refreshTime: UInt16 = 1800

    private struct KnownNetwork: Hashable {
        var area: AreaID
        var address: IPv4Address
    }

    private struct Claim: Hashable {
        var area: AreaID
        var from: RouterID
        var to: RouterID
    }

    /// Routers all of whose transit links cost 65535 have been told to keep transit traffic away (RFC 6987); what their links cost
    /// otherwise shows in the stub networks of numbered links alone.
    mutating func markStubRouters() {
        var transit: [RouterID: (all: Int, largest: Int)] = [:]
        for lsa in routerLSAs {
            for link in lsa.body.links where link.type != .stub {
                transit[lsa.router, default: (0, 0)].all += 1
                if link.metric == .max { transit[lsa.router]?.largest += 1 }
            }
        }
        var count = 0
        for (router, links) in transit where links.all == links.largest {
            guard let number = numbers[router] else { continue }
            topology.routers[number].isStubRouter = true
            count += 1
        }
        note(
            count, "router is a stub router (RFC 6987): its links cost 65535, which hides their costs",
            "routers are stub routers (RFC 6987): their links cost 65535, which hides their costs")
        for segment in topology.segments.indices {
            for end in topology.segments[segment].ends.indices {
                let entry = topology.segments[segment].ends[end]
                guard topology.routers[entry.router].isStubRouter, entry.cost == .max else { continue }
                if let cost = hiddenCosts[entry.slot] {
                    topology.segments[segment].ends[end].cost = cost
                    topology.segments[segment].ends[end].remark =
                        "announced as 65535; this is the cost of its stub network"
                } else {
                    topology.segments[segment].ends[end].remark = "as announced: its own cost is hidden"
                }
            }
        }
    }
}
