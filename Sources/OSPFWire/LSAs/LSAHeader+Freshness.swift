/// Which of two instances of one LSA is the more recent one (RFC 2328 §13.1).
public enum Freshness: Hashable, Sendable {
    case newer, same, older
}

extension LSAHeader {
    /// MaxAgeDiff in seconds (RFC 2328 Appendix B).
    public static let maxAgeDiff: UInt16 = 900

    /// Whether this instance is newer than, the same as or older than `other` (RFC 2328 §13.1).
    ///
    /// Antisymmetric, and `.same` for instances that differ in age by at most MaxAgeDiff.
    public func freshness(comparedTo other: LSAHeader) -> Freshness {
        if sequenceNumber != other.sequenceNumber { return sequenceNumber > other.sequenceNumber ? .newer : .older }
        if checksum != other.checksum { return checksum > other.checksum ? .newer : .older }
        if isMaxAge != other.isMaxAge { return isMaxAge ? .newer : .older }
        // Both at MaxAge are the same instance, whatever a value above MaxAge says.
        if isMaxAge { return .same }
        let difference = age > other.age ? age - other.age : other.age - age
        if difference > Self.maxAgeDiff { return age < other.age ? .newer : .older }
        return .same
    }
}
