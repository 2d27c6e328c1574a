import Captures
import NetworkPrimitives
import OSPFWire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Captures read to their end: libpcap's reading, decoding, all checksums, and every LSA into a database.
@Sendable func measureCaptures(repeats: Int) -> [Measurement] {
    let folder = getenv("SPILLWAY_BENCH_CAPTURES").map { String(cString: $0) } ?? "/tmp"
    let small = CaptureGenerator(updates: 200_000, lsasPerUpdate: [1, 2])
    let full = CaptureGenerator(updates: 20_000, lsasPerUpdate: [40])
    do {
        return try measure(
            small, "\(folder)/spillway-small-\(getpid()).pcap", repeats, name: "small updates", aims: (2e6, 3e6))
            + measure(full, "\(folder)/spillway-full-\(getpid()).pcap", repeats, name: "full updates", aims: (nil, 8e6))
    } catch {
        leave("The capture cannot be written in \(folder): \(error)", status: 2)
    }
}

private func measure(
    _ generator: CaptureGenerator, _ path: String, _ repeats: Int, name: String, aims: (packets: Double?, lsas: Double?)
) throws(CaptureError) -> [Measurement] {
    try generator.write(to: path)
    defer { if getenv("SPILLWAY_BENCH_CAPTURES") == nil { unlink(path) } }
    var lsas = 0
    let seconds = medianSeconds(repeats) {
        guard let reader = try? CaptureReader(path: path) else { return }
        var reading = BulkReading()
        reading.read(reader)
        precondition(reading.totals[.used] == generator.updates, "every update is sound")
        lsas = reading.lsaCount
    }
    let summarySeconds = medianSeconds(max(1, repeats / 2)) {
        guard let reader = try? CaptureReader(path: path) else { return }
        keep(UInt64(CaptureAnalysis.summary(of: reader).totals.sum))
    }
    let packets = Double(generator.updates)
    let own = packets / seconds
    return [
        Measurement("captures, \(name)", own, "packets/s", aim: aims.packets.map { .above($0) }),
        Measurement("captures, \(name)", Double(lsas) / seconds, "LSAs/s", aim: aims.lsas.map { .above($0) }),
        Measurement("captures, \(name), summary of inspect", packets / summarySeconds, "packets/s"),
    ] + comparison(with: "tcpdump -vv", "tcpdump -nvvr '\(path)'", packets, own, aim: 10)
        + comparison(with: "tshark -V", "tshark -nVr '\(path)'", packets, own, aim: 40)
}

/// Another program that decodes the same file, measured once; nothing where it is not installed.
private func comparison(
    with name: String, _ command: String, _ packets: Double, _ own: Double, aim: Double
) -> [Measurement] {
    var status: Int32 = 0
    let program = command.prefix { $0 != " " }
    guard run("command -v \(program) > /dev/null") == 0 else { return [] }
    let timing = Timing.of { status = run("\(command) > /dev/null 2>&1") }
    guard status == 0 else { return [] }
    let theirs = packets / timing.wall
    return [
        Measurement("  the same file, \(name)", theirs, "packets/s"),
        Measurement("  as many times faster than \(name)", own / theirs, "", aim: .above(aim)),
    ]
}

/// Runs a command of the shell to its end.
/// - Returns: its exit code; not 0 where it cannot be started.
private func run(_ command: String) -> Int32 {
    var arguments: [UnsafeMutablePointer<CChar>?] = []
    for argument in ["sh", "-c", command] { arguments.append(strdup(argument)) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return -1 }
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1, errno == EINTR {}
    return status
}
