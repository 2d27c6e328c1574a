import Captures
import NetworkPrimitives
import OSPFWire
import Testing

@Suite("Link layers and tunnels") struct LinkLayerTests {
    private static let packet = OSPFPacket(
        routerID: RouterID(bits: 9), areaID: .backbone,
        body: .hello(
            Hello(
                networkMask: IPv4Address("255.255.255.0")!, helloInterval: 10, options: [.external], routerPriority: 1,
                routerDeadInterval: 40))
    ).encoded()
    private static let datagram = OSPFFrame.datagram(
        packet, from: IPv4Address("10.0.0.1")!, to: IPv4Address("224.0.0.5")!)
    private static let ethernet = OSPFFrame.ethernet(packet, from: IPv4Address("10.0.0.1")!, to: .allSPFRouters)
    private static let addresses = Array(ethernet.prefix(12))

    /// An IPv4 header of another protocol around a payload.
    private static func ip(_ number: UInt8, _ payload: [UInt8], flags: UInt16 = 0, identification: UInt16 = 1)
        -> [UInt8]
    {
        var octets = OSPFFrame.datagram(
            payload, from: IPv4Address("192.0.2.1")!, to: IPv4Address("192.0.2.2")!, identification: identification)
        octets[9] = number
        (octets[6], octets[7]) = (UInt8(flags >> 8), UInt8(flags & 0xFF))
        (octets[10], octets[11]) = (0, 0)
        let checksum = internetChecksum(Array(octets.prefix(20)))
        (octets[10], octets[11]) = (UInt8(checksum >> 8), UInt8(checksum & 0xFF))
        return octets
    }

    private static func udp(_ port: UInt16, _ payload: [UInt8]) -> [UInt8] {
        let length = UInt16(payload.count + 8)
        return [0xC0, 0, UInt8(port >> 8), UInt8(port & 0xFF), UInt8(length >> 8), UInt8(length & 0xFF), 0, 0] + payload
    }

    private static let carriers: [(String, UInt32, [UInt8])] = [
        ("eth:ethertype:ip:ospf", 1, ethernet),
        ("eth:ethertype:vlan:ethertype:ip:ospf", 1, addresses + [0x81, 0, 0, 42, 8, 0] + datagram),
        (
            "eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:ip:ospf", 1,
            addresses + [0x88, 0xA8, 0, 1, 0x81, 0, 0, 2, 8, 0] + datagram
        ),
        ("eth:ethertype:ieee8021ah:eth:ethertype:ip:ospf", 1, addresses + [0x88, 0xE7, 0, 0, 0, 1] + ethernet),
        ("eth:llc:ip:ospf", 1, addresses + [0, 80, 0xAA, 0xAA, 3, 0, 0, 0, 8, 0] + datagram),
        ("eth:ethertype:pppoes:ppp:ip:ospf", 1, addresses + [0x88, 0x64, 0x11, 0, 0, 1, 0, 66, 0, 0x21] + datagram),
        ("eth:ethertype:mpls:ip:ospf", 1, addresses + [0x88, 0x47, 0, 1, 0, 255, 0, 2, 1, 255] + datagram),
        ("null:ip:ospf", 0, [2, 0, 0, 0] + datagram),
        ("null:ip:ospf", 108, [0, 0, 0, 2] + datagram),
        ("raw:ip:ospf", 101, datagram),
        ("raw:ip:ospf", 12, datagram),
        ("ip:ospf", 228, datagram),
        ("ppp:ip:ospf", 9, [0xFF, 3, 0, 0x21] + datagram),
        ("ppp:ip:ospf", 9, [0x21] + datagram),
        ("chdlc:ip:ospf", 104, [0x0F, 0, 8, 0] + datagram),
        ("fr:ip:ospf", 107, [0x18, 0x41, 3, 0xCC] + datagram),
        ("fr:ip:ospf", 107, [0x18, 0x41, 8, 0] + datagram),
        ("sll:ethertype:ip:ospf", 113, [UInt8](repeating: 0, count: 14) + [8, 0] + datagram),
        ("sll:ethertype:ip:ospf", 276, [8, 0] + [UInt8](repeating: 0, count: 18) + datagram),
        ("raw:ip:gre:ip:ospf", 101, ip(47, [0x20, 0, 8, 0, 0, 0, 0, 1] + datagram)),
        ("raw:ip:gre:erspan:eth:ethertype:ip:ospf", 101, ip(47, [0, 0, 0x88, 0xBE] + ethernet)),
        (
            "raw:ip:gre:erspan:eth:ethertype:ip:ospf", 101,
            ip(47, [0x10, 0, 0x88, 0xBE, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 8) + ethernet)
        ),
        ("raw:ip:ip:ospf", 101, ip(4, datagram)),
        ("juniper:eth:ethertype:ip:ospf", 178, [0x4D, 0x47, 0x43, 0x01] + ethernet),
        ("juniper:ppp:ip:ospf", 179, [0x4D, 0x47, 0x43, 0x00, 0x00, 0x21] + datagram),
        ("juniper:fr:ip:ospf", 180, [0x4D, 0x47, 0x43, 0x01, 0x18, 0x41, 3, 0xCC] + datagram),
        (
            "juniper:chdlc:ip:ospf", 181,
            [0x4D, 0x47, 0x43, 0x81, 0, 6, 1, 1, 4, 2, 1, 9] + [0x0F, 0, 8, 0] + datagram
        ),
        ("juniper:ip:ospf", 178, [0x4D, 0x47, 0x43, 0x03, 0, 0, 0, 2] + datagram),
        ("pflog:ip:ospf", 117, [61, 2, 0, 0] + [UInt8](repeating: 0, count: 60) + datagram),
        ("enc:ip:ospf", 109, [2, 0, 0, 0] + [UInt8](repeating: 0, count: 8) + datagram),
        (
            "nflog:ip:ospf", 239,
            [2, 0, 0, 1, 8, 0, 1, 0, 8, 0, 0, 0, UInt8(datagram.count + 4), 0, 9, 0] + datagram
        ),
        (
            "nflog:ip:ospf", 239,
            [2, 0, 0, 1, 0, 5, 0, 10, 0x61, 0, 0, 0, 0, UInt8(datagram.count + 4), 0, 9] + datagram
        ),
        (
            "pktap:eth:ethertype:ip:ospf", 258,
            [108, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 96) + ethernet
        ),
        (
            "raw:ip:udp:geneve:eth:ethertype:ip:ospf", 101,
            ip(17, udp(6081, [1, 0, 0x65, 0x58, 0, 0, 1, 0, 9, 9, 9, 9] + ethernet))
        ),
        ("raw:ip:udp:geneve:ip:ospf", 101, ip(17, udp(6081, [0, 0, 8, 0, 0, 0, 1, 0] + datagram))),
        (
            "raw:ip:udp:tzsp:eth:ethertype:ip:ospf", 101,
            ip(17, udp(37008, [1, 0, 0, 1, 0, 0x0A, 1, 7, 1] + ethernet))
        ),
        // RFC 4385: a pseudowire with a control word and one without, whose address also begins with four zeros.
        (
            "eth:ethertype:mpls:eth:ethertype:ip:ospf", 1,
            addresses + [0x88, 0x47, 0, 1, 1, 255, 0, 0, 0, 0] + ethernet
        ),
        ("eth:ethertype:mpls:eth:ethertype:ip:ospf", 1, addresses + [0x88, 0x47, 0, 1, 1, 255] + ethernet),
        (
            "eth:ethertype:mpls:eth:ethertype:ip:ospf", 1,
            addresses + [0x88, 0x47, 0, 1, 1, 255, 0x45] + ethernet.dropFirst()
        ),
    ]

