/// Which of two instances of one LSA is the more recent one (RFC 2328 §13.1).
public enum Freshness: Hashable, Sendable {
    case newer, same, older
}

/// What distinguishes instances of one LSA (RFC 2328 §13.1).
public struct InstanceMark: Sendable {
    public let sequenceNumber: Int32
    public let checksum: UInt16
    /// Seconds; values above MaxAge are MaxAge.
    public let age: Int

    @inlinable public init(sequenceNumber: Int32, checksum: UInt16, age: Int) {
        self.sequenceNumber = sequenceNumber
        self.checksum = checksum
        self.age = age
    }

    /// Whether this instance is newer than, the same as or older than `other` (RFC 2328 §13.1).
    ///
    /// Antisymmetric, and `.same` for instances that differ in age by at most MaxAgeDiff.
    @inlinable public func freshness(comparedTo other: Self) -> Freshness {
        if sequenceNumber != other.sequenceNumber { return sequenceNumber > other.sequenceNumber ? .newer : .older }
        if checksum != other.checksum { return checksum > other.checksum ? .newer : .older }
        let (isMaxAge, otherIsMaxAge) = (age >= Constants.maxAgeSeconds, other.age >= Constants.maxAgeSeconds)
        if isMaxAge != otherIsMaxAge { return isMaxAge ? .newer : .older }
        // Both at MaxAge are the same instance, whatever a value above MaxAge says.
        if isMaxAge { return .same }
        if abs(age - other.age) > Constants.maxAgeDiff { return age < other.age ? .newer : .older }
        return .same
    }
}

extension LSAHeader {
    @inlinable var mark: InstanceMark {
        InstanceMark(sequenceNumber: sequenceNumber, checksum: checksum, age: Int(age))
    }

    /// Whether this instance is newer than, the same as or older than `other` (RFC 2328 §13.1).
    @inlinable public func freshness(comparedTo other: LSAHeader) -> Freshness {
        mark.freshness(comparedTo: other.mark)
    }
}
