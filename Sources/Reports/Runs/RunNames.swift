import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// What things of a run are called.
struct RunNames: Sendable {
    let result: RunResult
    let clock: Clock
    private let identities: RouterIdentities
    private let segments: [SegmentMember: SegmentIndex]

    init(_ result: RunResult) {
        self.result = result
        clock = Clock(start: result.start, clockStart: result.scenario.clockStart)
        let network = result.scenario.network
        identities = RouterIdentities(network, result.scenario.timeline)
        var segments: [SegmentMember: SegmentIndex] = [:]
        for (number, segment) in network.segments.indexed {
            for member in segment.members { segments[member] = number }
        }
        self.segments = segments
    }

    private var network: NetworkConfiguration { result.scenario.network }

    func router(_ number: RouterIndex) -> String { network.routers[number].name }
    func router(_ number: RouterIndex?) -> String { number.map(router) ?? "the network" }
    func router(_ id: RouterID) -> String { identities.name(of: id) }
    func number(of id: RouterID) -> RouterIndex? { identities.numbers(of: id).first }

    /// The neighbor of this Router ID that a router has on an interface.
    func neighbor(_ id: RouterID, of router: RouterIndex, on interface: InterfaceIndex) -> String {
        identities.name(of: id, besides: router, on: segments[SegmentMember(router: router, interface: interface)])
    }

    /// The number of the segment that an interface is on.
    func segmentNumber(of router: RouterIndex, interface: InterfaceIndex) -> SegmentIndex? {
        segments[SegmentMember(router: router, interface: interface)]
    }

    /// The number of the neighbor of this Router ID; of several routers that have it, the one on the segment of the interface.
    func neighborNumber(_ id: RouterID, of router: RouterIndex, on interface: InterfaceIndex?) -> RouterIndex? {
        let numbers = identities.numbers(of: id)
        guard numbers.count > 1, let segment = interface.flatMap({ segmentNumber(of: router, interface: $0) }) else {
            return numbers.first
        }
        let members = network.segments[segment].members.map(\.router)
        return numbers.first { $0 != router && members.contains($0) } ?? numbers.first
    }

    /// The segment an interface is on, or the interface's own name.
    func segment(of router: RouterIndex, interface: InterfaceIndex) -> String {
        if let number = segments[SegmentMember(router: router, interface: interface)] {
            return network.segments[number].name
        }
        let interfaces = network.routers[router].ospf.interfaces
        return interfaces.indices.contains(interface) ? interfaces[interface].name : "interface \(interface)"
    }

    func segment(_ number: SegmentIndex) -> String { network.segments[number].name }

    /// Where traffic arrives: `at par4-edge-1`, `on dmz`.
    func arrival(_ place: Arrival) -> String {
        switch place {
        case .router(let number): "at \(router(number))"
        case .segment(let number): "on \(segment(number))"
        }
    }

    func redistribution(_ position: Int, of router: RouterIndex?) -> String {
        guard let router else { return "redistribution \(position)" }
        let sets = result.scenario.redistributionNames(of: router)
        return position < sets.count ? sets[position] : "redistribution \(position)"
    }

    func probe(_ number: Int) -> String {
        number < result.scenario.probes.count ? result.scenario.probes[number].name : "probe \(number)"
    }

    func time(_ instant: Instant) -> String { clock.text(instant) }

    func death(_ death: Death) -> String { death.text(in: network, loops: result.loops) }
}

extension Death {
    /// Where and why packets die: `no route at par4-edge-1`.
    ///
    /// - Parameter loops: those that `loop` numbers.
    public func text(in network: NetworkConfiguration, loops: [[RouterIndex]]) -> String {
        func name(_ router: RouterIndex) -> String { network.routers[router].name }
        return switch reason {
        case .noRoute: "no route at \(name(router))"
        case .isolated: "OSPF is shut down at \(name(router))"
        case .poweredOff: "\(name(router)) is powered off"
        case .nextHopDead:
            segment.map { "nothing reaches \(network.segments[$0].name)" } ?? "\(name(router)) does not answer"
        case .discarded: "black hole at \(name(router)): discard route of \(prefix.map { "\($0)" } ?? "a range")"
        case .leftNetwork: "sent out of the network at \(name(router))"
        case .lossyLink: "lossy link \(segment.map { network.segments[$0].name } ?? "")"
        case .interfaceDown: "an interface of \(name(router)) is down"
        case .loop: "loop of \(list(loops[loop].map(name)))"
        case .tooManyHops: "too many hops, at \(name(router))"
        }
    }
}
