import Emulation
import NetworkPrimitives
import OSPF

/// Reads `links` and `lans`, and gives the routers their interfaces.
struct SegmentSection {
    static let limit = 500_000

    let tree: Value
    let routers: RouterSection
    let sink: DiagnosticSink

    func read(into draft: inout NetworkDraft, plan: inout AddressPlan) {
        let links = tree["links"]?.items ?? []
        let lans = tree["lans"]?.fields ?? []
        guard links.count + lans.count <= Self.limit else {
            sink.error("more than \(grouped(Self.limit)) links and LANs", at: tree.position)
            return
        }
        var homeless = Homeless()
        for link in links { readLink(link, into: &draft, plan: &plan, &homeless) }
        homeless.tell("links", plan.poolSummary.links, sink)
        homeless = Homeless()
        for lan in lans {
            if draft.names.segment(named: lan.key) != nil {
                sink.error("'\(shortened(lan.key))' is already the name of a link", at: lan.keyPosition)
            }
            readLAN(lan, into: &draft, plan: &plan, &homeless)
        }
        homeless.tell("lans", plan.poolSummary.lans, sink)
    }

    /// Segments for which there is no prefix.
    private struct Homeless {
        var first: Position?
        var count = 0

        mutating func add(_ position: Position) {
            first = first ?? position
            count += 1
        }

        func tell(_ kind: String, _ pool: IPv4Prefix, _ sink: DiagnosticSink) {
            guard let first else { return }
            let others = count > 1 ? " for this and \(count - 1) more" : ""
            sink.error("no prefix is left in \(pool)\(others); give 'addressing' larger '\(kind)'", at: first)
        }
    }

    private func readLink(
        _ link: Value, into draft: inout NetworkDraft, plan: inout AddressPlan, _ homeless: inout Homeless
    ) {
        guard let ends = resolved(link["link"]?.items ?? [], draft), ends.count == 2 else { return }
        guard ends[0].router != ends[1].router else {
            sink.error("a link joins two different routers", at: link.position)
            return
        }
        if link["unnumbered"]?.boolean == true {
            if let given = link["prefix"] {
                sink.error("an unnumbered link has no prefix", at: given.position)
                return
            }
            add(link, ends, nil, .pointToPoint, name: link["name"]?.text ?? "", to: &draft)
            return
        }
        guard let prefix = link["prefix"]?.prefix ?? ownPrefix(of: ends) ?? plan.nextLink() else {
            homeless.add(link.position)
            return
        }
        add(link, ends, prefix, .pointToPoint, name: link["name"]?.text ?? "", to: &draft)
    }

    private func readLAN(
        _ field: Value.Field, into draft: inout NetworkDraft, plan: inout AddressPlan, _ homeless: inout Homeless
    ) {
        let lan = field.value
        guard let ends = resolved(lan["members"]?.items ?? [], draft) else { return }
        var lines: [RouterIndex: Int] = [:]
        for end in ends {
            if let line = lines.updateValue(end.value.position.line, forKey: end.router) {
                let name = draft.names.routers[end.router]
                sink.error("'\(name)' is already a member of this LAN (line \(line))", at: end.value.position)
                return
            }
        }
        guard !ends.isEmpty else {
            sink.error("the LAN '\(shortened(field.key))' has no members", at: field.keyPosition)
            return
        }
        if lan["unnumbered"]?.boolean == true {
            if let given = lan["prefix"] { sink.error("an unnumbered network has no prefix", at: given.position) }
            add(lan, ends, nil, .broadcast, name: field.key, to: &draft)
            return
        }
        guard let prefix = lan["prefix"]?.prefix ?? ownPrefix(of: ends) ?? plan.nextLAN(members: ends.count) else {
            homeless.add(field.keyPosition)
            return
        }
        let count = draft.segmentPositions.endIndex
        add(lan, ends, prefix, .broadcast, name: field.key, to: &draft)
        if draft.segmentPositions.endIndex > count { draft.segmentPositions[count] = field.keyPosition }
    }

    private var authentication: AuthenticationReader {
        AuthenticationReader(clock: tree["clock"].flatMap { $0.timeOfDay ?? $0.duration }, sink: sink)
    }

