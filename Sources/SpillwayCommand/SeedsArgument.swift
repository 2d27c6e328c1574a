import ArgumentParser

/// Several seeds: a number of them (`20`), or a list (`3,7,11`).
struct SeedsArgument: ExpressibleByArgument {
    private enum Kind {
        case count(UInt64)
        case list([UInt64])
    }

    private let kind: Kind
    /// More than that is a mistake.
    private static let limit: UInt64 = 10_000

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { UInt64($0) }
        guard numbers.count == words.count, Set(numbers).count == numbers.count else { return nil }
        if numbers.count > 1 {
            kind = .list(numbers)
        } else {
            guard (1...Self.limit).contains(numbers[0]) else { return nil }
            kind = .count(numbers[0])
        }
    }

    /// A number of seeds starts from `first`.
    func seeds(from first: UInt64) -> [UInt64] {
        switch kind {
        case .list(let seeds): seeds
        case .count(let count): (0..<count).map { first &+ $0 }
        }
    }
}
