import Analysis
import NetworkPrimitives
import OSPF

/// Sentences about happenings.
struct HappeningText {
    let names: RunNames
    private var journal: Journal { names.result.journal }

    init(_ names: RunNames) { self.names = names }

    /// One line about a group: who, what, how much.
    func sentence(_ group: HappeningGroup) -> String {
        let all = group.happenings.map { journal[$0] }
        let first = all[0]
        var routers: [RouterIndex?] = []
        for happening in all where !routers.contains(happening.router) { routers.append(happening.router) }
        let who = list(routers.map(names.router))
        let one = routers.count == 1
        switch first.entry {
        case .action(let text, _): return text
        case .coldStart: return "cold start of the network"
        case .lossConfigured:
            let verb = all.count == 1 ? "loses" : "lose"
            let segments = all.compactMap { if case .lossConfigured(let segment) = $0.entry { segment } else { nil } }
            return "\(list(segments.map { names.segment($0) })) \(verb) packets, as configured"
        case .duplicateRouterID(let id):
            return "Router ID \(id) is configured more than once: \(who)"
        case .refreshed: return "\(who) \(one ? "originates" : "originate") \(lsas(all)) again (LSRefreshTime)"
        case .aged: return "\(who) \(one ? "flushes" : "flush") \(lsas(all)) that reached MaxAge"
        case .poweredOn: return "\(who) \(one ? "powers" : "power") on"
        case .poweredOff: return "\(who) \(one ? "powers" : "power") off"
        case .adjacencyFormed: return adjacencies(all, lostBy: nil)
        case .adjacencyLost(_, _, let reason): return adjacencies(all, lostBy: reason)
        case .designatedRouterElected(_, let isBackup): return election(all, isBackup: isBackup)
        case .originatorStarted: return "\(who) \(one ? "takes" : "take") over \(sets(all)): \(lsas(all))"
        case .originatorStopped: return "\(who) \(one ? "gives" : "give") up \(sets(all)): \(lsas(all))"
        case .limitWarning:
            return "\(counts(all)) \(one ? "reaches its warning threshold" : "reach their warning thresholds")"
        case .limitExceeded:
            return "\(counts(all)) \(one ? "hits its LSA limit" : "hit their LSA limits")"
        case .limitCleared: return "\(who) \(one ? "is below its LSA limit" : "are below their LSA limits") again"
        case .isolated: return "\(who) \(one ? "shuts" : "shut") down OSPF (ignore state\(ordinal(all)))"
        case .isolatedPermanently:
            return "\(who) \(one ? "shuts" : "shut") down OSPF and \(one ? "stays" : "stay") down until cleared"
        case .returned: return "\(who) \(one ? "leaves" : "leave") the ignore state"
        case .costsRaised:
            return "\(who) \(one ? "advertises" : "advertise") the largest costs (LSA limit)"
        case .costsRestored: return "\(who) \(one ? "advertises its" : "advertise their") own costs again"
        case .externalsWithdrawn:
            return "\(who) \(one ? "enters" : "enter") the overflow state: \(lsas(all, "external LSA")) withdrawn"
        case .externalsRestored: return "\(who) \(one ? "leaves" : "leave") the overflow state"
        case .redistributionWarning, .redistributionExceeded, .redistributionCleared:
            return redistribution(all, group.kind)
        case .linksLeftOut:
            let room = all.map(\.entry.subject).min() ?? 0
            return "\(who): an LSA holds no more than \(counted(Int(room), "link")), \(grouped(sum(all))) left out"
        case .redistributionStarted: return "\(who) \(one ? "announces" : "announce") \(sets(all)): \(lsas(all))"
        case .deliveryStarted: return "\(who) can deliver what \(one ? "it announces" : "they announce"): \(sets(all))"
        case .redistributionStopped: return "\(who) \(one ? "withdraws" : "withdraw") \(sets(all)): \(lsas(all))"
        case .linksComplete: return "\(who): every link has room in its LSA again"
        case .overloaded:
            let lost = all.reduce(0) { $0 + Int($1.entry.detail) }
            return
                "\(who) \(one ? "is" : "are") overloaded: \(counted(lost, "packet")) lost in \(one ? "its input queue" : "their input queues")"
        case .helloRefused(_, let mismatch):
            return "\(who) \(one ? "refuses" : "refuse") Hellos (\(Self.words(mismatch)))"
        case .authenticationFailed(_, let failure):
            return "\(who) \(one ? "refuses" : "refuse") packets: \(Self.words(failure))"
        case .packetDamaged:
            return "\(who) \(one ? "drops" : "drop") damaged packets"
        case .keyExpired:
            return "\(who): the last authentication key has expired and stays in use"
        case .helperStarted(let neighbor, let seconds):
            return "\(who) \(one ? "helps" : "help") \(names.router(neighbor)) to restart, for up to \(seconds)s"
        case .helperRefused(let neighbor, let refusal):
            let because = Self.words(refusal)
            return "\(who) \(one ? "does" : "do") not help \(names.router(neighbor)) to restart (\(because))"
        case .helperStopped(let neighbor, let reason):
            return "\(who) no longer \(one ? "helps" : "help") \(names.router(neighbor)) (\(Self.words(reason)))"
        case .restartEnded(let reason): return "\(who): the graceful restart is over (\(Self.words(reason)))"
        case .memoryExhausted:
            return "\(memory(all)) \(one ? "has" : "have") no memory left: LSAs are not stored"
        case .memoryRelieved: return "\(who) \(one ? "has" : "have") memory again"
        case .crashed: return "\(memory(all)) \(one ? "runs" : "run") out of memory and \(one ? "crashes" : "crash")"
        case .processRestarted:
            return "\(who) \(one ? "starts" : "start") OSPF again after \(one ? "its" : "their") crash"
        case .probeLost: return probeLost(all)
        case .probeRestored(let probe): return "\(names.probe(Int(probe))): everything arrives"
        }
    }

