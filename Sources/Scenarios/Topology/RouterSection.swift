import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// Reads `routers`, with the defaults and models that stand behind them.
struct RouterSection {
    static let limit = 100_000

    let tree: Value
    let presets: [Preset]
    let sink: DiagnosticSink

    /// The settings that stand behind a router: defaults and its model.
    func layers(of router: Value) -> [Value?] {
        [tree["defaults"], modelValue(of: router), router]
    }

    private func modelValue(of router: Value) -> Value? {
        modelName(of: router).flatMap { tree["models"]?[$0.text ?? ""] }
    }

    private func modelName(of router: Value) -> Value? { router["model"] ?? tree["defaults"]?["model"] }

    func read(into draft: inout NetworkDraft, plan: inout AddressPlan) {
        checkModels()
        let fields = tree["routers"]?.fields ?? []
        guard fields.count <= Self.limit else {
            sink.error("more than \(grouped(Self.limit)) routers", at: fields[0].keyPosition)
            return
        }
        var takenIDs: [RouterID: Value.Field] = [:]
        var nameless: [Value.Field] = []
        for field in fields {
            checkName(field)
            guard let id = routerID(of: field, plan: &plan) else {
                nameless.append(field)
                continue
            }
            if let first = takenIDs[id] {
                let message =
                    "the router id \(id) is already that of '\(first.key)' (line \(first.keyPosition.line)): as neighbors they refuse each other (RFC 2328 10.5), further apart each answers the other's LSAs (13.4)"
                sink.warning(message, at: field.value["router-id"]?.position ?? field.keyPosition)
            }
            let (node, used) = node(field, id: id)
            takenIDs[id] = takenIDs[id] ?? field
            draft.names.addRouter(field.key, site: node.site, model: node.model)
            draft.configuration.routers.append(node)
            draft.routerPositions.append(field.keyPosition)
            draft.routerValues.append(field.value)
            draft.places.append(place(of: field.value))
            draft.presetsOfRouters.append(used)
        }
        if let first = nameless.first {
            let others = nameless.count > 1 ? " and \(nameless.count - 1) more routers" : ""
            sink.error(
                "no router id is left in \(plan.poolSummary.routerIDs) for '\(shortened(first.key))'\(others); give 'addressing' a larger 'router-ids'",
                at: first.keyPosition)
        }
    }

    /// Models are applied router by router; each is tried once here, so that a mistake in it is reported
    /// even if it is unused.
    private func checkModels() {
        var settings = MachineSettings()
        let reader = MachineReader(presets: presets, sink: sink)
        reader.apply(tree["defaults"], to: &settings)
        for field in tree["models"]?.fields ?? [] { reader.apply(field.value, to: &settings) }
    }

    private func checkName(_ field: Value.Field) {
        let words = ["any", "none", Selection.everyRouter]
        let prefixes = [Selection.sitePrefix, Selection.modelPrefix]
        guard words.contains(field.key) || prefixes.contains(where: field.key.hasPrefix) || field.key.contains(" - ")
        else { return }
        sink.error(
            "'\(shortened(field.key))' is reserved, and no name of a router", at: field.keyPosition
        )
    }

    private func routerID(of field: Value.Field, plan: inout AddressPlan) -> RouterID? {
        if let given = field.value["router-id"] {
            guard let id = given.routerID else { return plan.nextRouterID() }
            if id != .none { return id }
            sink.error("a router id must not be 0.0.0.0", at: given.position)
        }
        return plan.nextRouterID()
    }

    /// Where a drawing has it.
    private func place(of router: Value) -> NetworkNotes.Place? {
        guard let position = router["position"], let items = position.items else { return nil }
        let numbers = items.compactMap(\.integer)
        // An item of a wrong form has been reported already.
        guard items.count == 2 else {
            sink.error(
                "'position' must be two whole numbers such as [120, 40]: how far to the right, and how far down",
                at: position.position)
            return nil
        }
        return numbers.count == 2 ? NetworkNotes.Place(x: numbers[0], y: numbers[1]) : nil
    }

