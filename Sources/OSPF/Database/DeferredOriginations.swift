import NetworkPrimitives

/// Originations that MinLSInterval puts off, and those that wait for the end of the input being handled.
struct DeferredOriginations: Sendable {
    struct Waiting: Sendable {
        let key: LSAKeyID
        let due: Instant
        let cause: HappeningID
    }
    /// In the order in which they were put off, each key once.
    private(set) var waiting: [Waiting] = []
    /// The keys of `waiting` while these are more than a few: a router that redistributes a whole table, and takes it
    /// back within MinLSInterval, puts off every one of them. Looked up only.
    private var keys: Set<LSAKeyID> = []
    /// Those that the router has no time for in this turn.
    var rest = OriginationBacklog()
    /// The router-LSAs must be looked at when the input has been handled.
    var routerLSAs = false
    /// So must the network-LSAs of these interfaces.
    var networkLSAs: [InterfaceIndex] = []
    var cause = HappeningID.none

    /// Up to this many are compared one by one, which needs no memory.
    private static let few = 32

    func isWaiting(_ key: LSAKeyID) -> Bool {
        waiting.count > Self.few ? keys.contains(key) : waiting.contains { $0.key == key }
    }

    /// - Precondition: its key is not waiting yet.
    mutating func append(_ entry: Waiting) {
        waiting.append(entry)
        if waiting.count == Self.few + 1 {
            for entry in waiting { keys.insert(entry.key) }
        } else if waiting.count > Self.few {
            keys.insert(entry.key)
        }
    }

    /// Removes and returns all that wait.
    mutating func takeWaiting() -> [Waiting] {
        let taken = waiting
        waiting.removeAll(keepingCapacity: true)
        if !keys.isEmpty { keys.removeAll(keepingCapacity: true) }
        return taken
    }

    mutating func removeAll() { self = DeferredOriginations() }
}
