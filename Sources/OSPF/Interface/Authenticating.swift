import NetworkPrimitives
import OSPFWire

/// Why a packet was refused before it was read (RFC 2328 §8.2, §D.4 and §D.5).
public enum AuthenticationFailure: UInt32, Sendable, CaseIterable {
    /// The AuType is not the interface's.
    case typeMismatch
    /// No key of this ID is in force.
    case keyUnknown
    /// Another secret, or another algorithm.
    case failure
    /// A packet that was sent before one that was accepted.
    case replayed

    var discardReason: PacketDiscardReason {
        switch self {
        case .typeMismatch: .authenticationType
        case .keyUnknown: .authenticationKey
        case .failure: .authentication
        case .replayed: .replayed
        }
    }
}

/// What an interface knows of its authentication.
struct AuthenticationState: Sendable {
    /// The AuType; kept so that interfaces without authentication cost one look.
    fileprivate(set) var kind = InterfaceAuthentication.Kind.null
    /// Which failures have been logged, one bit each; also damage, and a last key that has expired.
    fileprivate(set) var told: UInt8 = 0
    /// The last failure that was logged, and the time of the last one.
    fileprivate(set) var refusal = HappeningID.none
    fileprivate(set) var refusedAt = Instant.origin
    /// What changed the authentication, and when: its consequences are attributed to it for a while.
    fileprivate(set) var change = HappeningID.none
    fileprivate(set) var changedAt = Instant.origin

    static let expiredBit: UInt8 = 0x80
    static let damageBit: UInt8 = 0x40
}

/// Cryptographic sequence numbers of the last packets that were accepted (RFC 2328 §D.3), by packet type for RFC 7474, else the
/// first alone; empty where none was.
struct SequenceNumbers: Sendable {
    fileprivate var last: [UInt64] = []
}

// RFC 2328 Appendix D: what is sent is signed, and what arrives is verified.
extension Router {
    /// The time that keys' lifetimes are about.
    private func keyTime(at now: Instant) -> Duration { timelineStart.map { now - $0 } ?? .zero }

    /// Octets that authentication adds to each packet on an interface.
    @inline(__always) func trailerLength(on index: InterfaceIndex, at now: Instant) -> Int {
        interfaces[index].authentication.kind.rawValue < InterfaceAuthentication.Kind.cryptographic.rawValue
            ? 0 : digestTrailerLength(on: index, at: now)
    }

    private func digestTrailerLength(on index: InterfaceIndex, at now: Instant) -> Int {
        let authentication = configuration.interfaces[index].authentication
        let key = authentication.keys[authentication.sendingKey(at: keyTime(at: now)).position]
        return key.algorithm.digestLength + (authentication.kind == .extended ? 8 : 0)
    }

    /// Octets in front of and behind a packet's body.
    @inline(__always) func overhead(on index: InterfaceIndex, at now: Instant) -> Int {
        PacketSize.ipAndOSPFHeader + trailerLength(on: index, at: now)
    }

    /// The operator configured the interface's authentication, at the start or while it runs.
    mutating func authenticationChanged(on index: InterfaceIndex, at now: Instant, cause: HappeningID) {
        interfaces[index].authentication = AuthenticationState()
        interfaces[index].authentication.kind = configuration.interfaces[index].authentication.kind
        interfaces[index].authentication.change = cause
        interfaces[index].authentication.changedAt = now
    }

    // MARK: Sending

