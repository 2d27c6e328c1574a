/// A network.
public struct TopologyDocument: Codable, Equatable, Sendable {
    /// In the order in which routers name them.
    public var sites: [String]
    /// In the order of their numbers.
    public var areas: [String]
    /// A router's number is its position.
    public var routers: [TopologyRouterDocument]
    /// A segment's number is its position.
    public var segments: [TopologySegmentDocument]
    /// Networks outside.
    public var outside: [OutsideDocument]
    /// External prefixes and the routers that can originate them.
    public var groups: [GroupDocument]
}

/// A router as it is configured.
public struct TopologyRouterDocument: Codable, Equatable, Sendable {
    /// As the network calls it.
    public var name: String
    /// The position of its site.
    public var site: Int?
    /// The positions of its areas.
    public var areas: [Int]
    /// It is attached to several areas.
    public var border: Bool
    /// It announces external destinations, or can.
    public var boundary: Bool
    /// How many LSAs it may hold; null without a limit.
    public var limit: Int?
    /// At how many it logs a warning; null without one.
    public var warning: Int?
    /// Where drawings have it; null where the file does not say.
    public var position: [Int]?
}

/// A link or LAN.
public struct TopologySegmentDocument: Codable, Equatable, Sendable {
    /// As the network calls it.
    public var name: String
    /// By the type of its interfaces.
    public var kind: String
    /// The position of its area.
    public var area: Int
    /// Numbers of routers.
    public var members: [Int]
    /// The output cost of each member's interface.
    public var costs: [Int]
    /// The name of each member's interface.
    public var interfaces: [String]
}

/// A network outside.
public struct OutsideDocument: Codable, Equatable, Sendable {
    /// Its name.
    public var name: String
    /// Numbers of the routers where its traffic enters, the preferred first.
    public var enters: [Int]
}

/// External prefixes.
public struct GroupDocument: Codable, Equatable, Sendable {
    /// Their name.
    public var name: String
    /// The position of the site where the destinations are.
    public var site: Int?
    /// How many they are.
    public var prefixes: Int
    /// Numbers of routers, the best first.
    public var originators: [Int]
}

/// A vendor's preset that routers have limits or timers from.
public struct UsedPresetDocument: Codable, Equatable, Sendable {
    /// What scenario files call it.
    public var name: String
    /// What it stands for.
    public var summary: String
    /// Numbers of the routers.
    public var routers: [Int]
    /// Where its values were read.
    public var sources: [String]
    /// What is not known for certain.
    public var unconfirmed: [String]
    /// Unconfirmed is empty.
    public var confirmed: Bool
}

/// Something that routers do wrong as they are configured.
public struct DefectDocument: Codable, Equatable, Sendable {
    /// Of defects in scenario files.
    public var key: String
    /// Numbers of the routers.
    public var routers: [Int]
    /// In words.
    public var text: String
}
