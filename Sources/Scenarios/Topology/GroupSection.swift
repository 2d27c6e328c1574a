import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// Reads `groups` and `outside`, and gives the routers their redistributions.
struct GroupSection {
    /// All prefixes of all groups together.
    static let limit = 4_000_000

    let tree: Value
    let sink: DiagnosticSink

    func read(into draft: inout NetworkDraft) {
        var total = 0
        for field in tree["groups"]?.fields ?? [] {
            guard let prefixes = prefixes(of: field) else { continue }
            total += prefixes.count * max(1, field.value["originators"]?.items?.count ?? 1)
            guard total <= Self.limit else {
                sink.error("the groups have more than \(grouped(Self.limit)) prefixes together", at: field.keyPosition)
                return
            }
            checkName(field, draft)
            var group = group(field, prefixes: prefixes, draft)
            group.site =
                field.value["site"]?.text
                ?? group.originators.first.flatMap { draft.configuration.routers[$0.router].site }
            for originator in group.originators where originator.isActive {
                draft.configuration.routers[originator.router].ospf.redistributions.append(originator.configuration)
            }
            draft.names.addGroup(field.key)
            draft.groups.append(group)
        }
        for field in tree["outside"]?.fields ?? [] { readOutside(field, into: &draft) }
    }

    private func checkName(_ field: Value.Field, _ draft: NetworkDraft) {
        guard draft.names.router(named: field.key) != nil else { return }
        sink.error("'\(shortened(field.key))' is already the name of a router", at: field.keyPosition)
    }

    private func readOutside(_ field: Value.Field, into draft: inout NetworkDraft) {
        checkName(field, draft)
        let routers = NameResolver(names: draft.names, sink: sink).routers(field.value["enters"])
        guard !routers.isEmpty else {
            if field.value["enters"]?.items?.isEmpty == true {
                sink.error("the outside network '\(shortened(field.key))' enters nowhere", at: field.keyPosition)
            }
            return
        }
        draft.names.addOutside(field.key)
        draft.outside.append(ProbeSource(name: field.key, entries: routers))
    }

    private func group(_ field: Value.Field, prefixes: [IPv4Prefix], _ draft: NetworkDraft) -> GroupDraft {
        let members = members(of: field.value, draft)
        if members.isEmpty, field.value["originators"]?.items?.isEmpty == true {
            sink.error("the group '\(shortened(field.key))' has no originators", at: field.keyPosition)
        }
        let election = field.value["election"]?.text ?? "none"
        let originators = members.enumerated().map { index, member in
            var configuration = RedistributionConfiguration(
                name: field.key, prefixes: prefixes, isType2: field.value["metric-type"]?.text != "e1",
                metric: metric(member.value) ?? metric(field.value) ?? 20,
                tag: field.value["tag"]?.integer.flatMap(UInt32.init(exactly:)) ?? 0,
                forwardingAddress: field.value["forwarding-address"]?.address ?? .unspecified)
            configuration.startDelay = member.value["after"]?.duration ?? .zero
            configuration.deliveryDelay = member.value["delivers-after"]?.duration ?? .zero
            if let wanted = member.value["while"], let prefix = wanted["route"]?.prefix {
                let resolver = NameResolver(names: draft.names, sink: sink)
                let watched = wanted["at"] == nil ? member.router : wanted["at"].flatMap(resolver.router)
                configuration.condition = watched.map { RouteCondition(prefix: prefix, router: $0) }
            }
            if election == "none" {
                warnOfRank(member.value, of: field)
            } else {
                configuration.election = place(index, in: members, primaryOnly: election == "primary-only", draft)
            }
            return GroupDraft.Originator(
                router: member.router, configuration: configuration, isActive: member.value["active"]?.boolean ?? true,
                position: member.value.position)
        }
        return GroupDraft(
            name: field.key, site: nil, prefixes: prefixes, originators: originators, position: field.keyPosition)
    }

    private func warnOfRank(_ originator: Value, of group: Value.Field) {
        guard let eligible = originator.field("eligible") else { return }
        sink.warning(
            "'eligible' says nothing without an election, and every originator of '\(shortened(group.key))' announces it: add 'election: ranked' to the group",
            at: eligible.keyPosition)
    }

    private func metric(_ value: Value) -> UInt32? { value["metric"]?.integer.flatMap(UInt32.init(exactly:)) }

    private struct Member {
        var router: RouterIndex
        var value: Value
        func isEligible(primaryOnly: Bool, index: Int) -> Bool {
            (value["eligible"]?.boolean ?? true) && (!primaryOnly || index == 0)
        }
    }

    private func members(of group: Value, _ draft: NetworkDraft) -> [Member] {
        let resolver = NameResolver(names: draft.names, sink: sink)
        var lines: [RouterIndex: Int] = [:]
        return (group["originators"]?.items ?? []).compactMap { value in
            guard let router = value["router"].flatMap(resolver.router) else { return nil }
            if let line = lines.updateValue(value.position.line, forKey: router) {
                let name = draft.names.routers[router]
                sink.error("'\(name)' is already an originator of this group (line \(line))", at: value.position)
                return nil
            }
            return Member(router: router, value: value)
        }
    }

    /// A member's rank, and the eligible members before it.
    private func place(_ index: Int, in members: [Member], primaryOnly: Bool, _ draft: NetworkDraft)
        -> OriginatorElection
    {
        let better = members[..<index].enumerated().filter { $1.isEligible(primaryOnly: primaryOnly, index: $0) }
            .map { draft.configuration.routers[$1.router].ospf.routerID }
        return OriginatorElection(
            rank: index + 1, betterRanked: better,
            isEligible: members[index].isEligible(primaryOnly: primaryOnly, index: index))
    }

    private func prefixes(of field: Value.Field) -> [IPv4Prefix]? {
        let group = field.value
        guard group.fields != nil else { return nil }
        if let list = group["prefixes"] {
            if let base = group.field("base") ?? group.field("count") {
                sink.error("'\(base.key)' cannot stand beside 'prefixes'", at: base.keyPosition)
            }
            return distinct(list.items ?? [])
        }
        guard let base = group["base"] else {
            sink.error("the group '\(shortened(field.key))' needs 'base' or 'prefixes'", at: field.keyPosition)
            return nil
        }
        let count = group["count"]?.integer ?? 1
        guard let first = base.prefix, (1...1_000_000).contains(count) else { return nil }
        let size = UInt64(1) << (32 - UInt64(first.length))
        guard UInt64(first.address.bits) + size * UInt64(count) <= UInt64(UInt32.max) + 1 else {
            sink.error(
                "\(count) prefixes from \(first) on go beyond 255.255.255.255",
                at: group["count"]?.position ?? base.position)
            return nil
        }
        return (0..<UInt64(count)).map { number in
            IPv4Prefix(IPv4Address(bits: UInt32(UInt64(first.address.bits) + size * number)), length: first.length)
        }
    }

    private func distinct(_ items: [Value]) -> [IPv4Prefix] {
        var seen: Set<IPv4Prefix> = []
        return items.compactMap { item in
            guard let prefix = item.prefix else { return nil }
            if seen.insert(prefix).inserted { return prefix }
            sink.error("the prefix \(prefix) is listed twice", at: item.position)
            return nil
        }
    }
}
