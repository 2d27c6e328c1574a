import NetworkPrimitives

/// Opaque LSAs that a router originates for an application that is not modeled (RFC 5250): a growing number of them is what
/// limits are tested with.
public struct OpaqueConfiguration: Hashable, Sendable {
    /// How far they are flooded; the raw values are the LS types.
    public enum Scope: UInt8, Hashable, Sendable, CaseIterable {
        case link = 9
        case area = 10
        /// The whole autonomous system, except stub areas and NSSAs.
        case system = 11
    }

    public var scope: Scope
    /// The application. 3, Grace, is the protocol's own; 128 to 255 are for private use.
    public var opaqueType: UInt8
    /// How many for each link, each area, or in all: opaque IDs `0..<count`.
    public var count: UInt32
    /// Octets of each body, a multiple of four.
    public var length: UInt16

    public init(scope: Scope, opaqueType: UInt8 = 128, count: UInt32, length: UInt16 = 4) {
        self.scope = scope
        self.opaqueType = opaqueType
        self.count = count
        self.length = length
    }
}
