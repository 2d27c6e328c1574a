import Emulation
import NetworkPrimitives
import OSPF

/// Something that routers are elected to.
public enum Office: Hashable, Sendable {
    /// Originator of the redistribution set or ranked group of this name.
    case originator(String)
    case designatedRouter(segment: SegmentIndex)
    case backupDesignatedRouter(segment: SegmentIndex)
    /// Translator of an NSSA (RFC 3101 §3.1).
    case translator(AreaID)
}

/// Who holds an office before and after a change, and who won it on the way.
public struct OfficeChange: Hashable, Sendable {
    /// A win, as the journal records it.
    public struct Win: Hashable, Sendable {
        public var router: RouterIndex
        public var instant: Instant
        /// For an originator, the LSAs that it took over.
        public var lsas: Int
    }

    public var office: Office
    /// Router numbers, sorted. A router that is powered off holds no office; one that shut down OSPF may.
    public var before: [RouterIndex]
    public var after: [RouterIndex]
    /// In order of time. None for translators, whose elections the journal does not record.
    public var wins: [Win]

    /// Whether several routers announce the same destinations where one did before: each adds their number of LSAs to
    /// every database.
    public var isDoubled: Bool {
        if case .originator = office { after.count > max(1, before.count) } else { false }
    }
}

/// Every office of a network and who holds it.
struct OfficeHolders {
    private(set) var holders: [(office: Office, routers: [RouterIndex])] = []

    init(_ network: Network) {
        var places: [Office: Int] = [:]
        func add(_ office: Office, _ router: RouterIndex?) {
            let place = places[office] ?? holders.count
            if place == holders.count {
                places[office] = place
                holders.append((office, []))
            }
            if let router, !holders[place].routers.contains(router) { holders[place].routers.append(router) }
        }
        for (router, node) in network.routers.indexed {
            let isOn = network.isPoweredOn(router)
            for (position, set) in node.configuration.redistributions.enumerated() {
                add(.originator(set.name), isOn && node.isOriginating(position) ? router : nil)
            }
        }
        for (number, segment) in network.configuration.segments.indexed {
            for member in segment.members where network.isPoweredOn(member.router) {
                switch network.routers[member.router].interfaceState(member.interface) {
                case .designatedRouter: add(.designatedRouter(segment: number), member.router)
                case .backup: add(.backupDesignatedRouter(segment: number), member.router)
                default: continue
                }
            }
        }
        for (router, node) in network.routers.indexed where network.isPoweredOn(router) {
            for area in node.translatedAreas { add(.translator(area), router) }
        }
    }

    func routers(of office: Office) -> [RouterIndex] { holders.first { $0.office == office }?.routers.sorted() ?? [] }

    /// The offices that change hands, or that somebody won meanwhile: originators, then Designated Routers, Backups and
    /// translators, each in the order of the network.
    static func changes(before: Network, after: Network, _ result: RunResult) -> [OfficeChange] {
        let (old, new) = (OfficeHolders(before), OfficeHolders(after))
        let wins = wins(in: result)
        var offices: [Office] = []
        for office in (old.holders + new.holders).map(\.office) + wins.map(\.office) where !offices.contains(office) {
            offices.append(office)
        }
        let changes = offices.map { office in
            OfficeChange(
                office: office, before: old.routers(of: office), after: new.routers(of: office),
                wins: wins.filter { $0.office == office }.map(\.win))
        }
        return changes.filter { $0.before != $0.after || !$0.wins.isEmpty }
            .enumerated().sorted { ($0.element.office.rank, $0.offset) < ($1.element.office.rank, $1.offset) }
            .map(\.element)
    }

    private static func wins(in result: RunResult) -> [(office: Office, win: OfficeChange.Win)] {
        let network = result.scenario.network
        var segments: [SegmentMember: SegmentIndex] = [:]
        for (number, segment) in network.segments.indexed {
            for member in segment.members { segments[member] = number }
        }
        return result.happenings.compactMap { index in
            let happening = result.journal.happenings[index]
            guard let router = happening.router else { return nil }
            switch happening.entry {
            case .originatorStarted(let set):
                let sets = network.routers[router].ospf.redistributions
                guard Int(set.position) < sets.count else { return nil }
                let name = sets[Int(set.position)].name
                let win = OfficeChange.Win(router: router, instant: happening.instant, lsas: Int(set.lsas))
                return (.originator(name), win)
            case .designatedRouterElected(let interface, let isBackup):
                let member = SegmentMember(router: router, interface: interface)
                guard let segment = segments[member] else { return nil }
                let win = OfficeChange.Win(router: router, instant: happening.instant, lsas: 0)
                return (
                    isBackup ? .backupDesignatedRouter(segment: segment) : .designatedRouter(segment: segment), win
                )
            default: return nil
            }
        }
    }
}

extension Office {
    fileprivate var rank: Int {
        switch self {
        case .originator: 0
        case .designatedRouter: 1
        case .backupDesignatedRouter: 2
        case .translator: 3
        }
    }
}
