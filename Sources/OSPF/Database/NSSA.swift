import NetworkPrimitives
import OSPFWire

/// What a border router of not-so-stubby areas does for them (RFC 3101).
struct NSSAState: Sendable {
    struct Translation: Hashable, Sendable {
        let prefix: IPv4Prefix
        let content: ExternalView
    }
    /// The areas whose NSSA-LSAs this router translates, sorted.
    var translating: [AreaID] = []
    /// A translator that is no longer elected goes on until then, by area.
    var until: [AreaID: Instant] = [:]
    /// By key of the AS-external-LSA; looked up only.
    private(set) var translations: [LSAKeyID: Translation] = [:]
    /// All keys, in the order in which they were made.
    private(set) var keys: [LSAKeyID] = []
    /// The type 7 address ranges in which this router translates, but for those that one member has the very prefix of.
    var activeRanges: [(area: AreaID, prefix: IPv4Prefix)] = []
    /// The default routes announced into NSSAs as NSSA-LSAs.
    var defaults: [LSAKeyID] = []
    /// Where the election goes by the database: the border routers found in it, by area.
    var seenBorders: [NSSABorder] = []
    /// Since when the router is elected, by area; looked up only.
    var electedSince: [AreaID: Instant] = [:]
    /// Whether the router was a border router when it last served its NSSAs; `nil` before the first time.
    var wasBorder: Bool?
    /// An NSSA that this router translated for became a normal area, and its profile did not notice.
    var staysBoundaryRouter = false
    /// Where LSAs at MaxAge count, too: those that were seen, and since when each is gone.
    var seenLSAs: [SeenLSA] = []

    struct SeenLSA: Sendable {
        let key: DatabaseKey
        let prefix: IPv4Prefix
        var heldUntil: Instant?
    }

    mutating func removeTranslations() {
        translations.removeAll(keepingCapacity: true)
        activeRanges.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
    }

    /// This router is no longer elected anywhere; what it translated stays known.
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
    mutating func serveNSSAs(_ context: inout RouterContext) {
        let areas = attachedNSSAs
        if areas.isEmpty, configuration.profile.keepsTranslationsOfFormerNSSA { return }
        if !isAreaBorderRouter, nssa.wasBorder == true, keepsSummariesAsFormerBorder { return }
        guard !areas.isEmpty || !nssa.keys.isEmpty || !nssa.defaults.isEmpty, configuration.originatesLSAs else {
            return
        }
        let before = nssa
        let isBorder = isAreaBorderRouter
        nssa.translating = areas.filter { isBorder && isTranslator(for: $0, at: context.now, context.store) }.sorted()
        for area in nssa.translating where nssa.electedSince[area] == nil { nssa.electedSince[area] = context.now }
        for area in before.translating where !nssa.translating.contains(area) { nssa.electedSince[area] = nil }
        if before.translating != nssa.translating { originateRouterLSAs(&context) }
        translate(&context)
        announceDefaults(into: areas, &context)
        if before.defaults != nssa.defaults { originateRouterLSAs(&context) }
        for key in nssa.keys where before.translations[key] != nssa.translations[key] || database.slot(of: key) == nil {
            originate(key, &context)
        }
        for key in before.keys where nssa.translations[key] == nil { originate(key, &context) }
        nssa.wasBorder = isBorder
        if before.wasBorder != isBorder { reoriginateIntoNSSAs(&context) }
        // A router that becomes a border router, or ceases to be one, changes its default (RFC 3101 §2.4):
        // unchanged ones stay.
        for key in nssa.defaults { originate(key, &context) }
        for key in before.defaults where !nssa.defaults.contains(key) { originate(key, &context) }
    }

    /// RFC 3101 §2.4: the P-bit and the forwarding address of what is redistributed depend on being a border router, too.
    private mutating func reoriginateIntoNSSAs(_ context: inout RouterContext) {
        for key in externals.keys.joined() where context.store[key].type == LSType.nssa {
            originate(key, &context)
        }
    }

