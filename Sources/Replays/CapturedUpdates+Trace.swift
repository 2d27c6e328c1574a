import Emulation
import NetworkPrimitives

extension CapturedUpdates {
    /// The updates as a listener in a network hears them.
    ///
    /// - Parameters:
    ///   - area: of the segment that the listener is on; updates of other areas cannot cross it and are left out.
    ///   - end: updates after this time since the first frame are left out.
    public func trace(named name: String, in area: AreaID, until end: Duration? = nil) -> HeardTrace {
        HeardTrace(
            name: name,
            updates: updates.filter { $0.area == area && $0.offset <= end ?? $0.offset }
                .map { HeardTrace.Update(offset: $0.offset, area: $0.area, lsas: $0.lsas) })
    }
}
