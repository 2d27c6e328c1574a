import Captures
import Foundation
import NetworkPrimitives
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 2328 §D.4.3 and RFC 5709 Cryptographic authentication") struct AuthenticationTests {
    /// The captures whose keys are known: file, key ID, key, packets with a digest.
    static let keyed: [(String, UInt32, String, Int)] = [
        ("my-pcaps--OSPFv2_MD5_authentication.pcap", 1, "abcdefghijklmnop", 16),
        ("my-pcaps--OSPFv2_MD5_authentication-more.pcap", 1, "abcdefghijklmnop", 50),
        ("my-pcaps--ospf-md5_key-1234.pcap", 1, "1234", 1),
        ("my-pcaps--ospf-hmac-sha-1_key-1234.pcap", 1, "1234", 30),
        ("my-pcaps--ospf-hmac-sha-256_key-1234.pcap", 1, "1234", 1),
    ]

    @Test(.enabled(if: TestData.has("captures/public"), "the reference data is not beside this checkout"))
    func `Every digest is verified by its key, and by no other`() throws {
        let folder = try #require(TestData.shared("captures/public"))
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

    private func verdicts(_ frames: [CapturedFrame], _ keys: [UInt32: [UInt8]]) -> [AuthenticationVerdict: Int] {
        var dissector = FrameDissector()
        var counts: [AuthenticationVerdict: Int] = [:]
        for frame in frames {
            guard case .packets(let packets) = dissector.dissect(frame),
                let packet = try? OSPFPacket(decoding: packets[0].octets)
            else { continue }
            counts[
                AuthenticationKeys(keys).verdict(on: packet, octets: packets[0].octets, source: packets[0].source),
                default: 0] += 1
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
        #expect(keys.verdict(on: packet, octets: header + octets, source: .unspecified) == .verified)
    }

    /// A Hello of BIRD 2.0.12 with HMAC-SHA-1: key ID 7, and a key of 23 octets that BIRD does not hash first.
    private static let birdHello =
        "020100300a090901000000000000000200000714 6b011369 fffffffc000102010000000400000000000000000a090902"
        + "3284e3a6dfd87119840fc4c98816f50a0139c332"

    @Test func `A key longer than the digest is taken as HMAC itself takes it, too`() throws {
        let digits = Self.birdHello.filter { $0 != " " }
        let octets = stride(from: 0, to: digits.count, by: 2).map { offset in
            let start = digits.index(digits.startIndex, offsetBy: offset)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0
        }
        let packet = try OSPFPacket(decoding: octets)
        func verdict(_ key: String) -> AuthenticationVerdict {
            AuthenticationKeys([7: Array(key.utf8)]).verdict(on: packet, octets: octets, source: .unspecified)
        }
        func verdict(_ keys: AuthenticationKeys.Key...) -> AuthenticationVerdict {
            AuthenticationKeys(keys).verdict(on: packet, octets: octets, source: IPv4Address(bits: 0x0A09_0902))
        }
        #expect(verdict("a secret of twenty-five") == .verified)
        let right = AuthenticationKeys.Key(id: 7, secret: Array("a secret of twenty-five".utf8))
        let wrong = AuthenticationKeys.Key(id: 7, secret: Array("wrong".utf8))
        let sender = IPv4Address(bits: 0x0A09_0902)
        #expect(verdict(wrong, right) == .verified)
        #expect(verdict(.init(id: 7, secret: right.secret, source: sender), wrong) == .verified)
        #expect(verdict(.init(id: 7, secret: wrong.secret, source: sender), right) == .failed)
        #expect(verdict(.init(id: 7, secret: right.secret, source: IPv4Address(bits: 1))) == .keyUnknown)
        #expect(verdict("a secret of twenty-fivE") == .failed)
    }

    /// For the key "secret" and for one of 100 octets: each algorithm as RFC 2328 and RFC 5709 have it and, MD5 apart, as RFC
    /// 7474 has it. Made by Python's hashlib and hmac from the text of the RFCs.
    private static let signedHellos = [
        "2ae1ac9f1754f35cefec1b4d19f5e670",
        "97513af83ffb941018dd3758224d79ece9e7feef",
        "75508d53c8d6fc6dc2c81fb47a578109d37e74a4",
        "e8ed66b05c2408dcbbe4e4e559b00e1c954472d0a8f3e5b0aa64735736fa23ee",
        "a21cb9281665cce619ccb54deeb771b3bb41bfcd7c6ade91db220bfa3d1e1f56",
        "0bf448a37564b3b9168254be8c8afd1f644d1880eb5ff988a8ebdd7c11020d250d680442dacdde7552985ad1193205f7",
        "920516d5885c4059cd3d8c79b35d4a764fe7db04cc2dc670f4bdb3d9fd44d28db6f4d7f6efee26c7546841f4be181495",
        "6b7f009240224da5867d4801ba44bcc0bdaaea816999c99da9f01096f7dd9c3eca87d9510f134817ca74617dad5c1af82ca514263dce7c31fb1e312832d23279",
        "e2e50becf195950b8a7100a4ae59d88794251e06ba2b87667f42b5e8fcf967aa29f4071de2673e1f5af6a38acf8a01641001f17e7223250ee0e8b2ae174553e6",
        "b006ba6a87dc7727e4d41f0381ed266f",
        "51af6535b3cfb9688dc4ee2f740db917ebef1503",
        "faed085788f54b701b49a1c5631eaa449ea04f80",
        "44477a5e0117c36d1e91dccd8d22cb7bcb254da5681f35bf45aa16fa216c51b9",
        "d89d31c3caabf05d5609cbdc0f74e599246301a49031f42c4f2371d918b00f20",
        "38bd0d73757c970070588b25d17bd2a98b7c328d8a00174432cb3a19e74190b6e580004cdcd1143abb184dbfd44d524f",
        "3ca9cc03b2a570c0763813958359ee2bcf41f630109355280b31badd638790acafba90387c579d581db5c058ccdaee68",
        "43bf2af7a5ced808b7d3f1cf0fdc7cc09ca06e787458f753fd1b3059fa3ffd25ff091a60e6c9dbc42516f6ee6bcd7d03c85021e76110554bdf52f4339146adc3",
        "e6f71061c47c94632a4319c9a76e89ec8ad2a285e0a2f090b18b83a16f80cd17d90266f059d7b7a6c1a79a0aec22f30d38a17a38f22bb28818954c4812d4fb20",
    ]

    @Test func `What is signed here is what others compute, for every algorithm, both trailers and long keys`() {
        let hello = Hello(
            networkMask: IPv4Address("255.255.255.252")!, helloInterval: 10, options: Options(rawValue: 2),
            routerPriority: 1, routerDeadInterval: 40, neighbors: [RouterID("10.0.0.2")!])
        var digests: [String] = []
        for key in [Array("secret".utf8), Array(repeating: UInt8(ascii: "x"), count: 100)] {
            for algorithm in CryptographicAlgorithm.allCases {
                let length = UInt8(algorithm.digestLength)
                let plain = Authentication.cryptographic(keyID: 5, digestLength: length, sequenceNumber: 1000)
                digests.append(signed(hello, plain, algorithm, .rfc5709, key, sequence: []))
                guard algorithm != .keyedMD5 else { continue }
                let extended = Authentication.extended(dataLength: length + 8, keyID: 70_000)
                digests.append(
                    signed(hello, extended, algorithm, .rfc7474, key, sequence: [0, 0, 0, 3, 0, 0, 0, 77]))
            }
        }
        #expect(digests == Self.signedHellos)
    }

    /// The digest of a packet from 10.1.0.1, after seeing that it is verified, and that a changed one is not.
    private func signed(
        _ hello: Hello, _ authentication: Authentication, _ algorithm: CryptographicAlgorithm,
        _ trailer: AuthenticationTrailer, _ key: [UInt8], sequence: [UInt8]
    ) -> String {
        let source = IPv4Address("10.1.0.1")!
        let packet = OSPFPacket(
            routerID: RouterID("10.0.0.1")!, areaID: .backbone, body: .hello(hello), authentication: authentication)
        let covered = packet.encoded() + sequence
        let digest = MessageDigest.of(covered, algorithm, trailer, key: key, source: source)
        let keyID: UInt32 = trailer == .rfc7474 ? 70_000 : 5
        func verdict(_ octets: [UInt8], _ source: IPv4Address) -> AuthenticationVerdict? {
            (try? OSPFPacket(decoding: octets)).map {
                AuthenticationKeys([keyID: key]).verdict(on: $0, octets: octets, source: source)
            }
        }
        #expect(verdict(covered + digest, source) == .verified)
        // RFC 7474 §5: another source address is noticed.
        #expect(verdict(covered + digest, IPv4Address("10.1.0.2")!) == (trailer == .rfc7474 ? .failed : .verified))
        for position in 24..<covered.count {
            var damaged = covered + digest
            damaged[position] ^= 1
            #expect(verdict(damaged, source) == .failed, "octet \(position)")
        }
        return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
