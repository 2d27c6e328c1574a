import NetworkPrimitives
import OSPFWire
import Scenarios

/// Puts configurations together: interfaces with the same network are on one segment.
struct ConfigurationBuilder {
    typealias Interface = DeviceConfiguration.Interface

    /// An interface that runs OSPF.
    struct Place {
        var router: Int
        var interface: Interface
        var area: AreaID
    }

    let configurations: [DeviceConfiguration]
    let files: [String]
    var topology = NetworkDescription()
    /// Interfaces whose place in the network is not known.
    var without: [Int: [Interface]] = [:]

    init(_ configurations: [DeviceConfiguration], files: [String]) {
        self.configurations = configurations
        self.files = files
    }

    mutating func build() -> NetworkDescription {
        let names = Self.names(of: configurations)
        for (number, configuration) in configurations.enumerated() {
            var router = NetworkDescription.Router(name: names[number], routerID: configuration.effectiveRouterID)
            router.comments = Self.comments(on: configuration, files[configuration.file])
            router.settings = Self.settings(of: configuration)
            topology.routers.append(router)
        }
        var places: [Place] = []
        for (number, configuration) in configurations.enumerated() {
            for interface in configuration.interfaces where !interface.isShutdown {
                guard let area = interface.area else { continue }
                if interface.isLoopback {
                    addLoopback(interface, number, area)
                } else {
                    places.append(Place(router: number, interface: interface, area: area))
                }
            }
        }
        addSegments(places)
        addUnnumbered(places)
        addByName()
        addAreas()
        addVirtualLinks()
        addGroups()
        noteMissing()
        return topology
    }

    /// Host names; of equal ones, all but the first are called after their files too.
    static func names(of configurations: [DeviceConfiguration]) -> [String] {
        var taken: Set<String> = []
        return configurations.enumerated().map { number, configuration in
            let base = RouterName.made(
                from: configuration.name ?? configuration.effectiveRouterID.map { "\($0)" } ?? "router \(number + 1)")
            var name = base
            var count = 2
            while !taken.insert(name).inserted {
                name = "\(base) (\(count))"
                count += 1
            }
            return name
        }
    }

    // MARK: Routers

    static func comments(on configuration: DeviceConfiguration, _ file: String) -> [String] {
        ["\(configuration.vendor.rawValue), \(file)"]
            + configuration.notUnderstood.prefix(20).map { "not understood, line \($0.line): \($0.text)" }
    }

    /// What a topology says beside interfaces: habits of the vendor, limit, timers and the like.
    static func settings(of configuration: DeviceConfiguration) -> [NetworkDescription.Setting] {
        var settings: [NetworkDescription.Setting] = []
        let timers =
            switch configuration.vendor {
            case .ios: "cisco-ios"
            case .nxos: "cisco-nx-os"
            case .eos: "arista-eos"
            case .frr: "frr"
            case .junos: "juniper-junos"
            }
        let fields: [(key: String, value: FlowYAML?)] = [("preset", .text(timers))] + last(configuration.timers)
        settings.append(.init("timers", fields.count == 1 ? .text(timers) : .mapping(fields)))
        if configuration.vendor == .frr { settings.append(.init("profile", .text("frr"))) }
        if [.ios, .frr].contains(configuration.vendor),
            !configuration.settings.contains(where: { $0.key == "border-router-type" })
        {
            settings.append(
                .init(
                    "border-router-type", .text("cisco"), remark: "as \(configuration.vendor.rawValue) does, RFC 3509"))
        }
        if !configuration.limit.isEmpty { settings.append(.init("limit", .mapping(last(configuration.limit)))) }
        if !configuration.summaries.isEmpty {
            settings.append(.init("summary-address", .list(configuration.summaries)))
        }
        for setting in configuration.settings {
            settings.removeAll { $0.key == setting.key }
            settings.append(.init(setting.key, setting.value))
        }
        return settings
    }

