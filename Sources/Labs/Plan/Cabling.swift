import Emulation
import NetworkPrimitives

/// Which plugs work: the rules of the emulator's carriers, kept for namespaces that are joined by bridges.
///
/// Each interface has a port on its segment's bridge. A port that is down takes the carrier from its interface; one that has
/// left its bridge passes no frame, and nobody sees it. One that is mute is on a bridge of its own, into which the segment's
/// bridge sends whatever it hears, but out of which nothing comes.
struct Cabling {
    /// What one port does.
    enum PortState: Hashable {
        case works, isMute, isDetached, isDown
    }

    private struct Segment {
        var isCut = false
        var isCutSilently = false
        /// By member.
        var faults: [PortFault?]
        let isCable: Bool
    }

    private let network: NetworkConfiguration
    private var segments: Table<SegmentIndex, Segment>
    private var isUnplugged: Table<RouterIndex, Bool>
    private var isPoweredOn: Table<RouterIndex, Bool>

    init(_ network: NetworkConfiguration) {
        self.network = network
        segments = network.segments.mapValues { segment in
            let isCable =
                segment.members.count == 2
                && segment.members.allSatisfy {
                    network.routers[$0.router].ospf.interfaces[$0.interface].networkType == .pointToPoint
                }
            return Segment(faults: segment.members.map { _ in nil }, isCable: isCable)
        }
        isUnplugged = network.routers.mapValues { _ in false }
        isPoweredOn = network.routers.mapValues(\.startsPoweredOn)
    }

    /// What an action does to the plugs; nothing where it is about something else. Power has a time of its own where a
    /// router goes down in order, and is set by ``setPower(of:isOn:)``.
    mutating func apply(_ action: Action) {
        switch action {
        case .decommission(let router, false), .reboot(let router, _): setPower(of: router, isOn: false)
        case .start(let router): setPower(of: router, isOn: true)
        case .disconnect(let router): isUnplugged[router] = true
        case .reconnect(let router): isUnplugged[router] = false
        case .cut(let segment, let silent):
            segments[segment].isCut = true
            segments[segment].isCutSilently = silent
        case .repair(let segment): repair(segment)
        case .cutPort(let router, let interface, let fault): setFault(fault, router: router, interface: interface)
        case .repairPort(let router, let interface): setFault(nil, router: router, interface: interface)
        default: break
        }
    }

    mutating func setPower(of router: RouterIndex, isOn: Bool) { isPoweredOn[router] = isOn }

    private mutating func repair(_ segment: SegmentIndex) {
        segments[segment].isCut = false
        for member in segments[segment].faults.indices { segments[segment].faults[member] = nil }
    }

    private mutating func setFault(_ fault: PortFault?, router: RouterIndex, interface: InterfaceIndex) {
        for (number, segment) in network.segments.indexed {
            for (member, end) in segment.members.enumerated() where end.router == router && end.interface == interface {
                segments[number].faults[member] = fault
            }
        }
    }

    /// The state of every port now, by segment and member.
    var ports: Table<SegmentIndex, [PortState]> {
        Table(
            network.segments.indexed.map { number, segment in
                segment.members.indices.map { state(of: $0, on: number) }
            })
    }

    private func state(of member: Int, on number: SegmentIndex) -> PortState {
        let segment = segments[number]
        let members = network.segments[number].members
        let router = members[member].router
        let others = members.indices.filter { $0 != member }
        let isAnswered =
            !segment.isCable
            || others.allSatisfy { isPoweredOn[members[$0].router] && !isUnplugged[members[$0].router] }
        guard isPoweredOn[router], !isUnplugged[router], isAnswered, !segment.isCut || segment.isCutSilently,
            segment.faults[member] != .carrierLost
        else { return .isDown }
        if segment.isCut || segment.faults[member] == .silent { return .isDetached }
        return segment.faults[member] == .outgoingLost ? .isMute : .works
    }
}
