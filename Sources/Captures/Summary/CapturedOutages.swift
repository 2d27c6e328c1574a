import NetworkPrimitives

/// What was away for some time, each time with its beginning and its end.
public struct CapturedOutage: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        case link(CapturedLink)
        /// On one of the summary's segments.
        case router(RouterID, segment: Int)
    }

    public struct Span: Hashable, Sendable {
        public var start: Instant
        /// `nil` where it did not come back.
        public var end: Instant?
    }

    public var subject: Subject
    public var spans: [Span]

    /// The time of all spans that ended.
    public var total: Duration { lengths.reduce(.zero, +) }

    /// How long each span that ended was.
    public var lengths: [Duration] { spans.compactMap { span in span.end.map { $0 - span.start } } }

    /// How long a router waits by default before it leaves the ignore state, after a limit on LSAs (Cisco `max-lsa`,
    /// Juniper `database-protection`).
    private static let usualIgnoreTime = Duration.seconds(300)

    /// The length that a timer seems to give to the silences of a router: that of a limit's ignore time, even once, or
    /// any that comes again. The silence that others see begins some seconds before, and ends some after.
    public var timer: Duration? {
        guard case .router = subject, let least = lengths.min(), let most = lengths.max() else { return nil }
        let tolerance = max(Duration.seconds(5), least / 10)
        guard most - least <= tolerance, least > .seconds(20) else { return nil }
        let isUsual = least > Self.usualIgnoreTime - .seconds(15) && least < Self.usualIgnoreTime + .seconds(45)
        if isUsual { return Self.usualIgnoreTime }
        return lengths.count > 1 ? least : nil
    }
}

extension CaptureSummary {
    /// Links that went and routers that fell silent, in the order of their first time.
    public var outages: [CapturedOutage] {
        var outages: [CapturedOutage] = []
        for event in events {
            switch event.kind {
            case .linkDown(let link, _): Self.begin(.link(link), at: event.time, in: &outages)
            case .linkUp(let link, let after, _): Self.end(.link(link), at: event.time, after: after, in: &outages)
            case .routerFellSilent(let router, _):
                Self.begin(.router(router, segment: event.segment ?? 0), at: event.time, in: &outages)
            case .routerReturned(let router, let after):
                let subject = CapturedOutage.Subject.router(router, segment: event.segment ?? 0)
                Self.end(subject, at: event.time, after: after, in: &outages)
            default: break
            }
        }
        return outages
    }

    private static func begin(_ subject: CapturedOutage.Subject, at time: Instant, in outages: inout [CapturedOutage]) {
        guard let known = outages.firstIndex(where: { $0.subject == subject }) else {
            outages.append(CapturedOutage(subject: subject, spans: [.init(start: time)]))
            return
        }
        // Of parallel links, another one went.
        guard outages[known].spans.last?.end != nil else { return }
        outages[known].spans.append(.init(start: time))
    }

    private static func end(
        _ subject: CapturedOutage.Subject, at time: Instant, after: Duration?, in outages: inout [CapturedOutage]
    ) {
        guard let known = outages.firstIndex(where: { $0.subject == subject }), let after,
            let last = outages[known].spans.indices.last, outages[known].spans[last].end == nil
        else { return }
        outages[known].spans[last] = .init(start: time - after, end: time)
    }
}

extension CaptureEvent.Kind {
    /// Something went or came back: what makes routers flood, while other events follow from the same.
    var isOutage: Bool {
        switch self {
        case .routerFellSilent, .routerReturned, .linkDown, .linkUp: true
        case .routerAppeared, .neighborDropped, .designatedRouterChanged, .storm: false
        }
    }
}
