import NetworkPrimitives
import OSPFWire

/// LSAs that a router is about to originate or to flush, where a turn of work has no time for all: first in, first out.
struct OriginationBacklog: Sendable {
    struct Item: Sendable {
        let key: LSAKeyID
        let isRefresh: Bool
        let cause: HappeningID
    }
    private var items: [Item] = []
    private var head = 0
    /// The keys of what waits. Looked up only.
    private var keys: Set<LSAKeyID> = []

    var isEmpty: Bool { head == items.count }

    func contains(_ key: LSAKeyID) -> Bool { !isEmpty && keys.contains(key) }

    /// - Precondition: its key is not waiting yet.
    mutating func append(_ item: Item) {
        items.append(item)
        keys.insert(item.key)
    }

    mutating func popFirst() -> Item? {
        guard !isEmpty else { return nil }
        let item = items[head]
        head += 1
        keys.remove(item.key)
        if isEmpty {
            items.removeAll()
            head = 0
        }
        return item
    }
}

// A process that has thousands of LSAs to originate yields between them: it serves packets and timers, and goes on.
extension Router {
    /// The router has work left that it put off to let others have the CPU: `timeout`, at once, goes on with it.
    public var hasMoreToDo: Bool { !deferred.rest.isEmpty || interfaces.contains { $0.floodingQueue.awaitsCPU } }

    /// Whether an LSA has to wait for another turn. Router- and network-LSAs are few, and never do.
    mutating func putOff(_ key: LSAKeyID, isRefresh: Bool, _ context: inout RouterContext) -> Bool {
        guard context.store[key].type > LSType.network else { return false }
        guard context.work.originationRoom <= 0 else {
            context.work.originationRoom -= 1
            return false
        }
        deferred.rest.append(OriginationBacklog.Item(key: key, isRefresh: isRefresh, cause: context.cause))
        return true
    }

    /// Goes on with what was put off.
    mutating func originateRest(_ context: inout RouterContext) {
        while context.work.originationRoom > 0, let item = deferred.rest.popFirst() {
            context.cause = item.cause
            originate(item.key, isRefresh: item.isRefresh, isDue: true, &context)
        }
    }
}
