import NetworkPrimitives
import OSPF

/// The configuration of one BIRD router.
///
/// External destinations are static routes; each set is a protocol of its own, so that the export filter knows its
/// metric and tag. A change while the daemon runs is a whole new file that it is told to load.
struct BIRDConfiguration {
    let router: RouterConfiguration
    /// Every set that the router announces at some time of the run, in a fixed order.
    let sets: [RedistributionConfiguration]
    /// Whether the router redistributes, even if there is nothing to redistribute now: it stays a border router.
    let redistributes: Bool
    /// Whether anybody in the network restarts gracefully; otherwise nothing is configured about it.
    let restartsGracefully: Bool
    /// By interface: the other addresses on its segment.
    let others: Table<InterfaceIndex, [IPv4Address]>

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
        if restartsGracefully { lines += gracefulRestart }
        // Nothing external leaves a router of one stub area, and one that is configured to export does not start.
        let areas = router.attachedAreas
        let isInStubAlone = areas.count == 1 && router.area(areas[0]).kind == .stub
        let export = redistributes && !isInStubAlone ? "filter announced" : "none"
        lines.append("  ipv4 { import all; export \(export); };")
        lines += router.attachedAreas.flatMap { area(router.area($0)) }
        return (lines + ["}"]).map { $0 + "\n" }.joined()
    }

    private var gracefulRestart: [String] {
        let restart = router.gracefulRestart
        guard restart.isEnabled else { return ["  graceful restart \(restart.helperEnabled ? "aware" : "no");"] }
        return ["  graceful restart yes;", "  graceful restart time \(restart.restartInterval.wholeSeconds);"]
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
            lines.append("    default cost\(hasType2Default(area) ? "2" : "") \(area.defaultCost);")
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
        if !area.nssaRanges.isEmpty {
            let ranges = area.nssaRanges.map { range in
                "\(range.prefix)\(range.isAdvertised ? "" : " hidden")\(range.tag == 0 ? "" : " tag \(range.tag)");"
            }
            lines.append("    external { \(ranges.joined(separator: " ")) };")
        }
        lines += router.interfaces.indices.filter { router.interfaces[$0].area == area.area }.compactMap {
            text(of: $0)
        }
        lines += router.interfaces.filter { $0.virtualLink?.transitArea == area.area }.compactMap { Self.link($0) }
        if router.loopbacks.contains(where: { $0.area == area.area }) {
            lines.append("    interface \"lo\" { stub; };")
        }
        return lines + ["  };"]
    }

    /// Where the default route is an NSSA-LSA, its metric has a type.
    private func hasType2Default(_ area: AreaConfiguration) -> Bool {
        area.kind == .nssa && area.originatesNSSADefault && area.importsSummaries && area.isNSSADefaultType2
    }
}
