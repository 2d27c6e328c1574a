import Captures
import NetworkPrimitives

extension CaptureSummaryJSON {
    func write(_ link: CapturedLink, into object: inout CompactJSON) {
        switch link {
        case .between(let low, let high, let isVirtual, let subnet):
            object.field("link", isVirtual ? "virtual" : subnet == nil ? "point-to-point" : "transit")
            object.key("ends")
            object.array { list in [low, high].forEach { list.value("\($0)") } }
            object.field("prefix", subnet.map { "\($0)" })
        case .attachment(let router, let prefix):
            object.field("link", "attachment")
            object.field("router_id", "\(router)")
            object.field("prefix", "\(prefix)")
        case .subnet(let prefix, let router):
            object.field("link", "subnet")
            object.field("router_id", "\(router)")
            object.field("prefix", "\(prefix)")
        }
    }

    func word(_ cause: Storm.Cause) -> String {
        switch cause {
        case .databaseExchange: "database exchange"
        case .refresh: "LSRefreshTime"
        case .event: "event"
        case .withdrawal: "withdrawal"
        case .announcement: "announcement"
        }
    }

    func write(_ outage: CapturedOutage, into list: inout CompactJSON) {
        list.object { object in
            switch outage.subject {
            case .link(let link): write(link, into: &object)
            case .router(let router, let segment):
                object.field("router_id", "\(router)")
                object.field("segment", segment)
            }
            object.field("timer_ns", outage.timer?.nanoseconds)
            object.key("spans")
            object.array { list in
                for span in outage.spans {
                    list.object { object in
                        object.field("from_ns", span.start.nanoseconds)
                        object.field("to_ns", span.end?.nanoseconds)
                    }
                }
            }
        }
    }

    func write(_ failure: UnauthenticatedSender, into list: inout CompactJSON) {
        list.object { object in
            object.field("router_id", "\(failure.routerID)")
            object.field("source", "\(failure.source)")
            object.field("key_id", failure.keyID)
            object.field("key_known", !failure.isKeyUnknown)
            object.field("failed", failure.count)
            object.field("accepted", failure.accepted)
            object.field("first_frame", failure.frame)
            object.field("first_time_ns", failure.time.nanoseconds)
        }
    }
}
