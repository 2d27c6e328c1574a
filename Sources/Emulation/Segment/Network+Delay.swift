import NetworkPrimitives

extension Network {
    /// How long a frame is on its way over a link or LAN, one way, without jitter.
    public func delay(of segment: SegmentIndex) -> Duration { segments[segment].delay }
}