    private struct End {
        var router: RouterIndex
        var value: Value
    }

    /// The network of the first end whose address is given with its length, where the segment names none.
    private func ownPrefix(of ends: [End]) -> IPv4Prefix? {
        ends.lazy.compactMap { end in
            end.value["address"]?.interfaceAddress.flatMap { given in given.length.map { (given.address, $0) } }
        }.first.map { IPv4Prefix($0.0, length: $0.1) }
    }

    /// The ends with their routers' numbers; `nil` after telling of those that do not exist.
    private func resolved(_ ends: [Value], _ draft: NetworkDraft) -> [End]? {
        let resolver = NameResolver(names: draft.names, sink: sink)
        let found = ends.map { end in end["router"].flatMap(resolver.router).map { End(router: $0, value: end) } }
        return found.contains { $0 == nil } ? nil : found.compactMap { $0 }
    }

    private func add(
        _ segment: Value, _ ends: [End], _ prefix: IPv4Prefix?, _ type: InterfaceConfiguration.NetworkType,
        name: String,
        to draft: inout NetworkDraft
    ) {
        guard let addresses = addresses(of: ends, in: prefix, at: segment, draft) else { return }
        var members: [SegmentMember] = []
        for (position, (end, address)) in zip(ends, addresses).enumerated() {
            var settings = InterfaceSettings(networkType: type)
            for layer in routers.layers(of: draft.routerValues[end.router]) { settings.apply(layer) }
            settings.apply(segment)
            settings.apply(end.value)
            var interface = settings.interface
            let layers = routers.layers(of: draft.routerValues[end.router]) + [segment, end.value]
            interface.authentication =
                authentication.read(layers.compactMap { $0?["authentication"] }.last) ?? .null
            let count = draft.configuration.routers[end.router].ospf.interfaces.count
            interface.name = end.value["interface"]?.text ?? "eth\(count)"
            let network = prefix.map { InterfaceAddressReading(sink: sink).ownPrefix(of: end.value, address) ?? $0 }
            (interface.address, interface.prefix) = (address, network ?? IPv4Prefix(address, length: 32))
            if interface.isUnnumbered, addresses.count == 2 { interface.peerAddress = addresses[1 - position] }
            // Each member of a point-to-multipoint network is a host of its own (RFC 2328 §12.4.1.4), a borrowed
            // address of length 32 like any other.
            if interface.networkType == .pointToMultipoint { interface.isUnnumbered = false }
            checkType(interface, at: segment)
            if interface.deadInterval <= interface.helloInterval {
                let message =
                    "the dead interval \(interface.deadInterval) is not longer than the hello interval \(interface.helloInterval)"
                sink.error(message, at: segment.position)
            }
            draft.configuration.routers[end.router].ospf.interfaces.append(interface)
            members.append(SegmentMember(router: end.router, interface: InterfaceIndex(count)))
        }
        let attached = (segment["attached-order"]?.items ?? []).compactMap(
            NameResolver(names: draft.names, sink: sink).router)
        let order = attached.map { draft.configuration.routers[$0].ospf.routerID }
        for member in members {
            draft.configuration.routers[member.router].ospf.interfaces[member.interface].attachedOrder = order
        }
        // Before others hold on to the names, which would be copied for each segment.
        draft.names.addSegment(name)
        let settings = NonBroadcastSettings(names: draft.names, sink: sink)
        let circuits = settings.circuits(of: segment, among: ends.map(\.router))
        addStaticNeighbors(ends, members, circuits, settings, to: &draft)
        draft.segmentPositions.append(segment.position)
        draft.segmentValues.append(segment)
        let defaults = tree["defaults"]
        var configuration = SegmentConfiguration(
            name: name, members: members,
            delay: segment["delay"]?.duration ?? defaults?["delay"]?.duration ?? .milliseconds(1),
            jitter: segment["jitter"]?.duration ?? defaults?["jitter"]?.duration ?? .zero,
            loss: segment["loss"]?.ratio ?? defaults?["loss"]?.ratio ?? .zero,
            corruption: segment["corruption"]?.ratio ?? defaults?["corruption"]?.ratio ?? .zero)
        configuration.multicastLoss = (segment["multicast-loss"] ?? defaults?["multicast-loss"])?.ratio ?? .zero
        configuration.circuits = circuits
        if segment["shared-prefix"]?.boolean == true {
            draft.sharedPrefixes.insert(draft.configuration.segments.endIndex)
        }
        draft.configuration.segments.append(configuration)
    }

