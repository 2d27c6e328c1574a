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
    var routerPositions: [Position] = []
    /// What the file says of each router, in the same order.
    var routerValues: [Value] = []
    var segmentPositions: [Position] = []
    /// What the file says of areas, by number.
    var areaFields: [Value.Field] = []
    /// The segments whose network others may have as well.
    var sharedPrefixes: Set<Int> = []
}

/// A set of external prefixes and the routers that can originate them, best first.
struct GroupDraft {
    struct Originator {
        var router: Int
        var configuration: RedistributionConfiguration
        /// Whether it originates before an action of the timeline says so.
        var isActive: Bool
    }

    var name: String
    var site: String?
    var prefixes: [IPv4Prefix]
    var originators: [Originator]
    var position: Position

    /// Probe targets: each prefix arrives at every router that can reach it directly.
    var destinations: [ProbeDestination] {
        let arrivals = originators.map(\.router).sorted()
        return prefixes.map { prefix in
            let address = prefix.length >= 31 ? prefix.address : prefix.host(1)
            return ProbeDestination(address: address, arrivesAt: arrivals)
        }
    }
}
