import NetworkPrimitives
import OSPF

/// The configuration of one BIRD router.
///
/// External destinations are static routes; each set is a protocol of its own, so that the export filter knows its
/// metric and tag. A change while the daemon runs is a whole new file that it is told to take over.
struct BIRDConfiguration {
    let router: RouterConfiguration
    /// Every set that the router announces at some time of the run, in a fixed order.
    let sets: [RedistributionConfiguration]
    /// Whether the router redistributes, even if there is nothing to redistribute now: it stays a border router.
    let redistributes: Bool

    var text: String {
        var lines = [
            "router id \(router.routerID);", "protocol device {}",
            "protocol kernel { ipv4 { export all; import none; }; merge paths yes limit 16; }",
        ]
        lines += sets.enumerated().map { number, set in
            let isActive = router.redistributions.contains { $0.name == set.name }
            let target = set.forwardingAddress == .unspecified ? "blackhole" : "via \(set.forwardingAddress)"
            let routes = isActive ? set.prefixes.map { "route \($0) \(target); " }.joined() : ""
            return "protocol static set_\(number) { ipv4 {}; \(routes)}"
        }
        lines += filter
        lines.append("protocol ospf v2 ospf1 {")
        if router.isRFC1583Compatible { lines.append("  rfc1583compat yes;") }
        if router.isStubRouter { lines.append("  stub router yes;") }
        let export = redistributes ? "filter announced" : "none"
        lines.append("  ipv4 { import all; export \(export); };")
        lines += router.attachedAreas.flatMap { area(router.area($0)) }
        return (lines + ["}"]).map { $0 + "\n" }.joined()
    }

    private var filter: [String] {
        guard !sets.isEmpty else { return [] }
        return ["filter announced {"]
            + sets.enumerated().map { number, set in
                let metric = "ospf_metric\(set.isType2 ? 2 : 1) = \(set.metric);"
                return "  if proto = \"set_\(number)\" then { \(metric) ospf_tag = \(set.tag); accept; }"
            } + ["  reject;", "}"]
    }

    private func area(_ area: AreaConfiguration) -> [String] {
        var lines = ["  area \(area.area) {"]
        if area.kind != .normal {
            lines.append("    \(area.kind == .stub ? "stub" : "nssa");")
            lines.append("    summary \(area.importsSummaries ? "yes" : "no");")
            lines.append("    default cost \(area.defaultCost);")
        }
        if area.kind == .nssa {
            if area.originatesNSSADefault, area.importsSummaries { lines.append("    default nssa yes;") }
            if area.translatorRole == .always { lines.append("    translator yes;") }
            lines.append("    translator stability \(area.translatorStabilityInterval.wholeSeconds);")
        }
        if !area.ranges.isEmpty {
            let ranges = area.ranges.map { "\($0.prefix)\($0.isAdvertised ? "" : " hidden");" }
            lines.append("    networks { \(ranges.joined(separator: " ")) };")
        }
        lines += router.interfaces.filter { $0.area == area.area }.map { Self.text(of: $0) }
        if router.loopbacks.contains(where: { $0.area == area.area }) {
            lines.append("    interface \"lo\" { stub; };")
        }
        return lines + ["  };"]
    }

    private static func text(of interface: InterfaceConfiguration) -> String {
        let dead = interface.deadInterval.wholeSeconds
        let settings = [
            "type \(interface.networkType == .pointToPoint ? "ptp" : "broadcast");", "cost \(interface.cost);",
            "priority \(interface.priority);", "hello \(interface.helloInterval.wholeSeconds);", "dead \(dead);",
            "wait \(dead);", "retransmit \(interface.retransmitInterval.wholeSeconds);",
            "transmit delay \(interface.transmitDelay.wholeSeconds);",
        ]
        let stub = interface.isPassive ? " stub;" : ""
        return "    interface \"\(interface.name)\" { \(settings.joined(separator: " "))\(stub) };"
    }
}
