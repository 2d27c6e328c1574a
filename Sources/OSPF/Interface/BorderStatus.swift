import NetworkPrimitives
import OSPFWire

/// Whether the router is a border router, where that is looked at when the state of an interface changes and stays until
/// the next one's does.
struct BorderStatus: Sendable {
    var isBorder = false
    /// The state of an interface changed.
    var mustLook = false
    /// Changes of areas that wait for the task that carries them out, and what caused the first of them.
    var waitingSettings: HappeningID?
}

/// What the process makes of an interface, where it is more than the carrier and the configuration.
enum InterfaceRegistration: Sendable {
    /// The interface counts as a place in its area.
    case known
    /// Its carrier was lost while the process ran, and its address went with it.
    case forgotten
    /// Without a carrier, and yet taken for up: the process was cleared while it knew of it.
    case takenForUp
}

// FRRouting's `ospf_check_abr_status`, which `ism_change_state` calls.
extension Router {
    /// Looks at the areas if an interface has changed, whether by itself or by an election.
    mutating func reviewBorderStatus(_ context: inout RouterContext) {
        guard border.mustLook else { return }
        border.mustLook = false
        guard isRunning, !limit.isIsolated, configuration.profile.decidesBorderAtInterfaceChanges else { return }
        let isBorder = countsAsBorder
        guard isBorder != border.isBorder else { return }
        border.isBorder = isBorder
        originateRouterLSAs(&context)
        scheduleSPF(&context)
    }

    private var countsAsBorder: Bool {
        let active = attachedAreas.filter { area in
            interfaces.contains { $0.area == area && ($0.state != .down || $0.registration == .takenForUp) }
                || configuration.loopbacks.contains { $0.area == area }
        }
        guard configuration.borderRouterType == .cisco else { return active.count > 1 }
        let places = attachedAreas.filter { area in
            interfaces.contains {
                $0.area == area && $0.registration != .forgotten && configuration.interfaces[$0.index].isEnabled
            } || configuration.loopbacks.contains { $0.area == area }
        }
        return active.contains(.backbone) && places.count > 1
    }

    /// A process that starts knows all interfaces that it is configured for, with a carrier or without.
    mutating func registerInterfaces() {
        border = BorderStatus()
        forgetMaxAgeSweep()
        opaques.endWaiting()
        for index in interfaces.indices { interfaces[index].register(as: .known) }
    }

    /// The interface goes down and comes up whatever its carrier (`ospf_if_reset`).
    mutating func takeForUp(_ index: InterfaceIndex) {
        guard configuration.profile.decidesBorderAtInterfaceChanges, !interfaces[index].hasCarrier,
            interfaces[index].registration == .known, configuration.interfaces[index].isEnabled,
            configuration.interfaces[index].networkType != .virtualLink
        else { return }
        interfaces[index].register(as: .takenForUp)
        border.mustLook = true
    }

    /// Settings of an area take effect by the same task (`ospf_schedule_abr_task`), or by a calculation that comes before it.
    mutating func scheduleAreaSettings(_ context: inout RouterContext) {
        border.mustLook = true
        border.waitingSettings = border.waitingSettings ?? context.cause
        guard !timers.isSet(Timer.borderTask) else { return }
        timers.set(Timer.borderTask, to: context.now + Constants.borderTaskDelay)
    }

    mutating func borderTaskFired(_ context: inout RouterContext) {
        timers.cancel(Timer.borderTask)
        let cause = border.waitingSettings
        border.waitingSettings = nil
        guard isRunning, !limit.isIsolated else { return }
        if let cause {
            context.cause = cause
            applyAreaSettings(byTask: true, &context)
        }
        forgetRangesByTask(&context)
    }
}
