import Captures
import NetworkPrimitives

extension CaptureSummaryText {
    /// Who would have hit a limit, when, and at which frame.
    var limit: [String] {
        guard let watch = summary.limit else { return [] }
        var table = ColumnText(
            header: ["Router ID", "most LSAs", "at", "limit hit", "at frame", "by", consequenceHeading],
            rightAligned: [1, 2, 3, 4])
        for router in watch.routers {
            let most = router.most > 0 ? clock.exactTime(router.mostTime) : "-"
            guard let met = router.met else {
                table.add(called(router.routerID), "\(router.most)", most, "never", "-", "-", "-")
                continue
            }
            table.add(
                called(router.routerID), "\(router.most)", most, clock.exactTime(met.time), "\(met.frame)",
                "\(met.lsa)", consequence(for: router))
        }
        let count = watch.routers.count { $0.met != nil }
        let heading =
            count == 0
            ? "A limit of \(grouped(watch.maximum)) LSAs of other routers: no router would have hit it"
            : "A limit of \(grouped(watch.maximum)) LSAs of other routers: \(count) of \(counted(watch.routers.count, "router"))"
                + " would have hit it"
        return [heading] + table.lines + [
            "  Counted are the LSAs that each router itself sent, acknowledged or described: it held at least these. What would",
            "  have followed from the first one's reaction, the capture cannot know; spillway replay shows one router's.",
        ]
    }

    private var consequenceHeading: String { limitPolicy == "reject" ? "refused" : limitPolicy == nil ? "" : "then" }

    private func consequence(for router: LimitWatch.Router) -> String {
        switch limitPolicy {
        case "reject": counted(router.beyond, "LSA")
        case "shutdown": "shuts down OSPF"
        case "warn": "a warning"
        default: ""
        }
    }
}