    private func checkType(_ interface: InterfaceConfiguration, at segment: Value) {
        guard interface.networkType != .pointToPoint else { return }
        let place = segment["interface-type"]?.position ?? segment.position
        if interface.isUnnumbered {
            sink.error("only point-to-point and point-to-multipoint interfaces can be unnumbered", at: place)
        }
        if interface.pointToPointStub == .neighbor {
            sink.error("only point-to-point interfaces advertise the neighbor's address", at: place)
        }
    }

    private func addStaticNeighbors(
        _ ends: [End], _ members: [SegmentMember], _ circuits: [Circuit]?, _ settings: NonBroadcastSettings,
        to draft: inout NetworkDraft
    ) {
        let all = zip(ends, members).map { end, member in
            let interface = draft.configuration.routers[member.router].ospf.interfaces[member.interface]
            return NonBroadcastSettings.Member(
                router: member.router, interface: member.interface, address: interface.address,
                priority: interface.priority, type: interface.networkType, value: end.value)
        }
        for member in all {
            let neighbors = settings.staticNeighbors(of: member, among: all, circuits)
            draft.configuration.routers[member.router].ospf.staticNeighbors += neighbors
        }
    }

    /// The borrowed addresses of an unnumbered link's ends.
    private func borrowedAddresses(of ends: [End], at segment: Value, _ draft: NetworkDraft) -> [IPv4Address]? {
        let addresses = ends.map { end in
            let ospf = draft.configuration.routers[end.router].ospf
            if let mask = end.value.field("mask") {
                sink.error("an unnumbered interface has no mask", at: mask.keyPosition)
            }
            return end.value["address"]?.interfaceAddress?.address ?? ospf.loopbacks.first?.address
                ?? ospf.interfaces.first { !$0.isUnnumbered }?.address ?? IPv4Address(bits: ospf.routerID.bits)
        }
        if Set(addresses).count < addresses.count {
            sink.warning(
                "both ends of an unnumbered link borrow \(addresses[0]): each takes the other's packets for its own",
                at: segment.position)
        }
        return addresses
    }

    /// Addresses as given, and the lowest free ones for the others.
    private func addresses(
        of ends: [End], in prefix: IPv4Prefix?, at segment: Value, _ draft: NetworkDraft
    ) -> [IPv4Address]? {
        guard let prefix else { return borrowedAddresses(of: ends, at: segment, draft) }
        let (first, last) = (prefix.hosts.lowerBound, prefix.hosts.upperBound)
        var taken: [UInt64: RouterIndex] = [:]
        for end in ends {
            guard let given = end.value["address"], let address = given.interfaceAddress?.address else { continue }
            let network = InterfaceAddressReading(sink: sink).ownPrefix(of: end.value, address) ?? prefix
            guard network.hasHost(address) else {
                sink.error("\(address) is not a host address of \(network)", at: given.position)
                return nil
            }
            if let other = taken[UInt64(address.bits)] {
                let name = draft.names.routers[other]
                sink.warning(
                    "\(address) is the address of '\(name)', too: each takes the other's packets for its own (RFC 2328 8.2), and neighbors take them for one router",
                    at: given.position)
            } else {
                taken[UInt64(address.bits)] = end.router
            }
        }
        var next = first
        let addresses = ends.compactMap { end -> IPv4Address? in
            if let given = end.value["address"]?.interfaceAddress { return given.address }
            while taken[next] != nil { next += 1 }
            defer { next += 1 }
            return next <= last ? IPv4Address(bits: UInt32(next)) : nil
        }
        guard addresses.count == ends.count else {
            sink.error(
                "\(prefix) has no room for \(ends.count) routers", at: segment["prefix"]?.position ?? segment.position)
            return nil
        }
        return addresses
    }
}
