import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// A network while it runs, for a terminal: its sites with a mark for the state of each router, what probes lose, the last events.
public struct WatchPicture: Sendable {
    private let scenario: Scenario
    private let options: ReportOptions
    private let sites: [(name: String, routers: [RouterIndex])]

    /// Routers that are shown one by one; of more, sites are counted.
    private static let routerLimit = 120
    /// Characters of the bar that says what a probe loses.
    private static let barLength = 20

    public init(of scenario: Scenario, options: ReportOptions) {
        self.scenario = scenario
        self.options = options
        var sites: [(name: String, routers: [RouterIndex])] = []
        for (number, router) in scenario.network.routers.indexed {
            let name = router.site ?? ""
            if let place = sites.firstIndex(where: { $0.name == name }) {
                sites[place].routers.append(number)
            } else {
                sites.append((name, [number]))
            }
        }
        self.sites = sites
    }

    /// The picture of a moment, the last lines first to go where there is no room.
    ///
    /// - Parameters:
    ///   - lost: by probe, millionths of its traffic.
    ///   - events: lines about the last ones.
    ///   - height: lines at the most.
    public func lines(
        of network: Network, at time: Duration, lost: [Int], events: [String], height: Int
    ) -> [String] {
        let states = network.routers.indices.map { RouterOutcome.State(of: $0, in: network) }
        let start = network.now - time
        let clock = Clock(start: start, clockStart: scenario.clockStart).text(network.now)
        var lines = [
            options.style.heading(
                clipped("\(scenario.name)  \(clock)  (\(spoken(time)) of \(spoken(scenario.duration)))"))
        ]
        lines += sites.flatMap { self.lines(of: $0.name, $0.routers, states) }
        lines += zip(scenario.probes, lost).map { line($0, $1) }
        let room = max(0, height - lines.count - 2)
        return Array((lines + [clipped(Self.legend)] + events.suffix(min(8, room)).map(clipped)).prefix(height))
    }

    private static let legend =
        "o running  = refusing  ~ degraded  X shut down  # until cleared  - off  % out of memory  ! crashed"

    private func lines(of site: String, _ routers: [RouterIndex], _ states: [RouterOutcome.State]) -> [String] {
        let title = site.isEmpty ? "" : site + "  "
        guard states.count <= Self.routerLimit else {
            let running = routers.count { states[$0.offset] == .running }
            let text = clipped("\(title)\(running) of \(routers.count) run")
            return [running < routers.count ? options.style.bad(text) : text]
        }
        var lines: [String] = []
        var (line, length) = (title, title.count)
        for router in routers {
            let state = states[router.offset]
            let cell = "\(state.mark) \(scenario.network.routers[router].name)"
            if let width = options.width, length + cell.count + 2 > width, length > title.count {
                lines.append(line)
                (line, length) = (String(repeating: " ", count: title.count), title.count)
            }
            line += (state == .running ? cell : options.style.bad(cell)) + "  "
            length += cell.count + 2
        }
        return lines + [line]
    }

    private func line(_ probe: Probe, _ lost: Int) -> String {
        let filled = lost == 0 ? 0 : max(1, lost * Self.barLength / 1_000_000)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barLength - filled)
        let text = clipped("[\(bar)] \(lost == 0 ? "delivered" : "\(percentage(lost)) lost")  \(probe.name)")
        return lost == 0 ? text : options.style.bad(text)
    }

    private func clipped(_ text: String) -> String {
        guard let width = options.width, text.count > width else { return text }
        return text.prefix(max(1, width - 3)) + "..."
    }
}

extension RouterOutcome.State {
    /// One character. The word is in the legend.
    fileprivate var mark: String {
        switch self {
        case .running: "o"
        case .rejecting: "="
        case .degraded: "~"
        case .isolated: "X"
        case .isolatedPermanently: "#"
        case .poweredOff: "-"
        case .outOfMemory: "%"
        case .crashed: "!"
        }
    }
}
