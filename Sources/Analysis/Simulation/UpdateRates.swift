import Emulation
import NetworkPrimitives

/// The most LSAs that reached each router within one whole second of a run.
struct UpdateRates: Participant {
    private(set) var peaks: Table<RouterIndex, UpdateRate>
    private var before: Table<RouterIndex, UInt64>
    private(set) var nextDeadline = Instant.never

    init(_ network: Network) {
        before = Table(network.routers.map(\.counters.lsasReceived))
        peaks = Table(repeating: UpdateRate(perSecond: 0, at: network.now), count: network.routers.count)
    }

    mutating func begin(in network: inout Network) { nextDeadline = network.now + .seconds(1) }

    /// O(routers).
    mutating func meetDeadline(in network: inout Network) {
        nextDeadline = network.now + .seconds(1)
        for router in peaks.indices {
            let count = network.routers[router].counters.lsasReceived
            let rate = Int(count - min(count, before[router]))
            before[router] = count
            if rate > peaks[router].perSecond {
                peaks[router] = UpdateRate(perSecond: rate, at: network.now - .seconds(1))
            }
        }
    }
}

/// LSAs that reached a router in link state updates within the second that starts at a moment.
public struct UpdateRate: Hashable, Sendable {
    public var perSecond: Int
    public var at: Instant
}
