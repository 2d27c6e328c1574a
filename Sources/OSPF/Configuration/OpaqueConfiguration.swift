import NetworkPrimitives
import OSPFWire

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
    /// How many for each link, each area, or in all: opaque IDs from `firstID` on.
    public var count: UInt32
    public var firstID: UInt32
    /// The one area that they are originated into, or on whose links; `nil` for all.
    public var area: AreaID?
    /// Octets of each body, a multiple of four.
    public var length: UInt16
    /// What each body says, a multiple of four octets; `nil` where only its length matters.
    public var content: [UInt8]?

    public init(
        scope: Scope, opaqueType: UInt8 = 128, count: UInt32, firstID: UInt32 = 0, area: AreaID? = nil,
        length: UInt16 = 4, content: [UInt8]? = nil
    ) {
        self.scope = scope
        self.opaqueType = opaqueType
        self.count = count
        self.firstID = firstID
        self.area = area
        self.length = length
        self.content = content
    }

    /// Whether an LSA is one of these.
    func covers(_ key: DatabaseKey) -> Bool {
        let id = OpaqueType.opaqueID(of: key.linkStateID)
        return scope.rawValue == key.type.rawValue && opaqueType == OpaqueType(of: key.linkStateID).rawValue
            && id >= firstID && id - firstID < count && (area == nil || scope == .system || area == key.area)
    }
}
