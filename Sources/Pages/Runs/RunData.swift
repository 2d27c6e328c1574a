import Results

/// What the script of a page needs of a run: courses as differences, and texts. Whatever is drawn already is not in it.
struct RunData {
    let view: RunView
    let course: RunCourse

    /// Beyond this, happenings that matter less are left out; the page says so.
    static let mostEvents = 4_000
    /// Numbers in ways of traffic; probes beyond have none.
    static let mostWayNumbers = 120_000

    var text: DataText {
        .make { data in
            data.object { object in
                object.key("clock")
                object.value(view.run.clockStartNs.map { $0 / 1_000_000 })
                object.key("end")
                object.value(view.end)
                object.key("start")
                object.value(view.start)
                if let focus = view.focus { object.numbers("focus", [focus.lowerBound, focus.upperBound]) }
                object.key("main")
                object.value(view.firstRound)
                object.key("radius")
                object.value(course.drawing.layout.radius)
                object.key("steps")
                object.array { list in
                    for step in view.run.story { list.value([step.startNs / 1_000_000, step.endNs / 1_000_000]) }
                }
                words(into: &object)
                routers(into: &object)
                object.key("probes")
                object.array { probes(into: &$0) }
                object.key("events")
                object.array { events(into: &$0) }
            }
        }
    }

    private func words(into object: inout DataText) {
        object.key("words")
        object.array { list in RouterLook.allCases.forEach { list.value($0.word) } }
        object.key("brief")
        object.array { list in
            for look in RouterLook.allCases {
                switch look {
                case .shutDown, .shutDownForGood: list.value("shut down")
                case .off: list.value("powered off")
                case .disconnected: list.value("disconnected")
                case .crashed: list.value("crashed")
                default: list.value("")
                }
            }
        }
    }

    private func routers(into object: inout DataText) {
        object.key("routers")
        object.array { list in
            for router in course.topology.routers {
                list.array { pair in
                    pair.value(router.name)
                    pair.value(router.limit ?? 0)
                }
            }
        }
        let layout = course.drawing.layout
        if layout.isMatrix {
            var boxes = course.topology.routers.map { _ in 0 }
            for (number, site) in layout.sites.enumerated() { for router in site.routers { boxes[router] = number } }
            object.numbers("box", boxes)
        }
        object.key("looks")
        object.array { list in course.looks.forEach { list.value($0.map(\.rawValue).flat()) } }
        object.key("counted")
        object.array { list in course.counted.forEach { list.value($0.flat(areDifferences: true)) } }
        object.numbers("sent", course.sent.flat(areDifferences: true))
        object.numbers("queue", course.queue.flat(areDifferences: true))
        // A map of many draws no links.
        object.key("members")
        object.array { list in course.topology.segments.forEach { list.value(layout.isMatrix ? [] : $0.members) } }
        object.key("links")
        object.array { list in course.series.links.forEach { list.value(layout.isMatrix ? [] : $0) } }
    }

    // MARK: Probes

    private func probes(into list: inout DataText) {
        let ways = shownWays
        for number in RunLanes.shownProbes(view.run) {
            let probe = view.run.probes[number]
            list.object { object in
                object.key("name")
                object.value(probe.name)
                object.key("total")
                object.value(probe.lostNs / 1_000_000)
                object.numbers("lost", probe.loss.flat())
                let series = course.series.probes[number]
                object.numbers("way", ways.contains(number) ? series.way : [])
                object.key("ways")
                object.array { list in
                    guard ways.contains(number) else { return }
                    series.ways.forEach { write($0, into: &list) }
                }
            }
        }
    }

    /// The probes whose ways are shown: those that lost most first, as long as there is room.
    var shownWays: Set<Int> {
        guard !course.drawing.layout.isMatrix else { return [] }
        var room = Self.mostWayNumbers
        var shown: Set<Int> = []
        let probes = view.run.probes
        for number in RunLanes.shownProbes(view.run).sorted(by: { (probes[$1].lostNs, $0) < (probes[$0].lostNs, $1) }) {
            let size = course.series.probes[number].ways.reduce(0) {
                $0 + $1.steps.count + $1.enters.count + $1.arrives.count
            }
            if size <= room { shown.insert(number) }
            room -= min(size, room)
        }
        return shown
    }

    private func write(_ way: WayDocument, into list: inout DataText) {
        func every(_ count: Int, of flat: [Int], keeping kept: Int) -> [Int] {
            stride(from: 0, to: flat.count - flat.count % count, by: count).flatMap { flat[$0..<$0 + kept] }
        }
        list.object { object in
            object.numbers("enters", every(2, of: way.enters, keeping: 1))
            object.numbers("steps", every(4, of: way.steps, keeping: 3))
            object.numbers("arrives", every(2, of: way.arrives, keeping: 1))
            object.key("dies")
            object.array { list in
                for dead in way.dies {
                    list.array { pair in
                        pair.value(dead.router)
                        pair.value(Words.death(dead.reason))
                    }
                }
            }
        }
    }

    // MARK: Events

    /// What the script tells of a moment. Adjacencies are many, and the map shows them.
    var events: [HappeningDocument] {
        let all = view.run.happenings.filter { !$0.kind.hasPrefix("adjacency") && $0.timeNs >= 0 }
        guard all.count > Self.mostEvents else { return all }
        let matters: Set<String> = [
            "action", "poweredOn", "poweredOff", "limitExceeded", "isolated", "isolatedPermanently", "returned",
            "crashed",
            "originatorStarted", "originatorStopped", "memoryExhausted",
        ]
        return Array(all.filter { matters.contains($0.kind) }.prefix(Self.mostEvents))
    }

    private func events(into list: inout DataText) {
        var last = 0
        for happening in events {
            let moment = happening.timeNs / 1_000_000
            list.array { pair in
                pair.value(moment - last)
                pair.value(happening.text)
            }
            last = moment
        }
    }

    /// What was left out of the page, in words.
    var omissions: [String] {
        var notes: [String] = []
        let all = view.run.happenings.count { !$0.kind.hasPrefix("adjacency") && $0.timeNs >= 0 }
        if all > events.count {
            notes.append("\(all - events.count) happenings of \(all) are left out: those that matter less.")
        }
        let shown = RunLanes.shownProbes(view.run)
        let missing = shown.filter { !shownWays.contains($0) && !course.series.probes[$0].ways.isEmpty }.count
        if course.drawing.layout.isMatrix {
            notes.append(
                "With more than \(MapLayout.largestWithLinks) routers the map shows routers as dots, without links and ways."
            )
        } else if missing > 0 {
            notes.append("The ways of \(missing) probes are left out.")
        }
        return notes
    }
}
