import Captures
import NetworkPrimitives
import OSPF
import OSPFWire

/// Packets of the emulator as octets, with the trailer that authenticates them.
public enum SignedPacket {
    /// What goes into the IP datagram.
    public static func octets(of id: PacketID, _ context: RouterContext) -> [UInt8] {
        var octets = context.wirePacket(id).encoded()
        guard let secret = context.secret(of: id) else { return octets }
        let packet = context.packets[id]
        let isExtended = secret.kind == .extended
        if isExtended {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                octets.append(UInt8(truncatingIfNeeded: packet.signature.sequenceNumber >> shift))
            }
        }
        let digest = MessageDigest.of(
            octets, secret.algorithm, isExtended ? .rfc7474 : .rfc5709, key: secret.key, source: packet.sourceAddress)
        // RFC 2328 §D.4.3 (6)(d), RFC 5709 §3.3 (4): the digest follows the packet.
        return octets + digest
    }
}
