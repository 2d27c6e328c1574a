import Captures
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import OSPFWire
import Replays
import TestSupport
import Testing

@Suite("Authentication in captures of a simulated network") struct SignedCaptureTests {
    private static func configured(
        _ kind: InterfaceAuthentication.Kind, _ id: UInt32 = 1, _ key: [UInt8] = Array("secret".utf8),
        _ algorithm: CryptographicAlgorithm = .hmacSHA256
    ) -> InterfaceAuthentication {
        kind == .null
            ? .null
            : InterfaceAuthentication(kind, keys: [AuthenticationKey(keyID: id, algorithm: algorithm, key: key)])
    }

    private func network(_ left: InterfaceAuthentication, _ right: InterfaceAuthentication) -> Network {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        builder.nodes[0].ospf.interfaces[0].authentication = left
        builder.nodes[1].ospf.interfaces[0].authentication = right
        var network = Network(builder.configuration)
        network.recordsTransmissions = true
        return network
    }

    /// Secrets that differ, are padded or cut to the same, are as long as a digest or longer; and all else that can differ.
    private static let grid: [InterfaceAuthentication] = {
        let long = Array(repeating: UInt8(ascii: "k"), count: 70)
        let keys: [[UInt8]] = [
            Array("secret".utf8), Array("secret\0".utf8), Array("sEcret".utf8), Array(long[..<16]), Array(long[..<17]),
            Array(long[..<64]), long,
        ]
        var all: [InterfaceAuthentication] = [.null]
        all += keys.prefix(3).map { configured(.simple, 0, $0) }
        for key in keys {
            all.append(configured(.cryptographic, 1, key, .keyedMD5))
            all.append(configured(.cryptographic, 1, key, .hmacSHA1))
            all.append(configured(.extended, 1, key, .hmacSHA512))
        }
        return all + [configured(.cryptographic, 2), configured(.extended, 2, keys[0], .hmacSHA1)]
    }()

    @Test func `The emulated receiver accepts a packet exactly when its octets verify`() throws {
        var (pairs, accepted) = (0, 0)
        for left in Self.grid {
            for right in Self.grid {
                var network = network(left, right)
                network.advance(to: .origin + .seconds(25))
                let first = try #require(network.transmissions.first { $0.router == 0 })
                let octets = SignedPacket.octets(of: first.packet, network.context)
                let isAccepted = network.routers[1].counters.packetsNotAuthenticated == 0
                let verifies = self.verifies(octets, right, source: network.context.packets[first.packet].sourceAddress)
                #expect(isAccepted == verifies, "\(left) \(right)")
                #expect(isAccepted == !network.routers[1].neighborReports.isEmpty)
                #expect(isAccepted == left.canVerify(right))
                pairs += 1
                accepted += isAccepted ? 1 : 0
            }
        }
        print("\(pairs) pairs of configurations, \(accepted) accept each other")
        #expect(accepted > Self.grid.count && accepted < pairs / 4)
    }

    /// What a receiver that sees octets alone decides.
    private func verifies(
        _ octets: [UInt8], _ authentication: InterfaceAuthentication, source: IPv4Address
    ) -> Bool {
        guard let packet = try? OSPFPacket(decoding: octets),
            packet.header.authentication.type == UInt16(authentication.kind.rawValue)
        else { return false }
        switch authentication.kind {
        case .null: return true
        case .simple:
            let password = authentication.keys[0].key + Array(repeating: 0, count: 8)
            return packet.header.authentication.data == password.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        case .cryptographic, .extended:
            let key = authentication.keys[0]
            let extra = authentication.kind == .extended ? 8 : 0
            guard packet.digest.count == key.algorithm.digestLength + extra else { return false }
            return AuthenticationKeys([key.keyID: key.key]).verdict(on: packet, octets: octets, source: source)
                == .verified
        }
    }

    @Test(
        "A captured run verifies by its key alone, its sequence numbers do not fall, and sizes are exact",
        arguments: [
            configured(.simple), configured(.cryptographic, 1, Array("secret".utf8), .keyedMD5),
            configured(.cryptographic, 1, Array("secret".utf8), .hmacSHA384), configured(.extended),
        ])
    func captured(authentication: InterfaceAuthentication) throws {
        try SimulatedTrace.withFolder { folder in
            var network = network(authentication, authentication)
            let captures = SegmentCaptures(directory: folder.path, of: network.configuration)
            var sizes = 0
            while network.now < .origin + .seconds(90) {
                network.advance(to: network.now + .seconds(1))
                for transmission in network.transmissions {
                    let octets = SignedPacket.octets(of: transmission.packet, network.context)
                    #expect(octets.count + 20 == network.context.packets[transmission.packet].datagramLength)
                    sizes += 1
                }
                try captures.drain(&network)
            }
            #expect(sizes > 20 && network.routers[0].fullAdjacencies == 1)
            let path = folder.appendingPathComponent(try captures.close()[0].name).path
            let keyed = authentication.kind == .simple ? [] : [FrameClass.used, .authenticationFailed, .keyUnknown]
            for (keys, expected) in zip([[1: "secret"], [1: "Secret"], [2: "secret"]], keyed) {
                let secrets = keys.mapValues { Array($0.utf8) }
                let keys = Dictionary(uniqueKeysWithValues: secrets.map { (UInt32($0), $1) })
                #expect(try totals(path, AuthenticationKeys(keys))[expected] == sizes)
            }
            #expect(try totals(path, nil)[.used] == sizes)
            try checkSequence(path)
        }
    }

    private func totals(_ path: String, _ keys: AuthenticationKeys?) throws -> FrameTotals {
        let reader = try CaptureReader(path: path)
        var classifier = FrameClassifier(authenticator: keys)
        while let frame = reader.next() { _ = classifier.classify(frame) }
        return classifier.totals
    }

    private func checkSequence(_ path: String) throws {
        let reader = try CaptureReader(path: path)
        var classifier = FrameClassifier()
        var last: [RouterID: UInt64] = [:]
        while let frame = reader.next() {
            guard let packet = classifier.classify(frame).decoded else { continue }
            let number: UInt64
            switch packet.header.authentication {
            case .cryptographic(_, _, _, let sequence): number = UInt64(sequence)
            case .extended: number = packet.digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            default: continue
            }
            let isStrict = packet.header.authentication.type == 3
            if let before = last[packet.header.routerID] { #expect(isStrict ? number > before : number >= before) }
            last[packet.header.routerID] = number
        }
    }
}
