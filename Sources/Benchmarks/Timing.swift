#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Seconds that a body took: by the clock on the wall, and of the processor.
struct Timing {
    var wall: Double
    var processor: Double

    /// Measures one run of a body.
    static func of(_ body: () -> Void) -> Timing {
        let before = processorSeconds
        let wall = ContinuousClock().measure(body)
        return Timing(wall: seconds(wall), processor: processorSeconds - before)
    }

    private static func seconds(_ duration: Swift.Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    /// What the process has used of a processor so far.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The median processor seconds of `repeats` runs, after one that is not counted. A body runs on one thread, so that on
/// an idle machine this is the time on the wall; on a busy one, others' work does not count.
func medianSeconds(_ repeats: Int, _ body: () -> Void) -> Double {
    body()
    return median((0..<repeats).map { _ in Timing.of(body).processor })
}

/// - Precondition: there is at least one value.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The most memory that the process has held so far, in bytes.
var peakMemory: Double {
    var usage = rusage()
    let ownProcess: Int32 = 0  // RUSAGE_SELF, which C libraries declare with different types
    getrusage(ownProcess, &usage)
    #if canImport(Darwin)
        return Double(usage.ru_maxrss)
    #else
        return Double(usage.ru_maxrss) * 1_024
    #endif
}

/// Uses a value in a way that the optimizer cannot see through, so that its computation stays.
@inline(never) func keep(_ value: UInt64) {
    if value == 0x5EED_0DD5_0DD5_5EED { print("kept") }
}
