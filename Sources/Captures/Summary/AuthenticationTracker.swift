import NetworkPrimitives
import OSPFWire

/// Counts whose packets prove that their sender knows the secret, and whose do not.
struct AuthenticationTracker {
    private struct Sender: Hashable {
        var routerID: RouterID
        var source: IPv4Address
    }

    private var refused: [UnauthenticatedSender] = []
    private var accepted: [Sender: Int] = [:]

    mutating func addAccepted(_ packet: OSPFPacket, from source: IPv4Address) {
        guard packet.header.authentication.hasDigest else { return }
        accepted[Sender(routerID: packet.header.routerID, source: source), default: 0] += 1
    }

    mutating func addRefused(
        _ packet: OSPFPacket, from source: IPv4Address, isKeyUnknown: Bool, in frame: CapturedFrame
    ) {
        let keyID: UInt32 =
            switch packet.header.authentication {
            case .cryptographic(_, let id, _, _): UInt32(id)
            case .extended(_, _, let id): id
            case .null, .simple, .unknown: 0
            }
        let known = refused.firstIndex {
            $0.routerID == packet.header.routerID && $0.source == source && $0.keyID == keyID
        }
        if let known {
            refused[known].count += 1
        } else {
            refused.append(
                UnauthenticatedSender(
                    routerID: packet.header.routerID, source: source, keyID: keyID, isKeyUnknown: isKeyUnknown,
                    count: 1, accepted: 0, frame: frame.number, time: frame.time))
        }
    }

    /// In the order of their first frames.
    var failures: [UnauthenticatedSender] {
        refused.map { failure in
            var failure = failure
            failure.accepted = accepted[Sender(routerID: failure.routerID, source: failure.source)] ?? 0
            return failure
        }
    }
}

extension OSPFPacket {
    /// Whether the data block for link-local signaling has the right checksum, or needs none: with cryptographic
    /// authentication it is zero (RFC 5613 §2.2).
    var hasSoundLinkLocalSignaling: Bool {
        linkLocalSignaling.isEmpty || header.authentication.hasDigest || internetChecksum(linkLocalSignaling) == 0
    }
}
