import NetworkPrimitives
import OSPFWire

// RFC 3101 §3.2: NSSA-LSAs become AS-external-LSAs.
extension Router {
    /// An NSSA-LSA that is to be translated.
    private struct Candidate {
        let area: AreaID
        let translation: NSSAState.Translation
        let router: RouterID
        /// That of its path (RFC 3101 §2.5 (5)) as a metric with the E-bit: X + Y, or the type 2 metric.
        let cost: UInt32
    }

    /// Installed NSSA-LSAs with the P-bit and a forwarding address, one by one or in the ranges of their area.
    mutating func translate(_ context: inout RouterContext) {
        let known = configuration.profile.translatesOnArrivalOnly ? Set(nssa.translations.values.map(\.prefix)) : []
        nssa.removeTranslations()
        guard !nssa.translating.isEmpty else { return }
        if configuration.profile.translatesEverySecondCopy {
            addTranslations(aggregated(everySecondCopy(known, at: context.now, context.store), context.store), &context)
            return
        }
        var best: [IPv4Prefix: Candidate] = [:]
        for entry in database.liveOfOthers(of: [.nssa], in: nssa.translating) {
            guard let candidate = candidate(entry, known, context.store) else { continue }
            // Of several paths to a destination the one with the least metric; RFC 3101 §2.5 (6)(e): the highest Router ID.
            let (prefix, metric) = (candidate.translation.prefix, candidate.translation.content.typedMetric)
            if let other = best[prefix],
                (other.translation.content.typedMetric, candidate.router) < (metric, other.router)
            {
                continue
            }
            best[prefix] = candidate
        }
        let sorted = best.values.sorted {
            ($0.translation.prefix.length, $0.translation.prefix) < (
                $1.translation.prefix.length, $1.translation.prefix
            )
        }
        addTranslations(aggregated(sorted, context.store), &context)
    }

    /// The LSAs of a destination in the order of the database: each is translated if what came before it left no translation,
    /// and takes it back if it did. Those at MaxAge take it back, too, as long as they stay in the database.
    private mutating func everySecondCopy(
        _ known: Set<IPv4Prefix>, at now: Instant, _ store: LSAStore
    ) -> [Candidate] {
        var present: [(key: DatabaseKey, prefix: IPv4Prefix, candidate: Candidate?)] = []
        for entry in database.live(of: [.nssa], in: nssa.translating) {
            let instance = store[entry.instance]
            guard instance.prefix != .none, instance.options & Options.nssa.rawValue != 0 else { continue }
            present.append((store[entry.key], store[instance.prefix], candidate(entry, known, store)))
        }
        var seen = present.map { NSSAState.SeenLSA(key: $0.key, prefix: $0.prefix, heldUntil: nil) }
        for var gone in nssa.seenLSAs where !present.contains(where: { $0.key == gone.key }) {
            let until = gone.heldUntil ?? maxAgeSweep(at: now)
            gone.heldUntil = until
            guard now < until, nssa.translating.contains(gone.key.area)
            else { continue }
            seen.append(gone)
            present.append((gone.key, gone.prefix, nil))
        }
        nssa.seenLSAs = seen
        present.sort {
            ($0.key.area, $0.key.linkStateID, $0.key.advertisingRouter)
                < ($1.key.area, $1.key.linkStateID, $1.key.advertisingRouter)
        }
        var translated: [IPv4Prefix: Candidate] = [:]
        for (_, prefix, candidate) in present {
            translated[prefix] = translated[prefix] == nil ? candidate : nil
        }
        return translated.values.sorted {
            ($0.translation.prefix.length, $0.translation.prefix)
                < ($1.translation.prefix.length, $1.translation.prefix)
        }
    }

    /// RFC 3101 §3.2 (1) and §2.3 (4) to (6): the LSA in a slot, where it is to be translated: with the P-bit, a
    /// forwarding address, and a path that is used.
    private mutating func candidate(_ entry: DatabaseEntry, _ known: Set<IPv4Prefix>, _ store: LSAStore) -> Candidate? {
        let (key, instance) = (store[entry.key], store[entry.instance])
        guard !entry.flags.contains(.selfOriginated), instance.options & Options.nssa.rawValue != 0,
            instance.prefix != .none
        else { return nil }
        let prefix = store[instance.prefix]
        let path = installedPath(key, instance, store)
        if configuration.profile.translatesOnArrivalOnly {
            guard known.contains(prefix) || entry.installed >= nssa.electedSince[key.area] ?? .origin else {
                return nil
            }
        } else if path == nil {
            return nil
        }
        let content = store.external(instance)
        guard content.forwardingAddress != .unspecified else { return nil }
        return Candidate(
            area: key.area, translation: NSSAState.Translation(prefix: prefix, content: content),
            router: key.advertisingRouter,
            cost: path.flatMap { $0.pathType == .external1 ? $0.cost : nil } ?? content.typedMetric)
    }

    // MARK: Ranges