    /// The router, and the presets that it has settings from.
    private func node(_ field: Value.Field, id: RouterID) -> (RouterNode, presets: [String]) {
        let router = field.value
        var settings = MachineSettings()
        let reader = MachineReader(presets: presets, sink: sink)
        let model = modelName(of: router)
        reader.apply(tree["defaults"], to: &settings)
        if let model, let name = model.text { apply(model: name, at: model, reader, to: &settings) }
        reader.apply(router, to: &settings)
        LimitChecks(sink: sink).checkNumber(
            of: settings.limit, saidIn: [tree["defaults"], modelValue(of: router), router])
        var ospf = RouterConfiguration(
            routerID: id, loopbacks: loopbacks(of: router, id: id), timers: settings.timers, limit: settings.limit,
            defects: settings.defects, borderRouterType: settings.borderRouterType,
            profile: settings.profile, isRFC1583Compatible: settings.isRFC1583Compatible,
            isStubRouter: StubRouterReading.isAlways(router["stub-router"]),
            originatesLSAs: !(router["listener"]?.boolean ?? false), isOpaqueCapable: settings.isOpaqueCapable,
            opaqueLSAs: (router["opaque-lsas"]?.items ?? []).compactMap(OpaqueReader(sink: sink).read),
            gracefulRestart: settings.gracefulRestart)
        ospf.maximumLinks = settings.maximumLinks
        ospf.memory = MemoryChecks(sink: sink).memory(
            settings.memory, saidIn: [tree["defaults"], modelValue(of: router), router])
        ospf.summaryAddresses = (router["summary-address"]?.items ?? []).compactMap(summaryAddress)
        let filters = PrefixFilterReading(sink: sink)
        ospf.inboundFilter = filters.filter(router["distribute-list"]?["in"])
        ospf.outboundFilter = filters.filter(router["distribute-list"]?["out"])
        if let stub = router["stub-router"] { StubRouterReading.apply(stub, to: &ospf.stubRouterOptions) }
        let node = RouterNode(
            name: field.key, site: router["site"]?.text, model: model?.text ?? "generic", ospf: ospf, cpu: settings.cpu,
            startsPoweredOn: router["powered-on"]?.boolean ?? true,
            startsOSPF: router["starts-ospf"]?.boolean ?? true)
        return (node, settings.presets)
    }

    private func summaryAddress(_ value: Value) -> SummaryAddress? {
        guard let prefix = value.prefix ?? value["prefix"]?.prefix else { return nil }
        func number(_ key: String) -> UInt32? { value[key]?.integer.flatMap(UInt32.init(exactly:)) }
        return SummaryAddress(
            prefix: prefix, isAdvertised: value["advertise"]?.boolean ?? true, tag: number("tag"),
            metric: number("metric"), isType2: value["metric-type"]?.text.map { $0 == "e2" })
    }

    /// A model of the file, or a preset that is used as one.
    private func apply(model name: String, at place: Value, _ reader: MachineReader, to settings: inout MachineSettings)
    {
        if let model = tree["models"]?.field(name) {
            reader.apply(model.value, to: &settings)
        } else if let preset = presets.first(where: { $0.name == name }) {
            settings.take(preset)
        } else {
            let names = (tree["models"]?.fields?.map(\.key) ?? []) + presets.map(\.name)
            let near = nearestName(to: name, among: names)
            sink.error("there is no model '\(shortened(name))'", at: place.position, suggestion: near)
        }
    }

    private func loopbacks(of router: Value, id: RouterID) -> [LoopbackConfiguration] {
        if router["loopback"]?.text == "none" || router["listener"]?.boolean == true { return [] }
        guard let given = router["loopback"]?.oneOrMore else {
            return [LoopbackConfiguration(address: IPv4Address(bits: id.bits))]
        }
        return given.compactMap { value in
            value.loopbackAddress.map {
                LoopbackConfiguration(
                    address: $0, cost: value["cost"]?.integer.flatMap(UInt16.init(exactly:)) ?? 0)
            }
        }
    }

    /// A loopback is in the area that the file says or, as operators have it, in the one of the router's interfaces. Where
    /// these do not agree, the router is a border router: then in the backbone, or else in the area of the first interface.
    func placeLoopbacks(in draft: inout NetworkDraft) {
        for router in draft.configuration.routers.indices {
            let areas = draft.configuration.routers[router].ospf.interfaces.map(\.area)
            let own = areas.contains(.backbone) ? AreaID.backbone : areas.first ?? .backbone
            let value = draft.routerValues[router]
            let area = value["loopback-area-id"]?.areaID ?? own
            let said = (value["loopback"]?.oneOrMore ?? []).filter { $0.loopbackAddress != nil }
            for loopback in draft.configuration.routers[router].ospf.loopbacks.indices {
                let its = loopback < said.count ? said[loopback]["area-id"]?.areaID : nil
                draft.configuration.routers[router].ospf.loopbacks[loopback].area = its ?? area
            }
        }
    }
}

extension Value {
    /// Of an item of `loopback`, which is an address or has one.
    var loopbackAddress: IPv4Address? { address ?? self["address"]?.address }
}
