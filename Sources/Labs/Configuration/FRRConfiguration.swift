import NetworkPrimitives
import OSPF

/// The configuration of one FRRouting router, for `ospfd` and `staticd`.
///
/// External destinations are static routes that `ospfd` redistributes; a route map gives each set its metric and tag.
struct FRRConfiguration {
    let router: RouterConfiguration
    /// Every set that the router announces at some time of the run, in a fixed order.
    let sets: [RedistributionConfiguration]
    /// Whether the router redistributes, even if there is nothing to redistribute now: it stays a border router.
    let redistributes: Bool
    /// Whether anybody in the network says something in opaque LSAs; otherwise nothing is configured about them.
    let usesOpaque: Bool

    /// Command blocks of `ospfd`, in order: a line that opens a context, and the lines within it.
    var ospfd: [FRRBlock] {
        interfaces + [FRRBlock(opening: "router ospf", lines: process)] + routeMaps
    }

    /// The routes that are redistributed now.
    var staticd: [FRRBlock] {
        let lines = router.redistributions.flatMap { set in
            let target = set.forwardingAddress == .unspecified ? "blackhole" : "\(set.forwardingAddress)"
            return set.prefixes.filter { $0 != .default }.map { "ip route \($0) \(target)" }
        }
        return [FRRBlock(opening: nil, lines: lines)]
    }

    // MARK: Interfaces

    private var interfaces: [FRRBlock] {
        let links = router.interfaces.filter { $0.networkType != .virtualLink }
            .map { FRRBlock(opening: "interface \($0.name)", lines: Self.lines(of: $0)) }
        let areas = router.loopbacks.map { "ip ospf area \($0.area)" }
        return links + (areas.isEmpty ? [] : [FRRBlock(opening: "interface lo", lines: [areas[0]])])
    }

    // MARK: The process

    private var process: [String] {
        var lines = ["ospf router-id \(router.routerID)"]
        if router.borderRouterType == .standard { lines.append("ospf abr-type standard") }
        if router.isRFC1583Compatible { lines.append("compatible rfc1583") }
        if usesOpaque { lines += opaque }
        lines += router.areas.flatMap(self.lines)
        lines += virtualLinks + neighbors
        if router.isStubRouter { lines.append("max-metric router-lsa administrative") }
        let onStartup = router.stubRouterOptions.onStartup.wholeSeconds
        if onStartup > 0 { lines.append("max-metric router-lsa on-startup \(onStartup)") }
        // A second set with a default route would take the place of the first; the emulator announces the first.
        if let set = router.redistributions.first(where: { $0.prefixes.contains(.default) }) {
            lines.append(
                "default-information originate always metric \(set.metric) metric-type \(set.isType2 ? 2 : 1)")
        }
        if redistributes {
            lines.append("redistribute static route-map EXTERNAL")
        }
        return lines
    }

    private var opaque: [String] {
        let restart = router.gracefulRestart
        var lines = router.isOpaqueCapable ? ["capability opaque"] : []
        if restart.isEnabled { lines.append("graceful-restart grace-period \(restart.restartInterval.wholeSeconds)") }
        if restart.helperEnabled { lines.append("graceful-restart helper enable") }
        if !restart.helperStrictLSAChecking { lines.append("no graceful-restart helper strict-lsa-checking") }
        return lines + router.opaqueLSAs.map { "router-info \($0.scope == .area ? "area" : "as")" }
    }

    private func lines(of area: AreaConfiguration) -> [String] {
        let isBorder = router.attachedAreas.count > 1
        let isTotal = isBorder && !area.importsSummaries
        var lines: [String] = []
        switch area.kind {
        case .normal: break
        case .stub: lines.append("area \(area.area) stub\(isTotal ? " no-summary" : "")")
        case .nssa: lines += nssa(area, isTotal: isTotal)
        }
        if area.kind != .normal, isBorder { lines.append("area \(area.area) default-cost \(area.defaultCost)") }
        return lines
            + area.ranges.map { range in
                guard range.isAdvertised else { return "area \(area.area) range \(range.prefix) not-advertise" }
                let cost = range.cost.map { " advertise cost \($0)" } ?? ""
                return "area \(area.area) range \(range.prefix)\(cost)"
            }
    }

    /// A line for each setting: the daemon knows no command that says two of them.
    private func nssa(_ area: AreaConfiguration, isTotal: Bool) -> [String] {
        let type = "area \(area.area) nssa"
        var lines = [type]
        switch area.translatorRole {
        case .candidate: break
        case .always: lines.append("\(type) translate-always")
        case .never: lines.append("\(type) translate-never")
        }
        if isTotal { lines.append("\(type) no-summary") }
        if area.suppressesForwardingAddress { lines.append("\(type) suppress-fa") }
        return lines
    }

    // MARK: Externals

    private var routeMaps: [FRRBlock] {
        sets.enumerated().flatMap { number, set -> [FRRBlock] in
            let list = set.prefixes.filter { $0 != .default }.enumerated().map { position, prefix in
                "ip prefix-list set-\(number) seq \((position + 1) * 5) permit \(prefix)"
            }
            var lines = [
                "match ip address prefix-list set-\(number)", "set metric \(set.metric)",
                "set metric-type type-\(set.isType2 ? 2 : 1)",
            ]
            if set.tag != 0 { lines.append("set tag \(set.tag)") }
            return [
                FRRBlock(opening: nil, lines: list),
                FRRBlock(opening: "route-map EXTERNAL permit \((number + 1) * 10)", lines: lines),
            ]
        }
    }
}

/// Lines of a configuration that belong together.
struct FRRBlock: Hashable {
    /// The command that opens the context, or `nil` for global commands.
    var opening: String?
    var lines: [String]

    var text: String {
        guard let opening else { return lines.map { $0 + "\n" }.joined() }
        return "\(opening)\n" + lines.map { " \($0)\n" }.joined() + "exit\n"
    }
}

/// The commands that turn one configuration into another while the daemon runs.
enum FRRChange {
    /// Commands whose new value replaces the old one; all others are taken back first.
    private static let settings = ["ip ospf cost", "ip ospf priority", "ip ospf network", "ospf router-id"]

    /// Empty where nothing changes. Both configurations have the same contexts in the same order.
    static func commands(from old: [FRRBlock], to new: [FRRBlock]) -> String {
        zip(old, new).map { before, after in
            let added = after.lines.filter { !before.lines.contains($0) }
            let gone = before.lines.filter { line in
                !after.lines.contains(line)
                    && !settings.contains { name in line.hasPrefix(name) && added.contains { $0.hasPrefix(name) } }
            }
            guard !added.isEmpty || !gone.isEmpty else { return "" }
            return FRRBlock(opening: after.opening, lines: gone.reversed().map(removal) + added).text
        }.joined()
    }

    /// That an area is a stub is taken back by its name alone: with the rest of the line, only the rest would go. Router
    /// Information is taken back without its scope.
    private static func removal(of line: String) -> String {
        let words = line.split(separator: " ")
        let isType = words.count > 2 && words[0] == "area" && words[2] == "stub"
        if words[0] == "router-info" { return "no router-info" }
        return "no " + (isType ? words.prefix(3).joined(separator: " ") : line)
    }
}

extension RouterConfiguration {
    /// The areas of its interfaces and loopbacks, in order.
    var attachedAreas: [AreaID] { Set(interfaces.map(\.area) + loopbacks.map(\.area)).sorted() }
}