    /// RFC 3101 §3.2 (2), (3): LSAs outside all ranges as they are, the others by the most specific
    /// range that holds them.
    private mutating func aggregated(_ candidates: [Candidate], _ store: LSAStore) -> [NSSAState.Translation] {
        var result: [NSSAState.Translation] = []
        var members: [(area: AreaID, range: NSSARange, candidates: [Candidate])] = []
        for candidate in candidates {
            let ranges = configuration.area(candidate.area).nssaRanges
            guard
                let range = ranges.filter({ $0.prefix.contains(candidate.translation.prefix) })
                    .max(by: { $0.prefix.length < $1.prefix.length })
            else {
                if mayTranslate(candidate, store) { result.append(translation(of: candidate)) }
                continue
            }
            guard range.isAdvertised else { continue }
            if let index = members.firstIndex(where: { $0.area == candidate.area && $0.range == range }) {
                members[index].candidates.append(candidate)
            } else {
                members.append((candidate.area, range, [candidate]))
            }
        }
        for member in members {
            let candidates = member.candidates
            if !candidates.contains(where: { $0.translation.prefix == member.range.prefix }) {
                nssa.activeRanges.append((member.area, member.range.prefix))
            }
            if candidates.count == 1, candidates[0].translation.prefix == member.range.prefix {
                // A range that holds nothing but the destination of its own name is no range.
                if mayTranslate(candidates[0], store) { result.append(translation(of: candidates[0])) }
            } else {
                result.append(summary(of: candidates.map(\.cost), member.range))
            }
        }
        return result.sorted { ($0.prefix.length, $0.prefix) < ($1.prefix.length, $1.prefix) }
    }

    /// Type 2 if any path is, with one more than the largest type 2 metric; else type 1 with the largest cost.
    private func summary(of costs: [UInt32], _ range: NSSARange) -> NSSAState.Translation {
        var costs = costs
        for (position, redistribution) in configuration.redistributions.enumerated()
        where position < externals.isActive.count && externals.isActive[position]
            && redistribution.prefixes.contains(range.prefix)
        {
            costs.append(ExternalView(isType2: redistribution.isType2, metric: redistribution.metric).typedMetric)
        }
        // The E-bit is the highest bit: the largest word is of type 2 where any is.
        let largest = costs.max() ?? 0
        let type = largest & ExternalView.typeBit
        let addition: UInt32 = type != 0 && configuration.profile.addsOneToRanges ? 1 : 0
        let metric = min(largest - type + addition, Constants.lsInfinity - 1)
        let told = type | (range.metric ?? metric)
        return NSSAState.Translation(
            prefix: range.prefix,
            content: ExternalView(typedMetric: told, forwardingAddress: .unspecified, tag: range.tag))
    }

    private func translation(of candidate: Candidate) -> NSSAState.Translation {
        let plain = candidate.translation
        let profile = configuration.profile
        let habit = plain.prefix == .default ? profile.translatedDefaultMetric : profile.translatedMetric
        var content = plain.content
        if let habit { content.typedMetric = content.typedMetric & ExternalView.typeBit | habit }
        if configuration.area(candidate.area).suppressesForwardingAddress { content.forwardingAddress = .unspecified }
        return NSSAState.Translation(prefix: plain.prefix, content: content)
    }

    /// RFC 3101 §3.2 (2): a translation that another reachable translator with a higher Router ID has already made is
    /// not made again. One that exists stays (§3.3).
    private func mayTranslate(_ candidate: Candidate, _ store: LSAStore) -> Bool {
        guard configuration.profile.heedsOtherTranslations,
            configuration.area(candidate.area).translatorRole == .always
        else { return true }
        let wanted = candidate.translation
        var other: RouterID?
        for entry in database.live(of: [.asExternal]) {
            let (key, instance) = (store[entry.key], store[entry.instance])
            guard instance.prefix != .none, store[instance.prefix] == wanted.prefix else { continue }
            if key.advertisingRouter == routerID { return true }
            let content = store.external(instance)
            guard content.typedMetric == wanted.content.typedMetric,
                content.forwardingAddress == wanted.content.forwardingAddress, key.advertisingRouter > routerID,
                isReachableTranslator(key.advertisingRouter, of: candidate.area)
            else { continue }
            other = key.advertisingRouter
        }
        return other == nil
    }

    /// RFC 3101 §3.1: reachable over the NSSA and, as an AS boundary router, over the areas that carry AS-external-LSAs.
    func isReachableTranslator(_ other: RouterID, of area: AreaID) -> Bool {
        routingTable.borderRouters.intraArea(to: other, in: area)?.isAreaBorderRouter == true
            && routingTable.borderRouters.preferred(to: other, configuration) != nil
    }

    private mutating func addTranslations(_ translations: [NSSAState.Translation], _ context: inout RouterContext) {
        var taken: Set<LSAKeyID> = []
        var last: IPv4Prefix?
        for translation in translations where translation.prefix != last {
            last = translation.prefix
            for address in configuration.profile.linkStateIDs(of: translation.prefix) {
                let key = context.store.intern(
                    DatabaseKey(
                        type: LSType.asExternal, area: DatabaseKey.systemWide, linkStateID: address,
                        advertisingRouter: routerID))
                guard taken.insert(key).inserted else { continue }
                // What the router redistributes itself takes precedence over what it would translate.
                if externals.origin(of: key) == nil { nssa.add(translation, for: key) }
                break
            }
        }
    }
}
