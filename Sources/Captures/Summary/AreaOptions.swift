import NetworkPrimitives
import OSPFWire

/// What kind of area each is, by the E- and N-bits of most of its Hellos (RFC 2328 §A.2, RFC 3101 §2.1).
public struct AreaOptions: Sendable {
    private struct Count {
        var normal = 0
        var nssa = 0
        var stub = 0
    }

    private var counts: [AreaID: Count] = [:]

    public init() {}

    public mutating func add(_ hello: Hello, area: AreaID) {
        var count = counts[area] ?? Count()
        if hello.options.contains(.external) {
            count.normal += 1
        } else if hello.options.contains(.nssa) {
            count.nssa += 1
        } else {
            count.stub += 1
        }
        counts[area] = count
    }

    /// The two bits; those of a normal area where there is no Hello.
    public func options(of area: AreaID) -> Options {
        guard let count = counts[area], count.normal < max(count.nssa, count.stub) else { return .external }
        return count.nssa >= count.stub ? .nssa : []
    }
}

extension AreaOptions {
    /// The LSAs of a packet that every router of its area discards, by position, with the reason (RFC 2328 §13).
    func discarded(_ packet: OSPFPacket, badLSAs: [Int]) -> [(position: Int, reason: LSADiscardReason)] {
        let headers: [LSAHeader]
        var reasons = badLSAs.map { (position: $0, reason: LSADiscardReason.checksum) }
        switch packet.body {
        case .linkStateUpdate(let update):
            headers = update.lsas.map(\.header)
            for (position, lsa) in update.lsas.enumerated() where !lsa.hasWholeBody && !badLSAs.contains(position) {
                reasons.append((position, .malformed))
            }
        case .databaseDescription(let description): headers = description.lsaHeaders
        case .linkStateAcknowledgment(let acknowledgment): headers = acknowledgment.lsaHeaders
        default: return []
        }
        let accepted = LSTypeSet(inAreaWith: options(of: packet.header.areaID))
        for (position, header) in headers.enumerated() {
            guard let reason = header.flaw ?? accepted.reason(against: header.type),
                !reasons.contains(where: { $0.position == position })
            else { continue }
            reasons.append((position, reason))
        }
        return reasons
    }
}
