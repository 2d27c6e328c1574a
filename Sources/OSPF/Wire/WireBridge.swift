import NetworkPrimitives
import OSPFWire

// The edge between references and octets.
extension LSAStore {
    /// The number of an LSA that came from outside the emulator, such as a capture.
    ///
    /// - Parameters:
    ///   - area: the area of the packet that carried it.
    ///   - link: the link that it arrives on; see `Router.link`.
    public mutating func intern(_ lsa: LSA, area: AreaID, link: UInt32 = 0, cause: HappeningID) -> LSAInstanceID {
        let key = intern(
            DatabaseKey(
                type: lsa.header.type, area: area, linkStateID: lsa.header.linkStateID,
                advertisingRouter: lsa.header.advertisingRouter, link: link))
        let known = instances.count
        let id = intern(
            LSADraft.words(of: lsa.body), key: key, options: lsa.header.options,
            sequenceNumber: lsa.header.sequenceNumber,
            checksum: lsa.header.checksum, byteCount: lsa.body.count, cause: cause)
        if instances.count > known { setFlaw(lsa.flaw, of: id) }
        return id
    }

    /// The header of an instance as it goes on the wire.
    public func wireHeader(of id: LSAInstanceID, age: UInt16) -> LSAHeader {
        let instance = self[id]
        let key = self[instance.key]
        var header = LSAHeader(
            age: age, options: instance.options, type: key.type, linkStateID: key.linkStateID,
            advertisingRouter: key.advertisingRouter, sequenceNumber: instance.sequenceNumber, length: instance.length)
        header.checksum = instance.checksum
        return header
    }

    /// An instance as it goes on the wire.
    public func wireLSA(of id: LSAInstanceID, age: UInt16) -> LSA {
        var octets: [UInt8] = []
        let length = Int(self[id].length) - LSAHeader.size
        octets.reserveCapacity(length + 3)
        for word in body(of: id) {
            for shift in [UInt32(24), 16, 8, 0] { octets.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        octets.removeLast(octets.count - length)
        return LSA(header: wireHeader(of: id, age: age), body: octets)
    }
}

extension RouterContext {
    /// A packet of the emulator as octets would have it, with its checksum. A digest is made where octets are: see `secret`.
    public func wirePacket(_ id: PacketID) -> OSPFPacket {
        let packet = packets[id]
        return OSPFPacket(
            routerID: packet.source, areaID: packet.area, body: wireBody(packet, id),
            authentication: wireAuthentication(packet.signature))
    }

    /// What the digest of a packet is made with; `nil` where it has none.
    public func secret(of id: PacketID) -> AuthenticationSecret? {
        let signature = packets[id].signature
        guard signature.kind == .cryptographic || signature.kind == .extended else { return nil }
        return secrets[signature.secret]
    }

    private func wireAuthentication(_ signature: PacketSignature) -> Authentication {
        switch signature.kind {
        case .null: return .null()
        case .simple:
            var password: UInt64 = 0
            for position in 0..<8 {
                let key = secrets[signature.secret].key
                password = password << 8 | (position < key.count ? UInt64(key[position]) : 0)
            }
            return .simple(password)
        case .cryptographic:
            return .cryptographic(
                keyID: UInt8(truncatingIfNeeded: signature.keyID),
                digestLength: UInt8(secrets[signature.secret].algorithm.digestLength),
                sequenceNumber: UInt32(truncatingIfNeeded: signature.sequenceNumber))
        case .extended:
            return .extended(
                dataLength: UInt8(secrets[signature.secret].algorithm.digestLength + 8), keyID: signature.keyID)
        }
    }

    private func wireBody(_ packet: Packet, _ id: PacketID) -> PacketBody {
        let items = 0..<packets.itemCount(of: id)
        switch packet.type {
        case .hello:
            return .hello(
                Hello(
                    networkMask: packet.networkMask, helloInterval: packet.helloInterval,
                    options: Options(rawValue: packet.options), routerPriority: packet.priority,
                    routerDeadInterval: packet.deadInterval, designatedRouter: packet.designatedRouter,
                    backupDesignatedRouter: packet.backupDesignatedRouter,
                    neighbors: items.map { packets.neighbor($0, of: id) }))
        case .databaseDescription:
            return .databaseDescription(
                DatabaseDescription(
                    interfaceMTU: packet.interfaceMTU, options: Options(rawValue: packet.options),
                    flags: packet.flags,
                    ddSequenceNumber: packet.ddSequenceNumber, lsaHeaders: items.map { header($0, of: id) }))
        case .linkStateRequest:
            return .linkStateRequest(
                LinkStateRequest(
                    items: items.map {
                        let key = store[packets.requestedKey($0, of: id)]
                        return LinkStateRequest.Item(
                            type: UInt32(key.type.rawValue), linkStateID: key.linkStateID,
                            advertisingRouter: key.advertisingRouter)
                    }))
        case .linkStateUpdate:
            return .linkStateUpdate(
                LinkStateUpdate(
                    lsas: items.map {
                        let carried = packets.lsa($0, of: id)
                        return store.wireLSA(of: carried.instance, age: carried.age)
                    }))
        default:
            return .linkStateAcknowledgment(LinkStateAcknowledgment(lsaHeaders: items.map { header($0, of: id) }))
        }
    }

    private func header(_ item: Int, of id: PacketID) -> LSAHeader {
        let carried = packets.lsa(item, of: id)
        return store.wireHeader(of: carried.instance, age: carried.age)
    }
}
