import NetworkPrimitives

/// What a border router of not-so-stubby areas does for them (RFC 3101).
struct NSSAState: Sendable {
    struct Translation: Hashable, Sendable {
        let prefix: IPv4Prefix
        /// The words after the mask: metric with the E-bit, forwarding address and tag.
        let metric: UInt32
        let forwardingAddress: UInt32
        let tag: UInt32
    }
    /// The areas whose NSSA-LSAs this router translates, sorted.
    var translating: [AreaID] = []
    /// A translator that is no longer elected goes on until then, by area.
    var until: [AreaID: Instant] = [:]
    /// By key of the AS-external-LSA; looked up only.
    private(set) var translations: [LSAKeyID: Translation] = [:]
    /// All keys, in the order in which they were made.
    private(set) var keys: [LSAKeyID] = []
    /// The default routes announced into NSSAs as NSSA-LSAs.
    var defaults: [LSAKeyID] = []

    mutating func removeTranslations() {
        translations.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
    }

    /// Nobody is elected any more; what was translated stays known.
    mutating func endTranslating() {
        translating.removeAll()
        until.removeAll()
    }

    mutating func add(_ translation: Translation, for key: LSAKeyID) {
        if translations.updateValue(translation, forKey: key) == nil { keys.append(key) }
    }
}

extension Router {
    /// The attached areas that are NSSAs.
    var attachedNSSAs: [AreaID] { attachedAreas.filter { configuration.area($0).kind == .nssa } }

    /// Elects translators, translates, and announces defaults: runs after each calculation.
    mutating func serveNSSAs(at now: Instant, _ context: inout RouterContext) {
        let areas = attachedNSSAs
        guard !areas.isEmpty, configuration.originatesLSAs else { return }
        let before = nssa
        let isBorder = isAreaBorderRouter
        nssa.translating = areas.filter { isBorder && isTranslator(for: $0, at: now) }.sorted()
        if before.translating != nssa.translating { originateRouterLSAs(at: now, &context) }
        translate(&context)
        announceDefaults(into: isBorder ? areas : [], &context)
        for key in nssa.keys where before.translations[key] != nssa.translations[key] || database.slot(of: key) == nil {
            originate(key, at: now, &context)
        }
        for key in before.keys where nssa.translations[key] == nil { originate(key, at: now, &context) }
        for key in nssa.defaults where database.slot(of: key) == nil { originate(key, at: now, &context) }
        for key in before.defaults where !nssa.defaults.contains(key) { originate(key, at: now, &context) }
    }

    /// RFC 3101 §3.1: the reachable border router with the highest Router ID, unless one translates always.
    private mutating func isTranslator(for area: AreaID, at now: Instant) -> Bool {
        let configured = configuration.area(area)
        switch configured.translatorRole {
        case .always: return true
        case .never: return false
        case .candidate: break
        }
        let isElected = !routingTable.borderRouters.routes.contains { other in
            other.pathType == .intraArea && other.area == area && other.isAreaBorderRouter
                && (other.router > routerID || other.flags & RouterLSAFlags.nssaTranslator != 0)
        }
        if isElected {
            nssa.until[area] = nil
            return true
        }
        guard nssa.translating.contains(area) else { return false }
        let until = nssa.until[area] ?? now + configured.translatorStabilityInterval
        nssa.until[area] = until
        guard now < until else {
            nssa.until[area] = nil
            return false
        }
        if !timers.isSet(Timer.nssa) || timers.deadline(Timer.nssa) > until { timers.set(Timer.nssa, to: until) }
        return true
    }

    /// RFC 3101 §3.2: NSSA-LSAs with the P-bit and a forwarding address that this router has a path to.
    private mutating func translate(_ context: inout RouterContext) {
        nssa.removeTranslations()
        guard !nssa.translating.isEmpty else { return }
        var best: [IPv4Prefix: (translation: NSSAState.Translation, router: RouterID)] = [:]
        for slot in 0..<database.slotCount {
            let entry = database[slot]
            guard entry.flags.contains(.inUse), !entry.flags.contains(.maxAge), !entry.flags.contains(.selfOriginated),
                nssa.translating.contains(entry.scope)
            else { continue }
            let key = context.store[entry.key]
            let instance = context.store[entry.instance]
            guard key.type == LSTypeCode.nssaExternal, instance.options & OptionBits.nssa != 0,
                instance.prefix != .none,
                routingTable.borderRouters.intraArea(to: key.advertisingRouter, in: key.area) != nil
            else { continue }
            let start = Int(instance.bodyStart)
            let translation = NSSAState.Translation(
                prefix: context.store[instance.prefix], metric: context.store.words[start + 1],
                forwardingAddress: context.store.words[start + 2], tag: context.store.words[start + 3])
            guard translation.forwardingAddress != 0 else { continue }
            if let known = best[translation.prefix],
                (known.translation.metric, key.advertisingRouter) < (translation.metric, known.router)
            {
                continue
            }
            best[translation.prefix] = (translation, key.advertisingRouter)
        }
        addTranslations(best.values.map(\.translation), &context)
    }

