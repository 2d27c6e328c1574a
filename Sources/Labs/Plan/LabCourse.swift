import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios

/// Turns a timeline into lines for a shell: follows what each action makes of configurations, plugs and processes, and
/// writes down what has to be done about it.
struct LabCourse {
    private let lab: LabScenario
    private let network: NetworkConfiguration
    /// From the start of the routers to the start of the timeline.
    private let settling: Duration
    private var cabling: Cabling
    private var configurations: Table<RouterIndex, RouterConfiguration>
    /// By router: how many configurations it has had. The first has the number 0.
    private var revisions: Table<RouterIndex, Int>
    /// By router: every set that it announces at some time.
    private let sets: Table<RouterIndex, [RedistributionConfiguration]>
    private let restartsGracefully: Bool
    private let usesOpaque: Bool
    /// By router: whether it has redistributed anything yet.
    private var redistributes: Table<RouterIndex, Bool>
    private var runs: Table<RouterIndex, Bool>
    /// By router: whether its OSPF process alone is down, between the two halves of a restart.
    private var isPaused: Table<RouterIndex, Bool>
    /// What is due later: the ends of reboots, of orderly shutdowns and of restarts.
    private var pending: [Pending] = []
    private var lines: [Line] = []
    private(set) var files: [LabFile] = []
    private(set) var checkpointCount = 0

    private struct Line {
        var time: Duration
        var words: [String]
    }

    private struct Pending {
        enum Step: Equatable {
            case powerOff, powerOn
            case pause(downtime: Duration)
            case resume
        }
        var at: Duration
        var router: RouterIndex
        var step: Step
    }

    init(_ lab: LabScenario, settling: Duration) {
        self.lab = lab
        self.settling = settling
        network = lab.scenario.network
        cabling = Cabling(network)
        configurations = network.routers.mapValues(\.ospf)
        revisions = network.routers.mapValues { _ in 0 }
        redistributes = network.routers.mapValues { !$0.ospf.redistributions.isEmpty }
        runs = network.routers.mapValues { $0.startsOSPF && $0.startsPoweredOn }
        isPaused = network.routers.mapValues { _ in false }
        sets = Table(network.routers.indices.map { Self.sets(of: $0, in: lab.scenario) })
        restartsGracefully = network.routers.contains(where: \.ospf.gracefulRestart.isEnabled)
        usesOpaque = restartsGracefully || Self.originatesOpaques(lab.scenario)
    }

    /// The whole timeline, a line each.
    var text: String {
        lines.map { line in
            let milliseconds = (line.time + settling).nanoseconds / 1_000_000
            let rest = String(1_000 + milliseconds % 1_000).dropFirst()
            return (["\(milliseconds / 1_000).\(rest)"] + line.words).joined(separator: "\t") + "\n"
        }.joined()
    }

    private static func sets(of router: RouterIndex, in scenario: Scenario) -> [RedistributionConfiguration] {
        var sets = scenario.network.routers[router].ospf.redistributions
        for case .redistribute(router, let set) in scenario.timeline.flatMap(\.actions)
        where !sets.contains(where: { $0.name == set.name }) {
            sets.append(set)
        }
        return sets
    }

    private static func originatesOpaques(_ scenario: Scenario) -> Bool {
        scenario.network.routers.contains { !$0.ospf.opaqueLSAs.isEmpty }
            || scenario.timeline.flatMap(\.actions).contains { action in
                if case .setOpaque = action { true } else { false }
            }
    }

    // MARK: The course

    mutating func run() {
        for router in network.routers.indices { writeConfiguration(of: router, replacing: nil) }
        let zero = Duration.zero - settling
        for router in network.routers.indices where runs[router] { write(zero, "start", router, 0) }
        var last: Duration?
        for entry in lab.scenario.timeline {
            guard case .at(let time) = entry.trigger else { continue }
            if time != last {
                catchUp(until: time)
                write(time, "checkpoint", checkpointCount)
                checkpointCount += 1
                last = time
            }
            for action in entry.actions { carryOut(action, at: time) }
        }
        catchUp(until: lab.scenario.duration)
        write(lab.scenario.duration, "checkpoint", checkpointCount)
        checkpointCount += 1
        write(lab.scenario.duration, "end")
    }

    private mutating func write(_ time: Duration, _ words: any CustomStringConvertible & Sendable...) {
        lines.append(Line(time: time, words: words.map { "\($0)" }))
    }

