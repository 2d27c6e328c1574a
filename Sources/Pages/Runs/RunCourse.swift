import Results

/// The course of a run: what each router, link and probe was like at each moment, and where it stands on the map.
struct RunCourse {
    let topology: TopologyDocument
    let series: SeriesDocument
    /// By router.
    let looks: [StepFunction<RouterLook>]
    let counted: [StepFunction<Int>]
    /// By segment and member: whether its adjacency is up.
    let links: [[StepFunction<Bool>]]
    let sent: StepFunction<Int>
    /// The deepest queue of all.
    let queue: StepFunction<Int>
    let drawing: MapDrawing

    /// - Throws: where the parts of the result do not fit together.
    init(
        _ run: RunDocument, _ topology: TopologyDocument, _ series: SeriesDocument, end: Int
    ) throws(PageError) {
        try Self.check(run, topology, series)
        self.topology = topology
        self.series = series
        counted = series.counted.map { StepFunction(Steps(differences: $0)) }
        let away = Self.disconnected(run)
        looks = topology.routers.indices.map { [counted] router in
            Self.looks(
                series.states[router], named: series.stateNames, counted: counted[router],
                warning: topology.routers[router].warning, away: away[router] ?? StepFunction())
        }
        links = zip(topology.segments, series.links).map { segment, toggles in
            var members = segment.members.map { _ in StepFunction<Bool>() }
            for step in Steps(toggles) {
                members[step.value].append(!(members[step.value].values.last ?? false), at: step.milliseconds)
            }
            return members
        }
        sent = StepFunction(Steps(differences: series.sent))
        queue = Self.largest(series.queues.map { StepFunction(Steps(differences: $0)) })
        drawing = Self.drawing(topology, looks: looks, series)
    }

    // MARK: Looks

    private static func looks(
        _ states: [Int], named names: [String], counted: StepFunction<Int>, warning: Int?, away: StepFunction<Bool>
    ) -> StepFunction<RouterLook> {
        let states = StepFunction(Steps(states)).map { look(names[$0]) }
        let near = warning.map { warning in counted.map { $0 >= warning } } ?? StepFunction()
        var looks = StepFunction<RouterLook>()
        for moment in Set(states.moments + near.moments + away.moments).sorted() {
            let state = states.value(at: moment) ?? .running
            let isNear = near.value(at: moment) ?? false
            let isAway = away.value(at: moment) ?? false
            looks.append(state == .running ? isAway ? .disconnected : isNear ? .near : .running : state, at: moment)
        }
        return looks
    }

    private static func look(_ state: String) -> RouterLook {
        switch state {
        case "rejecting": .refusing
        case "degraded": .degraded
        case "isolated": .shutDown
        case "isolatedPermanently": .shutDownForGood
        case "poweredOff": .off
        case "outOfMemory": .outOfMemory
        case "crashed": .crashed
        default: .running
        }
    }

    /// When people had taken routers off the network.
    private static func disconnected(_ run: RunDocument) -> [Int: StepFunction<Bool>] {
        var courses: [Int: StepFunction<Bool>] = [:]
        for action in run.actions ?? [] where action.verb == "disconnect" || action.verb == "reconnect" {
            for router in action.routers {
                courses[router, default: StepFunction()].append(
                    action.verb == "disconnect", at: action.timeNs / 1_000_000)
            }
        }
        return courses
    }

    /// The largest of several at each moment.
    private static func largest(_ courses: [StepFunction<Int>]) -> StepFunction<Int> {
        var result = StepFunction<Int>()
        var current = courses.map { _ in 0 }
        var next = courses.map { _ in 0 }
        let moments = Set(courses.flatMap(\.moments)).sorted()
        // Of few courses each is looked at; of many only those that change would be, and these are few at any moment.
        for moment in moments {
            for (number, course) in courses.enumerated()
            where next[number] < course.moments.count && course.moments[next[number]] <= moment {
                current[number] = course.values[next[number]]
                next[number] += 1
            }
            result.append(current.max() ?? 0, at: moment)
        }
        return result
    }