    /// A command that comes twice counts as it came last.
    private static func last(_ fields: [(key: String, value: FlowYAML?)]) -> [(key: String, value: FlowYAML?)] {
        var result: [(key: String, value: FlowYAML?)] = []
        for field in fields {
            if let known = result.firstIndex(where: { $0.key == field.key }) {
                result[known] = field
            } else {
                result.append(field)
            }
        }
        return result
    }

    private mutating func addLoopback(_ interface: Interface, _ router: Int, _ area: AreaID) {
        let cost = configurations[router].cost(of: interface).cost
        let addresses = [interface.address].compactMap { $0 } + interface.secondaries.map(\.address)
        if addresses.isEmpty { without[router, default: []].append(interface) }
        for address in addresses where !topology.routers[router].loopbacks.contains(where: { $0.address == address }) {
            topology.routers[router].loopbacks.append(.init(address: address, cost: cost, area: area))
        }
    }

    // MARK: Segments

    private mutating func addSegments(_ places: [Place]) {
        var networks: [IPv4Prefix: [Place]] = [:]
        for place in places {
            guard let prefix = place.interface.prefix else {
                if place.interface.borrowsFrom == nil { without[place.router, default: []].append(place.interface) }
                continue
            }
            networks[prefix, default: []].append(place)
            for secondary in place.interface.secondaries {
                var interface = place.interface
                (interface.address, interface.length, interface.isPassive) = (secondary.address, secondary.length, true)
                addStub(
                    Place(router: place.router, interface: interface, area: place.area), secondary,
                    "a secondary address")
            }
        }
        for (prefix, members) in networks.sorted(by: { $0.key < $1.key }) {
            // The same network in two areas is two networks.
            let areas = Dictionary(grouping: members, by: \.area).sorted { $0.key < $1.key }
            if areas.count > 1 {
                topology.notes.append(
                    "\(prefix) is in areas \(areas.map { "\($0.key)" }.joined(separator: " and ")): its routers do not become neighbors."
                )
            }
            for (_, members) in areas { add(members, prefix, isShared: areas.count > 1) }
        }
        share()
    }

    private mutating func addStub(_ place: Place, _ prefix: IPv4Prefix, _ remark: String?) {
        var end = self.end(place)
        // The address of a secondary network is its own.
        if end.address.map({ !prefix.contains($0) }) ?? false { end.address = nil }
        end.interface = nil
        var segment = NetworkDescription.Segment(area: place.area, prefix: prefix, ends: [end], isCable: false)
        segment.remark = remark
        topology.segments.append(segment)
    }

    private mutating func add(_ members: [Place], _ prefix: IPv4Prefix, isShared: Bool) {
        var seen: Set<Int> = []
        let members = members.filter { seen.insert($0.router).inserted }
        let isAlone = members.count == 1
        let isPointToPoint = members.allSatisfy { $0.interface.type == .pointToPoint }
        var segment = NetworkDescription.Segment(
            area: members[0].area, prefix: prefix, ends: members.map { end($0) },
            isCable: members.count == 2 && isPointToPoint)
        segment.isShared = isShared
        if isAlone, members[0].interface.isPassive != true { segment.remark = "the other end is in no file" }
        let types = members.map { $0.interface.type ?? .broadcast }
        if !segment.isCable, !isAlone {
            if Set(types).count == 1 {
                if types[0] != .broadcast { segment.settings.append(.init("interface-type", .text(types[0].rawValue))) }
            } else {
                topology.notes.append(
                    "\(prefix): \(zip(members, types).map { "\(topology.routers[$0.router].name) has it as \($1.rawValue)" }.joined(separator: ", "))."
                )
                for (number, type) in types.enumerated() {
                    segment.ends[number].settings.append(.init("interface-type", .text(type.rawValue)))
                }
            }
        }
        topology.segments.append(segment)
    }

