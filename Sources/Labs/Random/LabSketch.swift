/// What a random scenario consists of, before it is a file: names are numbers still, so that parts can be left out.
struct LabSketch {
    struct Router {
        var number: Int
        /// `nil` without a loopback.
        var loopbackArea: Int?
        /// As the file has them, such as `stub-router: true`.
        var settings: [String] = []
        /// What is different about its areas.
        var areas: [(area: Int, settings: [String])] = []
        var runs = true
        /// Whether its planned restarts are graceful.
        var restartsGracefully = false
        /// Of the Router Information that it can originate.
        var opaqueScope: String?
    }

    enum NetworkType: String {
        case pointToPoint = "point-to-point"
        case broadcast
        case pointToMultipoint = "point-to-multipoint"
        case nonBroadcast = "non-broadcast"
        case unnumbered
    }

    struct Member {
        var router: Int
        var settings: [String] = []
    }

    struct Segment {
        var number: Int
        var name: String
        var isLAN: Bool
        var type: NetworkType
        var area: Int
        /// Its network without the length: `10.1.128` of 10.1.128.0/24.
        var base: String
        var members: [Member]
        var settings: [String] = []
        /// Of all its interfaces at the start.
        var mtu = 1500

        var routers: [Int] { members.map(\.router) }
        var prefix: String { "\(base).0/\(isLAN ? 24 : 30)" }
        var elects: Bool { type == .broadcast || type == .nonBroadcast }
        func address(of router: Int) -> String {
            isLAN ? "\(base).\(router)" : "\(base).\((routers.firstIndex(of: router) ?? 0) + 1)"
        }
    }

    enum AreaKind: String { case normal, stub, nssa }

    struct Area {
        var number: Int
        var kind: AreaKind
        var settings: [String] = []
        /// Routers with an interface or loopback in it are its border routers where they are in another area, too.
        var borders: [Int] = []
        var isCrossed = false
    }

    struct Group {
        var number: Int
        var settings: [String]
        var originators: [(router: Int, isActive: Bool, settings: [String])]
        var name: String { "g\(number)" }
    }

    struct VirtualLink {
        var number: Int
        var ends: [Int]
        var transit: Int
    }

    /// One action of the timeline.
    struct Action {
        var verb: String
        /// Whom it names; a whole segment or virtual link where it names nobody.
        var routers: [Int] = []
        var segment: Int?
        var group: Int?
        var virtualLink: Int?
        var settings: [String] = []
        /// Seconds until real routers have come to rest after it.
        var wait: Int
    }

    struct Event {
        var number: Int
        var actions: [Action]
    }

    var defaults: [String] = []
    var routers: [Router] = []
    var segments: [Segment] = []
    var areas: [Area] = []
    var groups: [Group] = []
    var virtualLinks: [VirtualLink] = []
    var events: [Event] = []

    // MARK: What can be left out

    var parts: [RandomLab.Part] {
        func part(_ letter: String, _ number: Int, _ text: String) -> RandomLab.Part {
            RandomLab.Part(name: "\(letter)\(number)", text: text)
        }
        return events.map { part("e", $0.number, text(of: $0)) }
            + groups.map { part("g", $0.number, $0.name) }
            + virtualLinks.map { part("v", $0.number, "virtual link r\($0.ends[0]) - r\($0.ends[1])") }
            + segments.map { part("l", $0.number, $0.name) }
            + routers.map { part("r", $0.number, "r\($0.number)") }
    }

    /// The same without some parts and all that is about them.
    func without(_ names: Set<String>) -> LabSketch {
        func stays(_ letter: String, _ number: Int) -> Bool { !names.contains("\(letter)\(number)") }
        var result = self
        result.routers.removeAll { !stays("r", $0.number) }
        let routers = Set(result.routers.map(\.number))
        result.virtualLinks.removeAll { !stays("v", $0.number) || !routers.isSuperset(of: $0.ends) }
        for index in result.segments.indices {
            result.segments[index].members.removeAll { !routers.contains($0.router) }
        }
        result.segments.removeAll { segment in
            // A link needs both its ends; a LAN is one as long as anybody is on it.
            !stays("l", segment.number) || segment.members.isEmpty || !segment.isLAN && segment.members.count < 2
        }
        for index in result.groups.indices {
            result.groups[index].originators.removeAll { !routers.contains($0.router) }
        }
        result.groups.removeAll { !stays("g", $0.number) || $0.originators.isEmpty }
        result.events = result.events.compactMap { event in
            guard stays("e", event.number) else { return nil }
            let actions = event.actions.compactMap { result.remainder(of: $0, among: routers) }
            return actions.isEmpty ? nil : Event(number: event.number, actions: actions)
        }
        return result
    }

    /// What is left of an action; `nil` where nothing that it refers to is left.
    private func remainder(of action: Action, among routers: Set<Int>) -> Action? {
        var left = action
        left.routers.removeAll { !routers.contains($0) }
        if let number = action.segment {
            guard let segment = segments.first(where: { $0.number == number }) else { return nil }
            left.routers.removeAll { !segment.routers.contains($0) }
        }
        if let number = action.group {
            guard let group = groups.first(where: { $0.number == number }) else { return nil }
            left.routers.removeAll { router in !group.originators.contains { $0.router == router } }
        }
        if let link = action.virtualLink, !virtualLinks.contains(where: { $0.number == link }) { return nil }
        return left.routers.isEmpty && !action.routers.isEmpty ? nil : left
    }
}
