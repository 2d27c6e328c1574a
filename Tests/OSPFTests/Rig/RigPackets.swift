import NetworkPrimitives
import OSPFWire

@testable import OSPF

/// A router that a ``RouterRig`` talks with: on interface `n` the number `h` has the Router ID 10.0.0.h and the address 10.1.n.h.
struct RigPeer {
    let routerID: RouterID
    let address: IPv4Address
    let interface: InterfaceIndex
    /// By which interface its packets come: another one for the other end of a virtual link.
    let arrival: InterfaceIndex
    var priority: UInt8 = 1
    /// What its Hellos declare; `nil` for what the router takes for true.
    var designatedRouter: IPv4Address?
    var backupDesignatedRouter: IPv4Address?

    /// - Parameter arrival: the interface into the transit area, where `interface` is a virtual link.
    init(_ number: UInt32, on interface: InterfaceIndex = 0, through arrival: InterfaceIndex? = nil) {
        routerID = RouterID(bits: 0x0A00_0000 + number)
        self.interface = interface
        self.arrival = arrival ?? interface
        address = RouterRig.address(number, on: self.arrival)
    }

    /// It declares itself Designated Router.
    var asDesignated: RigPeer {
        var peer = self
        peer.designatedRouter = address
        peer.backupDesignatedRouter = .unspecified
        return peer
    }

    func isSame(as other: RigPeer) -> Bool { routerID == other.routerID && interface == other.interface }
}

/// A packet on its way to the router.
struct RigDatagram {
    var interface: InterfaceIndex
    var source: IPv4Address
    var destination: IPv4Address
    var version = Packet.version
    var routerID: RouterID
    var area: AreaID
    var body: PacketBody
    var isDamaged = false

    /// Hellos go to all, other packets and those of virtual links to the router's address.
    init(_ body: PacketBody, from peer: RigPeer, area: AreaID) {
        (interface, source, routerID) = (peer.arrival, peer.address, peer.routerID)
        let isMulticast = body.type == .hello && peer.arrival == peer.interface
        destination = isMulticast ? .allSPFRouters : RouterRig.address(2, on: peer.arrival)
        (self.area, self.body) = (area, body)
    }
}

/// A packet that the router has sent.
struct SentPacket: Equatable, CustomStringConvertible {
    let interface: InterfaceIndex
    var source: IPv4Address = .unspecified
    let destination: IPv4Address
    var area = AreaID.backbone
    let body: PacketBody
    var instant = Instant.origin

    static func == (left: Self, right: Self) -> Bool {
        (left.interface, left.destination, left.body) == (right.interface, right.destination, right.body)
    }

    var description: String { "\(body) to \(destination) on \(interface)" }

    func reaches(_ peer: RigPeer) -> Bool {
        interface == peer.interface && (destination.bits >> 28 == 0xE || destination == peer.address)
    }

    static func update(_ lsas: [LSA], to destination: IPv4Address, on interface: InterfaceIndex = 0) -> Self {
        Self(interface: interface, destination: destination, body: .update(lsas))
    }

    static func acknowledgment(_ lsas: [LSA], to destination: IPv4Address, on interface: InterfaceIndex = 0) -> Self {
        Self(interface: interface, destination: destination, body: .acknowledgment(lsas.map(\.header)))
    }

    static func request(_ lsas: [LSA], to destination: IPv4Address, on interface: InterfaceIndex = 0) -> Self {
        Self(interface: interface, destination: destination, body: .request(lsas))
    }
}

extension PacketBody {
    static func update(_ lsas: [LSA]) -> Self { .linkStateUpdate(LinkStateUpdate(lsas: lsas)) }

    static func acknowledgment(_ headers: [LSAHeader]) -> Self {
        .linkStateAcknowledgment(LinkStateAcknowledgment(lsaHeaders: headers))
    }

