import Analysis
import Emulation
import NetworkPrimitives
import OSPF

extension RunJSON {
    // MARK: Routers

    func writeRouter(_ number: RouterIndex, into list: inout CompactJSON) {
        let router = result.routers[number]
        let node = result.scenario.network.routers[number]
        list.object { object in
            object.field("name", node.name)
            object.field("router_id", "\(node.ospf.routerID)")
            object.field("site", node.site)
            object.field("model", node.model)
            object.field("state", "\(router.state)")
            object.field("database", router.database)
            object.field("database_peak", router.databasePeak)
            object.field("counted", router.counted)
            object.field("counted_peak", router.countedPeak)
            object.field("limit", router.limit.maximum)
            object.field("limit_action", router.limit.maximum == nil ? nil : "\(router.limit.action)")
            object.field("peak_percent_of_limit", router.peakShare)
            object.field("isolations", router.isolations)
            object.field("isolated_ns", router.isolatedTime.nanoseconds)
            object.field("memory_octets", router.memory?.octets)
            object.field("memory_peak_octets", router.memoryPeak)
            object.field("crashes", router.crashes)
            object.field("crashed_ns", router.crashedTime.nanoseconds)
            object.field("full_adjacencies_at_start", router.adjacenciesAtStart)
            object.field("full_adjacencies", router.adjacencies)
            object.field("neighbors_below_full", router.neighborsBelowFull)
            write(router.counters, into: &object)
            object.field("packets_received", router.machine.packetsReceived)
            object.field("packets_lost", router.machine.packetsLost)
            object.field("hellos_lost", router.machine.hellosLost)
            object.field("deepest_queue", router.machine.deepestQueue)
            object.field("cpu_busy_ns", router.machine.busy.nanoseconds)
            object.key("samples")
            object.array { list in
                for sample in router.samples {
                    list.array { tuple in
                        tuple.value(offset(sample.instant))
                        tuple.value(sample.value)
                    }
                }
            }
        }
    }

    private func write(_ counters: RouterCounters, into object: inout CompactJSON) {
        object.field("lsas_originated", counters.lsasOriginated)
        object.field("lsas_sent", counters.lsasSent)
        object.field("lsas_received", counters.lsasReceived)
        object.field("lsas_duplicate", counters.lsasDuplicate)
        object.field("lsas_retransmitted", counters.lsasRetransmitted)
        object.field("lsas_rejected", counters.lsasRejected)
        object.field("lsas_not_stored", counters.allocationFailures)
        object.field("lsas_discarded", counters.discardedLSAs)
        object.field("packets_discarded", counters.discardedPackets)
        object.field("spf_runs", counters.spfRuns)
        object.field("adjacencies_lost", counters.adjacenciesLost)
    }

    // MARK: The whole network

    func writeTotals(into object: inout CompactJSON) {
        let totals = result.totals
        write(totals.routers, into: &object)
        object.field("packets_received", totals.packetsReceived)
        object.field("packets_lost", totals.packetsLost)
        object.field("hellos_lost", totals.hellosLost)
        object.field("events", totals.events)
        object.field("elections", totals.elections)
        object.field("largest_database", totals.largestDatabase)
        object.field("isolated_routers", totals.isolatedRouters)
        object.field("isolated_ns", totals.isolatedTime.nanoseconds)
        object.field("crashes", totals.crashes)
        object.field("crashed_routers", totals.crashedRouters)
        object.field("largest_memory_octets", totals.largestMemory)
    }

    func writeConvergence(into object: inout CompactJSON) {
        let convergence = result.convergence
        object.field("delivered_since_ns", convergence.deliveredSince.map(offset))
        object.field("databases_equal_since_ns", convergence.databasesEqualSince.map(offset))
        object.field("distinct_databases", convergence.distinctDatabases)
        object.field("quiet", convergence.isQuiet)
        object.key("isolated_at_end")
        object.array { list in convergence.isolatedAtEnd.forEach { list.value(names.router($0)) } }
    }

    // MARK: What happened

    func write(_ story: Story, into list: inout CompactJSON) {
        let sentences = HappeningText(names)
        for step in story.steps {
            list.object { object in
                object.field("kind", "\(step.kind)")
                object.field("start_ns", offset(step.start))
                object.field("end_ns", offset(step.end))
                object.field("cause", step.cause)
                object.key("further_causes")
                object.array { list in step.furtherCauses.forEach { list.value($0) } }
                object.field("text", sentences.sentence(HappeningGroup(step)))
                object.key("routers")
                object.array { list in step.routers.forEach { list.value(names.router($0)) } }
                object.key("happenings")
                object.array { list in step.happenings.forEach { list.value($0.number) } }
            }
        }
    }

    func writeHappening(_ number: Int, into list: inout CompactJSON) {
        let happening = result.journal.happenings[number]
        let id = HappeningID(number: UInt32(number))
        list.object { object in
            object.field("id", number)
            HappeningFields(happening, id, names).write(into: &object)
            writeSubjects(of: happening, into: &object)
            let causes = happening.entry.furtherCauses
            if !causes.isEmpty {
                object.key("further_causes")
                object.array { list in causes.forEach { list.value($0.number) } }
            }
            guard let shares = happening.entry.held else { return }
            object.key("held")
            object.array { list in
                for share in shares {
                    list.object { object in
                        object.field("router", names.router(share.router))
                        object.field("lsas", share.count)
                    }
                }
            }
        }
    }
}

/// The fields of a happening that results and traces share.
struct HappeningFields {
    private let happening: Happening
    private let id: HappeningID
    private let names: RunNames

    init(_ happening: Happening, _ id: HappeningID, _ names: RunNames) {
        (self.happening, self.id, self.names) = (happening, id, names)
    }

    func write(into object: inout CompactJSON) {
        object.field("time_ns", (happening.instant - names.clock.start).nanoseconds)
        object.field("kind", "\(happening.kind)")
        object.field("reason", happening.reason == .none ? nil : "\(happening.reason)")
        object.field("router", happening.router.map(names.router))
        object.field("subject", happening.entry.subject)
        object.field("detail", happening.entry.detail)
        object.field("cause", happening.cause.isNone ? nil : happening.cause.number)
        object.field("text", HappeningText(names).sentence(HappeningGroup(id, happening)))
    }
}