    // MARK: Moments

    func isUp(_ segment: Int, at moment: Int) -> Set<Int> {
        Set(links[segment].indices.filter { links[segment][$0].value(at: moment) ?? false })
    }

    func look(_ router: Int, at moment: Int) -> RouterLook { looks[router].value(at: moment) ?? .running }

    func scene(at moment: Int) -> MapDrawing.Scene {
        let looks = looks.indices.map { look($0, at: moment) }
        var scene = MapDrawing.Scene(looks: looks, up: topology.segments.indices.map { isUp($0, at: moment) })
        scene.fill = topology.routers.indices.map { router in
            topology.routers[router].limit.flatMap {
                $0 > 0 ? (counted[router].value(at: moment) ?? 0) * 1_000 / $0 : nil
            }
        }
        if drawing.layout.isMatrix {
            scene.siteTexts = drawing.layout.sites.map { site in
                "\(site.routers.count { looks[$0].rawValue < 3 }) of \(site.routers.count) run"
            }
        }
        return scene
    }

    // MARK: The map

    /// - Returns: the map of the network, on which those are named that fell, and the ends of probes.
    private static func drawing(
        _ topology: TopologyDocument, looks: [StepFunction<RouterLook>], _ series: SeriesDocument
    ) -> MapDrawing {
        var important = Set(looks.indices.filter { looks[$0].values.contains { $0 != .running && $0 != .near } })
        for probe in series.probes {
            guard let usual = probe.ways.first else { continue }
            for list in [usual.enters, usual.arrives] {
                for place in stride(from: 0, to: list.count - 1, by: 2) where list[place] >= 0 {
                    important.insert(list[place])
                }
            }
        }
        return MapDrawing(topology, important: important)
    }

    // MARK: Checks

    /// A file can have been edited: numbers that point at nothing are refused in one sentence.
    private static func check(
        _ run: RunDocument, _ topology: TopologyDocument, _ series: SeriesDocument
    ) throws(PageError) {
        func demand(_ holds: Bool, _ what: String) throws(PageError) {
            if !holds { throw PageError(contradiction: what) }
        }
        let (routers, segments) = (topology.routers.count, topology.segments.count)
        try demand(run.routers.count == routers, "'routers' and 'topology.routers' differ in number")
        try demand(
            series.states.count == routers && series.counted.count == routers && series.queues.count == routers,
            "'series' has not one course for each router")
        try demand(series.links.count == segments, "'series.links' has not one course for each segment")
        try demand(series.probes.count == run.probes.count, "'series.probes' has not one course for each probe")
        try topology.check()
        try demand(
            series.states.allSatisfy { Steps($0).allSatisfy { series.stateNames.indices.contains($0.value) } },
            "'series.states' has a state without a name")
        for (segment, toggles) in zip(topology.segments, series.links) {
            try demand(
                Steps(toggles).allSatisfy { segment.members.indices.contains($0.value) },
                "'series.links' has a member that is not there")
        }
        for probe in series.probes {
            try demand(
                Steps(probe.way).allSatisfy { probe.ways.indices.contains($0.value) },
                "a probe has a way that is not there")
            for way in probe.ways {
                let places = stride(from: 0, to: way.steps.count - way.steps.count % 4, by: 4)
                try demand(
                    places.allSatisfy {
                        (0..<routers).contains(way.steps[$0]) && (0..<segments).contains(way.steps[$0 + 1])
                            && (-1..<routers).contains(way.steps[$0 + 2])
                    }
                        && stride(from: 0, to: way.enters.count, by: 2).allSatisfy {
                            (0..<routers).contains(way.enters[$0])
                        }
                        && stride(from: 0, to: way.arrives.count, by: 2).allSatisfy { way.arrives[$0] < routers }
                        && way.dies.allSatisfy { (-1..<routers).contains($0.router) },
                    "a way leads through what is not there")
            }
        }
    }
}