    /// Signs a packet that is about to be sent (RFC 2328 §D.4).
    mutating func sign(_ packet: inout Packet, on index: InterfaceIndex, _ context: inout RouterContext) {
        let state = interfaces[index].authentication
        let authentication = configuration.interfaces[index].authentication
        let choice = authentication.sendingKey(at: keyTime(at: context.now))
        if choice.isExpired, state.told & AuthenticationState.expiredBit == 0 {
            interfaces[index].authentication.told |= AuthenticationState.expiredBit
            context.journal.record(
                .keyExpired(on: index, keyID: authentication.keys[choice.position].keyID),
                at: context.now, router: number, cause: context.cause)
        }
        let key = authentication.keys[choice.position]
        packet.signature.kind = authentication.kind
        packet.signature.keyID = authentication.kind == .simple ? 0 : key.keyID
        packet.signature.secret = context.secrets.number(of: AuthenticationSecret(key, authentication.kind))
        packet.signature.sequenceNumber = nextSequenceNumber(authentication.kind, at: context.now)
        if packet.cause.isNone, isRecent(state.changedAt, on: index, at: context.now) { packet.cause = state.change }
    }

    /// RFC 2328 §D.3: a number that never falls, from a clock that a restart does not set back (RFC 3623 §2.1 (2)). RFC
    /// 7474 §2 counts packets instead, and restarts above them.
    private mutating func nextSequenceNumber(_ kind: InterfaceAuthentication.Kind, at now: Instant) -> UInt64 {
        switch kind {
        case .null, .simple: return 0
        case .cryptographic:
            let origin = configuration.defects.restartsSequenceNumbers ? startedProcessAt : .origin
            return UInt64((now - origin).wholeSeconds) + 1
        case .extended:
            packetsSigned &+= 1
            return UInt64(bootCount) << 32 | UInt64(packetsSigned)
        }
    }

    /// Signs what is about to be sent a second time: with the number of the first it would be a replay.
    mutating func signedAgain(_ id: PacketID, on index: InterfaceIndex, _ context: inout RouterContext) -> PacketID {
        guard interfaces[index].authentication.kind != .null else {
            context.packets.retain(id)
            return id
        }
        var packet = context.packets[id]
        packet.signature = PacketSignature()
        let before = packet.datagramLength
        sign(&packet, on: index, &context)
        packet.datagramLength = before - UInt32(trailerLength(of: context.packets[id].signature, context.secrets))
        packet.datagramLength += UInt32(trailerLength(on: index, at: context.now))
        return context.packets.addCopy(of: id, with: packet)
    }

    private func trailerLength(of signature: PacketSignature, _ secrets: SecretTable) -> Int {
        switch signature.kind {
        case .null, .simple: 0
        case .cryptographic: secrets[signature.secret].algorithm.digestLength
        case .extended: secrets[signature.secret].algorithm.digestLength + 8
        }
    }

    // MARK: Receiving

    /// RFC 2328 §8.2 and §D.4: the checksum, or the digest that takes its place, does not match the octets. Logged once
    /// for each interface.
    mutating func noteDamage(of packet: Packet, on index: InterfaceIndex, _ context: inout RouterContext) {
        counters.discardedPackets[.checksum] += 1
        guard interfaces[index].authentication.told & AuthenticationState.damageBit == 0 else { return }
        interfaces[index].authentication.told |= AuthenticationState.damageBit
        let damage = context.journal.circumstances.lossCause(of: interfaces[index].link)
        context.journal.record(
            .packetDamaged(on: index, type: packet.type), at: context.now, router: number,
            cause: damage ?? context.cause)
    }

    /// RFC 2328 §8.2 and §D.5: whether a packet is signed with the secret. One that is not is logged once for each
    /// interface and reason.
    mutating func authenticate(
        _ packet: Packet, on index: InterfaceIndex, _ context: inout RouterContext
    ) -> Bool {
        guard let failure = authenticationFailure(of: packet, on: index, &context) else { return true }
        let bit = UInt8(1) << UInt8(failure.rawValue)
        interfaces[index].authentication.refusedAt = context.now
        counters.discardedPackets[failure.discardReason] += 1
        guard interfaces[index].authentication.told & bit == 0 else { return false }
        interfaces[index].authentication.told |= bit
        let state = interfaces[index].authentication
        let cause =
            !packet.cause.isNone || !isRecent(state.changedAt, on: index, at: context.now) ? packet.cause : state.change
        interfaces[index].authentication.refusal = context.journal.record(
            .authenticationFailed(from: packet.source, failure), at: context.now, router: number,
            cause: cause)
        return false
    }

