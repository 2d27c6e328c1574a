import Emulation
import NetworkPrimitives
import OSPF

// From the place where packets die to what made it so.
extension ForwardingState {
    /// Why packets die at a place: what is wrong there, from the first that was. Never empty.
    ///
    /// - Parameter trigger: the router whose table has changed just now and led them there; `nil` where no table has.
    func causes(of death: Death, after trigger: RouterIndex?, in network: Network) -> [HappeningID] {
        let known = network.context.journal.circumstances
        var causes: [HappeningID]
        switch death.reason {
        case .lossyLink: causes = [death.segment.flatMap { known.lossCause(of: $0.number + 1) }].compactMap { $0 }
        case .isolated, .poweredOff: causes = [known.silence(of: death.router)].compactMap { $0 }
        case .nextHopDead, .interfaceDown: causes = obstacles(of: death, in: network)
        case .noRoute, .loop, .tooManyHops, .discarded, .leftNetwork:
            let place = death.loop >= 0 ? loops[death.loop] : [death.router]
            let routers = trigger.map { [$0] } ?? place
            // A router that refuses LSAs does not know what others do.
            causes = place.compactMap { network.routers[$0].causeOfRefusal }
            causes += sorted(routers.flatMap { network.routers[$0].causesOfTable }, in: network.context.journal)
        }
        if let trigger, death.reason == .nextHopDead || death.reason == .interfaceDown {
            causes += sorted(network.routers[trigger].causesOfTable, in: network.context.journal)
        }
        var seen: Set<HappeningID> = []
        causes = causes.filter { !$0.isNone && seen.insert($0).inserted }
        return causes.isEmpty ? [network.context.journal.coldStart] : causes
    }

    /// What keeps packets from crossing a segment: all that does, as each would be enough.
    private func obstacles(of death: Death, in network: Network) -> [HappeningID] {
        guard let crossing = death.crossing else { return [] }
        let known = network.context.journal.circumstances
        let link = crossing.segment.number + 1
        let members = network.configuration.segments[crossing.segment].members.map(\.router)
        let ends = death.reason == .interfaceDown && members.count == 2 ? members : [crossing.sender, death.router]
        let obstacles = known.obstacles(on: link, between: ends)
        if !obstacles.isEmpty { return obstacles }
        return [known.lastNews(on: link)].compactMap { $0 }
    }

    /// What takes ways away goes before what adds some.
    private func sorted(_ causes: [HappeningID], in journal: Journal) -> [HappeningID] {
        causes.filter { journal[$0].kind != .adjacencyFormed } + causes.filter { journal[$0].kind == .adjacencyFormed }
    }
}
