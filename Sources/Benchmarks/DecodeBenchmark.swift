import NetworkPrimitives
import OSPFWire

/// Link state updates of twenty router-LSAs with six links each: every octet is looked at, and every checksum verified.
@Sendable func measureDecoding(repeats: Int) -> [Measurement] {
    let count = 20
    let lsas = (0..<count).map { number in
        LSA(
            age: 3, options: 2, type: .router, linkStateID: IPv4Address(bits: UInt32(number)),
            advertisingRouter: RouterID(bits: UInt32(number)), sequenceNumber: -100,
            body: .router(
                RouterLSABody(
                    links: (0..<6).map {
                        .init(
                            type: .pointToPoint, id: IPv4Address(bits: $0), data: IPv4Address(bits: $0 * 7), metric: 10)
                    })))
    }
    let packet = OSPFPacket(
        routerID: RouterID(bits: 1), areaID: .backbone, body: .linkStateUpdate(LinkStateUpdate(lsas: lsas)))
    let octets = packet.encoded()
    let runs = 20_000
    let fast = medianSeconds(repeats) { walk(octets, runs: runs, lsaCount: count) } / Double(runs * count)
    let slowRuns = 2_000
    let slow = medianSeconds(repeats) { decode(octets, runs: slowRuns) } / Double(slowRuns * count)
    return [
        Measurement("decode, cursor with checksums", fast * 1e9, "ns per LSA", aim: .below(60)),
        Measurement("decode into packet values", slow * 1e9, "ns per LSA"),
    ]
}

/// What a receiver does: the packet's checksum, then each LSA and its own.
private func walk(_ template: [UInt8], runs: Int, lsaCount: Int) {
    var octets = template
    var valid = 0
    var sum: UInt64 = 0
    for run in 0..<runs {
        // A change in a field outside all LSA checksums (the first LSA's age), so that no run equals the last.
        octets[29] = UInt8(truncatingIfNeeded: run & 1)
        let span = octets.span.bytes
        sum &+= UInt64(packetChecksum(span))
        do {
            var cursor = try LinkStateUpdateCursor(body: span, in: 24..<span.byteCount)
            while let lsa = try cursor.next(in: span) {
                if lsa.isChecksumValid(in: span) { valid += 1 }
                sum &+= UInt64(lsa.header.checksum)
            }
        } catch {
            preconditionFailure("the packet is sound: \(error)")
        }
    }
    precondition(valid == runs * lsaCount, "every LSA has a valid checksum")
    keep(sum)
}

private func decode(_ template: [UInt8], runs: Int) {
    var octets = template
    var sum: UInt64 = 0
    for run in 0..<runs {
        octets[29] = UInt8(truncatingIfNeeded: run & 1)
        do {
            sum &+= UInt64(try OSPFPacket(decoding: octets).header.length)
        } catch {
            preconditionFailure("the packet is sound: \(error)")
        }
    }
    keep(sum)
}
