import Emulation
import NetworkPrimitives
import OSPF

/// Takes down what a network goes through: at its news what may have changed by them, and once a second everything.
///
/// - Complexity: for each entry of the log O(interfaces of its router), and each second O(interfaces of all).
struct CourseRecorder: Participant {
    private(set) var course = Course()
    private(set) var nextDeadline = Instant.never
    /// By router and interface: the segment that it is on, and its position there.
    private var places: Table<RouterIndex, Table<InterfaceIndex, Place?>>
    /// By segment and member.
    private var hasAdjacency: Table<SegmentIndex, [Bool]>
    private var counted: Table<RouterIndex, Series>
    private var queues: Table<RouterIndex, Series>
    private var processors: Table<RouterIndex, Series>
    private var calculations: Table<RouterIndex, Series>
    private var received = Series(limit: 4 * Series.limit)
    private var sent = Series(limit: 4 * Series.limit)
    /// By router: what it had come to a second ago.
    private var past: Table<RouterIndex, Past>

    private struct Place {
        let segment: SegmentIndex
        let member: Int
    }

    private struct Past {
        var busy = Duration.zero
        var calculations: UInt64 = 0
        var received: UInt64 = 0
        var sent: UInt64 = 0
    }

    init(_ network: Network) {
        let configuration = network.configuration
        let limit = Series.limit(ofEachOf: configuration.routers.count)
        course.sampleLimit = limit
        let empty = configuration.routers.mapValues { _ in Series(limit: limit) }
        (counted, queues, processors, calculations) = (empty, empty, empty, empty)
        course.states = configuration.routers.mapValues { _ in [] }
        course.adjacencies = configuration.segments.mapValues { _ in [] }
        hasAdjacency = configuration.segments.mapValues { $0.members.map { _ in false } }
        places = configuration.routers.mapValues { $0.ospf.interfaces.mapValues { _ in nil } }
        past = Table(network.routers.indices.map { Self.past(of: $0, network) })
        for (number, segment) in configuration.segments.indexed {
            for (position, member) in segment.members.enumerated() {
                places[member.router][member.interface] = Place(segment: number, member: position)
            }
        }
    }

    private static func past(of router: RouterIndex, _ network: Network) -> Past {
        let counters = network.routers[router].counters
        return Past(
            busy: network.machineCounters(of: router).busy, calculations: counters.spfRuns,
            received: counters.lsasReceived, sent: counters.lsasSent)
    }

    // MARK: Turns

    mutating func begin(in network: inout Network) {
        for router in past.indices {
            look(at: router, network)
            _ = network.takeDeepestQueue(of: router)
        }
        nextDeadline = network.now + .seconds(1)
    }

    mutating func take(_ news: News, from network: inout Network) {
        let entries = network.context.journal.happenings[news.entries]
        // An operator's doing shows wherever it does.
        if entries.contains(where: { $0.router == nil || $0.kind == .action }) {
            for router in past.indices { look(at: router, network) }
            return
        }
        for entry in entries {
            guard let router = entry.router else { continue }
            if case .limitExceeded(let reading, _) = entry.entry,
                network.routers[router].configuration.limit.action != .reject
            {
                // A database is at its largest just before it is cleared, which no sample would see.
                counted[router].add(Int(reading.counted), at: entry.instant)
            }
            look(at: router, network)
        }
    }

    mutating func meetDeadline(in network: inout Network) {
        nextDeadline = network.now + .seconds(1)
        var (receivedSum, sentSum): (UInt64, UInt64) = (0, 0)
        let second = network.now - .seconds(1)
        for router in past.indices {
            look(at: router, network)
            let now = Self.past(of: router, network)
            receivedSum += now.received &- past[router].received
            sentSum += now.sent &- past[router].sent
            let busy = (now.busy - past[router].busy).nanoseconds
            processors[router].add(min(100, Int((busy + 5_000_000) / 10_000_000)), at: second)
            calculations[router].add(Int(now.calculations &- past[router].calculations), at: second)
            let deepest = network.takeDeepestQueue(of: router)
            queues[router].add(deepest > 1 ? deepest : 0, at: second)
            past[router] = now
        }
        received.add(Int(receivedSum), at: second)
        sent.add(Int(sentSum), at: second)
    }

    /// Takes down what has changed of a router.
    private mutating func look(at router: RouterIndex, _ network: Network) {
        let state = RouterOutcome.State(of: router, in: network)
        if course.states[router].last?.value != state {
            course.states[router].append(Course.Sample(instant: network.now, value: state))
        }
        for case (let interface, let place?) in places[router].indexed {
            let (segment, member) = (place.segment, place.member)
            let isUp = network.routers[router].fullNeighbors(on: interface) > 0
            guard hasAdjacency[segment][member] != isUp else { continue }
            hasAdjacency[segment][member] = isUp
            course.adjacencies[segment].append(Course.Sample(instant: network.now, value: member))
        }
        counted[router].add(network.routers[router].countedLSAs, at: network.now)
    }

    /// The course up to the network's present moment.
    func course(at network: Network) -> Course {
        var recorder = self
        for router in past.indices { recorder.look(at: router, network) }
        var course = recorder.course
        course.counted = recorder.counted.mapValues(\.samples)
        course.queues = queues.mapValues(\.samples)
        course.processors = processors.mapValues(\.samples)
        course.calculations = calculations.mapValues(\.samples)
        course.received = received.samples
        course.sent = sent.samples
        return course
    }
}
