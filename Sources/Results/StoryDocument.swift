/// What happened for the same reason within a minute.
public struct StoryStepDocument: Codable, Equatable, Sendable {
    /// See docs/result-format.md.
    public var kind: String
    /// The first of it; nanoseconds since the start of the timeline.
    public var startNs: Int
    /// The last of it; nanoseconds since the start of the timeline.
    public var endNs: Int
    /// The position of the step that led to it.
    public var cause: Int?
    /// Positions of steps that had a part in it.
    public var furtherCauses: [Int]
    /// A sentence.
    public var text: String
    /// Where it happened.
    public var routers: [String]
    /// Their ids.
    public var happenings: [Int]
}

/// Something worth telling, and its cause.
public struct HappeningDocument: Codable, Equatable, Sendable {
    /// Its number; smaller ones than the first belong to the cold start.
    public var id: Int
    /// When it happened; nanoseconds since the start of the timeline.
    public var timeNs: Int
    /// See docs/result-format.md.
    public var kind: String
    /// Why an adjacency was lost (RFC 2328 §10.2).
    public var reason: String?
    /// Where; null for the whole network.
    public var router: String?
    /// Depends on kind.
    public var subject: Int
    /// Depends on kind.
    public var detail: Int
    /// The id of the happening that led to it.
    public var cause: Int?
    /// A sentence.
    public var text: String
    /// The number of the segment that it is about.
    public var segment: Int?
    /// The number of the other router.
    public var neighbor: Int?
    /// What is redistributed.
    public var redistribution: String?
    /// The position of the probe.
    public var probe: Int?
    /// Ids of what had a part in it besides cause.
    public var furtherCauses: [Int]?
    /// Who had advertised what the database held when the limit was hit or memory was used up.
    public var held: [HeldDocument]?
}

/// A router's part of a database.
public struct HeldDocument: Codable, Equatable, Sendable {
    /// Its name.
    public var router: String
    /// That it had advertised.
    public var lsas: Int
}

/// How something came about, or why a router has a route, or has none.
public struct WhyDocument: Codable, Equatable, Sendable {
    /// What was asked for.
    public var name: String?
    /// What it is.
    public var kind: String
    /// The id of the happening that is explained.
    public var chosen: Int?
    /// The first cause first, the chosen one last.
    public var chain: [HappeningDocument]?
    /// The same for each of its further causes.
    public var furtherChains: [[HappeningDocument]]?
    /// Ids of what else happened to it.
    public var others: [Int]?
    /// Whose route.
    public var router: String?
    /// That was asked for.
    public var prefix: String?
    /// The prefix that packets follow.
    public var matched: String?
    /// A sentence.
    public var answer: String?
    /// Each LSA that announces it.
    public var candidates: [CandidateDocument]?
}

/// An LSA that announces a route.
public struct CandidateDocument: Codable, Equatable, Sendable {
    /// Whether the route is made of it.
    public var used: Bool
    /// What it is, and the rule by which it is not used.
    public var text: String
}

/// Something that people or nature did.
public struct ActionDocument: Codable, Equatable, Sendable {
    /// Its id.
    public var happening: Int
    /// When; nanoseconds since the start of the timeline.
    public var timeNs: Int
    /// The key of a timeline that means it.
    public var verb: String
    /// Numbers of the routers that it was done to.
    public var routers: [Int]
    /// Numbers of the segments that it was done to.
    public var segments: [Int]
    /// What the author calls it.
    public var label: String?
    /// It was due at a moment; otherwise a condition of the timeline came true.
    public var scripted: Bool
    /// In words, without the label.
    public var text: String
}
