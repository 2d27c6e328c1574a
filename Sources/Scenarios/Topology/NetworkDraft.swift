import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// A network as read from a file: the configuration, and what the rest of the file needs to know of it.
struct NetworkDraft {
    var configuration: NetworkConfiguration
    var names = NameDirectory()
    var groups: [GroupDraft] = []
    var outside: [ProbeSource] = []
    /// Where each router and each segment stands in its file, in the order of the configuration.
    var routerPositions: Table<RouterIndex, Position> = []
    /// What the file says of each router, in the same order.
    var routerValues: Table<RouterIndex, Value> = []
    var segmentPositions: Table<SegmentIndex, Position> = []
    /// What addresses are taken from where the file gives none.
    var pools: (routerIDs: IPv4Prefix, links: IPv4Prefix, lans: IPv4Prefix)?
    /// What the file says of each link and LAN, in the same order.
    var segmentValues: Table<SegmentIndex, Value> = []
    /// What the file says of areas, by number.
    var areaFields: [Value.Field] = []
    /// The segments whose network others may have as well.
    var sharedPrefixes: Set<SegmentIndex> = []
    /// Found when the network stands.
    var stubs: StubNetworks?
    /// What a drawing has of each router, in the order of the configuration.
    var places: Table<RouterIndex, NetworkNotes.Place?> = []
    /// The presets that each router has settings from, in the order in which they apply.
    var presetsOfRouters: Table<RouterIndex, [String]> = []
}

extension NetworkDraft {
    func loopbacks(of router: RouterIndex) -> [ProbeDestination] {
        configuration.routers[router].ospf.loopbacks.map { ProbeDestination(address: $0.address) }
    }

    /// An address on each stub network of a router (RFC 2328 §1.2): where no two routers form an adjacency.
    func stubNetworks(of router: RouterIndex) -> [ProbeDestination] { stubs?[router] ?? [] }

    /// Every address of a router.
    var takenAddresses: Set<IPv4Address> {
        Set(configuration.routers.flatMap { $0.ospf.interfaces.map(\.address) + $0.ospf.loopbacks.map(\.address) })
    }
}

/// A set of external prefixes and the routers that can originate them, best first.
struct GroupDraft {
    struct Originator {
        var router: RouterIndex
        var configuration: RedistributionConfiguration
        /// Whether it originates before an action of the timeline says so.
        var isActive: Bool
        var position: Position
    }

    var name: String
    var site: String?
    var prefixes: [IPv4Prefix]
    var originators: [Originator]
    var position: Position

    /// Probe targets: an address of each prefix.
    var destinations: [ProbeDestination] { prefixes.map { ProbeDestination(address: $0.firstHost) } }
}

extension NetworkDraft {
    /// What reports show besides.
    func notes(_ presets: [Preset]) -> NetworkNotes {
        var notes = NetworkNotes()
        notes.places = places.contains { $0 != nil } ? places : []
        notes.outside = outside
        notes.groups = groups.map {
            NetworkNotes.Group(
                name: $0.name, site: $0.site, prefixes: $0.prefixes.count, originators: $0.originators.map(\.router))
        }
        notes.presets = presets.compactMap { preset in
            let routers = presetsOfRouters.indices.filter { presetsOfRouters[$0].contains(preset.name) }
            guard !routers.isEmpty else { return nil }
            return NetworkNotes.UsedPreset(
                name: preset.name, summary: preset.summary, sources: preset.sources, unconfirmed: preset.unconfirmed,
                routers: routers)
        }
        return notes
    }
}

extension IPv4Prefix {
    /// The first address that a host may have.
    var firstHost: IPv4Address { length >= 31 ? address : host(1) }
}

extension NetworkDraft {
    /// The address used for a prefix as a destination: the first host's. On a network of routers it is one that no
    /// router has, or the network's own where none is left: traffic to it arrives wherever the network is attached.
    func address(in prefix: IPv4Prefix, taken: Set<IPv4Address>? = nil) -> IPv4Address {
        guard prefix.length < 31 else { return prefix.address }
        let taken = taken ?? takenAddresses
        var address = prefix.firstHost
        while taken.contains(address), address < prefix.lastAddress { address = IPv4Address(bits: address.bits + 1) }
        return address < prefix.lastAddress ? address : prefix.address
    }
}
