import NetworkPrimitives

/// Walks the LSAs of a Link State Update in raw memory, without any allocation (RFC 2328 §A.3.5).
///
/// The octets are passed to each call, as a span cannot be stored:
/// ```swift
/// var cursor = try LinkStateUpdateCursor(body: octets, in: 24..<length)
/// while let lsa = try cursor.next(in: octets) { … lsa.header … lsa.body … }
/// ```
public struct LinkStateUpdateCursor: Sendable {
    /// One LSA in the octets that it was read from.
    public struct Element: Sendable {
        public let header: LSAHeader
        /// Where the LSA lies, header included.
        public let range: Range<Int>

        /// Where the octets after the header lie.
        @inlinable public var body: Range<Int> { range.lowerBound + LSAHeader.size..<range.upperBound }

        /// Whether the LS checksum is right.
        public func isChecksumValid(in octets: RawSpan) -> Bool { isLSAChecksumValid(octets.extracting(range)) }

        @inlinable init(header: LSAHeader, range: Range<Int>) {
            self.header = header
            self.range = range
        }
    }

    /// LSAs that the count field promises and that were not yet read.
    public private(set) var remaining: UInt32
    @usableFromInline var offset: Int
    @usableFromInline let end: Int

    /// Starts at the count field.
    /// - Parameter range: the packet's body, from the octet after the 24-octet header to the packet's length.
    public init(body octets: RawSpan, in range: Range<Int>) throws(DecodeError) {
        guard range.count >= 4, range.lowerBound >= 0, range.upperBound <= octets.byteCount else {
            let available = max(0, min(range.upperBound, octets.byteCount) - range.lowerBound)
            throw DecodeError(
                field: "# LSAs", offset: range.lowerBound, reason: .truncated(needed: 4, available: available))
        }
        remaining = UInt32(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self))
        offset = range.lowerBound + 4
        end = range.upperBound
    }

    /// The next LSA, or `nil` after as many as the count field says.
    public mutating func next(in octets: RawSpan) throws(DecodeError) -> Element? {
        guard remaining > 0 else { return nil }
        let start = offset
        guard start &+ LSAHeader.size <= end, end <= octets.byteCount else {
            throw DecodeError(
                field: "LSA header", offset: start, reason: .truncated(needed: LSAHeader.size, available: end - start))
        }
        let header = LSAHeader(loadingFrom: octets, at: start)
        let length = Int(header.length)
        guard length >= LSAHeader.size, start &+ length <= end else {
            throw DecodeError(field: "LS length", offset: start + 18, reason: .invalidLength(length))
        }
        remaining &-= 1
        offset = start &+ length
        return Element(header: header, range: start..<offset)
    }
}
