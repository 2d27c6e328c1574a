/// What has a small number of its own.
protocol Numbered {
    var number: UInt32 { get }
    init(number: UInt32)
}

extension DatabaseSlot: Numbered {}
extension LSAKeyID: Numbered {}
extension PrefixID: Numbered {}

/// A neighbor's retransmission list (RFC 2328 §10).
typealias SlotSet = BitSet<DatabaseSlot>

/// A set of what is numbered densely, as bits, with its count.
struct BitSet<Member: Numbered>: Equatable, Sendable {
    private var words: [UInt64] = []
    private(set) var count = 0

    @inline(__always) func contains(_ member: Member) -> Bool {
        member.word < words.count && words[member.word] & member.bit != 0
    }

    /// Whether it was not in the set before.
    @inline(__always) mutating func insert(_ member: Member) -> Bool {
        if member.word >= words.count {
            words.append(contentsOf: repeatElement(0, count: member.word + 1 - words.count))
        }
        guard words[member.word] & member.bit == 0 else { return false }
        words[member.word] |= member.bit
        count += 1
        return true
    }

    /// Whether it was in the set before.
    @inline(__always) mutating func remove(_ member: Member) -> Bool {
        guard contains(member) else { return false }
        precondition(count > 0, "a set counts its members")
        words[member.word] &= ~member.bit
        count -= 1
        return true
    }

    /// The first member from `member` on.
    func next(from member: Member) -> Member? {
        guard count > 0, member.word < words.count else { return nil }
        var index = member.word
        var word = words[index] & ~(member.bit - 1)
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return Member(number: UInt32(index << 6 + word.trailingZeroBitCount))
    }

    mutating func removeAll() {
        words.removeAll()
        count = 0
    }
}

extension Numbered {
    @inline(__always) fileprivate var word: Int { Int(number >> 6) }
    @inline(__always) fileprivate var bit: UInt64 { 1 << UInt64(number & 63) }
}
