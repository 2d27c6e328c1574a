import NetworkPrimitives
import OSPFWire
import Scenarios

/// Lays what configurations know over a network that databases describe: names of routers and interfaces, timers, priorities, limits.
struct ConfigurationOverlay {
    private let configurations: [DeviceConfiguration]
    private let files: [String]
    private var topology: NetworkDescription
    private let names: [RouterID: String]
    private var differences: [String] = []

    /// - Parameter names: those that a user gave, which stay.
    init(
        _ configurations: [DeviceConfiguration], files: [String], over topology: NetworkDescription,
        names: [RouterID: String]
    ) {
        self.configurations = configurations
        self.files = files
        self.topology = topology
        self.names = names
    }

    mutating func lay() -> NetworkDescription {
        let numbers = Dictionary(
            topology.routers.enumerated().compactMap { entry in entry.element.routerID.map { ($0, entry.offset) } },
            uniquingKeysWith: { first, _ in first })
        let hostnames = ConfigurationBuilder.names(of: configurations)
        var ends: [Int: [(segment: Int, end: Int)]] = [:]
        for (segment, entry) in topology.segments.enumerated() {
            for (end, member) in entry.ends.enumerated() { ends[member.router, default: []].append((segment, end)) }
        }
        var taken = Set(topology.routers.map(\.name))
        for (position, configuration) in configurations.enumerated() {
            let file = files[configuration.file]
            guard let number = configuration.effectiveRouterID.flatMap({ numbers[$0] }) ?? byAddress(configuration)
            else {
                let id =
                    configuration.effectiveRouterID.map { "its Router ID \($0) is in no database" }
                    ?? "it says no Router ID"
                topology.notes.append("\(file): the configuration of \(hostnames[position]) is left out: \(id).")
                continue
            }
            if topology.routers[number].routerID.flatMap({ names[$0] }) == nil,
                taken.insert(hostnames[position]).inserted
            {
                topology.routers[number].name = hostnames[position]
            }
            topology.routers[number].comments += ConfigurationBuilder.comments(on: configuration, file)
            laySettings(configuration, number)
            layInterfaces(configuration, ends[number] ?? [], topology.routers[number].name)
        }
        if !differences.isEmpty {
            topology.notes += differences.prefix(20).map { "\($0)." }
            if differences.count > 20 {
                topology.notes.append(
                    "\(differences.count - 20) more costs differ between configurations and databases.")
            }
        }
        return topology
    }

    /// A router whose configuration has no Router ID is known by an address that only it announces.
    private func byAddress(_ configuration: DeviceConfiguration) -> Int? {
        let addresses = Set(configuration.interfaces.compactMap(\.address))
        guard !addresses.isEmpty else { return nil }
        return topology.segments.lazy.flatMap(\.ends).first { $0.address.map(addresses.contains) == true }?.router
    }

    private mutating func laySettings(_ configuration: DeviceConfiguration, _ number: Int) {
        for setting in ConfigurationBuilder.settings(of: configuration) {
            // What the databases show of it counts.
            if setting.key == "profile", topology.routers[number].isFRR { continue }
            if setting.key == "summary-address" { continue }
            if setting.key == "stub-router" { topology.routers[number].isStubRouter = false }
            topology.routers[number].settings.append(setting)
        }
    }

    private mutating func layInterfaces(
        _ configuration: DeviceConfiguration, _ ends: [(segment: Int, end: Int)], _ name: String
    ) {
        let candidates = configuration.interfaces.filter { $0.area != nil && !$0.isShutdown && !$0.isLoopback }
        var used: Set<String> = []
        var open: [(segment: Int, end: Int)] = []
        for place in ends {
            let entry = topology.segments[place.segment].ends[place.end]
            let match = candidates.first { interface in
                interface.address != nil
                    && (interface.address == entry.address
                        || entry.address == nil
                            && topology.segments[place.segment].prefix.map { $0 == interface.prefix } == true)
            }
            if let match {
                used.insert(match.name)
                lay(match, on: place, configuration, isNamed: true, name)
            } else {
                open.append(place)
            }
        }
        // Interfaces whose addresses are in no file are told apart by area, cost and type.
        let rest = candidates.filter { !used.contains($0.name) && $0.address == nil }
        for place in open {
            let like = rest.filter { isLike($0, place, configuration) }
            guard let first = like.first else { continue }
            let rivals = open.filter { isLike(first, $0, configuration) }
            let isOne = like.count == 1 && rivals.count == 1
            let areEqual = like.allSatisfy {
                $0.helloInterval == first.helloInterval && $0.deadInterval == first.deadInterval
                    && $0.priority == first.priority
            }
            if isOne || areEqual { lay(first, on: place, configuration, isNamed: isOne, name) }
        }
    }

    private func isLike(
        _ interface: DeviceConfiguration.Interface, _ place: (segment: Int, end: Int),
        _ configuration: DeviceConfiguration
    ) -> Bool {
        let segment = topology.segments[place.segment]
        let end = segment.ends[place.end]
        let isPointToPoint = interface.type == .pointToPoint
        return interface.area == segment.area && end.cost == configuration.cost(of: interface).cost
            && (interface.isPassive == true) == end.isPassive && (end.isPassive || isPointToPoint == segment.isCable)
    }

    private mutating func lay(
        _ interface: DeviceConfiguration.Interface, on place: (segment: Int, end: Int),
        _ configuration: DeviceConfiguration, isNamed: Bool,
        _ router: String
    ) {
        let segment = topology.segments[place.segment]
        var end = segment.ends[place.end]
        if isNamed { end.interface = interface.name }
        if let priority = interface.priority,
            segment.designatedRouter == nil || !hasRaised(segment) || priority == 0 || (end.priority ?? 0) < priority
        {
            end.priority = priority
        }
        let area = interface.area.flatMap { configuration.areas[$0]?.authentication }
        end.settings = ConfigurationBuilder.settings(of: interface, area).filter { setting in
            segment.timers == nil || !["hello-interval", "dead-interval"].contains(setting.key)
        }
        if let cost = interface.cost, let seen = end.cost, cost != seen {
            if topology.routers[end.router].isStubRouter || seen == .max {
                end.cost = cost
                end.remark = "configured; announced as 65535"
            } else {
                differences.append(
                    "\(router), \(interface.name): cost \(cost) in its configuration, and \(seen) in the databases, which counts"
                )
            }
        }
        topology.segments[place.segment].ends[place.end] = end
    }

    private func hasRaised(_ segment: NetworkDescription.Segment) -> Bool {
        segment.ends.contains { ($0.priority ?? 1) > 1 }
    }
}
