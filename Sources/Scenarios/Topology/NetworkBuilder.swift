import Emulation
import NetworkPrimitives

/// Makes a network of a normalized tree.
struct NetworkBuilder {
    let tree: Value
    let presets: [Preset]
    let sink: DiagnosticSink

    /// The network, as far as it could be read; `nil` where there are no routers to speak of.
    func build(name: String) -> NetworkDraft? {
        guard let routers = tree["routers"], let fields = routers.fields, !fields.isEmpty else {
            reportMissingRouters()
            return nil
        }
        let seed = tree["seed"]?.integer.flatMap(UInt64.init(exactly:)) ?? 1
        var draft = NetworkDraft(configuration: NetworkConfiguration(name: name, routers: [], segments: [], seed: seed))
        if let spread = tree["start-spread"]?.duration { draft.configuration.startSpread = spread }
        var plan = AddressPlan(addressing: tree["addressing"])
        plan.reserve(givenAddresses())
        draft.pools = plan.poolSummary
        let section = RouterSection(tree: tree, presets: presets, sink: sink)
        section.read(into: &draft, plan: &plan)
        SegmentSection(tree: tree, routers: section, sink: sink).read(into: &draft, plan: &plan)
        section.placeLoopbacks(in: &draft)
        InterfaceOrderSection(sink: sink).read(into: &draft)
        AreaSection(tree: tree, sink: sink).read(into: &draft)
        VirtualLinkSection(tree: tree, sink: sink).read(into: &draft)
        GroupSection(tree: tree, sink: sink).read(into: &draft)
        draft.stubs = StubNetworks(of: draft)
        NetworkChecks(draft: draft, sink: sink).run()
        return draft
    }

    private func reportMissingRouters() {
        guard let routers = tree.field("routers") else {
            sink.error("a topology needs 'routers'", at: tree.position)
            return
        }
        // A value of a wrong form has been reported already.
        if routers.value.isNothing || routers.value.fields?.isEmpty == true {
            sink.error("there are no routers", at: routers.keyPosition)
        }
    }

    /// Every address that the file gives, so that none of them is handed out a second time.
    private func givenAddresses() -> [ClosedRange<UInt32>] {
        func range(_ prefix: IPv4Prefix) -> ClosedRange<UInt32> { prefix.address.bits...prefix.lastAddress.bits }
        let routers = (tree["routers"]?.fields ?? []).map(\.value)
        let hosts = routers.flatMap {
            [$0["router-id"]?.address].compactMap { $0 }
                + ($0["loopback"]?.oneOrMore.compactMap(\.loopbackAddress) ?? [])
        }
        let segments = (tree["links"]?.items ?? []) + (tree["lans"]?.fields ?? []).map(\.value)
        let ends = segments.flatMap { ($0["link"] ?? $0["members"])?.items ?? [] }
        let own = ends.compactMap { end -> IPv4Prefix? in
            guard let given = end["address"]?.interfaceAddress, let length = given.length else { return nil }
            return IPv4Prefix(given.address, length: length)
        }
        let groups = (tree["groups"]?.fields ?? []).map(\.value)
        // The default route covers every address and takes none.
        let listed = groups.flatMap { ($0["prefixes"]?.items ?? []).compactMap(\.prefix) }.filter { $0.length > 0 }
        return hosts.map { $0.bits...$0.bits } + segments.compactMap { $0["prefix"]?.prefix }.map(range)
            + (own + listed).map(range) + groups.compactMap(generatedRange)
    }

    /// From the first address of a group's first prefix to the last of its last one.
    private func generatedRange(of group: Value) -> ClosedRange<UInt32>? {
        guard let base = group["base"]?.prefix, base.length > 0 else { return nil }
        let count = UInt64(min(max(group["count"]?.integer ?? 1, 1), 1_000_000))
        let end = UInt64(base.address.bits) + (UInt64(1) << (32 - UInt64(base.length))) * count - 1
        return base.address.bits...UInt32(min(end, UInt64(UInt32.max)))
    }
}
