import NetworkPrimitives

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The time zone of this machine.
public enum LocalTime {
    /// What it is ahead of UTC at a moment since 1970.
    public static func offset(at moment: Instant) -> Duration {
        var seconds = time_t(moment.nanoseconds / 1_000_000_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return .zero }
        return .seconds(Int64(parts.tm_gmtoff))
    }
}
