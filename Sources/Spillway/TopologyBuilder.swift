import Scenarios

/// Describes a network in code, with the keys and values of topology files.
///
/// ```swift
/// var builder = TopologyBuilder(name: "ring")
/// for name in ["a", "b", "c"] { builder.addRouter(name) }
/// builder.addLink("a", "b", cost: 10)
/// let ring = try builder.build()
/// ```
///
/// What is not given is filled in as in a file: Router IDs, loopbacks and addresses. Nothing is checked before ``build()``.
public struct TopologyBuilder: Hashable, Sendable {
    private var settings: [Entry]
    private var routers: [Entry] = []
    private var links: [Setting] = []
    private var lans: [Entry] = []
    private var groups: [Entry] = []

    private struct Entry: Hashable, Sendable {
        var key: String
        var value: Setting
    }

    /// A network without routers.
    /// - Parameter name: what the network is called in reports.
    public init(name: String) { settings = [Entry(key: "name", value: .text(name))] }

    /// Sets a key of the topology as a whole, such as `defaults`, `areas` or `seed`.
    ///
    /// - Parameters:
    ///   - key: one of the keys of a topology; `routers`, `links`, `lans` and `groups` have functions of their own.
    ///   - value: takes the place of one that was set before.
    public mutating func set(_ key: String, to value: Setting) {
        settings.removeAll { $0.key == key }
        settings.append(Entry(key: key, value: value))
    }

    /// Adds a router.
    ///
    /// - Parameters:
    ///   - name: unique in the network.
    ///   - settings: keys of a router, such as `["model": "cisco", "limit": ["maximum": 300, "action": "shutdown"]]`.
    public mutating func addRouter(_ name: String, settings: [String: Setting] = [:]) {
        routers.append(Entry(key: name, value: .mapping(settings)))
    }

    /// Adds a point-to-point link between two routers. It is called `first - second`.
    ///
    /// - Parameters:
    ///   - first: a router's name.
    ///   - second: another router's name.
    ///   - cost: the output cost of both ends, 1...65,535, or `nil` for the default, which is 10.
    ///   - settings: keys of a link, such as `["delay": "5ms", "area-id": 1]`.
    public mutating func addLink(
        _ first: String, _ second: String, cost: Int? = nil, settings: [String: Setting] = [:]
    ) {
        var fields = settings
        fields["link"] = .list([.text(first), .text(second)])
        if let cost { fields["cost"] = .number(cost) }
        links.append(.mapping(fields))
    }

    /// Adds a LAN, which elects a Designated Router.
    ///
    /// - Parameters:
    ///   - name: unique in the network.
    ///   - members: the names of the routers on it.
    ///   - settings: keys of a LAN, such as `["hello-interval": "5s"]`.
    public mutating func addLAN(_ name: String, members: [String], settings: [String: Setting] = [:]) {
        var fields = settings
        fields["members"] = .list(members.map(Setting.text))
        lans.append(Entry(key: name, value: .mapping(fields)))
    }

    /// Adds external prefixes and the routers that announce them in AS-external-LSAs.
    ///
    /// - Parameters:
    ///   - name: of the group of prefixes.
    ///   - base: the first prefix, such as `198.51.100.0/28`; the others follow it without gaps.
    ///   - count: how many prefixes, 1...1,000,000.
    ///   - originators: the names of the routers that can originate them, the best first.
    ///   - settings: keys of a group, such as `["metric": 100, "metric-type": "e1"]`.
    public mutating func addExternals(
        _ name: String, base: String, count: Int = 1, originators: [String], settings: [String: Setting] = [:]
    ) {
        var fields = settings
        fields["base"] = .text(base)
        fields["count"] = .number(count)
        fields["originators"] = .list(originators.map(Setting.text))
        groups.append(Entry(key: name, value: .mapping(fields)))
    }

    /// The description as a topology file. Equal descriptions give equal texts. O(size of the description).
    public var yaml: String {
        var yaml = SectionedYAML()
        for setting in settings { yaml.entry(setting.key, setting.value.yaml) }
        yaml.mapping("routers", routers.map { ($0.key, $0.value.yaml) })
        yaml.list("links", links.map(\.yaml))
        yaml.mapping("lans", lans.map { ($0.key, $0.value.yaml) })
        yaml.mapping("groups", groups.map { ($0.key, $0.value.yaml) })
        return yaml.text
    }

    /// The network that is described so far.
    ///
    /// - Throws: ``SpillwayError/invalidInput(_:)`` with everything that is wrong; the lines are those of ``yaml``.
    /// - Complexity: O(size of the description).
    public func build() throws(SpillwayError) -> Topology {
        try Topology(InputFiles(yaml, named: "topology.yaml"))
    }
}
