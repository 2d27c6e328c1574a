/// A running 64-bit digest of a sequence of numbers: equal sequences have equal digests on every machine.
///
/// Two multiply-rotate lanes; made for noticing differences between traces, not against malice.
public struct Digest: Hashable, Sendable {
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    @inlinable public mutating func add(_ number: UInt64) { mix(number) }
    @inlinable public mutating func add(_ number: UInt32) { mix(UInt64(number)) }
    @inlinable public mutating func add(_ number: Int64) { mix(UInt64(bitPattern: number)) }

    @usableFromInline mutating func mix(_ number: UInt64) {
        var mixed = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        value = mixed &* 0xD6E8_FEB8_6659_FD93 &+ 0x2545_F491_4F6C_DD1D
    }
}
