/// Why a page cannot be made of a result.
public struct PageError: Error, Hashable, CustomStringConvertible, Sendable {
    public let description: String

    init(contradiction what: String) { description = "the result contradicts itself: \(what)" }
    init(description: String) { self.description = description }
}
