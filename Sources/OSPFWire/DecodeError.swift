/// What is wrong with octets that should have been an OSPF packet or LSA, and where.
public struct DecodeError: Error, Hashable, Sendable {
    /// Why the field could not be read.
    public enum Reason: Hashable, Sendable {
        /// The octets end inside the field.
        case truncated(needed: Int, available: Int)
        /// A length field contradicts what it measures.
        case invalidLength(Int)
        /// A count field promises more items than there are octets for.
        case countExceedsLength(Int)
        /// A version this decoder does not read.
        case unsupportedVersion(UInt8)
        /// Octets are left over after the last whole item.
        case trailingOctets(Int)
    }

    /// The field's name in the RFC's figure, such as `Network mask`.
    public let field: String
    /// The offset of the field from the first octet of what was decoded.
    public let offset: Int
    public let reason: Reason

    public init(field: String, offset: Int, reason: Reason) {
        self.field = field
        self.offset = offset
        self.reason = reason
    }
}

extension DecodeError: CustomStringConvertible {
    public var description: String { "\(field) at octet \(offset): \(reason)" }
}

extension DecodeError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let needed, let available): "cut short, needs \(needed) octets and has \(available)"
        case .invalidLength(let length): "length \(length) cannot be right"
        case .countExceedsLength(let count): "promises \(count) items, more than there are octets for"
        case .unsupportedVersion(let version): "version \(version) is not OSPFv2"
        case .trailingOctets(let count): "\(count) octets are left over"
        }
    }
}
