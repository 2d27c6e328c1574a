import Emulation
import NetworkPrimitives
import OSPF

/// What can only be seen when the whole network stands: addresses that clash, and what is legal but odd.
struct NetworkChecks {
    let draft: NetworkDraft
    let sink: DiagnosticSink

    func run() {
        checkOverlaps()
        checkInterfaces()
        NameChecks(draft: draft, sink: sink).run()
        LengthChecks(draft: draft, sink: sink).run()
    }

    private struct Claim {
        var prefix: IPv4Prefix
        var owner: String
        var position: Position
        /// Groups may announce a prefix together; segments and loopbacks are one owner's alone.
        var group: Int?
        /// A network that is advertised and that no hello is sent into.
        var isStub = false
        /// The Router ID of the router whose own address it is.
        var routerID: RouterID?
    }

    private func checkOverlaps() {
        let claims = segmentClaims() + loopbackClaims() + groupClaims()
        let sorted = claims.sorted { ($0.prefix, $0.owner) < ($1.prefix, $1.owner) }
        var widest: Claim?
        var told: Set<[String]> = []
        for claim in sorted {
            if let before = widest, before.prefix.contains(claim.prefix),
                before.group == nil || claim.group != before.group, before.owner != claim.owner,
                told.insert([before.owner, claim.owner]).inserted
            {
                let (first, second) = isEarlier(before, claim) ? (before, claim) : (claim, before)
                let message = "\(second.owner) has \(second.prefix), which overlaps \(first.prefix) of \(first.owner)"
                // One router id for two routers has been reported, with the loopbacks that follow from it. Two routers
                // may share an address on purpose.
                if let id = before.routerID, id == claim.routerID { continue }
                // An aggregate that comes from outside and covers what is inside is legal, and rarely meant.
                // Nor is a stub network that holds a smaller one: the longest match decides.
                let isAnycast = before.routerID != nil && claim.routerID != nil
                if isAnycast
                    || (before.group != nil || before.isStub)
                        && (claim.group != nil || before.prefix.length < claim.prefix.length)
                {
                    sink.warning(message, at: second.position)
                } else {
                    sink.error(message, at: second.position)
                }
            }
            if !(widest?.prefix.contains(claim.prefix) ?? false) { widest = claim }
        }
    }

    private func isEarlier(_ left: Claim, _ right: Claim) -> Bool {
        (left.position.file, left.position.line, left.position.column)
            < (right.position.file, right.position.line, right.position.column)
    }

    private func segmentClaims() -> [Claim] {
        var shared: Set<IPv4Prefix> = []
        return draft.configuration.segments.indexed.compactMap { index, segment in
            let interfaces = segment.members.map {
                draft.configuration.routers[$0.router].ospf.interfaces[$0.interface]
            }
            // Members may have masks of their own: the widest network holds the others, or most of them.
            let interface = interfaces.min { $0.prefix.length < $1.prefix.length } ?? interfaces[0]
            let isKnown = draft.sharedPrefixes.contains(index) && !shared.insert(interface.prefix).inserted
            let isBorrowed =
                interface.prefix.length == 32
                && segment.members.contains { member in
                    draft.configuration.routers[member.router].ospf.loopbacks.contains {
                        $0.address == interface.address
                    }
                }
            guard !interface.isUnnumbered, !isKnown, !isBorrowed else { return nil }
            return Claim(
                prefix: interface.prefix, owner: "'\(segment.name)'", position: draft.segmentPositions[index],
                group: nil,
                isStub: segment.members.allSatisfy {
                    draft.configuration.routers[$0.router].ospf.interfaces[$0.interface].isPassive
                })
        }
    }

    private func loopbackClaims() -> [Claim] {
        draft.configuration.routers.indexed.flatMap { index, router in
            router.ospf.loopbacks.map { loopback in
                Claim(
                    prefix: IPv4Prefix(loopback.address, length: 32), owner: "'\(router.name)'",
                    position: draft.routerPositions[index], group: nil, routerID: router.ospf.routerID)
            }
        }
    }

    private func groupClaims() -> [Claim] {
        draft.groups.enumerated().flatMap { index, group in
            group.prefixes.filter { $0.length > 0 }.map {
                Claim(prefix: $0, owner: "the group '\(group.name)'", position: group.position, group: index)
            }
        }
    }

    /// Said of sound files only: a link with a mistake in it leaves its routers bare.
    private func checkInterfaces() {
        guard !sink.hasErrors else { return }
        for (index, router) in draft.configuration.routers.indexed where router.ospf.interfaces.isEmpty {
            guard draft.configuration.routers.count > 1 else { return }
            sink.warning("the router '\(router.name)' has no links", at: draft.routerPositions[index])
        }
    }
}
