import OSPF

extension LogEntry {
    /// The number of the probe that it is about.
    public var probe: Int? {
        switch self {
        case .probeLost(let probe, _, _), .probeRestored(let probe): Int(probe)
        default: nil
        }
    }

    /// What counted towards a limit that is near or met.
    public var limitCount: LimitCount? {
        switch self {
        case .limitWarning(let reading), .limitExceeded(let reading, _): reading
        default: nil
        }
    }

    /// What a process held that had no memory left.
    public var exhaustion: ProcessMemory? {
        switch self {
        case .memoryExhausted(let reading, _), .crashed(let reading, _): reading
        default: nil
        }
    }
}
