import NetworkPrimitives

/// Architectural constants (RFC 2328 Appendix B), and what follows from the sizes of fields.
public enum Constants {
    // Computed, so that other modules use a number and not a global.
    @inlinable public static var lsRefreshTime: Duration { .seconds(1800) }
    /// MaxAge: the age at which an LSA is flushed.
    @inlinable public static var maxAge: Duration { .seconds(3600) }
    @inlinable public static var maxAgeSeconds: Int { 3600 }
    /// MaxAgeDiff, in seconds.
    @inlinable public static var maxAgeDiff: Int { 900 }
    @inlinable public static var initialSequenceNumber: Int32 { -0x7FFF_FFFF }
    @inlinable public static var maxSequenceNumber: Int32 { 0x7FFF_FFFF }
    /// RFC 2328 §12.1.6: never used.
    @inlinable public static var reservedSequenceNumber: Int32 { .min }
    @inlinable public static var lsInfinity: UInt32 { 0xFF_FFFF }
    /// The longest LSA, in octets: one must travel in an IP datagram of 65,535, with the headers of IP and OSPF, the count of
    /// LSAs, and the longest digest (RFC 2328 §A.1 and §A.3.5, RFC 5709 §3.3). It cannot be split.
    @inlinable public static var maximumLSALength: Int { 65_535 - 20 - PacketHeader.size - 4 - 64 }
    /// How many links of 12 octets a router-LSA can hold (RFC 2328 §A.4.2).
    @inlinable public static var maximumLinks: Int { (maximumLSALength - LSAHeader.size - 4) / 12 }
    /// How many attached routers a network-LSA can list (RFC 2328 §A.4.3).
    @inlinable public static var maximumAttachedRouters: Int { (maximumLSALength - LSAHeader.size - 4) / 4 }
}