    private mutating func announceDefaults(into areas: [AreaID], _ context: inout RouterContext) {
        nssa.defaults = areas.filter { area in
            let configured = configuration.area(area)
            // Where no summaries are imported, a border router's default route is a summary-LSA (RFC 3101 §2.7).
            return configured.originatesNSSADefault
                && (configured.importsSummaries || configured.announcesDefaultSummary == false || !isAreaBorderRouter)
        }.map { area in
            context.store.intern(
                DatabaseKey(
                    type: LSType.nssa, area: area, linkStateID: .unspecified, advertisingRouter: routerID))
        }
    }

    /// A translated AS-external-LSA.
    func translation(_ key: LSAKeyID) -> LSADraft? {
        nssa.translations[key].map { LSADraft(Options.external.rawValue, $0.content, to: $0.prefix) }
    }

    /// An NSSA-LSA: a redistributed destination, or a border router's default route.
    func nssaLSA(_ key: LSAKeyID, in area: AreaID) -> LSADraft? {
        guard configuration.area(area).kind == .nssa else { return nil }
        if let origin = externals.origin(of: key), isAnnounced(origin) {
            let redistribution = redistribution(of: origin)
            guard !externals.unheardInNSSAs.contains(redistribution.name) else { return nil }
            var forwarding = forwardingAddress(of: redistribution)
            // RFC 3101 §2.4: a router that also originates the AS-external-LSA clears the P-bit.
            guard !isAreaBorderRouter else {
                guard configuration.profile.originatesNSSALSAsAsBorderRouter else { return nil }
                return LSADraft(0, content(of: redistribution, forwarding: forwarding), to: origin.prefix)
            }
            if !isInside(forwarding, area) { forwarding = ownAddress(in: area) }
            // RFC 3101 §2.3: without an address to forward to, an LSA that is to be translated is not originated.
            guard forwarding != .unspecified else { return nil }
            let content = content(of: redistribution, forwarding: forwarding)
            return LSADraft(Options.nssa.rawValue, content, to: origin.prefix)
        }
        guard nssa.defaults.contains(key) else { return nil }
        let configured = configuration.area(area)
        // RFC 3101 §2.4: a border router's has the P-bit clear; another router's may have it set.
        let forwarding = isAreaBorderRouter ? .unspecified : ownAddress(in: area)
        let content = ExternalView(
            isType2: configured.isNSSADefaultType2, metric: configured.defaultCost, forwardingAddress: forwarding)
        let propagates = forwarding != .unspecified && configuration.profile.setsPropagateBitOfDefaults
        return LSADraft(propagates ? Options.nssa.rawValue : 0, content, to: .default)
    }

    /// RFC 3101 §2.3: whether traffic can be forwarded to an address by an interface in the area.
    private func isInside(_ address: IPv4Address, _ area: AreaID) -> Bool {
        address != .unspecified
            && configuration.interfaces.contains { $0.area == area && $0.prefix.contains(address) }
    }

    /// RFC 3101 §2.3: an address by which other routers of the area reach this one: an internal address, else that of a stub
    /// network, else any.
    private func ownAddress(in area: AreaID) -> IPv4Address {
        let loopback = configuration.loopbacks.first { $0.area == area }?.address
        if let loopback, !configuration.profile.forwardsToInterfaces { return loopback }
        let up = interfaces.filter {
            $0.area == area && $0.state != .down && configuration.interfaces[$0.index].networkType != .virtualLink
        }
        let stub = configuration.profile.forwardsToInterfaces ? nil : up.first { isStub($0) }
        return (stub ?? up.first).map { configuration.interfaces[$0.index].address } ?? loopback ?? .unspecified
    }

    /// Whether the interface's network is one that nothing is routed through.
    private func isStub(_ interface: Interface) -> Bool {
        configuration.interfaces[interface.index].isPassive
    }

    func content(of redistribution: RedistributionConfiguration, forwarding: IPv4Address) -> ExternalView {
        ExternalView(
            isType2: redistribution.isType2, metric: externalMetric(redistribution.metric),
            forwardingAddress: forwarding, tag: redistribution.tag)
    }
}