    private mutating func addTranslations(_ translations: [NSSAState.Translation], _ context: inout RouterContext) {
        var taken: Set<LSAKeyID> = []
        for translation in translations.sorted(by: {
            ($0.prefix.length, $0.prefix) < ($1.prefix.length, $1.prefix)
        }) {
            for address in [translation.prefix.address, translation.prefix.lastAddress] {
                let key = context.store.intern(
                    DatabaseKey(
                        type: LSTypeCode.external, area: DatabaseKey.systemWide, linkStateID: address,
                        advertisingRouter: routerID))
                guard taken.insert(key).inserted else { continue }
                // What the router redistributes itself goes before what it would translate.
                if externals.origin(of: key) == nil { nssa.add(translation, for: key) }
                break
            }
        }
    }

    private mutating func announceDefaults(into areas: [AreaID], _ context: inout RouterContext) {
        nssa.defaults = areas.filter { area in
            let configured = configuration.area(area)
            return configured.importsSummaries && configured.originatesNSSADefault
        }.map { area in
            context.store.intern(
                DatabaseKey(
                    type: LSTypeCode.nssaExternal, area: area, linkStateID: .unspecified, advertisingRouter: routerID))
        }
    }

    /// The body of a translated AS-external-LSA.
    func buildTranslation(_ key: LSAKeyID, _ context: inout RouterContext) -> UInt8? {
        guard let translation = nssa.translations[key] else { return nil }
        context.store.scratch.append(translation.prefix.mask.bits)
        context.store.scratch.append(translation.metric)
        context.store.scratch.append(translation.forwardingAddress)
        context.store.scratch.append(translation.tag)
        return OptionBits.external
    }

    /// The body of an NSSA-LSA: a redistributed destination, or a border router's default route.
    func buildNSSALSA(_ key: LSAKeyID, _ context: inout RouterContext) -> UInt8? {
        let area = context.store[key].area
        if let origin = externals.origin(of: key), externals.isActive[origin.redistribution] {
            let redistribution = configuration.redistributions[origin.redistribution]
            var forwarding = forwardingAddress(of: redistribution)
            // §2.4: a router that also originates the AS-external-LSA asks nobody to translate.
            let asksForTranslation = !isAreaBorderRouter
            if asksForTranslation, forwarding == .unspecified { forwarding = ownAddress(in: area) }
            appendExternalBody(redistribution, origin.prefix, forwarding: forwarding, &context)
            return asksForTranslation && forwarding != .unspecified ? OptionBits.nssa : 0
        }
        guard nssa.defaults.contains(key) else { return nil }
        context.store.scratch.append(contentsOf: [0, 0x8000_0000 | configuration.area(area).defaultCost, 0, 0])
        return 0
    }

    /// §2.3: an address by which other routers of the area reach this one, a loopback before an interface.
    private func ownAddress(in area: AreaID) -> IPv4Address {
        if let loopback = configuration.loopbacks.first(where: { $0.area == area }) { return loopback.address }
        let up = interfaces.first {
            $0.area == area && $0.state != .down && configuration.interfaces[$0.index].networkType != .virtualLink
        }
        return up.map { configuration.interfaces[$0.index].address } ?? .unspecified
    }

    func appendExternalBody(
        _ redistribution: RedistributionConfiguration, _ prefix: IPv4Prefix, forwarding: IPv4Address,
        _ context: inout RouterContext
    ) {
        let largest = configuration.isStubRouter ? configuration.stubRouterExtent.externalMetric : nil
        context.store.scratch.append(prefix.mask.bits)
        context.store.scratch.append((redistribution.isType2 ? 0x8000_0000 : 0) | (largest ?? redistribution.metric))
        context.store.scratch.append(forwarding.bits)
        context.store.scratch.append(redistribution.tag)
    }
}