    private func authenticationFailure(
        of packet: Packet, on index: InterfaceIndex, _ context: inout RouterContext
    ) -> AuthenticationFailure? {
        let authentication = configuration.interfaces[index].authentication
        let signature = packet.signature
        guard signature.kind == authentication.kind else { return .typeMismatch }
        switch authentication.kind {
        case .null: return nil
        case .simple:
            // RFC 2328 §D.5.2 (2).
            let secret = AuthenticationSecret(authentication.keys[0], .simple)
            return context.secrets.number(of: secret) == signature.secret ? nil : .failure
        case .cryptographic, .extended: break
        }
        let time = keyTime(at: context.now)
        // RFC 2328 §D.5.3 (1), RFC 7474 §4.3: the keys with this ID that are accepted now.
        let candidates = authentication.keys.indices.filter {
            authentication.keys[$0].keyID == signature.keyID && authentication.accepts($0, at: time)
        }
        guard !candidates.isEmpty else { return .keyUnknown }
        if let neighbor = findNeighbor(packet, on: index), isReplay(packet, of: neighbor) { return .replayed }
        // RFC 2328 §D.5.3 (3)(c), RFC 5709 §3.4: equal secrets make equal digests, so the numbers of
        // secrets are compared.
        let isRight = candidates.contains {
            let secret = AuthenticationSecret(authentication.keys[$0], authentication.kind)
            return context.secrets.number(of: secret) == signature.secret
        }
        return isRight ? nil : .failure
    }

    /// RFC 2328 §D.5.3 (2): lower than the last number; RFC 7474 §2: not higher than the last of a packet of this type.
    private func isReplay(_ packet: Packet, of neighbor: NeighborIndex) -> Bool {
        let last = neighbors[neighbor].sequenceNumbers.last
        let number = packet.signature.sequenceNumber
        guard !last.isEmpty else { return false }
        if packet.signature.kind == .extended { return number <= last[Int(packet.type.rawValue)] }
        return number < last[0]
    }

    mutating func forgetSequenceNumbers(of neighbor: NeighborIndex) {
        neighbors[neighbor].sequenceNumbers = SequenceNumbers()
    }

    /// Remembers the number of a packet that was accepted, with the neighbor that it made known or that was known.
    mutating func noteSequenceNumber(of packet: Packet, on index: InterfaceIndex) {
        guard packet.signature.kind.rawValue >= InterfaceAuthentication.Kind.cryptographic.rawValue,
            let neighbor = findNeighbor(packet, on: index)
        else { return }
        if neighbors[neighbor].sequenceNumbers.last.isEmpty {
            neighbors[neighbor].sequenceNumbers.last = Array(repeating: 0, count: 6)
        }
        let place = packet.signature.kind == .extended ? Int(packet.type.rawValue) : 0
        neighbors[neighbor].sequenceNumbers.last[place] = packet.signature.sequenceNumber
    }

    /// Whether something may still be the cause of what happens now: for two dead intervals.
    private func isRecent(_ moment: Instant, on index: InterfaceIndex, at now: Instant) -> Bool {
        now - moment <= configuration.interfaces[index].deadInterval * 2
    }

    /// What the loss of a neighbor may be attributed to: packets that were refused.
    func recentRefusal(of neighbor: NeighborIndex, at now: Instant) -> HappeningID? {
        let index = neighbors[neighbor].interface
        if let refusal = interfaces[index].refusals.last, refusal.neighbor == neighbors[neighbor].routerID,
            isRecent(refusal.last, on: index, at: now)
        {
            return refusal.happening
        }
        let state = interfaces[index].authentication
        guard !state.refusal.isNone, isRecent(state.refusedAt, on: index, at: now) else { return nil }
        return state.refusal
    }
}
