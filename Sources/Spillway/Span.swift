import NetworkPrimitives

// Time is the standard library's at the door, and a whole number of nanoseconds inside.
extension NetworkPrimitives.Duration {
    /// Rounded down to a nanosecond.
    /// - Precondition: not negative, and at most 168 hours.
    init(_ span: Swift.Duration) {
        precondition(span >= .zero && span <= .seconds(604_800), "a time is not negative, and at most 168 hours")
        let (seconds, attoseconds) = span.components
        self.init(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}

extension Swift.Duration {
    init(_ span: NetworkPrimitives.Duration) { self = .nanoseconds(span.nanoseconds) }
}
