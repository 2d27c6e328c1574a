import Captures
import NetworkPrimitives

extension CaptureSummaryText {
    /// Who would have met a limit, when, and at which frame.
    var limit: [String] {
        guard let watch = summary.limit else { return [] }
        var table = ColumnText(
            header: ["Router ID", "most LSAs", "at", "limit met", "at frame", "by", consequenceHeading],
            rightAligned: [1, 2, 3, 4])
        for router in watch.routers {
            let most = router.most > 0 ? "+\(seconds(router.mostTime - summary.origin))" : "-"
            guard let met = router.met else {
                table.add("\(router.routerID)", "\(router.most)", most, "never", "-", "-", "-")
                continue
            }
            table.add(
                "\(router.routerID)", "\(router.most)", most, "+\(seconds(met.time - summary.origin))", "\(met.frame)",
                "\(met.lsa)", consequence(for: router))
        }
        let count = watch.routers.count { $0.met != nil }
        let heading =
            count == 0
            ? "A limit of \(watch.maximum) LSAs of other routers: nobody would have met it"
            : "A limit of \(watch.maximum) LSAs of other routers: \(count) of \(counted(watch.routers.count, "router"))"
                + " would have met it"
        return [heading] + table.lines + [
            "  Counted is what each router itself sent, acknowledged or described: it held at least that much. What would",
            "  have followed from the first one's reaction, the capture cannot know; spillway replay shows one router's.",
        ]
    }

    private var consequenceHeading: String { limitPolicy == "reject" ? "refused" : limitPolicy == nil ? "" : "then" }

    private func consequence(for router: LimitWatch.Router) -> String {
        switch limitPolicy {
        case "reject": counted(router.beyond, "LSA")
        case "shutdown": "isolates itself"
        case "warn": "a warning"
        default: ""
        }
    }
}
