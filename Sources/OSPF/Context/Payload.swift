import NetworkPrimitives

/// The payload of a packet under construction: the neighbors of a Hello, the keys of a request, or LSAs with their ages.
/// `PacketPool` lends the memory.
struct Payload: Sendable {
    private(set) var words: [UInt32]

    /// - Parameter words: whatever it holds is overwritten.
    init(_ words: consuming [UInt32] = []) {
        words.removeAll(keepingCapacity: true)
        self.words = words
    }

    var isEmpty: Bool { words.isEmpty }
    /// How many keys or neighbors it holds.
    var itemCount: Int { words.count }
    /// How many LSAs it holds.
    var lsaCount: Int { words.count / 2 }

    @inline(__always) mutating func append(_ instance: LSAInstanceID, age: UInt32) {
        words.append(instance.number)
        words.append(age)
    }

    mutating func append(_ neighbor: RouterID) { words.append(neighbor.bits) }
    mutating func append(_ key: LSAKeyID) { words.append(key.number) }
    mutating func append(_ others: ArraySlice<UInt32>) { words.append(contentsOf: others) }
}