    private mutating func share() {
        let counts = Dictionary(topology.segments.compactMap { $0.prefix.map { ($0, 1) } }, uniquingKeysWith: +)
        for number in topology.segments.indices {
            if let prefix = topology.segments[number].prefix, counts[prefix] ?? 0 > 1 {
                topology.segments[number].isShared = true
            }
        }
    }

    /// An interface as an end of a segment.
    func end(_ place: Place) -> NetworkDescription.End {
        let configuration = configurations[place.router]
        let (cost, remark) = configuration.cost(of: place.interface)
        var end = NetworkDescription.End(router: place.router, address: place.interface.address, cost: cost)
        end.remark = remark
        end.priority = place.interface.priority
        end.isPassive = place.interface.isPassive == true
        end.interface = place.interface.name
        end.settings = Self.settings(of: place.interface, configuration.areas[place.area]?.authentication)
        return end
    }

    /// Timers, sizes and keys of an interface.
    static func settings(
        of interface: Interface, _ ofArea: DeviceConfiguration.Authentication?
    ) -> [NetworkDescription.Setting] {
        func seconds(_ key: String, _ value: Int?) -> NetworkDescription.Setting? {
            value.map { .init(key, .text("\($0)s")) }
        }
        var settings: [NetworkDescription.Setting] = [
            seconds("hello-interval", interface.helloInterval), seconds("dead-interval", interface.deadInterval),
            seconds("retransmit-interval", interface.retransmitInterval),
            seconds("transmit-delay", interface.transmitDelay),
        ].compactMap(\.self)
        if let mtu = interface.mtu, (576...65535).contains(mtu) { settings.append(.init("mtu", FlowYAML(mtu))) }
        if interface.ignoresMTU { settings.append(.init("mtu-ignore", .truth(true))) }
        let type = interface.authentication?.type ?? ofArea?.type
        if let key = interface.authentication?.key, let type, type != "none" {
            let fields: [(key: String, value: FlowYAML?)] = [
                ("type", .text(type)),
                ("key-id", type == "simple" ? nil : FlowYAML(interface.authentication?.keyID ?? 1)),
                ("key", .text(type == "simple" ? String(key.prefix(8)) : key)),
            ]
            settings.append(.init("authentication", .mapping(fields)))
        }
        return settings
    }

    // MARK: Links without addresses

    /// Two routers that have one unnumbered interface each in an area, and no others, are at its two ends.
    private mutating func addUnnumbered(_ places: [Place]) {
        let open = places.filter { $0.interface.prefix == nil && $0.interface.borrowsFrom != nil }
        for (area, members) in Dictionary(grouping: open, by: \.area).sorted(by: { $0.key < $1.key }) {
            guard members.count == 2, members[0].router != members[1].router else {
                for place in members { without[place.router, default: []].append(place.interface) }
                continue
            }
            var segment = NetworkDescription.Segment(
                area: area, ends: members.map { end($0) }, isCable: true, isUnnumbered: true)
            segment.remark = "the only two unnumbered interfaces of the area"
            topology.segments.append(segment)
        }
    }

    private mutating func noteMissing() {
        let count = without.values.reduce(0) { $0 + $1.count }
        guard count > 0 else { return }
        topology.notes.append(
            "\(count) interface\(count == 1 ? " has" : "s have") no address in any file, so that nothing tells which are connected; databases, captures or the addresses ('show interface brief') do."
        )
        for (router, interfaces) in without.sorted(by: { $0.key < $1.key }) {
            for interface in interfaces {
                let cost = configurations[router].cost(of: interface).cost
                let area = interface.area.map { ", area \($0)" } ?? ""
                let type = interface.type.map { ", \($0.rawValue)" } ?? ""
                let timers = interface.helloInterval.map { ", hello \($0)s" } ?? ""
                let dead = interface.deadInterval.map { ", dead \($0)s" } ?? ""
                topology.routers[router].comments.append(
                    "interface \(interface.name) without an address: cost \(cost)\(area)\(type)\(timers)\(dead)\(interface.isPassive == true ? ", passive" : "")"
                )
            }
        }
    }
}
