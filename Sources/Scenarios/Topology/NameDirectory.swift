/// What the names of a network mean, in the order in which the file gives them.
struct NameDirectory {
    private(set) var routers: [String] = []
    private(set) var segments: [String] = []
    private(set) var groups: [String] = []
    private(set) var outside: [String] = []
    private(set) var sites: [String] = []
    private(set) var models: [String] = []
    private var routerNumbers: [String: Int] = [:]
    private var segmentNumbers: [String: Int] = [:]
    private var groupNumbers: [String: Int] = [:]
    private var siteMembers: [String: [Int]] = [:]
    private var modelMembers: [String: [Int]] = [:]

    mutating func addRouter(_ name: String, site: String?, model: String) {
        routerNumbers[name] = routers.count
        if let site {
            if siteMembers[site] == nil { sites.append(site) }
            siteMembers[site, default: []].append(routers.count)
        }
        if modelMembers[model] == nil { models.append(model) }
        modelMembers[model, default: []].append(routers.count)
        routers.append(name)
    }

    mutating func addSegment(_ name: String) {
        segmentNumbers[name] = segments.count
        segments.append(name)
    }

    mutating func addGroup(_ name: String) {
        groupNumbers[name] = groups.count
        groups.append(name)
    }

    mutating func addOutside(_ name: String) { outside.append(name) }

    func router(named name: String) -> Int? { routerNumbers[name] }
    func segment(named name: String) -> Int? { segmentNumbers[name] }
    func group(named name: String) -> Int? { groupNumbers[name] }
    func outside(named name: String) -> Int? { outside.firstIndex(of: name) }
    func members(ofSite site: String) -> [Int] { siteMembers[site] ?? [] }
    func members(ofModel model: String) -> [Int] { modelMembers[model] ?? [] }
}

/// What a name in a timeline, a probe or a rule can mean.
enum Selection {
    case router(Int)
    case routers([Int])
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
        let all = names.routers + (wanted.groups ? names.groups : []) + (wanted.outside ? names.outside : []) + sites
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
    func routers(_ value: Value?) -> [Int] {
        var result: [Int] = []
        for item in value?.oneOrMore ?? [] {
            switch selection(item, wanted: .routers) {
            case .router(let router): result.append(router)
            case .routers(let routers): result += routers
            case .site(let site): result += names.members(ofSite: site)
            case .group, .outside, nil: continue
            }
        }
        var seen: Set<Int> = []
        return result.filter { seen.insert($0).inserted }
    }

    func router(_ value: Value) -> Int? {
        guard let text = value.text else { return nil }
        if let router = names.router(named: text) { return router }
        return missing("router", text, at: value, among: names.routers)
    }

    func group(_ value: Value?) -> Int? {
        guard let value, let text = value.text else { return nil }
        if let group = names.group(named: text) { return group }
        return missing("group", text, at: value, among: names.groups)
    }

    /// Links and LANs by name. A link answers to its ends in either order.
    func segments(_ value: Value?) -> [Int] {
        (value?.oneOrMore ?? []).compactMap { item -> Int? in
            guard let text = item.text else { return nil }
            let reversed = text.split(separator: " ").split(separator: "-").map { $0.joined(separator: " ") }.reversed()
            if let segment = names.segment(named: text) ?? names.segment(named: reversed.joined(separator: " - ")) {
                return segment
            }
            return missing("link or LAN", text, at: item, among: names.segments)
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