    /// Ports that move at the same moment do so in one line: a router that still saw one of them would advertise it.
    private mutating func movePort(_ command: String, at time: Duration) {
        let last = lines.lastIndex { $0.words[0] != "say" }
        if let last, lines[last].time == time, lines[last].words[0] == "port" {
            lines[last].words[1] += "; \(command)"
        } else {
            write(time, "port", command)
        }
    }

    private mutating func catchUp(until time: Duration) {
        while let next = pending.indices.min(by: { (pending[$0].at, $0) < (pending[$1].at, $1) }),
            pending[next].at <= time
        {
            let due = pending.remove(at: next)
            switch due.step {
            case .powerOff: powerOff(due.router, at: due.at)
            case .powerOn: powerOn(due.router, at: due.at)
            case .pause(let downtime): pause(due.router, for: downtime, at: due.at)
            case .resume: resume(due.router, at: due.at)
            }
        }
    }

    // MARK: Actions

    private mutating func carryOut(_ action: Action, at time: Duration) {
        write(time, "say", action.text(in: network))
        switch action {
        case .decommission(let router, false): powerOff(router, at: time)
        case .decommission(let router, true):
            end(router, orderly: true, at: time)
            pending.append(Pending(at: time + .seconds(1), router: router, step: .powerOff))
        case .stopProcess(let router, let orderly): end(router, orderly: orderly, at: time)
        case .start(let router): powerOn(router, at: time)
        case .reboot(let router, let downtime):
            powerOff(router, at: time)
            pending.append(Pending(at: time + downtime, router: router, step: .powerOn))
        case .disconnect, .reconnect, .cut, .repair, .cutPort, .repairPort:
            recable(at: time) { $0.apply(action) }
        case .clear(let router): if isReached(router) { write(time, "clear", router) }
        case .restartProcess(let router, let downtime): restart(router, for: downtime, at: time)
        case .redistribute(let router, let set):
            reconfigure(router, at: time) { configuration in
                configuration.redistributions.removeAll { $0.name == set.name }
                configuration.redistributions.append(set)
            }
        case .withdraw(let router, let name):
            reconfigure(router, at: time) { $0.redistributions.removeAll { $0.name == name } }
        case .setCost(let router, let interface, let cost):
            reconfigure(router, at: time) { $0.interfaces[interface].cost = cost }
        case .setPriority(let router, let interface, let priority):
            reconfigure(router, at: time) { $0.interfaces[interface].priority = priority }
        case .setInterface(let router, let interface, .mtu(let mtu)):
            configurations[router].interfaces[interface].mtu = mtu
            write(time, "link", router, "\(configurations[router].interfaces[interface].name) mtu \(mtu)")
        case .setOpaque(let router, let set):
            reconfigure(router, at: time) { configuration in
                configuration.opaqueLSAs.removeAll { $0.scope == set.scope && $0.opaqueType == set.opaqueType }
                if set.count > 0 { configuration.opaqueLSAs.append(set) }
            }
        case .setPassive(let router, let interface, let isPassive):
            reconfigure(router, at: time) { $0.interfaces[interface].isPassive = isPassive }
        case .setArea(let router, let change):
            reconfigure(router, at: time) { configuration in
                var area = configuration.area(change.area)
                change.apply(to: &area)
                configuration.areas.removeAll { $0.area == change.area }
                configuration.areas.append(area)
            }
        case .setStubRouter(let router, let isStub, _): reconfigure(router, at: time) { $0.isStubRouter = isStub }
        case .setEnabled(let router, let interface, let isEnabled):
            reconfigure(router, at: time) { $0.interfaces[interface].isEnabled = isEnabled }
        case .setAuthentication(let router, let interface, let authentication):
            reconfigure(router, at: time) { $0.interfaces[interface].authentication = authentication }
        case .setDelay: break
        default: preconditionFailure("an action that the loader for labs does not let through")
        }
    }

    /// Changes the configuration of a router, and of its daemon where it runs.
    private mutating func reconfigure(
        _ router: RouterIndex, at time: Duration, _ change: (inout RouterConfiguration) -> Void
    ) {
        let old = configurations[router]
        change(&configurations[router])
        guard configurations[router] != old else { return }
        revisions[router] += 1
        writeConfiguration(of: router, replacing: old)
        if isReached(router) { write(time, "configure", router, revisions[router]) }
    }

