import NetworkPrimitives
import Scenarios

/// Interfaces whose addresses are in no file.
extension ConfigurationBuilder {
    private struct Label: Hashable, Comparable {
        var name: String
        var area: AreaID

        static func < (left: Self, right: Self) -> Bool { (left.name, left.area) < (right.name, right.area) }
    }

    /// Labs call both ends of a link by one name. Names that every machine has say nothing.
    mutating func addByName() {
        var groups: [Label: [Place]] = [:]
        for (router, interfaces) in without {
            for interface in interfaces where interface.borrowsFrom == nil && !interface.isLoopback {
                guard let area = interface.area, !Self.isCommon(interface.name) else { continue }
                groups[Label(name: interface.name, area: area), default: []].append(
                    Place(router: router, interface: interface, area: area))
            }
        }
        var count = 0
        for (label, members) in groups.sorted(by: { $0.key < $1.key }) {
            let members = members.sorted { $0.router < $1.router }
            let isAlone = members.count == 1
            guard !isAlone || members[0].interface.isPassive == true else { continue }
            let types = Set(members.map { $0.interface.type ?? .broadcast })
            guard types.count == 1, let type = types.first else { continue }
            var segment = NetworkDescription.Segment(
                area: label.area, ends: members.map { end($0) },
                isCable: members.count == 2 && type == .pointToPoint)
            segment.name = label.name
            segment.remark =
                isAlone
                ? "its address is in no file" : "one segment, as the interfaces have one name; no file has addresses"
            if !segment.isCable, type != .broadcast {
                segment.settings.append(.init("interface-type", .text(type.rawValue)))
            }
            topology.segments.append(segment)
            for place in members { without[place.router]?.removeAll { $0.name == label.name } }
            count += 1
        }
        if count > 0 {
            topology.notes.append(
                "\(count) link\(count == 1 ? " is" : "s and LANs are") known by names of interfaces alone: no file has their addresses, which are the program's own here ('show ip ospf interface' and databases tell them)."
            )
        }
        addLoopbacksByRouterID()
    }

    /// What every machine calls its interfaces.
    private static func isCommon(_ name: String) -> Bool {
        let name = name.lowercased()
        let common = [
            "eth", "ens", "enp", "eno", "swp", "et", "gi", "fa", "te", "hu", "fo", "xe", "ge", "fe", "vlan", "bond",
            "br", "po", "tun", "gre",
            "wg", "se", "mgmt", "ma",
        ]
        let letters = String(name.prefix { $0.isLetter })
        return common.contains(letters) || common.contains { $0.count > 2 && letters.hasPrefix($0) }
            || letters.hasPrefix("port-channel")
    }

    /// A loopback without an address is taken to have the Router ID's, as most have.
    private mutating func addLoopbacksByRouterID() {
        for (router, interfaces) in without.sorted(by: { $0.key < $1.key }) {
            guard let loopback = interfaces.first(where: { $0.isLoopback && $0.area != nil }),
                topology.routers[router].loopbacks.isEmpty,
                let id = topology.routers[router].routerID, let area = loopback.area
            else { continue }
            let cost = configurations[router].cost(of: loopback).cost
            topology.routers[router].loopbacks = [.init(address: IPv4Address(bits: id.bits), cost: cost, area: area)]
            topology.routers[router].comments.append(
                "the address of \(loopback.name) is in no file: taken to be the Router ID")
            without[router]?.removeAll { $0.name == loopback.name }
        }
    }
}