    static func request(_ lsas: [LSA]) -> Self {
        .linkStateRequest(LinkStateRequest(items: lsas.map { LinkStateRequest.Item($0.header.key) }))
    }

    static func description(
        _ flags: DatabaseDescription.Flags, _ number: UInt32, _ headers: [LSAHeader] = [], mtu: UInt16 = 1_500,
        options: Options = [.external, .opaque]
    ) -> Self {
        .databaseDescription(
            DatabaseDescription(
                interfaceMTU: mtu, options: options, flags: flags, ddSequenceNumber: number, lsaHeaders: headers))
    }
}

// MARK: - From octets' words to the emulator's

extension RigDatagram {
    /// The packet as the router takes it, with one reference.
    ///
    /// - Parameter link: what the interface is plugged into.
    func packet(in context: inout RouterContext, link: UInt32) -> PacketID {
        var packet = Packet(
            type: body.type, area: area, source: routerID, sourceAddress: source, destinationAddress: destination,
            cause: .none)
        packet.version = version
        packet.isDamaged = isDamaged
        var payload: [UInt32] = []
        switch body {
        case .hello(let hello): payload = packet.take(hello)
        case .databaseDescription(let description):
            packet.take(description)
            payload = context.store.payload(description.lsaHeaders, area: area, link: link)
        case .linkStateRequest(let request):
            payload = request.items.map {
                context.store.intern(
                    DatabaseKey(
                        type: LSType(rawValue: UInt8($0.type)), area: area, linkStateID: $0.linkStateID,
                        advertisingRouter: $0.advertisingRouter, link: link)
                ).number
            }
        case .linkStateUpdate(let update):
            for lsa in update.lsas {
                payload.append(context.store.intern(lsa, area: area, link: link, cause: .none).number)
                payload.append(UInt32(lsa.header.age))
            }
        case .linkStateAcknowledgment(let acknowledgment):
            payload = context.store.payload(acknowledgment.lsaHeaders, area: area, link: link)
        case .unknown: preconditionFailure("the emulator has no packets of unknown types")
        }
        return context.packets.add(packet, payload: payload)
    }
}

extension Packet {
    fileprivate mutating func take(_ hello: Hello) -> [UInt32] {
        options = hello.options.rawValue
        networkMask = hello.networkMask
        helloInterval = hello.helloInterval
        priority = hello.routerPriority
        deadInterval = hello.routerDeadInterval
        designatedRouter = hello.designatedRouter
        backupDesignatedRouter = hello.backupDesignatedRouter
        return hello.neighbors.map(\.bits)
    }

    fileprivate mutating func take(_ description: DatabaseDescription) {
        interfaceMTU = description.interfaceMTU
        options = description.options.rawValue
        flags = description.flags
        ddSequenceNumber = description.ddSequenceNumber
    }
}

extension LSAStore {
    fileprivate mutating func payload(_ headers: [LSAHeader], area: AreaID, link: UInt32) -> [UInt32] {
        headers.flatMap { [instance(of: $0, area: area, link: link).number, UInt32($0.age)] }
    }

    /// The instance that a header stands for. Of one whose body was never seen only the header is right.
    private mutating func instance(of header: LSAHeader, area: AreaID, link: UInt32) -> LSAInstanceID {
        let key = intern(
            DatabaseKey(
                type: header.type, area: area, linkStateID: header.linkStateID,
                advertisingRouter: header.advertisingRouter, link: link))
        let known = instances.lastIndex {
            $0.key == key && $0.sequenceNumber == header.sequenceNumber && $0.checksum == header.checksum
        }
        if let known { return LSAInstanceID(known) }
        let size = Int(header.length) - LSAHeader.size
        let id = intern(
            Array(repeating: 0, count: (size + 3) / 4), key: key, options: header.options,
            sequenceNumber: header.sequenceNumber, checksum: header.checksum,
            byteCount: size, cause: .none)
        setFlaw(header.flaw, of: id)
        return id
    }
}