    private mutating func writeConfiguration(of router: RouterIndex, replacing old: RouterConfiguration?) {
        let folder = "configuration/\(router)/\(revisions[router])"
        let configuration = configurations[router]
        let redistributed = redistributes[router]
        if !configuration.redistributions.isEmpty { redistributes[router] = true }
        switch lab.daemon {
        case .bird:
            let text = BIRDConfiguration(
                router: configuration, sets: sets[router], redistributes: redistributes[router],
                restartsGracefully: restartsGracefully, others: LabPlan.others(of: router, in: network)
            ).text
            files.append(LabFile(path: "\(folder)/bird.conf", text: text))
        case .frr:
            let new = FRRConfiguration(
                router: configuration, sets: sets[router], redistributes: redistributes[router],
                usesOpaque: usesOpaque)
            files.append(LabFile(path: "\(folder)/ospfd.conf", text: new.ospfd.map(\.text).joined()))
            files.append(LabFile(path: "\(folder)/staticd.conf", text: new.staticd.map(\.text).joined()))
            guard let old else { return }
            let before = FRRConfiguration(
                router: old, sets: sets[router], redistributes: redistributed, usesOpaque: usesOpaque)
            for (daemon, commands) in [
                ("ospfd", FRRChange.commands(from: before.ospfd, to: new.ospfd)),
                ("staticd", FRRChange.commands(from: before.staticd, to: new.staticd)),
            ] where !commands.isEmpty {
                files.append(LabFile(path: "\(folder)/\(daemon).change", text: commands))
            }
        }
    }

    // MARK: Processes and plugs

    private mutating func end(_ router: RouterIndex, orderly: Bool, at time: Duration) {
        guard runs[router] else { return }
        runs[router] = false
        isPaused[router] = false
        pending.removeAll { $0.router == router && ($0.step != .powerOff && $0.step != .powerOn) }
        write(time, orderly ? "stop" : "kill", router)
    }

    /// Whether there is a process to configure.
    private func isReached(_ router: RouterIndex) -> Bool { runs[router] && !isPaused[router] }

    /// How long the announcement of a graceful restart has to reach the neighbors.
    private static let announcement: Duration = .milliseconds(300)

    private mutating func restart(_ router: RouterIndex, for downtime: Duration, at time: Duration) {
        guard isReached(router) else { return }
        guard configurations[router].gracefulRestart.isEnabled else {
            pause(router, for: downtime, at: time)
            return
        }
        write(time, "announce", router)
        let step = Pending.Step.pause(downtime: downtime)
        pending.append(Pending(at: time + Self.announcement, router: router, step: step))
    }

    private mutating func pause(_ router: RouterIndex, for downtime: Duration, at time: Duration) {
        isPaused[router] = true
        write(time, "pause", router)
        pending.append(Pending(at: time + downtime, router: router, step: .resume))
    }

    private mutating func resume(_ router: RouterIndex, at time: Duration) {
        isPaused[router] = false
        write(time, "resume", router, revisions[router])
    }

    private mutating func powerOff(_ router: RouterIndex, at time: Duration) {
        // Carriers go first: a process that ends before them would still say something.
        recable(at: time) { $0.setPower(of: router, isOn: false) }
        end(router, orderly: false, at: time)
    }

    private mutating func powerOn(_ router: RouterIndex, at time: Duration) {
        pending.removeAll { $0.router == router }
        recable(at: time) { $0.setPower(of: router, isOn: true) }
        guard !runs[router] else { return }
        runs[router] = true
        write(time, "start", router, revisions[router])
    }

    /// Changes the cabling, and moves the ports that it changes.
    private mutating func recable(at time: Duration, _ change: (inout Cabling) -> Void) {
        let before = cabling.ports
        change(&cabling)
        for (segment, ports) in cabling.ports.indexed {
            for (member, state) in ports.enumerated() where state != before[segment][member] {
                let name = LabPlan.port(segment, member)
                switch state {
                case .isDown: movePort("\(name) down", at: time)
                case .isDetached: movePort("\(name) nomaster up", at: time)
                case .isMute: movePort("\(name) master \(LabPlan.sideBridge(segment, member)) up", at: time)
                case .works: movePort("\(name) master \(LabPlan.bridge(segment)) up", at: time)
                }
            }
        }
    }
}
