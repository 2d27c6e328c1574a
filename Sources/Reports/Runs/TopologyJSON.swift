import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// A network for programs: what a picture of it needs, and what is assumed of it.
struct TopologyJSON {
    let network: NetworkConfiguration
    let notes: NetworkNotes
    private let sites: [String]
    private let areas: [AreaID]

    init(_ network: NetworkConfiguration, _ notes: NetworkNotes) {
        (self.network, self.notes) = (network, notes)
        var seen: Set<String> = []
        sites = network.routers.compactMap(\.site).filter { seen.insert($0).inserted }
        areas = Set(network.routers.flatMap(\.areas)).sorted()
    }

    func write(into root: inout CompactJSON) {
        root.key("topology")
        root.object { topology in
            topology.key("sites")
            topology.array { list in sites.forEach { list.value($0) } }
            topology.key("areas")
            topology.array { list in areas.forEach { list.value("\($0)") } }
            topology.key("routers")
            topology.array { list in network.routers.indices.forEach { writeRouter($0, into: &list) } }
            topology.key("segments")
            topology.array { list in network.segments.forEach { write($0, into: &list) } }
            topology.key("outside")
            topology.array { list in
                for outside in notes.outside {
                    list.object { object in
                        object.field("name", outside.name)
                        object.numbers("enters", outside.entries.map(\.offset))
                    }
                }
            }
            topology.key("groups")
            topology.array { list in notes.groups.forEach { write($0, into: &list) } }
        }
        writePresets(into: &root)
        writeDefects(into: &root)
    }

    private func position(ofSite name: String?) -> Int? { name.flatMap { sites.firstIndex(of: $0) } }

    private func writeRouter(_ number: RouterIndex, into list: inout CompactJSON) {
        let router = network.routers[number]
        let limit = router.ospf.limit
        list.object { object in
            object.field("name", router.name)
            object.field("site", position(ofSite: router.site))
            object.numbers("areas", router.areas.map { areas.firstIndex(of: $0)! })
            object.field("border", router.areas.count > 1)
            object.field(
                "boundary",
                !router.ospf.redistributions.isEmpty || notes.groups.contains { $0.originators.contains(number) })
            object.field("limit", limit.maximum)
            let threshold = UInt64(limit.warningThreshold)
            let warning = limit.maximum.map { (UInt64($0) * threshold + 99) / 100 }
            object.field("warning", threshold > 0 ? warning : nil)
            let place = notes.places.isEmpty ? nil : notes.places[number]
            object.key("position")
            if let place { object.numbers([place.x, place.y]) } else { object.value(nil as Int?) }
        }
    }

    private func write(_ segment: SegmentConfiguration, into list: inout CompactJSON) {
        let interfaces = segment.members.map { network.routers[$0.router].ospf.interfaces[$0.interface] }
        list.object { object in
            object.field("name", segment.name)
            object.field("kind", interfaces.first.map(\.networkType.word) ?? SegmentKind.words[0])
            object.field("area", interfaces.first.flatMap { areas.firstIndex(of: $0.area) } ?? 0)
            object.numbers("members", segment.members.map(\.router.offset))
            object.numbers("costs", interfaces.map { Int($0.cost) })
            object.key("interfaces")
            object.array { list in interfaces.forEach { list.value($0.name) } }
        }
    }

    private func write(_ group: NetworkNotes.Group, into list: inout CompactJSON) {
        list.object { object in
            object.field("name", group.name)
            object.field("site", position(ofSite: group.site))
            object.field("prefixes", group.prefixes)
            object.numbers("originators", group.originators.map(\.offset))
        }
    }

    // MARK: What is assumed

    private func writePresets(into root: inout CompactJSON) {
        root.key("presets")
        root.array { list in
            for preset in notes.presets {
                list.object { object in
                    object.field("name", preset.name)
                    object.field("summary", preset.summary)
                    object.numbers("routers", preset.routers.map(\.offset))
                    object.key("sources")
                    object.array { list in preset.sources.forEach { list.value($0) } }
                    object.key("unconfirmed")
                    object.array { list in preset.unconfirmed.forEach { list.value($0) } }
                    object.field("confirmed", preset.unconfirmed.isEmpty)
                }
            }
        }
    }

    private func writeDefects(into root: inout CompactJSON) {
        var defects: [(defect: Defect, routers: [RouterIndex])] = []
        for (number, router) in network.routers.indexed {
            for defect in router.ospf.defects.all {
                if let place = defects.firstIndex(where: { $0.defect == defect }) {
                    defects[place].routers.append(number)
                } else {
                    defects.append((defect, [number]))
                }
            }
        }
        root.key("defects")
        root.array { list in
            for (defect, routers) in defects {
                list.object { object in
                    object.field("key", defect.key)
                    object.numbers("routers", routers.map(\.offset))
                    object.field("text", defect.text)
                }
            }
        }
    }
}

/// The kinds of links and LANs, as results spell them.
enum SegmentKind {
    static let words = ["link", "lan", "non-broadcast", "point-to-multipoint"]
}

extension InterfaceConfiguration.NetworkType {
    fileprivate var word: String {
        switch self {
        case .pointToPoint, .virtualLink: "link"
        case .broadcast: "lan"
        case .nonBroadcast: "non-broadcast"
        case .pointToMultipoint: "point-to-multipoint"
        }
    }
}

extension RouterNode {
    /// The areas that it is attached to, in the order of their numbers.
    fileprivate var areas: [AreaID] {
        Set(ospf.interfaces.map(\.area) + ospf.loopbacks.map(\.area)).sorted()
    }
}

/// Something that a router does wrong.
private struct Defect: Equatable {
    /// The key of `defects` in files.
    let key: String
    let text: String
}

extension RouterDefects {
    fileprivate var all: [Defect] {
        var all: [Defect] = []
        if updateCopies != 1 {
            all.append(Defect(key: "duplicates-updates", text: "sends each update \(updateCopies) times"))
        }
        if ignoresEligibility {
            all.append(Defect(key: "ignores-eligibility", text: "is elected although it must not be"))
        }
        if restartsSequenceNumbers {
            all.append(
                Defect(
                    key: "restarts-sequence-numbers",
                    text: "starts its cryptographic sequence numbers again with the process"))
        }
        return all
    }
}

extension CompactJSON {
    mutating func numbers(_ numbers: some Sequence<Int>) {
        array { list in numbers.forEach { list.value($0) } }
    }

    mutating func numbers(_ name: String, _ numbers: some Sequence<Int>) {
        key(name)
        self.numbers(numbers)
    }
}
