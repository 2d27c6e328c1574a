import OSPF
import TestSupport
import Testing

@testable import Emulation

@Suite("Whether a frame passes") struct PassageTests {
    /// Three routers on one LAN, switched on.
    private var network: Network {
        var builder = NetworkBuilder(routers: 3)
        builder.lan([0, 1, 2])
        return Network(builder.configuration)
    }

    private func passage(_ actions: Action..., from sender: PortIndex = 0, to receiver: PortIndex = 1) -> Passage {
        var network = network
        for action in actions { network.apply(action, text: "") }
        return network.segments[0].passage(from: sender, to: receiver)
    }

    @Test func `Nothing stands in the way at first, nor after a repair`() {
        #expect(passage() == .passes)
        #expect(passage(.cut(segment: 0, silent: false)) == .cut)
        #expect(passage(.cut(segment: 0, silent: true)) == .cut)
        #expect(passage(.cut(segment: 0, silent: true), .repair(segment: 0)) == .passes)
    }

    @Test func `A router without power or cables neither sends nor receives`() {
        for action in [Action.decommission(router: 1, orderly: false), .disconnect(router: 1)] {
            #expect(passage(action, from: 0, to: 1) == .receiverDetached)
            #expect(passage(action, from: 1, to: 0) == .senderDetached)
            #expect(passage(action, from: 0, to: 2) == .passes)
        }
        #expect(passage(.disconnect(router: 1), .reconnect(router: 1)) == .passes)
        #expect(passage(.decommission(router: 1, orderly: false), .start(router: 1)) == .passes)
    }

    @Test func `A plug that lets nothing out still lets frames in`() {
        let deaf = Action.cutPort(router: 1, interface: 0, .silent)
        #expect(passage(deaf) == .receiverFaulty)
        let mute = Action.cutPort(router: 1, interface: 0, .outgoingLost)
        #expect(passage(mute) == .passes)
        #expect(passage(mute, from: 1, to: 0) == .senderFaulty)
        #expect(passage(mute, .repairPort(router: 1, interface: 0), from: 1, to: 0) == .passes)
    }

    @Test func `A partition parts its sides only, and a circuit its two ends`() {
        let partition = Action.partition(sides: [[0], [1]])
        #expect(passage(partition) == .partitioned)
        #expect(passage(partition, from: 0, to: 2) == .passes)
        #expect(passage(partition, .heal) == .passes)
        let circuit = Action.setCircuit(segment: 0, Circuit(0, 1), isOpen: false)
        #expect(passage(circuit) == .circuitClosed)
        #expect(passage(circuit, from: 2, to: 1) == .passes)
    }

    @Test func `Of two members with one address the first that a frame gets to answers`() {
        var network = network
        let address = network.segments[0].ports[1].address
        network.segments[0].ports[2].address = address
        #expect(network.segments[0].receiver(of: address, from: 0) == 1)
        network.apply(.disconnect(router: 1), text: "")
        #expect(network.segments[0].receiver(of: address, from: 0) == 2)
        #expect(network.segments[0].receiver(of: address, from: 2) == nil)
    }
}

@Suite("The power of a machine") struct PowerTests {
    @Test func `Without power no process runs`() {
        var power = Power.off
        power.run(.running)
        #expect(!power.isOn && power.process == nil)
    }

    @Test func `What the process does is kept when an orderly end begins`() {
        var power = Power.on(.stopped)
        power.goDown()
        #expect(power.isOn && power.process?.isRunning == false)
        power.run(.running)
        guard case .goingDown(.running) = power else {
            Issue.record("\(power)")
            return
        }
    }

    @Test func `No restart follows an end by the operator`() {
        let crashed = OSPFProcess.crashed(restart: HappeningID(number: 1)).withoutRestart
        guard case .crashed(restart: nil) = crashed else {
            Issue.record("\(crashed)")
            return
        }
        #expect(!OSPFProcess.restarting(because: HappeningID(number: 1)).withoutRestart.isRunning)
    }
}
