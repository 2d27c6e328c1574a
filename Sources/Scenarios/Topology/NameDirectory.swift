import NetworkPrimitives

/// What the names of a network mean, in the order in which the file gives them.
struct NameDirectory {
    private(set) var routers = Table<RouterIndex, String>()
    private(set) var segments = Table<SegmentIndex, String>()
    private(set) var groups: [String] = []
    private(set) var outside: [String] = []
    private(set) var sites: [String] = []
    private(set) var models: [String] = []
    private var routerNumbers: [String: RouterIndex] = [:]
    private var segmentNumbers: [String: SegmentIndex] = [:]
    private var groupNumbers: [String: Int] = [:]
    private var siteMembers: [String: [RouterIndex]] = [:]
    private var modelMembers: [String: [RouterIndex]] = [:]

    mutating func addRouter(_ name: String, site: String?, model: String) {
        routerNumbers[name] = routers.endIndex
        if let site {
            if siteMembers[site] == nil { sites.append(site) }
            siteMembers[site, default: []].append(routers.endIndex)
        }
        if modelMembers[model] == nil { models.append(model) }
        modelMembers[model, default: []].append(routers.endIndex)
        routers.append(name)
    }

    mutating func addSegment(_ name: String) {
        segmentNumbers[name] = segments.endIndex
        segments.append(name)
    }

    mutating func addGroup(_ name: String) {
        groupNumbers[name] = groups.count
        groups.append(name)
    }

    mutating func addOutside(_ name: String) { outside.append(name) }

    func router(named name: String) -> RouterIndex? { routerNumbers[name] }
    func segment(named name: String) -> SegmentIndex? { segmentNumbers[name] }
    func group(named name: String) -> Int? { groupNumbers[name] }
    func outside(named name: String) -> Int? { outside.firstIndex(of: name) }
    func members(ofSite site: String) -> [RouterIndex] { siteMembers[site] ?? [] }
    func members(ofModel model: String) -> [RouterIndex] { modelMembers[model] ?? [] }
}

/// What a name in a timeline, a probe or a rule can mean.
enum Selection {
    case router(RouterIndex)
    case routers([RouterIndex])
    case site(String)
    case group(Int)
    case outside(Int)

    /// The words that choose several routers at once.
    static let everyRouter = "every router"
    static let sitePrefix = "site "
    static let modelPrefix = "model "
}

/// Looks names up and reports those that do not exist.
struct NameResolver {
    let names: NameDirectory
    let sink: DiagnosticSink

    /// What `value` means, or `nil` after saying that it means nothing. `wanted` says which kinds are welcome.
    func selection(_ value: Value, wanted: Wanted) -> Selection? {
        guard let text = value.text else { return nil }
        if text == Selection.everyRouter { return .routers(Array(names.routers.indices)) }
        if text.hasPrefix(Selection.sitePrefix) {
            let site = String(text.dropFirst(Selection.sitePrefix.count))
            if !names.members(ofSite: site).isEmpty { return .site(site) }
            return missing("site", site, at: value, among: names.sites, prefix: Selection.sitePrefix)
        }
        if text.hasPrefix(Selection.modelPrefix) {
            let model = String(text.dropFirst(Selection.modelPrefix.count))
            if !names.members(ofModel: model).isEmpty { return .routers(names.members(ofModel: model)) }
            return missing("router of model", model, at: value, among: names.models, prefix: Selection.modelPrefix)
        }
        if let router = names.router(named: text) { return .router(router) }
        if wanted.groups, let group = names.group(named: text) { return .group(group) }
        if wanted.outside, let network = names.outside(named: text) { return .outside(network) }
        let sites = names.sites.map { Selection.sitePrefix + $0 }
        if names.sites.contains(text) {
            return missing(wanted.kind, text, at: value, among: [], suggestion: Selection.sitePrefix + text)
        }
        let all =
            Array(names.routers) + (wanted.groups ? names.groups : []) + (wanted.outside ? names.outside : []) + sites
        return missing(wanted.kind, text, at: value, among: all)
    }

    /// Which kinds of names a place takes, and what a message calls them.
    struct Wanted {
        var groups = false
        var outside = false
        var kind = "router"

        static let routers = Wanted()
        static let sources = Wanted(outside: true, kind: "router or outside network")
        static let destinations = Wanted(groups: true, kind: "router or group")
    }

    /// Routers by name, `site X`, `model X` or `every router`; one or a list. In the order given, each once.
    func routers(_ value: Value?) -> [RouterIndex] {
        var result: [RouterIndex] = []
        for item in value?.oneOrMore ?? [] {
            switch selection(item, wanted: .routers) {
            case .router(let router): result.append(router)
            case .routers(let routers): result += routers
            case .site(let site): result += names.members(ofSite: site)
            case .group, .outside, nil: continue
            }
        }
        var seen: Set<RouterIndex> = []
        return result.filter { seen.insert($0).inserted }
    }

    func router(_ value: Value) -> RouterIndex? {
        guard let text = value.text else { return nil }
        if let router = names.router(named: text) { return router }
        return missing("router", text, at: value, among: Array(names.routers))
    }

    func group(_ value: Value?) -> Int? {
        guard let value, let text = value.text else { return nil }
        if let group = names.group(named: text) { return group }
        return missing("group", text, at: value, among: names.groups)
    }

    /// Links and LANs by name. A link answers to its ends in either order.
    func segments(_ value: Value?) -> [SegmentIndex] {
        (value?.oneOrMore ?? []).compactMap { item -> SegmentIndex? in
            guard let text = item.text else { return nil }
            let reversed = text.split(separator: " ").split(separator: "-").map { $0.joined(separator: " ") }.reversed()
            if let segment = names.segment(named: text) ?? names.segment(named: reversed.joined(separator: " - ")) {
                return segment
            }
            return missing("link or LAN", text, at: item, among: Array(names.segments))
        }
    }

    private func missing<Found>(
        _ kind: String, _ text: String, at value: Value, among candidates: [String], prefix: String = "",
        suggestion: String? = nil
    ) -> Found? {
        let near = suggestion ?? nearestName(to: text, among: candidates).map { prefix + $0 }
        sink.error("there is no \(kind) '\(shortened(text))'", at: value.position, suggestion: near)
        return nil
    }
}
