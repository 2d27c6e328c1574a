/// The results of a body for each item, by index, with at most `jobs` bodies under way at once.
func concurrently<Item: Sendable, Output: Sendable>(
    _ items: [Item], jobs: Int, body: @escaping @Sendable (Item) throws -> Output
) async throws -> [Output] {
    try await withThrowingTaskGroup(of: (Int, Output).self) { group in
        var outputs: [Output?] = items.map { _ in nil }
        var next = 0
        while next < min(items.count, max(1, jobs)) {
            let (index, item) = (next, items[next])
            group.addTask { (index, try body(item)) }
            next += 1
        }
        while let (index, output) = try await group.next() {
            outputs[index] = output
            guard next < items.count else { continue }
            let (index, item) = (next, items[next])
            group.addTask { (index, try body(item)) }
            next += 1
        }
        return outputs.map { $0! }
    }
}
