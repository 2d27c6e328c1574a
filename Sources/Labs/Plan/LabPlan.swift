import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios

/// Everything that a shell needs to run a scenario on real routers: files that are carried out line by line, with no
/// decision left.
///
/// | file | content |
/// | --- | --- |
/// | `daemon` | `frr` or `bird` |
/// | `digest` | which scenario this is of |
/// | `routers` | number and name of each router, tab-separated |
/// | `questions` | what each router is asked at a checkpoint, a line each |
/// | `hub.batch` | the segments, as lines for `ip -batch` in the namespace `hub`: a bridge each, a port for each member |
/// | `rN.batch` | the addresses of router N, as lines for `ip -batch` in its namespace `rN` |
/// | `timeline` | what happens: seconds since the routers were started, verb and arguments, tab-separated |
/// | `configuration/N/R/` | the daemons' files of router N in its R-th revision, and for FRRouting the commands that lead there |
///
/// The verbs: `start N R` (boot router N with revision R), `kill N`, `stop N` (a clean shutdown), `configure N R`,
/// `clear N`, `announce N` (a graceful restart), `pause N` and `resume N R` (the OSPF process alone), `link N ...`
/// (what `ip link set` runs in the router), `port ...` (the same in `hub`, separated by semicolons), `checkpoint K`
/// (write every router's state), `say TEXT`, `end`.
public struct LabPlan: Sendable {
    public let files: [LabFile]
    /// How many states of all routers are written.
    public let checkpointCount: Int
    /// Seconds from the start of the routers to the end.
    public let duration: Duration

    /// How long real routers have before the timeline starts: what the emulated ones take, and a margin, for a daemon
    /// repairs what it dropped after a start by retransmissions, 5 seconds apart.
    public static func settlingTime(of scenario: Scenario) throws(SimulationError) -> Duration {
        guard !scenario.startsCold else { return .zero }
        let time = try Simulation.converged(scenario.network).map { $0.now - .origin } ?? .zero
        return .seconds(time.wholeSeconds + 21)
    }

    /// - Parameter settling: how long the routers have before the timeline starts.
    public init(_ lab: LabScenario, settling: Duration) {
        let network = lab.scenario.network
        var course = LabCourse(lab, settling: settling)
        course.run()
        checkpointCount = course.checkpointCount
        duration = settling + lab.scenario.duration
        files =
            [
                LabFile(path: "daemon", text: lab.daemon.rawValue + "\n"),
                LabFile(path: "digest", text: lab.digest + "\n"),
                LabFile(
                    path: "questions",
                    text: LabRecording.questions(for: lab.daemon).map { $0 + "\n" }.joined()),
                LabFile(
                    path: "routers",
                    text: network.routers.indexed.map { "\($0)\t\($1.name)\n" }.joined()),
                LabFile(path: "timeline", text: course.text), Self.hub(of: lab.scenario),
            ] + network.routers.indices.map { Self.addresses(of: $0, in: network) } + course.files
    }

    // MARK: The network

    /// The name of a member's port in the hub, and of its segment's bridge.
    static func port(_ segment: SegmentIndex, _ member: Int) -> String { "p\(segment)-\(member)" }
    static func bridge(_ segment: SegmentIndex) -> String { "b\(segment)" }

    /// Where a port goes whose frames are to be lost, though it still hears.
    static func sideBridge(_ segment: SegmentIndex, _ member: Int) -> String { "o\(segment)-\(member)" }

