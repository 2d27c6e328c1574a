/// What the events of a random lab have left behind so far.
struct SketchState {
    /// One router's end on a segment.
    struct Plug: Hashable, Comparable {
        var router: Int
        var segment: Int
        static func < (left: Plug, right: Plug) -> Bool { (left.router, left.segment) < (right.router, right.segment) }
    }

    /// Routers that are off, or without their process.
    var down: Set<Int>
    var disconnected: Set<Int> = []
    /// Segments.
    var cut: Set<Int> = []
    var unplugged: Set<Plug> = []
    var passive: Set<Plug> = []
    var stubRouters: Set<Int>
    /// Routers that originate their Router Information.
    var informs: Set<Int>
    /// Where it is not what the segment began with.
    private var changedMTUs: [Plug: Int] = [:]
    /// Virtual links.
    var removedLinks: Set<Int> = []
    /// By area.
    var kinds: [Int: LabSketch.AreaKind]
    private var announced: Set<Plug> = []

    init(_ sketch: LabSketch) {
        down = Set(sketch.routers.filter { !$0.runs }.map(\.number))
        stubRouters = Set(sketch.routers.filter { $0.settings.contains("stub-router: true") }.map(\.number))
        informs = Set(
            sketch.routers.filter { router in
                router.settings.contains { $0.hasPrefix("opaque-lsas") }
            }.map(\.number))
        kinds = Dictionary(uniqueKeysWithValues: sketch.areas.map { ($0.number, $0.kind) })
        for group in sketch.groups {
            for member in group.originators where member.isActive {
                setAnnounces(true, group: group.number, router: member.router)
            }
        }
        for segment in sketch.segments {
            for member in segment.members where member.settings.contains("passive: true") {
                passive.insert(Plug(router: member.router, segment: segment.number))
            }
        }
    }

    func isUp(_ router: Int) -> Bool { !down.contains(router) }

    /// Whether what a router says on a segment reaches anybody there.
    func works(_ router: Int, on segment: Int) -> Bool {
        let plug = Plug(router: router, segment: segment)
        return isUp(router) && !disconnected.contains(router) && !cut.contains(segment) && !unplugged.contains(plug)
            && !passive.contains(plug)
    }

    func mtu(of router: Int, on segment: LabSketch.Segment) -> Int {
        changedMTUs[Plug(router: router, segment: segment.number)] ?? segment.mtu
    }

    mutating func setMTU(_ mtu: Int, of router: Int, on segment: LabSketch.Segment) {
        changedMTUs[Plug(router: router, segment: segment.number)] = mtu
    }

    /// Whether its ends, of routers that are off as well, have the same MTU.
    func agrees(_ segment: LabSketch.Segment) -> Bool {
        Set(segment.routers.map { mtu(of: $0, on: segment) }).count < 2
    }

    func announces(group: Int, router: Int) -> Bool { announced.contains(Plug(router: router, segment: group)) }

    mutating func setAnnounces(_ isActive: Bool, group: Int, router: Int) {
        let member = Plug(router: router, segment: group)
        if isActive { announced.insert(member) } else { announced.remove(member) }
    }
}

extension Set {
    mutating func toggle(_ element: Element) {
        if remove(element) == nil { insert(element) }
    }
}

extension LabSketch {
    func neighbors(of router: Int) -> [Int] { segments.filter { $0.routers.contains(router) }.flatMap(\.routers) }
}
