/// Names as they stand on a map.
enum MapNames {
    /// Without the beginning that all names of a site share up to a hyphen, which the site's box says already; and not longer
    /// than there is room for.
    static func short(_ network: MapNetwork) -> [String] {
        var beginnings: [Int: Set<String>] = [:]
        for router in network.routers {
            guard let site = router.site else { continue }
            beginnings[site, default: []].insert(beginning(of: router.name))
        }
        return network.routers.map { router in
            var name = router.name
            if let site = router.site, beginnings[site]?.count == 1 { name.removeFirst(beginning(of: name).count) }
            return TextWidth.shortened(name, to: 118, size: 11.5)
        }
    }

    private static func beginning(of name: String) -> String {
        guard let hyphen = name.firstIndex(of: "-"), name.index(after: hyphen) < name.endIndex else { return "" }
        return String(name[...hyphen])
    }
}