    private static func hub(of scenario: Scenario) -> LabFile {
        let network = scenario.network
        var lines: [String] = []
        for (number, segment) in network.segments.indexed {
            let bridge = bridge(number)
            let mtu = largestMTU(of: segment, in: scenario)
            lines.append("link add \(bridge) type bridge mcast_snooping 0 forward_delay 0 stp_state 0")
            for (position, member) in segment.members.enumerated() {
                let port = port(number, position)
                let interface = network.routers[member.router].ospf.interfaces[member.interface].name
                lines += [
                    "link add \(port) type veth peer name \(interface) netns r\(member.router)",
                    "link set \(port) mtu \(mtu) master \(bridge)",
                ]
            }
            lines.append("link set \(bridge) up")
            for (position, member) in segment.members.enumerated() where isMuted(member, in: scenario) {
                lines += side(of: number, position, mtu: mtu)
            }
        }
        let ports = Cabling(network).ports
        for (number, members) in ports.indexed {
            for (member, state) in members.enumerated() where state != .isDown {
                lines.append("link set \(port(number, member)) up")
            }
        }
        return LabFile(path: "hub.batch", text: lines.map { $0 + "\n" }.joined())
    }

    /// That any end has at any time: the cable itself carries whatever is sent.
    private static func largestMTU(of segment: SegmentConfiguration, in scenario: Scenario) -> UInt16 {
        let later = scenario.timeline.flatMap(\.actions).compactMap { action -> UInt16? in
            guard case .setInterface(let router, let interface, .mtu(let mtu)) = action,
                segment.members.contains(where: { $0.router == router && $0.interface == interface })
            else { return nil }
            return mtu
        }
        let first = segment.members.map { scenario.network.routers[$0.router].ospf.interfaces[$0.interface].mtu }
        return (first + later).max() ?? 1500
    }

    private static func isMuted(_ member: SegmentMember, in scenario: Scenario) -> Bool {
        scenario.timeline.flatMap(\.actions).contains {
            guard case .cutPort(let router, let interface, .outgoingLost) = $0 else { return false }
            return router == member.router && interface == member.interface
        }
    }

    /// A bridge that hears all of a segment's, by a cable that floods nothing back and learns no address it could send to.
    private static func side(of segment: SegmentIndex, _ member: Int, mtu: UInt16) -> [String] {
        let (bridge, near, far) = (sideBridge(segment, member), "i\(segment)-\(member)", "j\(segment)-\(member)")
        return [
            "link add \(bridge) type bridge mcast_snooping 0 forward_delay 0 stp_state 0",
            "link add \(near) type veth peer name \(far)",
            "link set \(near) mtu \(mtu) master \(Self.bridge(segment)) up",
            "link set \(far) mtu \(mtu) master \(bridge) up",
            "link set \(far) type bridge_slave flood off mcast_flood off bcast_flood off learning off",
            "link set \(bridge) up",
        ]
    }

    private static func addresses(of number: RouterIndex, in network: NetworkConfiguration) -> LabFile {
        let router = network.routers[number].ospf
        var lines = ["link set lo up"]
        lines += router.loopbacks.map { "addr add \($0.address)/32 dev lo" }
        for (interface, others) in zip(router.interfaces, others(of: number, in: network))
        where interface.networkType != .virtualLink {
            // Without a network of its own, the kernel reaches the other end by its address alone.
            let address =
                interface.isUnnumbered && others.count == 1
                ? "\(interface.address) peer \(others[0])/32" : "\(interface.address)/\(interface.prefix.length)"
            lines += [
                "addr add \(address) dev \(interface.name)",
                "link set \(interface.name) mtu \(interface.mtu) up",
            ]
        }
        return LabFile(path: "r\(number).batch", text: lines.map { $0 + "\n" }.joined())
    }

    /// By interface of a router: the addresses of the other routers on its segment; none on a virtual link.
    static func others(of number: RouterIndex, in network: NetworkConfiguration) -> Table<InterfaceIndex, [IPv4Address]>
    {
        var others = Table<InterfaceIndex, [IPv4Address]>(network.routers[number].ospf.interfaces.map { _ in [] })
        for segment in network.segments {
            guard let own = segment.members.first(where: { $0.router == number }) else { continue }
            others[own.interface] = segment.members.filter { $0.router != number }
                .map { network.routers[$0.router].ospf.interfaces[$0.interface].address }
        }
        return others
    }
}
