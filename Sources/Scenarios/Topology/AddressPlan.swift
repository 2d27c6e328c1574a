import NetworkPrimitives

/// Hands out router ids and segment prefixes where the file gives none, in the order in which they are asked for and
/// around those that it does give.
struct AddressPlan {
    private var routerIDs: Pool
    private var links: Pool
    private var lans: Pool

    init(addressing: Value?) {
        func pool(_ key: String, _ standard: IPv4Prefix) -> Pool { Pool(addressing?[key]?.prefix ?? standard) }
        routerIDs = pool("router-ids", IPv4Prefix(IPv4Address(bits: 0x0AFF_0000), length: 16))
        links = pool("links", IPv4Prefix(IPv4Address(bits: 0x0A00_0000), length: 10))
        lans = pool("lans", IPv4Prefix(IPv4Address(bits: 0x0A40_0000), length: 10))
    }

    /// Takes what the file gives out of what is handed out.
    mutating func reserve(_ given: [ClosedRange<UInt32>]) {
        let ranges = Ranges(given)
        routerIDs.reserved = ranges
        links.reserved = ranges
        lans.reserved = ranges
    }

    /// The next Router ID; the pool's own network address is left out. `nil` where the pool is used up.
    mutating func nextRouterID() -> RouterID? {
        guard let next = routerIDs.next(length: 32) else { return nil }
        return next.address == routerIDs.prefix.address ? nextRouterID() : RouterID(bits: next.address.bits)
    }

    mutating func nextLink() -> IPv4Prefix? { links.next(length: 30) }

    /// The next /24, or a larger one where more than 254 routers are on the LAN.
    mutating func nextLAN(members: Int) -> IPv4Prefix? {
        let bits = max(8, Int.bitWidth - (members + 1).leadingZeroBitCount)
        return bits <= 32 ? lans.next(length: UInt8(32 - bits)) : nil
    }

    var poolSummary: (routerIDs: IPv4Prefix, links: IPv4Prefix, lans: IPv4Prefix) {
        (routerIDs.prefix, links.prefix, lans.prefix)
    }
}

private struct Pool {
    let prefix: IPv4Prefix
    var reserved = Ranges([])
    /// The first address that has not been handed out; 64 bits wide, so that it can lie behind the last address.
    private var start: UInt64

    init(_ prefix: IPv4Prefix) {
        self.prefix = prefix
        start = UInt64(prefix.address.bits)
    }

    mutating func next(length: UInt8) -> IPv4Prefix? {
        guard length >= prefix.length else { return nil }
        let size = UInt64(1) << (32 - UInt64(length))
        start = (start + size - 1) / size * size
        while start + size - 1 <= UInt64(prefix.lastAddress.bits) {
            let candidate = IPv4Prefix(IPv4Address(bits: UInt32(start)), length: length)
            guard let end = reserved.end(overlapping: candidate) else {
                start += size
                return candidate
            }
            start = (UInt64(end) + size) / size * size
        }
        return nil
    }
}

/// Address ranges, merged and in order, so that overlaps are found quickly.
private struct Ranges {
    private var ranges: [(first: UInt32, last: UInt32)] = []

    init(_ given: [ClosedRange<UInt32>]) {
        for range in given.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = ranges.last, range.lowerBound <= last.last {
                ranges[ranges.count - 1].last = max(last.last, range.upperBound)
            } else {
                ranges.append((range.lowerBound, range.upperBound))
            }
        }
    }

    /// The last address of a range that has addresses of `prefix`, or `nil`.
    func end(overlapping prefix: IPv4Prefix) -> UInt32? {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].last < prefix.address.bits { low = middle + 1 } else { high = middle }
        }
        guard low < ranges.count, ranges[low].first <= prefix.lastAddress.bits else { return nil }
        return ranges[low].last
    }
}