    /// Who advertised what a database held when its limit was hit: `980 from a (powered off), 980 from b`.
    func composition(of id: HappeningID) -> String? {
        guard let shares = journal[id].entry.held, !shares.isEmpty else { return nil }
        let large = shares.prefix(4)
        let rest = shares.dropFirst(4).reduce(0) { $0 + $1.count }
        let parts = large.map { share in
            "\(grouped(share.count)) from \(names.router(share.router))\(state(share.router, at: id))"
        }
        return (parts + (rest > 0 ? ["\(grouped(rest)) from \(shares.count - large.count) others"] : []))
            .joined(separator: ", ")
    }

    /// What had become of a router when a happening took place.
    private func state(_ router: RouterID, at id: HappeningID) -> String {
        guard let number = names.number(of: router) else { return "" }
        for index in stride(from: Int(id.number), through: 0, by: -1) {
            let happening = journal.happenings[index]
            guard happening.router == number else { continue }
            switch happening.kind {
            case .poweredOff: return " (powered off)"
            case .isolated, .isolatedPermanently: return " (OSPF shut down)"
            case .crashed: return " (crashed)"
            case .poweredOn, .returned, .processRestarted: return ""
            default: continue
            }
        }
        return ""
    }

    // MARK: Parts

    /// - Parameter reason: why they were lost; `nil` where they were formed.
    private func adjacencies(_ all: [Happening], lostBy reason: Happening.Reason?) -> String {
        let because = reason.map(Self.reason) ?? ""
        var pairs: [(router: RouterIndex, neighbor: RouterID, name: String)] = []
        for happening in all {
            switch happening.entry {
            case .adjacencyFormed(let neighbor, let interface), .adjacencyLost(let neighbor, let interface, _):
                guard let router = happening.router else { continue }
                pairs.append((router, neighbor, names.neighbor(neighbor, of: router, on: interface)))
            default: continue
            }
        }
        if reason != nil, Set(pairs.map(\.neighbor)).count == 1 {
            var routers: [String] = []
            for pair in pairs where !routers.contains(names.router(pair.router)) {
                routers.append(names.router(pair.router))
            }
            return "\(list(routers)) \(routers.count == 1 ? "loses" : "lose") \(pairs[0].name)\(because)"
        }
        var told: [String] = []
        var seen: Set<[String]> = []
        for pair in pairs {
            let ends = [names.router(pair.router), pair.name]
            guard seen.insert(ends.sorted()).inserted else { continue }
            told.append(ends.joined(separator: " - "))
        }
        let verb = reason == nil ? "formed" : "lost"
        return "\(counted(told.count, "adjacency", plural: "adjacencies")) \(verb)\(because): \(list(told, limit: 3))"
    }

