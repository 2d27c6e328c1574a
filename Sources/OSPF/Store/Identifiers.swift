/// The number of an LSA key in an `LSAStore`: dense from 0, equal exactly when the keys are equal.
public struct LSAKeyID: Hashable, Sendable {
    public let number: UInt32
    init(_ number: Int) { self.number = UInt32(truncatingIfNeeded: number) }
    init(number: UInt32) { self.number = number }
    var index: Int { Int(number) }
    static let none = LSAKeyID(number: .max)
}

/// The number of an LSA instance in an `LSAStore`: dense from 0, equal exactly when key, sequence number, checksum,
/// options and body are equal. The age is not part of it.
public struct LSAInstanceID: Hashable, Sendable {
    public let number: UInt32
    init(_ number: Int) { self.number = UInt32(truncatingIfNeeded: number) }
    init(number: UInt32) { self.number = number }
    var index: Int { Int(number) }
    static let none = LSAInstanceID(number: .max)
}

/// The number of an IPv4 prefix in an `LSAStore`.
public struct PrefixID: Hashable, Sendable {
    public let number: UInt32
    init(_ number: Int) { self.number = UInt32(truncatingIfNeeded: number) }
    init(number: UInt32) { self.number = number }
    public var index: Int { Int(number) }
    static let none = PrefixID(number: .max)
}
