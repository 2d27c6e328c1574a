import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// What things of a run are called.
struct RunNames: Sendable {
    let result: RunResult
    let clock: Clock
    private let identities: RouterIdentities
    private let segments: [SegmentMember: Int]

    init(_ result: RunResult) {
        self.result = result
        clock = Clock(start: result.start, clockStart: result.scenario.clockStart)
        let network = result.scenario.network
        identities = RouterIdentities(network, result.scenario.timeline)
        var segments: [SegmentMember: Int] = [:]
        for (number, segment) in network.segments.enumerated() {
            for member in segment.members { segments[member] = number }
        }
        self.segments = segments
    }

    private var network: NetworkConfiguration { result.scenario.network }

    func router(_ number: Int) -> String { number >= 0 ? network.routers[number].name : "the network" }
    func router(_ id: RouterID) -> String { identities.name(of: id) }
    func number(of id: RouterID) -> Int? { identities.numbers(of: id).first }

    /// The neighbor of this Router ID that a router has on an interface.
    func neighbor(_ id: RouterID, of router: Int, on interface: InterfaceIndex) -> String {
        identities.name(of: id, besides: router, on: segments[SegmentMember(router: router, interface: interface)])
    }

    /// The segment an interface is on, or the interface's own name.
    func segment(of router: Int, interface: InterfaceIndex) -> String {
        if let number = segments[SegmentMember(router: router, interface: interface)] {
            return network.segments[number].name
        }
        let interfaces = network.routers[router].ospf.interfaces
        return interfaces.indices.contains(interface) ? interfaces[interface].name : "interface \(interface)"
    }

    func segment(_ number: Int) -> String { network.segments[number].name }

    /// Where traffic arrives: `at par4-edge-1`, `on dmz`.
    func arrival(_ place: Arrival) -> String {
        switch place {
        case .router(let number): "at \(router(number))"
        case .segment(let number): "on \(segment(number))"
        }
    }

    func redistribution(_ position: Int, of router: Int) -> String {
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
    public func text(in network: NetworkConfiguration, loops: [[Int]]) -> String {
        func name(_ router: Int) -> String { network.routers[router].name }
        return switch reason {
        case .noRoute: "no route at \(name(router))"
        case .isolated: "OSPF is shut down at \(name(router))"
        case .poweredOff: "\(name(router)) is powered off"
        case .nextHopDead where segment >= 0: "nothing reaches \(network.segments[segment].name)"
        case .nextHopDead: "\(name(router)) does not answer"
        case .discarded: "black hole at \(name(router)): discard route of \(prefix.map { "\($0)" } ?? "a range")"
        case .leftNetwork: "sent out of the network at \(name(router))"
        case .lossyLink: "lossy link \(network.segments[segment].name)"
        case .interfaceDown: "an interface of \(name(router)) is down"
        case .loop: "loop of \(list(loops[loop].map(name)))"
        case .tooManyHops: "too many hops, at \(name(router))"
        }
    }
}