    static func reason(_ reason: Happening.Reason) -> String {
        switch reason {
        case .none: ""
        case .inactivityTimer: " (no Hello within the dead interval)"
        case .interfaceDown: " (interface down)"
        case .oneWay: " (the other end no longer lists it)"
        case .sequenceNumberMismatch: " (sequence number mismatch)"
        case .badLinkStateRequest: " (bad Link State Request)"
        case .tooManyRetransmissions: " (too many retransmissions)"
        case .isolated: " (OSPF shut down)"
        case .noLongerNeeded: " (no longer needed)"
        case .cleared: " (process cleared)"
        case .reconfigured: " (interface changed)"
        case .helpEnded: " (graceful restart over)"
        }
    }

    private static func words(_ mismatch: HelloMismatch) -> String {
        switch mismatch {
        case .networkMask: "network masks differ"
        case .helloInterval: "HelloIntervals differ"
        case .deadInterval: "RouterDeadIntervals differ"
        case .externalRouting: "area types differ: E-bit or N-bit"
        case .area: "areas differ"
        case .duplicateRouterID: "the neighbor has the same Router ID"
        case .sourceNetwork: "the neighbor's address is in another network"
        }
    }

    private static func words(_ refusal: HelperRefusal) -> String {
        switch refusal {
        case .disabled: "not configured to"
        case .notFull: "not fully adjacent"
        case .changesPending: "changes not yet acknowledged"
        case .periodExpired: "the grace period is over"
        case .restartingItself: "is restarting itself"
        }
    }

    private static func words(_ reason: RestartExitReason) -> String {
        switch reason {
        case .completed: "completed"
        case .timedOut: "timed out"
        case .topologyChanged: "the topology changed"
        }
    }

    private static func words(_ failure: AuthenticationFailure) -> String {
        switch failure {
        case .typeMismatch: "authentication type mismatch"
        case .keyUnknown: "no such authentication key in force"
        case .failure: "authentication failure"
        case .replayed: "cryptographic sequence number too low"
        }
    }

    private func election(_ all: [Happening], isBackup: Bool) -> String {
        let role = isBackup ? "Backup Designated Router" : "Designated Router"
        let parts = all.compactMap { happening -> String? in
            guard case .designatedRouterElected(let interface, _) = happening.entry, let router = happening.router
            else { return nil }
            return "\(names.router(router)) on \(names.segment(of: router, interface: interface))"
        }
        return "\(role): \(list(parts))"
    }

    private func sets(_ all: [Happening]) -> String {
        var sets: [String] = []
        for happening in all {
            let name = names.redistribution(Int(happening.entry.subject), of: happening.router)
            if !sets.contains(name) { sets.append(name) }
        }
        return list(sets)
    }

    /// The details of all, each router's last of each subject.
    private func sum(_ all: [Happening]) -> Int {
        struct Subject: Hashable {
            let router: RouterIndex?
            let number: UInt32
        }
        var last: [Subject: Int] = [:]
        for happening in all {
            last[Subject(router: happening.router, number: happening.entry.subject)] = Int(happening.entry.detail)
        }
        return last.values.reduce(0, +)
    }

    private func lsas(_ all: [Happening], _ noun: String = "LSA") -> String { counted(sum(all), noun) }

    /// `a redistributes 12,000 routes: its limit is 10,240`.
    private func redistribution(_ all: [Happening], _ kind: Happening.Kind) -> String {
        var seen: Set<RouterIndex?> = []
        let parts = all.filter { seen.insert($0.router).inserted }.map {
            "\(names.router($0.router)) (\(grouped($0.entry.detail)) routes of \(grouped($0.entry.subject)))"
        }
        let one = parts.count == 1
        switch kind {
        case .redistributionWarning:
            return "\(list(parts)) \(one ? "reaches" : "reach") the warning threshold of redistribution"
        case .redistributionExceeded:
            return "\(list(parts)) \(one ? "exceeds its limit" : "exceed their limits") on redistribution"
        default: return "\(list(parts)) \(one ? "is" : "are") within the limit on redistribution again"
        }
    }

