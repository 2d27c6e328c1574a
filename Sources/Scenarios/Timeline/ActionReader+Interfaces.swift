import Emulation
import NetworkPrimitives
import OSPF

// The actions that change interfaces, Router IDs and metrics of running routers.
extension ActionReader {
    func change(_ field: Value.Field) -> [Action]? {
        let value = field.value
        switch field.key {
        case "set-router-id": return routerID(value)
        case "set-address": return address(value)
        case "set-mtu":
            guard let mtu = value["mtu"]?.integer.flatMap(UInt16.init(exactly:)) else { return [] }
            return interfaces(value).map { .setInterface(router: $0.router, interface: $0.interface, .mtu(mtu)) }
        case "set-timers": return timers(field)
        case "set-interface-type": return interfaceType(value)
        case "disable-ospf", "enable-ospf":
            let isEnabled = field.key == "enable-ospf"
            return interfaces(value).map { .setEnabled(router: $0.router, interface: $0.interface, isEnabled) }
        case "set-area" where value["segment"] != nil: return area(value)
        default: return nil
        }
    }

    private func configuration(of member: SegmentMember) -> InterfaceConfiguration {
        draft.configuration.routers[member.router].ospf.interfaces[member.interface]
    }

    // MARK: Identity

    private func routerID(_ value: Value) -> [Action] {
        guard let given = value["router-id"], let id = given.routerID else { return [] }
        guard id != .none else {
            sink.error("a router id must not be 0.0.0.0", at: given.position)
            return []
        }
        let isAtOnce = value["takes-effect"]?.text != "at-restart"
        return routers(value).map { router in
            let other = draft.configuration.routers.indices.first {
                $0 != router && draft.configuration.routers[$0].ospf.routerID == id
            }
            if let other {
                let name = draft.names.routers[other]
                sink.warning("\(id) is the router id of '\(name)': two routers will have it", at: given.position)
            }
            return .setRouterID(router: router, id, atOnce: isAtOnce)
        }
    }

    private func address(_ value: Value) -> [Action] {
        guard let given = value["address"], let (address, _) = given.interfaceAddress else { return [] }
        return interfaces(value).compactMap { member in
            let current = configuration(of: member)
            guard !current.isUnnumbered else {
                sink.error("an unnumbered interface has no address of its own", at: given.position)
                return nil
            }
            let own = InterfaceAddressReading(sink: sink).ownPrefix(of: value, address)
            let prefix = own ?? current.prefix
            guard prefix.hasHost(address) else {
                let hint = own == nil ? "; another network needs a mask: \(address)/\(prefix.length)" : ""
                sink.error("\(address) is not a host address of \(prefix)\(hint)", at: given.position)
                return nil
            }
            warnOfOwner(of: address, besides: member, at: given.position)
            return .setInterface(
                router: member.router, interface: member.interface, .address(address, prefix))
        }
    }

    private func warnOfOwner(of address: IPv4Address, besides member: SegmentMember, at position: Position) {
        for (number, segment) in draft.configuration.segments.indexed where segment.members.contains(member) {
            let other = segment.members.first { $0 != member && configuration(of: $0).address == address }
            guard let other else { continue }
            let (name, place) = (draft.names.routers[other.router], draft.configuration.segments[number].name)
            sink.warning("\(address) is the address of '\(name)' on '\(place)'", at: position)
        }
    }

    // MARK: Settings

    private func timers(_ field: Value.Field) -> [Action] {
        let value = field.value
        let change = IntervalChange(
            hello: value["hello-interval"]?.duration, dead: value["dead-interval"]?.duration,
            retransmit: value["retransmit-interval"]?.duration, transmitDelay: value["transmit-delay"]?.duration)
        guard change != IntervalChange() else {
            sink.error(
                "'set-timers' needs 'hello-interval', 'dead-interval', 'retransmit-interval' or 'transmit-delay'",
                at: field.keyPosition)
            return []
        }
        return interfaces(value).compactMap { member in
            var after = configuration(of: member)
            change.apply(to: &after)
            guard after.deadInterval > after.helloInterval else {
                let message =
                    "the dead interval \(after.deadInterval) is not longer than the hello interval \(after.helloInterval)"
                sink.error(message, at: (value["dead-interval"] ?? value["hello-interval"] ?? value).position)
                return nil
            }
            return .setInterface(router: member.router, interface: member.interface, .intervals(change))
        }
    }

    private func interfaceType(_ value: Value) -> [Action] {
        var settings = InterfaceSettings(networkType: .broadcast)
        guard let given = value["interface-type"] else { return [] }
        settings.apply(value)
        let type = settings.interface.networkType
        return interfaces(value).compactMap { member in
            let current = configuration(of: member)
            if type != .pointToPoint, current.isUnnumbered || current.pointToPointStub == .neighbor {
                let what = current.isUnnumbered ? "be unnumbered" : "advertise the neighbor's address"
                sink.error("only point-to-point interfaces can \(what)", at: given.position)
                return nil
            }
            return .setInterface(
                router: member.router, interface: member.interface,
                .networkType(type, neighbors: staticNeighbors(of: member, type)))
        }
    }

    /// Those that the file configures. On a network without multicast that names none, all other members.
    private func staticNeighbors(
        of member: SegmentMember, _ type: InterfaceConfiguration.NetworkType
    ) -> [StaticNeighbor] {
        let given = draft.configuration.routers[member.router].ospf.staticNeighbors.filter {
            $0.interface == member.interface
        }
        guard given.isEmpty, type == .nonBroadcast,
            let segment = draft.configuration.segments.first(where: { $0.members.contains(member) })
        else { return given }
        return segment.members.filter { $0 != member }.map {
            let other = configuration(of: $0)
            return StaticNeighbor(interface: member.interface, address: other.address, priority: other.priority)
        }
    }

    // MARK: Areas

    private func area(_ value: Value) -> [Action] {
        guard let given = value["area-id"] ?? value["area"], let area = given.areaID else {
            sink.error("'set-area' of an interface needs 'area-id'", at: value.position)
            return []
        }
        for field in value.fields ?? [] where Record.areaKeys.contains(where: { $0.name == field.key }) {
            sink.error(
                "'\(field.key)' is a setting of the whole area: give it an entry without 'segment'",
                at: field.keyPosition)
        }
        return interfaces(value).map { member in
            .setInterface(
                router: member.router, interface: member.interface, .area(settings(of: area, for: member)))
        }
    }

    /// What the file says of an area to a router that may not have been attached to it before.
    private func settings(of area: AreaID, for member: SegmentMember) -> AreaConfiguration {
        let router = draft.configuration.routers[member.router].ospf
        if let known = router.areas.first(where: { $0.area == area }) { return known }
        var configuration = AreaConfiguration(area: area, defaultCost: router.profile.defaultCost)
        let own = draft.routerValues[member.router]["areas"]?.fields ?? []
        for field in draft.areaFields + own where AreaID(field.key) == area {
            AreaSection.change(of: area, from: field.value, sink: .scratch(like: sink)).apply(to: &configuration)
        }
        let others = router.interfaces.indices.filter { $0 != member.interface }.map { router.interfaces[$0].area }
        // What is said of the area as a whole is about its border routers.
        if (others + router.loopbacks.map(\.area)).allSatisfy({ $0 == area }) {
            configuration.originatesNSSADefault = false
        }
        return configuration
    }
}
