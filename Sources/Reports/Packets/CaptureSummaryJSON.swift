import Captures
import NetworkPrimitives
import OSPFWire

/// A capture's summary for programs: one JSON object. Times are nanoseconds since 1970-01-01 UTC.
public struct CaptureSummaryJSON: Sendable {
    private let name: String
    private let summary: CaptureSummary
    private let names: [RouterID: String]

    /// - Parameter names: what routers are called.
    public init(name: String, summary: CaptureSummary, names: [RouterID: String] = [:]) {
        self.names = names
        self.name = name
        self.summary = summary
    }

    public func text(under header: ResultHeader) -> String {
        header.text(.inspection) { root in
            writeFile(into: &root)
            root.key("routers")
            root.array { list in summary.routers.forEach { write($0, into: &list) } }
            root.key("segments")
            root.array { list in summary.segments.forEach { write($0, into: &list) } }
            root.key("databases")
            root.array { list in summary.databases.forEach { write($0, into: &list) } }
            root.key("activity")
            root.object(writeActivity)
            root.key("events")
            root.array { list in summary.events.forEach { write($0, into: &list) } }
            root.key("outages")
            root.array { list in summary.outages.forEach { write($0, into: &list) } }
            root.key("authentication_failures")
            root.array { list in summary.authenticationFailures.forEach { write($0, into: &list) } }
            root.key("violations")
            root.array { list in summary.violations.forEach { write($0, into: &list) } }
            root.key("ospfv3")
            root.object { write(summary.ospfv3, into: &$0) }
            if let limit = summary.limit { write(limit, into: &root) }
            if let difference = summary.difference { write(difference, into: &root) }
        }
    }

    private func write(_ limit: LimitWatch, into root: inout CompactJSON) {
        root.key("limit")
        root.object { object in
            object.field("maximum", limit.maximum)
            object.key("routers")
            object.array { list in
                for router in limit.routers {
                    list.object { object in
                        object.field("router_id", "\(router.routerID)")
                        object.field("most", router.most)
                        object.field("most_time_ns", router.mostTime.nanoseconds)
                        object.field("met_frame", router.met?.frame)
                        object.field("met_time_ns", router.met?.time.nanoseconds)
                        object.field("met_by", router.met.map { "\($0.lsa)" })
                        object.field("beyond", router.beyond)
                        object.field("last", router.last)
                    }
                }
            }
        }
    }

    private func writeFile(into root: inout CompactJSON) {
        root.field("file", name)
        root.field("file_format", "\(summary.format)")
        root.field("end", "\(summary.end)")
        root.field("first_time_ns", summary.firstTime.nanoseconds)
        root.field("last_time_ns", summary.lastTime.nanoseconds)
        root.key("frames")
        root.object { frames in
            for kind in FrameClass.allCases { frames.field(kind.rawValue, summary.totals[kind]) }
            frames.field("all", summary.totals.sum)
        }
        root.key("packets")
        root.object { packets in
            for (type, count) in summary.packetCounts { packets.field("\(type)", count) }
        }
        root.field("unchecked_digests", summary.uncheckedDigests)
        root.field("lacks_hellos", summary.lacksHellos)
        root.key("problems")
        root.array { list in
            for problem in summary.problems {
                list.object { object in
                    object.field("frame", problem.frame)
                    object.field("class", problem.frameClass.rawValue)
                    object.field("detail", problem.detail)
                }
            }
        }
    }

    private func write(_ router: RouterSummary, into list: inout CompactJSON) {
        list.object { object in
            object.field("router_id", "\(router.routerID)")
            if let name = names[router.routerID] { object.field("name", name) }
            if let hostname = router.hostname { object.field("hostname", hostname) }
            object.key("addresses")
            object.array { list in router.addresses.forEach { list.value("\($0)") } }
            object.key("areas")
            object.array { list in router.areas.forEach { list.value("\($0)") } }
            object.field("flags", router.flags.rawValue)
            object.field("lsas", router.lsaCount)
            object.field("router_lsa_changes", router.routerLSAChanges)
            object.field("router_lsa_reversions", router.routerLSAReversions)
            object.field("restarts", router.restarts)
            object.field("flushes", router.flushes)
            object.field("returns", router.returns)
            object.field("flapping", router.isFlapping)
        }
    }