    /// What was counted, where it is not others' LSAs together: `type 5 LSAs`, `LSAs from a`.
    private func unit(_ rule: LimitRule?) -> String {
        guard let rule else { return "LSAs" }
        let what =
            switch rule.count {
            case .all, .foreign: "LSAs"
            case .externalNonDefault: "external LSAs"
            case .externalAndNSSA: "LSAs of types 5 and 7"
            case .routes: "routes"
            }
        switch rule.group {
        case .instance: return what
        case .area(let area): return "\(what) of area \(area)"
        case .systemWide: return "\(what) of the whole system"
        case .advertisingRouter(let router): return "\(what) from \(names.router(router))"
        case .lsaType(let type): return "\(what) of type \(type)"
        }
    }

    /// Routers with what they held at their limits: `par4-edge-1 (3,501 of 3,500 LSAs)`.
    private func counts(_ all: [Happening]) -> String {
        var parts: [String] = []
        var seen: Set<RouterIndex?> = []
        var last = ""
        for happening in all where seen.insert(happening.router).inserted {
            guard let reading = happening.entry.limitCount else { continue }
            let named = unit(reading.rule)
            let unit = named == last ? "" : " \(named)"
            last = named
            let count = "\(grouped(reading.counted)) of \(grouped(reading.maximum))\(unit)"
            parts.append("\(names.router(happening.router)) (\(count))")
        }
        return list(parts)
    }

    /// Routers with what they held when their memory was used up: `core (12,345 LSAs, 4 MB)`; the last of each.
    private func memory(_ all: [Happening]) -> String {
        var last: [(router: RouterIndex?, text: String)] = []
        for happening in all {
            guard let held = happening.entry.exhaustion else { continue }
            let text = "\(counted(Int(held.lsas), "LSA")), \(octets(UInt64(held.kibibytes) * 1_024))"
            if let place = last.firstIndex(where: { $0.router == happening.router }) {
                last[place].text = text
            } else {
                last.append((happening.router, text))
            }
        }
        return list(last.map { "\(names.router($0.router)) (\($0.text))" })
    }

    private func ordinal(_ all: [Happening]) -> String {
        let most = all.map(\.entry.subject).max() ?? 1
        return most > 1 ? ", number \(most)" : ""
    }

    /// Losses of one probe that began at nearly one moment, and how they ended where they did within it.
    private func probeLost(_ all: [Happening]) -> String {
        var probes: [Int] = []
        for case let probe? in all.map(\.entry.probe) where !probes.contains(probe) { probes.append(probe) }
        guard probes.count == 1 else { return "\(list(probes.map(names.probe))) lose traffic" }
        let probe = probes[0]
        let pairs = probe < names.result.probes.count ? names.result.probes[probe].pairs : 0
        let losses = all.filter { $0.kind == .probeLost }
        let (first, most) = (losses[0].entry.detail, losses.map(\.entry.detail).max() ?? 0)
        let last = losses[losses.count - 1]
        let count =
            pairs == 1
            ? "the pair loses" : "\(grouped(first)) of \(grouped(pairs)) pairs \(first == 1 ? "loses" : "lose")"
        var text = "\(names.probe(probe)): \(count) traffic"
        if most > first { text += ", up to \(grouped(most)) by \(names.time(last.instant))" }
        guard let end = all.last, end.kind == .probeRestored else {
            let breaks = all.count { $0.kind == .probeRestored }
            return breaks > 0 ? text + ", again from \(names.time(last.instant)) on" : text
        }
        let times = all.count { $0.kind == .probeRestored }
        text +=
            times == 1
            ? ", for \(spoken(end.instant - all[0].instant))" : ", \(times) times until \(names.time(end.instant))"
        return text + "; then everything arrives"
    }
}
