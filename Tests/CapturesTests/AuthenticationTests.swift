import Captures
import Foundation
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 2328 §D.4.3 and RFC 5709 Cryptographic authentication") struct AuthenticationTests {
    /// The captures whose keys are known: file, key ID, key, packets with a digest.
    static let keyed: [(String, UInt8, String, Int)] = [
        ("my-pcaps--OSPFv2_MD5_authentication.pcap", 1, "abcdefghijklmnop", 16),
        ("my-pcaps--OSPFv2_MD5_authentication-more.pcap", 1, "abcdefghijklmnop", 50),
        ("my-pcaps--ospf-md5_key-1234.pcap", 1, "1234", 1),
        ("my-pcaps--ospf-hmac-sha-1_key-1234.pcap", 1, "1234", 30),
        ("my-pcaps--ospf-hmac-sha-256_key-1234.pcap", 1, "1234", 1),
    ]

    @Test func `Every digest is verified by its key, and by no other`() throws {
        guard let folder = TestData.shared("captures/public", for: "digests") else { return }
        var verified = 0
        for (name, keyID, key, count) in Self.keyed {
            let (frames, _) = try GoldenCaptures.frames(of: folder.appendingPathComponent(name))
            #expect(verdicts(frames, [keyID: Array(key.utf8)])[.verified] == count, "\(name)")
            #expect(verdicts(frames, [keyID: Array(("x" + key).utf8)])[.failed] == count, "\(name)")
            #expect(verdicts(frames, [77: Array(key.utf8)])[.keyUnknown] == count, "\(name)")
            verified += count
        }
        print("\(verified) digests verified")
    }

    private func verdicts(_ frames: [CapturedFrame], _ keys: [UInt8: [UInt8]]) -> [AuthenticationVerdict: Int] {
        var dissector = FrameDissector()
        var counts: [AuthenticationVerdict: Int] = [:]
        for frame in frames {
            guard case .packets(let packets) = dissector.dissect(frame),
                let packet = try? OSPFPacket(decoding: packets[0].octets)
            else { continue }
            counts[AuthenticationKeys(keys).verdict(on: packet, octets: packets[0].octets), default: 0] += 1
        }
        return counts
    }

    /// A bare packet of 24 octets with key ID 1, sequence number 5; digests by Python's hashlib and hmac, key "secret".
    @Test(
        "Known answers",
        arguments: [
            "02a44720809858f91eb04a51b4bf5472",
            "ccb557c73f61ec324dd90b29c70eed5d7d6bd0d5",
            "28d802e3a0d467d7c6adb9350abf132c82c2d0011ad406d342f56a49caeebe5c",
            "bb92a1cec52eb1859f1ab366f790fc74de25e0e58ebc6448346a32c3ad1550047739ce39ade38e1aee2c1c26bdb05656",
            "223e1bdce6b83f2f64b103b54f37b95668b44d2c6ebf8106d6aab5c73bc578220a31c9b77434955dcff9dca2cb9287ba56587e2dfd387ee91c663c7c79f8e64b",
        ])
    func knownAnswer(digest: String) throws {
        let octets = stride(from: 0, to: digest.count, by: 2).map { offset in
            let start = digest.index(digest.startIndex, offsetBy: offset)
            return UInt8(digest[start..<digest.index(start, offsetBy: 2)], radix: 16) ?? 0
        }
        let header: [UInt8] = [
            2, 5, 0, 24, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, UInt8(octets.count), 0, 0, 0, 5,
        ]
        let packet = try OSPFPacket(decoding: header + octets)
        let keys = AuthenticationKeys([1: Array("secret".utf8)])
        #expect(keys.verdict(on: packet, octets: header + octets) == .verified)
    }
}
