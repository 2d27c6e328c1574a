import Analysis

/// The sections of a report about what is wrong before anything happens.
struct FindingSections {
    let findings: [Finding]
    let names: RunNames
    let options: ReportOptions

    /// Lines of one section that are printed without being asked for more.
    private static let limit = 12

    /// Heading and lines; sections without lines are left out.
    var sections: [(title: String, lines: [String])] {
        let titles = [
            (Finding.Section.neverAdjacent, "Never adjacent"), (.neverDelivered, "Never delivered"),
            (.other, "Noticed"),
        ]
        return titles.compactMap { section, title in
            let found = findings.filter { $0.section == section }
            guard !found.isEmpty else { return nil }
            let text = FindingText(names)
            let shown = options.isVerbose ? found[...] : found.prefix(Self.limit)
            var lines = shown.flatMap { wrapped("  " + text.clause($0), indent: "    ", width: options.width) }
            if section == .neverDelivered { lines.append("  None of these pairs is counted below.") }
            if shown.count < found.count {
                lines.append("  ... \(found.count - shown.count) more; --verbose prints them")
            }
            return (title, lines)
        }
    }
}

/// What JSON calls the kinds of findings.
public enum FindingKind: String, Sendable, CaseIterable {
    case helloInterval = "hello-interval"
    case deadInterval = "dead-interval"
    case networkMask = "network-mask"
    case network
    case area
    case areaType = "area-type"
    case authentication
    case mtu
    case interfaceType = "interface-type"
    case routerID = "router-id"
    case passive
    case disabled
    case staticNeighbor = "static-neighbor"
    case noDesignatedRouter = "no-designated-router"
    case notAdjacent = "not-adjacent"
    case disconnected
    case splitBackbone = "split-backbone"
    case detachedArea = "detached-area"
    case noBackbone = "no-backbone"
    case boundaryRouterInStubArea = "boundary-router-in-stub-area"
    case limitMet = "limit-met"
    case limitNear = "limit-near"
    case memoryExhausted = "memory-exhausted"
    case undelivered
    case noDefaultRoute = "no-default-route"
    case notConverged = "not-converged"
}

extension Finding {
    /// What JSON calls it.
    public var kind: FindingKind {
        switch self {
        case .mismatch(let mismatch, _, _): mismatch.kind
        case .noDesignatedRouter: .noDesignatedRouter
        case .notAdjacent: .notAdjacent
        case .disconnected: .disconnected
        case .splitBackbone: .splitBackbone
        case .detachedArea: .detachedArea
        case .noBackbone: .noBackbone
        case .boundaryRouterInStubArea: .boundaryRouterInStubArea
        case .limitMet: .limitMet
        case .limitNear: .limitNear
        case .memoryExhausted: .memoryExhausted
        case .undelivered: .undelivered
        case .noDefaultRoute: .noDefaultRoute
        case .notConverged: .notConverged
        }
    }
}

extension LinkMismatch {
    fileprivate var kind: FindingKind {
        switch self {
        case .helloInterval: .helloInterval
        case .deadInterval: .deadInterval
        case .networkMask, .unusedMask: .networkMask
        case .network: .network
        case .area: .area
        case .areaType: .areaType
        case .authentication: .authentication
        case .mtu: .mtu
        case .networkType: .interfaceType
        case .routerID: .routerID
        case .passive: .passive
        case .disabled: .disabled
        case .noStaticNeighbor: .staticNeighbor
        }
    }
}

extension RunJSON {
    /// What is wrong before anything happens.
    func writeFindings(into list: inout CompactJSON) {
        let text = FindingText(names)
        for finding in result.findings {
            list.object { object in
                object.field("kind", finding.kind.rawValue)
                object.field("text", text.sentence(finding))
            }
        }
    }
}
