import Captures
import NetworkPrimitives
import OSPFWire

/// A capture of link state updates, the same on every machine: a LAN on which the LSAs of 1,000 routers are flooded and
/// refreshed, router-LSAs and AS-external-LSAs in turn.
struct CaptureGenerator {
    let updates: Int
    /// How many LSAs the updates hold, in turn.
    let lsasPerUpdate: [Int]

    private static let originators = 1_000
    private static let externals = 4_000

    func write(to path: String) throws(CaptureError) {
        let writer = try CaptureWriter(path: path, format: .pcapMicroseconds)
        var dice = SeededDice(seed: 1)
        var next = 0
        var time = Instant(nanoseconds: 1_600_000_000_000_000_000)
        for number in 0..<updates {
            let count = lsasPerUpdate[number % lsasPerUpdate.count]
            let lsas = (next..<next + count).map { Self.lsa($0) }
            next += count
            let sender = UInt32(dice.number(below: 4)) + 1
            let packet = OSPFPacket(
                routerID: RouterID(bits: 0x0A00_0000 + sender), areaID: .backbone,
                body: .linkStateUpdate(LinkStateUpdate(lsas: lsas)))
            let frame = OSPFFrame.ethernet(
                packet.encoded(), from: IPv4Address(bits: 0xC0A8_0000 + sender), to: .allSPFRouters)
            time = time + .microseconds(Int64(10 + dice.number(below: 100)))
            try writer.write(frame, at: time)
        }
        try writer.close()
    }

    /// The `number`-th LSA of the flood: every LSA in turn, each time with the next sequence number.
    private static func lsa(_ number: Int) -> LSA {
        let (round, place) = number.quotientAndRemainder(dividingBy: originators + externals)
        let sequenceNumber = Int32.min + 1 + Int32(round)
        // Every fifth is a router-LSA.
        let (index, kind) = place.quotientAndRemainder(dividingBy: 5)
        let router = RouterID(bits: 0x0AFF_0000 + UInt32(index))
        if kind == 0 {
            let links = (0..<2).map {
                RouterLSABody.Link(
                    type: .pointToPoint, id: IPv4Address(bits: 0x0AFF_0000 + UInt32(index + $0)),
                    data: IPv4Address(bits: 0x0A00_0000 + UInt32(index * 4 + $0)), metric: UInt16(10 + round % 100))
            }
            return LSA(
                age: 1, options: 2, type: .router, linkStateID: IPv4Address(bits: router.bits),
                advertisingRouter: router,
                sequenceNumber: sequenceNumber, body: .router(RouterLSABody(links: links)))
        }
        let external = ExternalLSABody.Route(externalType: .type2, metric: UInt32(20 + round % 100))
        return LSA(
            age: 1, options: 2, type: .asExternal,
            linkStateID: IPv4Address(bits: 0xC600_0000 + UInt32(index * 4 + kind - 1) << 8), advertisingRouter: router,
            sequenceNumber: sequenceNumber,
            body: .external(ExternalLSABody(mask: IPv4Address(bits: 0xFFFF_FF00), routes: [external])))
    }
}
