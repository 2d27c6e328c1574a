import Emulation
import NetworkPrimitives

/// Reads `replay: FILE` with `on: SEGMENT`, and remembers who has to be plugged in where: a listener becomes part of the
/// network when everything that counts routers has been read.
final class ReplayReader {
    private struct Request {
        var name: String
        var segment: SegmentIndex
        /// Router IDs of the capture, which the listener keeps clear of.
        var taken: Set<RouterID>
        var position: Position
    }

    private let draft: NetworkDraft
    private let traces: TraceSource
    private let sink: DiagnosticSink
    private var requests: [Request] = []

    init(draft: NetworkDraft, traces: TraceSource, sink: DiagnosticSink) {
        self.draft = draft
        self.traces = traces
        self.sink = sink
    }

    /// The action of an entry that replays a capture, or `nil` after saying what is wrong with it.
    func action(_ field: Value.Field, in entry: Value) -> Action? {
        guard let on = entry["on"] else {
            sink.error("'replay' needs 'on': the link or LAN on which the capture is replayed", at: field.keyPosition)
            return nil
        }
        let found = NameResolver(names: draft.names, sink: sink).segments(on)
        guard let trace = read(field.value), let segment = found.first else { return nil }
        guard let heard = updates(of: trace, on: segment, at: on.position) else { return nil }
        let name = field.value.text.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "capture"
        warnAboutRouters(trace, at: field.value.position)
        let listener = draft.configuration.routers.endIndex.advanced(by: requests.count)
        requests.append(
            Request(
                name: "listener of \(name)", segment: segment, taken: Set(trace.routers), position: on.position))
        return .replay(listener: listener, HeardTrace(name: name, updates: heard))
    }

    private func read(_ value: Value) -> TraceSource.Trace? {
        guard let name = value.text else { return nil }
        switch traces.read(resolvedPath(name, from: sink.path(of: value.position))) {
        case .failure(let failure):
            sink.error("'\(shortened(name))': \(failure.reason)", at: value.position)
            return nil
        case .success(let trace):
            for warning in trace.warnings { sink.warning("'\(shortened(name))': \(warning)", at: value.position) }
            return trace
        }
    }

    /// What can be received on the segment: the updates of its area.
    private func updates(
        of trace: TraceSource.Trace, on segment: SegmentIndex, at place: Position
    ) -> [HeardTrace.Update]? {
        let configuration = draft.configuration
        let member = configuration.segments[segment].members[0]
        let area = configuration.routers[member.router].ospf.interfaces[member.interface].area
        let updates = trace.updates.filter { $0.area == area }
        if !updates.isEmpty { return updates }
        let areas = Set(trace.updates.map(\.area)).sorted().map(\.description).joined(separator: ", ")
        let segment = configuration.segments[segment].name
        sink.error("'\(segment)' is in area \(area), and the capture's updates are in \(areas)", at: place)
        return nil
    }

    private func warnAboutRouters(_ trace: TraceSource.Trace, at position: Position) {
        let shared = draft.configuration.routers.filter { trace.routers.contains($0.ospf.routerID) }
        guard !shared.isEmpty else { return }
        let names = shared.prefix(3).map { "\($0.name) (\($0.ospf.routerID))" }.joined(separator: ", ")
        let rest = shared.count > 3 ? " and \(shared.count - 3) more" : ""
        let message =
            "Router IDs of the capture and of the network: these routers will flush the captured LSAs, as they are their own (RFC 2328 §13.4)"
        sink.warning("\(names)\(rest): \(message)", at: position)
    }

    /// Plugs the listeners in, in the order of the actions.
    func attachListeners(to network: inout NetworkConfiguration) {
        for request in requests {
            let listener = network.attachListener(
                named: request.name, to: request.segment, avoiding: request.taken)
            if listener == nil {
                let segment = network.segments[request.segment].name
                sink.error("'\(segment)' has no address free for a listener", at: request.position)
                return
            }
        }
    }
}