    @Test("OSPF is found", arguments: carriers.indices)
    func carrier(number: Int) throws {
        let (chain, linkType, octets) = Self.carriers[number]
        var dissector = FrameDissector()
        let frame = CapturedFrame(number: 1, time: .origin, linkType: LinkType(rawValue: linkType), octets: octets)
        guard case .packets(let packets) = dissector.dissect(frame) else {
            Issue.record("\(chain): \(dissector.dissect(frame))")
            return
        }
        #expect(packets[0].octets == Self.packet)
        #expect(packets[0].source == IPv4Address("10.0.0.1"))
        #expect(packets[0].layers.map(\.rawValue).joined(separator: ":") == chain)
    }

    @Test("RFC 4385 §3: a tag where a control word could be leads to one packet")
    func taggedPseudowire() {
        let inner = Self.addresses + [0x81, 0, 0, 42, 8, 0] + Self.datagram
        let frame = CapturedFrame(
            number: 1, time: .origin, octets: Self.addresses + [0x88, 0x47, 0, 1, 1, 255] + inner)
        var classifier = FrameClassifier()
        #expect(classifier.classify(frame).frameClass == .used)
    }

    @Test func `A packet that an ICMP error quotes is not on the wire`() {
        let frame = CapturedFrame(
            number: 1, time: .origin, linkType: .raw, octets: Self.ip(1, [3, 1, 0, 0, 0, 0, 0, 0] + Self.datagram))
        var classifier = FrameClassifier()
        #expect(classifier.classify(frame).frameClass == .quoted)
    }

    @Test("Fragments in any order are one packet", arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 0, 2, 1]])
    func fragments(order: [Int]) {
        let pieces: [[UInt8]] = [Array(Self.packet[0..<16]), Array(Self.packet[16..<32]), Array(Self.packet[32...])]
        var classifier = FrameClassifier()
        var last = FrameClass.notIP
        for (number, piece) in order.enumerated() {
            let flags = UInt16(piece * 2) | (piece < 2 ? 0x2000 : 0)
            let octets = Self.ip(89, pieces[piece], flags: flags)
            last =
                classifier.classify(
                    CapturedFrame(number: number + 1, time: .origin, linkType: .raw, octets: octets)
                ).frameClass
        }
        #expect(last == .used)
        #expect(classifier.totals[.fragmentOfLaterPacket] == order.count - 1)
        #expect(classifier.totals[.incompleteFragment] == 0 && classifier.totals.sum == order.count)
    }

    @Test func `Fragments that never come together stay incomplete, in bounded memory`() {
        var classifier = FrameClassifier()
        for number in 0..<2000 {
            let octets = Self.ip(89, Array(Self.packet[0..<16]), flags: 0x2000, identification: UInt16(number))
            let frame = CapturedFrame(number: number, time: .origin, linkType: .raw, octets: octets)
            #expect(classifier.classify(frame).frameClass == .incompleteFragment)
        }
        #expect(classifier.totals[.incompleteFragment] == 2000)
    }

    @Test func `A wrong IP header checksum is its own class`() {
        var octets = Self.datagram
        octets[8] = 99
        var classifier = FrameClassifier()
        let frame = CapturedFrame(number: 1, time: .origin, linkType: .raw, octets: octets)
        #expect(classifier.classify(frame).frameClass == .badIPChecksum)
    }

    @Test func `Tunnels in tunnels end somewhere`() {
        var octets = Self.datagram
        for _ in 0..<100 { octets = Self.ip(4, octets) }
        var classifier = FrameClassifier()
        let frame = CapturedFrame(number: 1, time: .origin, linkType: .raw, octets: octets)
        #expect(classifier.classify(frame).frameClass == .notOSPF)
    }
}