    private func write(_ segment: SegmentSummary, into list: inout CompactJSON) {
        list.object { object in
            object.field("interface", segment.interface)
            object.field("area", "\(segment.area)")
            object.field("prefix", segment.prefix.map { "\($0)" })
            object.field("dr", "\(segment.designatedRouter)")
            object.field("bdr", "\(segment.backupDesignatedRouter)")
            object.field("dr_changes", segment.designatedRouterChanges)
            object.key("routers")
            object.array { list in
                for router in segment.routers {
                    list.object { object in
                        object.field("router_id", "\(router.routerID)")
                        object.field("address", "\(router.address)")
                        object.field("priority", router.priority)
                        object.field("hello_interval", router.helloInterval)
                        object.field("dead_interval", router.routerDeadInterval)
                        object.field("hellos", router.helloCount)
                        object.field("silent", router.isSilent)
                        object.key("neighbors")
                        object.array { list in router.neighbors.forEach { list.value("\($0)") } }
                    }
                }
            }
        }
    }

    private func write(_ database: DatabaseSummary, into list: inout CompactJSON) {
        list.object { object in
            object.field("area", database.area.map { "\($0)" })
            object.field("live", database.liveCount)
            object.key("lsas")
            object.array { list in
                for entry in database.entries {
                    list.object { object in
                        object.field("type", entry.header.type.rawValue)
                        object.field("link_state_id", "\(entry.header.linkStateID)")
                        object.field("advertising_router", "\(entry.header.advertisingRouter)")
                        object.field("sequence", hexadecimal(UInt32(bitPattern: entry.header.sequenceNumber)))
                        object.field("checksum", hexadecimal(entry.header.checksum))
                        object.field("age", entry.header.age)
                        object.field("time_ns", entry.time.nanoseconds)
                        object.field("body_seen", entry.body != nil)
                        for arrival in LSAArrival.allCases where entry.arrivals[arrival] > 0 {
                            object.field("\(arrival)", entry.arrivals[arrival])
                        }
                        object.field("returns", entry.returns)
                    }
                }
            }
        }
    }

    private func writeActivity(into object: inout CompactJSON) {
        let activity = summary.activity
        object.field("updates", activity.updateCount)
        object.field("lsas", activity.lsaCount)
        for (arrival, count) in activity.arrivals { object.field("\(arrival)", count) }
        object.field("discarded", activity.discardedCount)
        object.field("peak_per_second", activity.peakPerSecond)
        object.field("peak_time_ns", activity.peakTime.nanoseconds)
    }

    private func write(_ event: CaptureEvent, into list: inout CompactJSON) {
        list.object { object in
            object.field("time_ns", event.time.nanoseconds)
            object.field("frame", event.frame > 0 ? event.frame : nil)
            object.field("segment", event.segment)
            switch event.kind {
            case .routerAppeared(let router):
                object.field("event", "router appeared")
                object.field("router_id", "\(router)")
            case .routerFellSilent(let router, _):
                object.field("event", "router fell silent")
                object.field("router_id", "\(router)")
            case .routerReturned(let router, let after):
                object.field("event", "router returned")
                object.field("router_id", "\(router)")
                object.field("after_ns", after.nanoseconds)
            case .neighborDropped(let neighbor, let router):
                object.field("event", "neighbor dropped")
                object.field("router_id", "\(router)")
                object.field("neighbor", "\(neighbor)")
            case .designatedRouterChanged(let designatedRouter, let backup):
                object.field("event", "designated router changed")
                object.field("dr", "\(designatedRouter)")
                object.field("bdr", "\(backup)")
            case .linkDown(let link, let left):
                object.field("event", "link down")
                write(link, into: &object)
                object.field("left", left)
            case .linkUp(let link, let after, let router):
                object.field("event", "link up")
                write(link, into: &object)
                object.field("after_ns", after?.nanoseconds)
                if let router { object.field("by", "\(router)") }
            case .storm(let storm):
                object.field("event", "storm")
                object.field("lsas", storm.lsas)
                for arrival in LSAArrival.allCases { object.field("\(arrival)", storm.arrivals[arrival]) }
                object.field("peak_per_second", storm.peakPerSecond)
                object.field("until_ns", storm.until.nanoseconds)
                object.field("busiest", "\(storm.busiest)")
                object.field("preceded_by_event", storm.precursor)
                object.field("cause", storm.cause.map(word))
            }
        }
    }

    private func write(_ violation: Violation, into list: inout CompactJSON) {
        list.object { object in
            object.field("rule", violation.rule.rawValue)
            object.field("detail", violation.detail)
            object.field("count", violation.count)
            object.field("first_frame", violation.frame)
            object.field("first_time_ns", violation.time.nanoseconds)
        }
    }
}
