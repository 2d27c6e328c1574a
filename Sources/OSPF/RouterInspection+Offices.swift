import NetworkPrimitives

extension Router {
    /// The areas whose NSSA-LSAs this router translates now (RFC 3101 §3.1), sorted.
    public var translatedAreas: [AreaID] { nssa.translating }
}
