import NetworkPrimitives
import Testing

@Suite("Addresses and prefixes") struct AddressTests {
    @Test(arguments: ["0.0.0.0", "10.0.0.1", "255.255.255.255", "192.0.2.254"])
    func `a dotted quad reads and prints the same`(text: String) {
        #expect(IPv4Address(text)?.description == text)
        #expect(RouterID(text)?.description == text)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1..2.3", "1.2.3.", " 1.2.3.4", "1.2.3.4 ", "0001.2.3.4", "a.b.c.d",
    ])
    func `anything else is refused`(text: String) { #expect(IPv4Address(text) == nil) }

    @Test func `an area is a number or a dotted quad`() {
        #expect(AreaID("1") == AreaID("0.0.0.1"))
        #expect(AreaID("4294967296") == nil)
    }

    @Test func `a prefix has no host bits`() throws {
        #expect(IPv4Prefix("10.1.2.0/24")?.description == "10.1.2.0/24")
        #expect(IPv4Prefix("10.1.2.1/24") == nil)
        #expect(IPv4Prefix("10.1.2.0/33") == nil)
        let prefix = try #require(IPv4Prefix("10.1.2.0/30"))
        #expect(prefix.contains(IPv4Address("10.1.2.3")!))
        #expect(!prefix.contains(IPv4Address("10.1.2.4")!))
        #expect(prefix.lastAddress == IPv4Address("10.1.2.3"))
        #expect(IPv4Prefix.default.contains(prefix))
    }

    @Test func `a mask with holes is no mask`() {
        #expect(IPv4Prefix(IPv4Address("10.0.0.0")!, mask: IPv4Address("255.0.255.0")!) == nil)
        #expect(IPv4Prefix(IPv4Address("10.9.9.9")!, mask: IPv4Address("255.255.0.0")!)?.description == "10.9.0.0/16")
        #expect(IPv4Prefix(IPv4Address("10.9.9.9")!, mask: .unspecified) == .default)
    }
}

@Suite("Time") struct TimeTests {
    @Test(arguments: ["0s", "40s", "17m", "1h30m", "1.5s", "200ms", "33us", "5ns", "2m30s", "1.000000001s", "1h0.5s"])
    func `a duration reads and prints the same`(text: String) {
        #expect(Duration(text)?.description == text)
    }

    @Test(arguments: ["", "5", "s", "1x", "1s2m", "1s1s", "-1s", "1.2.3s", "0.5ns", "9999999999h", "1.s"])
    func `anything else is no duration`(text: String) { #expect(Duration(text) == nil) }
}

@Suite("Chance") struct ChanceTests {
    @Test func `SplitMix64 gives its published sequence`() {
        var dice = SeededDice(seed: 1_234_567)
        let sequence = [dice.next(), dice.next(), dice.next()]
        #expect(sequence == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test func `a roll happens about as often as its ratio says`() {
        var dice = SeededDice(seed: 7)
        let hits = (0..<100_000).count { _ in dice.roll(Ratio(1, of: 100)) }
        #expect((900...1_100).contains(hits))
        let (never, always) = (dice.roll(.zero), dice.roll(.one))
        #expect(!never && always)
    }

    @Test(arguments: [("1%", "1/100"), ("0.5%", "5/1000"), ("1/3", "1/3"), ("0", "0/1"), ("100%", "100/100")])
    func `a ratio is exact`(text: String, exact: String) { #expect(Ratio(text)?.description == exact) }

    @Test(arguments: ["", "2", "101%", "100.5%", "1/0", "3/2", "x", "1.%", "-1%"])
    func `anything else is no ratio`(text: String) { #expect(Ratio(text) == nil) }

    @Test func `a digest depends on order`() {
        var (left, right) = (Digest(), Digest())
        left.add(UInt64(1))
        left.add(UInt64(2))
        right.add(UInt64(2))
        right.add(UInt64(1))
        #expect(left != right)
    }
}
