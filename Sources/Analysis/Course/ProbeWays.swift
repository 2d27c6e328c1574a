import NetworkPrimitives

/// How the traffic of a probe goes through the network at a moment. Shares are millionths of it.
public struct TrafficPicture: Hashable, Sendable {
    /// Traffic that goes from a router over a segment to a router; `nil` for a host there.
    public struct Step: Hashable, Sendable {
        public var from: RouterIndex
        public var segment: SegmentIndex
        public var to: RouterIndex?
    }

    /// A share of the traffic.
    public struct Part<What: Hashable & Sendable>: Hashable, Sendable {
        public var what: What
        public var share: Int
    }

    /// The routers where it enters the network.
    public var entries: [Part<RouterIndex>] = []
    /// In the order of travel, that of the first destinations first.
    public var steps: [Part<Step>] = []
    public var arrivals: [Part<Arrival>] = []
    public var deaths: [Part<Death>] = []
}

/// How the traffic of a probe went over time.
public struct ProbeWays: Sendable {
    /// Each once.
    public private(set) var pictures: [TrafficPicture] = []
    /// From a moment on, the position of its picture.
    public private(set) var samples: [Course.Sample<Int>] = []
    /// The share of the traffic that is on a detour, in millionths.
    public internal(set) var detours: [Course.Sample<Int>] = []

    private var numbers: [TrafficPicture: Int] = [:]
    /// How far apart samples must be: nothing as long as there are few.
    private var spacing = Duration.zero
    /// Something has changed that no picture was taken of.
    private(set) var isBehind = false

    /// Something has changed.
    /// - Returns: whether a picture is to be taken of it.
    mutating func isDue(at now: Instant) -> Bool {
        isBehind = samples.last.map { now - $0.instant < spacing && now > $0.instant } ?? false
        return !isBehind
    }

    mutating func add(_ picture: TrafficPicture, at now: Instant) {
        isBehind = false
        if samples.last?.instant == now { samples.removeLast() }
        let number = numbers[picture] ?? pictures.count
        if number == pictures.count {
            numbers[picture] = number
            pictures.append(picture)
        }
        guard samples.last?.value != number else { return }
        samples.append(Course.Sample(instant: now, value: number))
        if samples.count >= Series.limit { thin() }
    }

    /// Every second one goes, with its picture if no other has it, and from now on samples are further apart.
    private mutating func thin() {
        let kept = stride(from: 0, to: samples.count, by: 2).map { (samples[$0].instant, pictures[samples[$0].value]) }
        spacing = max(.seconds(1), spacing * 2)
        (samples, pictures, numbers) = ([], [], [:])
        for (instant, picture) in kept {
            let number = numbers[picture] ?? pictures.count
            if number == pictures.count {
                numbers[picture] = number
                pictures.append(picture)
            }
            if samples.last?.value != number { samples.append(Course.Sample(instant: instant, value: number)) }
        }
    }
}
