import NetworkPrimitives
import OSPF

/// Holds opaque LSAs, and the graceful restarts that are announced by them, against what a daemon can do.
struct DaemonOpaqueCheck {
    let daemon: RoutingDaemon
    let sink: DiagnosticSink

    func check(_ router: RouterConfiguration, restart: Position, capability: Position) {
        let options = router.gracefulRestart
        switch daemon {
        case .bird:
            if !router.isOpaqueCapable { sink.error("BIRD always takes opaque LSAs", at: capability) }
            if !options.helperStrictLSAChecking {
                sink.error("BIRD always gives up its help when the topology changes", at: restart)
            }
        case .frr:
            if options.isEnabled, !router.isOpaqueCapable {
                sink.error("FRRouting restarts gracefully only where it takes opaque LSAs", at: restart)
            }
        }
    }

    /// The opaque LSAs of a daemon are those of its own applications.
    func check(_ sets: [OpaqueConfiguration], at position: Position) {
        guard !sets.isEmpty else { return }
        switch daemon {
        case .bird: sink.error("BIRD originates no opaque LSAs but those of a graceful restart", at: position)
        case .frr:
            let areRouterInformation = sets.allSatisfy {
                $0.scope != .link && $0.opaqueType == Self.routerInformation && $0.count <= 1 && $0.length == 8
            }
            if sets.count > 1 || !areRouterInformation {
                sink.error(
                    "FRRouting originates its Router Information alone: "
                        + "one set, 'opaque-type: 4, count: 1, length: 8', of scope 'area' or 'as'", at: position)
            }
        }
    }

    /// RFC 7770.
    private static let routerInformation: UInt8 = 4
}
