import NetworkPrimitives

/// A recorded lab's topology with every default filled in: what `topology.json` says, and what `topology.yaml` means.
struct LabTopology {
    struct Area {
        var id: AreaID
        /// normal, stub, totally-stubby, nssa or totally-nssa.
        var type: String
        var defaultCost: Int?
    }

    struct Router {
        var name: String
        var id: RouterID
        /// Host addresses of its own.
        var loopbacks: [IPv4Address]
        var loopbackArea: AreaID
        /// `frr` or `bird`, where the lab mixes them.
        var daemon: String?
        var isStubRouter: Bool
        var defaultRoute: Value?
        var position: Position
    }

    struct Member {
        var router: String
        var interface: String
        var address: IPv4Address
        var cost: Int
        var priority: Int
        var isPassive: Bool
    }

    enum SegmentType: String { case pointToPoint = "p2p", broadcast, stub }

    struct Segment {
        var id: String
        var type: SegmentType
        var area: AreaID
        var prefix: IPv4Prefix
        var helloInterval: String
        var deadInterval: String
        var members: [Member]
        var position: Position
    }

    struct External {
        var id: String
        var router: String
        var prefixes: [IPv4Prefix]
        var type: String
        var metric: Int
        var tag: Int
        var via: IPv4Address?
        var isInitial: Bool
        var position: Position
    }

    struct Range {
        var router: String
        var area: AreaID
        var prefix: IPv4Prefix
        var isAdvertised: Bool
    }

    struct VirtualLink {
        var area: AreaID
        var routers: [String]
        var position: Position
    }

    var name = ""
    var summary = ""
    var duration = ""
    var helloInterval = ""
    var deadInterval = ""
    var areas: [Area] = []
    var routers: [Router] = []
    var segments: [Segment] = []
    var externals: [External] = []
    var virtualLinks: [VirtualLink] = []
    var ranges: [Range] = []
    /// Mappings with `at` and `action`, in order of time.
    var timeline: [Value] = []
}
