import NetworkPrimitives

/// What a file says of a network besides how it works. Reports show it; nothing that happens depends on it.
public struct NetworkNotes: Hashable, Sendable {
    /// A place in a drawing: x to the right, y down, in units of its own.
    public struct Place: Hashable, Sendable {
        public var x: Int
        public var y: Int

        public init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
    }

    /// External prefixes, and the routers that can originate them, best first.
    public struct Group: Hashable, Sendable {
        public var name: String
        public var site: String?
        public var prefixes: Int
        public var originators: [RouterIndex]

        public init(name: String, site: String?, prefixes: Int, originators: [RouterIndex]) {
            (self.name, self.site, self.prefixes, self.originators) = (name, site, prefixes, originators)
        }
    }

    /// A vendor's preset that routers have limits or timers from, and how sure it is.
    public struct UsedPreset: Hashable, Sendable {
        public var name: String
        public var summary: String
        public var sources: [String]
        public var unconfirmed: [String]
        public var routers: [RouterIndex]

        public init(name: String, summary: String, sources: [String], unconfirmed: [String], routers: [RouterIndex]) {
            (self.name, self.summary, self.sources) = (name, summary, sources)
            (self.unconfirmed, self.routers) = (unconfirmed, routers)
        }
    }

    /// By router; none where the file gives no router one.
    public var places: Table<RouterIndex, Place?> = []
    /// Networks outside, and the routers where their traffic enters.
    public var outside: [ProbeSource] = []
    public var groups: [Group] = []
    public var presets: [UsedPreset] = []

    public init() {}
}
