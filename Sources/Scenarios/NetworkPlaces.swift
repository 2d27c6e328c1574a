import Analysis
import NetworkPrimitives

/// Where the parts of a network stand in the files that it was read from.
public struct NetworkPlaces: Sendable {
    private let files: [(path: String, lines: [Substring])]
    private let draft: NetworkDraft

    init(_ draft: NetworkDraft, in sink: DiagnosticSink) {
        self.draft = draft
        files = sink.files
    }

    /// A message about a finding, at the setting that it is about, or else at the link, LAN or router.
    public func diagnostic(_ severity: Diagnostic.Severity, _ message: String, at place: Finding.Place) -> Diagnostic {
        let position = position(of: place)
        let file = files[position.file]
        let isShown = position.line >= 1 && position.line <= file.lines.count
        return Diagnostic(
            severity: severity, file: file.path, line: position.line, column: position.column, message: message,
            sourceLine: isShown ? String(file.lines[position.line - 1]) : nil)
    }

    private func position(of place: Finding.Place) -> Position {
        switch place {
        case .router(let number, let key):
            key.flatMap { draft.routerValues[number].field($0)?.keyPosition } ?? draft.routerPositions[number]
        case .group(let name, let router):
            draft.groups.first { $0.name == name }.map { group in
                group.originators.first { $0.router == router }?.position ?? group.position
            } ?? draft.routerPositions[router]
        case .segment(let number, let routers, let key): position(of: key, of: routers, on: number)
        }
    }

    private func position(of key: String?, of routers: [RouterIndex], on segment: SegmentIndex) -> Position {
        let value = draft.segmentValues[segment]
        let ends = (value["link"] ?? value["members"])?.items ?? []
        let those = routers.compactMap { router in
            ends.first { $0["router"]?.text == draft.names.routers[router] }
        }
        if let key {
            if let end = those.lazy.compactMap({ $0.field(key) }).first { return end.keyPosition }
            if let own = value.field(key) { return own.keyPosition }
        }
        // The line of a member, where a LAN has one for each.
        if ends.count > 2, let first = those.first { return first.position }
        return draft.segmentPositions[segment]
    }
}
